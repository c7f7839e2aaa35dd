import JourneyCompiler
import JourneyEngine
import JourneyModel
import JourneyReports
import JourneyRuntime
import JourneySimulator
import JourneyStore

/// What a dry run prints, wherever its events come from: lines, one person's timeline or explanation, or a summary.
final class RehearsalOutput {
    /// Whose events are wanted; nil: nobody's.
    let customer: String?
    private let isJSON: Bool
    private let isExplanation: Bool
    private let lines: DecisionLines
    private let machines: [Machine]
    private var timeline: Timeline
    private var journal: PersonJournal
    private var out: [UInt8] = []

    /// - Parameter policy: whose zone is the customers' clock.
    init(_ arguments: Arguments, _ lines: DecisionLines, _ machines: [Machine], _ policy: Policy) {
        self.lines = lines
        self.machines = machines
        isJSON = arguments.has("json")
        isExplanation = arguments.value("explain") != nil
        customer = arguments.value("customer") ?? arguments.value("explain")
        timeline = Timeline(machines: machines, zone: Zone.named(policy.timeZone) ?? .utc)
        journal = PersonJournal(customer: customer ?? "")
    }

    var wantsDecisions: Bool { isJSON || customer != nil }
    var isSummary: Bool { !wantsDecisions }

    func note(_ decisions: [Decision], _ outcomes: [Dispatcher.Outcome], events: [WatchedIntake.Event]) {
        if isJSON {
            lines.write(decisions, outcomes, to: &out)
            if out.count > 1 << 16 { put(&out) }
        } else if isExplanation {
            journal.add(events, decisions, outcomes)
        } else if let customer {
            timeline.add(events, decisions.filter { $0.customer == customer }, outcomes)
        }
    }

    func flush() { put(&out) }

    func finish(_ counters: [Counter: Int64], _ workspace: Workspace) throws -> ExitCode {
        if isJSON { return .success }
        if isExplanation { return try explain(workspace) }
        if customer != nil { return show() }
        put(Totals(counters).text(machines, ink: terminal.output))
        return .success
    }

    private func explain(_ workspace: Workspace) throws -> ExitCode {
        if journal.isEmpty {
            complain("no event is of customer `\(journal.customer)`")
            return .problems
        }
        let deployment = try ExplainedDeployment(
            machines, definitions: workspace.compiled.definitions, policy: workspace.compiled.policy)
        put(PersonExplanation(journal, state: nil, deployment: deployment, names: NameTable()).text(workspace.language, ink: terminal.output))
        return .success
    }

    private func show() -> ExitCode {
        guard let customer, !timeline.entries.isEmpty else {
            complain("no event is of customer `\(customer ?? "")`")
            return .problems
        }
        put(timelineReport(customer: customer, entries: timeline.entries, zone: TimelineZone(timeline.zone), ink: terminal.output))
        return .success
    }
}
