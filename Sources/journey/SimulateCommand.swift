import JourneyCompiler
import JourneyEngine
import JourneyModel
import JourneyReports
import JourneyRuntime
import JourneySimulator

/// `journey simulate`: a dry run on recorded events.
enum SimulateCommand: Subcommand {
    static let command = Command(
        name: "simulate", summary: "rehearse journeys on recorded events; nothing leaves the machine",
        discussion: """
            The engine is the live one under a virtual clock. Events are taken in order of their time, whatever their order in the
            files; every channel answers `sent`. Prints a summary; with --customer that person's timeline, with --json every action.
            """,
        positionals: [.init(name: "PATH", help: "a .journey file, or a folder of them", repeats: true)],
        options: [
            .value("events", "SOURCE", "recorded events: a .jsonl or .csv file, a folder of them, `-`", repeats: true, isRequired: true),
            .value("map", "PAIRS", "columns of a CSV file: customer=user_id,event=action,at=ts"),
            .value("until", "WHEN", "where the clock stops: `now`, `last` (event), `done` (nothing is pending; the default), or a time"),
            .flag("json", "one JSON object a line for each action, in order"),
            .value("only", "ACTIONS", "with --json, only these actions, such as send,goal"),
            .value("customer", "ID", "only this customer: a timeline, or with --json its actions"),
            .value("explain", "ID", "say why each thing happened to this customer, or did not"),
            .value("rejects", "FILE", "write the lines that are no events there, each with its reason"),
        ],
        examples: [
            .init("journey simulate journeys/browse --events journeys/browse/events.jsonl", "a summary of what would happen"),
            .init("journey simulate cart.journey --events log.jsonl --json --only send", "every message, one a line"),
            .init("journey simulate cart.journey --events log.jsonl --customer c42", "one person's timeline"),
            .init("journey simulate cart.journey --events log.csv --map customer=user,event=what,at=ts", "from a spreadsheet"),
        ])

    static func run(_ arguments: Arguments) async throws -> ExitCode {
        let lines = try decisionLines(arguments)
        let until = try arguments.value("until").map { text throws(UsageError) in try Until.parse(text) } ?? .done
        let sources = arguments.all("events")
        guard !sources.isEmpty else { throw UsageError("`--events SOURCE` is missing: which recorded events to rehearse on") }
        let workspace = try Workspace(arguments.allPositionals("PATH"))
        guard let machines = workspace.machines() else { return .problems }

        let names = NameTable()
        let intake = SortedIntake(
            sources: try EventSources.open(sources, map: arguments.value("map"), isOnce: true), names: names)
        let rejects = RejectFile(path: arguments.value("rejects"))
        var samples: [Rejection] = []
        let progress = Progress("simulating", isShown: true)
        var observer = Scheduler.Observer()
        observer.read = { progress.advance(by: $0) }
        observer.rejected = { rejected in
            samples += rejected.prefix(3 - min(samples.count, 3))
            try rejects.append(rejected)
        }
        var timeline = Timeline(machines: machines)
        var out: [UInt8] = []
        let customer = arguments.value("customer") ?? arguments.value("explain")
        var journal = PersonJournal(customer: customer ?? "")
        let watched = customer.map { id in WatchedIntake(intake, customer: id) }
        observer.decided = { decisions, outcomes in
            if arguments.has("json") {
                lines.write(decisions, outcomes, to: &out)
                if out.count > 1 << 16 { put(&out) }
            } else if arguments.value("explain") != nil {
                journal.add(watched?.takeEvents() ?? [], decisions, outcomes)
            } else if let customer {
                timeline.add(watched?.takeEvents() ?? [], decisions.filter { $0.customer == customer }, outcomes)
            }
        }
        var simulation = Simulation(
            machines: machines, policy: workspace.compiled.policy, definitions: workspace.compiled.definitions,
            codes: try CouponCodes.read(workspace), until: until, now: SystemClock().now())
        simulation.costs = Dictionary(workspace.compiled.channels.map { ($0.name, $0.cost ?? 0) }, uniquingKeysWith: { $1 })
        simulation.joinsIDs = EventSources.mayHold("$identify", in: sources)
        simulation.hasReceipts = EventSources.mayHold("$message", in: sources)
        let counters = try await simulation.run(
            over: watched ?? intake, names: names, wantsDecisions: arguments.has("json") || customer != nil, observer: observer)
        progress.finish()
        put(&out)
        tell(samples, of: rejects.total, file: arguments.value("rejects"))
        if arguments.has("json") { return .success }
        if arguments.value("explain") != nil {
            return try explain(journal, workspace, machines)
        }
        if let customer { return show(timeline, of: customer) }
        put(Totals(counters).text(machines, ink: terminal.output))
        return .success
    }

    private static func decisionLines(_ arguments: Arguments) throws(UsageError) -> DecisionLines {
        var lines = DecisionLines(customer: arguments.value("customer"))
        guard let only = arguments.value("only") else { return lines }
        if !arguments.has("json") { throw UsageError("`--only` goes with `--json`") }
        lines.actions = []
        for name in only.split(separator: ",").map(String.init) {
            guard let action = Decision.Action.allCases.first(where: { $0.name == name }) else {
                let known = Decision.Action.allCases.map(\.name)
                let mend = suggestion(for: name, among: known).map { "did you mean `\($0)`?" }
                throw UsageError("unknown action `\(name)`; " + (mend ?? "there are " + known.joined(separator: ", ")))
            }
            lines.actions.insert(action)
        }
        return lines
    }

    private static func explain(_ journal: PersonJournal, _ workspace: Workspace, _ machines: [Machine]) throws -> ExitCode {
        if journal.isEmpty {
            complain("no event is of customer `\(journal.customer)`")
            return .problems
        }
        let deployment = try ExplainedDeployment(
            machines, definitions: workspace.compiled.definitions, policy: workspace.compiled.policy)
        put(PersonExplanation(journal, state: nil, deployment: deployment, names: NameTable()).text(workspace.language, ink: terminal.output))
        return .success
    }

    private static func show(_ timeline: Timeline, of customer: String) -> ExitCode {
        if timeline.entries.isEmpty {
            complain("no event is of customer `\(customer)`")
            return .problems
        }
        put(timelineReport(customer: customer, entries: timeline.entries, ink: terminal.output))
        return .success
    }
}

/// Tells of lines that were no events: the first few, and how many.
func tell(_ samples: [Rejection], of total: Int, file: String?) {
    guard total > 0 else { return }
    for sample in samples { warn("\(sample.source):\(sample.line): \(sample.reason)") }
    let count = counted(Int64(total), "line") + (total == 1 ? " was rejected" : " were rejected")
    warn(count + (file.map { " and put into `\($0)`" } ?? "; `--rejects FILE` keeps what was rejected"))
}

/// Writes bytes to standard output and empties them.
func put(_ bytes: inout [UInt8]) {
    if bytes.isEmpty { return }
    put(String(decoding: bytes, as: UTF8.self))
    bytes.removeAll(keepingCapacity: true)
}
