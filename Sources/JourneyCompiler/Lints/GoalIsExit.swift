import JourneyLanguage
import JourneyModel

/// An exit on the event that reaches the goal: the goal is looked at first and ends the journey, so the exit never acts.
///
/// Where a customer may be inside for longer than the goal counts, the exit acts after that and is left alone.
struct GoalIsExit: Lint {
    func look(_ workspace: CheckedWorkspace) {
        for journey in workspace.journeys {
            guard let goal = journey.machine.goal, !goal.continues, journey.longestStay <= goal.within else { continue }
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

    /// Takes it out with the `or` on one side, or with the whole header; among conditions, which may stand in parentheses, it is left.
    private static func fix(_ index: Int, in exits: [Header.Exit], _ header: Header) -> Diagnostic.Fix? {
        if exits.count == 1 { return Diagnostic.Fix(header.range, "") }
        var terms: [SourceRange] = []
        for case .event(let term) in exits where term.condition == nil { terms.append(term.range) }
        guard terms.count == exits.count else { return nil }
        let range =
            index + 1 < terms.count
            ? SourceRange(terms[index].start, terms[index + 1].start) : SourceRange(terms[index - 1].end, terms[index].end)
        return Diagnostic.Fix(range, "")
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
