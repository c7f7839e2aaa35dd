/// Names cut out of words without spaces that hold more than a name: a time, a comparison, a verb.
extension Parser {
    /// Looks at what the lexer took for names, where no complaint has been made of it.
    mutating func checkGuessedNames(_ ranges: [SourceRange]) {
        for range in ranges {
            guard !diagnostics.contains(where: { $0.range.start < range.end && range.start < $0.range.end }),
                let (problem, part, fix) = moreThanAName(source.text(range), range)
            else { continue }
            // What follows from it says nothing more.
            diagnostics.removeAll { $0.code == "J0106" && $0.range.start >= range.end && source.line(at: $0.range.start) == source.line(at: range.start) }
            diagnostics.append(problem.diagnostic(part, fix: fix.map { .init(part, $0) }, in: language))
        }
    }

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
            if rest.hasPrefix("等"), !rest.hasPrefix("等级"), let (_, length) = ChineseNumerals.number(rest.dropFirst()), length > 0 {
                return (.verbOfOthers("等", ours: "等待"), part(at, 1), " 等待 ")
            }
            for (verb, ours) in Self.verbsInNames where rest.hasPrefix(verb) {
                return (.verbOfOthers(verb, ours: ours), part(at, verb.count), " " + ours + " ")
            }
            for sign in Self.comparisonsInNames where rest.hasPrefix(sign) && ChineseNumerals.number(rest.dropFirst(sign.count)) != nil {
                return (.sentenceInName(name, sign), range, nil)
            }
        }
        return nil
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
