import JourneyLanguage

/// What lints find in steps and headers.
extension Finding {
    static func recordLoop(_ ring: String) -> Finding {
        Finding(
            "J1200", .warning, "these journeys set each other off for ever: \(ring)", "这些旅程会没完没了地互相触发：\(ring)",
            label: ("closes the ring", "在这里绕回来了"),
            help: ("put a `wait` before this step, or let one of them in less often: `again after 1d`", "在这一步前加 \(inChinese(.wait))，或者限制再次进入，例如 `间隔 1天 可再次进入`"))
    }

    static func startsItself(_ name: String) -> Finding {
        Finding(
            "J1201", .warning, "`\(name)` starts itself, and nobody enters it twice", "`\(name)` 启动自己，可每个客户只能进入一次", label: ("starts nobody", "不起作用"),
            help: ("for rounds write `repeat up to 3 times every 2d … end`; to let customers in anew write `again after 30d`", "要循环就写 `最多 重复 3次 每隔 2天 … 结束`；要允许再次进入就写 `间隔 30天 可再次进入`"))
    }

    static func roundOverrun(_ every: String, waited: String) -> Finding {
        Finding(
            "J1205", .warning, "a round waits `\(waited)`, longer than the `\(every)` between rounds", "一轮里等待 `\(waited)`，比间隔 `\(every)` 还长",
            label: ("never has an effect", "不起作用"),
            help: ("rounds are counted from start to start: write `every \(waited)` or more, or wait less", "间隔从每轮开始算起：间隔写 `\(waited)` 或更长，或者缩短等待"))
    }

    static func dateOver(_ date: String, first: String) -> Finding {
        Finding(
            "J1206", .warning, "`\(date)` is over before the first can enter on `\(first)`", "最早 `\(first)` 才有人进入，那时 `\(date)` 已经过了",
            label: ("no wait at all", "不会等待"), help: ("wait for a later day", "改成更晚的日期"))
    }

    static func noWayOut(_ message: String) -> Finding {
        Finding(
            "J1212", .note, "`\(message)` also reaches customers who have done long before what is asked of them", "就算客户早就做了想让他做的事，也还会收到 `\(message)`",
            label: ("nothing ends the journey before", "前面没有任何退出条件"),
            help: ("say what it is for, as in `goal bought within 7d`, or when to stop, as in `exit when bought`", "写上目标，例如 `目标 7天 内 购买`，或写上退出条件，例如 `退出条件 购买`"))
    }

    static func adaptiveWithoutGoal(_ name: String) -> Finding {
        Finding(
            "J1214", .error, "the split `\(name)` has no goal to learn from", "分流 `\(name)` 没有目标可以学习", label: ("learns from what?", "根据什么学习？"),
            help: ("write what counts as a success, as in `goal bought within 7d`, or give each arm a share", "写上什么算成功，例如 `目标 7天 内 购买`，或者给每个分支写比例"))
    }

    static func giveUndeclared(_ name: String) -> Finding {
        Finding(
            "J1215", .warning, "no coupon is declared, so there is no `\(name)` to give", "没有声明过优惠券池，没有 `\(name)` 可发", label: ("nothing to give", "没有可发的券"),
            help: ("declare it: `coupon \(name) stock 500 end`", "声明它：`优惠券池 \(name) 库存 500 结束`"), isStrictError: true)
    }

    static func emptyShare(_ arm: String) -> Finding {
        Finding(
            "J1226", .warning, "nobody takes the arm `\(arm)`", "没有人会走分支 `\(arm)`", label: ("a share of nothing", "比例是 0"),
            help: ("give it a share, or take it out", "给它一个比例，或者去掉它"))
    }

    static func goalIsExit(_ event: String) -> Finding {
        Finding(
            "J1221", .note, "`\(event)` reaches the goal, which ends the journey before this exit could", "`\(event)` 就是目标，达成时旅程已经结束，轮不到这里退出",
            label: ("never acts", "不起作用"),
            help: ("leave it out; a journey that is to go on says `and continue` behind its goal", "去掉它；达成后要继续，就在目标后写 \(inChinese(.andContinue))"))
    }

    static func afterGoal(_ message: String, after: String, goal: String) -> Finding {
        Finding(
            "J1222", .warning, "`\(message)` leaves after `\(after)` at the earliest, and the goal counts `\(goal)`", "`\(message)` 最早在 `\(after)` 后发出，而目标只算 `\(goal)` 内",
            label: ("what it brings is not counted", "带来的转化不计入"),
            help: ("give the goal a longer window, or wait less", "把目标的期限放长，或者少等一些"))
    }

    static var holdOutWithoutGoal: Finding {
        Finding(
            "J1225", .warning, "a control group is compared by the goal, and this journey has none", "对照组要靠目标来比较，这个旅程没有目标", label: ("compared by what?", "比较什么？"),
            help: ("write what counts as a success, as in `goal bought within 7d`", "写上什么算成功，例如 `目标 7天 内 购买`"))
    }

    static func testOfOther(_ message: String, journey: String, suggestion: String?) -> Finding {
        let mend = didYouMean(suggestion)
        return Finding(
            "J1227", .warning, "`\(journey)` never sends `\(message)`" + mend.english, "`\(journey)` 从不发送 `\(message)`" + mend.chinese,
            label: suggestion.map { ("did you mean `\($0)`?", "是不是 `\($0)`？") } ?? ("another journey sends it", "这是别的旅程发的"),
            help: ("name the journey that sends it behind `for`, or leave `for` out to test all of them", "测试对象写发送它的旅程，或者不写旅程名，测试全部旅程"))
    }
}
