import JourneyLanguage
import JourneyModel

/// `A but not A within D` is most often meant as a silence after the latest A.
struct AbsenceOfSame: Lint {
    func look(_ workspace: CheckedWorkspace) {
        for journey in workspace.journeys {
            guard case .pattern(let pattern) = journey.machine.trigger, case .any(let events) = pattern.base, pattern.follows.isEmpty,
                pattern.restarts.isEmpty, let absence = pattern.absence,
                events.allSatisfy({ $0.condition == nil && $0.same == nil }),
                absence.events.allSatisfy({ $0.condition == nil && $0.same == nil }),
                Set(events.map(\.event)) == Set(absence.events.map(\.event))
            else { continue }
            let names = events.map { Spelling.name($0.event) }.joined(separator: " or ")
            workspace.report(
                .absenceOfSame(names, duration: durationText(absence.within)), at: journey.syntax.trigger.range, in: journey)
        }
    }
}
