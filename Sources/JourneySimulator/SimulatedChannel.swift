import JourneyChannels

/// Answers `sent` to everything and sends nothing.
public final class SimulatedChannel: Channel {
    public init() {}

    public var isIdempotent: Bool { true }

    public func send(_ messages: [ChannelMessage]) async -> [ChannelReply] {
        [ChannelReply](repeating: ChannelReply(.sent), count: messages.count)
    }

    public func close() async {}
}
