public struct Trigger: Sendable, Hashable {
    public indirect enum Kind: Sendable, Hashable {
        case pattern(Pattern)
        /// `silent for D` (`events` nil) or `no EVENTS for D`.
        case silence(Events?, DurationLiteral)
        /// `every monday at 10:00`; without a time, 0:00.
        case every(Recurrence, at: TimeLiteral?)
        /// `on 2026-11-11 at 20:00`.
        case on(DateLiteral, at: TimeLiteral?)
        /// `on birthday at 9:00`: on its day and month, in every year.
        case onAttribute(Name, at: TimeLiteral?)
        /// `7d before expires_on at 10:00`: once for each date that the attribute has.
        case before(DurationLiteral, Name, at: TimeLiteral?)
        /// `tier changes`.
        case changes(Name)
        /// `tier becomes "gold"`.
        case becomes(Name, Expression)
        case entersAudience(Name)
        case leavesAudience(Name)
    }

    public var kind: Kind
    public var range: SourceRange

    public init(_ kind: Kind, _ range: SourceRange) {
        self.kind = kind
        self.range = range
    }
}

/// When something comes again and again, in the customer's time zone.
public enum Recurrence: Sendable, Hashable {
    case day
    /// A day that the workspace's calendar calls a working day; without a calendar, Monday to Friday.
    case workday
    /// ISO 8601: 1 is Monday, 7 Sunday.
    case weekday(Int)
    /// 1 to 31; in a shorter month its last day.
    case dayOfMonth(Int)
}

/// A time of day as written.
public struct TimeLiteral: Sendable, Hashable {
    /// Seconds since local midnight.
    public var seconds: Int32
    public var range: SourceRange
}

/// A day as written.
public struct DateLiteral: Sendable, Hashable {
    /// Days since 1970-01-01.
    public var days: Int32
    public var range: SourceRange
}

/// `base [restarting on EVENTS] { then EVENTS within D [without EVENTS] } [but not EVENTS within D]`.
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
    /// Each of these starts the window of the absence anew.
    public var restartingOn: Events?
    public var follows: [Follow]
    public var absence: Absence?

    public init(base: Base, restartingOn: Events? = nil, follows: [Follow], absence: Absence?) {
        self.base = base
        self.restartingOn = restartingOn
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

/// `NAME [where CONDITION] [with same PROPERTY]`.
public struct EventTerm: Sendable, Hashable {
    public var name: Name
    public var condition: Expression?
    /// The property that must equal that of the pattern's first event.
    public var same: Name?
    public var range: SourceRange

    public init(name: Name, condition: Expression?, same: Name? = nil, range: SourceRange) {
        self.name = name
        self.condition = condition
        self.same = same
        self.range = range
    }
}
