import JourneyModel

/// A message on its way out: one for each (enrollment, step, visit).
///
/// It is handed on many times between its being queued and its end, so what never changes on that way is shared by all copies.
public struct OutboxMessage: Sendable, Equatable {
    public enum Status: Int, Sendable, CaseIterable {
        case pending = 0, sent, failed, unreachable, uncertain, dropped, expired
        /// With its channel; after a crash nobody knows what became of it.
        case sending
        /// Pending, and not before its quiet hours are over.
        case held
        /// What was found when it was to leave: the customer's word, a rule, the sandbox.
        case suppressed, noConsent, capped
        /// Of an enrollment that a merge of two ids ended.
        case merged = 20

        /// As reports call it.
        public var name: String { rawValue < Self.names.count ? Self.names[rawValue] : "" }

        /// It may still leave.
        public var isWaiting: Bool { self == .pending || self == .held }
    }

    /// What is said to whom.
    private final class Letter: Sendable {
        struct Parts: Equatable {
            var key: String
            var customer: String
            var journey: String
            var step: String
            var content: String
            var channels: [String]
            var arguments: String
            var queuedAt: Timestamp
            var address: String?
            var expiresAt: Timestamp?
            var isTransactional: Bool
            var enrollment: UInt64
            var bodies: String
        }

        let parts: Parts

        init(_ parts: Parts) { self.parts = parts }
    }

    /// Given by the store.
    public var number: Int64
    private var letter: Letter

    public var status: Status
    /// Index in `channels` of the channel now tried, or that gave the last answer.
    public var channel: Int
    /// On this channel so far.
    public var attempts: Int
    public var nextAttemptAt: Timestamp
    /// The channel's word on a message that was not sent.
    public var reason: String
    public var providerID: String
    /// Some attempt on this channel may have arrived: without a definite word no other channel may be tried.
    public var isInDoubt: Bool

    public init(
        number: Int64 = 0, key: String, customer: String, journey: String, step: String, content: String, channels: [String],
        arguments: String, queuedAt: Timestamp, address: String? = nil, expiresAt: Timestamp? = nil, isTransactional: Bool = false,
        enrollment: UInt64 = 0, bodies: String = "",
        status: Status = .pending, channel: Int = 0, attempts: Int = 0, nextAttemptAt: Timestamp, reason: String = "", providerID: String = "",
        isInDoubt: Bool = false
    ) {
        self.number = number
        letter = Letter(
            .init(
                key: key, customer: customer, journey: journey, step: step, content: content, channels: channels, arguments: arguments,
                queuedAt: queuedAt, address: address, expiresAt: expiresAt, isTransactional: isTransactional, enrollment: enrollment,
                bodies: bodies))
        self.status = status
        self.channel = channel
        self.attempts = attempts
        self.nextAttemptAt = nextAttemptAt
        self.reason = reason
        self.providerID = providerID
        self.isInDoubt = isInDoubt
    }

    public static func == (a: Self, b: Self) -> Bool {
        a.number == b.number && a.status == b.status && a.channel == b.channel && a.attempts == b.attempts
            && a.nextAttemptAt == b.nextAttemptAt && a.reason == b.reason && a.providerID == b.providerID && a.isInDoubt == b.isInDoubt
            && (a.letter === b.letter || a.letter.parts == b.letter.parts)
    }
}

// MARK: - What never changes on its way

extension OutboxMessage {
    private mutating func change(_ body: (inout Letter.Parts) -> Void) {
        var parts = letter.parts
        body(&parts)
        letter = Letter(parts)
    }

    /// Derived from (enrollment, step, visit), the same on every redo; the attempt's key adds the channel.
    public var key: String {
        get { letter.parts.key }
        set { change { $0.key = newValue } }
    }

    public var customer: String {
        get { letter.parts.customer }
        set { change { $0.customer = newValue } }
    }

    public var journey: String {
        get { letter.parts.journey }
        set { change { $0.journey = newValue } }
    }

    public var step: String {
        get { letter.parts.step }
        set { change { $0.step = newValue } }
    }

    public var content: String {
        get { letter.parts.content }
        set { change { $0.content = newValue } }
    }

    /// The first channel and its fallbacks.
    public var channels: [String] {
        get { letter.parts.channels }
        set { change { $0.channels = newValue } }
    }

    /// The arguments of `with`, as a JSON object.
    public var arguments: String {
        get { letter.parts.arguments }
        set { change { $0.arguments = newValue } }
    }

    public var queuedAt: Timestamp {
        get { letter.parts.queuedAt }
        set { change { $0.queuedAt = newValue } }
    }

    /// What `send … to` says; nil: the channel's own address of the customer.
    public var address: String? {
        get { letter.parts.address }
        set { change { $0.address = newValue } }
    }

    /// Past it the message is dropped.
    public var expiresAt: Timestamp? {
        get { letter.parts.expiresAt }
        set { change { $0.expiresAt = newValue } }
    }

    /// Skips marketing consent, caps and quiet hours.
    public var isTransactional: Bool {
        get { letter.parts.isTransactional }
        set { change { $0.isTransactional = newValue } }
    }

    /// The number of the enrollment that asks for it; 0 for none.
    public var enrollment: UInt64 {
        get { letter.parts.enrollment }
        set { change { $0.enrollment = newValue } }
    }

    /// What each of `channels` is to carry, as it was filled in when the message was queued: a JSON array of objects, in the order of
    /// `channels`. Empty where the content is known by its name alone.
    public var bodies: String {
        get { letter.parts.bodies }
        set { change { $0.bodies = newValue } }
    }
}
