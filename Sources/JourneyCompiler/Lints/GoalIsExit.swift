import JourneyLanguage
import JourneyModel

/// An exit on the event that reaches the goal: the goal is looked at first and ends the journey, so the exit never acts.
///
/// Where a customer may be inside for longer than the goal counts, the exit acts after that and is left alone.
struct GoalIsExit: Lint {
    func look(_ workspace: CheckedWorkspace) {
        for journey in workspace.journeys {
            guard let goal = journey.machine.goal, !goal.continues, journey.machine.exits.contains(where: goal.isReached(by:)),
                journey.longestStay <= goal.within
            else { continue }
            let always = Set(goal.events.filter { $0.condition == nil }.map(\.event))
            for header in journey.syntax.headers {
                guard case .exit(let exits) = header.kind else { continue }
                for (index, exit) in exits.enumerated() {
                    guard case .event(let term) = exit, always.contains(workspace.names.canonical(term.name.text, .event)) else { continue }
                    workspace.report(.goalIsExit(term.name.text), at: term.range, in: journey, fix: Self.fix(index, in: exits, header))
                    break
                }
            }
        }
    }

    /// Takes it out with the `or` on one side, or with the whole header; beside a condition, which may stand in parentheses, it is left.
    private static func fix(_ index: Int, in exits: [Header.Exit], _ header: Header) -> Diagnostic.Fix? {
        guard let own = plainRange(index, in: exits) else { return nil }
        if exits.count == 1 { return Diagnostic.Fix(header.range, "") }
        if let next = plainRange(index + 1, in: exits) { return Diagnostic.Fix(SourceRange(own.start, next.start), "") }
        return plainRange(index - 1, in: exits).map { Diagnostic.Fix(SourceRange($0.end, own.end), "") }
    }

    private static func plainRange(_ index: Int, in exits: [Header.Exit]) -> SourceRange? {
        guard exits.indices.contains(index), case .event(let term) = exits[index], term.condition == nil else { return nil }
        return term.range
    }
}

extension Machine.Goal {
    /// The event of the exit reaches it, whatever else the exit asks.
    fileprivate func isReached(by exit: Machine.Exit) -> Bool {
        guard case .event(let matcher) = exit else { return false }
        return events.contains { $0.condition == nil && $0.event == matcher.event }
    }
}

extension CheckedJourney {
    /// How long a customer may be inside, from entry to the last step; saturates.
    fileprivate var longestStay: Microseconds {
        var steps = machine
        steps.trigger = .attributeChanges("")
        steps.goal = nil
        return steps.longestPath
    }
}
