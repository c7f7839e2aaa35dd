import JourneyEngine
import JourneyModel
import JourneyStore

// What is not taken in at all.
extension Stepper {
    /// The batch without events that are refused; nil where there are none.
    func kept(of batch: borrowing EventBatch) -> EventBatch? {
        guard let recent = withoutTooOld(batch) else { return withoutForgotten(batch) }
        return withoutForgotten(recent) ?? recent
    }

    /// The batch without events from before events are kept: an id that is forgotten by then could otherwise come back as new.
    ///
    /// An event is held against the latest that came before it, not against the clock: however a log is cut, the same are refused.
    /// What was let go once stays refused under a policy that keeps more.
    private func withoutTooOld(_ batch: borrowing EventBatch) -> EventBatch? {
        let length = engine.policy.keepEvents
        #if FaultInjection
            if PlantedBug.chosen == .tooOldTaken { return nil }
        #endif
        if length == nil, pruning.through == nil { return nil }
        let through = pruning.through ?? .distantPast
        latestAt = max(latestAt, clock)
        var kept: [EventRecord] = []
        for event in batch.events {
            latestAt = max(latestAt, event.at)
            if event.at > through, length.map({ event.at >= latestAt - $0 }) ?? true { kept.append(event) }
        }
        let refused = batch.events.count - kept.count
        guard refused > 0 else { return nil }
        store.count(Counter(metric: "too old"), by: Int64(refused))
        var rest = copy batch
        rest.events = kept
        return rest
    }
}
