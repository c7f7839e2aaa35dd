extension Explanation {
    /// What the checker finds in shares, blocks and tests.
    static let blocks: [Explanation] = [
        Explanation(
            "J1095", ("shares that are not the whole", "比例加起来不是 100%"),
            ("Everybody who comes to a split goes one of its ways, so the shares sum to 100%.", "走到分流的每个人都要进一个分支，所以比例加起来是 100%。"),
            wrong: "when bought\n  split \"test\"\n    50% \"a\" tag a\n    40% \"b\" tag b\n  end",
            right: "when bought\n  split \"test\"\n    50% \"a\" tag a\n    50% \"b\" tag b\n  end"),
        Explanation(
            "J1096", ("a split with one arm", "只有一个分支的分流"),
            ("A split compares; the other arm may be empty.", "分流是为了比较，另一个分支可以是空的。"),
            wrong: "when bought\n  split \"test\"\n    100% \"a\" tag a\n  end",
            right: "when bought\n  split \"test\"\n    90% \"a\" tag a\n    10% \"nothing\"\n  end"),
        Explanation(
            "J1097", ("two arms of one name", "分支重名"),
            ("Reports and the draw itself tell arms apart by their names.", "报表和抽样都靠名称区分分支。"),
            wrong: "when bought\n  split \"test\"\n    50% \"a\" tag a\n    50% \"a\" tag b\n  end",
            right: "when bought\n  split \"test\"\n    50% \"a\" tag a\n    50% \"b\" tag b\n  end"),
        Explanation(
            "J1098", ("a share too fine", "比例太细"),
            ("Draws have ten thousand buckets, so a share has at most two places: `12.34%`.", "抽样分一万份，所以比例最多两位小数，例如 `12.34%`。"),
            wrong: "when bought roll out to 12.345% tag warm", right: "when bought roll out to 12.34% tag warm"),
        Explanation(
            "J1100", ("everybody held out", "所有人都在对照组"),
            ("Who is held out gets nothing, so with 100% the journey does nothing at all.", "对照组收不到任何消息，100% 等于整个旅程什么也不做。"),
            wrong: "when read goal bought within 7d hold out 100% send hint via sms",
            right: "when read goal bought within 7d hold out 10% send hint via sms"),
        Explanation(
            "J1101", ("part of a day before a day", "提前的不是整天"),
            (
                "With a time of day, `before` counts whole days: `3d before expires_on at 10:00`. Without one any duration will do.",
                "写了钟点，就按整天提前，例如提前 3 天的 10:00；不写钟点时，多长都可以。"
            ),
            wrong: "when 3h before expires_on at 10:00 tag warm", right: "when 3d before expires_on at 10:00 tag warm"),
        Explanation(
            "J1102", ("a repeat of nothing", "重复里没有步骤"),
            ("The steps between `repeat` and `end` are what is done again and again.", "重复和结束之间的步骤，就是要反复做的事。"),
            wrong: "when bought\n  repeat up to 3 times every 1d end", right: "when bought\n  repeat up to 3 times every 1d\n    send ask via sms\n  end"),
        Explanation(
            "J1103", ("for each value of no event", "没有事件，谈不上每个"),
            (
                "`for each` keeps one instance for each value of the triggering event's property; a schedule has no such event. Where an attribute changes, `for each` can name that attribute.",
                "“按 每个”按触发事件的属性分开计算；定时没有这样的事件；属性变化时可以写这个属性本身。"
            ),
            wrong: "when every day at 10:00 for each order tag warm", right: "when ordered for each order tag warm"),
        Explanation(
            "J1104", ("for each of a property that is not there", "触发事件没有这个属性"),
            ("An event without the property lets nobody in.", "没有这个属性的事件，不会让任何人进入旅程。"),
            wrong: "event ordered\n  order text\nend\nwhen ordered for each parcel tag warm",
            right: "event ordered\n  order text\nend\nwhen ordered for each order tag warm"),
        Explanation(
            "J1105", ("journeys that start each other at once", "旅程互相启动"),
            (
                "Each start makes the next at the same instant; only re-entry rules and the limit on steps would end it.",
                "一个启动另一个，全在同一时刻，只有再次进入的限制和步数上限才停得住。"
            ),
            wrong: "journey a when bought start b end\njourney b when paid start a end",
            right: "journey a when bought start b end\njourney b when paid wait 1d start a end"),
        Explanation(
            "J1107", ("a message that is never sent", "从不发送的消息"),
            ("The test expects a message that no journey of the workspace sends, so it can never pass.", "测试预期的消息，工作区里没有旅程会发送，永远不会通过。"),
            wrong: "journey a when bought send hello via sms end\ntest \"t\"\n  at 0m bought\n  expect helo via sms\nend",
            right: "journey a when bought send hello via sms end\ntest \"t\"\n  at 0m bought\n  expect hello via sms\nend"),
    ]
}
