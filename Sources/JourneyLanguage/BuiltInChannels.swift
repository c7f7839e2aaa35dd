/// A channel that every workspace may name without declaring it.
public struct BuiltInChannel: Sendable {
    /// What the trees hold, whatever the tongue of the file.
    public let english: String
    /// The first is what the formatter writes.
    public let chinese: [String]
}

/// The channels of the trade that have a name in both tongues.
public enum BuiltInChannels {
    public static let all: [BuiltInChannel] = [
        BuiltInChannel(english: "wecom", chinese: ["企业微信", "企微"]),
        BuiltInChannel(english: "sms", chinese: ["短信"]),
        BuiltInChannel(english: "email", chinese: ["邮件", "电子邮件", "邮箱"]),
        BuiltInChannel(english: "wechat", chinese: ["公众号", "微信公众号"]),
    ]

    /// The name in a tongue of a channel given by its English one; nil where there is none.
    public static func name(of english: String, in language: Language) -> String? {
        guard let channel = all.first(where: { $0.english == english }) else { return nil }
        return language == .chinese ? channel.chinese.first : channel.english
    }
}
