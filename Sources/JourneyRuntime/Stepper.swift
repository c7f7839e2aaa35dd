import JourneyCompiler
import JourneyEngine
import JourneyModel
import JourneyStore

/// Takes batches of events and instants through the engine and makes what follows durable, one transaction a batch.
///
/// The simulator and the live scheduler use this same stepper; they differ in the store and in where clock readings come from.
public final class Stepper {
    let store: any Store
    /// Engine time: everything at or before it is decided.
    public private(set) var clock: Timestamp
    /// Decisions are gathered for `takeDecisions`. A durable store journals them in any case.
    public var wantsDecisions: Bool
    /// What was decided and not yet taken by `takeDecisions`.
    var decisions: [Decision] = []

    private(set) var engine: Engine
    public let grace: Microseconds
    private let workLimit: Int
    var output: Output
    var cache: CustomerCache
    var timers: TimerQueue
    var held = HeldEvents()
    /// At least the `at` of the latest event that was held back.
    var latestAt = Timestamp.distantPast
    /// The store's number of each event name of the intake.
    private var eventNames: [UInt32] = []
    private(set) var isNew: [Bool] = []
    private var counters: [Counter] = []
    let recordings = RecordedEvents()
    private var health = IntakeHealth()
    /// Events and timers that the engine saw since the transaction began.
    private var work = 0
    /// The batch that is being decided: in the log as a whole, decided up to an index.
    var inHand: EventBatch?
    var handIndex = 0
    /// Off while a receipt is settled, which is told as what it is.
    var isTellingOfFailures = true
    private var hasPools = false
    /// What an operator asked for and is done a slice at a time.
    var relocation: Relocation?
    /// By old version, while a relocation goes on.
    var movePlans: [UInt32: MovePlan] = [:]
    /// What the last relocation came to, until it is told.
    public var lastRelocation: Engine.Relocated?
    /// Some schedule's timer was set aside: the next start sets it anew.
    var hasSetAside = false
    /// Up to when people were forgotten, by the keys of their states.
    var forgotten: [UInt64: Timestamp] = [:]
    /// Asked between the transactions of a long turn: something is to be seen to that cannot wait.
    public var isInterrupted: () throws -> Bool = { false }

    /// - Parameters:
    ///   - grace: how late an event may come and still be taken in order.
    ///   - wantsDecisions: decisions are gathered for `takeDecisions`. A durable store journals them in any case.
    ///   - customersInMemory: decoded states held before the cache starts over.
    public convenience init(
        store: any Store, engine: Engine, grace: Microseconds = 0, wantsDecisions: Bool, customersInMemory: Int = 200_000
    ) throws {
        try self.init(
            store: store, engine: engine, grace: grace, wantsDecisions: wantsDecisions,
            sizes: Sizes(customersInMemory: customersInMemory))
    }

    package init(store: any Store, engine: Engine, grace: Microseconds, wantsDecisions: Bool, sizes: Sizes) throws {
        self.store = store
        self.engine = engine
        self.grace = grace
        self.wantsDecisions = wantsDecisions
        clock = store.progress.clock
        output = Output(
            deployment: engine.deployment, nextNumber: store.progress.nextNumber, keepsDecisions: wantsDecisions || store.isDurable)
        cache = CustomerCache(salt: store.salt, capacity: store.isDurable ? sizes.customersInMemory : .max)
        cache.deployment = engine.deployment
        timers = TimerQueue(isDurable: store.isDurable, slice: sizes.timerSlice, most: sizes.timersInMemory)
        workLimit = sizes.workLimit
        counters = Self.counters(of: engine.deployment)
        health.use(engine.deployment)
        output.experiments = try Self.experiments(of: engine.deployment, in: store)
        output.pauses = try Self.pauses(engine, in: store)
        relocation = try Relocation(store)
        output.coupons = try Self.pools(of: engine.deployment, in: store)
        hasPools = !output.coupons.pools.isEmpty
        for (key, at) in try store.forgotten() { forgotten[key] = at }
        for record in try store.events(after: clock) {
            latestAt = max(latestAt, record.at)
            held.insert(
                at: record.at, name: record.name, customer: Array(record.customer.utf8), id: Array(record.id.utf8),
                properties: record.bytes)
        }
        try placeLooseTimers()
        try keepStrongIDs()
        try learnCaps()
        try beginSchedules()
        try settleAudiences()
    }

    /// Changes what runs, between two batches. Those inside stay on their versions.
    public func use(_ engine: Engine) throws {
        self.engine = engine
        cache.deployment = engine.deployment
        #if FaultInjection
            if PlantedBug.chosen == .deployMoves {
                let current = Set(try store.versions().filter(\.isCurrent).map(\.journey))
                try Deployer.transaction(on: store) { try Self.ask(for: Relocation(moves: current.sorted(), drains: []), in: store) }
            }
        #endif
        var next = Output(deployment: engine.deployment, nextNumber: output.nextNumber, keepsDecisions: output.keepsDecisions)
        next.experiments = output.experiments
        relocation = try Relocation(store)
        movePlans = [:]
        next.pauses = output.pauses
        next.pauses.use(engine.deployment, engine.policy.fuse)
        next.coupons = try Self.pools(of: engine.deployment, in: store)
        next.schedules = output.schedules
        output = next
        hasPools = !output.coupons.pools.isEmpty
        counters = Self.counters(of: engine.deployment)
        health.use(engine.deployment)
        try keepStrongIDs()
        try learnCaps()
        try beginSchedules()
        try settleAudiences()
    }

    public func takeDecisions() -> [Decision] {
        defer { decisions.removeAll(keepingCapacity: true) }
        return decisions
    }

    /// When the next timer is due.
    public func nextTimer() throws -> Timestamp? { try timers.first(in: store)?.key.due }

    /// Old events may begin journeys: recorded ones are run again, and the outside is virtual or long past.
    var isBackfill: Bool { engine.isBackfill }

    public var heldCount: Int { held.count }

    /// The first event that is held back.
    package var nextHeldAt: Timestamp? { held.first?.at }

    // MARK: Taking in

    /// Takes in a batch and decides what follows, up to its last event less `grace`. Durable on return.
    /// - Parameters:
    ///   - now: the clock's reading; events after it are held back until it is reached.
    ///   - positions: where each source goes on after this batch.
    public func step(_ batch: borrowing EventBatch, now: Timestamp, positions: [(source: String, position: SourcePosition)] = [])
        throws
    {
        try store.begin()
        if let kept = kept(of: batch) { return try take(kept, now: now, positions: positions) }
        try take(batch, now: now, positions: positions)
    }

    /// - Precondition: a transaction is open.
    private func take(_ batch: borrowing EventBatch, now: Timestamp, positions: [(source: String, position: SourcePosition)]) throws {
        try accept(batch)
        inHand = copy batch
        defer { inHand = nil }
        for index in batch.events.indices where isNew[index] {
            handIndex = index
            let event = batch.events[index]
            let name = eventNames[Int(event.name)]
            let frontier = min(event.at, now) - grace
            if event.at > frontier, event.at > clock {
                held.insert(
                    at: event.at, name: name, customer: Array(batch.raw(event.customer)), id: Array(batch.raw(event.id)),
                    properties: Array(batch.raw(event.properties)))
                handIndex = index + 1
                try drain(to: frontier, before: index, of: batch)
            } else {
                #if FaultInjection
                    if PlantedBug.chosen == .timersFirst { _ = try drain(to: event.at, isInclusive: true, limit: .max) }
                    if PlantedBug.chosen == .clockBack, event.at < clock { clock = event.at }
                #endif
                try drain(to: event.at, before: index, of: batch)
                if event.at > clock { clock = event.at }
                if engine.deployment.concerns(event: name) || engine.listensToLinks { try process(event, name, batch) }
            }
        }
        for (source, position) in positions {
            #if FaultInjection
                let isAhead = PlantedBug.chosen == .positionAhead && position.identity.isEmpty && position.offset > 0
                if isAhead { try store.set(position: SourcePosition(identity: "", offset: position.offset + 1), of: source); continue }
            #endif
            try store.set(position: position, of: source)
        }
        if store.isDurable { try health.note(batch, positions, in: store) }
        try commit()
    }

    /// Fires what is due before an instant, without new events. Durable on return.
    ///
    /// The engine's time goes on to the last timer fired, not to the instant: an event on its way from shortly before is then still
    /// in order.
    /// - Parameter isInclusive: nothing more can come of that instant: timers due at it fire too and the engine's time is set to it.
    public func advance(to instant: Timestamp, isInclusive: Bool = false) throws {
        try advance(to: instant, isInclusive: isInclusive, setsClock: isInclusive)
    }

    /// Fires the timers that are due next, those of one instant, but no schedule's after `endSchedules`. Durable on return.
    public func fireNext() throws {
        if let due = try nextTimer() { try advance(to: due, isInclusive: true, setsClock: false) }
    }

    private func advance(to instant: Timestamp, isInclusive: Bool, setsClock: Bool) throws {
        guard instant >= clock else { return }
        var isDone = false
        while !isDone {
            try store.begin()
            isDone = try drain(to: instant, isInclusive: isInclusive, limit: workLimit)
            if isDone, setsClock, instant > clock { clock = instant }
            try commit()
            // An operator's word, to stop for one, does not wait until a burst of timers is over.
            if !isDone, try isInterrupted() { return }
        }
    }

    private func accept(_ batch: borrowing EventBatch) throws {
        while eventNames.count < batch.names.count {
            eventNames.append(store.names.number(batch.names[UInt32(eventNames.count)]))
        }
        isNew.removeAll(keepingCapacity: true)
        try store.accept(batch, eventNames: eventNames, isNew: &isNew)
        health.count(batch, isNew, in: store)
        var duplicates = 0
        for isNew in isNew where !isNew { duplicates += 1 }
        #if FaultInjection
            if PlantedBug.chosen == .duplicatesCounted { duplicates = 0 }
        #endif
        store.count(Counter(metric: "events"), by: Int64(batch.events.count - duplicates))
        if let since = engine.deployment.firstDeployedAt, !engine.isBackfill {
            var old = 0
            for index in batch.events.indices where isNew[index] && batch.events[index].at < since { old += 1 }
            if old > 0 { store.count(Counter(metric: "before deployment"), by: Int64(old)) }
        }
        if duplicates > 0 { store.count(Counter(metric: "duplicates"), by: Int64(duplicates)) }
    }

    private func drain(to instant: Timestamp, before index: Int, of batch: borrowing EventBatch) throws {
        while try !drain(to: instant, isInclusive: false, limit: workLimit) {
            // What is taken in and not yet decided is found again by its `at` being after the clock. A late event would not be.
            var isSafe = true
            for later in index..<batch.events.count where isNew[later] && batch.events[later].at <= clock { isSafe = false }
            if isSafe {
                try commit()
                try store.begin()
            }
            work = 0
        }
    }

    /// Decides held events up to an instant and fires timers due before it, in order. False where the limit came first.
    private func drain(to instant: Timestamp, isInclusive: Bool, limit: Int) throws -> Bool {
        while true {
            if let event = held.first, event.at <= instant {
                let due = try timers.first(in: store)?.key.due ?? .distantFuture
                if event.at <= due {
                    // Not between events of one instant: those left would no longer be after the clock, and so forgotten by a crash.
                    guard work < limit || event.at <= clock else { return false }
                    _ = held.removeFirst()
                    try process(event)
                    continue
                }
            }
            guard let timer = try timers.first(in: store), timer.key.due < instant || (isInclusive && timer.key.due == instant)
            else { break }
            guard work < limit else { return false }
            timers.removeFirst()
            try fire(timer)
        }
        return true
    }

    // MARK: Through the engine

    private func process(_ event: EventRecord, _ name: UInt32, _ batch: borrowing EventBatch) throws {
        try batch.bytes.withUnsafeBytes { bytes in
            let view = EventView(name: name, at: event.at, properties: bytes.run(event.properties))
            if engine.concerns(view) { try process(view, customer: bytes.run(event.customer)) }
        }
    }

    private func process(_ event: HeldEvents.Event) throws {
        if event.at > clock { clock = event.at }
        try event.properties.withUnsafeBytes { properties in
            try event.customer.withUnsafeBytes { customer in
                let view = EventView(name: event.name, at: event.at, properties: properties)
                guard engine.concerns(view) else { return }
                try process(view, customer: customer, id: String(decoding: event.id, as: UTF8.self))
            }
        }
    }

    /// - Parameter id: of an event that was held back.
    private func process(_ event: EventView, customer: UnsafeRawBufferPointer, id: String? = nil) throws {
        work += 1
        if hasPools { try refillPools() }
        // Of the batch in which the person was forgotten.
        if isForgotten(customer, at: event.at) { return }
        var slot = try cache.slot(of: customer, in: store)
        if event.at < clock { store.count(Counter(metric: "late"), by: 1) }
        if event.name == engine.deployment.identifyEvent { slot = try identify(event, slot, customer, id) }
        if event.name == engine.deployment.forgetEvent { return try forget(slot, customer) }
        if cache.slots[slot].state.forgottenAt != nil { revive(slot, as: customer) }
        // It may look at what was recorded before.
        if event.at < clock || engine.deployment.keepsPast { try recordings.log(&output.recorded, in: store) }
        let (name, aliases) = (cache.slots[slot].state.id, cache.slots[slot].state.aliases)
        let receipted = try receipted(event, customer)
        if let receipted { output.receipt = receipted.sent }
        try cache.update(slot) { state in
            try engine.process(event, of: &state, now: clock, past: { try self.past(of: name, aliases, but: id) }, into: &output)
            return output.isChanged
        }
        try takeTimers(of: cache.slots[slot].key)
        if let receipted {
            output.receipt = nil
            try settle(receipted)
        }
    }

    private func fire(_ timer: StoredTimer) throws {
        work += 1
        let slot = try cache.slot(ofKey: timer.customer, in: store)
        if let slot, try setAside(timer, of: slot) { return }
        if timer.key.due > clock { clock = timer.key.due }
        if hasPools { try refillPools() }
        guard let slot else { return }
        if engine.deployment.keepsPast { try recordings.log(&output.recorded, in: store) }
        let (name, aliases) = (cache.slots[slot].state.id, cache.slots[slot].state.aliases)
        try cache.update(slot) { state in
            try engine.fire(
                Timer(due: timer.key.due, number: timer.key.number), of: &state, past: { try self.past(of: name, aliases) }, into: &output)
            return output.isChanged
        }
        try takeTimers(of: cache.slots[slot].key)
    }

    func takeTimers(of customer: UInt64) throws {
        if !output.frozen.isEmpty {
            for timer in output.frozen {
                try timers.freeze(StoredTimer(key: .init(due: timer.due, number: timer.number), customer: customer), in: store)
            }
            output.frozen.removeAll(keepingCapacity: true)
        }
        guard !output.timers.isEmpty else { return }
        for timer in output.timers {
            timers.add(StoredTimer(key: StoredTimer.Key(due: timer.due, number: timer.number), customer: customer))
        }
        output.timers.removeAll(keepingCapacity: true)
    }

    // MARK: Making durable

    func commit() throws {
        try dropHeldMessages()
        try writePools()
        try cache.write(to: store)
        try timers.write(to: store)
        try recordings.log(&output.recorded, in: store)
        try queueMessages()
        try journalDecisions()
        for (index, amount) in output.tallies.enumerated() where amount != 0 {
            store.count(counters[index], by: amount)
            output.tallies[index] = 0
        }
        for (outcome, amount) in output.outcomes {
            store.count(Counter(journey: outcome.journey, step: outcome.step, metric: outcome.metric), by: amount)
        }
        try noteBlownFuses()
        output.experiments.takeChanges { store.count(Counter(journey: $0, metric: $1), by: $2) }
        if output.lateIgnored > 0 { store.count(Counter(metric: "late without effect"), by: output.lateIgnored) }
        if output.historyForgotten > 0 { store.count(Counter(metric: "history forgotten"), by: output.historyForgotten) }
        if output.namesRefused > 0 { store.count(Counter(metric: "names refused"), by: output.namesRefused) }
        store.progress = Progress(clock: clock, nextNumber: output.nextNumber)
        try store.commit()
        output.outcomes.removeAll()
        output.lateIgnored = 0
        output.historyForgotten = 0
        output.namesRefused = 0
        work = 0
    }

    private static func counters(of deployment: Deployment) -> [Counter] {
        deployment.counters.map { Counter(journey: $0.journey, step: $0.step, metric: $0.metric) }
    }
}
