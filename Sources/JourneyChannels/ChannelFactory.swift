import JourneyModel

/// The names of the adapters that `makeChannel` knows, in the order in which messages list them.
public let adapterNames = ["console", "file", "webhook"]

/// Opens the channel `name` on an adapter with the settings of its declaration.
///
/// - Parameters:
///   - settings: what the declaration says, without `adapter` and what the dispatcher sees to (`limit`, `retry`); a bare word is
///     a text, and `env NAME` is its value.
///   - directory: where relative paths begin; empty: the working directory.
///   - output: the descriptor that `console` prints to.
///   - clock: the time of day, which signatures carry.
/// - Throws: `ChannelError`.
public func makeChannel(
    name: String, adapter: String, settings: [String: Value], directory: String = "", output: Int32 = 1,
    clock: @escaping @Sendable () -> Timestamp
) throws(ChannelError) -> any Channel {
    func refuseSettings(except known: [String]) throws(ChannelError) {
        for setting in settings.keys.sorted() where !known.contains(setting) {
            throw .unknownSetting(channel: name, adapter: adapter, setting: setting, known: known)
        }
    }
    switch adapter {
    case "console":
        try refuseSettings(except: [])
        return ConsoleChannel(descriptor: output)
    case "file":
        try refuseSettings(except: ["path"])
        guard let setting = settings["path"] else {
            throw .missingSetting(channel: name, adapter: adapter, setting: "path", example: #"path "out.jsonl""#)
        }
        guard case .text(let path) = setting, !path.isEmpty, !path.utf8.contains(0) else {
            throw .wrongSetting(channel: name, setting: "path", expected: "the name of a file in quotes")
        }
        let isRelative = !directory.isEmpty && !path.hasPrefix("/")
        return try FileChannel(path: isRelative ? directory + "/" + path : path)
    case "webhook":
        try refuseSettings(except: WebhookChannel.Settings.names)
        let webhook = try WebhookChannel.Settings(channel: name, settings)
        return WebhookChannel(webhook, transport: HTTPSession(connections: webhook.concurrency), clock: clock)
    default:
        throw .unknownAdapter(channel: name, adapter: adapter, known: adapterNames)
    }
}
