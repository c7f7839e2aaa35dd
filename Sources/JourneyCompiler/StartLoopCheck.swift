import JourneyLanguage

/// Which journeys some step of the workspace starts: their `event` is the caller's.
struct StartedJourneys {
    private let names: WorkspaceNames

    init(_ names: WorkspaceNames) { self.names = names }

    func gather(_ programs: [Program]) {
        for item in programs.lazy.flatMap(\.items) {
            if let journey = item.journey { gather(journey.steps) }
        }
    }

    private func gather(_ steps: [Step]) {
        steps.forEachStep { step in
            if case .start(let journey) = step.kind { names.note(start: names.canonical(journey.text, .journey)) }
        }
    }
}

/// Journeys that start each other in a ring without waiting: each start makes the next at the same instant.
struct StartLoopCheck {
    let journeys: [CheckedJourney]
    let findings: [Findings]

    func check() {
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
