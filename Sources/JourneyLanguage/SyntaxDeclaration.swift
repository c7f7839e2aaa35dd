import JourneyModel

/// `event NAME also NAME "TITLE" from "NAME AT INTAKE" { FIELD } end`.
public struct EventDeclaration: Sendable, Hashable {
    public var name: Name
    /// Names in other languages.
    public var also: [Name]
    public var title: String?
    /// Its name in the events that come in.
    public var from: String?
    public var fields: [Field]
    public var range: SourceRange
}

/// A property of an event or an attribute of the customer.
public struct Field: Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        case number, text, boolean, date, time, list
        case oneOf([String])
    }

    public var name: Name
    public var also: [Name]
    public var kind: Kind
    public var range: SourceRange
}

/// `customer { FIELD } end`.
public struct CustomerDeclaration: Sendable, Hashable {
    public var fields: [Field]
    public var range: SourceRange
}

/// `audience NAME = CONDITION`.
public struct AudienceDeclaration: Sendable, Hashable {
    public var name: Name
    public var also: [Name]
    public var title: String?
    public var condition: Expression
    public var range: SourceRange
}

/// `message NAME { for CHANNEL (TEXT | { PART TEXT }) } end`.
public struct MessageDeclaration: Sendable, Hashable {
    public struct Body: Sendable, Hashable {
        public var channel: Name
        /// One part without a name, or `subject "…" body "…"`.
        public var parts: [Part]
        public var range: SourceRange
    }

    public struct Part: Sendable, Hashable {
        public var name: Name?
        public var text: Template
    }

    public var name: Name
    public var also: [Name]
    public var title: String?
    public var bodies: [Body]
    public var range: SourceRange
}

/// `coupon NAME { RULE } end`.
public struct CouponDeclaration: Sendable, Hashable {
    public struct Rule: Sendable, Hashable {
        public enum Kind: Sendable, Hashable {
            /// One code a line.
            case codesFrom(String)
            case stock(Int)
            case forEachCustomer(Int)
            case valid(DurationLiteral)
        }

        public var kind: Kind
        public var range: SourceRange
    }

    public var name: Name
    public var also: [Name]
    public var title: String?
    public var rules: [Rule]
    public var range: SourceRange
}

/// `calendar NAME { holiday DATE [to DATE] | workday DATE [to DATE] } end`: days off, and weekend days that are worked.
public struct CalendarDeclaration: Sendable, Hashable {
    public struct Days: Sendable, Hashable {
        public var isWorkday: Bool
        public var from: DateLiteral
        public var to: DateLiteral?
        public var range: SourceRange
    }

    public var name: Name
    public var also: [Name]
    public var title: String?
    public var days: [Days]
    public var range: SourceRange
}

/// A unit of a rate.
public enum TimeUnit: String, Sendable, Hashable, Codable, CaseIterable {
    case second, minute, hour, day
}

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

    /// `limit 20 per second`.
    public struct Limit: Sendable, Hashable {
        public var count: Int
        public var per: TimeUnit
        public var range: SourceRange
    }

    public var name: Name
    public var also: [Name]
    public var title: String?
    public var settings: [Setting]
    public var limits: [Limit]
    /// `retry N times`.
    public var retries: Int?
    public var range: SourceRange

    public init(
        name: Name, also: [Name] = [], title: String?, settings: [Setting], limits: [Limit] = [], retries: Int?, range: SourceRange
    ) {
        self.name = name
        self.also = also
        self.limits = limits
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
            /// From inclusive, to exclusive, in the customer's zone; over midnight where `to` is earlier.
            case quiet(from: TimeLiteral, to: TimeLiteral, via: Name?)
            case atMost(Int, per: DurationLiteral, via: Name?)
            case requireConsent(Name)
            /// Attributes that are strong ids: two different values are two people.
            case unique([Name])
            case holdOut(PercentLiteral)
            case keepEvents(DurationLiteral)
            case onlyToTag(Name)
            case stopAfter(Int, per: DurationLiteral)
            case catchUp(Int, per: TimeUnit)
            case alert(Alarm, via: Name)
        }

        /// What an operator is told of.
        public enum Alarm: Sendable, Hashable {
            /// No event came for so long.
            case silent(DurationLiteral)
            case couponBelow(Name, Int)
            /// In a row.
            case channelFails(Name, times: Int)
            case rejectedAbove(Int, per: DurationLiteral)
            case lateAbove(Int, per: DurationLiteral)
            /// A journey, by its fuse.
            case paused
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
