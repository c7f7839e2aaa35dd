import JourneyModel

/// What messages that are to leave have in common: the channels that they name, the one whose turn it is, their class and their journey.
///
/// There are few of them, however many messages wait, so that whoever hands messages out can be fair between them.
public struct OutboxWay: Sendable, Hashable {
    public var channels: [String]
    /// Index in `channels`.
    public var channel: Int
    public var isTransactional: Bool
    public var journey: String

    public init(channels: [String], channel: Int, isTransactional: Bool, journey: String) {
        self.channels = channels
        self.channel = channel
        self.isTransactional = isTransactional
        self.journey = journey
    }

    public init(of message: OutboxMessage) {
        self.init(
            channels: message.channels, channel: message.channel, isTransactional: message.isTransactional, journey: message.journey)
    }

    /// Without a way of the message's own being made.
    func has(_ message: OutboxMessage) -> Bool {
        channel == message.channel && isTransactional == message.isTransactional && journey == message.journey
            && channels == message.channels
    }

    /// The name of the channel whose turn it is.
    public var channelName: String { channel < channels.count ? channels[channel] : "" }
}

/// A way on which messages wait.
public struct WaitingWay: Sendable, Equatable {
    public var way: OutboxWay
    /// Of the message that is to leave first.
    public var nextAttemptAt: Timestamp

    public init(_ way: OutboxWay, nextAttemptAt: Timestamp) {
        self.way = way
        self.nextAttemptAt = nextAttemptAt
    }
}

extension [WaitingWay] {
    /// Those that stand in either, in order.
    func merged(with others: [WaitingWay]) -> [WaitingWay] {
        var merged = self
        for waiting in others {
            if let place = firstIndex(where: { $0.way == waiting.way }) {
                merged[place].nextAttemptAt = Swift.min(merged[place].nextAttemptAt, waiting.nextAttemptAt)
            } else {
                merged.append(waiting)
            }
        }
        return merged.sorted { $0.way < $1.way }
    }
}

extension OutboxWay: Comparable {
    /// In the order of the outbox's index, byte for byte.
    public static func < (a: OutboxWay, b: OutboxWay) -> Bool {
        if a.channels != b.channels {
            let (first, second) = (TextList.encode(a.channels), TextList.encode(b.channels))
            if first != second { return first.utf8.lexicographicallyPrecedes(second.utf8) }
        }
        if a.channel != b.channel { return a.channel < b.channel }
        if a.isTransactional != b.isTransactional { return b.isTransactional }
        return a.journey.utf8.lexicographicallyPrecedes(b.journey.utf8)
    }
}

extension Store {
    /// The earliest `nextAttemptAt` of a pending or held message.
    public func nextAttempt() throws -> Timestamp? { try waitingWays().lazy.map(\.nextAttemptAt).min() }
}
