import JourneyLanguage

/// An adaptive split learns from the goal, and there is none: it could not choose.
struct AdaptiveWithoutGoal: Lint {
    func look(_ workspace: CheckedWorkspace) {
        for journey in workspace.journeys where journey.written.verbs.contains(.split) && journey.machine.goal == nil {
            for step in journey.written.steps {
                guard case .split(let split) = step.kind, split.isAdaptive else { continue }
                workspace.report(.adaptiveWithoutGoal(split.name), at: workspace.findings[journey.file].head(step.range), in: journey)
            }
        }
    }
}
