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
    public internal(set) var clock: Timestamp
    /// Decisions are gathered for `takeDecisions`. A durable store journals them in any case.
    public var wantsDecisions: Bool
    /// What was decided and not yet taken by `takeDecisions`.
    var decisions: [Decision] = []

    // What follows is looked at several times for every event and timer. Debug builds, and so the tests, watch over overlapping accesses.
    #if !DEBUG
        @exclusivity(unchecked)
    #endif
    private(set) var engine: Engine
    public let grace: Microseconds
    let workLimit: Int
    #if !DEBUG
        @exclusivity(unchecked)
    #endif
    var output: Output
    #if !DEBUG
        @exclusivity(unchecked)
    #endif
    var cache: CustomerCache
    #if !DEBUG
        @exclusivity(unchecked)
    #endif
    var timers: TimerQueue
    #if !DEBUG
        @exclusivity(unchecked)
    #endif
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
    var work = 0
    /// The batch that is being decided: in the log as a whole, decided up to an index.
    var inHand: EventBatch?
    var handIndex = 0
    /// Off while a receipt is settled, which is told as what it is.
    var isTellingOfFailures = true
    var hasPools = false
    /// Two ids with more events between them are not joined.
    var mostMergedEvents = Identity.mostEvents
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
    var earlyReceipts: EarlyReceipts
    var pruning = Prune()
    /// Asked between the transactions of a long turn: something is to be seen to that cannot wait. What was taken in and is not decided
    /// then is held back for later turns.
    public var isInterrupted: () throws -> Bool = { false }
    /// Time that passes; stands still where nothing is to be cut short by it.
    public var uptime: () -> Microseconds = { 0 }
    var steppingSince: Microseconds = 0
    /// Stepping lasted long enough in the open transaction.
    var isLong = false
    /// After it a transaction is closed where it can be: to make durable what was decided, and to hand its messages over, takes several
    /// times as long, and events wait meanwhile.
    static let longestStepping: Microseconds = 4_000
    /// Up to when all is to be decided that a turn was interrupted in.
    public internal(set) var owedTo: Timestamp?
    /// Events that were held back because of that.
    public internal(set) var owedCount = 0

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
        earlyReceipts = try EarlyReceipts(store)
        output.coupons = try Self.pools(of: engine.deployment, in: store)
        hasPools = !output.coupons.pools.isEmpty
        notePruning()
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
        notePruning()
        // Another catalogue may call them otherwise.
        eventNames.removeAll(keepingCapacity: true)
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

    /// What the log has let go of.
    func notePruning() {
        pruning.through = store.retention.through
        engine.prunedThrough = pruning.through
    }

    /// Decisions that nobody took yet.
    public var decisionCount: Int { decisions.count }

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

    /// Takes in a batch and decides what follows, up to its last event less `grace`.
    /// - Parameters:
    ///   - now: the clock's reading; events after it are held back until it is reached.
    ///   - positions: where each source goes on after this batch.
    ///   - isDurable: on return; else it becomes so beside what follows.
    public func step(
        _ batch: borrowing EventBatch, now: Timestamp, positions: [(source: String, position: SourcePosition)] = [],
        isDurable: Bool = true
    ) throws {
        try store.begin()
        if let kept = kept(of: batch) {
            try take(kept, now: now, positions: positions)
        } else {
            try take(batch, now: now, positions: positions)
        }
        try commit(isDurable: isDurable)
    }

    /// - Precondition: a transaction is open.
    private func take(_ batch: borrowing EventBatch, now: Timestamp, positions: [(source: String, position: SourcePosition)]) throws {
        try accept(batch)
        startsStepping()
        inHand = copy batch
        defer { inHand = nil }
        for index in batch.events.indices where isNew[index] {
            handIndex = index
            let event = batch.events[index]
            let name = eventNames[Int(event.name)]
            let frontier = min(event.at, now) - grace
            if event.at > frontier, event.at > clock {
                hold(event, name, batch)
                handIndex = index + 1
                _ = try drain(to: frontier, before: index, of: batch)
            } else if try drain(to: event.at, before: index, of: batch) || event.at <= clock {
                #if FaultInjection
                    if PlantedBug.chosen == .timersFirst { _ = try drain(to: event.at, isInclusive: true, limit: .max) }
                    if PlantedBug.chosen == .clockBack, event.at < clock { clock = event.at }
                #endif
                if event.at > clock { clock = event.at }
                if engine.deployment.concerns(event: name) || engine.listensToLinks { try process(event, name, batch) }
            } else {
                hold(event, name, batch)
                handIndex = index + 1
                owedCount += 1
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
    }

    private func accept(_ batch: borrowing EventBatch) throws {
        while eventNames.count < batch.names.count {
            let name = engine.deployment.definitions.declaredName(of: batch.names[UInt32(eventNames.count)])
            eventNames.append(store.names.number(name))
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

    /// Decides held events up to an instant and fires timers due before it, in order. False where the limit came first.
    func drain(to instant: Timestamp, isInclusive: Bool, limit: Int) throws -> Bool {
        while true {
            if let event = held.first, event.at <= instant {
                let due = try timers.first(in: store)?.key.due ?? .distantFuture
                if event.at <= due {
                    // Not between events of one instant: those left would no longer be after the clock, and so forgotten by a crash.
                    guard event.at <= clock || !isFull(limit) else { return false }
                    _ = held.removeFirst()
                    try process(event)
                    continue
                }
            }
            guard let timer = try timers.first(in: store), timer.key.due < instant || (isInclusive && timer.key.due == instant)
            else { break }
            guard !isFull(limit) else { return false }
            timers.removeFirst()
            try fire(timer)
        }
        return true
    }

    // MARK: Making durable

    /// - Parameter isDurable: on return; else that goes on beside what follows.
    func commit(isDurable: Bool = true) throws {
        try dropHeldMessages()
        try writePools()
        try cache.write(to: store)
        try earlyReceipts.write(to: store)
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
        if isDurable { try store.commit() } else { try store.handOver() }
        output.outcomes.removeAll()
        output.lateIgnored = 0
        output.historyForgotten = 0
        output.namesRefused = 0
        work = 0
        isLong = false
    }

    private static func counters(of deployment: Deployment) -> [Counter] {
        deployment.counters.map { Counter(journey: $0.journey, step: $0.step, metric: $0.metric) }
    }
}
