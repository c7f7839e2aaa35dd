/// Chinese word order: where it differs from the English, the productions ask here first.
///
/// A window stands before what it holds of (`2天 内 未 购买`), a span of history too (`90天 内 购买 过`), and a message's channels
/// before its verb (`通过 短信 发送 提醒`). Both orders are read whatever the tongue of the words, where nothing else could be meant.
extension Parser {
    /// `DURATION 内`: the window of what follows.
    var beginsLeadingWindow: Bool {
        let index = indexPastSugar()
        return tokens[index].kind == .duration && tokens[min(index + 1, tokens.count - 1)].keyword == .within
    }

    /// `[DURATION "within"]`
    mutating func leadingWindow() throws(Panic) -> DurationLiteral? {
        guard beginsLeadingWindow else { return nil }
        skipSugar()
        let window = try span(of: "a window")
        advance()
        return window
    }

    /// The window that stood before, or the one that stands here.
    mutating func window(_ leading: DurationLiteral?, after clause: String) throws(Panic) -> DurationLiteral {
        if let leading { return leading }
        return try window(after: clause)
    }

    /// The second half of a keyword that stands around its object, where it stands: `重新计时`, `过`, `之间`.
    mutating func acceptCloser(_ keyword: Keyword) {
        if self.keyword == keyword, current.value == 1 { advance() }
    }

    /// Written with Chinese characters.
    @inline(__always)
    func isWide(_ token: Token) -> Bool { source.bytes[min(Int(token.start), source.bytes.count - 1)] >= 0x80 }

    /// The same as `nearest`, of a word with Chinese characters.
    func nearestChinese(_ index: Int, among keywords: [Keyword], isKeyword: Bool) -> (keyword: Keyword, last: Int, word: String)? {
        let written = text(tokens[index])
        guard written.unicodeScalars.count > (isKeyword ? 1 : 2) else { return nil }
        var forms: [(keyword: Keyword, form: String)] = []
        for keyword in keywords {
            let row = Keywords.rowsByKeyword[Int(keyword.rawValue)]
            forms += row.chinese.filter { !$0.contains(" ") && $0 != row.chineseCloser }.map { (keyword, $0) }
        }
        guard let word = closest(to: written, among: forms.map(\.form)), let found = forms.first(where: { $0.form == word }) else {
            return nil
        }
        return (found.keyword, index, word)
    }

    /// The unit that a word begins: 分 is 分钟.
    func beginningOfUnit(_ token: Token) -> String? {
        guard token.kind == .name, isWide(token) else { return nil }
        let written = text(token)
        return Keywords.units.flatMap(\.chinese).first { $0 != written && $0.hasPrefix(written) }
    }

    // MARK: Triggers

    /// `DURATION 未 A`, `DURATION 内 未 A` and `DURATION 无 任何 行为`: silences.
    var beginsLeadingSilence: Bool {
        guard current.kind == .duration else { return false }
        let next = peek().keyword
        return next == .not || next == .no || next == .silentFor || next == .within && peek(2).keyword == .not
    }

    mutating func leadingSilence() throws(Panic) -> Trigger.Kind {
        let length = try span(of: "a silence")
        _ = accept(.within)
        if accept(.silentFor) { return .silence(nil, length) }
        advance()
        return .silence(try events(), length)
    }

    /// `7天 内 A 且 B`, `7天 内 A 3次`.
    mutating func leadingBase(_ within: DurationLiteral) throws(Panic) -> Pattern.Base {
        var groups = [try events()]
        while acceptPastSugar(.and) { groups.append(try events()) }
        if groups.count > 1 { return .all(groups, within: within) }
        guard current.kind == .integer else {
            throw fail(.strayWord(source.text(within.range), of: "a single event"), within.range)
        }
        let times = try count(of: "this number of times is")
        if !accept(.time) { try expect(.times) }
        return .times(groups[0], times, within: within)
    }

    /// `但 2天 内 未 A`; nil where no such absence begins.
    mutating func leadingAbsence() throws(Panic) -> Pattern.Absence? {
        let index = indexPastSugar()
        guard tokens[index].keyword == .but, index + 3 < tokens.count, tokens[index + 1].kind == .duration,
            tokens[index + 2].keyword == .within, tokens[index + 3].keyword == .not
        else { return nil }
        at = index + 1
        let within = try span(of: "a window")
        advance()
        advance()
        return Pattern.Absence(events: try events(), within: within)
    }

    /// 就 and 则, after which something is done; 然后 goes on with events, too.
    func beginsSteps(_ then: Token) -> Bool {
        guard then.end - then.start == 3, isWide(then) else { return false }
        let written = source.text(then.range)
        return written == "就" || written == "则"
    }

    // MARK: Dates

    /// `到期日 前 7天`: nil where no such date begins.
    mutating func leadingAttribute() throws(Panic) -> (attribute: Name, before: DurationLiteral)? {
        guard beginsName(current), peek().keyword == .before, peek(2).kind == .duration else { return nil }
        let attribute = try name(.attributeName)
        advance()
        return (attribute, try span(of: "the time before a date"))
    }

    // MARK: Steps

    /// `通过 …`: a message whose channels stand first.
    @inline(__always)
    var beginsSendByChannel: Bool { keyword == .via && isWide(current) }

    /// `"via" channels "send" name {"with" arguments | "to" name | "at best time"}`
    mutating func sendByChannel() throws(Panic) -> Step.Kind {
        advance()
        let channels = try channels()
        if keywordPastSugar() != .send, mendChannelWithVerb(peek(-1)) { throw Panic() }
        var isAtBestTime = acceptPastSugar(.atBestTime)
        try expect(.send)
        let content = try nameInOneWord(.contentName)
        var arguments: [Step.Argument] = []
        var to: Name?
        while true {
            if arguments.isEmpty, acceptPastSugar(.with) {
                arguments = try self.arguments()
            } else if to == nil, keywordPastSugar() == .to {
                skipSugar()
                advance()
                to = try name(.attributeName)
            } else if !isAtBestTime, acceptPastSugar(.atBestTime) {
                isAtBestTime = true
            } else {
                return .send(Step.Send(content: content, arguments: arguments, to: to, channels: channels, isAtBestTime: isAtBestTime))
            }
        }
    }

    /// `积分 增加 10`
    @inline(__always)
    var beginsAddition: Bool { beginsName(current) && peek().keyword == .add && isWide(peek()) }

    mutating func addition() throws(Panic) -> Step.Kind {
        let attribute = try name(.attributeName)
        advance()
        return .add(try arithmetic(), attribute: attribute)
    }

    // MARK: Conditions

    /// `90天 内 购买 …` or `曾经 购买 …`.
    @inline(__always)
    var beginsLeadingHistory: Bool {
        if current.kind == .duration { return peek().keyword == .within }
        return keyword == .ever && current.value == 0
    }

    /// `(DURATION "within" | "ever") ["not"] (path | "(" events ")" {"." WORD}) ["at least" NUMBER "times" | 次数 | 总和 | …] [过]`
    mutating func leadingHistory() throws(Panic) -> Expression {
        let start = Int(current.start)
        let span: Expression.History.Span
        if let window = try leadingWindow() {
            span = .within(window)
        } else {
            advance()
            span = .ever
        }
        let isNegated = accept(.not)
        var events = try those()
        var property = members(of: events)
        var measure = Expression.History.Measure.atLeast
        var count = 1
        if accept(.atLeast) {
            count = try self.count(of: "this number of times is")
            if !accept(.time) { try expect(.times) }
        } else if let postfix = Self.measures[keyword], isWide(current) {
            advance()
            measure = postfix
        } else if !property.isEmpty {
            throw failExpecting(.keyword(.sumOf), .keyword(.averageOf), .keyword(.maxOf), .keyword(.minOf))
        }
        acceptCloser(.ever)
        if measure == .number || measure == .atLeast, !property.isEmpty {
            report(.strayWord(property.map(\.text).joined(separator: "."), of: "the event"), property[0].range)
            property = []
        }
        events.range = range(from: events.range.start)
        height = 0
        let history = Expression(
            .history(.init(measure: measure, count: count, events: events, property: property, span: span)), range(from: start))
        guard isNegated else { return history }
        height = 1
        return Expression(.unary(.not, history), range(from: start))
    }

    private static let measures: [Keyword: Expression.History.Measure] = [
        .numberOf: .number, .sumOf: .sum, .averageOf: .average, .maxOf: .max, .minOf: .min,
    ]

    /// What a consent is for: `营销` and `服务通知` are the same in every tongue.
    mutating func purpose() throws(Panic) -> Name {
        let token = current
        var name = try name(.name)
        for keyword in [Keyword.marketing, .transactional] where token.kind != .text {
            if Keywords.rowsByKeyword[Int(keyword.rawValue)].chinese.contains(name.text) { name.text = keyword.spelling() }
        }
        return name
    }

    // MARK: Rates

    /// `每 7天 最多 3条 消息 [通过 x]`
    mutating func leadingCap() throws(Panic) -> PolicyDeclaration.Rule.Kind {
        advance()
        let per = try span(of: "a period")
        try expect(.atMost)
        let count = try number(of: "this cap is")
        _ = accept(.message)
        return .atMost(count, per: per, via: accept(.via) ? try name(.channelName) : nil)
    }

    /// `每秒 20`, after the word that a rate belongs to; nil where no such rate begins.
    mutating func leadingRate(of what: String) throws(Panic) -> (count: Int, per: TimeUnit)? {
        guard keyword == .every else { return nil }
        let unit: TimeUnit
        if peek().keyword == .day {
            unit = .day
        } else if let named = Self.units[text(peek())] {
            unit = named
        } else {
            return nil
        }
        advance()
        advance()
        return (try number(of: what), unit)
    }

    static let units: [String: TimeUnit] = ["秒": .second, "秒钟": .second, "分钟": .minute, "小时": .hour, "天": .day]
}
