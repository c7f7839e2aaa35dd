import JourneyLanguage
import JourneyModel

/// What a workspace declares of its events, customers and contents, as plain data; every name in it is the declared one, never an
/// `also` name.
///
/// Each list is in the order of the files and their text. A kind of which nothing is declared is not checked: its list is empty.
public struct Catalogue: Sendable, Hashable, Codable {
    public var events: [Event]
    /// Of the customer.
    public var attributes: [Field]
    /// Each after those that it uses.
    public var audiences: [Audience]
    public var messages: [Message]
    public var coupons: [Coupon]
    public var calendars: [WorkCalendar]

    public init(
        events: [Event] = [], attributes: [Field] = [], audiences: [Audience] = [], messages: [Message] = [], coupons: [Coupon] = [],
        calendars: [WorkCalendar] = []
    ) {
        self.events = events
        self.attributes = attributes
        self.audiences = audiences
        self.messages = messages
        self.coupons = coupons
        self.calendars = calendars
    }

    /// A declared type of a property or an attribute.
    public enum FieldType: Sendable, Hashable, Codable {
        case number, text, boolean, date, time, list
        case oneOf([String])
    }

    /// A property of an event or an attribute of the customer.
    public struct Field: Sendable, Hashable, Codable {
        public var name: String
        public var also: [String]
        public var type: FieldType

        public init(name: String, also: [String] = [], type: FieldType) {
            self.name = name
            self.also = also
            self.type = type
        }
    }

    public struct Event: Sendable, Hashable, Codable {
        public var name: String
        public var also: [String]
        public var title: String?
        /// Its name in the events that come in; nil where that is its own.
        public var from: String?
        public var fields: [Field]

        public init(name: String, also: [String] = [], title: String? = nil, from: String? = nil, fields: [Field] = []) {
            self.name = name
            self.also = also
            self.title = title
            self.from = from
            self.fields = fields
        }
    }

    public struct Audience: Sendable, Hashable, Codable {
        public var name: String
        public var also: [String]
        public var title: String?
        public var condition: Formula

        public init(name: String, also: [String] = [], title: String? = nil, condition: Formula) {
            self.name = name
            self.also = also
            self.title = title
            self.condition = condition
        }
    }

    public struct Coupon: Sendable, Hashable, Codable {
        public var name: String
        public var also: [String]
        public var title: String?
        /// A file with one code a line, as written; nil where there is a stock.
        public var codesFrom: String?
        /// How many there are, all alike.
        public var stock: Int?
        /// How many one customer may have; nil where nothing bounds it.
        public var perCustomer: Int?
        /// From the moment it is given.
        public var valid: Microseconds?

        public init(name: String, also: [String] = [], title: String? = nil) {
            self.name = name
            self.also = also
            self.title = title
        }
    }

    /// Days off, and weekend days that are worked.
    public struct WorkCalendar: Sendable, Hashable, Codable {
        /// Days since 1970-01-01, both included.
        public struct Days: Sendable, Hashable, Codable {
            public var first: Int32
            public var last: Int32
            public var isWorkday: Bool

            public init(first: Int32, last: Int32, isWorkday: Bool) {
                self.first = first
                self.last = last
                self.isWorkday = isWorkday
            }
        }

        public var name: String
        public var also: [String]
        public var title: String?
        /// In the order of the text; where two speak of a day, the later holds.
        public var days: [Days]

        public init(name: String, also: [String] = [], title: String? = nil, days: [Days] = []) {
            self.name = name
            self.also = also
            self.title = title
            self.days = days
        }
    }
}
