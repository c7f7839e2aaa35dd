import JourneyLanguage

/// An arm of a split that nobody takes.
struct EmptyShare: Lint {
    func look(_ workspace: CheckedWorkspace) {
        for journey in workspace.journeys where journey.written.verbs.contains(.split) {
            for step in journey.written.steps {
                guard case .split(let split) = step.kind, !split.isAdaptive else { continue }
                for case let (number, arm) in split.arms.enumerated() where arm.share?.micros == 0 {
                    workspace.report(.emptyShare(arm.name ?? "\(number + 1)"), at: arm.range, in: journey)
                }
            }
        }
    }
}
