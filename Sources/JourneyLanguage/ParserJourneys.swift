extension Parser {
    /// `{ item }`
    mutating func file() -> Program {
        var items: [Item] = []
        while true {
            skipSugar()
            if current.kind == .endOfFile { break }
            if complaints > Self.mostComplaints { break }
            let before = at
            if let item = item() { items.append(item) }
            if at == before { advance() }
        }
        return Program(items: items)
    }

    /// `rule ["end"] | journey | channel | policy`, and the declarations that are not run yet
    mutating func item() -> Item? {
        suspect = nil
        if keyword == .when || keyword == .journey { blocksAreUncertain = false }
        do {
            switch keyword {
            case .when:
                let start = Int(current.start)
                let rule = rule(name: nil, title: nil, start: start)
                _ = acceptPastSugar(.end)
                return rule.map { .rule($0) }
            case .journey: return try journey().map { .journey($0) }
            case .channel: return try channel().map { .channel($0) }
            case .policy: return try policy().map { .policy($0) }
            case .event, .customer, .audience, .message, .coupon, .test: try declaration()
            case .end:
                if !blocksAreUncertain { report(.strayEnd, current.range, fix: "") }
                advance()
            default:
                if mend(among: [.when, .journey, .channel, .policy]) { return item() }
                strayItem()
            }
        } catch { synchronizeToItem() }
        return nil
    }

    /// What stands where an item must begin and begins none.
    private mutating func strayItem() {
        if keyword.beginsStep {
            if !blocksAreUncertain { report(.stepOutside(shown(current) ?? ""), current.range) }
            muted += 1
            _ = steps(arms: false)
            muted -= 1
        } else {
            let openings = [Keyword.when, .journey].map { $0.spelling(.chinese) }
            let isGlued = current.kind == .name && openings.contains { text(current).hasPrefix($0) }
            report(isGlued ? .gluedWords : .notAnItem(found: shown(current)), current.range)
        }
        synchronizeToItem()
    }

    mutating func synchronizeToItem() {
        blocksAreUncertain = true
        while current.kind != .endOfFile, keyword != .when, !(beginsItem && isFirstOnLine(current)) { advance() }
    }

    /// `"journey" name ["formerly" name] [TEXT] rule "end"`
    mutating func journey() throws(Panic) -> Journey? {
        let opener = current
        advance()
        let name = try journeyName()
        if keyword == .formerly {
            let start = Int(current.start)
            advance()
            _ = try self.name(.journeyName)
            notYet("formerly", from: start)
        }
        let title = optionalText()
        let journey = rule(name: name, title: title, start: Int(opener.start))
        end(opener)
        guard var journey else { return nil }
        journey.range.end = previousEnd
        return journey
    }

    /// A journey whose name was forgotten is read on, for what else is wrong with it.
    private mutating func journeyName() throws(Panic) -> Name {
        if keyword == .when || keyword.beginsItem && isFirstOnLine(current) {
            report(.expected([.journeyName], found: shown(current)), current.range)
            return Name("", current.range)
        }
        return try name(.journeyName)
    }

    /// `"when" trigger {header} step {step}`
    mutating func rule(name: Name?, title: String?, start: Int) -> Journey? {
        skipSugar()
        let before = complaints
        var trigger: Trigger?
        if accept(.when) || mend(among: [.when]) && accept(.when) {
            do { trigger = try self.trigger() } catch { synchronize() }
        } else {
            report(.missingTrigger, place(of: current))
            if !keyword.beginsStep && !keyword.beginsHeader && keyword != .end { synchronize() }
        }
        var headers: [Header] = []
        let (steps, sawStep) = body(&headers)
        if !sawStep, complaints == before {
            let what = name.map { "the journey `\($0.text)`" } ?? "this `when`"
            report(.noSteps(in: what), SourceRange(previousEnd, previousEnd))
        }
        guard let trigger else { return nil }
        return Journey(name: name, title: title, trigger: trigger, headers: headers, steps: steps, range: range(from: start))
    }

    /// `{header} step {step}`, and whether a step was there, be it broken.
    private mutating func body(_ headers: inout [Header]) -> ([Step], sawStep: Bool) {
        var steps: [Step] = []
        var sawStep = false
        var saidTooLate = false
        while true {
            skipSugar()
            if keyword == .stop, peek().keyword == .when, !sawStep, !isFirstOnLine(peek()) {
                report(.stopWhen, range(at, at + 1), fix: "exit when")
                advance()
                tokens[at] = Token(.keyword, .exitWhen, start: Int(current.start), end: Int(current.end))
            }
            if keyword.beginsHeader {
                if sawStep, !saidTooLate {
                    report(.headerAfterStep(shown(current) ?? ""), current.range)
                    saidTooLate = true
                }
                if let header = header(after: headers) { headers.append(header) }
                continue
            }
            let before = at
            if let step = anyStep(&sawStep) { steps.append(step) }
            if at == before { return (steps, sawStep) }
        }
    }

    /// The range of these tokens.
    func range(_ first: Int, _ last: Int) -> SourceRange {
        SourceRange(Int(tokens[first].start), Int(tokens[min(last, tokens.count - 1)].end))
    }

    // MARK: The end of blocks

    /// The `end` of a block that began with this token.
    mutating func end(_ opener: Token) {
        skipSugarBefore(.end)
        let closing = current
        if accept(.end) {
            guard suspect == nil, isFirstOnLine(closing) else { return }
            if indentation(at: Int(closing.start)) < indentation(at: Int(opener.start)) {
                suspect = (opener.range, shown(opener) ?? "")
            }
            return
        }
        if mend(among: [.end]), accept(.end) { return }
        guard !blocksAreUncertain else { return }
        blocksAreUncertain = true
        let (range, word) = suspect.map { ($0.opener, $0.word) } ?? (opener.range, shown(opener) ?? "")
        let isOneLine = source.line(at: range.start) == source.line(at: previousEnd)
        let fix = Diagnostic.Fix(SourceRange(previousEnd, previousEnd), isOneLine ? " end" : "\nend")
        report(.missingEnd(of: word), range, fix: suspect == nil ? fix : nil)
    }
}
