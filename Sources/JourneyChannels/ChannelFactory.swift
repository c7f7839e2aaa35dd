import JourneyModel

/// The names of the adapters that `makeChannel` knows, in the order in which messages list them.
public let adapterNames = ["console", "file", "webhook", "exec", "sms", "wecom", "wecom_group", "wecom_robot", "email"]

/// What channels use of the world around them.
public struct ChannelSurroundings: Sendable {
    /// Where relative paths begin; empty: the working directory.
    public var directory = ""
    /// The descriptor that `console` prints to.
    public var output: Int32 = 1
    public var clock: @Sendable () -> Timestamp
    /// A way to servers, one for each channel, with so many connections.
    public var transport: @Sendable (_ connections: Int) -> any HTTPTransport = { HTTPSession(connections: $0) }
    /// Gets a line of what programs say beside their answers.
    public var log: @Sendable (String) -> Void = { _ in }

    public init(clock: @escaping @Sendable () -> Timestamp) { self.clock = clock }

    /// A relative path as it is meant.
    func path(_ path: String) -> String { directory.isEmpty || path.hasPrefix("/") ? path : directory + "/" + path }
}

/// Opens the channel `name` on an adapter with the settings of its declaration.
///
/// - Parameters:
///   - settings: what the declaration says, without `adapter` and what the dispatcher sees to (`limit`, `retry`); a bare word is
///     a text, and `env NAME` is its value.
/// - Throws: `ChannelError`.
public func makeChannel(
    name: String, adapter: String, settings: [String: Value], _ surroundings: ChannelSurroundings
) throws(ChannelError) -> any Channel {
    func known(_ known: [String]) throws(ChannelError) -> ChannelSettings {
        try ChannelSettings(name, adapter, settings, known: known)
    }
    switch adapter {
    case "console":
        _ = try known([])
        return ConsoleChannel(descriptor: surroundings.output)
    case "file":
        _ = try known(["path"])
        guard let setting = settings["path"] else {
            throw .missingSetting(channel: name, adapter: adapter, setting: "path", example: #"path "out.jsonl""#)
        }
        guard case .text(let path) = setting, !path.isEmpty, !path.utf8.contains(0) else {
            throw .wrongSetting(channel: name, setting: "path", expected: "the name of a file in quotes")
        }
        return try FileChannel(path: surroundings.path(path))
    case "webhook":
        _ = try known(WebhookChannel.Settings.names)
        let own = try WebhookChannel.Settings(channel: name, settings)
        return WebhookChannel(own, transport: surroundings.transport(own.concurrency), clock: surroundings.clock)
    case "exec":
        let own = try ExecChannel.Settings(known(ExecChannel.Settings.names), surroundings)
        return ExecChannel(own, clock: surroundings.clock, log: surroundings.log)
    case "sms":
        let own = try SMSChannel.Settings(known(SMSChannel.Settings.names))
        return SMSChannel(own, transport: surroundings.transport(own.concurrency), clock: surroundings.clock)
    case "wecom":
        let own = try WeComChannel.Settings(known(WeComChannel.Settings.names))
        return WeComChannel(own, transport: surroundings.transport(own.account.concurrency), clock: surroundings.clock)
    case "wecom_group":
        let own = try WeComGroupChannel.Settings(known(WeComGroupChannel.Settings.names))
        return WeComGroupChannel(own, transport: surroundings.transport(own.account.concurrency), clock: surroundings.clock)
    case "wecom_robot":
        let own = try WeComRobotChannel.Settings(known(WeComRobotChannel.Settings.names))
        return WeComRobotChannel(own, transport: surroundings.transport(1), clock: surroundings.clock)
    case "email":
        let own = try EmailChannel.Settings(known(EmailChannel.Settings.names), surroundings)
        return EmailChannel(own, clock: surroundings.clock, log: surroundings.log)
    default:
        throw .unknownAdapter(channel: name, adapter: adapter, known: adapterNames)
    }
}
