/// Conditions on the past of a customer.
extension Parser {
    enum ParenthesizedEvents {
        case withCondition
        /// Names only; the token after the closing parenthesis.
        case plain(after: Int)
    }

    /// What stands at an opening parenthesis may be events: names joined by `or`, up to a `where` or the closing parenthesis.
    func eventsInParentheses() -> ParenthesizedEvents? {
        var index = at
        var open = 0
        while index < tokens.count - 1, open <= Self.deepest {
            let token = tokens[index]
            switch token.kind {
            case .leftParenthesis: open += 1
            case .rightParenthesis:
                open -= 1
                if open == 0 { return .plain(after: index + 1) }
            case .comma, .pause: break
            case .keyword where token.keyword == .where: return .withCondition
            case .keyword where token.keyword == .withSame: return .withCondition
            default:
                if token.keyword != .or, !beginsName(token) { return nil }
            }
            index += 1
        }
        return nil
    }

    /// The parenthesis that closes the one here, nil where none does.
    func closingParenthesis() -> Int? {
        var open = 0
        for index in at..<tokens.count {
            if tokens[index].kind == .leftParenthesis { open += 1 }
            if tokens[index].kind == .rightParenthesis { open -= 1 }
            if open == 0 { return index }
        }
        return nil
    }

    /// A name or events in parentheses, and a span after it. In the condition of an event a name alone is not asked about its past:
    /// `browsed where price > 100 and booked within 2d` means two events to whoever writes it.
    @inline(__always)
    var beginsHistory: Bool {
        if current.kind == .leftParenthesis { return beginsHistoryInParentheses }
        let next = peek().keyword
        guard next == .within || next == .ever || next == .atLeast, beginsName(current) else { return false }
        return next == .within ? whereEvent == nil : true
    }

    private var beginsHistoryInParentheses: Bool {
        switch eventsInParentheses() {
        case .some(.withCondition): true
        case .some(.plain(let after)): isSpan(tokens[after])
        case nil: false
        }
    }

    private func isSpan(_ token: Token) -> Bool { token.keyword == .within || token.keyword == .ever || token.keyword == .atLeast }

    /// `those ["at least" NUMBER "times"] span`
    mutating func history() throws(Panic) -> Expression {
        let start = Int(current.start)
        let events = try those()
        var count = 1
        var isCounted = false
        if accept(.atLeast) {
            isCounted = true
            count = try self.count(of: "this number of times is")
            if !accept(.time) { try expect(.times) }
        }
        let written = source.text(range(from: start))
        let span = try span(after: isCounted || events.alternatives.count > 1 ? [written + " within 90d", written + " ever"] : [written + " within 90d"])
        height = 0
        return Expression(
            .history(.init(measure: .atLeast, count: count, events: events, property: [], span: span)), range(from: start))
    }

    /// `name | "(" events ")"`
    mutating func those() throws(Panic) -> Events {
        guard acceptToken(.leftParenthesis) else {
            let name = try name(.eventName)
            return Events(alternatives: [EventTerm(name: name, condition: nil, range: name.range)], range: name.range)
        }
        try enter()
        defer { leave() }
        let outer = whereEvent
        whereEvent = nil
        defer { whereEvent = outer }
        let events = try self.events()
        try expect(.rightParenthesis, ")")
        return events
    }

    /// `"number of" those span | ("sum of" | "average of" | "max of" | "min of") those DOT WORD {DOT WORD} span`
    mutating func measure() throws(Panic) -> Expression {
        let token = current
        let measure: Expression.History.Measure =
            switch token.keyword {
            case .sumOf: .sum
            case .averageOf: .average
            case .maxOf: .max
            case .minOf: .min
            default: .number
            }
        advance()
        let events = try those()
        let property = members(of: events)
        if property.isEmpty != (measure == .number) {
            let those = source.text(events.range)
            let example = measure == .number ? "number of \(those)" : "\(measure.rawValue) \(those).total"
            report(.foreignOperator(source.text(range(from: Int(token.start))), ours: example), range(from: Int(token.start)))
        }
        let written = source.text(range(from: Int(token.start)))
        let span = try span(after: [written + " within 90d", written + " ever"])
        height = 0
        return Expression(
            .history(.init(measure: measure, count: 1, events: events, property: property, span: span)), range(from: Int(token.start)))
    }

    /// `"within" DURATION | "ever"`
    mutating func span(after forms: [String]) throws(Panic) -> Expression.History.Span {
        if accept(.ever) { return .ever }
        if accept(.within) {
            let window = try span(of: "a window")
            if current.kind == .name, ["of", "after", "since"].contains(text(current).lowercased()), beginsName(peek()) {
                let event = source.text(peek().range)
                report(.spanOfEvent(event), range(at, at + 1))
                advance()
                advance()
            }
            return .within(window)
        }
        if keyword == .in || keyword == .for, peek().kind == .duration {
            let window = "within \(source.text(peek().range))"
            report(.inForWithin(source.text(range(at, at + 1)), window: window), range(at, at + 1), fix: window)
            advance()
            return .within(try span(of: "a window"))
        }
        if mend(among: [.within, .ever]) { return try span(after: forms) }
        throw fail(.historyWithoutSpan(forms), SourceRange(previousEnd, previousEnd))
    }

    /// `bought 3 times` in a condition: a path, unless a number of times shows that an event's past was meant.
    mutating func pathOrForgottenSpan() throws(Panic) -> Expression {
        let start = Int(current.start)
        let path = path()
        let next = peek().keyword
        if current.kind == .name, peek().kind == .duration, case .path(let names) = path.kind, names.count == 1, mend(among: [.within]) {
            at -= 1
            return try history()
        }
        if current.kind != .integer, let spoken = try spokenHistory(path) { return spoken }
        guard current.kind == .integer, next == .times || next == .time else { return path }
        let event = source.text(path.range)
        let number = source.text(current.range)
        advance()
        advance()
        let counted = "\(event) at least \(number) times"
        if keyword == .within || keyword == .ever {
            let range = range(from: start)
            report(.foreignOperator(source.text(range), ours: counted), range, fix: counted)
            _ = try span(after: [])
            return Expression(.literal(.boolean(true)), self.range(from: start))
        }
        throw fail(.historyWithoutSpan([counted + " within 90d", counted + " ever"]), range(from: start))
    }
}
