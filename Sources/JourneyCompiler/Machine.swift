import JourneyModel

/// A journey, compiled: a deterministic state machine as plain data.
///
/// The engine interprets machines and knows nothing of the syntax tree. A machine can be printed, stored, hashed and compared;
/// two journeys that differ only in comments and layout have equal machines.
public struct Machine: Codable, Hashable, Sendable {
    public var name: String
    /// The name it had before a rename; entries made under it count.
    public var formerly: String?
    public var title: String?
    public var trigger: Trigger
    /// `for each PROPERTY`: watch, entry and re-entry are kept for each value of this property of the trigger's event.
    public var forEach: String?
    /// `for customers where`.
    public var audience: Formula?
    /// When customers may enter.
    public var dates: Dates?
    public var reentry: Reentry
    /// Share of the customers let in, in ten-thousandths.
    public var rollOut: Int
    /// Share of the customers who only pass through as shadows, in ten-thousandths.
    public var holdOut: Int
    public var goal: Goal?
    public var exits: [Exit]
    /// Higher goes first at one instant.
    public var priority: Int
    public var owner: String?
    /// A message that could not leave so long after its step was reached is dropped.
    public var expires: Microseconds?
    /// Skips marketing consent, caps and quiet hours.
    public var isTransactional: Bool
    /// The state that an entry begins in is `states[0]`; the last is `done`.
    public var states: [State]

    public init(
        name: String, formerly: String? = nil, title: String? = nil, trigger: Trigger, forEach: String? = nil, audience: Formula? = nil,
        dates: Dates? = nil, reentry: Reentry = .once, rollOut: Int = 10_000, holdOut: Int = 0, goal: Goal? = nil, exits: [Exit] = [],
        priority: Int = 0, owner: String? = nil, expires: Microseconds? = nil, isTransactional: Bool = false, states: [State]
    ) {
        self.name = name
        self.formerly = formerly
        self.title = title
        self.trigger = trigger
        self.forEach = forEach
        self.audience = audience
        self.dates = dates
        self.reentry = reentry
        self.rollOut = rollOut
        self.holdOut = holdOut
        self.goal = goal
        self.exits = exits
        self.priority = priority
        self.owner = owner
        self.expires = expires
        self.isTransactional = isTransactional
        self.states = states
    }

    /// From 0:00 of the first to the end of the last day, in the customer's time zone; days since 1970-01-01.
    public struct Dates: Codable, Hashable, Sendable {
        public var from: Int32
        public var until: Int32?

        public init(from: Int32, until: Int32?) {
            self.from = from
            self.until = until
        }
    }

    /// May a customer enter again, and when.
    public enum Reentry: Codable, Hashable, Sendable {
        case once
        case always
        /// Counted from the previous entry, inclusive.
        case after(Microseconds)
    }

    public struct Goal: Codable, Hashable, Sendable {
        public var events: [EventMatcher]
        /// From entry, inclusive.
        public var within: Microseconds
        /// The property whose value the conversion carries.
        public var value: String?
        public var continues: Bool

        public init(events: [EventMatcher], within: Microseconds, value: String?, continues: Bool) {
            self.events = events
            self.within = within
            self.value = value
            self.continues = continues
        }
    }

    public enum Exit: Codable, Hashable, Sendable {
        case event(EventMatcher)
        case condition(Formula)
    }
}
