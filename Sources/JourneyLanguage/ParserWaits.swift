/// Steps that let time pass, and what is done when an event came or did not.
extension Parser {
    /// `"wait" DURATION`
    mutating func wait() throws(Panic) -> Step.Kind {
        let verb = at
        advance()
        if keyword == .for, peek().kind == .duration {
            report(.foreignOperator("wait for", ours: "wait"), range(verb, at), fix: "wait")
            advance()
        }
        if keyword == .for {
            let event = beginsName(peek()) ? source.text(peek().range) : "…"
            if text(peek(2)) == "up", peek(3).keyword == .to, peek(4).kind == .duration {
                let ours = "wait up to \(source.text(peek(4).range)) for \(event)"
                let phrase = range(verb, at + 4)
                report(.foreignOperator(source.text(phrase), ours: ours), phrase, fix: ours)
                at += 5
                throw Panic()
            }
            throw fail(.incomplete("wait for", full: ["wait up to 1d for \(event)"]), range(verb, at))
        }
        let duration = try duration()
        if keyword == .for { throw fail(.incomplete("wait", full: ["wait up to 1d for …"]), range(verb, at)) }
        return .wait(duration)
    }

    /// `"wait up to" DURATION "for" events ["if so" {step} ["else" {step}] "end" | "or else" {step} "end"]`
    mutating func waitFor() -> Step.Kind? {
        let opener = current
        advance()
        var head: (limit: DurationLiteral, events: Events)?
        do {
            let limit = try span(of: "a wait")
            if keyword != .until || !isWide(current) { try expect(.for) } else { advance() }
            head = (limit, try events())
        } catch { synchronize(alsoAt: .orElse) }
        let outcome = outcome(opener)
        return head.map { .waitFor(Step.WaitFor(limit: $0.limit, events: $0.events, outcome: outcome)) }
    }

    /// What follows a `wait up to`, nothing included.
    private mutating func outcome(_ opener: Token) -> Step.WaitFor.Outcome {
        var index = indexPastSugar()
        while tokens[index].keyword == .then, tokens[index + 1].keyword == .ifSo { index += 1 }
        let word = tokens[index]
        if word.keyword == .ifSo {
            at = index + 1
            let so = branchSteps()
            skipSugar()
            if keyword == .elseIf {
                let start = Int(current.start)
                let otherwise = elseIfs(opener: word)
                return .ifSo(so, otherwise: [Step(otherwise, range(from: start))])
            }
            let otherwise = accept(.else) ? branchSteps() : nil
            end(word)
            return .ifSo(so, otherwise: otherwise)
        }
        guard word.keyword == .orElse else { return .goesOn }
        at = index + 1
        let steps = steps(arms: false)
        end(word)
        return .orElse(steps)
    }

    mutating func ifSoWithoutWait() {
        report(.ifSoWithoutWait, current.range)
        let opener = current
        advance()
        _ = branchSteps()
        while keyword == .else || keyword == .elseIf {
            let isElseIf = keyword == .elseIf
            advance()
            if isElseIf { synchronize() }
            _ = branchSteps()
        }
        end(opener)
    }

    // MARK: Moments

    /// `("wait until") (TIME | WEEKDAY [atTime] | "workday" [atTime] | date [atTime] | DURATION "before" name [atTime] | name [atTime])`
    mutating func waitUntil() throws(Panic) -> Step.Moment {
        advance()
        let token = current
        if let day = token.keyword.dayOfWeek {
            advance()
            return .weekday(day, at: try atTime())
        }
        if accept(.workday) { return .workday(at: try atTime()) }
        if let (attribute, before) = try leadingAttribute() { return .before(before, attribute, at: try atTime()) }
        switch token.kind {
        case .date: return .date(try date(), at: try atTime())
        case .duration where peek().keyword == .before:
            let before = try span(of: "the time before a date")
            advance()
            return .before(before, try name(.attributeName), at: try atTime())
        case .integer where peek().kind == .slash || peek().kind == .minus, .decimal: return .date(try date(), at: try atTime())
        case .duration where peek(-1).keyword == .waitUntil && source.text(token.range).last?.lowercased() != "m":
            throw fail(.foreignOperator("wait until \(source.text(token.range))", ours: "wait \(source.text(token.range))"),
                range(at - 1, at), fix: .init(range(at - 1, at), "wait \(source.text(token.range))"))
        default: break
        }
        if token.kind == .name, let (last, instead) = nextDay() {
            let range = range(at - 1, last)
            report(.relativeDay(text(token), instead: instead), range, fix: instead)
            at = last + 1
            return .time(TimeLiteral(seconds: 0, range: range))
        }
        if token.kind == .name, let instead = Self.relativeDays[text(token).lowercased()] {
            report(.relativeDay(text(token), instead: instead), range(at - 1, at), fix: instead)
            advance()
            return .time(try atTime() ?? TimeLiteral(seconds: 0, range: token.range))
        }
        if let moment = mendRelativeDay() { return moment }
        if let (last, ours) = waitForEvent() {
            let range = range(at - 1, last)
            report(.foreignOperator(source.text(range), ours: ours), range, fix: ours)
            at = last + 1
            throw Panic()
        }
        if beginsName(token), atTimeWord == nil {
            let attribute = try name(.attributeName)
            return .attribute(attribute, at: try atTime())
        }
        return .time(try time())
    }

    /// `next monday 10:00`, `tomorrow 9:00`: the last token, and how the language writes it.
    private func nextDay() -> (last: Int, ours: String)? {
        switch text(current).lowercased() {
        case "next" where peek().keyword.isWeekday: return (at + 1, "wait until \(source.text(peek().range))")
        case "tomorrow":
            let time = peek().keyword == .at ? at + 2 : at + 1
            guard time < tokens.count, tokens[time].kind == .time else { return nil }
            // Past midnight the next such time is that of the next day.
            return (time, "wait until 23:59 then wait until \(source.text(tokens[time].range))")
        default: return nil
        }
    }

    /// `bought or 2d`, `bought up to 2d`, after `wait until`
    private func waitForEvent() -> (last: Int, ours: String)? {
        guard beginsName(current), current.kind == .name else { return nil }
        let event = source.text(current.range)
        if peek().keyword == .or, peek(2).kind == .duration { return (at + 2, "wait up to \(source.text(peek(2).range)) for \(event)") }
        if peek().kind == .name, text(peek()) == "up", peek(2).keyword == .to, peek(3).kind == .duration {
            return (at + 3, "wait up to \(source.text(peek(3).range)) for \(event)")
        }
        return nil
    }

    private static let relativeDays = [
        "tomorrow": "wait 1d", "today": "wait until 20:00", "tonight": "wait until 20:00", "next": "wait until monday 10:00",
        "morning": "wait until 9:00", "evening": "wait until 18:00", "afternoon": "wait until 14:00",
    ]

    /// `noon` and `midnight` are times, not attributes.
    private var atTimeWord: String? {
        guard current.kind == .name else { return nil }
        if isWide(current) { return ChineseNumerals.clock(source.text(current.range)[...])?.ours }
        let word = text(current).lowercased()
        return word == "noon" || word == "midnight" ? word : nil
    }
}
