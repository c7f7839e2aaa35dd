import JourneyLanguage
import JourneyModel

/// A round of a `repeat` that waits longer than rounds are apart: `every` then says nothing.
struct RoundOverrun: Lint {
    func look(_ workspace: CheckedWorkspace) {
        for journey in workspace.journeys where journey.written.verbs.contains(.repeats) {
            for step in journey.written.steps {
                guard case .repeats(let loop) = step.kind, loop.times > 1 else { continue }
                var waited: Microseconds = 0
                for case .wait(let duration) in loop.steps.map(\.kind) {
                    waited = waited.addingReportingOverflow(max(duration.microseconds, 0)).partialValue
                }
                guard waited > loop.every.microseconds else { continue }
                workspace.report(
                    .roundOverrun(durationText(loop.every.microseconds), waited: durationText(waited)), at: loop.every.range, in: journey)
            }
        }
    }
}
