import JourneyEngine
import JourneyModel
import JourneyRuntime
import JourneyStore

/// What the journal has of one person: what came in, what was decided, what became of each message.
struct PersonJournal {
    struct Event {
        var name: String
        var at: Timestamp
        var properties: [UInt8]
    }

    struct Reply {
        var at: Timestamp
        var outcome: Dispatcher.Outcome
    }

    let customer: String
    /// The id that was asked for; another than the customer's where the two were joined.
    let asked: String
    /// All ids of the person, the one first seen first.
    let ids: [String]
    /// In the order of their time.
    var events: [Event] = []
    /// In the order in which they were taken.
    var decisions: [Decision] = []
    /// By the message's key, in the order in which they came.
    var replies: [String: [Reply]] = [:]
    /// What was not decided yet at this moment is left out; nil: nothing is.
    var end: Timestamp?

    init(customer: String, until end: Timestamp? = nil) {
        self.customer = customer
        asked = customer
        ids = [customer]
        self.end = end
    }

    private init(_ person: PersonRecord, until end: Timestamp?) {
        customer = person.id
        asked = person.asked
        ids = person.ids
        self.end = end
    }

    /// The last thing that is known.
    var lastAt: Timestamp { max(events.last?.at ?? .distantPast, decisions.last?.at ?? .distantPast) }

    var isEmpty: Bool { events.isEmpty && decisions.isEmpty }

    /// - Throws: `StoreError`, or `DecodingFailure` where a record of the journal is damaged.
    init(of customer: String, in store: any Store, until end: Timestamp?) throws {
        let person = try PersonRecord(customer, in: store)
        self.init(person, until: end)
        for record in person.records where end.map({ record.at <= $0 }) ?? true {
            switch record.kind {
            case .event: events.append(Event(name: store.names[record.name], at: record.at, properties: record.bytes))
            case .decision:
                decisions.append(try Decision(encoded: record.bytes, at: record.at, customer: record.customer, names: store.names))
            case .reply: add(try Dispatcher.Outcome(encoded: record.bytes), at: record.at)
            case .clock, .command: break
            }
        }
        sortEvents()
    }

    /// What a dry run brings; its messages leave at the instant at which they are asked for.
    mutating func add(_ events: [WatchedIntake.Event], _ decisions: [Decision], _ outcomes: [Dispatcher.Outcome]) {
        self.events += events.map { Event(name: $0.name, at: $0.at, properties: $0.properties) }
        let mine = decisions.filter { $0.customer == customer }
        self.decisions += mine
        for outcome in outcomes {
            guard let decision = self.decisions.last(where: { $0[.key]?.text == outcome.key }) else { continue }
            add(outcome, at: decision.at)
        }
    }

    mutating func add(_ outcome: Dispatcher.Outcome, at: Timestamp) {
        replies[outcome.key, default: []].append(Reply(at: at, outcome: outcome))
    }

    /// Late events stand in the log where they came, and are told of where they belong.
    mutating func sortEvents() {
        events = events.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
    }

    /// The last event of a name at or before an instant.
    func event(_ name: String, at instant: Timestamp) -> Event? {
        events.last { $0.name == name && $0.at <= instant }
    }

    /// The first decision about a watch or an enrollment.
    func beginning(of number: UInt64, _ action: Decision.Action) -> Decision? {
        decisions.first { $0.enrollment == number && $0.action == action }
    }
}

extension PersonJournal.Event {
    /// `product A100, price 199`: the first few properties.
    var details: String {
        var details: [String] = []
        JSONMembers.forEach(in: properties) { key, value in details.append("\(key) \(value.text)") }
        return (details.count > 4 ? Array(details.prefix(4)) + ["…"] : details).joined(separator: ", ")
    }
}
