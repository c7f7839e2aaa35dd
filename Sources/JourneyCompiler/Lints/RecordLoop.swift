import JourneyLanguage

/// Journeys that trigger each other, or themselves, again and again at one instant: each records, before its first wait, an event
/// that the next is for `again always`.
struct RecordLoop: Lint {
    func look(_ workspace: CheckedWorkspace) {
        guard workspace.journeys.contains(where: { $0.written.verbs.contains(.record) }) else { return }
        var listeners: [String: [Int]] = [:]
        for (index, journey) in workspace.journeys.enumerated() {
            for event in Self.events(journey.machine) { listeners[event, default: []].append(index) }
        }
        if listeners.isEmpty { return }
        let edges = workspace.journeys.map { journey in
            journey.actionsBeforeWaiting { if case .record = $0 { true } else { false } }.flatMap { action, step -> [Rings.Edge] in
                guard case .record(let event, _) = action else { return [] }
                return (listeners[event] ?? []).map { Rings.Edge(target: $0, range: step.range) }
            }
        }
        Rings.find(edges) { ring, last, edge in
            let shown = Rings.text(ring.map { workspace.journeys[$0].machine.name })
            workspace.report(.recordLoop(shown), at: edge.range, in: workspace.journeys[last])
        }
    }

    /// The events that make it enter at once, however often they come.
    private static func events(_ machine: Machine) -> [String] {
        guard machine.reentry == .always, machine.audience == nil, machine.forEach == nil, case .pattern(let pattern) = machine.trigger,
            case .any(let events) = pattern.base, pattern.follows.isEmpty, pattern.absence == nil
        else { return [] }
        return events.filter { $0.condition == nil }.map(\.event)
    }
}

extension CheckedJourney {
    /// What it does before its first wait, with the steps.
    func actionsBeforeWaiting(_ isMeant: (Action) -> Bool) -> [(action: Action, step: Step)] {
        let states = machine.states
        // Most journeys do nothing of the kind.
        guard states.contains(where: { $0.transitions.contains { $0.actions.contains(where: isMeant) } }) else { return [] }
        var found: [(action: Action, step: Step)] = []
        var seen: Set<Int> = [0]
        var open = [0]
        while let index = open.popLast() {
            guard index < steps.count, states[index].kind != .wait else { continue }
            for transition in states[index].transitions {
                found += transition.actions.filter(isMeant).map { ($0, steps[index]) }
                if seen.insert(transition.target).inserted { open.append(transition.target) }
            }
        }
        return found
    }
}
