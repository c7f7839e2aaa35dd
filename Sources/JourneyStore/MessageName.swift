/// What somebody outside calls a message.
public struct MessageName: Sendable, Equatable {
    public var text: String
    /// It is the provider's id; else the message's own key.
    public var isProviders: Bool

    public static func key(_ key: String) -> MessageName { MessageName(text: key, isProviders: false) }
    public static func providerID(_ id: String) -> MessageName { MessageName(text: id, isProviders: true) }
}
