extension Explanation {
    /// Sentences told as one tells them to a colleague.
    static let prose: [Explanation] = [
        Explanation(
            "J0161", ("a story instead of events", "把触发条件写成了一句话"),
            (
                "The sentence is read word by word, and between `when` and the first step it has room for names of events, conditions and windows only. The customer is understood. Verbs are written as the events are called that come in: `bought`, not `does buy`.",
                "“当”和第一个步骤之间只写事件名、条件和期限，说的就是触发的这位客户。事件要写接入时的名称，例如 `购买`，不写“客户没有去购买”。"
            ),
            wrong: "when a customer browses but does not buy within 2d send coupon via wecom",
            right: "when browsed but not bought within 2d send coupon via wecom"),
        Explanation(
            "J0162", ("a time of day at an event", "给事件指定了钟点"),
            (
                "Events come when they come. To act at a time of day, wait for it; a journey that begins at a time begins with `every`, or with `on` and a date.",
                "事件随时可能发生。想在某个钟点再做，先等到它；到点就触发的旅程用“每天”“每周一”，或“在”加日期。"
            ),
            wrong: "when signed_up at 9:00 send welcome via email", right: "when signed_up wait until 9:00 send welcome via email",
            chinese: ("当 注册 9:00 通过 邮件 发送 欢迎", "当 注册 等到 9:00 通过 邮件 发送 欢迎")),
        Explanation(
            "J0163", ("a delay without wait", "没有用“等待”来推迟"),
            (
                "Steps follow one another at once. What is to happen later has a `wait` before it; a duration behind a step would not say what it delays.",
                "步骤一个接一个马上执行。想晚点再做，就在它前面写“等待”；时长写在步骤后面，说不清推迟的是什么。"
            ),
            wrong: "when browsed send coupon via wecom in 2 hours", right: "when browsed wait 2 hours send coupon via wecom",
            chinese: ("当 浏览 3天后 通过 短信 发送 优惠券", "当 浏览 等待 3天 通过 短信 发送 优惠券")),
        Explanation(
            "J0164", ("a comparison as a trigger", "把比较写成了触发条件"),
            (
                "A condition holds or does not; a journey begins when something happens. For an event, the comparison asks about its properties and follows `where`; for an attribute of the customer, its change is what happens.",
                "条件只有成立或不成立，旅程要等某件事发生才开始。事件的比较写在“满足”后面；客户属性变化时触发，用“变化”或“变为”。"
            ),
            wrong: "when lead_score > 50 send call via email",
            right: "when lead_score changes for customers where lead_score > 50 send call via email"),
        Explanation(
            "J0165", ("customers without a condition", "没有写清是哪些客户"),
            (
                "Who is gold, or a member, stands in an attribute, a tag or an audience; the header asks for it in so many words.",
                "谁是金卡、谁是会员，记在客户属性、标签或人群里；设置里要写明按哪一个来判断。"
            ),
            wrong: "when browsed for gold customers send coupon via wecom",
            right: "when browsed for customers where tier is \"gold\" send coupon via wecom",
            chinese: ("当 浏览 面向会员 通过 短信 发送 优惠券", "当 浏览 面向 客户 满足 有标签 会员 通过 短信 发送 优惠券")),
        Explanation(
            "J0166", ("everybody, which is understood", "“所有客户”不用写"),
            (
                "A journey is about one customer at a time: the one of the event. It is for everybody unless a header says otherwise.",
                "旅程里说的始终是触发它的那位客户；不写限定条件，就是对所有客户生效。"
            ),
            wrong: "when browsed for everyone send coupon via wecom", right: "when browsed send coupon via wecom",
            chinese: ("策略 每人 每 7天 最多 3条 消息 结束", "策略 每 7天 最多 3条 消息 结束")),
        Explanation(
            "J0167", ("a span counted from an event", "期限从某个事件算起"),
            (
                "In a condition `within 7d` looks back from the moment at which it is asked. How soon one event follows another is what triggers are for.",
                "条件里的“7天 内”是从判断的那一刻往回算。某事件之后多久发生另一件事，要写成触发条件。"
            ),
            wrong: "when browsed if bought within 7d of signed_up send thanks via sms end",
            right: "when signed_up then bought within 7d send thanks via sms"),
        Explanation(
            "J0168", ("a tag as a trigger", "用标签触发旅程"),
            (
                "Tags are set silently; what can begin a journey is that a customer enters an audience, and an audience may be those who have a tag.",
                "打标签本身不会触发旅程；进入人群可以，而人群可以就是有某个标签的客户。"
            ),
            wrong: "when tag vip added send gift via email",
            right: "audience vips = has tag vip when enters audience vips send gift via email"),
        Explanation(
            "J0169", ("more than a name in a name", "一个名称里混进了别的内容"),
            (
                "Without spaces, what no keyword cuts off is read as a name. Here it holds words that hardly belong to one, and as it stands no such event would ever come.",
                "没有空格时，关键词切不开的一串字会被读成一个名称。这里面有不像名称的内容，照这样不会有事件对得上。"
            ),
            wrong: "当购买金额大于100就通过短信发送感谢", right: "当 购买 满足 金额 大于 100 就 通过 短信 发送 感谢"),
        Explanation(
            "J0170", ("a text without quotes", "文案没有放在引号里"),
            (
                "What is sent stands between quotation marks, however short; signs such as 【】 belong inside of them.",
                "要发的文案不管多短都放在双引号里，`【】` 这样的符号也写在引号里面。"
            ),
            wrong: "message m for sms 【Shop】Hello end", right: "message m for sms \"【Shop】Hello\" end",
            chinese: ("消息 甲 用于 短信 【店】您好 结束", "消息 甲 用于 短信 \"【店】您好\" 结束")),
        Explanation(
            "J0171", ("a date without on", "日期前面没写“在”"),
            (
                "A date of the customer, such as a birthday, is no event. With `on` the journey begins on its day and month, every year.",
                "生日这样的日期是客户属性，不是事件。前面写“在”，每年到这一天就触发。"
            ),
            wrong: "when birthday at 9:00 send greeting via sms", right: "when on birthday at 9:00 send greeting via sms",
            chinese: ("当 生日 9:00 通过 短信 发送 祝福", "当 在 生日 9:00 通过 短信 发送 祝福")),
    ]
}
