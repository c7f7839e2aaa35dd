import JourneyLanguage

/// Messages, coupons, calendars and limits.
extension Finding {
    static func couponWithoutCodes(_ name: String) -> Finding {
        Finding(
            "J1083", .error, "the coupon `\(name)` has neither codes nor a stock", "优惠券池 `\(name)` 既没有券码也没有库存",
            label: ("nothing to give", "没有可发的券"),
            help: ("write `codes from \"codes.csv\"` or `stock 500` into it", "在里面写 `券码 来自 \"codes.csv\"` 或 `库存 500`"))
    }

    static func codesAndStock(_ name: String) -> Finding {
        Finding(
            "J1086", .error, "the coupon `\(name)` has codes and a stock", "优惠券池 `\(name)` 既写了券码又写了库存", label: ("which of the two?", "以哪个为准？"),
            help: ("keep `codes from` where each has a code of its own, else `stock`", "每张券有自己的券码就留 `券码 来自`，否则留 `库存`"))
    }

    static var datesReversed: Finding {
        Finding(
            "J1087", .error, "this ends before it begins", "结束日期早于开始日期", label: ("the other way round", "前后颠倒"),
            help: ("write the earlier date first", "把较早的日期写在前面"))
    }

    static func bodyTwice(_ channel: String) -> Finding {
        Finding(
            "J1088", .error, "this message already has a text for `\(channel)`", "这条消息已经写过 `\(channel)` 的文案", label: ("said before", "前面写过了"),
            help: ("keep one of the two", "留一个就好"))
    }

    static func partTwice(_ name: String) -> Finding {
        Finding(
            "J1089", .error, "`\(name)` stands twice in this text", "这条文案里 `\(name)` 写了两次", label: ("said before", "前面写过了"),
            help: ("keep one of the two", "留一个就好"))
    }

    static func messageWithoutBody(_ message: String, _ channel: String) -> Finding {
        Finding(
            "J1090", .warning, "the message `\(message)` has no text for `\(channel)`", "消息 `\(message)` 没有 `\(channel)` 的文案",
            label: ("nothing to send there", "没有内容可发"),
            help: ("add `for \(channel) \"…\"` to the message", "在消息里加上 `for \(channel) \"…\"`"))
    }

    static func messageWithoutEvent(_ message: String, _ property: String) -> Finding {
        Finding(
            "J1091", .warning, "`\(message)` shows `event.\(property)`, and no event starts this journey",
            "`\(message)` 里有 `event.\(property)`，但这个旅程不是由事件触发的", label: ("of which event?", "哪个事件？"),
            help: ("give the placeholder another value: `{event.\(property) or \"…\"}`", "给占位符一个替代值：`{event.\(property) or \"…\"}`"))
    }

    static func messageShowsMissing(_ message: String, _ property: String, event: String) -> Finding {
        Finding(
            "J1092", .warning, "`\(message)` shows `event.\(property)`, which `\(event)` does not have",
            "`\(message)` 里有 `event.\(property)`，而触发事件 `\(event)` 没有这个属性", label: ("not in this journey", "这个旅程里没有"),
            help: ("send another message here, or declare `\(property)` in `event \(event)`", "换一条消息，或在 `事件 \(event)` 里声明 `\(property)`"))
    }

    static var quietAllDay: Finding {
        Finding(
            "J1093", .error, "quiet hours that end when they begin leave no time", "免打扰的开始和结束是同一时刻", label: ("no length", "没有时长"),
            help: ("write two different times, as in `quiet from 22:00 to 8:00`", "写两个不同的时间，例如 `免打扰 自 22:00 至 8:00`"))
    }
}
