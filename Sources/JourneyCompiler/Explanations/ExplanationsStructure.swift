extension Explanation {
    /// The structure of a program.
    static let structure: [Explanation] = [
        Explanation(
            "J0102", ("nothing begins like this", "没有这样开头的写法"),
            (
                "A file is a row of sentences that begin with `when` and of blocks that begin with their kind, such as `journey`, `channel` or `policy`. Anything else between them is no program; a remark begins with `#`.",
                "文件里放的是以“当”开头的句子，和以“旅程”“渠道”“策略”等开头的段落，别的内容不算程序；备注请用 `#` 开头。"
            ),
            wrong: "Our cart journey\nwhen browsed send coupon via wecom", right: "# Our cart journey\nwhen browsed send coupon via wecom",
            chinese: ("我们的挽回旅程\n当 浏览 发送 优惠券 通过 企业微信", "# 我们的挽回旅程\n当 浏览 发送 优惠券 通过 企业微信")),
        Explanation(
            "J0103", ("no step stands here", "这里不是步骤"),
            (
                "After the trigger and the headers come steps, and each begins with its verb: send, wait, if, set, add, tag, untag, stop. A word that is none of these is not understood.",
                "触发条件和设置之后是步骤，每个步骤以动作开头：发送、等待、如果、设置、增加、打标签、去标签、停止。开头不是这些词就读不懂。"
            ),
            wrong: "when browsed coupon via wecom", right: "when browsed send coupon via wecom",
            chinese: ("当 浏览 优惠券 通过 企业微信", "当 浏览 发送 优惠券 通过 企业微信")),
        Explanation(
            "J0104", ("a block without its end", "段落没有结束"),
            (
                "Layout means nothing in this language, so a block is closed by the word `end` and not by indentation. The diagnostic points at the beginning of the block whose `end` is missing, as far as the layout tells.",
                "这门语言不看缩进，段落靠“结束”收尾。提示指向缺少“结束”的那个段落的开头（按排版推测）。"
            ),
            wrong: "when bought\n  if total > 100\n    tag vip\n  send thanks via sms", right: "when bought\n  if total > 100\n    tag vip\n  end\n  send thanks via sms",
            chinese: (
                "当 购买\n  如果 金额 大于 100\n    打标签 高价值\n  发送 感谢 通过 短信",
                "当 购买\n  如果 金额 大于 100\n    打标签 高价值\n  结束\n  发送 感谢 通过 短信"
            )),
        Explanation(
            "J0105", ("an end that closes nothing", "多余的“结束”"),
            (
                "Every `end` closes one block, and here none is open. Delete it, or look for a block that was closed too early.",
                "每个“结束”对应一个段落，这里已经没有未结束的段落。删掉它，或者看看前面是不是提前结束了。"
            ),
            wrong: "when browsed send coupon via wecom end\nend", right: "when browsed send coupon via wecom end",
            chinese: ("当 浏览 发送 优惠券 通过 企业微信 结束\n结束", "当 浏览 发送 优惠券 通过 企业微信 结束")),
        Explanation(
            "J0106", ("a journey without steps", "旅程里没有步骤"),
            (
                "A journey says when it begins and what it then does. This one does nothing.",
                "旅程要写什么时候开始、开始后做什么。这个旅程什么也没做。"
            ),
            wrong: "when browsed but not bought within 2d", right: "when browsed but not bought within 2d send coupon via wecom",
            chinese: ("当 浏览", "当 浏览 发送 优惠券 通过 企业微信")),
        Explanation(
            "J0107", ("a header after a step", "设置写在了步骤后面"),
            (
                "Headers such as `goal`, `again` or `exit when` hold for the whole journey, from its first moment; they stand between the trigger and the first step, so that nobody looks for them among the steps.",
                "目标、再次进入、退出条件等设置从一开始就对整个旅程生效，所以写在触发条件和第一个步骤之间，免得夹在步骤里找不到。"
            ),
            wrong: "when browsed\n  send coupon via wecom\n  exit when bought", right: "when browsed\n  exit when bought\n  send coupon via wecom",
            chinese: ("当 浏览\n  发送 优惠券 通过 企业微信\n  退出条件 购买", "当 浏览\n  退出条件 购买\n  发送 优惠券 通过 企业微信")),
        Explanation(
            "J0108", ("a header that is said twice", "设置写了两遍"),
            (
                "A journey has one audience, one rule of re-entry, one goal, and one list of exits. Join two conditions by `and` or `or`, or keep one of the two.",
                "一个旅程只有一个面向人群、一条再次进入规则、一个目标、一份退出条件。两个条件用“且”“或”连起来，或者留一个。"
            ),
            wrong: "when browsed again after 7d again always send coupon via wecom", right: "when browsed again after 7d send coupon via wecom",
            chinese: ("当 浏览 可重复进入 仅进入一次 发送 优惠券 通过 企业微信", "当 浏览 可重复进入 发送 优惠券 通过 企业微信")),
        Explanation(
            "J0114", ("send without a message", "发送没有写消息"),
            (
                "`send` names first what is sent and then through which channel.",
                "“发送”要先写发什么，再写从哪个渠道发。"
            ),
            wrong: "when browsed send via wecom", right: "when browsed send coupon via wecom",
            chinese: ("当 浏览 发送 通过 企业微信", "当 浏览 发送 优惠券 通过 企业微信")),
        Explanation(
            "J0115", ("send without a channel", "发送没有写渠道"),
            (
                "A message needs a way to the customer. Several may be given with `or else`: the next is tried when the one before cannot reach the customer.",
                "消息总要通过某个渠道送到客户。可以用“其次”写几个：前一个触达不了时才用下一个。"
            ),
            wrong: "when browsed send coupon", right: "when browsed send coupon via wecom or else sms",
            chinese: ("当 浏览 发送 优惠券", "当 浏览 发送 优惠券 通过 企业微信 其次 短信")),
        Explanation(
            "J0116", ("if so without a wait", "“等到了”前面没有等待"),
            (
                "`if so` looks back at the `wait up to … for …` right before it and asks whether the event came. To ask anything else, use `if` and a condition.",
                "“等到了”看的是紧挨在前面的“最多 等待 … 直到 …”，问事件来了没有。要判断别的，请用“如果”加条件。"
            ),
            wrong: "when browsed\n  if so tag warm end", right: "when browsed\n  wait up to 1d for clicked\n  if so tag warm end",
            chinese: ("当 浏览\n  等到了 打标签 高意向 结束", "当 浏览\n  最多 等待 1天 直到 点击\n  等到了 打标签 高意向 结束")),
        Explanation(
            "J0117", ("stop when is exit when", "提前退出要写退出条件"),
            (
                "`stop` is a step: the journey ends where it stands. To end it whenever something happens, say so before the steps with `exit when`.",
                "“停止”是步骤，走到那里旅程就结束。想在某件事发生时随时退出，要在步骤之前写“退出条件”。"
            ),
            wrong: "when browsed stop when bought send coupon via wecom", right: "when browsed exit when bought send coupon via wecom"),
        Explanation(
            "J0120", ("nesting that is too deep", "嵌套太深"),
            (
                "Blocks and parentheses may stand a hundred deep in one another. A journey that needs more cannot be read any more; break it into several that start each other.",
                "段落和括号最多嵌套一百层。再深就没人读得懂了，请拆成几个互相启动的旅程。"
            ),
            wrong: "when bought where " + String(repeating: "(", count: 110) + "a = 1" + String(repeating: ")", count: 110) + " tag vip",
            right: "when bought where a = 1 tag vip"),
        Explanation(
            "J0172", ("a journey with too many steps", "旅程的步骤太多"),
            (
                "A journey has at most ten thousand steps, those inside its blocks included. What is longer was most likely written by a program that repeats itself; break it into several journeys that start each other.",
                "一个旅程最多一万个步骤，段落里面的也算。更长的多半是程序反复生成出来的，请拆成几个互相启动的旅程。"
            )),
        Explanation(
            "J0173", ("a split with too many arms", "分流的分支太多"),
            (
                "A split has at most a thousand arms: with more, so few customers take each of them that nothing can be learnt from it. Give several of them one arm, and tell them apart inside it.",
                "一个分流最多一千个分支：再多的话，每一支的客户太少，什么也比不出来。请把几支合成一支，在里面再分。"
            )),
        Explanation(
            "J0123", ("a journey without a when", "旅程没有写什么时候开始"),
            (
                "A journey begins with its trigger: an event, a pattern of events, or a silence. Without one nobody would ever enter it. One that only other journeys lead to begins with an event that they record: there `record rescue_wanted with product: event.product`, here `when rescue_wanted`.",
                "旅程要先写触发条件：一个事件、一串事件，或一段沉默。没有触发条件，谁也进不来。只由其他旅程引入的旅程，从它们记录的事件开始：那边写 `记录 需要挽回`，这边写 `当 需要挽回`。"
            ),
            wrong: "journey welcome\n  send welcome via email\nend", right: "journey welcome\n  when signed_up\n  send welcome via email\nend",
            chinese: ("旅程 欢迎\n  发送 欢迎语 通过 邮件\n结束", "旅程 欢迎\n  当 注册\n  发送 欢迎语 通过 邮件\n结束")),
        Explanation(
            "J0124", ("a step outside of a journey", "步骤写在了旅程外面"),
            (
                "Steps belong to a journey, and a journey says first when it begins.",
                "步骤属于某个旅程，而旅程要先写什么时候开始。"
            ),
            wrong: "send welcome via email", right: "when signed_up send welcome via email",
            chinese: ("发送 欢迎语 通过 邮件", "当 注册 发送 欢迎语 通过 邮件")),
        Explanation(
            "J0127", ("another channel after or alone", "备用渠道要用“其次”"),
            (
                "Channels are not sent to side by side: the next is tried only when the one before cannot reach the customer, and `or else` says so.",
                "几个渠道不是一起发：前一个触达不了客户时才试下一个，所以要写“其次”。"
            ),
            wrong: "when browsed send coupon via wecom or sms", right: "when browsed send coupon via wecom or else sms",
            chinese: ("当 浏览 发送 优惠券 通过 企业微信 或 短信", "当 浏览 发送 优惠券 通过 企业微信 其次 短信")),
        Explanation(
            "J0174", ("a step behind or else", "“其次”后面写了步骤"),
            (
                "A `send` has one message and any number of channels, each tried when the one before cannot reach the customer: behind `or else` stands the next channel's name alone. For another message ask `if reachable via`.",
                "一个“发送”只发一条消息，可以有几个渠道，前一个触达不了客户时才试下一个，所以“其次”后面只写渠道名。要发另一条消息，用“如果 可触达”来判断。"
            ),
            wrong: "when browsed send coupon via wecom or else send coupon via sms", right: "when browsed send coupon via wecom or else sms",
            chinese: ("当 浏览 通过 企业微信 发送 优惠券 其次 通过 短信 发送 优惠券", "当 浏览 通过 企业微信 其次 短信 发送 优惠券")),
        Explanation(
            "J0129", ("a rule that policies do not have", "策略里没有这条规则"),
            (
                "A policy holds rules for all journeys of a workspace, such as the time zone. The word that is pointed at begins none of them.",
                "策略里写的是对整个工作区生效的规则，例如时区。被指出的词不是其中任何一条的开头。"
            ),
            wrong: "policy\n  currency \"CNY\"\nend", right: "policy\n  time zone \"Asia/Shanghai\"\nend",
            chinese: ("策略\n  币种 “人民币”\n结束", "策略\n  时区 “Asia/Shanghai”\n结束")),
        Explanation(
            "J0131", ("a setting that is said twice", "同一设置写了两遍"),
            (
                "A channel has each setting once and a policy each rule once; of two, nobody could tell which holds.",
                "渠道的每个设置、策略的每条规则都只能写一次；写两遍就不知道以哪个为准。"
            ),
            wrong: "channel wecom\n  adapter file\n  path \"a.jsonl\"\n  path \"b.jsonl\"\nend",
            right: "channel wecom\n  adapter file\n  path \"a.jsonl\"\nend",
            chinese: (
                "渠道 企业微信\n  adapter file\n  path “a.jsonl”\n  path “b.jsonl”\n结束",
                "渠道 企业微信\n  adapter file\n  path “a.jsonl”\n结束"
            )),
        Explanation(
            "J0132", ("an else that belongs to nothing", "“否则”没有对应的段落"),
            (
                "`else` goes on with an open `if` or `wait up to`. Most often an `end` too many stands before it and has closed the block already.",
                "“否则”接在还没结束的“如果”或“等待”里。多半是前面多写了一个“结束”，已经把段落关掉了。"
            ),
            wrong: "when bought\n  if total > 100 tag vip end\n  else tag regular end", right: "when bought\n  if total > 100 tag vip\n  else tag regular end",
            chinese: ("当 购买\n  如果 金额 大于 100 打标签 高价值 结束\n  否则 打标签 普通 结束", "当 购买\n  如果 金额 大于 100 打标签 高价值\n  否则 打标签 普通 结束")),
        Explanation(
            "J0155", ("and between steps", "步骤之间写了“且”"),
            (
                "`and` joins conditions and events. Steps follow one another in the order in which they are written; between two of them `then`, a comma or nothing may stand.",
                "“且”连接的是条件和事件。步骤按书写顺序执行，中间可以写“然后”、逗号，或者什么都不写。"
            ),
            wrong: "when browsed tag warm and send coupon via wecom", right: "when browsed tag warm then send coupon via wecom",
            chinese: ("当 浏览 打标签 高意向 且 发送 优惠券 通过 企业微信", "当 浏览 打标签 高意向 然后 发送 优惠券 通过 企业微信")),
        Explanation(
            "J0157", ("if where when is meant", "该用“当”却写了“如果”"),
            (
                "`when` begins a journey: it waits for events, and for those that do not come. `if` is a step inside of one and looks at a single moment.",
                "“当”开始一个旅程，会等事件发生，也会等事件一直没发生。“如果”是旅程里的步骤，只看当下那一刻。"
            ),
            wrong: "if browsed but not bought within 2d send coupon via wecom",
            right: "when browsed but not bought within 2d send coupon via wecom",
            chinese: ("如果 浏览 但 2天 内 未 购买 发送 优惠券 通过 企业微信", "当 浏览 但 2天 内 未 购买 发送 优惠券 通过 企业微信")),
        Explanation(
            "J0199", ("more problems than are shown", "问题太多，只列出一部分"),
            (
                "A hundred problems of a file are listed; one broken block near its beginning often explains most of them. Mend the first ones and check again.",
                "每个文件最多列出一百个问题。常常是前面一个段落坏了，后面跟着都错。先改最前面的，再检查一遍。"
            )),
    ]
}
