import JourneyLanguage

/// A control group without a goal: nothing is counted that the two could be compared by.
struct HoldOutWithoutGoal: Lint {
    func look(_ workspace: CheckedWorkspace) {
        for journey in workspace.journeys where journey.machine.goal == nil {
            guard let header = journey.header({ if case .holdOut = $0 { true } else { false } }) else { continue }
            workspace.report(.holdOutWithoutGoal, at: header.range, in: journey)
        }
    }
}
