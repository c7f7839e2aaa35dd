import JourneyModel

/// An event by name, and what must hold of its properties.
public struct EventMatcher: Codable, Hashable, Sendable {
    public var event: String
    public var condition: Formula?
    /// The property whose value must equal that of the pattern's first event.
    public var same: String?

    public init(event: String, condition: Formula?, same: String? = nil) {
        self.event = event
        self.condition = condition
        self.same = same
    }
}

extension Machine {
    /// What starts a journey.
    public enum Trigger: Codable, Hashable, Sendable {
        case pattern(EventPattern)
        /// `of` empty: any event at all.
        case silence(of: [EventMatcher], for: Microseconds)
        case schedule(Schedule)
        case attributeChanges(String)
        case attributeBecomes(String, Value)
        case entersAudience(String)
        case leavesAudience(String)
    }
}

/// Occurrences in the customer's time zone; times are seconds since local midnight.
public enum Schedule: Codable, Hashable, Sendable {
    case daily(at: Int32)
    /// Working days of the workspace's calendar; without one, Monday to Friday.
    case workdays(at: Int32)
    /// ISO 8601: 1 is Monday, 7 Sunday.
    case weekly(weekday: Int, at: Int32)
    /// 1 to 31; in a shorter month its last day.
    case monthly(day: Int, at: Int32)
    /// Days since 1970-01-01.
    case once(days: Int32, at: Int32)
    /// The attribute's day and month in every year.
    case yearly(attribute: String, at: Int32)
    /// Once for each date that the attribute has, so many days before it; nil: this long before the instant (a date's midnight).
    case before(Microseconds, attribute: String, at: Int32?)
}

/// `base [restarting on …] { then … within D [without …] } [but not … within D]`.
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
    /// Each of these starts the window of a pending absence anew; empty without `restarting on`.
    public var restarts: [EventMatcher]
    public var follows: [Follow]
    public var absence: Absence?

    public init(base: Base, restarts: [EventMatcher] = [], follows: [Follow], absence: Absence?) {
        self.base = base
        self.restarts = restarts
        self.follows = follows
        self.absence = absence
    }
}
