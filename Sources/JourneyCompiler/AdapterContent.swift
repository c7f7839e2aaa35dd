/// What an adapter must find in a message before its provider takes it, as far as that shows before anything is sent.
///
/// The adapters themselves ask for the same when they send: a message that reaches them may come of other files.
enum AdapterContent {
    enum Fault: Hashable {
        /// None of what the adapter sends is there.
        case nothing
        /// The provider sends what it has approved, and nothing says which.
        case noTemplate
        /// A mini program is named, and not all that it is shown with.
        case incomplete([String])
        case noSubject
    }

    /// Adapters that have nothing to send where a message has no text for them.
    static let speaking: Set<String> = ["sms", "wecom", "wecom_group", "wecom_robot", "email"]

    /// - Parameter parts: the names of those that are not empty, as channels get them; none where the message has no text for the channel.
    static func fault(_ parts: Set<String>, via channel: ChannelConfiguration) -> Fault? {
        switch channel.adapter {
        case "sms": return parts.contains("template") || channel["template"] != nil ? nil : .noTemplate
        case "email":
            if parts.isDisjoint(with: ["text", "html"]) { return .nothing }
            return parts.contains("subject") ? nil : .noSubject
        case "wecom":
            if parts.contains("appid") { return lacking(["title"], parts) }
            return speaks(parts, ["text", "markdown"]) ? nil : .nothing
        case "wecom_robot":
            return !parts.contains("appid") && speaks(parts, ["text", "markdown"]) ? nil : .nothing
        // https://developer.work.weixin.qq.com/document/path/92135: all of these must be there.
        case "wecom_group":
            if parts.contains("appid") { return lacking(["title", "page", "picture_id"], parts) }
            return speaks(parts, ["text"]) ? nil : .nothing
        default: return nil
        }
    }

    private static func speaks(_ parts: Set<String>, _ texts: Set<String>) -> Bool {
        !parts.isDisjoint(with: texts) || parts.isSuperset(of: ["title", "url"])
    }

    private static func lacking(_ needed: [String], _ parts: Set<String>) -> Fault? {
        let missing = needed.filter { !parts.contains($0) }
        return missing.isEmpty ? nil : .incomplete(missing)
    }
}
