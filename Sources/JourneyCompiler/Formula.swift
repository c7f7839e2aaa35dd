import JourneyModel

/// An expression with every name resolved to where its value comes from: the guard of a transition, or a value to compute.
public indirect enum Formula: Codable, Hashable, Sendable {
    case literal(Value)
    case now
    /// A property of the event being matched (only inside an `EventMatcher`).
    case property(String)
    /// A property of the event that completed the trigger (for an absence: the one that began the watch).
    case triggerProperty(String)
    case attribute(String)
    /// In a message's text: an argument of the send; the customer's attribute where the send has none of this name.
    case argument(String)
    case hasTag(String)
    case inAudience(String)
    case consentedTo(String)
    case reachableVia(String)
    /// A code of this coupon was given.
    case given(String)
    case history(HistoryQuery)
    /// Whole days since the last such event; unknown where there is none.
    case daysSince(String)
    /// A property of the last such event seen in this enrollment.
    case lastEvent(String, property: String)
    /// 1 (Monday) to 7 now, in the customer's time zone.
    case weekday
    /// The time of day now, in the customer's time zone.
    case timeOfDay
    /// An instant given by the customer's clock: days since 1970-01-01, seconds since midnight.
    case localTime(days: Int32, seconds: Int32)
    /// One text of all; unknown where one of them is.
    case text([Formula])
    /// The second where the first is unknown.
    case fallback(Formula, Formula)
    /// A value written for people: `money`, `date`, `time`, …
    case formatted(Formula, as: String)
    /// An address that is to carry the message's key.
    case link(Formula)
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

/// What is asked of a customer's past.
public struct HistoryQuery: Codable, Hashable, Sendable {
    public enum Measure: String, Codable, Hashable, Sendable {
        /// True where there are `count` at least.
        case atLeast = "at least"
        case number = "number of", sum = "sum of", average = "average of", max = "max of", min = "min of"
    }

    public var measure: Measure
    public var count: Int
    public var events: [EventMatcher]
    /// What is summed up; nil for `atLeast` and `number`.
    public var property: String?
    /// Inclusive: holds while now - at <= within; nil for ever.
    public var within: Microseconds?

    public init(measure: Measure, count: Int = 1, events: [EventMatcher], property: String? = nil, within: Microseconds?) {
        self.measure = measure
        self.count = count
        self.events = events
        self.property = property
        self.within = within
    }
}
