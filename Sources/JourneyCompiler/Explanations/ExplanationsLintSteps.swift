extension Explanation {
    /// What lints find in steps, headers and tests.
    static let lintSteps: [Explanation] = [
        Explanation(
            "J1212", ("a series that nothing ends early", "没有提前结束条件的系列消息"),
            (
                "The second message, days later, also reaches those who have long bought. A goal or an exit ends the journey for them; a branch, a `stop` or a wait for an event would do as well.",
                "几天后的第二条消息，早就下单的客户也会收到。写上目标或退出条件，这些客户就会提前结束；用分支、停止或等待事件也可以。"
            ),
            wrong: "message tips for email \"…\" end\nwhen signed_up send welcome via email wait 3d send tips via email\npolicy require consent marketing at most 3 messages per 7d end",
            right: "message tips for email \"…\" end\nwhen signed_up goal bought within 7d send welcome via email wait 3d send tips via email\npolicy require consent marketing at most 3 messages per 7d end"),
        Explanation(
            "J1214", ("an adaptive split without a goal", "没有目标的自适应分流"),
            (
                "An adaptive split sends more and more customers where the goal is reached most often. Without a goal there is nothing to learn from.",
                "自适应分流会把越来越多的客户分到目标达成率最高的分支。没有目标，就无从学习。"
            ),
            wrong: "when browsed split \"offer\" adaptively \"a\" send ten via sms \"b\" send twenty via sms end",
            right: "when browsed goal bought within 7d split \"offer\" adaptively \"a\" send ten via sms \"b\" send twenty via sms end"),
        Explanation(
            "J1215", ("a coupon without a pool", "没有券池的优惠券"),
            (
                "`give` takes a code out of a declared pool. Without a declaration there are no codes, and everybody goes the way of `or else`.",
                "“发放”是从声明过的券池里取一个券码。没有声明就没有券码，所有人都会走“不成则”。"
            ),
            wrong: "when bought give spring_twenty", right: "coupon spring_twenty stock 500 end\nwhen bought give spring_twenty"),
        Explanation(
            "J1220", ("once in a lifetime, by default", "默认一生只进入一次"),
            (
                "Without `again` a customer enters a journey once, ever. For events that come again and again that is often not meant: say `again after 30d`, or `once`, so that a reader knows.",
                "没有写再次进入的规则，客户一生只进入一次。对反复发生的事件，这往往不是本意：请写“间隔 30天 可再次进入”，或者写明“仅进入一次”。"
            ),
            wrong: "policy require consent marketing at most 3 messages per 7d end\nwhen added_to_cart but not bought within 2h send cart_reminder via wecom",
            right: "policy require consent marketing at most 3 messages per 7d end\nwhen added_to_cart but not bought within 2h again after 30d send cart_reminder via wecom"),
        Explanation(
            "J1221", ("an exit that is the goal", "和目标相同的退出条件"),
            (
                "On one event the goal is looked at before the exits, and reaching it ends the journey. An exit on the same event never acts, as long as the goal counts.",
                "同一个事件先看目标，再看退出条件；目标达成旅程就结束了。只要目标还在期限内，相同的退出条件就不起作用。"
            ),
            wrong: "when browsed goal bought within 7d exit when bought send hint via sms wait 1d send offer via sms",
            right: "when browsed goal bought within 7d send hint via sms wait 1d send offer via sms"),
        Explanation(
            "J1222", ("a message after the goal's window", "目标期限之后的消息"),
            (
                "The goal counts from entry. What a message brings that leaves when the window is over, no report will show.",
                "目标的期限从进入旅程算起。期限过后才发出的消息，带来的转化报表里看不到。"
            ),
            wrong: "when browsed goal bought within 3d send hint via sms wait 7d send offer via sms",
            right: "when browsed goal bought within 14d send hint via sms wait 7d send offer via sms"),
        Explanation(
            "J1225", ("a control group without a goal", "没有目标的对照组"),
            (
                "Customers who are held out pass through without messages, so that the others can be compared with them. What is compared is how many reach the goal.",
                "对照组的客户走完旅程但不收消息，用来和其他人比较。比较的是有多少人达成目标。"
            ),
            wrong: "when browsed hold out 10% send offer via sms", right: "when browsed hold out 10% goal bought within 7d send offer via sms"),
        Explanation(
            "J1226", ("an arm that nobody takes", "没有人走的分支"),
            (
                "A share of 0% is no customer at all. To switch an arm off for a while it can stay; else take it out.",
                "比例是 0% 就没有客户会走。暂时关掉一个分支可以先留着，否则请去掉。"
            ),
            wrong: "when browsed split \"offer\" 100% \"a\" send ten via sms 0% \"b\" send twenty via sms end",
            right: "when browsed split \"offer\" 50% \"a\" send ten via sms 50% \"b\" send twenty via sms end"),
        Explanation(
            "J1227", ("a test of another journey", "测试的是别的旅程"),
            (
                "Behind `for` a test names the journey that is tried. A message of another journey never comes there.",
                "测试里写了旅程名，就只测试那个旅程，别的旅程的消息不会出现。"
            ),
            wrong: "journey a when browsed send hint via sms end\njourney b when bought send thanks via sms end\ntest \"thanks\" for a at 0m bought expect thanks at 0m end",
            right: "journey a when browsed send hint via sms end\njourney b when bought send thanks via sms end\ntest \"thanks\" for b at 0m bought expect thanks at 0m end"),
    ]
}
