import JourneyModel

/// One thing that the engine decided, for the journal, the dry run's output and a customer's timeline.
public struct Decision: Equatable, Sendable {
    public enum Action: UInt8, Sendable, CaseIterable {
        case watch = 1, cancel, enter, refuse, send, wait, branch, set, tag, untag, goal, stop, exit, finish, fail, record, start, leave
        case give = 20, pause, hold, move
        /// Two ids are one person's, or were said to be; and what ended by that.
        case merge = 40, merged

        public var name: String { String(describing: self) }
    }

    public enum Detail: UInt8, Sendable, CaseIterable {
        case until = 1, reason, taken, content, channel, key, attribute, value, tag, event, with, outcome, journey, round
        case coupon = 20, code
        /// Of what concerns an earlier moment: when that was.
        case since = 40
        /// `Because`: the values that decided.
        case because
        /// The other id.
        case other = 50
        /// Of a goal: `AttributedMessage`s, how many more there were before them, and, where its event came late, when that was.
        case messages = 60, earlierMessages, happenedAt

        public var name: String { String(describing: self) }
    }

    public struct Fact: Equatable, Sendable {
        public var detail: Detail
        public var value: Value

        public init(_ detail: Detail, _ value: Value) {
            self.detail = detail
            self.value = value
        }
    }

    public var at: Timestamp
    public var customer: String
    public var journey: String
    /// The number of the watch or enrollment; 0 for a refusal.
    public var enrollment: UInt64
    /// The step's label; empty for what concerns the whole journey.
    public var step: String
    public var action: Action
    public var facts: [Fact]
    /// Of an enrollment that is held out: nothing of it was seen outside.
    public var isShadow: Bool

    public init(
        at: Timestamp, customer: String, journey: String, enrollment: UInt64, step: String, action: Action, facts: [Fact] = [],
        isShadow: Bool = false
    ) {
        self.at = at
        self.customer = customer
        self.journey = journey
        self.enrollment = enrollment
        self.step = step
        self.action = action
        self.facts = facts
        self.isShadow = isShadow
    }

    public subscript(detail: Detail) -> Value? {
        for fact in facts where fact.detail == detail { return fact.value }
        return nil
    }
}

/// Why a customer whose trigger matched did not enter.
public enum Refusal: String, Sendable, CaseIterable {
    case dates = "outside of its dates"
    case audience = "not in the audience"
    case inside = "already inside"
    case once = "entered before"
    case again = "too soon after the previous entry"
    case instance = "without the property of `for each`"
    case values = "more values of `for each` than are kept apart"
    case rollOut = "outside of the roll-out"
    case missed = "missed, as nothing ran in time"
    case paused = "the journey is paused"
}

/// Why a customer passes through as a shadow.
public enum HoldOut: String, Sendable, CaseIterable {
    case workspace = "held out of the workspace"
    case journey = "held out"
}

/// A message that a step asks for.
public struct Message: Equatable, Sendable {
    /// Derived from (journey, customer, ordinal of entry, step, visit): the same whenever the batch is redone.
    public var key: String
    public var customer: String
    public var journey: String
    public var step: String
    public var content: String
    public var channels: [String]
    /// Index of the channel that it begins with.
    public var firstChannel = 0
    /// A JSON object.
    public var arguments: String
    /// What the attribute of `send … to` held; nil: the channel's own address of the customer.
    public var address: String?
    public var at: Timestamp
    /// Past it the message is dropped.
    public var expiresAt: Timestamp?
    /// Skips marketing consent, caps and quiet hours.
    public var isTransactional: Bool
    /// The number of the enrollment that asks for it.
    public var enrollment: UInt64
    /// What each of the channels is to carry: a JSON array of objects; empty where the content is known by its name alone.
    public var bodies = ""
}

/// An event that a step emitted: it belongs into the log as if it had come from outside.
public struct RecordedEvent: Equatable, Sendable {
    /// Derived as a message's key is: the same whenever the batch is redone.
    public var id: String
    public var customer: String
    /// In the name table.
    public var name: UInt32
    public var at: Timestamp
    /// JSON members without the outer braces.
    public var properties: [UInt8]
}

/// A timer of a watch or enrollment.
public struct Timer: Equatable, Sendable {
    public var due: Timestamp
    /// Of the watch or enrollment.
    public var number: UInt64

    public init(due: Timestamp, number: UInt64) {
        self.due = due
        self.number = number
    }
}
