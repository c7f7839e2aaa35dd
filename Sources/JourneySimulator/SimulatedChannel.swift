import JourneyChannels

/// Gives the same answer to everything and sends nothing.
public final class SimulatedChannel: Channel {
    private let answer: ChannelReply.Status

    public init(answer: ChannelReply.Status = .sent) { self.answer = answer }

    public var isIdempotent: Bool { true }
    public var isImmediate: Bool { true }
    public var standingReply: ChannelReply? { ChannelReply(answer) }

    public func send(_ messages: [ChannelMessage]) async -> [ChannelReply] {
        [ChannelReply](repeating: ChannelReply(answer), count: messages.count)
    }

    public func close() async {}
}
