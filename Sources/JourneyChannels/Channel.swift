import JourneyModel

/// A way to reach people: takes messages, gives one reply each.
///
/// Called by one dispatcher, as many calls at once as `limits` allows. A channel never throws: what went wrong is a reply.
public protocol Channel: AnyObject, Sendable {
    /// The same key twice is one message to the receiver, so an unknown outcome may be retried.
    var isIdempotent: Bool { get }
    /// How much it takes at once.
    var limits: ChannelLimits { get }
    /// Answers without waiting for anything, so that it may be called in the midst of a turn. No circuit breaker watches over it.
    var isImmediate: Bool { get }
    /// What it answers to everything, where it looks at nothing: then it is not asked.
    var standingReply: ChannelReply? { get }
    /// Replies in the order of the messages, as many as there are messages. When a reply says `sent`, the message is as durable
    /// as this channel makes it.
    func send(_ messages: [ChannelMessage]) async -> [ChannelReply]
    /// Flushes and lets go of what the channel holds open.
    func close() async
}

extension Channel {
    public var limits: ChannelLimits { ChannelLimits() }
    public var isImmediate: Bool { false }
    public var standingReply: ChannelReply? { nil }
}

/// How much a channel takes at once.
public struct ChannelLimits: Sendable, Equatable {
    /// Messages in one call of `send`.
    public var batch: Int
    /// Calls under way at once.
    public var concurrency: Int

    public init(batch: Int = 1_000, concurrency: Int = 1) {
        self.batch = max(batch, 1)
        self.concurrency = max(concurrency, 1)
    }
}

public struct ChannelMessage: Sendable, Equatable {
    /// Idempotency key: the same on every attempt of this message on this channel.
    public var key: String
    public var customer: String
    public var channel: String
    /// The address, where the channel has one.
    public var to: String
    public var content: String
    /// What it says on this channel, filled in; empty where the content is known by its name alone.
    public var body = MessageBody()
    /// The arguments of `with`, as a JSON object.
    public var with: String
    public var journey: String
    public var step: String
    /// When the message was queued.
    public var at: Timestamp

    public init(
        key: String, customer: String, channel: String, to: String = "", content: String, with: String = "{}", journey: String,
        step: String, at: Timestamp
    ) {
        self.key = key
        self.customer = customer
        self.channel = channel
        self.to = to
        self.content = content
        self.with = with
        self.journey = journey
        self.step = step
        self.at = at
    }

    public var text: String { body["text"] }
    public var subject: String { body["subject"] }
    public var html: String { body["html"] }
}

public struct ChannelReply: Sendable, Equatable {
    public enum Status: String, Sendable {
        case sent
        /// Try again later.
        case retry
        /// Never will; the next channel may.
        case failed
        /// The customer cannot be reached on this channel.
        case unreachable
        /// Nobody knows; retried only where the channel is idempotent.
        case uncertain
    }

    public var status: Status
    public var providerID: String
    public var reason: String
    public var retryAfter: Microseconds?

    public init(_ status: Status, providerID: String = "", reason: String = "", retryAfter: Microseconds? = nil) {
        self.status = status
        self.providerID = providerID
        self.reason = reason
        self.retryAfter = retryAfter
    }
}
