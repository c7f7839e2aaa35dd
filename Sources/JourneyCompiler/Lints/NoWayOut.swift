import JourneyLanguage

/// A series of messages that nothing ends early: no goal, no exit, no `stop`.
///
/// One message, or several at once, need none; it is the second one, after a wait, that a customer gets who has long done what the
/// first one asked for.
struct NoWayOut: Lint {
    func look(_ workspace: CheckedWorkspace) {
        guard workspace.isAdvised else { return }
        for journey in workspace.journeys where !journey.machine.isTransactional && journey.machine.goal == nil && journey.machine.exits.isEmpty {
            let sends = journey.sends
            guard sends.count > 1, !journey.looks else { continue }
            let times = journey.earliest(byItself: false)
            guard let first = sends.first, let later = sends.first(where: { times[$0.state] ?? 0 > times[first.state] ?? 0 }) else { continue }
            workspace.report(.noWayOut(later.send.content), at: later.step.range, in: journey)
        }
    }
}

extension CheckedJourney {
    /// Somewhere it looks at what the customer does: a branch, a wait for an event, a `stop`, a round with `until`.
    fileprivate var looks: Bool {
        machine.states.contains { state in
            if state.kind == .choice { return true }
            return state.transitions.contains { transition in
                if case .event = transition.cause { return true }
                return transition.actions.contains(.stop)
            }
        }
    }
}
