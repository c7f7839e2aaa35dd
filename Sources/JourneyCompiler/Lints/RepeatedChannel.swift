import JourneyLanguage

/// A fallback that is a channel before it: what could not be delivered there will not be now.
struct RepeatedChannel: Lint {
    func look(_ workspace: CheckedWorkspace) {
        for journey in workspace.journeys {
            journey.syntax.steps.forEachStep { step in
                guard case .send(let send) = step.kind, send.channels.count > 1 else { return }
                var seen: Set<String> = []
                for channel in send.channels where !seen.insert(workspace.names.canonical(channel.text, .channel)).inserted {
                    workspace.report(.repeatedChannel(channel.text), at: channel.range, in: journey)
                }
            }
        }
    }
}
