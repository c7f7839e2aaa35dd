extension Explanation {
    /// Words and clauses.
    static let clauses: [Explanation] = [
        Explanation(
            "J0100", ("something else was expected", "这里应该是别的内容"),
            (
                "At this place the language allows only what the diagnostic names. Look at the word before it, too: it decides what may follow.",
                "这个位置只能写提示里列出的内容。也看看前面那个词：后面能接什么由它决定。"
            ),
            wrong: "when bought set tier \"gold\"", right: "when bought set tier to \"gold\"",
            chinese: ("当 购买 等待 发送 优惠券 通过 短信", "当 购买 等待 1天 发送 优惠券 通过 短信")),
        Explanation(
            "J0101", ("a word that is probably misspelt", "可能写错了字"),
            (
                "No such word can stand here, but one that differs by a letter or two can. It was read as that, so that the rest of the file could be checked; the fix writes it in.",
                "这里不能写这个词，但有个只差一两个字母的词可以。检查时先按那个词读下去，按建议修改即可。"
            ),
            wrong: "wen browsed send coupon via wecom", right: "when browsed send coupon via wecom",
            chinese: ("当 浏览 就 发宋 优惠券 通过 企业微信", "当 浏览 就 发送 优惠券 通过 企业微信")),
        Explanation(
            "J0109", ("a pattern without its window", "没有写多长时间以内"),
            (
                "Whether something was not bought can only be known once a time is up, so `but not`, `and` and counts need `within` and a duration. The window also bounds how long the engine remembers.",
                "没买这件事，要等期限到了才知道，所以“但未”“且”和次数都要写“多长时间内”。期限也决定了系统要记多久。"
            ),
            wrong: "when browsed but not bought send coupon via wecom", right: "when browsed but not bought within 2d send coupon via wecom",
            chinese: ("当 浏览 但 未 购买 发送 优惠券 通过 企业微信", "当 浏览 但 2天 内 未 购买 发送 优惠券 通过 企业微信")),
        Explanation(
            "J0110", ("a sequence without its window", "先后发生的事件没有写期限"),
            (
                "`then` and an event say that the one follows the other, and within how long. Before a step `then` is only a pleasant word; a step begins with a verb.",
                "“然后”接事件，表示先后发生，要写明多长时间以内。“然后”接步骤只是连接词；步骤以动作开头。"
            ),
            wrong: "when browsed then bought send thanks via sms", right: "when browsed then bought within 2d send thanks via sms",
            chinese: ("当 浏览 然后 购买 发送 感谢 通过 短信", "当 浏览 然后 2天 内 购买 发送 感谢 通过 短信")),
        Explanation(
            "J0111", ("a word of the language as a name", "用关键词当名称"),
            (
                "Reserved words mean one thing everywhere, which keeps sentences readable. As the name of something they stand in quotes.",
                "保留的关键词在哪里都是同一个意思，句子才读得明白。要拿来当名称，就加引号。"
            ),
            wrong: "when browsed send stop via wecom", right: "when browsed send \"stop\" via wecom"),
        Explanation(
            "J0112", ("an event after a condition", "条件后面接了事件"),
            (
                "After `where`, `and` and `or` always go on with the condition: what follows is compared, not waited for. Put the event with its condition in parentheses where another event is to follow.",
                "“满足”后面的“且”“或”接的还是条件，是拿来比较的，不是等它发生。后面要再接事件时，把前面的事件连同条件放进括号。"
            ),
            wrong: "when browsed where price > 100 or searched send coupon via wecom",
            right: "when (browsed where price > 100) or searched send coupon via wecom",
            chinese: ("当 浏览 满足 价格 大于 100 或 搜索 发送 优惠券 通过 企业微信", "当 （浏览 满足 价格 大于 100） 或 搜索 发送 优惠券 通过 企业微信")),
        Explanation(
            "J0113", ("a name alone is no condition", "单独一个名称不是条件"),
            (
                "A bare name is a value: a property of the event after `where`, an attribute of the customer elsewhere. Say what it must be.",
                "单独的名称只是一个值：“满足”后面是事件的属性，别处是客户的属性。要写明它应该怎样。"
            ),
            wrong: "when bought\n  if vip tag warm end", right: "when bought\n  if vip is true tag warm end",
            chinese: ("当 购买\n  如果 会员 打标签 高意向 结束", "当 购买\n  如果 会员 是 真 打标签 高意向 结束")),
        Explanation(
            "J0121", ("comparisons in a chain", "比较连着写"),
            (
                "A comparison has two sides. A value between two others is said with `between … and …`, which includes both.",
                "一次比较只有两边。要表示在两个值之间，用“介于 … 至 …”，两头都算。"
            ),
            wrong: "when bought where 1 < total < 5 tag small", right: "when bought where total between 1 and 5 tag small",
            chinese: ("当 购买 满足 1 小于 金额 小于 5 打标签 小额", "当 购买 满足 金额 大于 1 且 金额 小于 5 打标签 小额")),
        Explanation(
            "J0122", ("a hyphen in a bare name", "名称里有连字符"),
            (
                "A bare `-` is a minus. Names with a hyphen stand in quotes; with `_` they need none.",
                "不加引号的 `-` 是减号。名称里有连字符就加引号；改用下划线则不用。"
            ),
            wrong: "when browsed send cart-reminder via wecom", right: "when browsed send \"cart-reminder\" via wecom",
            chinese: ("当 浏览 发送 购物车-提醒 通过 企业微信", "当 浏览 发送 “购物车-提醒” 通过 企业微信")),
        Explanation(
            "J0126", ("a phrase that is not finished", "短语没写完"),
            (
                "Some words only begin a phrase: `again` goes on with `after` or `always`, `exit` with `when`, `but` with `not`.",
                "有些词只是短语的开头，后面必须写完整，例如“但”后面要接“未”。"
            ),
            wrong: "when browsed but bought within 2d send coupon via wecom",
            right: "when browsed but not bought within 2d send coupon via wecom"),
        Explanation(
            "J0128", ("a clause that cannot follow here", "这里不能接这个"),
            (
                "The clause is right in itself, but not at this place: a single event happens at one moment and has no window, and after `but not` the pattern is complete.",
                "这个写法本身没错，但不能放在这里：单个事件只在一个时刻发生，没有期限；“但未”之后触发条件就完整了。"
            ),
            wrong: "when browsed within 2d send coupon via wecom", right: "when browsed send coupon via wecom",
            chinese: ("当 2天 内 浏览 发送 优惠券 通过 企业微信", "当 浏览 发送 优惠券 通过 企业微信")),
        Explanation(
            "J0130", ("a setting without a value", "设置没有写值"),
            (
                "A setting of a channel is a name and one value: a text in quotes, a number, a duration, a word, or `env` and the name of a variable of the environment.",
                "渠道的设置是一个名称加一个值：引号里的文字、数字、时长、一个词，或者“环境变量”加变量名。"
            ),
            wrong: "channel wecom\n  adapter file\n  path\nend", right: "channel wecom\n  adapter file\n  path \"out.jsonl\"\nend",
            chinese: ("渠道 企业微信\n  adapter file\n  path\n结束", "渠道 企业微信\n  adapter file\n  path “out.jsonl”\n结束")),
    ]

    /// Slips of those who write as they speak.
    static let slips: [Explanation] = [
        Explanation(
            "J0150", ("the name of an event in several words", "事件名写成了几个词"),
            (
                "Words that follow one another are different things here, so a name is one word. Join its parts by `_`, as systems that send events mostly do, or put it in quotes.",
                "隔开的词会被当成不同的内容，所以名称必须是一个词。用下划线连起来（多数系统就是这样命名事件的），或者加引号。"
            ),
            wrong: "when added to cart send coupon via wecom", right: "when added_to_cart send coupon via wecom"),
        Explanation(
            "J0151", ("in 2 hours is within 2h", "期限要写“内”"),
            (
                "`in` asks whether a value is one of several. A window of time is `within`; to let time pass before a step, write `wait`.",
                "英文的 `in` 在这里表示属于几个值之一。期限写“2小时 内”；想隔一段时间再做下一步，写“等待”。"
            ),
            wrong: "when browsed and booked in 2 hours send coupon via wecom",
            right: "when browsed and booked within 2h send coupon via wecom"),
        Explanation(
            "J0156", ("the window of an absence before it", "期限写在了“但未”前面"),
            (
                "The window says how long to wait for what does not come, so it belongs to the absence and stands after it. The event before it happens at one moment.",
                "期限说的是等多久还没发生，属于“但未”这一部分。前面的事件只在一个时刻发生，不需要期限。"
            ),
            wrong: "when browsed within 2d but not bought send coupon via wecom",
            right: "when browsed but not bought within 2d send coupon via wecom"),
        Explanation(
            "J0158", ("a keyword glued to an unknown name", "关键词和名称连在了一起"),
            (
                "Beside English words a Chinese word is read as one name, whatever it begins with. Where its beginning is meant as a keyword, put a space behind it; a name that is meant so is put in quotes.",
                "和英文单词写在一起时，一个中文词不管以什么开头都读成一个名称。开头本来是关键词的话，在它后面加空格；真要当名称就加引号。"
            ),
            wrong: "journey a when browsed send tea via sms end 当浏览 send cup via sms", right: "journey a when browsed send tea via sms end when 浏览 send cup via sms"),
    ]
}
