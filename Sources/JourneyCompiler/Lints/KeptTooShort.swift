import JourneyLanguage
import JourneyModel

/// A condition that looks further back than events are kept: whoever was there before it is counted from what is left.
struct KeptTooShort: Lint {
    func look(_ workspace: CheckedWorkspace) {
        guard let kept = workspace.policy.keepEvents else { return }
        for (program, findings) in zip(workspace.programs, workspace.findings) {
            for condition in program.conditions {
                condition.forEachPart { part in
                    guard case .history(let history) = part.kind, case .within(let span) = history.span, span.microseconds > kept else { return }
                    findings.report(.keptTooShort(durationText(span.microseconds), kept: durationText(kept)), at: span.range)
                }
            }
        }
    }
}
