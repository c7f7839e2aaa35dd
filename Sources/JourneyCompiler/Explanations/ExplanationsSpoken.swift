extension Explanation {
    /// Slips of those who come from other tools, and of those who write as they speak.
    static let spoken: [Explanation] = [
        Explanation(
            "J0133", ("a placeholder in a name", "名称里有占位符"),
            (
                "A name says which message is meant; the text itself, with what is put in for each customer, stands in a `message`.",
                "名称只说明发的是哪条消息；文案和因人而异的内容写在“消息”里。"
            ),
            wrong: "when browsed send \"Dear {name}\" via sms",
            right: "when browsed send greeting via sms"),
        Explanation(
            "J0134", ("a date in another order", "日期的顺序不对"),
            (
                "Dates are written year, month and day, so that the 5th of June is never taken for the 6th of May.",
                "日期一律按年-月-日写，免得把 6 月 5 日看成 5 月 6 日。"
            ),
            wrong: "when on 11.11.2036 at 10:00 send sale via sms",
            right: "when on 2036-11-11 at 10:00 send sale via sms"),
        Explanation(
            "J0135", ("a time of another clock", "钟点的写法不对"),
            (
                "Times run from `0:00` to `23:59` and always have their minutes.",
                "钟点从 `0:00` 到 `23:59`，分钟不能省。"
            ),
            wrong: "when every monday at 10pm send news via sms",
            right: "when every monday at 22:00 send news via sms"),
        Explanation(
            "J0136", ("two channels joined with and", "两个渠道用“且”连接"),
            (
                "A message leaves through one channel. `or else` names the next one, which is tried when the one before cannot reach the customer; to use both, write two steps.",
                "一条消息只从一个渠道发。“其次”写备用渠道，前一个触达不了才用；两个都要发就写两步。"
            ),
            wrong: "when browsed send coupon via wecom and sms",
            right: "when browsed send coupon via wecom or else sms"),
        Explanation(
            "J0137", ("a sentence without its when", "句子没有写“当”"),
            (
                "What stands here is a trigger, and a trigger follows `when`.",
                "这里写的是触发条件，前面要有“当”。"
            ),
            wrong: "every monday at 10:00 send news via sms",
            right: "when every monday at 10:00 send news via sms"),
        Explanation(
            "J0138", ("an arm without its share", "分流的分支没写比例"),
            (
                "Each arm of a `split` begins with the share of the customers that take it. With `adaptively` the shares find themselves, by what reaches the goal.",
                "分流的每个分支先写占多少比例。写“自动优化”时不用写，系统按目标达成情况自己调整。"
            ),
            wrong: "when browsed split \"gift\" \"a\" send tea via sms \"b\" send cup via sms end",
            right: "when browsed split \"gift\" 50% \"a\" send tea via sms 50% \"b\" send cup via sms end"),
        Explanation(
            "J0139", ("a split without a name", "分流没有名字"),
            (
                "Lots are drawn by the name of the split, so that a customer stays in the same arm whatever else changes in the journey; reports show it, too.",
                "随机分组按分流的名字来定，旅程怎么改客户都留在原来的分支；报表里也显示这个名字。"
            ),
            wrong: "when browsed split 50% send tea via sms 50% send cup via sms end",
            right: "when browsed split \"gift\" 50% send tea via sms 50% send cup via sms end"),
        Explanation(
            "J0140", ("rounds without their length", "重复没有写每隔多久"),
            (
                "Rounds that follow at once would send everything in one second. `every` says how long a round is.",
                "没有间隔，几轮会在一秒内全部发完。“每隔”写明一轮有多长。"
            ),
            wrong: "when browsed repeat up to 3 times send nudge via sms end",
            right: "when browsed repeat up to 3 times every 2d send nudge via sms end",
            chinese: ("当 浏览 最多 重复 3次 发送 提醒 通过 短信 结束", "当 浏览 最多 重复 3次 每隔 2天 发送 提醒 通过 短信 结束")),
        Explanation(
            "J0141", ("a verb of another tool", "别的工具的动作词"),
            (
                "Each step begins with one of the verbs of the language, so that a journey reads the same everywhere; this word means one of them.",
                "每个步骤都以旅程语言的动作开头，谁读都一样；这个词对应其中一个。"
            ),
            wrong: "when browsed notify coupon via wecom",
            right: "when browsed send coupon via wecom"),
        Explanation(
            "J0142", ("a share without its sign", "比例没有写百分号"),
            (
                "`10` could be ten customers or ten of a hundred; a share has its `%`.",
                "`10` 可能是十个人，也可能是百分之十；比例要带百分号。"
            ),
            wrong: "when browsed goal bought within 7d hold out 10 send coupon via wecom",
            right: "when browsed goal bought within 7d hold out 10% send coupon via wecom",
            chinese: (
                "当 浏览 目标 7天 内 购买 对照组 10 发送 优惠券 通过 企业微信", "当 浏览 目标 7天 内 购买 对照组 10% 发送 优惠券 通过 企业微信"
            )),
        Explanation(
            "J0143", ("a question about the past without its span", "问过去的行为没写期限"),
            (
                "What a customer did is counted over a span of time, which is said: `within 90d`, or `ever` for all that is known.",
                "客户做过什么，要说明在多长时间里数：写“90天 内”，或者用“曾经”表示全部记录。"
            ),
            wrong: "when browsed if bought at least 3 times tag loyal end",
            right: "when browsed if bought at least 3 times within 90d tag loyal end"),
        Explanation(
            "J0144", ("a day as people speak of it", "口语里的日子"),
            (
                "`tomorrow` could be a day from now or the next morning. Say which: a duration, a time of day, or a day of the week.",
                "“明天”可能是隔一天，也可能是第二天早上，要写明：时长、钟点或星期几。"
            ),
            wrong: "when browsed wait until tomorrow send tips via sms",
            right: "when browsed wait 1d send tips via sms"),
        Explanation(
            "J0145", ("a name in several words", "名称写成了几个词"),
            (
                "A name is one word, or stands in quotes; otherwise it would not be known where it ends.",
                "名称只能是一个词，否则看不出到哪里为止；要用几个词就加引号。"
            ),
            wrong: "when browsed send cart reminder via wecom",
            right: "when browsed send cart_reminder via wecom"),
        Explanation(
            "J0146", ("an unknown type", "不认识的类型"),
            (
                "The type of a property says what it may be compared with. There are seven of them, which the diagnostic lists.",
                "属性的类型决定它能和什么比较。一共有七种，提示里都列出来了。"
            ),
            wrong: "event bought\n  total integer\nend",
            right: "event bought\n  total number\nend"),
        Explanation(
            "J0147", ("a number out of its range", "数字超出范围"),
            (
                "The number is too small or too large for what it counts. The diagnostic says from where to where it may go.",
                "这个数字对它所数的东西来说太小或太大。提示里写了可用的范围。"
            ),
            wrong: "coupon spring\n  stock 0\nend",
            right: "coupon spring\n  stock 500\nend"),
        Explanation(
            "J0148", ("for each customer", "按每位客户"),
            (
                "Every customer goes through a journey by themselves. `for each` makes one instance for each value of a property, such as one for each order.",
                "每位客户本来就各走各的旅程。“按 每个”是按属性的值分开，例如每个订单一份。"
            ),
            wrong: "when ordered for each customer send thanks via sms",
            right: "when ordered for each order_id send thanks via sms"),
        Explanation(
            "J0149", ("an unknown schedule", "不认识的周期"),
            (
                "A schedule is a day as the calendar names it: each day, each working day, a day of the week, or a day of the month.",
                "周期按日历来写：每天、每个工作日、每周几，或每月几号。"
            ),
            wrong: "when every morning send news via sms",
            right: "when every day at 8:00 send news via sms"),
        Explanation(
            "J0153", ("a rate without a unit", "频率没有写单位"),
            (
                "A rate is so many in one second, minute, hour or day, over all customers. How many one customer gets, a month or a day, is a rule of the policy: `at most 4 messages per 30d via wecom_group`.",
                "频率是每秒、每分钟、每小时或每天多少条，所有客户合计。每位客户一个月或一天最多收到几条，是策略里的规则：`at most 4 messages per 30d via wecom_group`。"
            ),
            wrong: "channel sms\n  adapter console\n  limit 20 per week\nend",
            right: "channel sms\n  adapter console\n  limit 3 per day\nend"),
    ]
}
