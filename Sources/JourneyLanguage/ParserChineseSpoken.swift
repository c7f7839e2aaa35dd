/// What is said in Chinese and said otherwise in the language, with spaces or without.
///
/// A word that was not understood has often swallowed those after it: after a complaint about a part of a word nothing more is said
/// of its sentence (`isTorn`).
extension Parser {
    /// The range of some characters of a token.
    func part(of token: Token, from: Int = 0, _ count: Int) -> SourceRange {
        let text = Array(source.text(token.range))
        let start = Int(token.start) + String(text.prefix(from)).utf8.count
        return SourceRange(start, start + String(text.dropFirst(from).prefix(count)).utf8.count)
    }

    /// Says it of a part of a token, and of nothing after it.
    mutating func tear(_ problem: Problem, _ range: SourceRange, fix: String?) {
        report(problem, range, fix: fix.map { .init(range, $0) })
        isTorn = true
        blocksAreUncertain = true
    }

    // MARK: Steps

    private static let verbsOfOthersInChinese: [(word: String, ours: String)] = [
        ("打上标签", "打标签"), ("贴上标签", "打标签"), ("贴标签", "打标签"), ("加上标签", "打标签"), ("加标签", "打标签"), ("添加标签", "打标签"),
        ("移除标签", "去标签"), ("删除标签", "去标签"), ("取消标签", "去标签"), ("去掉标签", "去标签"), ("去除标签", "去标签"), ("摘标签", "去标签"),
        ("群发", "发送"), ("推送", "发送"), ("发出", "发送"), ("赠送", "发放"), ("派发", "发放"), ("重复", "最多 重复"), ("等上", "等待"),
        ("结束旅程", "停止"), ("退出", "停止"), ("只进一次", "仅进入一次"), ("仅一次", "仅进入一次"), ("只发一次", "仅进入一次"),
    ]

    private static let channelsInChinese = BuiltInChannels.all.flatMap(\.chinese).sorted { $0.count > $1.count }

    /// Reports what a Chinese word at the place of a step begins with; false where it begins with nothing known.
    mutating func mendChineseStep(_ sawStep: Bool) -> Bool {
        guard current.kind == .name, isWide(current), complaints <= Self.mostComplaints else { return false }
        let token = current
        let word = source.text(token.range)
        if let (verb, ours) = sendingVerb(word) {
            tear(.verbOfOthers(verb, ours: ours.trimmed), part(of: token, verb.count), fix: ours)
        } else if let (verb, ours) = Self.verbsOfOthersInChinese.first(where: { word.hasPrefix($0.word) }) {
            tear(.verbOfOthers(verb, ours: ours), part(of: token, verb.count), fix: ours + (verb == word ? "" : " "))
        } else if word.hasPrefix("等"), ChineseNumerals.number(word.dropFirst()) != nil || word == "等" && peek().kind == .duration {
            tear(.verbOfOthers("等", ours: "等待"), part(of: token, 1), fix: "等待 ")
        } else if let (written, form) = misspeltBeginning(word, sawStep) {
            tear(.misspelt(written, suggestion: form), part(of: token, written.count), fix: form)
        } else if !sawStep, word.hasPrefix("面向") || word.hasPrefix("仅限") || word.hasPrefix("只给") {
            let who = word.dropFirst(2)
            tear(.vagueAudience(word, word: who.isEmpty ? "会员" : String(who)), token.range, fix: nil)
        } else if let (ours, length) = ChineseNumerals.duration(word[...]) {
            let end = part(of: token, length)
            tear(.timeWithoutWait(source.text(end), ours: "等待 " + ours), end, fix: "等待 " + ours + " ")
        } else {
            return false
        }
        advance()
        synchronize()
        return true
    }

    /// `发短信`, `用短信`, `就发`: what sends, with the channel that is in it.
    private func sendingVerb(_ word: String) -> (verb: String, ours: String)? {
        for verb in ["群发", "推送", "发送", "发一条", "发条", "发", "用", "走"] where word.hasPrefix(verb) {
            let rest = word.dropFirst(verb.count)
            let isSending = verb != "用" && verb != "走"
            if let channel = Self.channelsInChinese.first(where: { rest.hasPrefix($0) }) {
                return (verb + channel, isSending ? "通过 \(channel) 发送 " : "通过 \(channel)")
            }
            if verb == "发", rest.isEmpty || rest.hasPrefix("优惠券") || rest.hasPrefix("消息") { return (verb, "发送 ") }
        }
        return nil
    }

    /// A keyword of which the word begins with a misspelt form: 如过等级.
    private func misspeltBeginning(_ word: String, _ sawStep: Bool) -> (written: String, form: String)? {
        let characters = Array(word)
        let headers: [Keyword] = sawStep ? [] : [.goal, .exitWhen, .holdOut, .priority, .owner, .expires]
        let keywords = Self.verbs + [.end, .else, .elseIf, .via] + headers
        for keyword in keywords {
            for form in Keywords.rowsByKeyword[Int(keyword.rawValue)].chinese where !form.contains(" ") {
                let length = form.count
                guard length >= 2, characters.count > length, characters[0] == form.first else { continue }
                let written = String(characters.prefix(length))
                if zip(written, form).filter({ $0 != $1 }).count == 1 { return (written, form) }
            }
        }
        return nil
    }

    // MARK: Channels

    /// `短信发欢迎`: a channel and what follows it in one word, where 发送 is missing.
    mutating func mendChannelWithVerb(_ channel: Token) -> Bool {
        let word = source.text(channel.range)
        guard let name = Self.channelsInChinese.first(where: { word.hasPrefix($0) && word != $0 }) else { return false }
        let rest = word.dropFirst(name.count)
        if let verb = ["群发", "推送", "发出", "发放"].first(where: rest.hasPrefix) {
            tear(.verbOfOthers(verb, ours: "发送"), part(of: channel, from: name.count, verb.count), fix: "发送")
        } else if rest.hasPrefix("发"), rest.count > 2, Self.nearSend.contains(rest.dropFirst().first ?? " ") {
            tear(.misspelt(String(rest.prefix(2)), suggestion: "发送"), part(of: channel, from: name.count, 2), fix: "发送")
        } else if rest.hasPrefix("发") {
            tear(.verbOfOthers("发", ours: "发送"), part(of: channel, from: name.count, 1), fix: "发送 ")
        } else {
            return false
        }
        return true
    }

    /// `发送短信欢迎`: the channel stands in one word with what is sent.
    mutating func mendChannelInContent(_ content: Name, _ verb: Token) -> Bool {
        guard let channel = Self.channelsInChinese.first(where: content.text.hasPrefix), content.text != channel else { return false }
        let range = SourceRange(Int(verb.start), content.range.end)
        let ours = "通过 \(channel) 发送 \(content.text.dropFirst(channel.count))"
        tear(.foreignOperator(source.text(range), ours: ours), range, fix: ours)
        return true
    }

    /// Characters that sound like 送 or are typed for it.
    private static let nearSend: Set<Character> = ["宋", "耸", "颂", "松", "诵", "讼"]

    // MARK: Times

    /// `早上9点` and what is glued to it, at the place of a time.
    mutating func chineseTime() -> TimeLiteral? {
        let token = current
        let isAfterNumber = token.kind == .integer && peek().kind == .name && peek().start == token.end
        guard token.kind == .name && isWide(token) || isAfterNumber else { return nil }
        let word = isAfterNumber ? source.text(range(at, at + 1)) : source.text(token.range)
        guard let (ours, length) = ChineseNumerals.clock(word[...]) else { return nil }
        let isWhole = length == word.count
        let end = Int(token.start) + String(word.prefix(length)).utf8.count
        let written = SourceRange(Int(token.start), end)
        if isWhole {
            reportInstead(.clockTime(source.text(written), ours: ours), written, fix: ours)
        } else {
            tear(.clockTime(source.text(written), ours: ours), written, fix: ours)
        }
        at += isAfterNumber ? 2 : 1
        return TimeLiteral(seconds: 0, range: written)
    }

    /// `周一早上9点`: the day is said, and the time otherwise.
    mutating func mendWeekdayWithTime() -> Recurrence? {
        let word = source.text(current.range)
        for (number, keyword) in Self.weekdays.enumerated() {
            for form in Keywords.rowsByKeyword[Int(keyword.rawValue)].chinese where word.hasPrefix(form) {
                guard let (ours, length) = ChineseNumerals.clock(word.dropFirst(form.count)) else { continue }
                let range = part(of: current, from: form.count, length)
                let isWhole = form.count + length == word.count
                let problem = Problem.clockTime(source.text(range), ours: ours)
                if isWhole { report(problem, range, fix: " " + ours) } else { tear(problem, range, fix: " " + ours) }
                advance()
                return .weekday(number + 1)
            }
        }
        return nil
    }

    /// `明天9点`, `明早`, `今晚8点`, after 等到
    mutating func mendRelativeDay() -> Step.Moment? {
        guard current.kind == .name, isWide(current) else { return nil }
        let word = source.text(current.range)
        guard let day = ["明天", "明日", "明早", "明晚", "后天", "今天", "今晚", "第二天", "次日"].first(where: word.hasPrefix) else { return nil }
        let clock = ChineseNumerals.clock(word.dropFirst(day.count))
        let time = clock?.ours ?? (day == "今晚" || day == "明晚" ? "20:00" : "9:00")
        let instead = day.hasPrefix("今") ? "等到 \(time)" : day == "后天" ? "等待 1天 等到 23:59 等到 \(time)" : "等到 23:59 等到 \(time)"
        let end = part(of: current, day.count + (clock?.length ?? 0)).end
        let range = SourceRange(Int(peek(-1).start), end)
        tear(.relativeDay(String(word.prefix(day.count)), instead: instead), range, fix: instead + " ")
        advance()
        return .time(TimeLiteral(seconds: 0, range: range))
    }

    // MARK: Durations and amounts

    /// `三天`, `30分` and what is glued to them, at the place of a duration.
    mutating func chineseDuration() -> DurationLiteral? {
        let token = current
        if token.kind == .integer, peek().kind == .name, peek().start == token.end, source.text(peek().range).hasPrefix("分") {
            tear(.misspelt("分", suggestion: "分钟"), part(of: peek(), 1), fix: "分钟 ")
            at += 2
            return DurationLiteral(1, token.range)
        }
        guard token.kind == .name, isWide(token),
            let (ours, length) = ChineseNumerals.duration(source.text(token.range)[...])
        else { return nil }
        let range = part(of: token, length)
        let isWhole = range.end == Int(token.end)
        let problem = Problem.foreignOperator(source.text(range), ours: ours)
        if isWhole { report(problem, range, fix: ours) } else { tear(problem, range, fix: ours) }
        advance()
        return DurationLiteral(1, range)
    }

    /// `100元`
    mutating func mendCurrency(after number: Token) {
        let word = source.text(current.range)
        guard let unit = ["元钱", "块钱", "元", "块"].first(where: word.hasPrefix) else { return }
        let range = part(of: current, unit.count)
        let written = source.text(SourceRange(Int(number.start), range.end))
        let problem = Problem.foreignOperator(written, ours: source.text(number.range))
        if unit == word { report(problem, range, fix: .init(range, "")) } else { tear(problem, range, fix: "") }
        advance()
        complainedAt = -1
    }

    /// `但一周内没买`, `但2小时内为购买`: what is wrong behind 但; false where it is 未 that is missing.
    mutating func mendChineseAbsence() -> Bool {
        if peek().kind == .name, let (ours, length) = ChineseNumerals.duration(source.text(peek().range)[...]) {
            let range = part(of: peek(), length)
            tear(.foreignOperator(source.text(range), ours: ours), range, fix: ours)
            return true
        }
        guard peek().kind == .duration, peek(2).keyword == .within, peek(3).kind == .name || peek(3).keyword == .is,
            let first = source.text(peek(3).range).first, ["为", "末", "木", "味", "不", "沒"].contains(first)
        else { return false }
        tear(.misspelt(String(first), suggestion: "未"), part(of: peek(3), 1), fix: "未")
        return true
    }

    // MARK: Policies

    /// `每周最多3条`, `每人每天最多1条`
    mutating func mendChineseRule() -> Bool {
        if keyword == .forEachCustomer, isWide(current) {
            tear(.everybody(source.text(current.range)), current.range, fix: "")
            return true
        }
        guard keyword == .every, isWide(current), peek().start == current.end else { return false }
        let rest = source.text(peek().range)
        let periods = [("周", "7天"), ("星期", "7天"), ("天", "1天"), ("日", "1天"), ("月", "30天"), ("小时", "1小时")]
        guard let period = periods.first(where: { rest.hasPrefix($0.0) }) else { return false }
        let range = SourceRange(Int(current.start), part(of: peek(), period.0.count).end)
        tear(.foreignOperator(source.text(range), ours: "每 " + period.1), range, fix: "每 " + period.1 + " ")
        return true
    }
}

extension String {
    /// Without the spaces around it.
    fileprivate var trimmed: String {
        var text = self[...]
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
