import JourneyLanguage

/// A schedule without a time that sends at once: at midnight.
struct MidnightSchedule: Lint {
    func look(_ workspace: CheckedWorkspace) {
        for journey in workspace.journeys {
            switch journey.syntax.trigger.kind {
            case .every(_, nil), .on(_, nil), .onAttribute(_, nil): break
            default: continue
            }
            guard let channel = journey.channelAtOnce(from: 0) else { continue }
            // Those hold it until the morning.
            if !journey.machine.isTransactional, workspace.quietHours(at: 0, via: channel) != nil { continue }
            workspace.report(.midnight, at: journey.syntax.trigger.range, in: journey)
        }
    }
}

extension CheckedJourney {
    /// The channel of a message that leaves in the moment in which this state is entered.
    func channelAtOnce(from start: Int) -> String? {
        var seen: Set<Int> = [start]
        var open = [start]
        while let index = open.popLast() {
            guard machine.states.indices.contains(index), machine.states[index].kind != .wait else { continue }
            for transition in machine.states[index].transitions {
                for case .send(let send) in transition.actions where !send.isAtBestTime {
                    if let channel = send.channels.first { return channel }
                }
                if seen.insert(transition.target).inserted { open.append(transition.target) }
            }
        }
        return nil
    }
}
