import JourneyLanguage

/// `wait until` a day that is over before anybody can enter.
struct DateOver: Lint {
    func look(_ workspace: CheckedWorkspace) {
        for journey in workspace.journeys {
            var first = journey.machine.dates?.from
            if case .schedule(.once(let days, _)) = journey.machine.trigger { first = max(first ?? days, days) }
            guard let first else { continue }
            journey.syntax.steps.forEachStep { step in
                guard case .waitUntil(.date(let date, _)) = step.kind, date.days < first else { return }
                workspace.report(.dateOver(Spelling.literal(.date(days: date.days)), first: Spelling.literal(.date(days: first))), at: date.range, in: journey)
            }
        }
    }
}
