import JourneyEngine
import JourneyModel
import JourneyStore

// `$forget`: everything that is known of a person goes; what comes later is of somebody new.
extension Stepper {
    /// Empties the person's state and begins to erase what was written, within the transaction of the event.
    /// - Parameter customer: the id that the event is of.
    func forget(_ slot: Int, _ customer: UnsafeRawBufferPointer) throws {
        let state = cache.slots[slot].state
        let named = String(decoding: customer, as: UTF8.self)
        // Of somebody forgotten before, only this very event is left to be erased.
        let ids = state.ids.contains(named) ? state.ids : [named]
        try recordings.log(&output.recorded, in: store)
        try queueMessages()
        for id in ids {
            for message in try store.messages(of: id) where message.status.isWaiting { try end(message, as: .dropped, because: "forgotten") }
        }
        try journalDecisions(but: Set(ids))
        earlyReceipts.forget(ids)
        var keys: [UInt64] = []
        for id in ids {
            let own = try cache.slot(ofExactly: id, in: store)
            let rest = state.forgotten(as: cache.pseudonyms.pseudonym(of: id), at: clock)
            cache.update(own) { state in
                state = rest
                return true
            }
            keys.append(cache.slots[own].key)
            forgotten[cache.slots[own].key] = clock
        }
        try store.forget(Forgetting(ids: ids, keys: keys, at: clock))
        store.count(Counter(metric: "forgotten"), by: 1)
    }

    /// Somebody new comes under the id of one who was forgotten.
    func revive(_ slot: Int, as customer: UnsafeRawBufferPointer) {
        guard cache.slots[slot].state.id == cache.pseudonyms.pseudonym(of: customer) else { return }
        cache.update(slot) { state in
            state.id = String(decoding: customer, as: UTF8.self)
            return true
        }
    }

    /// Whether an event is of a person who was forgotten at its instant or later.
    func isForgotten(_ customer: UnsafeRawBufferPointer, at instant: Timestamp) -> Bool {
        #if FaultInjection
            if PlantedBug.chosen == .forgottenKept { return false }
        #endif
        guard !forgotten.isEmpty, let forgottenAt = forgotten[cache.key(of: customer)] else { return false }
        return instant <= forgottenAt
    }

    /// The batch without events of people who were forgotten: nothing of them is written again. Nil where there are none.
    func withoutForgotten(_ batch: borrowing EventBatch) -> EventBatch? {
        guard !forgotten.isEmpty else { return nil }
        var kept: [EventRecord] = []
        batch.bytes.withUnsafeBytes { bytes in
            kept = batch.events.filter { !isForgotten(bytes.run($0.customer), at: $0.at) }
        }
        let gone = batch.events.count - kept.count
        guard gone > 0 else { return nil }
        store.count(Counter(metric: "of forgotten customers"), by: Int64(gone))
        var rest = copy batch
        rest.events = kept
        return rest
    }

    /// What is still to be erased of the people who were forgotten.
    public func forgettings() throws -> [Forgetting] { try store.forgettings() }

    /// Erases a slice of it, in a transaction of its own. False where nothing is left.
    public func eraseSlice() throws -> Bool {
        try store.begin()
        let isMoreLeft = try store.eraseSlice()
        try store.commit()
        return isMoreLeft
    }
}
