import JourneyLanguage

/// How long texts are, and what channels say of themselves.
extension Finding {
    static func textTooLong(_ channel: String, _ length: Int, _ limit: TextLimit) -> Finding {
        let unit = limit.unit == .bytes ? ("bytes", "字节") : ("characters", "个字符")
        return Finding(
            "J1240", .error, "this text has \(length) \(unit.0), and `\(channel)` takes \(limit.most)", "这条文案有 \(length) \(unit.1)，而 `\(channel)` 最多 \(limit.most) \(unit.1)",
            label: ("never sent as it is", "这样发不出去"),
            help: ("make it shorter; the values that are put in come on top", "写短一些；填进去的内容还要另算"))
    }

    static func manyTextMessages(_ count: Int) -> Finding {
        Finding(
            "J1241", .note, "this text takes \(count) text messages, each paid for", "这条短信会拆成 \(count) 条计费", label: ("long for a text message", "对短信来说太长"),
            help: (
                "one has 160 places, or 70 with a letter outside the GSM alphabet such as a Chinese one; `journey preview` counts them",
                "一条最多 70 个字（全英文 160 个字符）；用 `journey preview` 可以看到条数"
            ))
    }

    static var countryNoCode: Finding {
        Finding(
            "J1120", .error, "`country` is no calling code", "`country` 不是国家或地区代码", label: ("one to three digits", "一到三位数字"),
            help: ("write the code that numbers begin with abroad, as in `country 86`", "写拨号时的国家或地区代码，例如 `country 86`"))
    }

    static var costNoNumber: Finding {
        Finding(
            "J1121", .error, "`cost` is no number", "`cost` 不是数字", label: ("of one message", "一条消息的费用"),
            help: ("write what one message costs, as in `cost 0.045`", "写一条消息的费用，例如 `cost 0.045`"))
    }
}
