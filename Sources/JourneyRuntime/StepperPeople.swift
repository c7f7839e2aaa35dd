import JourneyEngine
import JourneyModel
import JourneyStore

// Who is whom: `$identify` joins two ids of one person.
extension Stepper {
    private static let strongIDsSetting = "strong ids"

    /// The strong ids of the policy stand in the store, so that who looks at it from outside knows of them.
    func keepStrongIDs() throws {
        guard store.isDurable else { return }
        var out = ByteWriter()
        out.count(engine.policy.uniqueAttributes.count)
        for name in engine.policy.uniqueAttributes { out.text(name) }
        let known = try store.setting(Self.strongIDsSetting)
        if known == out.bytes || (known == nil && engine.policy.uniqueAttributes.isEmpty) { return }
        try store.begin()
        try store.set(setting: Self.strongIDsSetting, to: out.bytes)
        try store.commit()
    }

    /// The attributes that are strong ids under the policy that a store was last run with.
    public static func strongIDs(in store: any Store) throws -> [String] {
        guard let bytes = try store.setting(strongIDsSetting) else { return [] }
        return try bytes.withUnsafeBytes { buffer in
            var reader = ByteReader(buffer)
            return try (0..<(try reader.count())).map { _ in try reader.text() }
        }
    }

    /// Joins the two ids that the event names, where they are not one person already. Gives the slot of the person that the event is of.
    /// - Parameter customer: whose event it is.
    /// - Parameter id: of an event that was held back.
    func identify(_ event: EventView, _ slot: Int, _ customer: UnsafeRawBufferPointer, _ id: String?) throws -> Int {
        guard var named = engine.otherID(event) else { return slot }
        let other = try cache.slot(of: named, in: store)
        if other == slot { return slot }
        if cache.slots[slot].state.forgottenAt != nil { revive(slot, as: customer) }
        if cache.slots[other].state.forgottenAt != nil { named.withUTF8 { revive(other, as: UnsafeRawBufferPointer($0)) } }
        let (a, b) = (cache.slots[slot].state, cache.slots[other].state)
        if let reason = engine.refusal(a, b) {
            try refuse(a, b, because: reason)
            return slot
        }
        try recordings.log(&output.recorded, in: store)
        let past = try past(of: a.id, a.aliases, but: id)
        let otherPast = try self.past(of: b.id, b.aliases, but: id)
        if past.count + otherPast.count > mostMergedEvents {
            try refuse(a, b, because: "more than \(mostMergedEvents) events")
            return slot
        }
        // The id first seen stays, whoever names it; the event itself is one of its customer's.
        let isOwnFirst = min(past.first?.firstAt(in: past) ?? event.at, event.at) <= otherPast.first?.firstAt(in: otherPast) ?? .distantFuture
        if isOwnFirst {
            try merge(.init(state: b, events: inOrder(otherPast)), at: other, into: slot, inOrder(past))
            return slot
        }
        try merge(.init(state: a, events: inOrder(past)), at: slot, into: other, inOrder(otherPast))
        return other
    }

    private func inOrder(_ events: [Engine.PastEvent]) -> [Engine.PastEvent] {
        events.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
    }

    private func refuse(_ a: CustomerState, _ b: CustomerState, because reason: String) throws {
        engine.refuseMerge(of: a.id, with: b.id, because: reason, now: clock, into: &output)
        store.count(Counter(metric: "merges refused"), by: 1)
        try store.note(RefusedMerge(at: clock, customer: a.id, other: b.id, reason: reason))
    }

    private func merge(_ other: Engine.Side, at otherSlot: Int, into slot: Int, _ own: [Engine.PastEvent]) throws {
        cache.update(slot) { state in
            engine.merge(other, into: &state, own, now: clock, into: &output)
            return true
        }
        let person = cache.slots[slot].state.id
        for alias in other.state.ids {
            cache.update(try cache.slot(ofExactly: alias, in: store)) { state in
                let forgottenAt = state.forgottenAt
                state = CustomerState(id: alias)
                state.identity.joinedTo = person
                state.identity.forgottenAt = forgottenAt
                return true
            }
        }
        try takeTimers(of: cache.slots[slot].key)
        store.count(Counter(metric: "merges"), by: 1)
        try store.removeRefusedMerges(among: cache.slots[slot].state.ids)
        try dropMergedMessages()
    }

    /// What waits of the messages of enrollments that a merge ended does not leave; within the transaction of the event.
    ///
    /// Under a virtual clock each message left when it was queued: nothing waits.
    private func dropMergedMessages() throws {
        defer { output.merged.removeAll(keepingCapacity: true) }
        guard !output.merged.isEmpty, !isBackfill else { return }
        try queueMessages()
        let counts = try store.outboxCounts()
        guard (counts[.pending] ?? 0) + (counts[.held] ?? 0) > 0 else { return }
        for ending in output.merged {
            for message in try messages(of: ending.customer) where message.status.isWaiting && message.enrollment == ending.enrollment {
                try end(message, as: .merged, because: ending.reason)
            }
        }
    }

    /// A person's messages, whatever id they were queued under.
    /// - Parameter name: that of those that are asked for; nil: of all.
    func messages(of customer: String, named name: MessageName? = nil) throws -> [OutboxMessage] {
        let slot = try cache.slot(of: customer, in: store)
        let ids = cache.slots[slot].state.ids
        let found = try ids.flatMap { id in
            if let name { try store.messages(of: id, named: name) } else { try store.messages(of: id) }
        }
        return ids.count == 1 ? found : found.sorted { $0.number < $1.number }
    }

    /// Ends a message that waits, and gives its place in the caps back.
    func end(_ message: OutboxMessage, as status: OutboxMessage.Status, because reason: String) throws {
        var ended = message
        ended.status = status
        ended.reason = reason
        try settle(&ended, was: message, at: clock)
        try store.update(ended)
        let outcome = Dispatcher.Outcome(key: message.key, channel: message.channelName, status: status, reason: reason)
        store.count(Counter(journey: message.journey, step: message.step, metric: outcome.metric), by: 1)
        if store.isDurable { try store.append(.reply, customer: message.customer, at: clock, bytes: outcome.encoded()) }
    }
}

extension Engine.PastEvent {
    fileprivate func firstAt(in events: [Engine.PastEvent]) -> Timestamp { events.reduce(at) { min($0, $1.at) } }
}
