import JourneyModel

/// A state of a machine. Entering it takes the first `immediate` transition whose guard holds; a state without one waits for
/// its events and its timer. A state without transitions is final.
public struct State: Codable, Hashable, Sendable {
    public enum Kind: String, Codable, Hashable, Sendable {
        case step, wait, choice, split, give, loop, done
    }

    /// A random draw that stays with the customer.
    public struct Split: Codable, Hashable, Sendable {
        public var name: String
        /// Shares follow the goal (Thompson sampling); else they are those of the transitions.
        public var isAdaptive: Bool

        public init(name: String, isAdaptive: Bool) {
            self.name = name
            self.isAdaptive = isAdaptive
        }
    }

    /// `repeat up to N times every D`.
    public struct Loop: Codable, Hashable, Sendable {
        public var limit: Int
        /// From the start of one round to the start of the next.
        public var every: Microseconds

        public init(limit: Int, every: Microseconds) {
            self.limit = limit
            self.every = every
        }
    }

    /// Stable name of the step for reports and keys: the author's `label`, else the verb and its count in the journey's text, `send#1`,
    /// `wait#2`, `if#1`; `done`.
    public var label: String
    public var kind: Kind
    /// Of a `.split`.
    public var split: Split?
    /// Of a `.loop`, the head of a `repeat`: entered from outside it begins round 1; reached from its body it waits for the next
    /// round or is done.
    public var loop: Loop?
    /// Of a `.give`: the coupon of which one code is taken.
    public var coupon: String?
    /// The heads of the loops around this state, outermost first, as indices of states; a head itself is in its own loop. The `until`
    /// events of each, which stand at the head, are looked at in every state of the loop.
    public var loops: [Int]
    public var transitions: [Transition]

    public init(
        label: String, kind: Kind, split: Split? = nil, loop: Loop? = nil, coupon: String? = nil, loops: [Int] = [],
        transitions: [Transition]
    ) {
        self.label = label
        self.kind = kind
        self.split = split
        self.loop = loop
        self.coupon = coupon
        self.loops = loops
        self.transitions = transitions
    }
}

public struct Transition: Codable, Hashable, Sendable {
    public enum Cause: Codable, Hashable, Sendable {
        case immediate
        /// The first event that one of these matches.
        case event([EventMatcher])
        /// This long after the state was entered.
        case timer(after: Microseconds)
        /// When the calendar or an attribute says so.
        case moment(Moment)
        /// Of a `.split`: its share in ten-thousandths; 0 where the split is adaptive.
        case arm(share: Int)
        /// Of a `.give`: a code was there, or none.
        case given(Bool)
        /// Of a `.loop`: into the next round.
        case round
        /// Of a `.loop`: all rounds are over.
        case roundsOver
    }

    /// A calendar wait, in the customer's time zone; what is past is now. Times are seconds since local midnight.
    public enum Moment: Codable, Hashable, Sendable {
        /// The next time that the clock shows this, now included.
        case time(Int32)
        /// ISO 8601: 1 is Monday, 7 Sunday.
        case weekday(Int, at: Int32)
        case workday(at: Int32)
        /// Days since 1970-01-01.
        case date(Int32, at: Int32)
        /// The attribute's date at this time; nil: its instant (a date's midnight).
        case attribute(String, at: Int32?)
        case before(Microseconds, attribute: String, at: Int32?)
    }

    public var cause: Cause
    public var condition: Formula?
    public var actions: [Action]
    /// Index of a state.
    public var target: Int
    /// What a report calls this way out: `then`, `else`, `else if 2`, `came`, `timeout`, an arm's name, `given`, `none left`, `round`,
    /// `over`, `until`; empty where there is but one.
    public var name: String

    public init(cause: Cause, condition: Formula? = nil, actions: [Action] = [], target: Int, name: String = "") {
        self.cause = cause
        self.condition = condition
        self.actions = actions
        self.target = target
        self.name = name
    }
}

public enum Action: Codable, Hashable, Sendable {
    case send(Send)
    case set(attribute: String, Formula)
    /// Adding to an unknown starts at 0.
    case add(Formula, attribute: String)
    case tag(String)
    case untag(String)
    /// Emits an event of this customer, which other journeys see.
    case record(event: String, arguments: [Argument])
    case start(journey: String)
    case leave(journey: String)
    /// Ends the journey by the author's word.
    case stop

    public struct Send: Codable, Hashable, Sendable {
        public var content: String
        public var arguments: [Argument]
        /// The first channel, then its fallbacks in order; one at least.
        public var channels: [String]
        /// The attribute that holds the address; nil: the channel's own.
        public var to: String?
        public var isAtBestTime: Bool
        /// What its texts read of events and of the past, so that the journey keeps it for them.
        public var shows: [Formula]

        public init(
            content: String, arguments: [Argument] = [], channels: [String], to: String? = nil, isAtBestTime: Bool = false,
            shows: [Formula] = []
        ) {
            self.shows = shows
            self.content = content
            self.arguments = arguments
            self.channels = channels
            self.to = to
            self.isAtBestTime = isAtBestTime
        }
    }

    public struct Argument: Codable, Hashable, Sendable {
        public var name: String
        public var value: Formula

        public init(name: String, value: Formula) {
            self.name = name
            self.value = value
        }
    }
}
