import JourneyEngine
import JourneyModel
import JourneyStore

/// Drives stepper and dispatcher from a feed: to the end of what is there, or for as long as it is let.
public final class Scheduler {
    /// What the outside is told.
    public struct Observer {
        /// After each durable batch: what it decided and what became of its messages.
        public var decided: (_ decisions: [Decision], _ outcomes: [Dispatcher.Outcome]) throws -> Void = { _, _ in }
        /// Before the batch that leaves them behind is durable: lines that became no event.
        public var rejected: ([Rejection]) throws -> Void = { _ in }
        /// After each batch: how many events were read.
        public var read: (Int) -> Void = { _ in }
        /// The ids of a person who was forgotten, before they are erased: what stands outside of the store is to be erased too. Told
        /// again where a process ended on the way.
        public var forgotten: ([String]) throws -> Void = { _ in }
        /// What a scheduler that goes on begins to do.
        public var begins: (Work) -> Void = { _ in }

        public init() {}
    }

    /// The parts of a turn.
    public enum Work: String, Sendable, CaseIterable {
        case erasing, pruning, reading, deciding, dispatching, resting
    }

    /// What the outside may ask of a running scheduler; looked at between batches.
    public struct Requests: Sendable {
        public var stops = false

        public init(stops: Bool = false) { self.stops = stops }
    }

    /// What was read and may not be durable. Sources that cannot be read twice will not give it again, so a scheduler on the store
    /// opened anew takes it first; of what is durable after all, everything is a duplicate.
    public struct Unfinished {
        fileprivate var batch: EventBatch
        fileprivate var rejects: [Rejection]
        /// The observer was told of the rejects.
        fileprivate var isTold: Bool
    }

    public static let batchLimit = 10_000
    /// Events that are taken in beside a burst of timers before it is over; more wait at their sources.
    static let mostOwed = 200_000
    /// Decisions that a run to an end gathers before it tells of them.
    var mostDecisions = 100_000
    /// How long an idle scheduler sleeps at most before it looks for new events.
    static let idlePause: Microseconds = 20_000
    /// How long a run that waits for a retry sleeps at a stretch.
    static let retryPause: Microseconds = 200_000
    /// How long a stopping scheduler waits for what channels have in hand.
    static let drainLimit: Microseconds = 8 * .second
    static let drainPause: Microseconds = 10_000

    public let stepper: Stepper
    private let store: any Store
    private let dispatcher: Dispatcher
    private let intake: any EventIntake
    private let clock: any WallClock
    private let observer: Observer
    /// Nil before the run, and where nothing outlives the process.
    private var alerts: Alerts?
    private var batch: EventBatch
    private var rejects: [Rejection] = []
    private var areRejectsTold = false
    private var hasUnfinished = false
    /// How far the batch goes that a live turn stepped and nobody was told of.
    private var stepped: [(source: String, position: SourcePosition)]?
    private var lastEvent: Timestamp?
    /// Messages leave under the virtual clock.
    private var isToAnEnd = false
    /// What became of a batch.
    private struct Decided {
        /// The last transaction about it.
        var transaction: Int
        var decisions: [Decision]
        var outcomes: [Dispatcher.Outcome]
        var positions: [(source: String, position: SourcePosition)]
    }

    /// The last batches of a run to an end: told of once they are durable, which they become beside the next ones.
    private var untold: [Decided] = []
    /// Those the observer was told of.
    private var told: [Forgetting] = []

    public init(
        store: any Store, stepper: Stepper, dispatcher: Dispatcher, intake: any EventIntake, names: NameTable, clock: any WallClock,
        observer: Observer = Observer()
    ) {
        self.store = store
        self.stepper = stepper
        self.dispatcher = dispatcher
        self.intake = intake
        self.clock = clock
        self.observer = observer
        batch = EventBatch(names: names)
        dispatcher.gate = stepper
        dispatcher.followUps.outside = clock
    }

    // MARK: To an end

    /// Takes everything that is there, fires what is due up to where the clock stops, and empties the outbox.
    /// - Parameters:
    ///   - longest: the longest way through a journey, for `done`.
    ///   - requests: asked between batches; a stop ends the run where it stands.
    public func runOnce(until: Until, longest: Microseconds, requests: () throws -> Requests = { Requests() }) async throws {
        try beginAlerts()
        // What an earlier run left behind leaves, or is too late, before anything new is decided.
        try observer.decided([], try await dispatcher.runOnce(at: max(clock.now(), stepper.clock)))
        let limit: Timestamp =
            switch until {
            case .at(let instant): instant
            // What was heard of tasks just now is decided, too.
            case .now: clock.now()
            case .last, .done: .distantFuture
            }
        while stepper.hasChores { try stepper.doChore() }
        isToAnEnd = true
        dispatcher.handsOver = true
        stepper.isInterrupted = { [unowned stepper, mostDecisions] in stepper.decisionCount >= mostDecisions }
        defer {
            isToAnEnd = false
            dispatcher.handsOver = false
            stepper.isInterrupted = { false }
        }
        var isOpen = true
        while isOpen {
            if try requests().stops { return try tellAll() }
            isOpen = try await takeBatch(limit: limit, now: limit)
        }
        try tellAll()
        let last = lastEvent ?? stepper.clock
        switch until {
        case .now: try await advance(to: limit - stepper.grace)
        case .at: try await advance(to: limit, isInclusive: true)
        case .last: try await advance(to: last, isInclusive: true)
        case .done:
            try await advance(to: last, isInclusive: true)
            stepper.endSchedules(at: last)
            defer { stepper.endSchedules(at: nil) }
            while let due = try stepper.nextTimer(), due <= last + longest {
                if try requests().stops { return }
                try stepper.fireNext()
                try await dispatch()
            }
        }
        try alerts?.look(at: clock.now(), isLast: true)
        try await emptyOutbox(requests)
        while try erase() {}
        while try stepper.prune() {}
    }

    /// Takes one batch of events up to an instant. False at the end.
    private func takeBatch(limit: Timestamp, now: Timestamp) async throws -> Bool {
        stepper.read(clock: clock.now())
        let state = try read()
        let whole = batch.events.count
        let end = limit == .distantFuture ? whole : batch.events.firstIndex { $0.at > limit } ?? whole
        if end < whole { batch.events.removeSubrange(end...) }
        for event in batch.events { lastEvent = max(lastEvent ?? event.at, event.at) }
        // Of a batch that was cut no position is kept: the next run reads it again and drops what it knows.
        let positions = end == whole ? intake.positions : []
        try stepper.step(batch, now: now, positions: positions, isDurable: false)
        observer.read(end)
        if end > 0 { alerts?.noteEvents(at: clock.now()) }
        while let owed = stepper.owedTo { try await advance(to: owed) }
        let outcomes = try await send()
        untold.append(
            Decided(
                transaction: store.lastTransaction, decisions: stepper.takeDecisions(), outcomes: outcomes, positions: positions))
        while let first = untold.first, store.isDurable(first.transaction) { try tellFirst() }
        _ = try stepper.prune()
        return end == whole && state == .more
    }

    /// Tells of all batches of a run to an end.
    private func tellAll() throws {
        try store.settle()
        while !untold.isEmpty { try tellFirst() }
    }

    private func tellFirst() throws {
        let decided = untold.removeFirst()
        try observer.decided(decided.decisions, decided.outcomes)
        try intake.acknowledge(decided.positions)
    }

    private func read() throws -> IntakeState {
        batch.removeAll()
        rejects.removeAll()
        areRejectsTold = false
        hasUnfinished = true
        let state = try intake.read(into: &batch, limit: Self.batchLimit, rejects: &rejects)
        try tellRejects()
        return state
    }

    private func tellRejects() throws {
        guard !rejects.isEmpty else { return }
        if !areRejectsTold { try observer.rejected(rejects) }
        areRejectsTold = true
        store.count(Counter(metric: "rejected"), by: Int64(rejects.count))
    }

    /// What a run that threw had in hand.
    public var unfinished: Unfinished? {
        hasUnfinished && !(batch.events.isEmpty && rejects.isEmpty) ? Unfinished(batch: batch, rejects: rejects, isTold: areRejectsTold) : nil
    }

    /// What a run before had in hand when it threw.
    private func finish(_ unfinished: Unfinished) throws {
        batch = unfinished.batch
        rejects = unfinished.rejects
        areRejectsTold = unfinished.isTold
        hasUnfinished = true
        try tellRejects()
        try takeLive(at: clock.now())
        try store.settle()
        try acknowledge()
    }

    private func advance(to instant: Timestamp, isInclusive: Bool = false) async throws {
        // What was decided so far is told and sent first.
        repeat { try await dispatch() } while try !stepper.advance(to: instant, isInclusive: isInclusive)
        try await dispatch()
    }

    private func dispatch() async throws {
        let outcomes = try await send()
        try tellAll()
        try observer.decided(stepper.takeDecisions(), outcomes)
    }

    private func send() async throws -> [Dispatcher.Outcome] {
        try await dispatcher.runOnce(at: max(clock.now(), stepper.clock), looksAgain: !(isToAnEnd && stepper.isBackfill))
    }

    /// Tries again what a channel put off, until each message is sent or given up. What quiet hours hold stays for a later run.
    private func emptyOutbox(_ requests: () throws -> Requests) async throws {
        var now = max(clock.now(), stepper.clock)
        while try store.outboxCounts()[.pending] ?? 0 > 0, let next = try dispatcher.nextAttempt(after: now), next < OutboxMessage.parked {
            while next > now {
                if try requests().stops { return }
                // In slices: a request to stop must not wait for an hour of back-off.
                let pause = min(next - now, Self.retryPause)
                await clock.sleep(for: pause)
                now = now + pause
            }
            if try requests().stops { return }
            try observer.decided([], try await dispatcher.runOnce(at: now))
        }
    }

    // MARK: For as long as it is let

    /// Follows its sources until asked to stop, then finishes the batch and waits for what channels have in hand.
    /// - Parameters:
    ///   - unfinished: of a run before, on the same intake.
    ///   - requests: asked between turns; it may change what the stepper runs. No turn decides more than one transaction does, so that
    ///     operators, sources, and messages need not wait until a burst of timers is over.
    public func run(after unfinished: Unfinished? = nil, requests: () async throws -> Requests) async throws {
        if let unfinished { try finish(unfinished) }
        try beginAlerts()
        stepper.isInterrupted = { true }
        stepper.uptime = { [clock] in clock.uptime() }
        dispatcher.uptime = stepper.uptime
        defer {
            stepper.isInterrupted = { false }
            stepper.uptime = { 0 }
            dispatcher.uptime = { 0 }
        }
        while try await !requests().stops {
            if stepper.hasChores { try stepper.doChore() }
            try await turn()
        }
        try alerts?.look(at: clock.now(), isLast: true)
        try await drain()
    }

    /// Hands nothing over any more, and waits for what channels have in hand, for a while; what is left then the next start treats as
    /// after a crash.
    private func drain() async throws {
        let deadline = clock.now() + Self.drainLimit
        while true {
            // Asked before the answers are fetched: one that comes between the two is not left behind.
            let isIdle = dispatcher.isIdle
            try observer.decided([], try dispatcher.windDown(at: max(clock.now(), stepper.clock)))
            #if FaultInjection
                if PlantedBug.chosen == .stopWaitsNot { break }
            #endif
            if isIdle || clock.now() >= deadline { break }
            await clock.sleep(for: Self.drainPause)
        }
    }

    /// Messages and answers, as far as there are any; never waits for a channel. What was decided becomes durable meanwhile.
    private func dispatchLive() async throws {
        observer.begins(.dispatching)
        let outcomes = try await dispatcher.turn(at: max(clock.now(), stepper.clock))
        try store.settle()
        try acknowledge()
        try observer.decided(stepper.takeDecisions(), outcomes)
    }

    private func turn() async throws {
        observer.begins(.erasing)
        let isErasing = try erase()
        observer.begins(.pruning)
        let isPruning = try stepper.prune()
        observer.begins(.deciding)
        let now = clock.now()
        intake.setClock(now)
        stepper.read(clock: now)
        if let owed = stepper.owedTo, stepper.owedCount >= Self.mostOwed {
            try stepper.advance(to: owed, isDurable: false)
            try alerts?.look(at: now)
            return try await dispatchLive()
        }
        observer.begins(.reading)
        let state = try read()
        observer.begins(.deciding)
        if !batch.events.isEmpty || !rejects.isEmpty || state == .more {
            try takeLive(at: now)
            if !batch.events.isEmpty { alerts?.noteEvents(at: now) }
            try alerts?.look(at: now)
            try await dispatchLive()
            return
        }
        // Every source is at its end: nothing unread can change what is due by now.
        let frontier = now - stepper.grace
        var isDone = true
        if try stepper.nextHeldAt.map({ $0 <= frontier }) ?? false || stepper.nextTimer().map({ $0 < frontier }) ?? false {
            isDone = try stepper.advance(to: frontier, isDurable: false)
        }
        try alerts?.look(at: now)
        try await dispatchLive()
        observer.begins(.resting)
        if isDone, !isErasing, !isPruning, try !store.maintain() { await clock.sleep(for: try pause(now), orUntil: dispatcher.alarm) }
    }

    private func takeLive(at now: Timestamp) throws {
        let positions = intake.positions
        try stepper.step(batch, now: now, positions: positions, isDurable: false)
        stepped = positions
        #if FaultInjection
            if PlantedBug.chosen == .acknowledgedEarly { try intake.acknowledge(positions) }
        #endif
    }

    /// All that was stepped is durable.
    private func acknowledge() throws {
        guard let positions = stepped else { return }
        stepped = nil
        try intake.acknowledge(positions)
        hasUnfinished = false
        observer.read(batch.events.count)
    }

    private func beginAlerts() throws {
        guard store.isDurable else { return }
        let alerts = try Alerts(store: store, stepper: stepper)
        try alerts.begin(at: clock.now())
        self.alerts = alerts
    }

    /// Erases a slice of what is left of forgotten people. False where nothing is left.
    private func erase() throws -> Bool {
        let open = try stepper.forgettings()
        if open.isEmpty { return false }
        for forgetting in open where !told.contains(forgetting) { try observer.forgotten(forgetting.ids) }
        told = open
        return try stepper.eraseSlice()
    }

    private func pause(_ now: Timestamp) throws -> Microseconds {
        if stepper.hasChores { return 0 }
        guard let due = try stepper.nextTimer() else { return Self.idlePause }
        return min(Self.idlePause, max(due + stepper.grace + 1 - now, 1_000))
    }
}
