extension Parser {
    /// `word | TEXT`; in the tree stands the declared name of what it names, as one of this kind.
    mutating func name(_ expectation: Expectation, as kind: KnownNames.Kind? = nil) throws(Panic) -> Name {
        let token = current
        switch token.kind {
        case .name: break
        case .text where token.end > token.start + 2 || token.needsDecoding:
            if let brace = firstPlaceholder(token), closingBrace(brace, Int(token.end)) != nil { report(.placeholderInName, SourceRange(brace, brace + 1), fix: "\\{") }
        case .keyword where token.keyword.isAllowedAsName: break
        case .keyword where isMeantAsName(token.keyword):
            let word = source.text(token.range)
            report(.reservedName(word), token.range, fix: "\"\(word)\"")
        default: throw failExpecting(expectation)
        }
        advance()
        if current.kind == .minus, current.start == token.end, token.kind != .text { return hyphenated(token) }
        return Name(names.canonical(text(token), kind ?? expectation.namedKind), token.range)
    }

    /// `NAME | SOFT`: a bare name, the keywords included that are not reserved
    mutating func word(_ expectation: Expectation, as kind: KnownNames.Kind? = nil) throws(Panic) -> Name {
        if current.kind == .text { throw failExpecting(expectation) }
        return try name(expectation, as: kind)
    }

    /// `name`, of a property that these events have
    mutating func property(of events: [String]) throws(Panic) -> Name {
        var name = try name(.propertyName, as: .other)
        name.text = names.canonical(name.text, of: events)
        return name
    }

    /// A name can begin at this token.
    @inline(__always)
    func beginsName(_ token: Token) -> Bool {
        token.kind == .name || token.kind == .text || token.kind == .keyword && token.keyword.isAllowedAsName
    }

    /// A reserved word at the place of a name was meant as one where nothing follows that would make it what it is.
    private func isMeantAsName(_ keyword: Keyword) -> Bool {
        switch keyword {
        case .send, .split, .set, .add, .tag, .untag, .give, .record, .start, .leave, .label, .stop, .wait, .repeat, .goal, .if:
            let next = peek()
            switch next.kind {
            case .name, .text, .integer, .duration, .leftParenthesis: return false
            case .keyword: return !next.keyword.isAllowedAsName || next.keyword.isType && isFirstOnLine(current)
            default: return next.kind != .endOfFile || keyword == .stop
            }
        case .exit, .once, .again, .so, .same, .contains, .ever, .true, .false, .between, .until: return true
        default: return peek().keyword.isType || peek().keyword == .also
        }
    }

    /// `cart-reminder`: one name with a hyphen, which needs quotes.
    private mutating func hyphenated(_ first: Token) -> Name {
        while current.kind == .minus, Int(current.start) == previousEnd {
            let next = peek()
            guard next.start == current.end, next.kind == .name || next.kind == .keyword || next.kind == .integer else { break }
            advance()
            advance()
        }
        let range = range(from: Int(first.start))
        let word = source.text(range)
        if word.utf8.count > first.range.end - first.range.start {
            report(.unquotedHyphen(word), range, fix: "\"\(word)\"")
        }
        return Name(word, range)
    }

    /// A name of which only the first word was meant to be one: `added to cart`, `cart reminder`.
    mutating func nameInOneWord(_ expectation: Expectation) throws(Panic) -> Name {
        let first = at
        let name = try name(expectation)
        if triggerAt != nil, current.kind == .text || keyword == .coupon || keyword == .message { try mendReaction(first, at) }
        guard tokens[first].kind == .name || tokens[first].kind == .keyword, at == first + 1, let last = endOfSeveralWords(expectation)
        else { return name }
        if expectation == .eventName {
            try rejectProse(from: first)
            try mendReaction(first, last)
            if at > last { return name }
        }
        let range = range(first, last)
        let words = (first...last).map { source.text(tokens[$0].range) }
        let joined = words.joined(separator: "_")
        let written = words.joined(separator: " ")
        let problem =
            expectation == .eventName
            ? Problem.eventOfSeveralWords(written, joined: joined, isKnown: false) : .nameOfSeveralWords(written, joined: joined)
        report(problem, range, fix: joined)
        at = last + 1
        return Name(joined, range)
    }

    /// The last of the words on this line that can only be more of the name before; nil where there are none.
    private func endOfSeveralWords(_ expectation: Expectation) -> Int? {
        var index = at
        while index < tokens.count - 1, index < at + 4, !isFirstOnLine(tokens[index]) {
            let token = tokens[index]
            let next = tokens[index + 1]
            let isInside = (token.keyword == .to || token.keyword == .in) && (next.kind == .name || next.keyword.beginsStep)
            if token.kind == .name {
                // Chinese names stand side by side where a word between them is missing, and are no phrase.
                if isWide(token) || isWide(tokens[at - 1]) || isLikeKeyword(index) { break }
            } else if !isInside || expectation != .eventName {
                break
            }
            index += 1
        }
        guard index > at else { return nil }
        // `send cart reminder wecom`: without a `via` the last word may be the channel.
        if expectation == .contentName {
            switch tokens[index].keyword {
            case .via, .with, .to: break
            default: return nil
            }
        }
        return index - 1
    }

    private func isLikeKeyword(_ index: Int) -> Bool {
        let word = text(tokens[index]).lowercased()
        return Self.connectives.contains(word) || Self.verbOfOthers(word) != nil
            || nearest(index, among: Self.verbs + Self.wordsAfterNames) != nil
    }

    private static let wordsAfterNames: [Keyword] = [
        .when, .then, .but, .butNot, .and, .or, .within, .without, .where, .withSame, .with, .via, .end, .else, .elseIf, .ifSo, .for,
        .forCustomersWhere, .forEach, .againAfter, .againAlways, .once, .goal, .exitWhen, .priority, .owner, .expires, .class, .times,
        .holdOut, .rollOutTo, .restartingOn, .changes, .becomes, .until, .value, .formerly, .atBestTime, .every, .from,
    ]

    // MARK: Literals

    /// `DURATION`; a number without its unit is reported and read on.
    mutating func duration() throws(Panic) -> DurationLiteral {
        let token = current
        if acceptToken(.duration) { return DurationLiteral(token.value, token.range) }
        if let duration = chineseDuration() { return duration }
        if let (last, ours) = durationInWords(at) {
            let range = range(at, last)
            report(.foreignOperator(source.text(range), ours: ours), range, fix: ours)
            at = last + 1
            return DurationLiteral(1, range)
        }
        guard token.kind == .integer else { throw failExpecting(.duration) }
        let units = Keywords.units.flatMap(\.english)
        if peek().kind == .name, let unit = closest(to: text(peek()), among: units) ?? beginningOfUnit(peek()) {
            advance()
            report(.misspelt(text(current), suggestion: unit), current.range, fix: unit)
            advance()
        } else {
            report(.missingUnit(source.text(token.range)), token.range)
            advance()
        }
        return DurationLiteral(1, token.range)
    }

    /// A duration that is the length of a span: one of 0 can never be met.
    mutating func span(of what: String) throws(Panic) -> DurationLiteral {
        let span = try duration()
        if span.microseconds == 0 { report(.zeroDuration(what), span.range) }
        return span
    }

    /// A text in which braces are ordinary: titles, paths, zones.
    mutating func text() throws(Panic) -> String {
        let token = current
        guard acceptToken(.text) else { throw failExpecting(.text) }
        return text(token)
    }

    mutating func optionalText() -> String? {
        let token = current
        return acceptToken(.text) ? text(token) : nil
    }

    /// A whole number, reported where it is outside its bounds.
    mutating func count(of what: String, from least: Int64 = 1) throws(Panic) -> Int {
        let token = current
        guard acceptToken(.integer) else { throw failExpecting(.number) }
        if token.value < least || token.value > 1000 { report(.countOutOfRange(what), token.range) }
        return Int(min(max(token.value, least), 1000))
    }

    /// A whole number that may be large.
    mutating func number(of what: String, _ bounds: ClosedRange<Int64> = 1...1_000_000_000) throws(Panic) -> Int {
        let token = current
        guard acceptToken(.integer) else { throw failExpecting(.number) }
        if !bounds.contains(token.value) { report(.numberOutOfRange(what, bounds), token.range) }
        return Int(min(max(token.value, bounds.lowerBound), bounds.upperBound))
    }

    /// `PERCENT`; one without its sign is reported and read on.
    mutating func percent() throws(Panic) -> PercentLiteral {
        let token = current
        guard acceptToken(.percent) || acceptToken(.integer) || acceptToken(.decimal) else { throw failExpecting(.percent) }
        if token.kind != .percent {
            let number = source.text(token.range)
            report(.missingPercentSign(number), token.range, fix: number + "%")
        } else if token.value > 1_000_000 {
            report(.percentOutOfRange, token.range)
        }
        return PercentLiteral(micros: min(token.value, 1_000_000), range: token.range)
    }

    /// `second`, `minute`, `hour` or `day`, after `per`
    mutating func unit() throws(Panic) -> TimeUnit {
        let token = current
        let written = source.text(token.range).lowercased()
        if let unit = TimeUnit(rawValue: written) ?? Self.units[written] {
            advance()
            return unit
        }
        let others = TimeUnit.allCases.map(\.rawValue)
        guard token.kind == .name, let unit = closest(to: written, among: others) else { throw fail(.rateWithoutUnit, place(of: token)) }
        report(.misspelt(written, suggestion: unit), token.range, fix: unit)
        advance()
        return TimeUnit(rawValue: unit) ?? .second
    }

    /// `"per" DURATION`; a bare unit (`per day`) is reported and read as one of it.
    mutating func period() throws(Panic) -> DurationLiteral {
        mendPer()
        try expect(.per)
        let token = current
        let written = source.text(token.range).lowercased()
        if token.kind == .name || token.keyword == .day, let unit = Keywords.units.first(where: { $0.english.contains(written) }) {
            report(.foreignOperator("per \(written)", ours: "per 1\(unit.letter)"), token.range, fix: "1\(unit.letter)")
            advance()
            return DurationLiteral(unit.microseconds, token.range)
        }
        return try span(of: "a period")
    }
}

extension Expectation {
    /// What a name in this place names.
    var namedKind: KnownNames.Kind {
        switch self {
        case .channelName: .channel
        case .eventName: .event
        case .attributeName: .attribute
        case .propertyName: .property
        case .audienceName: .audience
        case .contentName: .message
        case .journeyName: .journey
        default: .other
        }
    }
}
