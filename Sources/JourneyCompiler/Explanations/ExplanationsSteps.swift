extension Explanation {
    /// What the checker finds in names of journeys, triggers and steps.
    static let steps: [Explanation] = [
        Explanation(
            "J1000", ("two journeys of one name", "两个旅程重名"),
            (
                "The name of a journey is what its customers, timers and reports are kept under, so it is used once in a workspace.",
                "旅程里的客户、计时和报表都按名称存放，所以一个工作区里不能重名。"
            ),
            wrong: "journey welcome when signed_up tag new end\njourney welcome when bought tag buyer end",
            right: "journey welcome when signed_up tag new end\njourney thanks when bought tag buyer end",
            chinese: ("旅程 欢迎 当 注册 打标签 新客 结束\n旅程 欢迎 当 购买 打标签 买家 结束", "旅程 欢迎 当 注册 打标签 新客 结束\n旅程 感谢 当 购买 打标签 买家 结束")),
        Explanation(
            "J1001", ("two rules that would bear one name", "两句话会得到同一个名称"),
            (
                "A sentence without `journey NAME` is named after its file, and after its event where the file holds several; never after its line, so that an edit above does not rename it. Two with the same event need names of their own.",
                "没写“旅程 名称”的句子按文件名命名，一个文件有几句时再加上事件名；不按行号命名，这样改动上面的内容不会让它改名。两句的事件相同，就要各自起名。"
            ),
            wrong: "when bought tag buyer\nwhen bought send thanks via sms",
            right: "when bought tag buyer\njourney thanks when bought send thanks via sms end",
            chinese: ("当 购买 打标签 买家\n当 购买 发送 感谢 通过 短信", "当 购买 打标签 买家\n旅程 致谢 当 购买 发送 感谢 通过 短信 结束")),
        Explanation(
            "J1030", ("the absence of the same event", "等同一个事件不发生"),
            (
                "`A but not A within D` is a silence after each A. `no A for D` says that and starts anew with each A; if another event was meant, name it.",
                "“A 但 D 内未 A”等的其实是 A 之后的沉默。“D 未 A”更直接，每次 A 都会重新计时；如果想写的是另一个事件，请改过来。"
            ),
            wrong: "when browsed but not browsed within 2d send coupon via wecom", right: "when no browsed for 2d send coupon via wecom"),
        Explanation(
            "J1032", ("a count of one", "次数是 1"),
            (
                "The first event of a window is the event itself, with no need to count or to remember.",
                "期限内的第一次就是事件本身，不用数，也不用记。"
            ),
            wrong: "when browsed 1 times within 7d tag warm", right: "when browsed tag warm"),
        Explanation(
            "J1033", ("a wait of no length", "等待的时长是 0"),
            (
                "This wait is over at the moment in which it begins. Leave it out or give it a length.",
                "这个等待一开始就结束了。去掉它，或者写一个时长。"
            ),
            wrong: "when browsed wait 0d send coupon via wecom", right: "when browsed wait 1d send coupon via wecom",
            chinese: ("当 浏览 等待 0天 发送 优惠券 通过 企业微信", "当 浏览 等待 1天 发送 优惠券 通过 企业微信")),
        Explanation(
            "J1034", ("a step that is never reached", "走不到的步骤"),
            (
                "Every way to this step ends before it, most often at a `stop`. Either the step or the `stop` is at the wrong place.",
                "通向这个步骤的每条路都提前结束了，多半是因为前面的“停止”。不是步骤放错了地方，就是“停止”放错了地方。"
            ),
            wrong: "when browsed stop send coupon via wecom", right: "when browsed send coupon via wecom stop",
            chinese: ("当 浏览 停止 发送 优惠券 通过 企业微信", "当 浏览 发送 优惠券 通过 企业微信 停止")),
        Explanation(
            "J1035", ("a fallback that is the same channel", "备用渠道和前面的一样"),
            (
                "A fallback is tried when the channel before could not reach the customer; the same one could not either.",
                "前一个渠道触达不了客户才用备用渠道，同一个渠道再试也没用。"
            ),
            wrong: "when browsed send coupon via sms or else sms", right: "when browsed send coupon via sms or else email",
            chinese: ("当 浏览 发送 优惠券 通过 短信 其次 短信", "当 浏览 发送 优惠券 通过 短信 其次 邮件")),
        Explanation(
            "J1036", ("an argument that is given twice", "同一个参数给了两次"),
            (
                "Each argument of a message has one value; of two, nobody could tell which the customer would see.",
                "消息的每个参数只能有一个值；给了两个，就不知道客户会看到哪个。"
            ),
            wrong: "when browsed send coupon with amount: 5, amount: 10 via sms", right: "when browsed send coupon with amount: 10 via sms"),
        Explanation(
            "J1037", ("a channel that nothing declares", "没有声明过的渠道"),
            (
                "Once a workspace declares channels, a name that is none of them is most often misspelt. Messages to it would have no adapter to leave through. Under `--strict` this is an error.",
                "工作区里声明过渠道之后，再出现没声明的渠道名，多半是写错了，消息会没有出口。加上 `--strict` 就按错误处理。"
            ),
            wrong: "channel wecom adapter console end\nwhen browsed send coupon via wecon",
            right: "channel wecom adapter console end\nwhen browsed send coupon via wecom",
            chinese: ("渠道 会员短信 adapter console 结束\n当 浏览 发送 优惠券 通过 会员短信息", "渠道 会员短信 adapter console 结束\n当 浏览 发送 优惠券 通过 会员短信")),
        Explanation(
            "J1038", ("a label that cannot be used", "不能用的步骤名"),
            (
                "A label names one step of its journey for reports, so two steps never share one; `#` belongs to the names that steps get by themselves.",
                "步骤名用来在报表里指一个步骤，所以同一个旅程里不能重复；`#` 留给系统自动起的名字。"
            ),
            wrong: "when browsed label a send coupon via sms label a tag warm", right: "when browsed label a send coupon via sms label b tag warm"),
        Explanation(
            "J1039", ("a label without a step", "步骤名后面没有步骤"),
            (
                "A label names the step that follows it, and here none follows. Move it before the step that is meant.",
                "步骤名指的是它后面的步骤，这里后面没有步骤。请挪到要命名的步骤前面。"
            ),
            wrong: "when browsed send coupon via sms label sent", right: "when browsed label sent send coupon via sms"),
    ]
}
