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

    private struct Start {
        var target: Int
        var range: SourceRange
    }

    func check() {
        var places: [String: Int] = [:]
        for (index, journey) in journeys.enumerated() { places[journey.machine.name] = index }
        let starts = journeys.map { self.starts($0, places) }
        enum Visit { case new, open, done }
        var visits = [Visit](repeating: .new, count: journeys.count)
        for root in journeys.indices where visits[root] == .new && !starts[root].isEmpty {
            var path: [(journey: Int, next: Int)] = [(root, 0)]
            visits[root] = .open
            while let (current, next) = path.last {
                guard next < starts[current].count else {
                    visits[current] = .done
                    path.removeLast()
                    continue
                }
                path[path.count - 1].next += 1
                let start = starts[current][next]
                switch visits[start.target] {
                case .new:
                    visits[start.target] = .open
                    path.append((start.target, 0))
                case .open:
                    let ring = path.map(\.journey).drop { $0 != start.target } + [start.target]
                    let shown = Rings.text(ring.map { journeys[$0].machine.name })
                    findings[journeys[current].file].report(.startLoop(shown), at: start.range)
                case .done: break
                }
            }
        }
    }

    /// The journeys that are started before the first wait.
    private func starts(_ journey: CheckedJourney, _ places: [String: Int]) -> [Start] {
        let states = journey.machine.states
        guard states.contains(where: { state in state.transitions.contains { !$0.starts.isEmpty } }) else { return [] }
        var found: [Start] = []
        var seen: Set<Int> = [0]
        var open = [0]
        while let index = open.popLast() {
            guard states[index].kind != .wait else { continue }
            for transition in states[index].transitions {
                for target in transition.starts.compactMap({ places[$0] }) {
                    found.append(Start(target: target, range: journey.steps[index].range))
                }
                if seen.insert(transition.target).inserted { open.append(transition.target) }
            }
        }
        return found
    }
}

extension Transition {
    fileprivate var starts: [String] {
        actions.compactMap { if case .start(let journey) = $0 { journey } else { nil } }
    }
}
