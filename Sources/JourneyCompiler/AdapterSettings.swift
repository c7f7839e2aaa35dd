/// What the declaration of a channel may say for an adapter, beside what goes for all of them.
struct AdapterSettings {
    enum Kind {
        /// Also from the environment.
        case text
        /// Only from the environment.
        case secret
        case number
        case duration
        case flag

        var words: (english: String, chinese: String) {
            switch self {
            case .text, .secret: ("a text", "文字")
            case .number: ("a number", "数字")
            case .duration: ("a length of time", "时长")
            case .flag: ("`true` or `false`", "`true` 或 `false`")
            }
        }
    }

    struct Setting {
        var name: String
        var kind: Kind
        var example: String
        var isRequired: Bool

        static func needed(_ name: String, _ kind: Kind = .text, _ example: String) -> Setting {
            Setting(name: name, kind: kind, example: example, isRequired: true)
        }

        static func optional(_ name: String, _ kind: Kind = .text, _ example: String) -> Setting {
            Setting(name: name, kind: kind, example: example, isRequired: false)
        }
    }

    var adapter: String
    var settings: [Setting]

    static let all: [AdapterSettings] = [
        .init(adapter: "console", settings: []),
        .init(adapter: "file", settings: [.needed("path", .text, #""messages.jsonl""#)]),
        .init(
            adapter: "webhook",
            settings: [
                .needed("url", .text, #""https://example.com/messages""#), .optional("secret", .secret, "env HOOK_SECRET"),
                .optional("second_secret", .secret, "env NEXT_HOOK_SECRET"), .optional("timeout", .duration, "10s"),
                .optional("concurrency", .number, "128"), .optional("idempotent", .flag, "false"),
            ]),
        .init(
            adapter: "exec",
            settings: [
                .needed("program", .text, #""adapters/push.py""#), .optional("arguments", .text, #""--sandbox""#),
                .optional("timeout", .duration, "30s"),
                .optional("in_flight", .number, "16"), .optional("idempotent", .flag, "true"),
            ]),
        .init(
            adapter: "sms",
            settings: [
                .needed("access_key_id", .text, "env SMS_KEY_ID"), .needed("secret", .secret, "env SMS_SECRET"),
                .needed("signature", .text, #""茶店""#),
                .optional("template", .text, #""SMS_154950909""#), .optional("host", .text, #""dysmsapi.aliyuncs.com""#),
                .optional("timeout", .duration, "10s"),
                .optional("concurrency", .number, "32"),
            ]),
        .init(
            adapter: "wecom",
            settings: [
                .needed("corp", .text, #""ww1234567890abcdef""#), .needed("agent", .number, "1000002"),
                .needed("secret", .secret, "env WECOM_SECRET"),
                .optional("host", .text, #""https://qyapi.weixin.qq.com""#), .optional("timeout", .duration, "10s"),
                .optional("concurrency", .number, "8"),
            ]),
        .init(
            adapter: "wecom_group",
            settings: [
                .needed("corp", .text, #""ww1234567890abcdef""#), .needed("secret", .secret, "env WECOM_SECRET"),
                .optional("sender", .text, #""zhangsan""#), .optional("reminders", .number, "1"), .optional("patience", .duration, "2d"),
                .optional("substitute", .text, #""lisi""#),
                .optional("host", .text, #""https://qyapi.weixin.qq.com""#), .optional("timeout", .duration, "10s"),
                .optional("concurrency", .number, "8"),
            ]),
        .init(
            adapter: "wecom_robot",
            settings: [
                .needed("key", .secret, "env ROBOT_KEY"), .optional("host", .text, #""https://qyapi.weixin.qq.com""#),
                .optional("timeout", .duration, "10s"),
            ]),
        .init(
            adapter: "email",
            settings: [
                .needed("from", .text, #""茶店 <tea@shop.example>""#), .optional("reply_to", .text, #""help@shop.example""#),
                .optional("program", .text, #""/usr/sbin/sendmail""#),
                .optional("unsubscribe", .text, #""https://shop.example/unsubscribe""#),
                .optional("timeout", .duration, "30s"), .optional("concurrency", .number, "4"),
            ]),
    ]

    static func of(_ adapter: String) -> AdapterSettings? { all.first { $0.adapter == adapter } }

    static var adapters: [String] { all.map(\.adapter) }
}
