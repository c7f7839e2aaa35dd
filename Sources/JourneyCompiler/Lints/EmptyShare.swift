import JourneyLanguage

/// An arm of a split that nobody takes.
struct EmptyShare: Lint {
    func look(_ workspace: CheckedWorkspace) {
        for journey in workspace.journeys {
            journey.syntax.steps.forEachStep { step in
                guard case .split(let split) = step.kind, !split.isAdaptive else { return }
                for case let (number, arm) in split.arms.enumerated() where arm.share?.micros == 0 {
                    workspace.report(.emptyShare(arm.name ?? "\(number + 1)"), at: arm.range, in: journey)
                }
            }
        }
    }
}
