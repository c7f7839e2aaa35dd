/// What is said at the place of a step or header and is said otherwise in the language.
extension Parser {
    /// Reports what stands here and reads it as what it means; false where it is nothing known.
    mutating func mendSpoken(_ sawStep: Bool) -> Bool {
        if complaints > Self.mostComplaints { return false }
        if mendTime(sawStep) { return true }
        let next = peek()
        switch keyword {
        case .to where sawStep: return mendReceiver()
        case .not where next.keyword == .for && !sawStep:
            let word = beginsName(peek(2)) ? source.text(peek(2).range) : "staff"
            report(.vagueAudience(source.text(range(at, min(at + 2, tokens.count - 1))), word: word), range(at, at + 1))
            at = min(at + 3, tokens.count - 1)
            return true
        case .every where next.kind == .duration && !sawStep: return replace(at, by: .againAfter)
        case .until where !sawStep && beginsName(next) && !isWide(current): return replace(at, by: .exitWhen)
        default: break
        }
        guard current.kind == .name, !sawStep else { return false }
        switch text(current).lowercased() {
        case "only" where next.keyword == .once:
            report(.foreignOperator("only once", ours: "once"), range(at, at + 1), fix: "once")
            advance()
            return true
        case "holdout": return replace(at, by: .holdOut)
        case "control" where next.kind == .name && peek(2).kind == .percent: return replace(at + 1, by: .holdOut)
        case "rollout": return replace(peek().keyword == .to ? at + 1 : at, by: .rollOutTo)
        default: return false
        }
    }

    /// Takes the tokens from here up to the last for a keyword, and says so.
    private mutating func replace(_ last: Int, by keyword: Keyword) -> Bool {
        let range = range(at, last)
        report(.foreignOperator(source.text(range), ours: keyword.spelling()), range, fix: keyword.spelling())
        at = last
        tokens[at] = Token(.keyword, keyword, start: range.start, end: range.end)
        complainedAt = -1
        return true
    }

    private func isReceiver(_ token: Token) -> Bool { token.kind == .name || token.keyword == .customer || token.keyword == .every }

    /// `to all customers`, after the channel.
    private mutating func mendReceiver() -> Bool {
        var last = at
        while last < at + 3, isReceiver(tokens[last + 1]) { last += 1 }
        guard last > at else { return false }
        let words = (at + 1...last).map { source.text(tokens[$0].range).lowercased() }
        if words.contains(where: Self.everybody.contains) {
            report(.everybody(source.text(range(at, last))), range(at, last), fix: "")
        } else {
            mendReceiverBehindChannel(last)
        }
        at = last + 1
        return true
    }

    /// `send news via email to advisor`: whom it goes to stands before the channel.
    private mutating func mendReceiverBehindChannel(_ last: Int) {
        var via = at
        while via > lastStepStart ?? at, tokens[via].keyword != .via { via -= 1 }
        let whole = range(via, last)
        let ours = source.text(range(at, last)) + " " + source.text(range(via, at - 1))
        report(.foreignOperator(source.text(whole), ours: ours), whole, fix: ours)
    }

    static let everybody: Set = [
        "all", "every", "everyone", "everybody", "each", "any", "anyone", "customer", "customers", "users", "them", "him", "her",
        "people", "contacts",
    ]

    // MARK: Times

    private static let after: Set = ["after", "later", "wait", "delayed"]
    private static let later: Set = ["later", "delay", "delayed", "after", "afterwards", "pause", "以后", "之后"]

    /// `in 2 hours`, `after 3 days`, `2d later`, `at 9:00`, `3天后`: what `wait` says.
    private mutating func mendTime(_ sawStep: Bool) -> Bool {
        var index = at
        var isTime = false
        switch keyword {
        case .at where isLikeTime(at + 1): (index, isTime) = (at + 1, true)
        case .in where peek().kind == .duration, .with where peek().kind == .duration: index += 1
        case .for where peek().kind == .duration && sawStep: index += 1
        case .none where current.kind == .name && peek().kind == .duration && Self.after.contains(text(current).lowercased()): index += 1
        case .none where current.kind == .duration: break
        default: return false
        }
        if !isTime, index + 2 < tokens.count, tokens[index + 1].keyword == .within, tokens[index + 2].keyword == .not {
            return mendAbsence(index, sawStep)
        }
        var last = index
        let after = tokens[min(index + 1, tokens.count - 1)]
        if after.kind == .name, Self.later.contains(text(after).lowercased()) { last += 1 }
        if after.keyword == .then, isWide(after) { last += 1 }
        let phrase = range(at, last)
        let value = source.text(tokens[index].range)
        let isChinese = isWide(tokens[at]) || isWide(tokens[last]) || value.utf8.contains { $0 >= 0x80 }
        let ours = (isTime ? (isChinese ? "等到 " : "wait until ") : isChinese ? "等待 " : "wait ") + value
        var next = last + 1
        next = min(next, tokens.count - 1)
        while tokens[next].kind == .comma || tokens[next].kind == .pause || tokens[next].keyword == .then { next += 1 }
        var fix = Diagnostic.Fix(phrase, ours)
        let goesOn = tokens[next].keyword.beginsStep || tokens[next].keyword == .via && isWide(tokens[next])
        if sawStep, !goesOn, let start = lastStepStart {
            let step = source.text(SourceRange(Int(tokens[start].start), Int(tokens[at - 1].end)))
            fix = .init(SourceRange(Int(tokens[start].start), phrase.end), ours + " " + step)
        }
        report(.timeWithoutWait(source.text(phrase), ours: ours), phrase, fix: fix)
        at = next
        complainedAt = -1
        return true
    }

    /// `2天 内 未 购买` without its 但.
    private mutating func mendAbsence(_ index: Int, _ sawStep: Bool) -> Bool {
        guard !sawStep else { return false }
        let event = tokens[max(at - 1, 0)]
        let name = source.text(event.range)
        let window = source.text(range(index, index + 1))
        if event.kind == .name, ["最近", "过去", "近", "连续", "超过"].contains(name) {
            let range = SourceRange(Int(event.start), Int(tokens[index + 1].end))
            tear(.foreignOperator(source.text(range), ours: window), event.range, fix: "")
            at = index + 3
            return true
        }
        if event.kind == .name, let after = ["之后", "以后", "后"].first(where: name.hasSuffix), name.count > after.count {
            let range = SourceRange(part(of: event, from: name.count - after.count, after.count).start, Int(tokens[index + 2].end))
            let word = part(of: event, from: name.count - after.count, after.count)
            tear(.foreignOperator(source.text(range), ours: "但 " + source.text(self.range(index, index + 2))), word, fix: " 但 ")
            at = index + 3
            return true
        }
        let place = SourceRange(Int(tokens[index].start), Int(tokens[index].start))
        let range = range(index, index + 2)
        report(.foreignOperator(source.text(range), ours: "但 " + source.text(range)), range, fix: .init(place, "但 "))
        at = index + 3
        if beginsName(current) { advance() }
        complainedAt = -1
        return true
    }
}
