import JourneyLanguage

/// Marketing messages on channels that no cap counts. Told once.
struct CapRule: Lint {
    func look(_ workspace: CheckedWorkspace) {
        guard workspace.isAdvised, !workspace.policy.caps.contains(where: { $0.channel == nil }) else { return }
        let capped = Set(workspace.policy.caps.compactMap(\.channel))
        var open: [String] = []
        var place: (CheckedJourney, Step)?
        for journey in workspace.journeys where !journey.machine.isTransactional {
            for sent in journey.sends {
                for channel in sent.send.channels where !capped.contains(channel) && !open.contains(channel) {
                    open.append(channel)
                    if place == nil { place = (journey, sent.step) }
                }
            }
        }
        guard let (journey, step) = place else { return }
        workspace.report(.noCap(open), ofPolicyOrAt: step, in: journey)
    }
}
