/// Constructs of the language that this version reads through, says so, and does not run.
extension Parser {
    // MARK: Steps

    mutating func stepNotYet() throws(Panic) {
        let opener = current
        let start = Int(opener.start)
        advance()
        switch opener.keyword {
        case .waitUntil:
            waitUntil()
            notYet("wait until", from: start)
        case .split:
            notYet("split", from: start)
            split(opener)
        case .repeatUpTo:
            notYet("repeat", from: start)
            repeats(opener)
        case .give:
            notYet("give", from: start)
            _ = try name(.name)
            if acceptPastSugar(.orElse) {
                _ = steps(arms: false)
                end(opener)
            }
        case .record:
            _ = try name(.eventName)
            if acceptPastSugar(.with) { _ = try arguments() }
            notYet("record", from: start)
        case .start, .leave, .label:
            _ = try name(.name)
            notYet(opener.keyword.spelling(), from: start)
        default: throw fail(.incomplete("repeat", full: ["repeat up to 3 times every 2d"]), opener.range)
        }
    }

    /// `TIME | WEEKDAY [at] | DATE [at] | DURATION "before" name [at] | name [at]`
    private mutating func waitUntil() {
        if current.kind == .duration, peek().keyword == .before {
            advance()
            advance()
        }
        if current.kind == .date || beginsName(current) { advance() }
        timeOfDay()
    }

    /// `TEXT (PERCENT [TEXT] {step} … | "adaptively" ["arm"] TEXT {step} …) "end"`
    private mutating func split(_ opener: Token) {
        _ = acceptToken(.text)
        _ = accept(.adaptively)
        while true {
            skipSugar()
            let before = at
            if current.kind == .percent, current.value > 1_000_000 { report(.percentOutOfRange, current.range) }
            _ = acceptToken(.percent)
            _ = accept(.arm)
            _ = acceptToken(.text)
            _ = steps(arms: true)
            if at == before { break }
        }
        end(opener)
    }

    /// `NUMBER "times" "every" DURATION ["until" events] {step} "end"`
    private mutating func repeats(_ opener: Token) {
        do {
            _ = try count(of: "this number of rounds is")
            try expect(.times)
            try expect(.every)
            _ = try span(of: "a round")
            if acceptPastSugar(.until) { _ = try events() }
        } catch { synchronize() }
        _ = steps(arms: false)
        end(opener)
    }

    // MARK: Conditions

    /// `(name | "(" event ")") ("within" DURATION | "ever" | "at least" NUMBER "times" span)`; nil where no history begins.
    mutating func historyNotYet() throws(Panic) -> Expression? {
        let start = Int(current.start)
        if current.kind == .leftParenthesis {
            guard beginsName(peek()), peek(2).keyword == .where else { return nil }
            let events = try event()
            return try history(events.first?.name, from: start)
        }
        guard whereEvent == nil, beginsName(current), current.kind != .text else { return nil }
        switch peek().keyword {
        case .within, .ever: break
        case .atLeast where peek(3).keyword == .times || peek(3).keyword == .time: break
        default: return nil
        }
        return try history(try name(.eventName), from: start)
    }

    private mutating func history(_ event: Name?, from start: Int) throws(Panic) -> Expression {
        if accept(.atLeast) {
            _ = try count(of: "this number of times is")
            advance()
        }
        try historySpan()
        notYet("\(event?.text ?? "event") within D", from: start)
        return Expression(.literal(.boolean(true)), range(from: start))
    }

    /// `"within" DURATION | "ever"`
    private mutating func historySpan() throws(Panic) {
        if accept(.ever) { return }
        guard accept(.within) else { throw failExpecting(.keyword(.within), .keyword(.ever)) }
        _ = try span(of: "a window")
    }

    /// Values that begin with a keyword and are not computed yet; nil where none begins.
    mutating func wordNotYet() throws(Panic) -> Expression? {
        let token = current
        switch token.keyword {
        case .numberOf, .sumOf, .averageOf, .maxOf, .minOf:
            advance()
            guard beginsName(current) else { throw failExpecting(.eventName) }
            _ = path()
            try historySpan()
        case .daysSince, .inAudience, .consentedTo, .reachableVia, .given:
            guard beginsName(peek()) else { return nil }
            advance()
            _ = try name(.name)
        case .weekday, .time: advance()
        default:
            guard token.keyword.isWeekday else { return nil }
            advance()
        }
        notYet(token.keyword.spelling(), from: Int(token.start))
        return Expression(.literal(.unknown), range(from: Int(token.start)))
    }

    // MARK: Declarations

    /// `event`, `customer`, `message`, `coupon` and `test` go to their `end`; `audience` is a condition.
    mutating func declaration() throws(Panic) {
        let opener = current
        advance()
        notYet(opener.keyword.spelling(), from: Int(opener.start))
        muted += 1
        defer { muted -= 1 }
        if opener.keyword == .audience {
            while current.kind != .equal, current.kind != .endOfFile, keyword != .when { advance() }
            advance()
            _ = try expression()
            return
        }
        while current.kind != .endOfFile, keyword != .when, keyword != .journey || !isFirstOnLine(current) {
            if accept(.end) { return }
            advance()
        }
        muted -= 1
        end(opener)
        muted += 1
    }
}
