import JourneyLanguage
import JourneyModel

/// A schedule without `for customers where` that sends at once: to everybody.
struct Everybody: Lint {
    func look(_ workspace: CheckedWorkspace) {
        guard workspace.isAdvised else { return }
        for journey in workspace.journeys where journey.machine.audience == nil && journey.machine.rollOut == 10_000 {
            switch journey.machine.trigger {
            case .schedule(.daily), .schedule(.workdays), .schedule(.weekly), .schedule(.monthly), .schedule(.once): break
            default: continue
            }
            // An `if` before the message chooses who gets it.
            guard journey.machine.states.first?.kind != .choice, journey.channelAtOnce(from: 0) != nil else { continue }
            workspace.report(.everybody, at: journey.syntax.trigger.range, in: journey)
        }
    }
}
