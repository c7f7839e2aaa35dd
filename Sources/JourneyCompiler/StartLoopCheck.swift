import JourneyLanguage

/// Which journeys some step of the workspace starts: their `event` is the caller's.
struct StartedJourneys {
    private let names: WorkspaceNames

    init(_ names: WorkspaceNames) { self.names = names }

    func gather(_ journeys: [WrittenJourney]) {
        for journey in journeys where journey.verbs.contains(.start) {
            for case .start(let started) in journey.steps.lazy.map(\.kind) {
                names.note(start: names.canonical(started.text, .journey))
            }
        }
    }
}

/// Journeys that start each other in a ring without waiting: each start makes the next at the same instant.
struct StartLoopCheck {
    let journeys: [CheckedJourney]
    let findings: [Findings]

    func check() {
        guard journeys.contains(where: { $0.written.verbs.contains(.start) }) else { return }
        var places: [String: Int] = [:]
        for (index, journey) in journeys.enumerated() { places[journey.machine.name] = index }
        let starts = journeys.map { journey in
            journey.actionsBeforeWaiting { if case .start = $0 { true } else { false } }.compactMap { action, step -> Rings.Edge? in
                guard case .start(let name) = action, let target = places[name] else { return nil }
                return Rings.Edge(target: target, range: step.range)
            }
        }
        Rings.find(starts) { ring, last, edge in
            let shown = Rings.text(ring.map { journeys[$0].machine.name })
            findings[journeys[last].file].report(.startLoop(shown), at: edge.range)
        }
    }
}
