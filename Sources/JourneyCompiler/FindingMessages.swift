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

    static func nothingToSend(_ message: String, _ channel: String, adapter: String) -> Finding {
        let ways = waysToSay[adapter] ?? ("a text", "一段文字")
        return Finding(
            "J1242", .error, "`\(message)` says nothing that `\(channel)` can send", "`\(message)` 没有 `\(channel)` 能发的内容",
            label: ("never leaves", "发不出去"),
            help: ("write into the message, for `\(channel)`: \(ways.0)", "在消息里为 `\(channel)` 写上：\(ways.1)"))
    }

    /// What each adapter sends.
    private static let waysToSay: [String: Wording.Both] = [
        "email": ("a `subject` with a `body` or an `html`", "`subject` 和 `body`（或 `html`）"),
        "wecom": (
            "a text, or `markdown`, or `title` and `url`, or `appid` and `title`", "一段文字，或 `markdown`，或 `title` 和 `url`，或 `appid` 和 `title`"
        ),
        "wecom_robot": (
            "a text, or `markdown`, or `title` and `url`; a group's robot takes no mini programs",
            "一段文字，或 `markdown`，或 `title` 和 `url`；群机器人不能发小程序"
        ),
        "wecom_group": (
            "a text, or `title` and `url`, or `appid` with `title`, `page` and `picture_id`",
            "一段文字，或 `title` 和 `url`，或 `appid` 加 `title`、`page`、`picture_id`"
        ),
    ]

    static func messageWithoutTemplate(_ message: String, _ channel: String) -> Finding {
        Finding(
            "J1243", .error, "`\(message)` names no approved template for `\(channel)`", "`\(message)` 没有写明 `\(channel)` 用哪个审核过的模板",
            label: ("the provider sends approved templates only", "服务商只发审核过的模板"),
            help: (
                "write `template \"SMS_154950909\"` into the message, or into the channel, for all that name none",
                "在消息里写 `template \"SMS_154950909\"`；也可以写在渠道里，没写模板的消息都用它"
            ))
    }

    static func incompleteMiniProgram(_ message: String, _ missing: [String]) -> Finding {
        let parts = missing.map { "`\($0)`" }
        return Finding(
            "J1244", .error, "the mini program of `\(message)` lacks \(parts.joined(separator: " and "))",
            "`\(message)` 的小程序消息少了 \(parts.joined(separator: "、"))", label: ("WeCom refuses it without", "缺了会被企业微信拒绝"),
            help: ("write \(parts.joined(separator: ", ")) beside `appid`", "在 `appid` 旁边写上 \(parts.joined(separator: "、"))"))
    }

    static func mailWithoutSubject(_ message: String, _ channel: String) -> Finding {
        Finding(
            "J1245", .warning, "`\(message)` is an e-mail without a subject", "`\(message)` 是没有主题的邮件",
            label: ("leaves with an empty subject", "发出去的邮件主题是空的"),
            help: ("write `for \(channel) subject \"…\" body \"…\"`", "写成 `for \(channel) subject \"…\" body \"…\"`"))
    }

    static func robotLimit(_ count: Int) -> Finding {
        Finding(
            "J1122", .warning, "this lets \(count) messages through in a minute, and a group's robot takes 20", "这里一分钟最多放行 \(count) 条，而群机器人只收 20 条",
            label: ("20 a minute hold", "仍按每分钟 20 条发"), help: ("write `limit 20 per minute`", "写成 `限速 20 per minute`"))
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
