import JourneyLanguage

/// `wait until` a day that is over before anybody can enter.
struct DateOver: Lint {
    func look(_ workspace: CheckedWorkspace) {
        for journey in workspace.journeys where journey.written.verbs.contains(.waitUntil) {
            var first = journey.machine.dates?.from
            if case .schedule(.once(let days, _)) = journey.machine.trigger { first = max(first ?? days, days) }
            guard let first else { continue }
            for step in journey.written.steps {
                guard case .waitUntil(.date(let date, _)) = step.kind, date.days < first else { continue }
                workspace.report(.dateOver(Spelling.literal(.date(days: date.days)), first: Spelling.literal(.date(days: first))), at: date.range, in: journey)
            }
        }
    }
}
