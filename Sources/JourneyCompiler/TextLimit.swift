/// How long a text may be on a channel.
public struct TextLimit: Codable, Hashable, Sendable {
    public enum Unit: String, Codable, Hashable, Sendable {
        /// Of UTF-8.
        case bytes
        case characters
    }

    public var most: Int
    public var unit: Unit

    public init(most: Int, unit: Unit) {
        self.most = most
        self.unit = unit
    }

    public func length(of text: String) -> Int { unit == .bytes ? text.utf8.count : text.unicodeScalars.count }

    /// What the channel's receiver says of itself, by the name of its adapter or of the channel.
    ///
    /// WeCom's application messages (developer.work.weixin.qq.com/document/path/90236) and group robots (…/path/91770) take 2,048 bytes
    /// of text, customer messages by an employee (…/path/92135) 4,000; Aliyun's text messages
    /// (help.aliyun.com/zh/sms/user-guide/message-template-specifications) 500 characters.
    ///
    /// - Parameter part: of the message. Markdown has limits of its own, on the same pages.
    static func usual(of channel: String, adapter: String? = nil, part: String = "text") -> TextLimit? {
        guard let limits = part == "text" ? usual : part == "markdown" ? ofMarkdown : nil else { return nil }
        return [adapter, channel].lazy.compactMap { $0.flatMap { limits[$0] } }.first
    }

    private static let usual: [String: TextLimit] = [
        "wecom": TextLimit(most: 2_048, unit: .bytes), "wecom_robot": TextLimit(most: 2_048, unit: .bytes),
        "wecom_group": TextLimit(most: 4_000, unit: .bytes), "sms": TextLimit(most: 500, unit: .characters),
    ]

    private static let ofMarkdown: [String: TextLimit] = [
        "wecom": TextLimit(most: 2_048, unit: .bytes), "wecom_robot": TextLimit(most: 4_096, unit: .bytes),
    ]
}
