extension Parser {
    /// `NAME | TEXT | a keyword that is not reserved`
    mutating func name(_ expectation: Expectation) throws(Panic) -> Name {
        let token = current
        switch token.kind {
        case .name: break
        case .text where token.end > token.start + 2 || token.needsDecoding: break
        case .keyword where token.keyword.isAllowedAsName: break
        case .keyword where isMeantAsName(token.keyword):
            let word = source.text(token.range)
            report(.reservedName(word), token.range, fix: "\"\(word)\"")
        default: throw failExpecting(expectation)
        }
        advance()
        if current.kind == .minus, current.start == token.end, token.kind != .text { return hyphenated(token) }
        return Name(names.canonical(text(token), expectation.namedKind), token.range)
    }

    /// A name can begin at this token.
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
            case .keyword: return !next.keyword.isAllowedAsName
            default: return next.kind != .endOfFile || keyword == .stop
            }
        case .exit, .once, .again, .so, .same, .contains, .ever, .true, .false, .between, .until: return true
        default: return false
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

    mutating func duration() throws(Panic) -> DurationLiteral {
        let token = current
        guard acceptToken(.duration) else { throw failExpecting(.duration) }
        return DurationLiteral(token.value, token.range)
    }

    /// A duration that is the length of a span: one of 0 can never be met.
    mutating func span(of what: String) throws(Panic) -> DurationLiteral {
        let span = try duration()
        if span.microseconds == 0 { report(.zeroDuration(what), span.range) }
        return span
    }

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

    mutating func percent() throws(Panic) {
        let token = current
        guard acceptToken(.percent) || acceptToken(.integer) || acceptToken(.decimal) else { throw failExpecting(.sign("10%")) }
        if token.kind != .percent || token.value > 1_000_000 { report(.percentOutOfRange, token.range) }
    }
}

extension Expectation {
    /// What a name in this place names.
    var namedKind: KnownNames.Kind {
        switch self {
        case .channelName: .channel
        case .eventName: .event
        case .attributeName, .propertyName: .property
        case .contentName: .message
        case .journeyName: .journey
        default: .other
        }
    }
}
