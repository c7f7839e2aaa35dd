import JourneyCompiler
import JourneyModel

/// What people can do and be, as far as the journeys of a workspace look at it.
struct Repertoire: Sendable {
    /// A property of an event, or an attribute.
    struct Field: Sendable {
        var name: String
        /// Index in `palettes`.
        var palette: Int
    }

    struct EventKind: Sendable {
        var name: String
        var fields: [Field] = []
    }

    /// Events that a condition on the past counts.
    struct Habit: Sendable {
        var events: [EventMatcher]
        /// So many make the condition true, or nearly.
        var count: Int
        var within: Microseconds?
    }

    /// What somebody does things for.
    enum Motive: Sendable {
        /// To come into the journey, and what its steps wait for.
        case journey(Machine)
        case habit(Habit)
        /// An attribute becomes another.
        case change(String)
    }

    /// A tag or a purpose, and how many in a hundred have it.
    struct Mark: Sendable {
        var name: String
        var percent: Int
    }

    var events: [EventKind] = []
    var palettes: [Palette] = []
    /// Of the customer, but for addresses and the time zone.
    var attributes: [Field] = []
    var addresses: [(attribute: String, form: AddressForm)] = []
    var tags: [Mark] = []
    var purposes: [Mark] = []
    var motives: [(motive: Motive, weight: Int)] = []
    /// What makes somebody a member, by audience.
    var audiences: [String: [Habit]] = [:]
    /// The attributes that membership hangs on, by audience.
    var memberships: [String: [String]] = [:]
    /// Of the policy.
    var zone = Zone.utc
    /// Events that nobody does: journeys record them, channels tell of them.
    var foreign: Set<String> = []

    private var places: [String: Int] = [:]
    /// By the name of a property or an attribute.
    var paletteOf: [String: Int] = [:]

    /// Where an event stands in `events`; nil for one that nobody does.
    func place(of event: String) -> Int? { places[event] }

    /// Adds the event where it is new.
    mutating func add(_ event: String) -> Int? {
        if foreign.contains(event) { return nil }
        if let place = places[event] { return place }
        places[event] = events.count
        events.append(EventKind(name: event))
        return events.count - 1
    }
}
