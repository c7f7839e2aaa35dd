import JourneyModel

/// Places in caps of messages that were queued before the caps were deployed.
extension Engine {
    /// How far back the caps count.
    public var longestCap: Microseconds { rules.longestCap }

    /// Gives a message that was queued earlier its place. False where it has one, or counts no more.
    public func learnPlace(
        of message: String, queuedAt: Timestamp, channel: String, in state: inout CustomerState, now: Timestamp
    ) -> Bool {
        let key = CapPlace.key(of: message)
        guard queuedAt > now - rules.longestCap, !state.capPlaces.contains(where: { $0.key == key }) else { return false }
        let index = state.capPlaces.firstIndex { $0.queuedAt > queuedAt } ?? state.capPlaces.count
        state.capPlaces.insert(CapPlace(key: key, queuedAt: queuedAt, channel: deployment.names.number(channel)), at: index)
        return true
    }
}
