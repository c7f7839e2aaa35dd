import JourneyCompiler
import JourneyEngine
import JourneyModel
import JourneyStore

/// What would happen if journeys that stand still went on now. Nothing is written: a store opened to read will do.
public struct ResumePreview: Equatable, Sendable {
    /// The journeys that would go on.
    public var journeys: [PausedJourney] = []
    /// Timers that are out.
    public var timers = 0
    /// Entries that are held.
    public var entries = 0
    /// Messages that these would queue.
    public var messages = 0
    /// Messages in the outbox that would leave.
    public var outbox = 0
    /// Messages that are past their time, in the outbox and not, and would be dropped.
    public var expired = 0
    /// Until the last of it is done.
    public var length: Microseconds = 0

    private static let slice = 5_000
    private static let mostInMemory = 100_000

    /// - Parameter names: of journeys; empty: all.
    public init(of names: [String], in store: any Store, engine: Engine, at now: Timestamp) throws {
        let deployment = engine.deployment
        var pauses = try Stepper.pauses(engine, in: store)
        let asked = Set(names.compactMap(deployment.journey(named:)))
        var going: Set<UInt32> = []
        for journey in pauses.paused.keys.sorted() where asked.isEmpty || asked.contains(journey) {
            if let pause = pauses.paused[journey] { journeys.append(PausedJourney(store.names[journey], pause)) }
            going.formUnion(pauses.resume(journey, in: deployment))
        }
        if names.isEmpty { pauses.endPauseOfAll() }
        journeys.sort { $0.journey.utf8.lexicographicallyPrecedes($1.journey.utf8) }
        try lookAtOutbox(store, pauses, now)
        try lookAtTimers(store, engine, pauses, going, now)
        length = Microseconds(clamping: timers + entries + outbox).multipliedReportingOverflow(by: engine.policy.pace).partialValue
    }

    private mutating func lookAtOutbox(_ store: any Store, _ pauses: Pauses, _ now: Timestamp) throws {
        var last: Int64 = 0
        while true {
            let waiting = try store.waitingMessages(after: last, limit: Self.slice)
            for message in waiting where message.nextAttemptAt == OutboxMessage.parked {
                if store.names.known(message.journey).map(pauses.parksMessages) ?? false { continue }
                if message.isExpired(at: now) { expired += 1 } else { outbox += 1 }
            }
            guard waiting.count == Self.slice, let end = waiting.last else { return }
            last = end.number
        }
    }

    /// Lets the engine do what is out, on copies.
    private mutating func lookAtTimers(
        _ store: any Store, _ engine: Engine, _ pauses: Pauses, _ going: Set<UInt32>, _ now: Timestamp
    ) throws {
        var output = Output(deployment: engine.deployment, nextNumber: store.progress.nextNumber, keepsDecisions: false)
        output.pauses = pauses
        output.coupons = try Stepper.pools(of: engine.deployment, in: store)
        var cache = CustomerCache(salt: store.salt, capacity: .max)
        var place = StoredTimer.Key(due: StoredTimer.beforeFrozen, number: 0)
        var due = max(store.progress.clock, now)
        while true {
            let slice = try store.timers(after: place, limit: Self.slice)
            for frozen in slice where frozen.isFrozen {
                let timer = Timer(due: frozen.thawed.key.due, number: frozen.thawed.key.number)
                guard let slot = try cache.slot(ofKey: frozen.customer, in: store),
                    let journey = engine.stillWaits(timer, of: cache.slots[slot].state), going.contains(journey)
                else { continue }
                let isEntry = !cache.slots[slot].state.enrollments.contains { $0.number == timer.number }
                if isEntry { entries += 1 } else { timers += 1 }
                due = due + engine.policy.pace
                let ids = cache.slots[slot].state.ids
                try cache.update(slot) { state in
                    engine.thaw(timer, due: due, of: &state, into: &output)
                    let fired = Timer(due: due, number: timer.number)
                    try engine.fire(fired, of: &state, past: { try Stepper.past(of: ids, in: store) }, into: &output)
                    return false
                }
                output.timers.removeAll(keepingCapacity: true)
                if cache.slots.count > Self.mostInMemory { cache.removeAll() }
            }
            guard slice.count == Self.slice, let end = slice.last else { break }
            place = end.key
        }
        messages = output.messages.count
        for (outcome, count) in output.outcomes where outcome.metric.hasPrefix(MessageOutcome.expired.rawValue) { expired += Int(count) }
    }
}
