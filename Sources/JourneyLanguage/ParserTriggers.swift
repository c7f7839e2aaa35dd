extension Parser {
    /// `silence | schedule | change | pattern`
    mutating func trigger() throws(Panic) -> Trigger {
        let start = Int(current.start)
        let kind: Trigger.Kind
        triggerAt = at
        defer { triggerAt = nil }
        try rejectSpokenTrigger()
        if let event = durationAfterEvent {
            let written = range(at, at + 2)
            let wait = source.text(current.range)
            let ours = "\(source.text(event.range)) wait \(wait)"
            let goesOn = peek(3).keyword.beginsStep || peek(3).keyword == .then
            report(.foreignOperator(source.text(written), ours: ours), written, fix: goesOn ? .init(written, ours) : nil)
            at += 3
            throw Panic()
        }
        if keyword == .silentFor || keyword == .no && (beginsName(peek()) || peek().kind == .leftParenthesis) {
            kind = try silence()
        } else if beginsLeadingSilence {
            kind = try leadingSilence()
        } else if beginsSchedule {
            kind = try schedule()
        } else if let phrase = incompleteChange {
            let range = range(at, at)
            throw fail(.incomplete(source.text(range), full: [phrase]), range, fix: .init(range, phrase))
        } else if beginsChange {
            kind = try change()
        } else {
            kind = .pattern(try pattern())
        }
        return Trigger(kind, range(from: start))
    }

    /// `enters champions`, without its `audience`.
    private var incompleteChange: String? {
        guard current.kind == .name, peek().kind == .name else { return nil }
        switch text(current).lowercased() {
        case "enters", "enter", "joins": return "enters audience"
        case "leaves", "quits": return "leaves audience"
        default: return nil
        }
    }

    /// `3 days after bought`: the event.
    private var durationAfterEvent: Token? {
        let isAfter = current.kind == .duration && peek().kind == .name && ["after", "since"].contains(text(peek()).lowercased())
        return isAfter && beginsName(peek(2)) ? peek(2) : nil
    }

    /// `"silent for" DURATION | "no" events "for" DURATION`
    mutating func silence() throws(Panic) -> Trigger.Kind {
        if accept(.silentFor) { return .silence(nil, try span(of: "a silence")) }
        advance()
        let events = try events()
        try expect(.for)
        return .silence(events, try span(of: "a silence"))
    }

    // MARK: Patterns

    /// `base ["restarting on" events] {follow} [absence]`
    mutating func pattern() throws(Panic) -> Pattern {
        let base = try base()
        triggerEvents = base.eventNames
        let restartingOn = acceptPastSugar(.restartingOn) ? try events() : nil
        acceptCloser(.restartingOn)
        var follows: [Pattern.Follow] = []
        while beginsFollow() { follows.append(try follow()) }
        var absence = try leadingAbsence()
        if absence == nil, try acceptButNot() { absence = try self.absence() }
        try rejectAfterPattern()
        return Pattern(base: base, restartingOn: restartingOn, follows: follows, absence: absence)
    }

    /// `events | events {"and" events} window | events NUMBER "times" window`
    mutating func base() throws(Panic) -> Pattern.Base {
        if let within = try leadingWindow() { return try leadingBase(within) }
        let start = Int(current.start)
        let first = try events()
        if keywordPastSugar() == .and, !andNotIsNext {
            var groups = [first]
            while acceptPastSugar(.and) { groups.append(try events()) }
            return .all(groups, within: try window(after: "`and`"))
        }
        if current.kind == .integer {
            let times = try count(of: "this number of times is")
            if !accept(.times), !accept(.time) { throw failExpecting(.keyword(.times)) }
            return .times(first, times, within: try window(after: "`\(times) times`"))
        }
        if keywordPastSugar() == .within { try rejectWindow(of: first, from: start) }
        return .any(first)
    }

    /// `then` goes on with the pattern where an event follows; before a step it is sugar.
    private func beginsFollow() -> Bool {
        let index = indexPastSugar()
        guard tokens[index].keyword == .then, !beginsSteps(tokens[index]) else { return false }
        let next = tokens[index + 1]
        if next.kind == .duration { return tokens[min(index + 2, tokens.count - 1)].keyword == .within }
        return next.kind == .leftParenthesis || beginsName(next) && !looksLikeVerb(index + 1)
    }

    /// After `else` a name is a channel, whatever others call their steps (`sms`), unless it is nearly one of our verbs.
    func isMisspeltVerb(_ index: Int) -> Bool {
        guard tokens[index].kind == .name, index + 1 < tokens.count, tokens[index + 1].keyword != .orElse else { return false }
        return nearest(index, among: Self.verbs) != nil
    }

    /// A name that is probably a misspelt verb: near to one, and followed by what can follow no event.
    func looksLikeVerb(_ index: Int) -> Bool {
        guard tokens[index].kind == .name, index + 1 < tokens.count else { return false }
        let next = tokens[index + 1]
        switch next.keyword {
        case .within, .where, .or, .and, .without, .withSame, .orElse: return false
        default:
            if nearest(index, among: Self.verbs) != nil { return true }
            return (next.kind == .name || next.kind == .duration) && Self.verbOfOthers(text(tokens[index])) != nil
        }
    }

    /// `"then" events window ["without" events]`
    mutating func follow() throws(Panic) -> Pattern.Follow {
        _ = acceptPastSugar(.then)
        let start = at
        let leading = try leadingWindow()
        let events = try events()
        guard leading != nil || beginsLeadingWindow || keywordPastSugar() == .within || nearest(indexPastSugar(), among: [.within]) != nil else {
            throw fail(.thenWithoutWithin, range(start, at - 1))
        }
        let within = try window(leading, after: "`then`")
        let without = acceptPastSugar(.without) ? try self.events() : nil
        return Pattern.Follow(events: events, within: within, without: without)
    }

    /// `"but not" events window`, after `but not`
    mutating func absence() throws(Panic) -> Pattern.Absence {
        let events = try events()
        return Pattern.Absence(events: events, within: try window(after: "`but not`"))
    }

    /// `and not bought within 2d`, which is meant as `but not`.
    private var andNotIsNext: Bool {
        let index = indexPastSugar()
        return tokens[index].keyword == .and && tokens[index + 1].keyword == .not && beginsName(tokens[min(index + 2, tokens.count - 1)])
    }

    /// `"but not"`; `but` alone and `and not` are reported and read as it.
    private mutating func acceptButNot() throws(Panic) -> Bool {
        if acceptPastSugar(.butNot) { return true }
        if andNotIsNext {
            skipSugar()
            let both = range(at, at + 1)
            report(.foreignOperator(source.text(both), ours: "but not"), both, fix: "but not")
            advance()
            advance()
            return true
        }
        guard keywordPastSugar() == .but else { return false }
        skipSugar()
        if mendChineseAbsence() { throw Panic() }
        try rejectProse()
        report(.incomplete("but", full: ["but not"]), current.range, fix: "but not")
        advance()
        return true
    }

    /// A single event has no window. Most often the window of the absence was said too early: then the whole is read as meant.
    private mutating func rejectWindow(of events: Events, from start: Int) throws(Panic) {
        skipSugar()
        let window = at
        advance()
        let within = try duration()
        guard keywordPastSugar() == .butNot else {
            let last = at
            at = window
            report(.strayWord("within", of: "a single event"), current.range)
            at = last
            return
        }
        let windowText = source.text(SourceRange(Int(tokens[window].start), within.range.end))
        let complaint = diagnostics.count
        at = window
        report(.windowBeforeAbsence(windowText, absence: "but not …"), SourceRange(Int(tokens[window].start), within.range.end))
        at = window + 2
        skipSugar()
        let clause = Int(current.start)
        advance()
        let missing = try self.events()
        if keywordPastSugar() == .within { return at = window + 2 }
        if complaint < diagnostics.count {
            let mended = source.text(SourceRange(clause, missing.range.end)) + " " + windowText
            diagnostics[complaint].fix = .init(SourceRange(Int(tokens[window].start), missing.range.end), mended)
        }
    }

    /// Clauses that cannot stand after a pattern; they would be taken for steps otherwise.
    private mutating func rejectAfterPattern() throws(Panic) {
        let index = indexPastSugar()
        let token = tokens[index]
        switch token.keyword {
        case .not where tokens[index + 1].keyword == .for: break
        case .then where beginsFollow(): throw fail(.strayWord("then", of: "`but not`"), token.range)
        case .and where tokens[index + 1].keyword.beginsStep: break
        case .within, .and, .or, .where, .butNot, .but, .without, .not, .ever, .restartingOn:
            try rejectProse()
            throw fail(.strayWord(shown(token) ?? "", of: "the trigger"), token.range)
        default: break
        }
    }

    /// `"within" DURATION`
    mutating func window(after clause: String) throws(Panic) -> DurationLiteral {
        if let window = try leadingWindow() { return window }
        skipSugarBefore(.within)
        if !accept(.within), !(mend(among: [.within]) && accept(.within)) {
            guard keyword == .in || keyword == .for, peek().kind == .duration else {
                try rejectProse()
                throw fail(.missingWithin(after: clause), SourceRange(previousEnd, previousEnd))
            }
            let window = "within \(source.text(peek().range))"
            report(.inForWithin(source.text(range(at, at + 1)), window: window), range(at, at + 1), fix: window)
            advance()
        }
        return try span(of: "a window")
    }

    // MARK: Events

    /// `event {"or" event}`
    mutating func events() throws(Panic) -> Events {
        let start = Int(current.start)
        var alternatives = try event()
        while acceptPastSugar(.or) { alternatives += try event() }
        return Events(alternatives: alternatives, range: range(from: start))
    }

    /// `(name | "(" events ")") ["where" condition] ["with same" name]`: what follows parentheses holds for each event in them.
    mutating func event() throws(Panic) -> [EventTerm] {
        let start = Int(current.start)
        var terms: [EventTerm]
        if acceptToken(.leftParenthesis) {
            try enter()
            defer { leave() }
            let outer = whereEvent
            whereEvent = nil
            terms = try events().alternatives
            whereEvent = outer
            try expect(.rightParenthesis, ")")
        } else {
            if current.kind == .name, peek().keyword == .customer { try rejectProse(from: at) }
            terms = [EventTerm(name: try nameInOneWord(.eventName), condition: nil, range: range(from: start))]
        }
        if accept(.where) {
            let outer = (whereEvent, conditionEvents)
            (whereEvent, conditionEvents) = (start, terms.map(\.name.text))
            defer { (whereEvent, conditionEvents) = outer }
            let condition = try condition()
            for i in terms.indices {
                terms[i].condition = terms[i].condition.map { Expression(.binary(.and, $0, condition), $0.range) } ?? condition
            }
        }
        if acceptPastSugar(.withSame) {
            let same = try name(.propertyName, as: .other)
            for i in terms.indices where terms[i].same == nil {
                terms[i].same = Name(names.canonical(same.text, of: [terms[i].name.text]), same.range)
            }
        }
        if terms.count == 1 { terms[0].range = range(from: start) }
        return terms
    }
}

extension Keyword {
    var isWeekday: Bool { rawValue >= Keyword.monday.rawValue && rawValue <= Keyword.sunday.rawValue }

    /// ISO 8601: 1 is Monday, 7 Sunday; nil for other words.
    var dayOfWeek: Int? { isWeekday ? Int(rawValue - Keyword.monday.rawValue) + 1 : nil }
}
