/// Sentences told as one tells them to a colleague, or as another tool asks for them.
extension Problem {
    /// `a customer browses but does not buy`; `mended` names the events alone, nil where that cannot be told.
    static func prose(mended: String?) -> Problem {
        Problem(
            "J0161", "a trigger names events, and tells no story about them", "触发条件只写事件名，不用写成一句话",
            label: mended.map { ("write `\($0)`", "写 `\($0)`") } ?? ("name the events alone", "只写事件名"),
            help: (
                "the customer is understood, and an event is one word for what happened, as in `browsed but not bought within 2d`",
                "说的就是这位客户，不用写出来；事件用一个词表示发生了什么，例如 `浏览 但 2天 内 未 购买`"
            ), expected: [.eventName])
    }

    /// `when signed_up at 9:00`
    static func timeOfEvent(_ name: String, time: String) -> Problem {
        Problem(
            "J0162", "an event comes when it comes, and at no time of day", "事件什么时候发生就什么时候触发，不能指定钟点",
            label: ("write `wait until \(time)`", "写 `等到 \(time)`"),
            help: (
                "to act at this time, wait for it: `when \(name) wait until \(time)`; a date of the customer follows `on`, as in `when on birthday at 9:00`",
                "想在这个钟点再做，就等到它：`当 \(name) 等到 \(time)`；客户的日期前面写 `在`，例如 `当 在 生日 9:00`"
            ))
    }

    /// `when birthday at 9:00`
    static func dateWithoutOn(_ name: String) -> Problem {
        Problem(
            "J0171", "`\(name)` is a date of the customer, and `on` stands before it", "`\(name)` 是客户的日期，前面要写 \(inChinese(.on))",
            label: ("write `on \(name)`", "写 `在 \(name)`"),
            help: ("such as `when on birthday at 9:00`: on this day of every year", "例如 `当 在 生日 9:00`，每年的这一天触发"),
            expected: [.keyword(.on)])
    }

    /// `send coupon via sms in 2 hours`; `ours` waits as long.
    static func timeWithoutWait(_ written: String, ours: String) -> Problem {
        Problem(
            "J0163", "`\(written)` is said with `wait`, before the step that it holds of", "`\(written)` 要用 \(inChinese(.wait)) 来写，放在要推迟的步骤前面",
            label: ("write `\(ours)`", "写 `\(ours)`"),
            help: ("steps follow one another at once: `wait 2h`, then `send coupon via sms`", "步骤一个接一个马上执行，想推迟就先等：`等待 2小时`，再 `通过 短信 发送 优惠券`"),
            expected: [.keyword(.wait)])
    }

    /// `when lead_score > 50`
    static func comparisonAsTrigger(_ name: String, comparison: String) -> Problem {
        Problem(
            "J0164", "`when` waits for something to happen, and `\(comparison)` is a condition", "\(inChinese(.when)) 等的是事情发生，而 `\(comparison)` 是条件",
            label: ("what happens?", "发生了什么？"),
            help: (
                "of an event, with its property: `when bought where total > 100`; of an attribute: `when \(name) changes for customers where \(comparison)`",
                "是事件就写属性：`当 购买 满足 金额 大于 100`；是客户属性就写 `当 \(name) 变化 面向 客户 满足 \(comparison)`"
            ))
    }

    /// `for gold customers`
    static func vagueAudience(_ written: String, word: String) -> Problem {
        Problem(
            "J0165", "`\(written)` does not say how to tell who is meant", "`\(written)` 没有说怎么认出这些客户",
            label: ("which customers?", "哪些客户？"),
            help: (
                "write the condition: `for customers where tier is \"\(word)\"`, `for customers where has tag \(word)` or `for customers where in audience \(word)`",
                "写上条件：`面向 客户 满足 等级 是 \"\(word)\"`、`面向 客户 满足 有标签 \(word)` 或 `面向 客户 满足 属于人群 \(word)`"
            ), expected: [.keyword(.forCustomersWhere)])
    }

    /// `for everyone`, `send … to all customers`
    static func everybody(_ written: String) -> Problem {
        Problem(
            "J0166", "`\(written)` is understood", "`\(written)` 不用写", label: ("delete it", "删掉"),
            help: (
                "a journey is for every customer whom its trigger concerns, and a message goes to this one; who is not meant is left out by `for customers where`",
                "旅程对每位触发它的客户生效，消息就发给这位客户；想限定范围，用 `面向 客户 满足`"
            ))
    }

    /// `bought within 7d of signed_up`
    static func spanOfEvent(_ written: String) -> Problem {
        Problem(
            "J0167", "a span of time ends now, and cannot be counted from `\(written)`", "期限从现在往回算，不能从 `\(written)` 算起",
            label: ("delete it, or make it a trigger", "删掉，或写成触发条件"),
            help: (
                "how soon one event follows another is for the trigger: `when \(written) then bought within 7d`, `when \(written) but not bought within 7d`",
                "某事件之后多久，写在触发条件里：`当 \(written) 然后 7天 内 购买`、`当 \(written) 但 7天 内 未 购买`"
            ))
    }

    static var tagAsTrigger: Problem {
        Problem(
            "J0168", "a tag begins no journey, but an audience does", "标签不能直接触发旅程，人群可以", label: ("make it an audience", "改用人群"),
            help: (
                "declare `audience vips = has tag vip`, and begin with `when enters audience vips`",
                "先声明 `人群 贵宾 = 有标签 贵宾`，再用 `当 进入人群 贵宾` 触发"
            ), expected: [.keyword(.entersAudience)])
    }

    /// A name without spaces around it that holds words which are more than a name.
    static func sentenceInName(_ name: String, _ part: String) -> Problem {
        Problem(
            "J0169", "`\(name)` is read as one name, with `\(part)` in it", "`\(name)` 被整个读成了一个名称，其中的 `\(part)` 应该不是名称",
            label: ("where does the name end?", "名称到哪里为止？"),
            help: (
                "a condition of an event follows `where`, as in `购买 满足 金额 大于 100`; put spaces around the names, or quote one that has these words in it",
                "事件的条件写在 `满足` 后面，例如 `购买 满足 金额 大于 100`；名称前后加空格，名称里真有这些字就加引号"
            ))
    }

    /// `【店】您好` without quotes
    static var textWithoutQuotes: Problem {
        Problem(
            "J0170", "a text stands in quotes", "文案要放在双引号里", label: ("quotes are missing", "缺少引号"),
            help: ("such as `for sms \"【Shop】Hello\"`", "例如 `用于 短信 \"【店名】您好\"`"), expected: [.text])
    }
}
