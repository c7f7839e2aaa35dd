import JourneyLanguage

/// An exit on the event that reaches the goal: the goal is looked at first and ends the journey, so the exit never acts.
struct GoalIsExit: Lint {
    func look(_ workspace: CheckedWorkspace) {
        for journey in workspace.journeys {
            guard let goal = journey.machine.goal, !goal.continues else { continue }
            let always = Set(goal.events.filter { $0.condition == nil }.map(\.event))
            for header in journey.syntax.headers {
                guard case .exit(let exits) = header.kind else { continue }
                for case .event(let term) in exits where always.contains(workspace.names.canonical(term.name.text, .event)) {
                    // With others beside it, it is taken out by hand.
                    let fix = exits.count == 1 ? Diagnostic.Fix(header.range, "") : nil
                    workspace.report(.goalIsExit(term.name.text), at: term.range, in: journey, fix: fix)
                }
            }
        }
    }
}
