import JourneyLanguage
import JourneyModel

/// What the declaration of a channel may say for an adapter, beside what goes for all of them.
struct AdapterSettings {
    enum Kind {
        /// Also from the environment.
        case text
        /// Only from the environment.
        case secret
        /// A server's.
        case address
        /// A person's.
        case mail
        case number(ClosedRange<Int64>)
        case duration(ClosedRange<Microseconds>)
        case flag

        /// A request to a server.
        static let timeout = Kind.duration(.second...10 * .minute)

        var words: (english: String, chinese: String) {
            switch self {
            case .text, .secret: ("a text", "文字")
            case .address: ("an address that begins with `https://`", "以 `https://` 开头的地址")
            case .mail: ("an e-mail address", "电子邮件地址")
            case .number(let range): ("a number from \(range.lowerBound) to \(range.upperBound)", "\(range.lowerBound) 到 \(range.upperBound) 的数字")
            case .duration(let range):
                (
                    "a length of time from \(durationText(range.lowerBound)) to \(durationText(range.upperBound))",
                    "\(durationText(range.lowerBound)) 到 \(durationText(range.upperBound)) 的时长"
                )
            case .flag: ("`true` or `false`", "`true` 或 `false`")
            }
        }

        /// What the environment holds shows when the channel is opened.
        func takes(_ argument: ChannelDeclaration.Setting.Argument) -> Bool {
            switch (self, argument) {
            // Another check looks at secrets.
            case (.secret, _), (.text, .text), (.text, .environment), (.address, .environment), (.mail, .environment), (.number, .environment),
                (.flag, .boolean):
                true
            case (.address, .text(let text)): ["https://", "http://"].contains { text.hasPrefix($0) && text.utf8.count > $0.utf8.count }
            case (.mail, .text(let text)): text.contains("@")
            case (.number(let range), .number(.integer(let number))): range.contains(number)
            case (.duration(let range), .duration(let length)): range.contains(length)
            default: false
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
                .needed("url", .address, #""https://example.com/messages""#), .optional("secret", .secret, "env HOOK_SECRET"),
                .optional("second_secret", .secret, "env NEXT_HOOK_SECRET"), .optional("timeout", .duration(.second...5 * .minute), "10s"),
                .optional("concurrency", .number(1...1_000), "128"), .optional("idempotent", .flag, "false"),
            ]),
        .init(
            adapter: "exec",
            settings: [
                .needed("program", .text, #""adapters/push.py""#), .optional("arguments", .text, #""--sandbox""#),
                .optional("timeout", .timeout, "30s"),
                .optional("in_flight", .number(1...1_000), "16"), .optional("idempotent", .flag, "true"),
            ]),
        .init(
            adapter: "sms",
            settings: [
                .needed("access_key_id", .text, "env SMS_KEY_ID"), .needed("secret", .secret, "env SMS_SECRET"),
                .needed("signature", .text, #""茶店""#),
                .optional("template", .text, #""SMS_154950909""#), .optional("host", .text, #""dysmsapi.aliyuncs.com""#),
                .optional("timeout", .timeout, "10s"),
                .optional("concurrency", .number(1...1_000), "32"),
            ]),
        .init(
            adapter: "wecom",
            settings: [
                .needed("corp", .text, #""ww1234567890abcdef""#), .needed("agent", .number(0...Int64(Int32.max)), "1000002"),
                .needed("secret", .secret, "env WECOM_SECRET"),
                .optional("host", .address, #""https://qyapi.weixin.qq.com""#), .optional("timeout", .timeout, "10s"),
                .optional("concurrency", .number(1...100), "8"),
            ]),
        .init(
            adapter: "wecom_group",
            settings: [
                .needed("corp", .text, #""ww1234567890abcdef""#), .needed("secret", .secret, "env WECOM_SECRET"),
                .optional("sender", .text, #""zhangsan""#), .optional("reminders", .number(0...3), "1"),
                .optional("patience", .duration(.hour...30 * .day), "2d"), .optional("substitute", .text, #""lisi""#),
                .optional("host", .address, #""https://qyapi.weixin.qq.com""#), .optional("timeout", .timeout, "10s"),
                .optional("concurrency", .number(1...100), "8"),
            ]),
        .init(
            adapter: "wecom_robot",
            settings: [
                .needed("key", .secret, "env ROBOT_KEY"), .optional("host", .address, #""https://qyapi.weixin.qq.com""#),
                .optional("timeout", .timeout, "10s"),
            ]),
        .init(
            adapter: "email",
            settings: [
                .needed("from", .mail, #""茶店 <tea@shop.example>""#), .optional("reply_to", .mail, #""help@shop.example""#),
                .optional("program", .text, #""/usr/sbin/sendmail""#),
                .optional("unsubscribe", .text, #""https://shop.example/unsubscribe""#),
                .optional("timeout", .timeout, "30s"), .optional("concurrency", .number(1...100), "4"),
            ]),
    ]

    static func of(_ adapter: String) -> AdapterSettings? { all.first { $0.adapter == adapter } }

    static var adapters: [String] { all.map(\.adapter) }
}
