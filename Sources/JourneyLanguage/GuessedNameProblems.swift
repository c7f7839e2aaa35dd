/// Names cut out of words without spaces that hold more than a name: a time, a comparison, a verb.
extension Parser {
    /// Looks at what the lexer took for names, where no complaint has been made of it.
    mutating func checkGuessedNames(_ ranges: [SourceRange]) {
        // A name of that length is none, and whoever has so many has been told enough.
        for range in ranges.prefix(Self.mostComplaints) where (9...200).contains(range.end - range.start) {
            guard !diagnostics.contains(where: { $0.range.start < range.end && range.start < $0.range.end }),
                let (problem, part, fix) = moreThanAName(source.text(range), range)
            else { continue }
            // What follows from it says nothing more.
            let line = source.line(at: range.start)
            diagnostics.removeAll {
                Self.consequences.contains($0.code) && $0.range.start >= range.end && source.line(at: $0.range.start) == line
            }
            diagnostics.append(problem.diagnostic(part, fix: fix.map { .init(part, $0) }, in: language))
        }
    }

    /// What is said where a part of the sentence is missing.
    private static let consequences: Set = ["J0100", "J0103", "J0106", "J0109", "J0115"]

    private typealias Suspicion = (Problem, SourceRange, String?)

    private func moreThanAName(_ name: String, _ range: SourceRange) -> Suspicion? {
        let characters = Array(name)
        func part(_ from: Int, _ count: Int) -> SourceRange {
            let start = range.start + String(characters.prefix(from)).utf8.count
            return SourceRange(start, start + String(characters[from..<from + count]).utf8.count)
        }
        for at in characters.indices {
            let rest = name.dropFirst(at)
            if let (ours, length) = ChineseNumerals.duration(rest), isSpan(before: characters[..<at], after: rest.dropFirst(length)) {
                return (.foreignOperator(String(rest.prefix(length)), ours: ours), part(at, length), ours)
            }
            if at > 0, let (ours, length) = ChineseNumerals.clock(rest), length > 2 || at + length == characters.count {
                return (.clockTime(String(rest.prefix(length)), ours: ours), part(at, length), " " + ours + " ")
            }
            guard at > 0 else { continue }
            if let (length, isDelay) = spanInDigits(rest) {
                let written = String(rest.prefix(length))
                if !isDelay { return (.sentenceInName(name, written), range, nil) }
                let ours = "等待 " + written.prefix { $0 != "后" && $0 != "之" && $0 != "以" }
                return (.timeWithoutWait(written, ours: ours), part(at, length), " " + ours + " ")
            }
            if rest.hasPrefix("给客户") || rest.hasPrefix("给用户") { return (.everybody(String(rest.prefix(3))), part(at, 3), " ") }
            if rest.hasPrefix("若"), !rest.hasPrefix("若干") { return (.foreignOperator("若", ours: "如果"), part(at, 1), " 如果 ") }
            if rest.hasPrefix("等"), ChineseNumerals.number(rest.dropFirst()) != nil {
                return (.verbOfOthers("等", ours: "等待"), part(at, 1), " 等待 ")
            }
            for (verb, ours) in Self.verbsInNames where rest.hasPrefix(verb) {
                return (.verbOfOthers(verb, ours: ours), part(at, verb.count), " " + ours + " ")
            }
            for sign in Self.comparisonsInNames where rest.hasPrefix(sign) {
                if ChineseNumerals.number(rest.dropFirst(sign.count)) != nil { return (.sentenceInName(name, sign), range, nil) }
            }
        }
        return nil
    }

    /// `30天没`, `3天后` inside of a name: the length, and whether it puts something off.
    private func spanInDigits(_ text: Substring) -> (length: Int, isDelay: Bool)? {
        guard text.first?.isASCII == true, let (_, length) = ChineseNumerals.number(text) else { return nil }
        let rest = text.dropFirst(length)
        guard let unit = ["天", "周", "小时", "分钟", "个月"].first(where: rest.hasPrefix) else { return nil }
        let after = rest.dropFirst(unit.count)
        guard let word = ["没", "未", "内", "之后", "以后", "后"].first(where: after.hasPrefix) else { return nil }
        return (length + unit.count + word.count, word.hasSuffix("后"))
    }

    /// A time stands in the name where a span would: before 后, 内 or 没, or after 等待.
    private func isSpan(before: ArraySlice<Character>, after: Substring) -> Bool {
        if after.isEmpty { return before.isEmpty == false && ["待", "等", "隔"].contains(before.last ?? " ") }
        if ["后", "内", "以内", "之内", "之后", "以后", "没", "未", "还没", "还未"].contains(where: after.hasPrefix) { return true }
        return ["待", "等"].contains(before.last ?? " ")
    }

    private static let verbsInNames: [(String, String)] = [
        ("打上标签", "打标签"), ("贴标签", "打标签"), ("加标签", "打标签"), ("添加标签", "打标签"), ("移除标签", "去标签"), ("删除标签", "去标签"), ("取消标签", "去标签"),
        ("去掉标签", "去标签"), ("发短信", "通过 短信 发送"), ("发邮件", "通过 邮件 发送"), ("发企业微信", "通过 企业微信 发送"), ("发企微", "通过 企业微信 发送"),
    ]

    private static let comparisonsInNames = ["大于", "小于", "不少于", "不低于", "不超过", "超过", "低于", "高于", "等于", "达到", "满"]
}
