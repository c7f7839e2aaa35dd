extension Parser {
    /// One header; nil where it is broken, said before.
    mutating func header(after others: [Header]) -> Header? {
        let first = current
        let before = at
        do {
            let header = try header()
            guard others.contains(where: { isSame($0.kind, header.kind) }) else { return header }
            report(.duplicateHeader(shown(first) ?? ""), first.range)
        } catch {
            if at == before { advance() }
            synchronize()
        }
        return nil
    }

    private func isSame(_ a: Header.Kind, _ b: Header.Kind) -> Bool {
        switch (a, b) {
        case (.audience, .audience), (.forEach, .forEach), (.again, .again), (.goal, .goal), (.exit, .exit), (.priority, .priority),
            (.owner, .owner), (.holdOut, .holdOut), (.rollOut, .rollOut), (.dates, .dates), (.expires, .expires),
            (.messageClass, .messageClass):
            true
        default: false
        }
    }

    /// `"for customers where" condition | "for each" name | again | goal | exitWhen | "hold out" percent | dates | …`
    mutating func header() throws(Panic) -> Header {
        let start = Int(current.start)
        try completePhrase()
        let keyword = keyword
        advance()
        let kind: Header.Kind
        switch keyword {
        case .forCustomersWhere: kind = .audience(try condition())
        case .forEach: kind = .forEach(try property(of: triggerEvents))
        case .againAfter:
            kind = .again(.after(try duration()))
            acceptCloser(.againAfter)
        case .againAlways: kind = .again(.always)
        case .once: kind = .again(once())
        case .goal: kind = try goal()
        case .exitWhen: kind = .exit(try exitWhen())
        case .holdOut: kind = .holdOut(try percent())
        case .rollOutTo: kind = .rollOut(try percent())
        case .from: kind = try dates()
        case .priority: kind = .priority(try priority())
        case .owner: kind = .owner(try text())
        case .expires: kind = .expires(try span(of: "an expiry"))
        case .class: kind = .messageClass(isTransactional: try messageClass())
        default:
            at -= 1
            throw failExpecting(.header)
        }
        return Header(kind, range(from: start))
    }

    /// `again`, `exit` and `for` begin phrases: a phrase begun and not ended is reported and read as what it probably means.
    private mutating func completePhrase() throws(Panic) {
        let token = current
        switch token.keyword {
        case .again:
            let full: Keyword = peek().kind == .duration ? .againAfter : .againAlways
            report(.incomplete("again", full: ["again after 14d", "again always", "once"]), token.range, fix: full.spelling())
            tokens[at] = Token(.keyword, full, start: Int(token.start), end: Int(token.end))
        case .exit:
            let range = peek().keyword == .if ? range(at, at + 1) : token.range
            report(.incomplete(source.text(range), full: ["exit when"]), range, fix: "exit when")
            if peek().keyword == .if { advance() }
            tokens[at] = Token(.keyword, .exitWhen, start: Int(token.start), end: Int(token.end))
        case .for:
            if try mendAudience() { return }
            let hasCustomers =
                peek().kind == .name && text(peek()).lowercased().hasPrefix("customer") || peek().keyword == .customer
            let range = hasCustomers ? range(at, at + 1) : token.range
            report(.incomplete("for", full: ["for customers where"]), range, fix: "for customers where")
            if !hasCustomers { throw Panic() }
            advance()
            if peek().keyword == .with { advance() }
            tokens[at] = Token(.keyword, .forCustomersWhere, start: Int(token.start), end: Int(current.end))
        case .forEachCustomer where isWide(token) && peek().kind == .name && ["一次", "1次"].contains(text(peek())):
            let range = range(at, at + 1)
            at += 2
            report(.foreignOperator(source.text(range), ours: "仅进入一次"), range, fix: "仅进入一次")
            throw Panic()
        case .forEachCustomer: throw fail(.forEachCustomer, token.range, fix: .init(token.range, ""))
        default: break
        }
    }

    /// `"goal" events window ["value" name] ["and continue"]`, after `goal`
    mutating func goal() throws(Panic) -> Header.Kind {
        let leading = try leadingWindow()
        let events = try events()
        let within = try window(leading, after: "the goal")
        if current.kind == .name, nearest(at, among: Self.verbs) == nil { _ = mend(among: [.value]) }
        let value = acceptPastSugar(.value) ? try property(of: events.alternatives.map(\.name.text)) : nil
        return .goal(events: events, within: within, value: value, continues: acceptPastSugar(.andContinue))
    }

    /// `exit {"or" exit}`, after `exit when`
    mutating func exitWhen() throws(Panic) -> [Header.Exit] {
        var exits = try exit()
        while acceptPastSugar(.or) { exits += try exit() }
        return exits
    }

    /// `event | conjunction`
    mutating func exit() throws(Panic) -> [Header.Exit] {
        if beginsEvent() { return try event().map { .event($0) } }
        let condition = try conjunction()
        try checkCondition(condition)
        return [.condition(condition)]
    }

    /// An event here, and no condition: a name that nothing is compared with.
    private func beginsEvent() -> Bool {
        guard current.kind != .leftParenthesis else {
            switch eventsInParentheses() {
            case .some(.withCondition): return closingParenthesis().map { !continuesValue(tokens[min($0 + 1, tokens.count - 1)]) } ?? true
            case .some(.plain(let after)): return !continuesValue(tokens[after])
            case nil: return false
            }
        }
        if keyword == .given, beginsName(peek()) { return false }
        return beginsName(current) && !continuesValue(peek())
    }

    /// A value goes on here, with an operator or a span.
    private func continuesValue(_ token: Token) -> Bool {
        switch token.kind {
        case .dot, .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .plus, .minus, .star, .slash: return true
        default:
            switch token.keyword {
            case .is, .isNot, .isKnown, .isUnknown, .between, .in, .notIn, .contains, .startsWith, .within, .ever, .atLeast:
                return true
            default: return false
            }
        }
    }

    /// `"from" date ["until" date]`, after `from`
    mutating func dates() throws(Panic) -> Header.Kind {
        let from = try date()
        return .dates(from: from, until: acceptPastSugar(.until) ? try date() : nil)
    }

    /// `"marketing" | "transactional"`, after `class`
    mutating func messageClass() throws(Panic) -> Bool {
        if accept(.marketing) { return false }
        if accept(.transactional) { return true }
        if mend(among: [.marketing, .transactional]) { return try messageClass() }
        throw failExpecting(.keyword(.marketing), .keyword(.transactional))
    }

    /// `["-"] NUMBER`, after `priority`
    mutating func priority() throws(Panic) -> Int {
        let isNegative = acceptToken(.minus)
        let token = current
        guard acceptToken(.integer) else { throw failExpecting(.number) }
        return Int(truncatingIfNeeded: isNegative ? -token.value : token.value)
    }
}
