/// Splits, rounds, histories, declarations and templates, and the slips made in them.
extension Problem {
    static var placeholderInName: Problem {
        Problem(
            "J0133", "a name holds no placeholder", "名称里不能放占位符", label: ("this is a name", "这里是名称"),
            help: (
                "what is sent stands in a `message`, and its texts hold the placeholders; a brace of the name itself is `\\{`",
                "要发送的文案写在 \(inChinese(.message)) 里，占位符放在文案中；名称里本来就要大括号时写 `\\{`"
            ))
    }

    static func foreignDate(_ written: String, ours: String?) -> Problem {
        Problem(
            "J0134", "dates are written year, month, day, with `-` between them", "日期按年-月-日写，中间用 `-`",
            label: ours.map { ("write `\($0)`", "写 `\($0)`") } ?? ("which is the month?", "哪个是月份？"),
            help: ("such as `2026-11-11`", "例如 `2026-11-11`"), expected: [.date])
    }

    static func clockTime(_ written: String, ours: String) -> Problem {
        Problem(
            "J0135", "`\(written)` is written `\(ours)` here", "`\(written)` 在这里写成 `\(ours)`", label: ("write `\(ours)`", "写 `\(ours)`"),
            help: ("times of day run from `0:00` to `23:59`", "钟点从 `0:00` 到 `23:59`"), expected: [.time])
    }

    static var andBetweenChannels: Problem {
        Problem(
            "J0136", "a message leaves through one channel", "一条消息只从一个渠道发出", label: ("`or else`, or a second `send`", "写 \(inChinese(.orElse))，或再写一个 \(inChinese(.send))"),
            help: (
                "`or else` names the next channel, tried when the one before cannot reach the customer; to use both, write two `send`",
                "前一个渠道触达不了时才用下一个，写 \(inChinese(.orElse))；两个渠道都要发，就写两个 \(inChinese(.send))"
            ))
    }

    static var missingWhen: Problem {
        Problem(
            "J0137", "a sentence begins with `when`", "句子要以 \(inChinese(.when)) 开头", label: ("`when` is missing", "缺少 \(inChinese(.when))"),
            help: ("such as `when browsed but not bought within 2d send coupon via wecom`", "例如 `当 浏览 但 2天 内 未 购买 发送 优惠券 通过 企业微信`"),
            expected: [.keyword(.when)])
    }

    static var splitWithoutShares: Problem {
        Problem(
            "J0138", "this arm of the `split` has no share", "这个 \(inChinese(.split)) 分支没有写比例", label: ("how many?", "分多少？"),
            help: (
                "begin each arm with its share, such as `50% \"a\"`, or write `adaptively` after the name of the split",
                "每个分支以比例开头，例如 `50% \"a\"`；或者在分流名后面写 \(inChinese(.adaptively))"
            ), expected: [.percent, .keyword(.adaptively)])
    }

    static var splitWithoutName: Problem {
        Problem(
            "J0139", "this `split` has no name", "这个 \(inChinese(.split)) 没有名字", label: ("its name is missing", "缺少名字"),
            help: ("name it, such as `split \"incentive\"`: reports and the drawing of lots go by it", "起个名字，例如 `分流 \"优惠力度\"`；报表和随机分组都按它来"),
            expected: [.text])
    }

    static var repeatWithoutEvery: Problem {
        Problem(
            "J0140", "`repeat` does not say how long a round is", "\(inChinese(.repeatUpTo)) 没有写每隔多久", label: ("`every` is missing", "缺少 \(inChinese(.every))"),
            help: ("write it such as `repeat up to 3 times every 2d`", "例如 `最多 重复 3次 每隔 2天`"), expected: [.keyword(.every)])
    }

    static func verbOfOthers(_ word: String, ours: String) -> Problem {
        Problem(
            "J0141", "there is no verb `\(word)`; `\(ours)` says it", "没有 `\(word)` 这个动作，请用 `\(ours)`", label: ("write `\(ours)`", "写 `\(ours)`"),
            help: (
                "steps begin with: send, wait, if, split, repeat, set, add, tag, untag, give, record, start, leave, stop, label",
                "步骤以动作开头：发送、等待、如果、分流、最多 重复、设置、增加、打标签、去标签、发放、记录、启动旅程、离开旅程、停止、步骤名"
            ))
    }

    static func missingPercentSign(_ number: String) -> Problem {
        Problem(
            "J0142", "a share stands with its `%`", "比例要带百分号", label: ("write `\(number)%`", "写 `\(number)%`"), expected: [.percent])
    }

    /// `forms`: the same with its span, as an author could write it.
    static func historyWithoutSpan(_ forms: [String]) -> Problem {
        let list = choice(forms.map { Bilingual("`\($0)`", "`\($0)`") })
        var problem = Problem(
            "J0143", "what the customer did is asked over a span of time", "问客户做过什么，要写明多长时间以内", label: ("since when?", "从什么时候算？"),
            help: ("write \(list.english)", "写成 \(list.chinese)；中文用 `90天 内` 或 `曾经`"))
        problem.wording.expected = forms.map { Bilingual("`\($0)`", "`\($0)`") }
        return problem
    }

    static func relativeDay(_ word: String, instead: String) -> Problem {
        Problem(
            "J0144", "`\(word)` is no moment here", "这里不能写 `\(word)`", label: ("write `\(instead)`", "写 `\(instead)`"),
            help: (
                "`wait 1d` lets a day pass, `wait until 9:00` waits for the next time it is nine, `wait until monday 10:00` for a day",
                "`等待 1天` 是隔一天，`等到 9:00` 是等到下一个九点，`等到 周一 10:00` 是等到那天"
            ))
    }

    static func nameOfSeveralWords(_ written: String, joined: String) -> Problem {
        Problem(
            "J0145", "`\(written)` is several words, and a name is one", "`\(written)` 是几个词，而名称只能是一个词", label: ("one name?", "是一个名称吗？"),
            help: (
                "join the words, `\(joined)`, or put the name in quotes, `\"\(written)\"`",
                "用下划线连起来写成 `\(joined)`，或者加引号写成 `\"\(written)\"`"
            ), expected: [.name])
    }

    static func unknownType(_ word: String, ours: String?) -> Problem {
        Problem(
            "J0146", "`\(word)` is no type", "没有 `\(word)` 这种类型", label: ours.map { ("write `\($0)`", "写 `\($0)`") } ?? ("unknown type", "不认识的类型"),
            help: (
                "the types are number, text, boolean, date, time, list and one of, as in `tier one of \"gold\", \"silver\"`",
                "类型有 数字、文本、是否、日期、时间、列表 和 取值，例如 `等级 取值 \"gold\"、\"silver\"`"
            ), expected: [.type])
    }

    static func numberOutOfRange(_ what: String, _ range: ClosedRange<Int64>) -> Problem {
        Problem(
            "J0147", "\(what) out of range", "\(inChinese(what))超出范围", label: ("out of range", "超出范围"),
            help: (
                "write a whole number from \(range.lowerBound) to \(range.upperBound)",
                "写 \(range.lowerBound) 到 \(range.upperBound) 之间的整数"
            ))
    }

    static var forEachCustomer: Problem {
        Problem(
            "J0148", "each customer is in a journey by themselves anyway", "旅程本来就是每位客户各走各的", label: ("delete it", "删掉"),
            help: (
                "`for each` names a property of the event, such as `for each order`; who may enter stands in `for customers where`",
                "\(inChinese(.forEach)) 后面写事件的属性，例如 `按 每个 订单`；限定客户用 \(inChinese(.forCustomersWhere))"
            ))
    }

    static func noSuchRecurrence(_ word: String) -> Problem {
        Problem(
            "J0149", "`every \(word)` is no schedule", "没有 `每 \(word)` 这种周期", label: ("every what?", "每什么？"),
            help: (
                "write `every day at 10:00`, `every workday`, `every monday` or `every 1st of month`",
                "可以写每天、每个工作日、每周几，或每月几号，例如 `every day at 10:00`"
            ), expected: [.keyword(.day), .keyword(.workday), .keyword(.monday)])
    }

    static var rateWithoutUnit: Problem {
        Problem(
            "J0153", "a rate names its unit of time", "频率要写明时间单位", label: ("per what?", "每多久？"),
            help: (
                "write `limit 20 per second`; the units are `second`, `minute`, `hour` and `day`. How many one customer gets is a rule of the policy: `at most 4 messages per 30d via wecom_group`",
                "例如 `限速 20 per second`，单位有 `second`、`minute`、`hour`、`day`。每位客户最多收到几条写在策略里：`at most 4 messages per 30d via wecom_group`"
            ),
            expected: [.unit])
    }
}
