import JourneyCompiler
import JourneyEngine
import JourneyModel
import JourneyReports
import JourneyRuntime
import JourneyStore

/// A scheduler with its store, journeys and channels.
final class SchedulerProcess {
    let paths: [String]
    var workspace: Workspace
    let store: SQLiteStore
    let stepper: Stepper
    let dispatcher: Dispatcher
    /// The channels that are open.
    var routes: [String: Dispatcher.Route]
    let isBackfill: Bool
    let log: Log
    /// Where `console` prints to.
    let output: Int32
    let clock = SystemClock()
    var watch: WorkspaceWatch
    var statusAt: Timestamp
    var before = Totals([:])
    /// What channels that do not send said last.
    var troubles: [String: String] = [:]
    /// Sources that were told to be unreadable, and why.
    var unreadable: [String: String] = [:]
    /// Journeys that were told to stand still.
    var paused: [PausedJourney] = []
    private(set) lazy var desk = OperatorDesk(store: store, stepper: stepper) { [unowned self] operation, command, now in
        try deploy(operation, command, at: now)
    }
    /// Where the figures go each minute, and the path of the store that they are about.
    var metrics: (store: String, file: String)?
    /// The first rejected line since the last status was told; more of them would drown the rest.
    var hasToldOfRejects = false

    /// - Parameter earlier: one that broke off on the same store, which must be there; its channels stay open.
    init(
        paths: [String], workspace: Workspace, store path: String, isFull: Bool, isBackfill: Bool, log: Log, output: Int32,
        after earlier: SchedulerProcess? = nil
    ) throws {
        self.paths = paths
        self.workspace = workspace
        self.isBackfill = isBackfill
        self.log = log
        self.output = output
        routes = try earlier?.routes ?? ChannelRoutes.open(workspace, output: output)
        store = try SQLiteStore(
            path: path, options: .init(creationSalt: earlier == nil ? SystemClock.salt() : nil, isSynchronousFull: isFull))
        let command = OperatorRequest(.start).command(at: clock.now(), by: Account.name)
        let (deployment, changes) = try Deployer.deploy(
            workspace.compiled.machines, try workspace.terms(paths: paths), to: store, at: command.at
        ) { [store] changes, hasNewTerms in
            try command.noteDeployment(changes, hasNewTerms: hasNewTerms, in: store)
        }
        stepper = try Stepper(
            store: store, engine: Engine(deployment: deployment, isBackfill: isBackfill, policy: workspace.compiled.policy),
            grace: workspace.compiled.policy.grace, wantsDecisions: false)
        try ChannelRoutes.keepPrinting(deployment.versions.map(\.machine), &routes, workspace, output: output)
        dispatcher = Dispatcher(store: store, routes: routes)
        watch = WorkspaceWatch(paths: paths, at: clock.now())
        statusAt = clock.now()
        tell(changes)
    }

    func close() { store.close() }

    // MARK: To an end

    func runOnce(_ sources: [any EventSource], until: Until, rejects path: String, isJSON: Bool) async throws {
        let before = Totals(try store.counters())
        stepper.wantsDecisions = isJSON
        // An empty inbox must not cost a sorted log its streaming.
        let inbox = try store.inbox(after: 0, limit: 1).isEmpty ? [] : [inbox(UInt32(sources.count), isOnce: true)]
        let names = NameTable()
        let intake = SortedIntake(sources: try resumed(sources + inbox), names: names)
        defer { intake.close() }
        let rejects = RejectFile(path: path)
        try desk.performOpen()
        let progress = Progress("running", isShown: !isJSON)
        var out: [UInt8] = []
        var samples: [Rejection] = []
        var observer = Scheduler.Observer()
        observer.read = { progress.advance(by: $0) }
        observer.rejected = { rejected in
            samples += rejected.prefix(3 - min(samples.count, 3))
            try rejects.append(rejected)
        }
        observer.forgotten = { try rejects.forget($0) }
        let lines = DecisionLines(workspace.compiled.machines)
        observer.decided = { decisions, outcomes in
            if isJSON { lines.write(decisions, outcomes, to: &out) }
            put(&out)
            self.tell(outcomes)
        }
        let scheduler = Scheduler(
            store: store, stepper: stepper, dispatcher: dispatcher, intake: intake, names: names, clock: clock, observer: observer)
        let longest = workspace.compiled.machines.map { $0.longestPath(under: workspace.compiled.policy) }.max() ?? 0
        try await scheduler.runOnce(until: until, longest: longest, requests: {
                try self.desk.performOpen()
                return Scheduler.Requests(stops: Signals.stops)
            })
        progress.finish()
        journey.tell(samples, of: rejects.total, file: path)
        try tellOfRun(since: before)
        for paused in stepper.pauses { note("paused: \(paused.told)") }
        try writeMetrics(at: clock.now())
    }

    // MARK: For as long as it is let

    /// - Parameter unfinished: what an earlier run on the same feed had in hand when it broke off; then what this one has.
    func run(_ feed: LiveFeed, _ unfinished: inout Scheduler.Unfinished?) async throws {
        let (intake, rejects) = (feed.intake, feed.rejects)
        var observer = Scheduler.Observer()
        observer.rejected = { rejected in
            try rejects.append(rejected)
            if let first = rejected.first, !self.hasToldOfRejects {
                self.log.write("\(first.source):\(first.line) was rejected and put into `\(feed.rejectPath)`: \(first.reason)")
                self.hasToldOfRejects = true
            }
        }
        observer.forgotten = { try rejects.forget($0) }
        observer.decided = { self.tell($1) }
        let scheduler = Scheduler(
            store: store, stepper: stepper, dispatcher: dispatcher, intake: intake, names: feed.names, clock: clock, observer: observer)
        before = Totals(try store.counters())
        log.write("running", [("journeys", .integer(Int64(workspace.compiled.machines.count))), ("sources", .integer(Int64(feed.count)))])
        try writeMetrics(at: clock.now())
        let inHand = unfinished
        defer { unfinished = scheduler.unfinished }
        try await scheduler.run(after: inHand) {
            let now = self.clock.now()
            self.tellUnreadable(intake)
            if now - self.statusAt >= .minute { try self.writeStatus(intake, rejects, at: now) }
            for command in try self.desk.performOpen() { self.tell(command) }
            try self.reloadIfAsked(at: now)
            self.tellPaused()
            self.tellRelocation()
            return Scheduler.Requests(stops: Signals.stops)
        }
        log.write("stopped", [("pending", .integer(Int64(try store.outboxCounts()[.pending] ?? 0)))])
    }

    // MARK: Sources

    private func inbox(_ index: UInt32, isOnce: Bool) -> any EventSource {
        let store = store
        return InboxSource(
            source: index, isOnce: isOnce, fetch: { try store.inbox(after: $0, limit: $1) }, remove: { try store.emptyInbox(through: $0) })
    }

    func resumed(_ sources: [any EventSource]) throws -> [any EventSource] {
        for source in sources { if let position = try store.position(of: source.name) { try source.resume(from: position) } }
        return sources
    }
}
