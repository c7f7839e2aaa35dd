import JourneyModel

/// One thing that the engine decided, for the journal, the dry run's output and a customer's timeline.
public struct Decision: Equatable, Sendable {
    public enum Action: UInt8, Sendable, CaseIterable {
        case watch = 1, cancel, enter, refuse, send, wait, branch, set, tag, untag, goal, stop, exit, finish, fail

        public var name: String { String(describing: self) }
    }

    public enum Detail: UInt8, Sendable, CaseIterable {
        case until = 1, reason, taken, content, channel, key, attribute, value, tag, event, with, outcome

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

    public init(
        at: Timestamp, customer: String, journey: String, enrollment: UInt64, step: String, action: Action, facts: [Fact] = []
    ) {
        self.at = at
        self.customer = customer
        self.journey = journey
        self.enrollment = enrollment
        self.step = step
        self.action = action
        self.facts = facts
    }

    public subscript(detail: Detail) -> Value? {
        for fact in facts where fact.detail == detail { return fact.value }
        return nil
    }
}

/// Why a customer whose trigger matched did not enter.
public enum Refusal: String, Sendable, CaseIterable {
    case audience = "not in the audience"
    case inside = "already inside"
    case once = "entered before"
    case again = "too soon after the previous entry"
    case instance = "without the property of `for each`"
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
    /// A JSON object.
    public var arguments: String
    public var at: Timestamp
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
