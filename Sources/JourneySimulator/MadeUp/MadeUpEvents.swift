import JourneyCompiler
import JourneyModel
import JourneyRuntime
import JourneyStore

/// The events of customers who are made up for a workspace, in the order of their time: who they are, and what they do about what its
/// journeys look at.
///
/// Everything comes from the terms' seed. Held are a few words and the next deeds of each customer, and the events of an hour.
public final class MadeUpEvents: EventIntake {
    public let terms: MadeUpTerms
    /// Events at or after it are not given yet.
    public var window = Timestamp.distantFuture

    let names: NameTable
    private let acting: Acting
    private var customers: [Customer]
    /// By hour since the start: who does something next in it.
    private var hours: [[UInt32]]
    private var hour = 0
    /// Of the hour, in order.
    private var ready: EventBatch
    private var order: [Place] = []
    private var next = 0
    private let weight: Int

    private struct Customer {
        var numbers: SeededNumbers
        var visitsAt: Timestamp
        /// The first last.
        var deeds: [Deed]
        var events: UInt32 = 0

        var nextAt: Timestamp { min(visitsAt, deeds.last?.at ?? .distantFuture) }
    }

    private struct Place: Comparable {
        var at: Timestamp
        var customer: UInt32
        var index: UInt32

        static func < (a: Place, b: Place) -> Bool {
            a.at != b.at ? a.at < b.at : a.customer != b.customer ? a.customer < b.customer : a.index < b.index
        }
    }

    /// Deeds that somebody has in mind at once; who has more begins nothing new.
    private static let mostDeeds = 80

    /// - Parameter names: of the run that takes the events.
    public init(
        _ terms: MadeUpTerms, machines: [Machine], catalogue: Catalogue, definitions: Definitions, policy: Policy, names: NameTable
    ) {
        self.terms = terms
        self.names = names
        acting = Acting(repertoire: RepertoireReader.read(machines, catalogue, definitions, policy), terms: terms)
        weight = acting.repertoire.motives.reduce(0) { $0 + $1.weight }
        hours = [[UInt32]](repeating: [], count: terms.days * 24)
        ready = EventBatch(names: names)
        customers = []
        customers.reserveCapacity(terms.customers)
        for number in 0..<terms.customers {
            let character = Character(number, terms)
            let joins = Deed(at: character.joinsAt, what: .joins, story: Story(seed: character.seed, since: character.joinsAt))
            var numbers = SeededNumbers(character.seed, 9)
            let visitsAt = character.joinsAt + .minute + numbers.below(character.pause / 4 / .second) * .second
            customers.append(Customer(numbers: numbers, visitsAt: visitsAt, deeds: Self.rarities(character, acting, &numbers) + [joins]))
            place(number)
        }
        fill()
    }

    /// What happens to few, whatever they do: a consent is withdrawn, somebody wants no messages any more. The first last.
    private static func rarities(_ character: Character, _ acting: Acting, _ numbers: inout SeededNumbers) -> [Deed] {
        let span = acting.terms.end - character.joinsAt
        let story = Story(seed: character.seed, since: character.joinsAt)
        var deeds: [Deed] = []
        for purpose in acting.repertoire.purposes where numbers.chance(4) {
            deeds.append(Deed(at: character.joinsAt + .hour + numbers.below(span / .second) * .second, what: .withdraws(purpose: purpose.name), story: story))
        }
        if numbers.chance(1) { deeds.append(Deed(at: character.joinsAt + .hour + numbers.below(span / .second) * .second, what: .isSuppressed, story: story)) }
        return deeds.filter { $0.at < acting.terms.end }.sorted { $0.at > $1.at }
    }

    /// The instant of the next event; nil where none is left.
    public var nextAt: Timestamp? { next < order.count ? order[next].at : nil }

    // MARK: An hour

    private func place(_ number: Int) {
        let at = customers[number].nextAt
        guard at < terms.end else { return }
        let index = Int(max(at - terms.start, 0) / .hour)
        hours[max(index, hour)].append(UInt32(number))
    }

    private func fill() {
        ready.removeAll()
        order.removeAll(keepingCapacity: true)
        next = 0
        while order.isEmpty, hour < hours.count {
            let end = terms.start + Int64(hour + 1) * .hour
            let who = hours[hour]
            hours[hour] = []
            for number in who { live(Int(number), until: end) }
            hour += 1
            for number in who { place(Int(number)) }
        }
        order.sort()
    }

    /// What a customer does up to an instant.
    private func live(_ number: Int, until end: Timestamp) {
        let character = Character(number, terms)
        while customers[number].nextAt < end {
            if let deed = customers[number].deeds.last, deed.at <= customers[number].visitsAt {
                customers[number].deeds.removeLast()
                acting.perform(deed, by: character) { name, after, properties in
                    give(name, at: deed.at + after, number, properties)
                }
            } else {
                visit(number, character)
            }
        }
    }

    /// Somebody comes, by day, and has something in mind.
    private func visit(_ number: Int, _ character: Character) {
        let at = customers[number].visitsAt
        let zone = character.zoneName.flatMap(Zone.named) ?? acting.repertoire.zone
        let local = zone.local(at)
        let numbers = { [self] (limit: Int64) in customers[number].numbers.below(limit) }
        let pause = character.pause(&customers[number].numbers)
        customers[number].visitsAt = at + max(pause, .minute)
        if local.time < 7 * .hour || (local.time < 8 * .hour && numbers(2) == 0) {
            // Asleep: later in the morning.
            customers[number].visitsAt = zone.instant(days: local.days, seconds: 8 * 3_600) + numbers(4 * 3_600) * .second
            return
        }
        guard weight > 0, customers[number].deeds.count < Self.mostDeeds else { return }
        var drawn = Int(numbers(Int64(weight)))
        guard let motive = acting.repertoire.motives.first(where: { drawn -= $0.weight; return drawn < 0 }) else { return }
        var plan = StoryPlan(acting.repertoire, seed: customers[number].numbers.next(), at: at, until: terms.end, zone: zone)
        plan.think(of: motive.motive)
        if plan.deeds.isEmpty { return }
        // Of one instant in the order in which they were thought of.
        let all = customers[number].deeds.reversed() + plan.deeds
        customers[number].deeds = all.enumerated().sorted { ($0.element.at, $0.offset) > ($1.element.at, $1.offset) }.map(\.element)
    }

    private func give(_ name: String, at: Timestamp, _ number: Int, _ properties: [UInt8]) {
        let customer = MadeUpTerms.name(of: number)
        customers[number].events += 1
        func run(_ bytes: some Collection<UInt8>) -> ByteRange {
            let start = ready.bytes.count
            ready.bytes.append(contentsOf: bytes)
            return ByteRange(start: start, count: ready.bytes.count - start)
        }
        // As the readers lay them: properties, customer, id.
        let properties = run(properties)
        let (who, id) = (run(customer.utf8), run("\(customer)-\(customers[number].events)".utf8))
        order.append(Place(at: at, customer: UInt32(number), index: UInt32(ready.events.count)))
        ready.events.append(
            EventRecord(at: at, name: ready.names.number(name), source: 0, customer: who, id: id, properties: properties, position: 0))
    }

    // MARK: The intake

    public func read(into batch: inout EventBatch, limit: Int, rejects: inout [Rejection]) throws -> IntakeState {
        while batch.events.count < limit, batch.bytes.count < IntakeLimits.batchBytes, next < order.count, order[next].at < window {
            batch.append(ready.events[Int(order[next].index)], from: ready)
            next += 1
            if next == order.count { fill() }
        }
        return next < order.count ? .more : .finished
    }

    public var positions: [(source: String, position: SourcePosition)] { [] }
    public var horizon: Timestamp? { nextAt }
    public var unreadable: [(source: String, reason: String)] { [] }
    public func acknowledge(_ positions: [(source: String, position: SourcePosition)]) throws {}
    public func setClock(_ now: Timestamp) {}
    public func close() {}
}
