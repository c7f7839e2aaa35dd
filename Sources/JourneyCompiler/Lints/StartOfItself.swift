import JourneyLanguage

/// A journey that starts itself though a customer enters it but once.
struct StartOfItself: Lint {
    func look(_ workspace: CheckedWorkspace) {
        for journey in workspace.journeys where journey.written.verbs.contains(.start) && journey.machine.reentry == .once {
            for (index, state) in journey.machine.states.enumerated() where index < journey.steps.count {
                for case .start(let name) in state.transitions.lazy.flatMap(\.actions) where name == journey.machine.name {
                    workspace.report(.startsItself(name), at: journey.steps[index].range, in: journey)
                }
            }
        }
    }
}
