import JourneyLanguage
import JourneyModel

/// A time of day that is written for a message and lies in the quiet hours of its channel: the message waits until they end.
struct QuietSchedule: Lint {
    func look(_ workspace: CheckedWorkspace) {
        if workspace.policy.quietHours.isEmpty { return }
        for journey in workspace.journeys where !journey.machine.isTransactional {
            if let time = journey.syntax.trigger.time { tell(time, journey, from: 0, workspace) }
            for (index, state) in journey.machine.states.enumerated() where index < journey.steps.count {
                guard case .waitUntil(let moment) = journey.steps[index].kind, let time = moment.time, let target = state.transitions.first?.target
                else { continue }
                tell(time, journey, from: target, workspace)
            }
        }
    }

    private func tell(_ time: TimeLiteral, _ journey: CheckedJourney, from state: Int, _ workspace: CheckedWorkspace) {
        guard let channel = journey.channelAtOnce(from: state), let quiet = workspace.quietHours(at: time.seconds, via: channel) else { return }
        workspace.report(
            .quietSchedule(Spelling.literal(.timeOfDay(seconds: time.seconds)), until: Spelling.literal(.timeOfDay(seconds: quiet.to))),
            at: time.range, in: journey)
    }
}

extension Trigger {
    /// The time of day that a schedule says.
    fileprivate var time: TimeLiteral? {
        switch kind {
        case .every(_, let time), .on(_, let time), .onAttribute(_, let time), .before(_, _, let time): time
        case .pattern, .silence, .changes, .becomes, .entersAudience, .leavesAudience: nil
        }
    }
}

extension Step.Moment {
    fileprivate var time: TimeLiteral? {
        switch self {
        case .time(let time): time
        case .weekday(_, let time), .workday(let time), .date(_, let time), .attribute(_, let time), .before(_, _, let time): time
        }
    }
}
