import Foundation
import JourneyCompiler
import JourneyEngine
import JourneyModel
import JourneyReports
import JourneyRuntime
import JourneySimulator

/// `journey simulate`: a dry run on recorded events, or on people who are made up.
enum SimulateCommand: Subcommand {
    static let command = Command(
        name: "simulate", summary: "rehearse journeys on recorded events or made-up customers; nothing leaves the machine",
        discussion: """
            The engine is the live one under a virtual clock. Events are taken in order of their time, whatever their order in the
            files; every channel answers `sent`, but for what --answers says. Prints a summary; with --customer that person's timeline, with --json every action.

            Without events, --customers makes people up who do what the journeys look at: they come by day, in their own time zones,
            begin and break off, stay on both sides of what is compared, react to messages. The same seed gives the same people. It
            shows whether each step can be reached and what comes of it; its shares say nothing about real customers.
            """,
        positionals: [.init(name: "PATH", help: "a .journey file, or a folder of them", repeats: true)],
        options: [
            .value("events", "SOURCE", "recorded events: a .jsonl or .csv file, a folder of them, `-`", repeats: true),
            .value("map", "PAIRS", "columns of a CSV file: customer=user_id,event=action,at=ts"),
            .value("answers", "FILE", "what channels answered: JSON Lines such as {\"channel\":\"sms\",\"status\":\"unreachable\"}"),
            .value("until", "WHEN", "where the clock stops: `now`, `last` (event), `done` (nothing is pending; the default), or a time"),
            .flag("json", "one JSON object a line for each action, in order"),
            .value("only", "ACTIONS", "with --json, only these actions, such as send,goal"),
            .value("customer", "ID", "only this customer: a timeline, or with --json its actions"),
            .value("explain", "ID", "say why each thing happened to this customer, or did not"),
            .value("rejects", "FILE", "write the lines that are no events there, each with its reason"),
        ] + MadeUpArguments.options,
        examples: [
            .init("journey simulate journeys/browse --events journeys/browse/events.jsonl", "a summary of what would happen"),
            .init("journey simulate cart.journey --events log.jsonl --json --only send", "every message, one a line"),
            .init("journey simulate cart.journey --events log.jsonl --customer c42", "one person's timeline"),
            .init("journey simulate cart.journey --events log.csv --map customer=user,event=what,at=ts", "from a spreadsheet"),
            .init("journey simulate cart.journey --events log.jsonl --answers answers.jsonl", "with what did not reach its customer"),
            .init("journey simulate shop --customers 1000 --days 60", "a thousand people who are made up for these journeys"),
            .init("journey simulate shop --customers 1000 --seed 7 --reactions opened=40%,clicked=10%", "others, who look at what they get"),
        ])

    static func run(_ arguments: Arguments) async throws -> ExitCode {
        _ = try decisionLines(arguments, [])
        let until = try arguments.value("until").map { text throws(UsageError) in try Until.parse(text) } ?? .done
        let madeUp = try MadeUpArguments(arguments)
        let sources = arguments.all("events")
        guard madeUp != nil || !sources.isEmpty else {
            throw UsageError("`--events SOURCE` is missing: which recorded events to rehearse on; `--customers N` makes some up")
        }
        let workspace = try Workspace(arguments.allPositionals("PATH"))
        guard let machines = workspace.machines() else { return .problems }
        var simulation = Simulation(
            machines: machines, policy: workspace.compiled.policy, definitions: workspace.compiled.definitions,
            codes: try CouponCodes.read(workspace), until: until, now: SystemClock().now())
        simulation.costs = Dictionary(workspace.compiled.channels.map { ($0.name, $0.cost ?? 0) }, uniquingKeysWith: { $1 })
        let lines = try decisionLines(arguments, machines)
        simulation.answers = try arguments.value("answers").map(recordedAnswers)
        let told = RehearsalOutput(arguments, lines, machines, workspace.compiled.policy)
        if let madeUp { return try await rehearse(madeUp, simulation, workspace, told) }
        simulation.joinsIDs = EventSources.mayHold("$identify", in: sources)
        simulation.hasReceipts = EventSources.mayHold("$message", in: sources)
        return try await rehearse(on: sources, arguments, simulation, workspace, told)
    }

    private static func rehearse(
        on sources: [String], _ arguments: Arguments, _ simulation: Simulation, _ workspace: Workspace, _ told: RehearsalOutput
    ) async throws -> ExitCode {
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
        let watched = told.customer.map { id in WatchedIntake(intake, customer: id) }
        observer.decided = { told.note($0, $1, events: watched?.takeEvents() ?? []) }
        let counters = try await simulation.run(
            over: watched ?? intake, names: names, wantsDecisions: told.wantsDecisions, observer: observer)
        progress.finish()
        told.flush()
        tell(samples, of: rejects.total, file: arguments.value("rejects"))
        return try told.finish(counters, workspace)
    }

    private static func rehearse(
        _ madeUp: MadeUpArguments, _ simulation: Simulation, _ workspace: Workspace, _ told: RehearsalOutput
    ) async throws -> ExitCode {
        let events = MadeUpEvents(
            madeUp.terms, machines: simulation.machines, catalogue: workspace.compiled.catalogue, definitions: simulation.definitions,
            policy: simulation.policy, names: NameTable())
        // Receipts are kept track of only where they are asked for: they cost memory for every message.
        let reactions = madeUp.reactions ?? (simulation.machines.contains(where: \.asksForReactions) ? .usual : nil)
        let file = try madeUp.path.map { path throws(EventFile.Failure) in try EventFile(path) }
        let progress = Progress("simulating", isShown: true)
        var observer = Scheduler.Observer()
        observer.read = { progress.advance(by: $0) }
        var watched: [WatchedIntake.Event] = []
        let customer = told.customer.map { Array($0.utf8) }
        observer.decided = { decisions, outcomes in
            told.note(decisions, outcomes, events: watched)
            watched.removeAll()
        }
        let counters = try await simulation.run(
            over: events, reactions: reactions, wantsDecisions: told.wantsDecisions,
            took: { batch in
                try file?.write(batch)
                if let customer { watched += WatchedIntake.events(of: customer, in: batch) }
            }, observer: observer)
        try file?.flush()
        progress.finish()
        told.flush()
        let heading = heading(madeUp.terms, reactions)
        if !told.isSummary {
            note(heading)
            return try told.finish(counters, workspace)
        }
        put(heading + "\n\n")
        let code = try told.finish(counters, workspace)
        let unreached = Unreached(simulation.machines, counters, madeUp.terms).text(ink: terminal.output)
        if !unreached.isEmpty { put("\n" + unreached) }
        put("\n" + terminal.output(.dim, "These people are made up: shares say nothing about real ones. The same command says the same; another `--seed` takes others.") + "\n")
        return code
    }

    private static func recordedAnswers(_ path: String) throws -> RecordedAnswers {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw EventSources.Unreadable(description: "the answers `\(path)` cannot be read")
        }
        do throws(RecordedAnswers.Fault) { return try RecordedAnswers(Array(data)) } catch {
            throw UsageError("`--answers \(path)`: \(error)")
        }
    }

    private static func heading(_ terms: MadeUpTerms, _ reactions: Reactions?) -> String {
        "\(counted(Int64(terms.customers), "made-up customer")), \(counted(Int64(terms.days), "day")) from "
            + "\(CivilDate(days: terms.startDay).text), seed \(terms.seed)" + (reactions.map { ", reactions \($0)" } ?? "")
    }

    private static func decisionLines(_ arguments: Arguments, _ machines: [Machine]) throws(UsageError) -> DecisionLines {
        var lines = DecisionLines(machines, customer: arguments.value("customer"))
        guard let only = arguments.value("only") else { return lines }
        if !arguments.has("json") { throw UsageError("`--only` goes with `--json`") }
        lines.actions = []
        lines.tells = (false, false)
        for name in only.split(separator: ",").map(String.init) {
            if name == "split" || name == "branch" {
                lines.actions.insert(.branch)
                lines.tells = (lines.tells.splits || name == "split", lines.tells.branches || name == "branch")
                continue
            }
            guard let action = Decision.Action.allCases.first(where: { $0.name == name }) else {
                let known = Decision.Action.allCases.map(\.name) + ["split"]
                let mend = suggestion(for: name, among: known).map { "did you mean `\($0)`?" }
                throw UsageError("unknown action `\(name)`; " + (mend ?? "there are " + known.joined(separator: ", ")))
            }
            lines.actions.insert(action)
        }
        return lines
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
