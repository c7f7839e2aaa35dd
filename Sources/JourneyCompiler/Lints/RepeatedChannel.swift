import JourneyLanguage

/// A fallback that is a channel before it: what could not be delivered there will not be now.
struct RepeatedChannel: Lint {
    func look(_ workspace: CheckedWorkspace) {
        for sending in workspace.sendings where sending.channels.count > 1 {
            let channels = sending.action.channels
            for (index, channel) in sending.channels.enumerated() where channels[..<index].contains(channels[index]) {
                sending.findings.report(.repeatedChannel(channel.text), at: channel.range)
            }
        }
    }
}
