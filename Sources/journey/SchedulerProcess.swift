import JourneyCompiler
import JourneyEngine
import JourneyModel
import JourneyReports
import JourneyRuntime
import JourneyStore

/// A scheduler with its store, journeys and channels.
final class SchedulerProcess {
    private let paths: [String]
    private var workspace: Workspace
    private let store: SQLiteStore
    private let stepper: Stepper
    private let dispatcher: Dispatcher
    private let isBackfill: Bool
    private let log: Log
    /// Where `console` prints to.
    private let output: Int32
    private let clock = SystemClock()
    private var watch: WorkspaceWatch
    private var statusAt: Timestamp
    private var before = Totals([:])
    /// What channels that do not send said last.
    private var troubles: [String: String] = [:]
    /// Sources that were told to be unreadable, and why.
    private var unreadable: [String: String] = [:]
    /// Journeys that were told to stand still.
    private var paused: [String] = []
    /// The first rejected line since the last status was told; more of them would drown the rest.
    private var hasToldOfRejects = false

    init(paths: [String], workspace: Workspace, store path: String, isFull: Bool, isBackfill: Bool, log: Log, output: Int32) throws {
        self.paths = paths
        self.workspace = workspace
        self.isBackfill = isBackfill
        self.log = log
        self.output = output
        var routes = try ChannelRoutes.open(workspace, output: output)
        store = try SQLiteStore(path: path, options: .init(creationSalt: SystemClock.salt(), isSynchronousFull: isFull))
        let (deployment, changes) = try Deployer.deploy(
            workspace.compiled.machines, with: workspace.compiled.definitions, codes: try CouponCodes.read(workspace), to: store,
            at: clock.now())
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
        observer.decided = { decisions, outcomes in
            if isJSON { DecisionLines().write(decisions, outcomes, to: &out) }
            put(&out)
            self.tell(outcomes)
        }
        let scheduler = Scheduler(
            store: store, stepper: stepper, dispatcher: dispatcher, intake: intake, names: names, clock: clock, observer: observer)
        let longest = workspace.compiled.machines.map { $0.longestPath(under: workspace.compiled.policy) }.max() ?? 0
        try await scheduler.runOnce(until: until, longest: longest, requests: { Scheduler.Requests(stops: Signals.stops) })
        progress.finish()
        journey.tell(samples, of: rejects.total, file: path)
        try tellOfRun(since: before)
        for journey in stepper.pausedJourneys { note("journey `\(journey)` is paused: `stop after` stopped it, or an operator") }
    }

    private func tellOfRun(since before: Totals) throws {
        let after = Totals(try store.counters())
        let machines = workspace.compiled.machines
        func grown(_ metric: Metric) -> Int64 { machines.reduce(0) { $0 + after.journey($1.name, metric) - before.journey($1.name, metric) } }
        let events = after.whole("events") - before.whole("events")
        let duplicates = after.whole("duplicates") - before.whole("duplicates")
        let sent = after.sent - before.sent
        note(
            counted(events, "event") + " read" + (duplicates > 0 ? " (\(counted(duplicates, "duplicate")) dropped)" : "")
                + " · \(grouped(grown(.entered))) entered · \(grouped(sent)) sent · \(grouped(grown(.goals))) reached the goal"
                + (stepper.clock == .distantPast ? "" : " · the clock stands at \(stepper.clock.rfc3339)"))
        let old = after.whole("before deployment") - before.whole("before deployment")
        if old > 0, grown(.entered) == 0, grown(.watched) == 0 {
            note(
                "\(counted(old, "event")) from before the journeys' first deployment let nobody enter; `--backfill` lets them")
        }
    }

    // MARK: For as long as it is let

    func run(_ sources: [any EventSource], rejects path: String) async throws {
        let names = NameTable()
        let inbox = inbox(UInt32(sources.count), isOnce: false)
        let intake = MergedIntake(sources: try resumed(sources + [inbox]), names: names)
        defer { intake.close() }
        let rejects = RejectFile(path: path)
        var observer = Scheduler.Observer()
        observer.rejected = { rejected in
            try rejects.append(rejected)
            if let first = rejected.first, !self.hasToldOfRejects {
                self.log.write("\(first.source):\(first.line) was rejected and put into `\(path)`: \(first.reason)")
                self.hasToldOfRejects = true
            }
        }
        observer.forgotten = { try rejects.forget($0) }
        observer.decided = { self.tell($1) }
        let scheduler = Scheduler(
            store: store, stepper: stepper, dispatcher: dispatcher, intake: intake, names: names, clock: clock, observer: observer)
        before = Totals(try store.counters())
        log.write("running", [("journeys", .integer(Int64(workspace.compiled.machines.count))), ("sources", .integer(Int64(sources.count)))])
        try await scheduler.run {
            let now = self.clock.now()
            self.tellUnreadable(intake)
            self.tellPaused()
            if now - self.statusAt >= .minute { try self.writeStatus(intake, rejects, at: now) }
            let engine = try self.reloadIfAsked(at: now)
            return Scheduler.Requests(stops: Signals.stops, engine: engine)
        }
        log.write("stopped", [("pending", .integer(Int64(try store.outboxCounts()[.pending] ?? 0)))])
    }

    /// Tells of a journey that its fuse stopped.
    private func tellPaused() {
        let found = stepper.pausedJourneys
        for journey in found where !paused.contains(journey) { log.write("journey `\(journey)` is paused; nothing leaves it") }
        paused = found
    }

    /// Tells of a source when it can no longer be read, and when it can again.
    private func tellUnreadable(_ intake: MergedIntake) {
        let found = intake.unreadable
        if found.isEmpty, unreadable.isEmpty { return }
        for (source, reason) in found where unreadable[source] != reason { log.write("source `\(source)` cannot be read: \(reason)") }
        let present = Dictionary(found.map { ($0.source, $0.reason) }, uniquingKeysWith: { $1 })
        for source in unreadable.keys.sorted() where present[source] == nil { log.write("source `\(source)` is read again") }
        unreadable = present
    }

    /// One line a minute.
    private func writeStatus(_ intake: MergedIntake, _ rejects: RejectFile, at now: Timestamp) throws {
        let after = Totals(try store.counters())
        func grown(_ metric: String) -> Value { .integer(after.whole(metric) - before.whole(metric)) }
        log.write(
            "status",
            [
                ("events", grown("events")), ("duplicates", grown("duplicates")), ("late", grown("late")), ("rejected", grown("rejected")),
                ("sent", .integer(after.sent - before.sent)), ("pending", .integer(Int64(try store.outboxCounts()[.pending] ?? 0))),
                ("clock", .text(stepper.clock == .distantPast ? "" : stepper.clock.rfc3339)),
            ], at: now)
        for (source, reason) in intake.unreadable { log.write("source `\(source)` cannot be read: \(reason)") }
        before = after
        statusAt = now
        hasToldOfRejects = false
    }

    /// Tells when a channel begins to refuse messages, and when it sends again.
    private func tell(_ outcomes: [Dispatcher.Outcome]) {
        for outcome in outcomes {
            if outcome.status == .sent {
                if troubles.removeValue(forKey: outcome.channel) != nil { log.write("channel `\(outcome.channel)` sends again") }
            } else if troubles.updateValue(outcome.reason, forKey: outcome.channel) != outcome.reason {
                log.write("channel `\(outcome.channel)` does not send: \(outcome.reason)")
            }
        }
    }

    // MARK: Journeys

    /// The engine of changed journeys, when a signal or a change of files that has settled asks for it. All or nothing: a file with an
    /// error leaves everything as it was.
    private func reloadIfAsked(at now: Timestamp) throws -> Engine? {
        guard Signals.takeReload() || watch.hasSettledChange(at: now) else { return nil }
        watch.accept()
        do {
            let changed = try Workspace(paths)
            if changed.compiled.hasErrors {
                put(changed.diagnosticsText(isColoured: terminal.errors.isOn), to: 2)
                log.write("the journeys have errors; those that run go on unchanged (\(changed.verdict))")
                return nil
            }
            var routes = try ChannelRoutes.open(changed, output: output)
            let (deployment, changes) = try Deployer.deploy(
                changed.compiled.machines, with: changed.compiled.definitions, codes: try CouponCodes.read(changed), to: store, at: now)
            try ChannelRoutes.keepPrinting(deployment.versions.map(\.machine), &routes, changed, output: output)
            dispatcher.use(routes)
            if changed.compiled.policy.grace != stepper.grace { log.write("another `grace` holds from the next start on") }
            workspace = changed
            tell(changes)
            log.write("read anew", [("journeys", .integer(Int64(changed.compiled.machines.count)))])
            return Engine(deployment: deployment, isBackfill: isBackfill, policy: changed.compiled.policy)
        } catch let error as StoreError {
            throw error
        } catch {
            log.write("the journeys cannot be read: \(error); those that run go on unchanged")
            return nil
        }
    }

    private func tell(_ changes: [Deployer.Change]) {
        for kind in [Deployer.Change.Kind.new, .changed, .renamed, .gone] {
            let names = changes.filter { $0.kind == kind }.map(\.journey)
            guard !names.isEmpty else { continue }
            let what =
                switch kind {
                case .gone: "gone, so that nobody enters any more"
                case .renamed: "under a new name"
                case .new, .changed, .unchanged: kind.rawValue
                }
            log.write(what, [("journeys", .text(names.joined(separator: ", ")))])
        }
    }

    // MARK: Sources

    private func inbox(_ index: UInt32, isOnce: Bool) -> any EventSource {
        let store = store
        return InboxSource(
            source: index, isOnce: isOnce, fetch: { try store.inbox(after: $0, limit: $1) },
            remove: { row in
                try store.begin()
                try store.removeFromInbox(through: row)
                try store.commit()
            })
    }

    private func resumed(_ sources: [any EventSource]) throws -> [any EventSource] {
        for source in sources { if let position = try store.position(of: source.name) { try source.resume(from: position) } }
        return sources
    }
}

extension Totals {
    /// Messages that a channel answered with `sent`.
    var sent: Int64 { channels.reduce(0) { $0 + ($1.outcomes.first { $0.name == "sent" }?.count ?? 0) } }
}
