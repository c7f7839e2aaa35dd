import JourneyModel
import JourneyRuntime
import JourneyStore

/// `journey run`: the scheduler.
enum RunCommand: Subcommand {
    static let command = Command(
        name: "run", summary: "run journeys: take events in, wait, send",
        discussion: """
            Events come from the sources and from the store's inbox, which `journey ingest` fills. Sources are followed; with --once
            everything that is there is taken and the command ends. Events from before a journey was first deployed count in
            conditions but let nobody enter, unless --backfill.
            SIGTERM finishes what is begun and ends; SIGHUP reads the journeys anew, as does a change of their files.
            """,
        positionals: [.init(name: "PATH", help: "a .journey file, or a folder of them", repeats: true)],
        options: [
            .value("store", "FILE", "the store; made where it is not there", isRequired: true),
            .value("events", "SOURCE", "a file to follow, a spool folder, a named pipe, or `-`", repeats: true),
            .value("map", "PAIRS", "columns of a CSV file: customer=user_id,event=action,at=ts"),
            .flag("once", "take everything that is there, send, and end"),
            .value("until", "WHEN", "with --once, where the clock stops: `now` (the default), `last` (event), `done`, or a time"),
            .flag("backfill", "events from before the journeys' first deployment let customers enter too"),
            .flag("json", "with --once, one JSON object a line for each action, in order"),
            .value("metrics", "FILE", "write figures for a monitoring system (OpenMetrics) there, anew each minute"),
            .value("rejects", "FILE", "where lines that are no events are kept; else beside the store"),
            .value("synchronous", "HOW", "what an accepted event survives; normal, the default, the end of the process; full, a loss of power too", choices: ["normal", "full"]),
            .value("log", "FORM", "how the scheduler's messages are written; text is the default", choices: ["text", "json"]),
        ],
        examples: [
            .init("journey run journeys/ --store shop.db --events /var/spool/shop", "run, with events from a spool folder"),
            .init("tail -F shop.log | journey run journeys/ --store shop.db --events -", "run, with events from a pipe"),
            .init("journey run cart.journey --store trial.db --events log.jsonl --once --backfill --until last", "run a recorded log to its end"),
        ])

    static func run(_ arguments: Arguments) async throws -> ExitCode {
        guard let path = arguments.value("store") else { throw UsageError("`--store FILE` is missing: where the scheduler keeps everything") }
        let isOnce = arguments.has("once")
        if !isOnce, arguments.value("until") != nil { throw UsageError("`--until` goes with `--once`") }
        if !isOnce, arguments.has("json") { throw UsageError("`--json` goes with `--once`") }
        if !isOnce { Allocator.settle() }
        let until = try arguments.value("until").map { text throws(UsageError) in try Until.parse(text) } ?? .now
        let sources = try EventSources.open(arguments.all("events"), map: arguments.value("map"), isOnce: isOnce)
        let workspace = try Workspace(arguments.allPositionals("PATH"))
        guard workspace.machines() != nil else { return .problems }
        try SQLiteStore.look(at: path, mayBeMissing: true)
        Signals.install()
        let lock: SchedulerLock
        do { lock = try SchedulerLock(store: path) } catch let held as SchedulerLock.Held {
            complain("\(held)")
            return .failure
        }
        defer { withExtendedLifetime(lock) {} }
        func open(_ workspace: Workspace, after earlier: SchedulerProcess?) throws -> SchedulerProcess {
            let process = try SchedulerProcess(
                paths: arguments.allPositionals("PATH"), workspace: workspace, store: path, isFull: arguments.value("synchronous") == "full",
                isBackfill: arguments.has("backfill"), log: Log(isJSON: arguments.value("log") == "json", isTimed: !isOnce),
                // Messages must not stand between the lines of `--json`.
                output: arguments.has("json") ? 2 : 1, after: earlier)
            process.metrics = arguments.value("metrics").map { (store: path, file: $0) }
            return process
        }
        let process = try open(workspace, after: nil)
        let rejects = arguments.value("rejects") ?? path + ".rejects.jsonl"
        if isOnce {
            defer { process.close() }
            try await process.runOnce(sources, until: until, rejects: rejects, isJSON: arguments.has("json"))
        } else {
            let feed: LiveFeed
            do { feed = try LiveFeed(sources, of: process, rejects: rejects) } catch {
                process.close()
                throw error
            }
            try await feed.run(process) { try open($0.workspace, after: $0) }
        }
        return .success
    }
}
