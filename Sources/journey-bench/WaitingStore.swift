import JourneyEngine
import JourneyModel
import JourneyRuntime
import JourneyStore

/// Stores full of customers who wait, and what is done with them.
///
/// They are filled through the engine, so that log, ids and states are all there. Keys of customers are hashes: in the order in which
/// their timers are due they lie spread over the whole table.
struct WaitingStore {
    private let settings: ScenarioSettings
    /// When the first customer came; the others follow within a second. 2026-01-05T00:00:00Z.
    private let beginsAt = Timestamp(microseconds: 1_767_571_200 * .second)
    /// The last timer is due before this.
    private var dueBy: Timestamp { beginsAt + 2 * .day + .second }

    init(_ settings: ScenarioSettings) { self.settings = settings }

    // MARK: Filling

    func fill() throws -> [(String, Double)] {
        let count = try settings.number("customers")
        let opened = try OpenStore(settings.database, program: Programs.waiting)
        let order = settings.has("sorted") ? inOrderOfKeys(count, salt: opened.store.salt) : nil
        try feed(opened.stepper, count, order) { _ in [("browsed", "\"price\":199")] }
        while try opened.store.maintain() {}
        opened.store.close()
        return [("customers", Double(count)), ("bytes", Double(try fileBytes(settings.database)))]
    }

    /// Customers in the order of their keys fill a store several times as fast. To opening it all orders are the same: nothing that it
    /// reads depends on where in the table a customer stands.
    private func inOrderOfKeys(_ count: Int, salt: [UInt8]) -> [Int] {
        let hash = SipHash(key: salt)
        var keyed = (0..<count).map { (key: hash.hash64("c\($0)"), customer: Int32(truncatingIfNeeded: $0)) }
        keyed.sort { $0.key < $1.key }
        return keyed.map { Int($0.customer) }
    }

    /// Each customer does the same, one after another, all within a second.
    private func feed(
        _ stepper: Stepper, _ customers: Int, _ order: [Int]? = nil, _ does: (Int) -> [(event: String, properties: String)]
    ) throws {
        var batch = EventBatch(names: NameTable())
        for place in 0..<customers {
            let customer = order?[place] ?? place
            let at = beginsAt + Int64(place) * .second / Int64(customers)
            for (number, event) in does(customer).enumerated() {
                batch.append(customer: "c\(customer)", event: event.event, at: at, id: "e\(customer)-\(number)", properties: event.properties)
            }
            guard batch.events.count >= Scheduler.batchLimit || place == customers - 1 else { continue }
            try stepper.step(batch, now: .distantFuture)
            batch.removeAll()
        }
    }

    // MARK: A second in which all is due

    func drain() async throws -> [(String, Double)] {
        let opened = try OpenStore(settings.database, program: Programs.waiting)
        defer { opened.store.close() }
        let before = try sent(opened.store)
        let (spent, _) = try await seconds { try opened.stepper.advance(to: dueBy) }
        return [("fired", try sent(opened.store) - before), ("seconds", spent)]
    }

    private func sent(_ store: SQLiteStore) throws -> Double {
        Double(try store.outboxCounts().values.reduce(0, +))
    }

    /// A scheduler that goes on, with events that come in while the timers of that second are fired and their messages leave.
    func takeInBesideADrain() async throws -> [(String, Double)] {
        let opened = try OpenStore(settings.database, program: Programs.waiting)
        defer { opened.store.close() }
        let clock = ShiftedClock(beginningAt: dueBy)
        let names = NameTable()
        let intake = SteadyIntake(perSecond: try settings.number("rate"), from: dueBy, names: names)
        let stops = Stops()
        var observer = Scheduler.Observer()
        stops.watch(&observer, opened.store)
        let scheduler = opened.scheduler(intake, names: names, clock: clock, observer: observer)
        let (spent, _) = try await seconds {
            try await scheduler.run {
                let isDone = try opened.stepper.nextTimer().map { $0 > dueBy } ?? true
                return Scheduler.Requests(stops: isDone && stops.taken > 0)
            }
        }
        return [("seconds", spent), ("events", Double(stops.taken)), ("fired", try sent(opened.store))] + stops.figures
    }

    // MARK: Opening

    /// From the opening of the store to the first event that is durable.
    func restart() async throws -> [(String, Double)] {
        let clock = ShiftedClock(beginningAt: beginsAt + .day)
        let (spent, store) = try await seconds {
            let opened = try OpenStore(settings.database, program: Programs.waiting)
            let names = NameTable()
            let taken = Tally()
            var observer = Scheduler.Observer()
            observer.read = { taken.value += $0 }
            let intake = SteadyIntake(perSecond: 1_000_000, from: beginsAt + .day, names: names, most: 1)
            let scheduler = opened.scheduler(intake, names: names, clock: clock, observer: observer)
            try await scheduler.run { Scheduler.Requests(stops: taken.value > 0) }
            return opened.store
        }
        store.close()
        return [("seconds", spent), ("bytes", Double(try fileBytes(settings.database)))]
    }

    // MARK: At rest

    /// Customers with an attribute and an entry that is over: they wait for nothing.
    func passBy() throws -> [(String, Double)] {
        let count = try settings.number("customers")
        var options = SQLiteStore.Options(creationSalt: Array(0..<16))
        // All states are to be in their table, none in the tail.
        options.foldStatesEvery = 1
        let opened = try OpenStore(settings.database, program: Programs.passing, options: options)
        try feed(opened.stepper, count) { _ in [("$set", "\"tier\":\"gold\""), ("browsed", "\"price\":199")] }
        while try opened.store.maintain() {}
        opened.store.close()
        let tables = try tableBytes(settings.database)
        return [
            ("customers", Double(count)), ("bytes_per_idle_customer", Double(tables["customer"] ?? 0) / Double(count)),
            ("bytes", Double(try fileBytes(settings.database))),
        ]
    }
}

/// A number that a callback counts up.
private final class Tally { var value = 0 }

extension EventBatch {
    /// Appends an event; `properties` are the members of a JSON object.
    mutating func append(customer: String, event: String, at: Timestamp, id: String, properties: String) {
        func put(_ text: String) -> ByteRange {
            let range = ByteRange(start: bytes.count, count: text.utf8.count)
            bytes += text.utf8
            return range
        }
        let (customer, id, properties) = (put(customer), put(id), put(properties))
        events.append(
            EventRecord(
                at: at, name: names.number(event), source: 0, customer: customer, id: id, properties: properties, position: UInt64(events.count)))
    }
}
