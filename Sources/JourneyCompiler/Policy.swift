import JourneyLanguage
import JourneyModel

/// The rules of the whole workspace.
public struct Policy: Sendable, Hashable, Codable {
    /// Seconds since local midnight, `from` inclusive, `to` exclusive; over midnight where `to` is the smaller. In the customer's zone.
    public struct QuietHours: Sendable, Hashable, Codable {
        public var from: Int32
        public var to: Int32
        /// Nil: all channels.
        public var channel: String?

        public init(from: Int32, to: Int32, channel: String? = nil) {
            self.from = from
            self.to = to
            self.channel = channel
        }
    }

    /// `at most N messages per D [via CHANNEL]`, in (t-D, t].
    public struct Cap: Sendable, Hashable, Codable {
        public var count: Int
        public var per: Microseconds
        /// Nil: over all channels together.
        public var channel: String?

        public init(count: Int, per: Microseconds, channel: String? = nil) {
            self.count = count
            self.per = per
            self.channel = channel
        }
    }

    /// `stop after N messages per D`: pauses the journey.
    public struct Fuse: Sendable, Hashable, Codable {
        public var count: Int
        public var per: Microseconds

        public init(count: Int, per: Microseconds) {
            self.count = count
            self.per = per
        }
    }

    /// `alert when … via CHANNEL`: what an operator is told of.
    public struct Alert: Sendable, Hashable, Codable {
        public enum Alarm: Sendable, Hashable, Codable {
            /// No event came for so long.
            case silent(Microseconds)
            case coupon(String, below: Int)
            /// In a row.
            case channel(String, fails: Int)
            case rejected(above: Int, per: Microseconds)
            case late(above: Int, per: Microseconds)
            /// A journey, by its fuse.
            case paused
        }

        public var alarm: Alarm
        public var channel: String

        public init(_ alarm: Alarm, via channel: String) {
            self.alarm = alarm
            self.channel = channel
        }
    }

    /// An identifier of the time-zone data base.
    public var timeZone: String
    /// How late an event may come and still give exactly the in-order result.
    public var grace: Microseconds
    /// In the order of the text, as all lists here.
    public var quietHours: [QuietHours] = []
    public var caps: [Cap] = []
    /// Purposes that a marketing message needs the customer's consent to.
    public var requiredConsents: [String] = []
    /// Attributes that are strong ids: two different values are two people.
    public var uniqueAttributes: [String] = []
    /// Share of the customers who pass through all marketing journeys as shadows, in ten-thousandths.
    public var holdOut: Int
    /// Goes into every random draw: another salt draws anew.
    public var salt: String
    /// Nil: for ever.
    public var keepEvents: Microseconds?
    /// Who has not this tag gets the outcome `sandboxed`.
    public var onlyToTag: String?
    public var fuse: Fuse?
    /// How fast `resume` runs what is due; nil: the scheduler's own measure.
    public var catchUp: Rate?
    /// In the order of the text, none twice.
    public var alerts: [Alert] {
        get { someAlerts ?? [] }
        set { someAlerts = newValue.isEmpty ? nil : newValue }
    }
    /// Nil for none, as in what was encoded before there were any.
    private var someAlerts: [Alert]?

    public init(timeZone: String = "UTC", grace: Microseconds = 0, holdOut: Int = 0, salt: String = "journey") {
        self.timeZone = timeZone
        self.grace = grace
        self.holdOut = holdOut
        self.salt = salt
    }
}

extension Policy.Alert: CustomStringConvertible {
    /// The condition, as the formatter writes it: `coupon spring_twenty below 100`.
    public var description: String {
        switch alarm {
        case .silent(let span): "silent for " + durationText(span)
        case .coupon(let name, let count): "coupon \(Spelling.name(name)) below \(count)"
        case .channel(let name, let times): "channel \(Spelling.name(name)) fails \(times) times"
        case .rejected(let count, let per): "rejected above \(count) per " + durationText(per)
        case .late(let count, let per): "late above \(count) per " + durationText(per)
        case .paused: "paused"
        }
    }
}

/// So many in a unit of time.
public struct Rate: Sendable, Hashable, Codable {
    public var count: Int
    public var per: TimeUnit

    public init(count: Int, per: TimeUnit) {
        self.count = count
        self.per = per
    }

    /// The length of the unit.
    public var span: Microseconds {
        switch per {
        case .second: .second
        case .minute: .minute
        case .hour: .hour
        case .day: .day
        }
    }

    /// How many it lets through within some minute.
    var mostInAMinute: Int {
        guard per == .second else { return count }
        let (product, isTooLarge) = count.multipliedReportingOverflow(by: 60)
        return isTooLarge ? .max : product
    }
}
