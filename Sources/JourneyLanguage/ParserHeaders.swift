extension Parser {
    /// One header; nil where it is broken, said before, or not run yet.
    mutating func header(after others: [Header]) -> Header? {
        let first = current
        let before = at
        do {
            guard let header = try header() else { return nil }
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
        case (.audience, .audience), (.again, .again), (.goal, .goal), (.exit, .exit), (.priority, .priority), (.owner, .owner):
            true
        default: false
        }
    }

    /// `"for customers where" condition | again | goal | exitWhen | "priority" NUMBER | "owner" TEXT`
    mutating func header() throws(Panic) -> Header? {
        let start = Int(current.start)
        try completePhrase()
        let keyword = keyword
        advance()
        let kind: Header.Kind
        switch keyword {
        case .forCustomersWhere: kind = .audience(try condition())
        case .againAfter: kind = .again(.after(try duration()))
        case .againAlways: kind = .again(.always)
        case .once: kind = .again(.once)
        case .goal: kind = try goal()
        case .exitWhen: kind = .exit(try exitWhen())
        case .priority: kind = .priority(try priority())
        case .owner: kind = .owner(try text())
        default:
            try headerNotYet(keyword, from: start)
            return nil
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
            report(.incomplete("exit", full: ["exit when"]), token.range, fix: "exit when")
            tokens[at] = Token(.keyword, .exitWhen, start: Int(token.start), end: Int(token.end))
        case .for:
            let hasCustomers =
                peek().kind == .name && text(peek()).lowercased().hasPrefix("customer") || peek().keyword == .customer
            let range = hasCustomers ? range(at, at + 1) : token.range
            report(.incomplete("for", full: ["for customers where"]), range, fix: "for customers where")
            if !hasCustomers { throw Panic() }
            advance()
            if peek().keyword == .with { advance() }
            tokens[at] = Token(.keyword, .forCustomersWhere, start: Int(token.start), end: Int(current.end))
        default: break
        }
    }

    /// `"goal" events window ["value" name] ["and continue"]`, after `goal`
    mutating func goal() throws(Panic) -> Header.Kind {
        let events = try events()
        let within = try window(after: "the goal")
        let value = acceptPastSugar(.value) ? try name(.propertyName) : nil
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
        let isOpen = current.kind == .leftParenthesis
        let next = peek(isOpen ? 2 : 1)
        guard beginsName(isOpen ? peek() : current) else { return false }
        switch next.kind {
        case .keyword:
            switch next.keyword {
            case .is, .isNot, .isKnown, .isUnknown, .between, .in, .notIn, .contains, .startsWith, .within, .ever, .atLeast:
                return false
            case .and: return !isOpen
            default: return true
            }
        case .dot, .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .plus, .minus, .star, .slash: return false
        default: return true
        }
    }

    /// `["-"] NUMBER`
    private mutating func priority() throws(Panic) -> Int {
        let isNegative = acceptToken(.minus)
        let token = current
        guard acceptToken(.integer) else { throw failExpecting(.number) }
        return Int(truncatingIfNeeded: isNegative ? -token.value : token.value)
    }

    /// Headers of the language that are read through and not run.
    private mutating func headerNotYet(_ keyword: Keyword, from start: Int) throws(Panic) {
        switch keyword {
        case .forEach: _ = try name(.propertyName)
        case .holdOut, .rollOutTo: try percent()
        case .expires: _ = try span(of: "an expiry")
        case .class:
            if !accept(.marketing), !accept(.transactional) {
                throw failExpecting(.keyword(.marketing), .keyword(.transactional))
            }
        default:
            if !acceptToken(.date) { throw failExpecting(.date) }
            if accept(.until), !acceptToken(.date) { throw failExpecting(.date) }
        }
        notYet(keyword.spelling(), from: start)
    }
}
