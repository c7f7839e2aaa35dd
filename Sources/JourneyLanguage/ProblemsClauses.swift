/// Words and clauses: names, windows, conditions, and what should have stood there.
extension Problem {
    static func expected(_ expectations: [Expectation], found: String?) -> Problem {
        let words = choice(expectations.map(\.words))
        let (english, chinese) = found.map { ("`\($0)`", "`\($0)`") } ?? ("the end of the file", "文件末尾")
        return Problem(
            "J0100", "expected \(words.english), found \(english)", "这里应该是\(spaced(words.chinese))，读到的是\(spaced(chinese))",
            label: ("expected \(words.english)", "应该是\(spaced(words.chinese))"), expected: expectations)
    }

    /// Chinese stands off from what is quoted, and from nothing else.
    private static func spaced(_ words: String) -> String { words.hasPrefix("`") ? " " + words : words }

    static func misspelt(_ word: String, suggestion: String) -> Problem {
        Problem(
            "J0101", "`\(word)` is not known here; did you mean `\(suggestion)`?", "这里不认识 `\(word)`，是不是想写 `\(suggestion)`？",
            label: ("did you mean `\(suggestion)`?", "是不是 `\(suggestion)`？"))
    }

    static func missingWithin(after clause: String) -> Problem {
        Problem(
            "J0109", "\(clause) does not say within how long", "\(inChinese(clause))没有说多长时间以内",
            label: ("`within` is missing", "缺少 \(inChinese(.within))"), help: ("say how long, such as `within 2d`", "写上期限，例如 `2天 内`"),
            expected: [.keyword(.within)])
    }

    static var thenWithoutWithin: Problem {
        Problem(
            "J0110", "`then` and an event say a sequence, which needs its `within`", "`然后` 接事件表示先后发生，要写明多长时间以内",
            label: ("`within` is missing", "缺少 \(inChinese(.within))"),
            help: (
                "say how long after the first, such as `then bought within 2d`; a step begins with a verb, as in `then send …`",
                "写上隔多久，例如 `然后 2天 内 购买`；如果想接步骤，要以动作开头，例如 `然后 发送 …`"
            ), expected: [.keyword(.within)])
    }

    static func reservedName(_ word: String) -> Problem {
        Problem(
            "J0111", "`\(word)` is a word of the language", "`\(word)` 是旅程语言的关键词", label: ("not a name by itself", "不能直接当名称"),
            help: ("as a name it stands in quotes: `\"\(word)\"`", "要当名称用就加引号：`\"\(word)\"`"))
    }

    static func eventAfterWhere(_ event: String) -> Problem {
        Problem(
            "J0112", "after `where`, `and` and `or` go on with the condition, so `\(event)` is no event here",
            "\(inChinese(.where)) 后面的 \(inChinese(.and)) 和 \(inChinese(.or)) 接的还是条件，所以 `\(event)` 在这里不是事件",
            label: ("read as a condition", "被读成了条件"),
            help: (
                "put the event and its condition in parentheses: `(browsed where price > 100) or \(event)`",
                "把事件和它的条件放进括号：`（浏览 满足 价格 大于 100） 或 \(event)`"
            ))
    }

    static func bareCondition(_ name: String) -> Problem {
        Problem(
            "J0113", "`\(name)` is a value and no condition by itself", "`\(name)` 只是一个值，不是条件",
            label: ("compare it with something", "要和什么比？"),
            help: (
                "say what it must be, such as `\(name) is true` or `\(name) is known`; of an event, when: `\(name) within 90d`, or wait for it: `wait up to 1d for \(name) if so …`",
                "写明它应该怎样，例如 `\(name) 是 真`、`\(name) 有值`；如果是事件，写明期限：`90天 内 \(name) 过`，或者等它发生：`最多 等待 1天 直到 \(name) 等到了 …`"
            ))
    }

    static var chainedComparison: Problem {
        Problem(
            "J0121", "comparisons are not chained", "比较不能连着写", label: ("a second comparison", "第二个比较"),
            help: ("write `a between 1 and 5`, or join two with `and`", "写成 `金额 介于 1 至 5`，或用 \(inChinese(.and)) 连接两个比较"))
    }

    static func unquotedHyphen(_ name: String) -> Problem {
        Problem(
            "J0122", "a name with `-` stands in quotes", "名称里有 `-` 时要加引号", label: ("write `\"\(name)\"`", "写 `\"\(name)\"`"),
            help: ("or use `_` in names, which needs no quotes", "或者改用 `_`，就不用加引号"))
    }

    static func incomplete(_ word: String, full: [String]) -> Problem {
        let forms = full.map { Bilingual("`\($0)`", "`\(inChinese($0))`") }
        let list = choice(forms)
        var problem = Problem(
            "J0126", "`\(word)` is only the beginning of a phrase", "`\(word)` 后面没写完", label: ("incomplete", "没写完"),
            help: ("write \(list.english)", "写成 \(list.chinese)"))
        problem.wording.expected = forms
        return problem
    }

    static func strayWord(_ word: String, of clause: String) -> Problem {
        Problem(
            "J0128", "`\(word)` does not belong here, after \(clause)", "`\(word)` 不能接在\(inChinese(clause))后面", label: ("unexpected", "多出来的"))
    }

    static func missingValue(of key: String) -> Problem {
        Problem(
            "J0130", "`\(key)` has no value", "`\(key)` 没有写值", label: ("and the value?", "值是什么？"),
            help: (
                "write a text in quotes, a number, a duration, a word, or `env` and the name of a variable",
                "可以写引号里的文字、数字、时长、一个词，或者 \(inChinese(.env)) 加变量名"
            ))
    }

    // MARK: Slips of those who write as they speak

    /// `added to cart`: `joined` is the name with `_`, `isKnown` whether the workspace has an event of this name.
    static func eventOfSeveralWords(_ written: String, joined: String, isKnown: Bool) -> Problem {
        Problem(
            "J0150", "`\(written)` is several words, and the name of an event is one", "`\(written)` 是几个词，而事件名只能是一个词",
            label: isKnown ? ("did you mean `\(joined)`?", "是不是 `\(joined)`？") : ("one name?", "是一个名称吗？"),
            help: (
                "join the words, `\(joined)`, or put the name in quotes, `\"\(written)\"`",
                "用下划线连起来写成 `\(joined)`，或者加引号写成 `\"\(written)\"`"
            ), expected: [.eventName])
    }

    /// `in 2 hours` after an event; `window` is what stands for it, such as `within 2h`.
    static func inForWithin(_ written: String, window: String) -> Problem {
        Problem(
            "J0151", "a span of time is written `\(window)` here", "期限在这里要写成 `\(window)`", label: ("write `\(window)`", "写 `\(window)`"),
            help: (
                "`\(written)` says a moment in English, `within` that something happens by then; to let time pass, write `wait`",
                "`\(inChinese("within"))` 表示在期限以内发生；只想隔一段时间再做，写 `等待`"
            ), expected: [.keyword(.within)])
    }

    /// `browsed within 2d but not bought`: the window belongs to what must not happen.
    static func windowBeforeAbsence(_ window: String, absence: String) -> Problem {
        Problem(
            "J0156", "`\(window)` belongs after `\(absence)`", "`\(window)` 要写在 `\(absence)` 那边", label: ("move it", "挪到后面"),
            help: ("write `\(absence) \(window)`: it says how long to wait for what does not come", "期限说的是等多久还没发生，例如 `但 2天 内 未 购买`"))
    }

    /// `发送优惠` without a space, which reads as one unknown name that begins with a keyword.
    static func gluedName(_ word: String, keyword: Keyword, rest: String) -> Problem {
        let spelling = keyword.spelling(.chinese)
        return Problem(
            "J0158", "`\(word)` reads as one name, which begins with the keyword `\(spelling)`", "`\(word)` 被读成了一个名称，其实开头是关键词 `\(spelling)`",
            label: ("a space is missing", "缺一个空格"), help: ("write `\(spelling) \(rest)`", "中间加空格：`\(spelling) \(rest)`；真要当名称就加引号"))
    }
}
