import JourneyLanguage

/// A fallback that is a channel before it: what could not be delivered there will not be now.
struct RepeatedChannel: Lint {
    func look(_ workspace: CheckedWorkspace) {
        // By their index: most have one channel, and are not worth a copy.
        for index in workspace.sendings.indices where workspace.sendings[index].channels.count > 1 {
            let sending = workspace.sendings[index]
            let channels = sending.action.channels
            for (index, channel) in sending.channels.enumerated() where channels[..<index].contains(channels[index]) {
                sending.findings.report(.repeatedChannel(channel.text), at: channel.range)
            }
        }
    }
}
