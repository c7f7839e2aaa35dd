/// Headers, conditions and durations as one speaks, read as what the language says for them.
extension Parser {
    // MARK: Headers

    /// `for everyone`, `for gold customers`, `for customers with tag vip`; false where the header is one of the language.
    mutating func mendAudience() throws(Panic) -> Bool {
        let first = at
        var last = at
        while last < at + 4, last + 1 < tokens.count - 1, !isFirstOnLine(tokens[last + 1]), isOfAudience(tokens[last + 1]) { last += 1 }
        guard last > first else {
            guard peek().kind == .duration else { return false }
            throw spanWithoutNo()
        }
        let words = (first + 1...last).map { source.text(tokens[$0].range).lowercased() }
        let phrase = range(first, last)
        if words.contains(where: { ["everyone", "everybody", "all", "every", "any", "anyone"].contains($0) }) {
            throw fail(.everybody(source.text(phrase)), phrase, fix: .init(phrase, ""))
        }
        if words.elementsEqual(["the", "first"]) || words.elementsEqual(["the", "first", "time"]), triggerAtStart != nil {
            let event = source.text(tokens[first - 1].range)
            let ours = "for customers where number of \(event) ever = 1"
            throw fail(.foreignOperator(source.text(phrase), ours: ours), phrase, fix: .init(phrase, ours))
        }
        let after = tokens[last + 1]
        if words.last?.hasPrefix("customer") == true, words.count == 1 {
            if after.keyword == .with, tokens[last + 2].keyword == .tag {
                let whole = range(first, last + 2)
                report(.foreignOperator(source.text(whole), ours: "for customers where has tag"), whole, fix: "for customers where has tag")
                tokens[last + 2] = Token(.keyword, .hasTag, start: Int(tokens[last + 2].start), end: Int(tokens[last + 2].end))
                tokens[last + 1] = Token(.keyword, .forCustomersWhere, start: phrase.start, end: Int(after.end))
                at = last + 1
                complainedAt = -1
                return true
            }
            return false
        }
        if words.contains("who"), let event = words.last, event != "who" {
            let ours = "for customers where \(event) within 90d"
            throw fail(.foreignOperator(source.text(phrase), ours: ours), phrase, fix: event.hasSuffix("ed") || event == "bought" ? .init(phrase, ours) : nil)
        }
        let word = words.first { !$0.hasPrefix("customer") && $0 != "the" && $0 != "who" && $0 != "are" } ?? "gold"
        throw fail(.vagueAudience(source.text(phrase), word: word), phrase)
    }

    private func isOfAudience(_ token: Token) -> Bool {
        (token.kind == .name || token.keyword == .customer || token.keyword == .every || token.keyword == .time) && !isWide(token)
    }

    /// The event before this place, where no step stands between.
    private var triggerAtStart: Int? { at > 0 && lastStepStart == nil && tokens[at - 1].kind == .name ? at - 1 : nil }

    /// `browsed for 30d`
    private mutating func spanWithoutNo() -> Panic {
        let phrase = range(at, at + 1)
        let event = triggerAtStart.map { source.text(tokens[$0].range) } ?? "bought"
        let span = source.text(peek().range)
        return fail(.incomplete(source.text(phrase), full: ["no \(event) for \(span)", "\(event) 3 times within \(span)"]), phrase)
    }

    /// What follows `once`: `a week`, `per customer`, `every 14d`.
    mutating func once() -> Header.Again {
        let verb = at - 1
        guard !isFirstOnLine(current) else { return .once }
        let isRate = keyword == .per || keyword == .every || current.kind == .name && ["a", "an", "each"].contains(text(current).lowercased())
        if keyword == .forEachCustomer {
            let range = current.range
            report(.everybody(source.text(range)), range, fix: "")
            advance()
            return .once
        }
        guard isRate else { return .once }
        let after = peek()
        if after.keyword == .customer || after.kind == .name && Self.everybody.contains(text(after).lowercased()) {
            report(.everybody(source.text(range(at, at + 1))), range(at, at + 1), fix: "")
            at += 2
            return .once
        }
        let spelled = after.kind == .duration ? (at + 1, source.text(after.range)) : durationInWords(at) ?? durationInWords(at + 1, isArticleSaid: true)
        guard let (last, span) = spelled else { return .once }
        let range = range(verb, last)
        report(.foreignOperator(source.text(range), ours: "again after \(span)"), range, fix: "again after \(span)")
        at = last + 1
        return .once
    }

    // MARK: Durations

    private static let numbers = [
        "a", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    ]

    /// `a week`, `two days`, `half an hour`: its last token, and how the language writes it.
    func durationInWords(_ index: Int, isArticleSaid: Bool = false) -> (last: Int, ours: String)? {
        guard index < tokens.count - 1 else { return nil }
        let word = tokens[index].kind == .name ? text(tokens[index]).lowercased() : ""
        if word == "half" {
            let unit = text(tokens[min(index + 2, tokens.count - 1)]).lowercased()
            if unit == "hour" { return (index + 2, "30m") }
            return unit == "day" ? (index + 2, "12h") : nil
        }
        let number = isArticleSaid ? 1 : word == "an" ? 1 : Self.numbers.firstIndex(of: word).map { max($0, 1) }
        guard let number else { return nil }
        let unit = isArticleSaid ? index : index + 1
        guard unit < tokens.count - 1, tokens[unit].kind == .name || tokens[unit].keyword == .day else { return nil }
        let written = text(tokens[unit]).lowercased()
        if let unitRow = Keywords.units.first(where: { $0.english.contains(written) }) { return (unit, "\(number)\(unitRow.letter)") }
        guard let calendar = Keywords.calendarUnits.first(where: { $0.words.contains(written) }), written.utf8.count > 2 else { return nil }
        return (unit, "\(Int64(number) * calendar.days)d")
    }

    // MARK: Conditions

    private static let counts = ["more": ">", "over": ">", "less": "<", "fewer": "<", "under": "<", "exactly": "=", "only": "="]

    /// `bought more than 3 times in 30 days`, `bought in 30 days`; nil where the path is one.
    mutating func spokenHistory(_ path: Expression) throws(Panic) -> Expression? {
        guard case .path(let names) = path.kind, names.count == 1 else { return nil }
        let start = path.range.start
        if keyword == .in, whereEvent == nil {
            var last = at + 1
            while last < at + 3, tokens[last].kind == .name, ["the", "last", "past"].contains(text(tokens[last]).lowercased()) { last += 1 }
            guard last < tokens.count, tokens[last].kind == .duration else { return nil }
            let phrase = range(at, last)
            let window = "within \(source.text(tokens[last].range))"
            report(.inForWithin(source.text(phrase), window: window), phrase, fix: window)
            at = last + 1
            return Expression(.literal(.boolean(true)), range(from: start))
        }
        guard current.kind == .name || keyword == .atMost, !isWide(current) else { return nil }
        let sign = keyword == .atMost ? "<=" : Self.counts[text(current).lowercased()]
        guard let sign else { return nil }
        var index = at + 1
        if tokens[index].kind == .name, text(tokens[index]).lowercased() == "than" { index += 1 }
        guard index + 1 < tokens.count, tokens[index].kind == .integer, tokens[index + 1].keyword == .times || tokens[index + 1].keyword == .time else { return nil }
        let number = source.text(tokens[index].range)
        at = index + 2
        var window = ""
        if keyword == .within || keyword == .in || keyword == .for, peek().kind == .duration {
            window = "within \(source.text(peek().range))"
            at += 2
        } else if accept(.ever) {
            window = "ever"
        }
        let range = range(from: start)
        let event = source.text(path.range)
        let counted = { (span: String) in "number of \(event) \(span) \(sign) \(number)" }
        guard !window.isEmpty else { throw fail(.historyWithoutSpan([counted("within 90d"), counted("ever")]), range) }
        report(.foreignOperator(source.text(range), ours: counted(window)), range, fix: counted(window))
        return Expression(.literal(.boolean(true)), range)
    }

    // MARK: Messages

    private static let insteadOfVia: Set = ["by", "over", "through", "using", "per", "on", "as", "thru"]

    /// `send coupon by sms`
    mutating func mendVia() -> Bool {
        let word = source.text(current.range).lowercased()
        guard Self.insteadOfVia.contains(word), beginsName(peek()), !isFirstOnLine(current) else { return false }
        report(.foreignOperator(word, ours: "via"), current.range, fix: "via")
        advance()
        complainedAt = -1
        return true
    }

    /// `send sms coupon`, `send email "welcome"`: the channel before what is sent.
    mutating func channelBeforeContent(_ content: Name, _ verb: Token) -> Panic? {
        guard isBuiltInChannel(content.text), beginsName(current), !isFirstOnLine(current), !keyword.beginsHeader else { return nil }
        let name = source.text(current.range)
        let range = SourceRange(content.range.start, Int(current.end))
        let ours = "\(name) via \(content.text)"
        return fail(.foreignOperator(source.text(range), ours: ours), range, fix: .init(range, ours))
    }

    /// `to all customers` between what is sent and its channel.
    mutating func skipEverybody() {
        guard keyword == .to else { return }
        let next = peek()
        guard next.kind == .name || next.keyword == .customer || next.keyword == .every, Self.everybody.contains(text(next).lowercased()) else { return }
        var last = at + 1
        while last < at + 3, tokens[last + 1].kind == .name || tokens[last + 1].keyword == .customer { last += 1 }
        report(.everybody(source.text(range(at, last))), range(at, last), fix: "")
        at = last + 1
        complainedAt = -1
    }
}
