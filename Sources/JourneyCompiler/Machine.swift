import JourneyModel

/// A journey, compiled: a deterministic state machine as plain data.
///
/// The engine interprets machines and knows nothing of the syntax tree. A machine can be printed, stored, hashed and compared;
/// two journeys that differ only in comments and layout have equal machines.
public struct Machine: Codable, Hashable, Sendable {
    public var name: String
    public var title: String?
    public var trigger: Trigger
    /// `for customers where`.
    public var audience: Formula?
    public var reentry: Reentry
    public var goal: Goal?
    public var exits: [Exit]
    /// Higher goes first at one instant.
    public var priority: Int
    public var owner: String?
    /// The state that an entry begins in is `states[0]`; the last is `done`.
    public var states: [State]

    public init(
        name: String, title: String?, trigger: Trigger, audience: Formula?, reentry: Reentry, goal: Goal?, exits: [Exit], priority: Int,
        owner: String?, states: [State]
    ) {
        self.name = name
        self.title = title
        self.trigger = trigger
        self.audience = audience
        self.reentry = reentry
        self.goal = goal
        self.exits = exits
        self.priority = priority
        self.owner = owner
        self.states = states
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

/// An event by name, and what must hold of its properties.
public struct EventMatcher: Codable, Hashable, Sendable {
    public var event: String
    public var condition: Formula?

    public init(event: String, condition: Formula?) {
        self.event = event
        self.condition = condition
    }
}

extension Machine {
    /// What starts a journey.
    public enum Trigger: Codable, Hashable, Sendable {
        case pattern(EventPattern)
        /// `of` empty: any event at all.
        case silence(of: [EventMatcher], for: Microseconds)
    }
}

/// `base { then … within D [without …] } [but not … within D]`.
public struct EventPattern: Codable, Hashable, Sendable {
    public enum Base: Codable, Hashable, Sendable {
        case any([EventMatcher])
        case all([[EventMatcher]], within: Microseconds)
        case times([EventMatcher], count: Int, within: Microseconds)
    }

    public struct Follow: Codable, Hashable, Sendable {
        public var events: [EventMatcher]
        public var within: Microseconds
        public var without: [EventMatcher]

        public init(events: [EventMatcher], within: Microseconds, without: [EventMatcher]) {
            self.events = events
            self.within = within
            self.without = without
        }
    }

    public struct Absence: Codable, Hashable, Sendable {
        public var events: [EventMatcher]
        public var within: Microseconds

        public init(events: [EventMatcher], within: Microseconds) {
            self.events = events
            self.within = within
        }
    }

    public var base: Base
    public var follows: [Follow]
    public var absence: Absence?

    public init(base: Base, follows: [Follow], absence: Absence?) {
        self.base = base
        self.follows = follows
        self.absence = absence
    }
}

/// A state of a machine. Entering it takes the first `immediate` transition whose guard holds; a state without one waits for
/// its events and its timer. A state without transitions is final.
public struct State: Codable, Hashable, Sendable {
    public enum Kind: String, Codable, Hashable, Sendable {
        case step, wait, choice, done
    }

    /// Stable name of the step for reports and keys: the verb and its count in the journey's text, `send#1`, `wait#2`, `if#1`; `done`.
    public var label: String
    public var kind: Kind
    public var transitions: [Transition]

    public init(label: String, kind: Kind, transitions: [Transition]) {
        self.label = label
        self.kind = kind
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
    }

    public var cause: Cause
    public var condition: Formula?
    public var actions: [Action]
    /// Index of a state.
    public var target: Int
    /// What a report calls this way out: `then`, `else`, `else if 2`, `came`, `timeout`; empty where there is but one.
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
    case send(content: String, arguments: [Argument], channels: [String])
    case set(attribute: String, Formula)
    /// Adding to an unknown starts at 0.
    case add(Formula, attribute: String)
    case tag(String)
    case untag(String)
    /// Ends the journey by the author's word.
    case stop

    public struct Argument: Codable, Hashable, Sendable {
        public var name: String
        public var value: Formula

        public init(name: String, value: Formula) {
            self.name = name
            self.value = value
        }
    }
}

/// An expression with every name resolved to where its value comes from: the guard of a transition, or a value to compute.
public indirect enum Formula: Codable, Hashable, Sendable {
    case literal(Value)
    case now
    /// A property of the event being matched (only inside an `EventMatcher`).
    case property(String)
    /// A property of the event that completed the trigger (for an absence: the one that began the watch).
    case triggerProperty(String)
    case attribute(String)
    case hasTag(String)
    case not(Formula)
    case negative(Formula)
    case and(Formula, Formula)
    case or(Formula, Formula)
    case compare(Comparison, Formula, Formula)
    case arithmetic(Arithmetic, Formula, Formula)
    case between(Formula, Formula, Formula)
    /// True of an unknown when negated.
    case isIn(Formula, [Formula], negated: Bool)
    case isKnown(Formula)

    public enum Comparison: String, Codable, Hashable, Sendable {
        case equal = "=", notEqual = "!=", less = "<", lessOrEqual = "<=", greater = ">", greaterOrEqual = ">="
        case contains, startsWith = "starts with"
    }

    public enum Arithmetic: String, Codable, Hashable, Sendable {
        case plus = "+", minus = "-", times = "*", divided = "/"
    }
}
