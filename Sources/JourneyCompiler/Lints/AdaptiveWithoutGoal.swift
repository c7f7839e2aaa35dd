import JourneyLanguage

/// An adaptive split learns from the goal, and there is none: it could not choose.
struct AdaptiveWithoutGoal: Lint {
    func look(_ workspace: CheckedWorkspace) {
        for journey in workspace.journeys where journey.machine.goal == nil {
            journey.syntax.steps.forEachStep { step in
                guard case .split(let split) = step.kind, split.isAdaptive else { return }
                workspace.report(.adaptiveWithoutGoal(split.name), at: workspace.findings[journey.file].head(step.range), in: journey)
            }
        }
    }
}
