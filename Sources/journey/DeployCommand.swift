import Foundation
import JourneyCompiler
import JourneyModel
import JourneyReports
import JourneyRuntime
import JourneySimulator
import JourneyStore

/// `journey deploy`: makes journeys current, and says before what that means.
enum DeployCommand: Subcommand {
    static let command = Command(
        name: "deploy", summary: "make journeys current, after saying what that means for those inside; or roll one back",
        discussion: """
            Says first which journeys are new, changed or gone, who is inside and where they go on, and what the new and changed
            journeys would have done over the last 30 days of the store's own events. Those inside stay on their version unless --move.
            With a scheduler running on the same paths it changes over at once; without one the next one runs what was deployed.
            A journey that was rolled back stays so until the journey in the file is another.
            """,
        positionals: [.init(name: "PATH", help: "a .journey file, or a folder of them", isRequired: false, repeats: true)],
        options: [
            .value("store", "FILE", "the store; made where it is not there", isRequired: true),
            .flag("dry-run", "only say what it would mean"),
            .flag("yes", "do not ask"),
            .flag("move", "those inside go on in the new version, at the step with the same label or the same text"),
            .value("drain", "HOW", "those inside journeys that are gone: finish (the default) or exit at once", choices: ["exit", "finish"]),
            .value("reach", "SPAN", "over how much of the recorded past new and changed journeys are tried: 30d, the default; off"),
            .value("rollback", "JOURNEY", "an earlier version of this journey becomes current; no PATH then"),
            .value("to", "VERSION", "with --rollback, which: a number or the first digits of a hash; else the one before"),
            .flag("json", "one JSON object"),
        ],
        examples: [
            .init("journey deploy journeys/ --store shop.db --dry-run", "what would change, and the reach before launch"),
            .init("journey deploy journeys/ --store shop.db --move --yes", "deploy, and take those inside along"),
            .init("journey deploy --rollback winback --store shop.db", "back to the version before"),
        ])

    static func run(_ arguments: Arguments) async throws -> ExitCode {
        let path = try PauseCommand.storePath(arguments)
        let paths = arguments.allPositionals("PATH")
        if let journey = arguments.value("rollback") {
            guard paths.isEmpty else { throw UsageError("`--rollback JOURNEY` takes no PATH: the versions are in the store") }
            var request = OperatorRequest(.rollback)
            request.journeys = [journey]
            request.version = arguments.value("to")
            return try await OperatorCommand.run(request, store: path)
        }
        if arguments.value("to") != nil { throw UsageError("`--to` goes with `--rollback`") }
        guard !paths.isEmpty else { throw UsageError("PATH is missing: which journeys to deploy") }
        let span = try span(arguments.value("reach") ?? "30d")
        let workspace = try Workspace(paths)
        guard let machines = workspace.machines() else { return .problems }
        if access(path, F_OK) != 0 { try SQLiteStore(path: path, options: .init(creationSalt: SystemClock.salt())).close() }

        var request = OperatorRequest(.deploy)
        request.paths = Workspace.absolute(paths)
        request.hashes = Dictionary(machines.map { ($0.name, $0.hash) }, uniquingKeysWith: { $1 })
        request.moves = arguments.has("move")
        request.drains = arguments.value("drain") == "exit"
        let report = try await report(on: workspace, request, path, span)
        put(arguments.has("json") ? report.json + "\n" : report.text(ink: terminal.output))
        if let refusal = report.refusal {
            complain(refusal)
            return .failure
        }
        if arguments.has("dry-run") { return .success }
        guard try arguments.has("yes") || confirms() else {
            note("nothing was deployed")
            return .success
        }
        let row = try await OperatorCommand.perform(request, store: path)
        if row.status == .refused {
            complain(row.result)
            return .problems
        }
        note("deployed: \(row.result)")
        return .success
    }

    private static func report(on workspace: Workspace, _ request: OperatorRequest, _ path: String, _ span: Microseconds?) async throws -> DeployReport {
        let store = try SQLiteStore.existing(at: path, access: .reader)
        defer { store.close() }
        let now = SystemClock().now()
        let machines = workspace.compiled.machines
        let terms = try workspace.terms(paths: request.paths)
        let counting = Progress("counting customers", isShown: true)
        let impact = try Impact(of: machines, terms, in: store, at: now) { counting.advance(by: $0) }
        counting.finish()
        var report = DeployReport(impact: impact, machines: machines, request: request)
        if let pid = SchedulerLock.holder(ofStore: path), let stored = try? StoredDeployment(store), stored.paths != request.paths {
            report.refusal = "a scheduler\(pid.isEmpty ? "" : ", pid \(pid),") runs \(stored.paths.quoted) on this store; deploy these, or stop it first"
        }
        let tried = impact.journeys.filter { [.new, .changed, .renamed].contains($0.change) }.map(\.name)
        if let span, !tried.isEmpty {
            // A store of a recorded log has nothing of late: then what counts is the end of the log.
            let latest = try Health.sources(in: store).values.map(\.lastEventAt).max() ?? now
            var reach = Reach(length: span, before: latest < now - span ? latest : now)
            report.isReachOfThePast = reach.until != now
            let progress = Progress("trying them on the past", isShown: true)
            try await reach.run(machines, terms, over: store) { progress.advance(by: $0) }
            progress.finish()
            report.reach = reach
        }
        return report
    }

    /// `30d`; nil for `off`.
    private static func span(_ text: String) throws(UsageError) -> Microseconds? {
        if text == "off" { return nil }
        let units: [(Character, Microseconds)] = [("d", .day), ("h", .hour), ("w", .week)]
        guard let unit = units.first(where: { $0.0 == text.last }), let count = Int64(text.dropLast()), (1...36_500).contains(count) else {
            throw UsageError("`--reach` takes a span such as `30d`, or `off`, not `\(text)`")
        }
        return count * unit.1
    }

    private static func confirms() throws(UsageError) -> Bool {
        guard isatty(0) == 1, isatty(2) == 1 else { throw UsageError("`--yes` is missing: nobody is there to be asked; `--dry-run` only looks") }
        put("deploy? [y/N] ", to: 2)
        let answer = readLine()?.trimmingCharacters(in: .whitespaces).lowercased() ?? ""
        return answer == "y" || answer == "yes"
    }
}
