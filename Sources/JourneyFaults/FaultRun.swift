import Foundation
import JourneyChannels
import JourneyCompiler
import JourneyEngine
import JourneyModel
import JourneyRuntime
import JourneyStore

/// One seed from the first line to the rest that everything must come to, through any number of lives of the scheduler.
final class FaultRun: @unchecked Sendable {
    /// What a run came to.
    struct Result: Sendable {
        var violations: [String] = []
        var trace: UInt64 = 0
        var lives = 0
        var commits = 0
        var decisionCount = 0
        var messages = 0
        var turns = 0
        /// Starts behind a stop, a takeover or a loss of the store, and lines of providers.
        var handovers = 0
        var receipts = 0
        /// The journal, customer by customer, and the outbox, at rest.
        var decisions: [Decision] = []
        var outbox: [String] = []
        /// A message gave its place in the caps back.
        var hasFailures = false
        var counters: [String: Int64] = [:]
    }

    private struct Stopped: Error { var why: String }
    /// The process's life is over, though nothing in it failed.
    struct Interrupted: Error { var kind: Interruptions.Kind }

    private static let mostLives = 14
    private static let mostTurns = 60_000

    let swarm: Swarm
    let workload: Workload
    let folder: URL
    private let hasBreaks: Bool
    private let thread = OneThread()
    let time: VirtualTime
    let witness: Witness
    var result = Result()
    private var breaks: Random
    var path: String
    var files = 0
    var interruptions: Interruptions
    var predecessor: Predecessor?
    var backup: Backup?
    /// What providers will tell, in the order of time.
    var receipts: [(at: Timestamp, receipt: ProviderReceipt)] = []
    var channels: [String: FaultChannel] = [:]
    private var refused: Set<String> = []
    /// Lines that the source let go of.
    var linesGone = 0
    private var jumps: [(at: Timestamp, offset: Microseconds)] = []
    /// Faults are off, and everything comes to rest.
    private var isSound = false
    private var horizon: Timestamp = .distantFuture

    // Of one life.
    var store: FaultStore?
    var stepper: Stepper?
    var dispatcher: Dispatcher?
    private var source: ArrivalSource?
    var lock: SchedulerLock?
    /// When the process was told to stop.
    var stoppedAt: Timestamp?
    /// When the scheduler had ended, and whether channels still had something in hand.
    var leftOver: (at: Timestamp, isBusy: Bool)?
    private var crashAt: Timestamp?
    private var seenBefore = 0
    private var failure: (any Error)?
    /// How many of the operators' commands the store has; nil: not looked at since the last.
    var commandsAsked: Int?
    private var isOver = false

    init(_ swarm: Swarm, _ workload: Workload, in folder: URL, hasBreaks: Bool = true) {
        self.swarm = swarm
        self.workload = workload
        self.folder = folder
        self.hasBreaks = hasBreaks
        time = VirtualTime(from: workload.start - .hour, on: thread)
        witness = Witness(workload.programs.first?.compiled.policy ?? Policy(), workload.programs.map(\.compiled), time)
        witness.keepsJournal = swarm.has(.pruning)
        witness.times.holdsEntries = swarm.has(.pauses)
        interruptions = Interruptions(swarm, workload, hasBreaks: hasBreaks)
        breaks = swarm.numbers(for: .breaks)
        witness.mayMove = !swarm.has(.deploys) || workload.deeds.contains { if case .deploy(_, true, _) = $0.deed { true } else { false } }
        path = folder.appendingPathComponent("0.db").path
        makeJumps()
    }

    private func makeJumps() {
        guard swarm.has(.clockJumps) else { return }
        var random = swarm.numbers(for: .clocks)
        let span = max(Int(workload.lastAt - workload.start), 1)
        for _ in 0..<1 + random.below(4) {
            // A clock that is ahead makes timers fire before the events that are on their way: the model cannot follow.
            let offset: Microseconds =
                swarm.isInOrder ? -Microseconds(random.below(590)) * .second : Microseconds(random.below(2 * 96 * 3_600) - 96 * 3_600) * .second
            jumps.append((workload.start + Microseconds(random.below(span)), offset))
        }
        jumps.sort { ($0.at, $0.offset) < ($1.at, $1.offset) }
        jumps.append((workload.lastAt + .minute, 0))
    }

    // MARK: Lives

    func run() -> Result {
        guard !workload.programs.isEmpty else { return result }
        while result.lives < Self.mostLives + 3 {
            result.lives += 1
            if live() || !witness.violations.isEmpty { break }
        }
        result.violations = witness.violations
        result.trace = witness.trace
        result.decisionCount = witness.decisions
        result.messages = witness.messages
        return result
    }

    /// False where the process ended before everything came to rest.
    private func live() -> Bool {
        isSound = !hasBreaks || result.lives >= Self.mostLives
        if result.lives >= Self.mostLives { interruptions.end() }
        failure = nil
        isOver = false
        do {
            try begin()
            Task(executorPreference: thread) { [self] in await follow() }
            while try time.step(due: { try nextDue() }) {}
            if let failure { throw failure }
            if !isOver { witness.fault("the scheduler waits for nobody") }
            if stoppedAt != nil, witness.violations.isEmpty {
                try lookAtStop()
                end(isCrash: false)
                return false
            }
            try lookAtRest()
            end(isCrash: false)
            return true
        } catch let error as Interrupted {
            end(by: error.kind)
            return false
        } catch let error {
            end(isCrash: error is FaultStore.Broken)
            if error is FaultStore.Broken { return false }
            if let error = error as? StoreError, error == FaultStore.diskError { return false }
            witness.fault("the scheduler ended: \(error)")
            return true
        }
    }

    private func begin() throws {
        lock = try SchedulerLock(store: path)
        EmptyStore.put(at: path)
        let file = try SQLiteStore(path: path, options: options())
        let (fault, verbs) = nextFault()
        let store = FaultStore(file, witness, fault, after: verbs)
        self.store = store
        commandsAsked = nil
        witness.beginLife()
        let program = workload.programs[try deployedProgram(file)]
        witness.isPaused = try isPaused(file)
        let deployment = try deploy(program.compiled, to: store)
        try lookAtVersions(file)
        let sizes = swarm.has(.littleMemory) ? Stepper.Sizes(customersInMemory: 2, workLimit: 3, timerSlice: 1, timersInMemory: 2) : .init()
        let stepper = try Stepper(
            store: store, engine: Engine(deployment: deployment, isBackfill: false, policy: program.compiled.policy), grace: workload.grace,
            wantsDecisions: false, sizes: sizes)
        self.stepper = stepper
        dispatcher = Dispatcher(store: store, routes: routes(), callsRunOn: thread)
        let source = ArrivalSource(workload.arrivals, time, gone: linesGone) { [unowned self] in linesGone = max(linesGone, $0) }
        source.refused = { [self] in refused.insert($0) }
        source.keeps = program.compiled.policy.keepEvents
        source.clock = { [unowned stepper] in stepper.clock }
        if let position = try store.position(of: source.name) { try source.resume(from: position) }
        self.source = source
    }

    private func options() -> SQLiteStore.Options {
        let fold = swarm.has(.littleMemory) ? 5 : 60
        var options = SQLiteStore.Options(creationSalt: EmptyStore.salt, foldEvery: fold, foldStatesEvery: fold)
        options.freshSpan = fold
        options.syncs = false
        options.checkpointsInBackground = false
        return options
    }

    func deploy(_ compiled: CompiledWorkspace, to store: any Store, also: ([Deployer.Change]) throws -> Void = { _ in }) throws
        -> Deployment
    {
        let terms = Deployer.Terms(definitions: compiled.definitions, policy: compiled.policy, codes: workload.codes)
        return try Deployer.deploy(compiled.machines, terms, to: store, at: time.now()) { changes, _ in try also(changes) }.0
    }

    private func nextFault() -> (FaultStore.Fault?, Int?) {
        if isSound { return (nil, nil) }
        var kinds: [FaultStore.Fault] = []
        if swarm.has(.crashes) { kinds += [.crash, .crash, .crashAfterCommit] }
        if swarm.has(.storeErrors) { kinds += [.error(isForGood: false), .error(isForGood: true)] }
        if kinds.isEmpty { return (nil, nil) }
        if swarm.has(.crashes), breaks.chance(40) {
            crashAt = time.instant + Microseconds(breaks.below(max(Int(workload.lastAt - time.instant), 1)))
        }
        // Each life gets further than the one before, so that the last one comes to its end.
        return (breaks.pick(kinds), breaks.below(60 << min(result.lives, 9)))
    }

    func routes() -> [String: Dispatcher.Route] {
        var routes: [String: Dispatcher.Route] = [:]
        for name in Set(workload.programs.flatMap { $0.compiled.machines.flatMap(\.channels) }).sorted() {
            let channel = channels[name] ?? FaultChannel(name, swarm, from: workload.start, time, witness)
            channels[name] = channel
            channel.isSound = isSound
            channel.isUnheard = false
            channel.isStopping = false
            channel.tells = { [unowned self] in note($0, at: $1) }
            routes[name] = Dispatcher.Route(channel: channel, limits: limits(of: name))
        }
        return routes
    }

    /// The process is over; what it had under way ends unheard.
    func end(isCrash: Bool) {
        store?.die()
        for channel in channels.values { channel.isUnheard = true }
        time.endAll()
        predecessor?.store.close()
        predecessor = nil
        endCopying()
        (stoppedAt, leftOver) = (nil, nil)
        lock = nil
        result.commits += store?.commits ?? 0
        crashAt = nil
        stepper = nil
        dispatcher = nil
        source = nil
        witness.discard()
        // As the disk has it when the process is gone: the write-ahead log unwritten.
        if isCrash, breaks.chance(50) { keepImage() }
        store?.close()
        store = nil
    }

    private func keepImage() {
        let before = path
        path = newPath()
        for suffix in ["", "-wal"] where FileManager.default.fileExists(atPath: before + suffix) {
            try? FileManager.default.copyItem(atPath: before + suffix, toPath: path + suffix)
        }
    }

    // MARK: One life

    private func follow() async {
        defer {
            isOver = true
            // Calls that it did not wait for end later, and nobody hears of it.
            leftOver = (time.instant, dispatcher?.isIdle != true)
        }
        guard let store, let stepper, let dispatcher, let source else { return }
        let inbox = InboxSource(
            source: 1, isOnce: false, fetch: { try store.inbox(after: $0, limit: $1) },
            remove: { row in
                try store.begin()
                try store.removeFromInbox(through: row)
                try store.commit()
            })
        do {
            if let position = try store.position(of: inbox.name) { try inbox.resume(from: position) }
            let names = NameTable()
            let scheduler = Scheduler(
                store: store, stepper: stepper, dispatcher: dispatcher, intake: MergedIntake(sources: [source, inbox], names: names),
                names: names, clock: time)
            try await scheduler.run { [self] in
                await Task.yield()
                return Scheduler.Requests(stops: try turn(store, stepper, dispatcher))
            }
        } catch {
            failure = error
        }
    }

    /// Between two turns. True where everything has come to rest.
    private func turn(_ store: FaultStore, _ stepper: Stepper, _ dispatcher: Dispatcher) throws -> Bool {
        result.turns += 1
        if result.turns > Self.mostTurns { throw Stopped(why: "after \(result.turns) turns nothing has come to rest") }
        while let jump = jumps.first, jump.at <= time.instant {
            time.wallOffset = jump.offset
            jumps.removeFirst()
        }
        if let crashAt, crashAt <= time.instant { throw FaultStore.Broken() }
        witness.clockOfEngine = stepper.clock
        if !witness.violations.isEmpty { return true }
        let progress = store.commits &+ (source?.next ?? 0) &* 1_000
        time.noteWaking(isStalled: progress == seenBefore)
        seenBefore = progress
        for channel in channels.values { channel.isSound = isSound || time.instant > workload.lastAt }
        if try interrupt(store) {
            for channel in channels.values { channel.isStopping = true }
            return true
        }
        liftLimits(dispatcher)
        try tellReceipts(to: store)
        try performDeeds(store, stepper)
        return try isAtRest(store, stepper, dispatcher)
    }

    private func isAtRest(_ store: FaultStore, _ stepper: Stepper, _ dispatcher: Dispatcher) throws -> Bool {
        guard !stepper.hasChores, source?.nextAt == nil, jumps.isEmpty, !time.hasCalls, receipts.isEmpty, interruptions.next.isEmpty, try store.inner.forgettings().isEmpty,
            try store.inner.inboxCount() == 0, try nextDeed(store.inner) == nil, try store.inner.sendingMessages().isEmpty
        else { return false }
        return try nextDue() == nil
    }

    /// When there is something for the scheduler to do, by the true time.
    private func nextDue() throws -> Timestamp? {
        guard let store, let stepper, let dispatcher, let source, failure == nil else { return time.instant }
        // A scheduler that stops waits for its channels alone, and not for ever.
        if let stoppedAt { return stoppedAt + Self.longestStop }
        var dues: [Timestamp] = [source.nextAt, jumps.first?.at, crashAt, try nextDeed(store.inner)?.at].compactMap { $0 }
        dues += [receipts.first?.at, interruptions.nextAt].compactMap { $0 }
        if stepper.hasChores { dues.append(time.instant) }
        if try store.inner.inboxCount() > 0 { dues.append(time.instant) }
        let end = horizonOfTimers
        if let timer = try stepper.nextTimer(), timer <= end { dues.append(timer + stepper.grace + 1 - time.wallOffset) }
        if let held = stepper.nextHeldAt { dues.append(held + stepper.grace - time.wallOffset) }
        if let attempt = try dispatcher.nextAttempt(after: time.now()), attempt < Self.parked { dues.append(attempt - time.wallOffset) }
        return dues.min()
    }

    private static let parked = Timestamp(microseconds: 1 << 62)

    /// Schedules never end; what waits behind this is left to wait.
    private var horizonOfTimers: Timestamp { workload.lastAt + 20 * .day }
}

// MARK: - At rest

extension FaultRun {
    /// Everything that was taken in is in the log, nobody waits for nothing, and every figure agrees with the others.
    private func lookAtRest() throws {
        guard let store else { return }
        let file = store.inner
        witness.lookAtRest(
            parked: false, eventsCounted: try file.counters()[Counter(metric: "events")] ?? 0,
            keepsWatches: swarm.classes.isDisjoint(with: [.pauses, .forgets]) ? workload.steadyJourneys : [])
        for finding in try Doctor(file).examine() where !finding.check.isNote {
            witness.fault("the doctor finds \(finding.check.rawValue): \(finding.places.first ?? "")")
        }
        try lookAtLog(file)
        try lookAtMessages(file)
        try lookAtDrained(file)
        try tell(file)
    }

    private func lookAtLog(_ file: SQLiteStore) throws {
        var found: [String: Int] = [:]
        var place: Int64? = 0
        while let from = place {
            let slice = try file.eventsInLog(from: from)
            for record in slice.events { found[record.id, default: 0] += 1 }
            place = slice.next
        }
        // What was erased has no id any more.
        for (id, count) in found.sorted(by: { $0.key < $1.key }) where count > 1 && !id.isEmpty { witness.fault("event \(id) is \(count) times in the log") }
        let forgotten = Set(witness.known.ledger.forgottenAt.keys)
        let through = file.retention.through ?? .distantPast
        for arrival in workload.arrivals where !forgotten.contains(arrival.event.customer) && !refused.contains(arrival.id) {
            if found[arrival.id] == nil, arrival.event.at > through { witness.fault("event \(arrival.id) of \(arrival.event.customer) is not in the log") }
        }
    }

    private func tell(_ file: SQLiteStore) throws {
        let byCustomer = Dictionary(grouping: witness.known.journal, by: \.customer)
        for number in 0..<swarm.customers {
            if witness.keepsJournal {
                result.decisions += byCustomer["c\(number)"] ?? []
                continue
            }
            for record in try file.history(of: "c\(number)") where record.kind == .decision {
                let decision = try Decision(encoded: record.bytes, at: record.at, customer: record.customer, names: file.names)
                result.decisions.append(decision)
            }
        }
        for row in witness.known.rows.values.sorted(by: { $0.number < $1.number }) {
            result.outbox.append("\(row.key) \(row.customer) \(row.content) \(row.queuedAt.microseconds)")
            if [.failed, .unreachable, .expired, .dropped].contains(row.status) { result.hasFailures = true }
        }
        for (counter, value) in try file.counters() { result.counters["\(counter.journey)/\(counter.step)/\(counter.metric)"] = value }
    }
}
