public struct Step: Sendable, Hashable {
    public indirect enum Kind: Sendable, Hashable {
        case send(Send)
        case wait(DurationLiteral)
        case waitUntil(Moment)
        case waitFor(WaitFor)
        case branch([Branch], otherwise: [Step]?)
        case split(Split)
        case repeats(Repeat)
        case set(attribute: Name, Expression)
        case add(Expression, attribute: Name)
        case tag(Name)
        case untag(Name)
        /// `otherwise`: what to do when no code is left.
        case give(Name, otherwise: [Step]?)
        case record(Name, [Argument])
        case start(Name)
        case leave(Name)
        case stop
        /// A stable name for the next step.
        case label(Name)
    }

    public struct Send: Sendable, Hashable {
        public var content: Name
        public var arguments: [Argument]
        /// `to ATTRIBUTE`: the attribute that holds the address, instead of the channel's own.
        public var to: Name?
        /// The first channel, then its fallbacks in order; one at least.
        public var channels: [Name]
        public var isAtBestTime: Bool

        public init(content: Name, arguments: [Argument], to: Name? = nil, channels: [Name], isAtBestTime: Bool = false) {
            self.content = content
            self.arguments = arguments
            self.to = to
            self.channels = channels
            self.isAtBestTime = isAtBestTime
        }
    }

    /// `split "NAME" 50% ["ARM"] … end` or `split "NAME" adaptively "ARM" … end`.
    public struct Split: Sendable, Hashable {
        public struct Arm: Sendable, Hashable {
            /// Nil where the split is adaptive.
            public var share: PercentLiteral?
            public var name: String?
            public var steps: [Step]
            /// Of the share and the name.
            public var range: SourceRange
        }

        public var name: String
        public var isAdaptive: Bool
        public var arms: [Arm]
    }

    /// `repeat up to N times every D [until EVENTS] … end`.
    public struct Repeat: Sendable, Hashable {
        public var times: Int
        public var every: DurationLiteral
        public var until: Events?
        public var steps: [Step]
    }

    /// What `wait until` waits for, in the customer's time zone; what is past is now.
    public enum Moment: Sendable, Hashable {
        /// The next time that the clock shows this, now included.
        case time(TimeLiteral)
        case weekday(Int, at: TimeLiteral?)
        /// `wait until workday 9:00`.
        case workday(at: TimeLiteral?)
        case date(DateLiteral, at: TimeLiteral?)
        case attribute(Name, at: TimeLiteral?)
        case before(DurationLiteral, Name, at: TimeLiteral?)
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
