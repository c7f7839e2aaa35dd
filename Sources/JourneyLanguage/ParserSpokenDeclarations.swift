/// Rules, bodies and placeholders as other tools write them.
extension Parser {
    // MARK: Policies

    private static let rulesOfOthers: [String: Keyword] = [
        "max": .atMost, "maximum": .atMost, "cap": .atMost, "frequency": .atMost, "timezone": .timeZone, "zone": .timeZone, "silent": .quietFrom,
        "holdout": .holdOut, "consent": .requireConsent, "retention": .keepEvents, "sandbox": .onlyToTag,
    ]

    /// `max 3`, `quiet hours 22:00 to 8:00`, `timezone "…"`: reported and read as the rule that says it.
    mutating func mendSpokenRule() throws(Panic) {
        let token = current
        guard token.kind == .name || keyword == .limit || keyword == .no else { return }
        let word = text(token).lowercased()
        if word == "quiet" || word == "do", peek().kind == .name || peek().kind == .time || peek().keyword == .between {
            var last = at
            while last < at + 3, tokens[last + 1].kind == .name || tokens[last + 1].keyword == .between { last += 1 }
            return replaceRule(last, by: .quietFrom)
        }
        if word == "no", peek().kind == .name, text(peek()).lowercased() == "more" {
            return replaceRule(text(peek(2)).lowercased() == "than" ? at + 2 : at + 1, by: .atMost)
        }
        if keyword == .limit, peek().kind == .integer { return replaceRule(at, by: .atMost) }
        guard let rule = Self.rulesOfOthers[word] else { return }
        let last = (word == "frequency" || word == "max") && peek().kind == .name ? at + 1 : at
        replaceRule(last, by: rule)
    }

    private mutating func replaceRule(_ last: Int, by rule: Keyword) {
        let range = range(at, last)
        report(.foreignOperator(source.text(range), ours: rule.spelling()), range, fix: rule.spelling())
        at = last
        tokens[at] = Token(.keyword, rule, start: range.start, end: range.end)
        complainedAt = -1
    }

    /// `3 per 7d`, `3 emails per 7d`, where `messages` stands else.
    mutating func messageWord() throws(Panic) {
        if accept(.message) { return }
        if mend(among: [.message]), accept(.message) { return }
        if current.kind == .name, beginsPeriod(peek()) {
            report(.foreignOperator(source.text(current.range), ours: "messages"), current.range, fix: "messages")
            advance()
        } else if beginsPeriod(current) {
            let number = peek(-1)
            let end = Int(number.end)
            let written = source.text(number.range)
            report(
                .foreignOperator("\(written) \(source.text(current.range))", ours: "\(written) messages per"),
                SourceRange(Int(number.start), end), fix: .init(SourceRange(end, end), " messages"))
        } else {
            throw failExpecting(.keyword(.message))
        }
        complainedAt = -1
    }

    /// A span of time begins here, as people say it: `per`, `within`, `in`, `every`, `a`.
    private func beginsPeriod(_ token: Token) -> Bool {
        switch token.keyword {
        case .per, .within, .in: true
        case .every: !isWide(token)
        default: token.kind == .name && text(token).lowercased() == "a"
        }
    }

    /// `within 7d`, `in 7d`, `every 7d`, `a week`, where `per` stands else.
    mutating func mendPer() {
        guard keyword != .per, beginsPeriod(current) else { return }
        report(.foreignOperator(source.text(current.range), ours: "per"), current.range, fix: "per")
        tokens[at].keyword = .per
        tokens[at].kind = .keyword
        complainedAt = -1
    }

    // MARK: Messages

    /// `subject "Hi"`, a body without `for` and its channel; after `email "hello"`, which lacks `for` alone, it is read on.
    ///
    /// True where a channel stands here, though `for` is missing.
    mutating func mendBody() throws(Panic) -> Bool {
        guard current.kind == .name, nearest(at, among: [.for, .end]) == nil else { return false }
        let word = text(current)
        let place = SourceRange(Int(current.start), Int(current.start))
        if peek().kind == .text, ["subject", "body", "title", "preheader"].contains(word.lowercased()) {
            report(.foreignOperator(word, ours: "for email \(word)"), current.range, fix: .init(place, "for email "))
            while current.kind == .name, peek().kind == .text { at += 2 }
            throw Panic()
        }
        guard peek().kind == .text || peek().kind == .name && peek(2).kind == .text else { return false }
        let written = isWide(current) ? "用于 " : "for "
        report(.foreignOperator(word, ours: written + word), current.range, fix: .init(place, written))
        complainedAt = -1
        return true
    }

    /// `【店】您好` where a text stands: all that follows on its line is meant to be one.
    mutating func mendUnquotedText() -> Bool {
        let gap = previousEnd...max(previousEnd, Int(current.start))
        guard let stray = diagnostics.lastIndex(where: { gap.contains($0.range.start) && source.text($0.range) == "【" }) else {
            return false
        }
        let start = diagnostics[stray].range.start
        while current.kind != .endOfFile, keyword != .end, !isFirstOnLine(current) { advance() }
        reportInstead(.textWithoutQuotes, SourceRange(start, max(previousEnd, diagnostics[stray].range.end)), fix: nil)
        isTorn = true
        return true
    }

    // MARK: Placeholders

    /// `{total:money}`, `{name|friend}`, `{name default "x"}`, `{first name}`: reported, with what says it.
    mutating func mendPlaceholder() throws(Panic) {
        let next = peek()
        if current.kind == .colon, beginsName(next) {
            let range = range(at, at + 1)
            let format = source.text(next.range)
            throw fail(.foreignOperator(source.text(range), ours: "as \(format)"), range, fix: .init(range, " as \(format)"))
        }
        guard current.kind == .name else { return }
        let word = text(current).lowercased()
        let before = Int(current.start) - 1
        if before >= 0, source.bytes[before] == UInt8(ascii: "|") {
            let range = SourceRange(before, Int(current.end))
            let fallback = word == "default" && next.kind == .colon ? source.text(peek(2).range) : "\"\(source.text(current.range))\""
            let whole = SourceRange(before, word == "default" && next.kind == .colon ? Int(peek(2).end) : range.end)
            reportInstead(.foreignOperator(source.text(whole), ours: "or \(fallback)"), whole, fix: " or \(fallback)")
            throw Panic()
        }
        if word == "default" || word == "fallback", next.kind == .text {
            throw fail(.foreignOperator(word, ours: "or"), current.range, fix: .init(current.range, "or"))
        }
        if peek(-1).kind == .name, at > 0 {
            let range = range(at - 1, at)
            let joined = "\(source.text(peek(-1).range))_\(source.text(current.range))"
            throw fail(.nameOfSeveralWords(source.text(range), joined: joined), range, fix: .init(range, joined))
        }
    }

    // MARK: Sentences

    /// `enroll when bought`: a word too many before a sentence.
    mutating func mendWordBeforeWhen() -> Bool {
        guard current.kind == .name, peek().keyword == .when, !isFirstOnLine(peek()) else { return false }
        let range = range(at, at + 1)
        report(.foreignOperator(source.text(range), ours: "when"), range, fix: "when")
        advance()
        return true
    }

    private static let reactions: Set = ["opened", "clicked", "delivered", "failed"]

    /// `opened welcome`: of which message the reaction is.
    mutating func mendReaction(_ first: Int, _ last: Int) throws(Panic) {
        guard last == first + 1, Self.reactions.contains(text(tokens[first])) else { return }
        let range = range(first, last)
        let message = tokens[last].kind == .text ? source.text(tokens[last].range) : "\"\(source.text(tokens[last].range))\""
        let ours = "\(source.text(tokens[first].range)) where message is \(message)"
        report(.foreignOperator(source.text(range), ours: ours), range, fix: .init(range, ours))
        at = last + 1
        complainedAt = -1
    }

    /// `wait 1d if opened …`: the condition asks for what `wait up to` waits for.
    mutating func mendWaitedFor(_ expression: Expression) throws(Panic) {
        guard case .path(let names) = expression.kind, names.count == 1, at >= 4 else { return }
        let name = names[0].text
        let condition = at - 1
        guard tokens[condition - 1].keyword == .if, tokens[condition - 2].kind == .duration, tokens[condition - 3].keyword == .wait,
            Self.reactions.contains(name) || name.hasSuffix("ed") || ["bought", "paid", "sent", "left"].contains(name)
        else { return }
        let range = range(condition - 3, condition)
        let ours = "wait up to \(source.text(tokens[condition - 2].range)) for \(name) if so"
        throw fail(.foreignOperator(source.text(range), ours: ours), range, fix: .init(range, ours))
    }
}
