import JourneyModel

/// Where a piece of a program stands: UTF-8 offsets into its source text, end exclusive.
///
/// All ranges are equal to each other, so that two trees compare by what they say and not by their layout.
public struct SourceRange: Sendable, Hashable {
    public var start: Int
    public var end: Int

    public init(_ start: Int, _ end: Int) {
        self.start = start
        self.end = end
    }

    public static func == (a: SourceRange, b: SourceRange) -> Bool { true }
    public func hash(into hasher: inout Hasher) {}
}

/// A name as written, quoted or bare.
public struct Name: Sendable, Hashable {
    public var text: String
    public var range: SourceRange

    public init(_ text: String, _ range: SourceRange) {
        self.text = text
        self.range = range
    }
}

/// A literal duration: `2d`, `15 minutes`, `1d12h`.
public struct DurationLiteral: Sendable, Hashable {
    public var microseconds: Microseconds
    public var range: SourceRange

    public init(_ microseconds: Microseconds, _ range: SourceRange) {
        self.microseconds = microseconds
        self.range = range
    }
}

/// One file.
public struct Program: Sendable, Hashable {
    public var items: [Item]

    public init(items: [Item]) { self.items = items }
}

public enum Item: Sendable, Hashable {
    /// A top-level `when`; its name is given by the file (`file`, or `file.EVENT` where a file holds several).
    case rule(Journey)
    case journey(Journey)
    case channel(ChannelDeclaration)
    case policy(PolicyDeclaration)
}

/// `journey NAME ["TITLE"] when TRIGGER HEADERS STEPS end`, or a rule, whose `name` is nil.
public struct Journey: Sendable, Hashable {
    public var name: Name?
    public var title: String?
    public var trigger: Trigger
    public var headers: [Header]
    public var steps: [Step]
    public var range: SourceRange

    public init(name: Name?, title: String?, trigger: Trigger, headers: [Header], steps: [Step], range: SourceRange) {
        self.name = name
        self.title = title
        self.trigger = trigger
        self.headers = headers
        self.steps = steps
        self.range = range
    }
}

// MARK: Triggers

public struct Trigger: Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        case pattern(Pattern)
        /// `silent for D` (`events` nil) or `no EVENTS for D`.
        case silence(Events?, DurationLiteral)
    }

    public var kind: Kind
    public var range: SourceRange

    public init(_ kind: Kind, _ range: SourceRange) {
        self.kind = kind
        self.range = range
    }
}

/// `base { then EVENTS within D [without EVENTS] } [but not EVENTS within D]`.
public struct Pattern: Sendable, Hashable {
    public enum Base: Sendable, Hashable {
        case any(Events)
        /// `A and B within D`: at least two groups.
        case all([Events], within: DurationLiteral)
        /// `A 3 times within D`.
        case times(Events, Int, within: DurationLiteral)
    }

    public struct Follow: Sendable, Hashable {
        public var events: Events
        public var within: DurationLiteral
        public var without: Events?

        public init(events: Events, within: DurationLiteral, without: Events?) {
            self.events = events
            self.within = within
            self.without = without
        }
    }

    public struct Absence: Sendable, Hashable {
        public var events: Events
        public var within: DurationLiteral

        public init(events: Events, within: DurationLiteral) {
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

/// `A or B or C`; one alternative at least.
public struct Events: Sendable, Hashable {
    public var alternatives: [EventTerm]
    public var range: SourceRange

    public init(alternatives: [EventTerm], range: SourceRange) {
        self.alternatives = alternatives
        self.range = range
    }
}

/// `NAME [where CONDITION]`.
public struct EventTerm: Sendable, Hashable {
    public var name: Name
    public var condition: Expression?
    public var range: SourceRange

    public init(name: Name, condition: Expression?, range: SourceRange) {
        self.name = name
        self.condition = condition
        self.range = range
    }
}

// MARK: Headers

public struct Header: Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        case audience(Expression)
        case again(Again)
        case goal(events: Events, within: DurationLiteral, value: Name?, continues: Bool)
        case exit([Exit])
        case priority(Int)
        case owner(String)
    }

    public enum Again: Sendable, Hashable {
        case once
        case always
        case after(DurationLiteral)
    }

    /// One alternative of `exit when`.
    public enum Exit: Sendable, Hashable {
        case event(EventTerm)
        case condition(Expression)
    }

    public var kind: Kind
    public var range: SourceRange

    public init(_ kind: Kind, _ range: SourceRange) {
        self.kind = kind
        self.range = range
    }
}

// MARK: Steps

public struct Step: Sendable, Hashable {
    public indirect enum Kind: Sendable, Hashable {
        case send(Send)
        case wait(DurationLiteral)
        case waitFor(WaitFor)
        case branch([Branch], otherwise: [Step]?)
        case set(attribute: Name, Expression)
        case add(Expression, attribute: Name)
        case tag(Name)
        case untag(Name)
        case stop
    }

    public struct Send: Sendable, Hashable {
        public var content: Name
        public var arguments: [Argument]
        /// The first channel, then its fallbacks in order; one at least.
        public var channels: [Name]

        public init(content: Name, arguments: [Argument], channels: [Name]) {
            self.content = content
            self.arguments = arguments
            self.channels = channels
        }
    }

    public struct Argument: Sendable, Hashable {
        public var name: Name
        public var value: Expression

        public init(name: Name, value: Expression) {
            self.name = name
            self.value = value
        }
    }

    /// `wait up to D for EVENTS [if so … [else …] end | or else … end]`.
    public struct WaitFor: Sendable, Hashable {
        public enum Outcome: Sendable, Hashable {
            /// No block: go on at the event or the timeout.
            case goesOn
            case ifSo([Step], otherwise: [Step]?)
            case orElse([Step])
        }

        public var limit: DurationLiteral
        public var events: Events
        public var outcome: Outcome

        public init(limit: DurationLiteral, events: Events, outcome: Outcome) {
            self.limit = limit
            self.events = events
            self.outcome = outcome
        }
    }

    /// `if CONDITION steps` or `else if CONDITION steps`.
    public struct Branch: Sendable, Hashable {
        public var condition: Expression
        public var steps: [Step]

        public init(condition: Expression, steps: [Step]) {
            self.condition = condition
            self.steps = steps
        }
    }

    public var kind: Kind
    public var range: SourceRange

    public init(_ kind: Kind, _ range: SourceRange) {
        self.kind = kind
        self.range = range
    }
}

// MARK: Expressions

/// One grammar for values and conditions; types are checked afterwards.
public struct Expression: Sendable, Hashable {
    public indirect enum Kind: Sendable, Hashable {
        case literal(Value)
        /// The fraction times 1,000,000: 50% is 500,000.
        case percent(micros: Int64)
        case now
        /// A bare or dotted name: `total`, `customer.tier`, `event.price`.
        case path([Name])
        case unary(UnaryOperator, Expression)
        case binary(BinaryOperator, Expression, Expression)
        case between(Expression, Expression, Expression)
        case isIn(Expression, [Expression], negated: Bool)
        case isKnown(Expression, negated: Bool)
        case hasTag(Name)
    }

    public enum UnaryOperator: Sendable, Hashable { case not, minus }

    public enum BinaryOperator: String, Sendable, Hashable, Codable, CaseIterable {
        case and, or
        case equal = "=", notEqual = "!=", less = "<", lessOrEqual = "<=", greater = ">", greaterOrEqual = ">="
        case `is` = "is", isNot = "is not"
        case contains, startsWith = "starts with"
        case plus = "+", minus = "-", times = "*", divided = "/"
    }

    public var kind: Kind
    public var range: SourceRange

    public init(_ kind: Kind, _ range: SourceRange) {
        self.kind = kind
        self.range = range
    }
}

// MARK: Declarations

/// `channel NAME { KEY VALUE } end`.
public struct ChannelDeclaration: Sendable, Hashable {
    public struct Setting: Sendable, Hashable {
        public enum Argument: Sendable, Hashable {
            case word(String)
            case text(String)
            case number(Value)
            case duration(Microseconds)
            case boolean(Bool)
            /// `env NAME`: read when the channel starts, never stored.
            case environment(String)
        }

        public var key: Name
        public var argument: Argument
        public var range: SourceRange

        public init(key: Name, argument: Argument, range: SourceRange) {
            self.key = key
            self.argument = argument
            self.range = range
        }
    }

    public var name: Name
    public var title: String?
    public var settings: [Setting]
    /// `retry N times`.
    public var retries: Int?
    public var range: SourceRange

    public init(name: Name, title: String?, settings: [Setting], retries: Int?, range: SourceRange) {
        self.name = name
        self.title = title
        self.settings = settings
        self.retries = retries
        self.range = range
    }
}

/// `policy { RULE } end`.
public struct PolicyDeclaration: Sendable, Hashable {
    public struct Rule: Sendable, Hashable {
        public enum Kind: Sendable, Hashable {
            case timeZone(String)
            case grace(DurationLiteral)
        }

        public var kind: Kind
        public var range: SourceRange

        public init(_ kind: Kind, _ range: SourceRange) {
            self.kind = kind
            self.range = range
        }
    }

    public var rules: [Rule]
    public var range: SourceRange

    public init(rules: [Rule], range: SourceRange) {
        self.rules = rules
        self.range = range
    }
}

// MARK: Comments

/// A comment, from `#` to the end of its line.
public struct Comment: Sendable, Hashable {
    /// With the `#`, without trailing white space.
    public var text: String
    public var range: SourceRange
    /// Code stands before it on its line.
    public var isTrailing: Bool

    public init(text: String, range: SourceRange, isTrailing: Bool) {
        self.text = text
        self.range = range
        self.isTrailing = isTrailing
    }
}
