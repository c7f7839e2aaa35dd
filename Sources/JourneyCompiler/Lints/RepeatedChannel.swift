import JourneyLanguage

/// A fallback that is a channel before it: what could not be delivered there will not be now.
struct RepeatedChannel: Lint {
    func look(_ workspace: CheckedWorkspace) {
        for sending in workspace.sendings where sending.channels.count > 1 {
            var seen: Set<String> = []
            for channel in sending.channels where !seen.insert(workspace.names.canonical(channel.text, .channel)).inserted {
                sending.context.findings.report(.repeatedChannel(channel.text), at: channel.range)
            }
        }
    }
}
