import JourneyLanguage

/// A test of one journey that expects a message which another sends.
///
/// Journeys that the tested one starts, and those that hear what it records, belong to it.
struct TestOfOther: Lint {
    func look(_ workspace: CheckedWorkspace) {
        guard workspace.hasTests else { return }
        var places: [String: Int] = [:]
        for (index, journey) in workspace.journeys.enumerated() { places[journey.machine.name] = index }
        for (program, findings) in zip(workspace.programs, workspace.findings) {
            for case .test(let test) in program.items {
                guard let journey = test.journey.flatMap({ places[workspace.names.canonical($0.text, .journey)] }) else { continue }
                look(test, workspace.journeys[journey], places, workspace, findings)
            }
        }
    }

    private func look(
        _ test: TestDeclaration, _ tested: CheckedJourney, _ places: [String: Int], _ workspace: CheckedWorkspace, _ findings: Findings
    ) {
        var own: Set<String> = []
        var seen: Set<String> = [tested.machine.name]
        var open = [tested]
        while let journey = open.popLast() {
            own.formUnion(journey.sends.map(\.send.content))
            for action in journey.machine.states.lazy.flatMap(\.transitions).flatMap(\.actions) {
                switch action {
                case .start(let name): if seen.insert(name).inserted, let place = places[name] { open.append(workspace.journeys[place]) }
                // What it causes beyond messages may begin any other journey.
                case .record, .set, .add: return
                case .send, .tag, .untag, .leave, .stop: break
                }
            }
        }
        for line in test.lines {
            guard case .expect(.message(let name, _, _, _)) = line.kind else { continue }
            let message = workspace.names.canonical(name.text, .message)
            guard !own.contains(message), workspace.names.sentMessages.contains(message) else { continue }
            let near = closest(to: message, among: own.sorted(by: precedesInBytes))
            findings.report(
                .testOfOther(name.text, journey: tested.machine.name, suggestion: near), at: name.range,
                fix: near.map { .init(name.range, Spelling.name($0)) })
        }
    }
}
