/// The structure of a program: items, blocks, headers and steps at their places.
extension Problem {
    static func notAnItem(found: String?) -> Problem {
        let blocks: [Keyword] = [
            .journey, .event, .customer, .audience, .message, .coupon, .channel, .policy, .calendar, .test,
        ]
        return Problem(
            "J0102", found.map { "nothing begins with `\($0)`" } ?? "something is missing here",
            found.map { "没有以 `\($0)` 开头的写法" } ?? "这里缺了内容",
            label: ("not the beginning of anything", "不能这样开头"),
            help: (
                "a file holds sentences that begin with `when`, and blocks: " + blocks.map { "`\($0.spelling())`" }.joined(separator: " "),
                "文件里放的是以 \(inChinese(.when)) 开头的句子，以及这些段落：" + blocks.map { inChinese($0) }.joined(separator: " ")
            ),
            expected: ([.when] + blocks).map { .keyword($0) })
    }

    static func notAStep(found: String?) -> Problem {
        let verbs: [Keyword] = [
            .send, .wait, .if, .split, .repeatUpTo, .set, .add, .tag, .untag, .give, .record, .start, .leave, .label, .stop,
        ]
        return Problem(
            "J0103", found.map { "`\($0)` is no step" } ?? "a step is missing here",
            found.map { "`\($0)` 不是一个步骤" } ?? "这里缺一个步骤", label: ("expected a step", "这里应该是步骤"),
            help: (
                "steps begin with a verb: " + verbs.map { "`\($0.spelling())`" }.joined(separator: " "),
                "步骤以动作开头：" + verbs.map { inChinese($0) }.joined(separator: " ")
            ), expected: [.step])
    }

    static func missingEnd(of opener: String) -> Problem {
        Problem(
            "J0104", "`\(opener)` has no `end`", "`\(opener)` 没有对应的 \(inChinese(.end))", label: ("opened here", "从这里开始"),
            help: ("write `end` after its last line", "在它的最后一行后面写 \(inChinese(.end))"), expected: [.keyword(.end)])
    }

    static var strayEnd: Problem {
        Problem(
            "J0105", "this `end` closes nothing", "这个 \(inChinese(.end)) 没有可结束的内容", label: ("nothing is open here", "前面没有未结束的段落"),
            help: ("delete it", "把它删掉"))
    }

    static func noSteps(in what: String) -> Problem {
        Problem(
            "J0106", "\(what) has no steps", "\(inChinese(what))没有写要做什么", label: ("and then what?", "然后呢？"),
            help: ("say what to do, such as `send coupon via wecom`", "写上要做的事，例如 `发送 优惠券 通过 企业微信`"), expected: [.step])
    }

    static func headerAfterStep(_ header: String) -> Problem {
        Problem(
            "J0107", "`\(header)` comes too late", "`\(header)` 写得太靠后了", label: ("after a step", "前面已经有步骤"),
            help: (
                "what holds for the whole journey stands between its `when` and its first step",
                "对整个旅程生效的设置，要写在 \(inChinese(.when)) 和第一个步骤之间"
            ))
    }

    static func duplicateHeader(_ header: String) -> Problem {
        Problem(
            "J0108", "`\(header)` is said twice", "`\(header)` 写了两遍", label: ("said before", "前面写过了"),
            help: ("keep one of them", "留一个就好"))
    }

    static var missingTrigger: Problem {
        Problem(
            "J0123", "this journey does not say when it begins", "这个旅程没有说什么时候开始",
            label: ("`when` is missing", "缺少 \(inChinese(.when))"),
            help: (
                "begin with a trigger, such as `when browsed`; a journey that only others lead to begins with an event that they `record`",
                "先写触发条件，例如 `当 浏览`；只由其他旅程引入的旅程，用它们 `记录` 的事件触发"
            ), expected: [.keyword(.when)])
    }

    static func stepOutside(_ step: String) -> Problem {
        Problem(
            "J0124", "`\(step)` stands outside of a journey", "`\(step)` 写在了旅程外面", label: ("when?", "什么时候？"),
            help: ("say when it happens first, such as `when browsed \(step) …`", "先写什么时候触发，例如 `当 浏览 \(step) …`"))
    }

    static var stopWhen: Problem {
        Problem(
            "J0117", "a journey ends early by `exit when`", "提前退出旅程用 \(inChinese(.exitWhen))",
            label: ("write `exit when`", "写 \(inChinese(.exitWhen))"),
            help: ("`stop` is a step that ends the journey where it stands", "\(inChinese(.stop)) 是一个步骤，走到那里旅程就结束"))
    }

    static var ifSoWithoutWait: Problem {
        Problem(
            "J0116", "`if so` answers a `wait up to … for …`, and none stands before it",
            "\(inChinese(.ifSo)) 要跟在 `最多 等待 … 直到 …` 后面，这里前面没有", label: ("if what?", "等到了什么？"),
            help: ("write the condition, such as `if total > 100`", "把条件写出来，例如 `如果 金额 大于 100`"))
    }

    static var missingContent: Problem {
        Problem(
            "J0114", "`send` does not say what to send", "\(inChinese(.send)) 没有说发什么", label: ("the message is missing", "缺少消息名"),
            help: ("name it first: `send coupon via wecom`", "写上消息名，例如 `发送 优惠券 通过 企业微信`"), expected: [.contentName])
    }

    static var missingVia: Problem {
        Problem(
            "J0115", "`send` does not say through which channel", "\(inChinese(.send)) 没有说从哪个渠道发",
            label: ("`via` is missing", "缺少 \(inChinese(.via))"),
            help: ("name it: `send coupon via wecom`", "写上渠道，例如 `发送 优惠券 通过 企业微信`"), expected: [.keyword(.via)])
    }

    static var orWithoutElse: Problem {
        Problem(
            "J0127", "the next channel follows after `or else`", "备用渠道写在 \(inChinese(.orElse)) 后面",
            label: ("write `or else`", "写 \(inChinese(.orElse))"),
            help: ("it is tried when the one before cannot reach the customer", "前一个渠道触达不了客户时，才会用它"))
    }

    /// - Parameters:
    ///   - isSame: the same message again: then only its channel belongs here.
    ///   - isInBlock: a branch is open whose other one may be meant.
    static func stepAsFallback(isSame: Bool, isInBlock: Bool) -> Problem {
        let another: Wording.Both = (
            "one `send` has one message; for another step: `if reachable via wecom send coupon via wecom else send reminder via sms end`",
            "一个 \(inChinese(.send)) 只发一条消息；要改做别的，写 `如果 可触达 企业微信 通过 企业微信 发送 优惠券 否则 通过 短信 发送 提醒 结束`"
        )
        let branch: Wording.Both = (
            "the other branch begins with `else`; the next channel is `send coupon via wecom or else sms`",
            "另一个分支写 \(inChinese(.else))；备用渠道写 `通过 企业微信 其次 短信 发送 优惠券`"
        )
        return Problem(
            "J0174", "`or else` names the next channel, not a step", "\(inChinese(.orElse)) 后面写备用渠道，不写步骤",
            label: ("only a channel follows here", "这里只写渠道名"),
            help: isSame
                ? ("name only the channel: `send coupon via wecom or else sms`", "只写渠道名：`通过 企业微信 其次 短信 发送 优惠券`")
                : isInBlock ? branch : another,
            expected: [.channelName])
    }

    static func strayElse(_ word: String) -> Problem {
        Problem(
            "J0132", "`\(word)` belongs to no open `if` or `wait`", "`\(word)` 前面没有未结束的 \(inChinese(.if)) 或 \(inChinese(.wait))",
            label: ("nothing is open here", "没有可接的段落"), help: ("look for an `end` too many before it", "看看前面是不是多写了一个 \(inChinese(.end))"))
    }

    static func unknownPolicyRule(_ rule: String) -> Problem {
        Problem(
            "J0129", "a policy has no rule `\(rule)`", "策略里没有 `\(rule)` 这条规则", label: ("unknown rule", "不认识的规则"),
            help: (
                "such as `at most 3 messages per 7d`, `quiet from 22:00 to 8:00`, `require consent marketing`, `time zone \"Europe/Berlin\"`, `hold out 5%`",
                "例如 `每 7天 最多 3条 消息`、`免打扰 自 22:00 至 8:00`、`须同意 营销`、`时区 \"Asia/Shanghai\"`、`对照组 5%`"
            ),
            expected: Parser.policyRules.map { .keyword($0) })
    }

    static func duplicateRule(_ rule: String) -> Problem {
        Problem(
            "J0131", "`\(rule)` is said twice", "`\(rule)` 写了两遍", label: ("said before", "前面写过了"),
            help: ("keep one of them", "留一个就好"))
    }

    static func tooDeep(_ limit: Int) -> Problem {
        Problem(
            "J0120", "this is nested more than \(limit) deep", "嵌套超过了 \(limit) 层", label: ("too deep", "太深了"),
            help: ("break it into several journeys", "请拆成几个旅程"))
    }

    static func tooManySteps(_ limit: Int) -> Problem {
        Problem(
            "J0172", "a journey has at most \(limit) steps", "一个旅程最多有 \(limit) 个步骤",
            label: ("one step too many", "从这一步起太多了"),
            help: ("break it into several journeys that `start` each other", "请拆成几个旅程，用 \(inChinese(.start)) 互相启动"))
    }

    static func tooManyArms(_ limit: Int) -> Problem {
        Problem(
            "J0173", "a `split` has at most \(limit) arms", "一个 \(inChinese(.split)) 最多有 \(limit) 个分支",
            label: ("one arm too many", "从这一支起太多了"),
            help: ("give several of them one arm, and tell them apart inside it", "请把几支合成一支，在里面再分"))
    }

    static var tooManyErrors: Problem {
        Problem(
            "J0199", "there are more problems; these come first", "后面还有问题，先列出这些", label: ("and on from here", "从这里往后"),
            help: ("mend them and check again", "改好这些再检查一遍"))
    }

    static var andBetweenSteps: Problem {
        Problem(
            "J0155", "steps follow one another without `and`", "步骤之间不用写 \(inChinese(.and))", label: ("delete it", "删掉"),
            help: (
                "steps run in the order they are written; `then` may stand between two of them",
                "步骤按先后顺序执行；想要连接词时可以写 `然后`"
            ))
    }

    /// `if browsed but not bought …` at the beginning of a rule.
    static var ifForWhen: Problem {
        Problem(
            "J0157", "what waits for an event begins with `when`", "等事件发生要用 \(inChinese(.when)) 开头",
            label: ("write `when`", "写 \(inChinese(.when))"),
            help: (
                "`if` is a step that looks at one moment; `when` starts a journey whenever the event comes",
                "\(inChinese(.if)) 是步骤，只看当下成不成立；\(inChinese(.when)) 在事件每次发生时开始旅程"
            ))
    }
}
