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

    /// `rule ["end"] | journey | event | customer | audience | message | coupon | channel | policy | calendar | test`
    mutating func item() -> Item? {
        suspect = nil
        triggerEvents = []
        (lastStepStart, stepsRead, isTorn) = (nil, 0, false)
        if keyword == .when || keyword == .journey { blocksAreUncertain = false }
        do {
            switch keyword {
            case .when:
                let start = Int(current.start)
                let rule = rule(name: nil, start: start)
                _ = acceptPastSugar(.end)
                return rule.map { .rule($0) }
            case .journey: return try journey().map { .journey($0) }
            case .event where beginsName(peek()): return .event(try eventDeclaration())
            case .customer: return .customer(try customer())
            case .audience where beginsName(peek()): return .audience(try audience())
            case .message where beginsName(peek()): return .message(try message())
            case .coupon where beginsName(peek()): return .coupon(try coupon())
            case .channel: return .channel(try channel())
            case .policy: return .policy(try policy())
            case .calendar where beginsName(peek()): return .calendar(try calendar())
            case .test: return .test(try test())
            case .end:
                if !blocksAreUncertain { report(.strayEnd, current.range, fix: "") }
                advance()
            case .if where isMeantAsWhen: return sentenceWithout(.ifForWhen)
            default:
                if beginsSentence { return sentenceWithout(.missingWhen) }
                if mendWordBeforeWhen() || mend(among: Self.items) { return item() }
                strayItem()
            }
        } catch { synchronizeToItem() }
        return nil
    }

    private static let items: [Keyword] = [
        .when, .journey, .event, .customer, .audience, .message, .coupon, .channel, .policy, .calendar, .test,
    ]

    /// `if browsed but not …`: what follows is no condition, but events.
    private var isMeantAsWhen: Bool {
        guard !blocksAreUncertain, beginsName(peek()) else { return false }
        switch peek(2).keyword {
        case .butNot, .but, .then, .or, .and, .where, .restartingOn: return true
        default: return peek(2).keyword.beginsStep
        }
    }

    /// A trigger stands here, and its `when` was forgotten.
    var beginsSentence: Bool {
        if beginsSchedule || keyword == .silentFor || keyword == .entersAudience || keyword == .leavesAudience { return true }
        guard beginsName(current), current.kind != .text, nearest(at, among: Self.items) == nil else { return false }
        if isWide(current), text(current).hasPrefix(Keyword.when.spelling(.chinese)) { return false }
        let next = peek()
        switch next.keyword {
        case .butNot, .but, .then, .send, .changes, .becomes, .restartingOn: return true
        default: return false
        }
    }

    /// A sentence that begins without its `when`, read as if it stood there.
    private mutating func sentenceWithout(_ problem: Problem) -> Item? {
        let token = current
        let start = Int(token.start)
        if keyword == .if {
            report(problem, token.range, fix: "when")
            advance()
        } else {
            report(problem, token.range, fix: .init(SourceRange(start, start), "when "))
        }
        let rule = rule(name: nil, start: start, isWhenRead: true)
        _ = acceptPastSugar(.end)
        return rule.map { .rule($0) }
    }

    /// What stands where an item must begin and begins none.
    private mutating func strayItem() {
        if keyword.beginsStep || beginsSendByChannel {
            if !blocksAreUncertain { report(.stepOutside(shown(current) ?? ""), current.range) }
            muted += 1
            _ = steps(arms: false)
            muted -= 1
        } else {
            let word = current.kind == .name ? text(current) : ""
            let opening = [Keyword.when, .journey].first { word.hasPrefix($0.spelling(.chinese)) }
            if let opening {
                let rest = String(word.dropFirst(opening.spelling(.chinese).count))
                let end = Int(current.end) - rest.utf8.count
                report(.gluedName(word, keyword: opening, rest: rest), current.range, fix: .init(SourceRange(end, end), " "))
            } else {
                report(.notAnItem(found: shown(current)), current.range)
            }
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
        let formerly = accept(.formerly) ? try self.name(.journeyName) : nil
        let title = optionalText()
        let journey = rule(name: name, formerly: formerly, title: title, start: Int(opener.start))
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
        return try nameInOneWord(.journeyName)
    }

    /// `"when" trigger {header} step {step}`
    mutating func rule(name: Name?, formerly: Name? = nil, title: String? = nil, start: Int, isWhenRead: Bool = false) -> Journey? {
        skipSugar()
        let before = complaints
        var trigger: Trigger?
        if isWhenRead || accept(.when) || mend(among: [.when]) && accept(.when) {
            do { trigger = try self.trigger() } catch { synchronize() }
        } else {
            report(.missingTrigger, place(of: current))
            if !keyword.beginsStep && !beginsSendByChannel && !keyword.beginsHeader && keyword != .end { synchronize() }
        }
        var headers: [Header] = []
        let (steps, sawStep) = body(&headers)
        if !sawStep, complaints == before {
            let what = name.map { "the journey `\($0.text)`" } ?? "this `when`"
            report(.noSteps(in: what), SourceRange(previousEnd, previousEnd))
        }
        guard let trigger else { return nil }
        return Journey(
            name: name, formerly: formerly, title: title, trigger: trigger, headers: headers, steps: steps, range: range(from: start))
    }

    /// `{header} step {step}`, and whether a step was there, be it broken.
    private mutating func body(_ headers: inout [Header]) -> ([Step], sawStep: Bool) {
        var steps: [Step] = []
        // Of most journeys all.
        steps.reserveCapacity(8)
        var sawStep = false
        var saidTooLate = false
        while true {
            skipSugar()
            if keyword == .stop, peek().keyword == .when || isStopIf, !sawStep, !isFirstOnLine(peek()) {
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
            if at == before, !keyword.beginsHeader { return (steps, sawStep) }
        }
    }

    /// `stop if bought send …`: what follows is an event and no condition, so that no step is meant.
    private var isStopIf: Bool { peek().keyword == .if && beginsName(peek(2)) && peek(3).keyword.beginsStep }

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
