import JourneyLanguage
import JourneyModel

/// `wait 3d if clicked within 1d …`: a look back for a reaction that is shorter than the waits since the message left, so that
/// whoever reacted at once is not seen.
///
/// Only waits of a fixed length count, and only reactions: of other events a short look back may well be meant.
struct ReactionWindow: Lint {
    private static let reactions: Set<String> = ["delivered", "opened", "clicked", "failed"]

    func look(_ workspace: CheckedWorkspace) {
        for journey in workspace.journeys where journey.written.verbs.contains(.branch) && Self.looksBack(journey) {
            var since: Microseconds?
            look(journey.syntax.steps, &since, workspace.findings[journey.file], workspace.names)
        }
    }

    /// Some branch asks for the past.
    private static func looksBack(_ journey: CheckedJourney) -> Bool {
        var isAsked = false
        for case .branch(let branches, _) in journey.written.steps.lazy.map(\.kind) {
            for branch in branches {
                branch.condition.forEachPart { if case .history = $0.kind { isAsked = true } }
            }
        }
        return isAsked
    }

    /// - Parameter since: how long ago the last message left at least; nil where none did for certain.
    private func look(_ steps: [Step], _ since: inout Microseconds?, _ findings: Findings, _ names: WorkspaceNames) {
        for step in steps {
            switch step.kind {
            case .send: since = 0
            case .wait(let duration): since = since.map { $0.addingReportingOverflow(max(duration.microseconds, 0)).partialValue }
            case .branch(let branches, _):
                if let since { for branch in branches { check(branch.condition, since, findings, names) } }
            default: break
            }
            let before = since
            var after = since
            step.forEachBlock { block in
                var inside = before
                look(block, &inside, findings, names)
                // Whichever way was taken: the message that may have left last decides.
                if let known = after, let ended = inside { after = min(known, ended) } else { after = nil }
            }
            since = after
        }
    }

    private func check(_ condition: Expression, _ since: Microseconds, _ findings: Findings, _ names: WorkspaceNames) {
        condition.forEachPart { part in
            guard case .history(let history) = part.kind, case .within(let window) = history.span, window.microseconds < since,
                history.events.alternatives.allSatisfy({ Self.reactions.contains(names.canonical($0.name.text, .event)) })
            else { return }
            let waited = durationText(since)
            findings.report(
                .reactionWindow(durationText(window.microseconds), waited: waited), at: part.range,
                fix: Diagnostic.Fix(window.range, waited))
        }
    }
}
