extension Parser {
    /// `silence | pattern`; nil for a trigger that is read through and not run.
    mutating func trigger() throws(Panic) -> Trigger? {
        let start = Int(current.start)
        if keyword == .silentFor || keyword == .no && (beginsName(peek()) || peek().kind == .leftParenthesis) {
            return Trigger(try silence(), range(from: start))
        }
        if try triggerNotYet() { return nil }
        guard let pattern = try pattern() else { return nil }
        return Trigger(.pattern(pattern), range(from: start))
    }

    /// `"silent for" DURATION | "no" events "for" DURATION`
    mutating func silence() throws(Panic) -> Trigger.Kind {
        if accept(.silentFor) { return .silence(nil, try span(of: "a silence")) }
        advance()
        let events = try events()
        try expect(.for)
        return .silence(events, try span(of: "a silence"))
    }

    /// `base {follow} [absence]`; nil where a part of it is not run yet.
    mutating func pattern() throws(Panic) -> Pattern? {
        let before = complaints
        let base = try base()
        try restarting()
        var follows: [Pattern.Follow] = []
        while beginsFollow() { follows.append(try follow()) }
        var absence: Pattern.Absence?
        if try acceptButNot() { absence = try self.absence() }
        try rejectAfterPattern()
        let pattern = Pattern(base: base, follows: follows, absence: absence)
        return complaints == before ? pattern : nil
    }

    /// `events | events {"and" events} window | events NUMBER "times" window`
    mutating func base() throws(Panic) -> Pattern.Base {
        let first = try events()
        if keywordPastSugar() == .and {
            var groups = [first]
            while acceptPastSugar(.and) { groups.append(try events()) }
            return .all(groups, within: try window(after: "`and`"))
        }
        if current.kind == .integer {
            let times = try count(of: "this number of times is")
            if !accept(.times), !accept(.time) { throw failExpecting(.keyword(.times)) }
            return .times(first, times, within: try window(after: "`\(times) times`"))
        }
        if keywordPastSugar() == .within {
            skipSugar()
            report(.strayWord("within", of: "a single event"), current.range)
            advance()
            _ = try duration()
        }
        return .any(first)
    }

    /// `then` goes on with the pattern where an event follows; before a step it is sugar.
    private func beginsFollow() -> Bool {
        let index = indexPastSugar()
        guard tokens[index].keyword == .then else { return false }
        let next = tokens[index + 1]
        return next.kind == .leftParenthesis || beginsName(next) && !looksLikeVerb(index + 1)
    }

    /// A name that is probably a misspelt verb: near to one, and followed by what can follow no event.
    func looksLikeVerb(_ index: Int) -> Bool {
        guard tokens[index].kind == .name, index + 1 < tokens.count else { return false }
        switch tokens[index + 1].keyword {
        case .within, .where, .or, .and, .without, .withSame, .orElse: return false
        default: return nearest(index, among: Self.verbs) != nil
        }
    }

    /// `"then" events window ["without" events]`
    mutating func follow() throws(Panic) -> Pattern.Follow {
        _ = acceptPastSugar(.then)
        let start = at
        let events = try events()
        guard keywordPastSugar() == .within || nearest(indexPastSugar(), among: [.within]) != nil else {
            throw fail(.thenWithoutWithin, range(start, at - 1))
        }
        let within = try window(after: "`then`")
        let without = acceptPastSugar(.without) ? try self.events() : nil
        return Pattern.Follow(events: events, within: within, without: without)
    }

    /// `events window`, after `but not`
    mutating func absence() throws(Panic) -> Pattern.Absence {
        let events = try events()
        return Pattern.Absence(events: events, within: try window(after: "`but not`"))
    }

    /// `"but not"`; `but` alone is reported and read as it.
    private mutating func acceptButNot() throws(Panic) -> Bool {
        if acceptPastSugar(.butNot) { return true }
        guard keywordPastSugar() == .but else { return false }
        skipSugar()
        report(.incomplete("but", full: ["but not"]), current.range, fix: "but not")
        advance()
        return true
    }

    /// Clauses that cannot stand after a pattern; they would be taken for steps otherwise.
    private mutating func rejectAfterPattern() throws(Panic) {
        let token = tokens[indexPastSugar()]
        switch token.keyword {
        case .then where beginsFollow(): throw fail(.strayWord("then", of: "`but not`"), token.range)
        case .within, .and, .or, .where, .butNot, .but, .without, .not, .ever:
            throw fail(.strayWord(shown(token) ?? "", of: "the trigger"), token.range)
        default: break
        }
    }

    /// `"within" DURATION`
    mutating func window(after clause: String) throws(Panic) -> DurationLiteral {
        skipSugarBefore(.within)
        if !accept(.within), !(mend(among: [.within]) && accept(.within)) {
            guard keyword == .in || keyword == .for, peek().kind == .duration else {
                throw fail(.missingWithin(after: clause), SourceRange(previousEnd, previousEnd))
            }
            report(.missingWithin(after: clause), current.range, fix: "within")
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

    /// `(name | "(" events ")") ["where" condition]`: a condition after parentheses holds for each event in them.
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
            terms = [EventTerm(name: try name(.eventName), condition: nil, range: range(from: start))]
        }
        if accept(.where) {
            let outer = whereEvent
            whereEvent = start
            defer { whereEvent = outer }
            let condition = try condition()
            for i in terms.indices {
                terms[i].condition = terms[i].condition.map { Expression(.binary(.and, $0, condition), $0.range) } ?? condition
                if terms.count == 1 { terms[i].range = range(from: start) }
            }
        }
        if keyword == .withSame {
            let same = Int(current.start)
            advance()
            _ = try name(.propertyName)
            notYet("with same", from: same)
        }
        return terms
    }

    // MARK: What the language has and this version reads through

    /// `, restarting on events,`
    private mutating func restarting() throws(Panic) {
        guard keywordPastSugar() == .restartingOn else { return }
        skipSugar()
        let start = Int(current.start)
        advance()
        _ = try events()
        notYet("restarting on", from: start)
    }

    /// Schedules, dates, audiences and changes of attributes.
    private mutating func triggerNotYet() throws(Panic) -> Bool {
        let start = Int(current.start)
        let next = peek()
        let feature: String
        switch keyword {
        case .every where next.keyword == .day || next.keyword.isWeekday || next.kind == .ordinal:
            advance()
            advance()
            _ = accept(.ofMonth)
            feature = "every"
        case .on where next.kind == .date || beginsName(next) && next.keyword != .on:
            advance()
            advance()
            feature = "on"
        case .entersAudience, .leavesAudience:
            feature = keyword.spelling()
            advance()
            _ = try name(.name)
        default:
            if current.kind == .duration, next.keyword == .before {
                advance()
                advance()
                _ = try name(.attributeName)
                feature = "before"
            } else if beginsName(current), next.keyword == .changes || next.keyword == .becomes {
                feature = next.keyword.spelling()
                advance()
                advance()
                if feature == "becomes" { _ = try factor() }
            } else {
                return false
            }
        }
        timeOfDay()
        notYet(feature, from: start)
        return true
    }

    /// `[["at"] TIME]`
    mutating func timeOfDay() {
        if keyword == .at, peek().kind == .time { advance() }
        _ = acceptToken(.time)
    }
}

extension Keyword {
    var isWeekday: Bool { rawValue >= Keyword.monday.rawValue && rawValue <= Keyword.sunday.rawValue }
}
