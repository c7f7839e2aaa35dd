import JourneyEngine
import JourneyModel
import JourneyStore

// Events and timers through the engine.
extension Stepper {
    func process(_ event: EventRecord, _ name: UInt32, _ batch: borrowing EventBatch) throws {
        try batch.bytes.withUnsafeBytes { bytes in
            let view = EventView(name: name, at: event.at, properties: bytes.run(event.properties))
            if engine.concerns(view) { try process(view, customer: bytes.run(event.customer)) }
        }
    }

    func process(_ event: HeldEvents.Event) throws {
        if event.at > clock { clock = event.at }
        try event.properties.withUnsafeBytes { properties in
            try event.customer.withUnsafeBytes { customer in
                let view = EventView(name: event.name, at: event.at, properties: properties)
                guard engine.concerns(view) else { return }
                try process(view, customer: customer, id: String(decoding: event.id, as: UTF8.self))
            }
        }
    }

    /// - Parameter id: of an event that was held back.
    private func process(_ event: EventView, customer: UnsafeRawBufferPointer, id: String? = nil) throws {
        work += 1
        if hasPools { try refillPools() }
        // Of the batch in which the person was forgotten.
        if isForgotten(customer, at: event.at) { return }
        var slot = try cache.slot(of: customer, in: store)
        if event.at < clock { store.count(Counter(metric: "late"), by: 1) }
        if event.name == engine.deployment.identifyEvent { slot = try identify(event, slot, customer, id) }
        if event.name == engine.deployment.forgetEvent { return try forget(slot, customer) }
        if cache.slots[slot].state.forgottenAt != nil { revive(slot, as: customer) }
        // It may look at what was recorded before.
        if event.at < clock || engine.deployment.keepsPast { try recordings.log(&output.recorded, in: store) }
        let (name, aliases) = asked(event.at, of: slot)
        let receipted = try receipted(event, customer)
        if let receipted { output.receipt = receipted.sent }
        try cache.update(slot) { state in
            try engine.process(event, of: &state, now: clock, past: { try self.past(of: name, aliases, but: id) }, into: &output)
            return output.isChanged
        }
        try takeTimers(of: cache.slots[slot].key)
        if let receipted {
            output.receipt = nil
            try settle(receipted)
        }
    }

    /// The ids of a customer, where the engine may ask for what happened under them: of what comes late, and where journeys look at the
    /// past.
    @inline(__always)
    private func asked(_ at: Timestamp, of slot: Int) -> (id: String, aliases: [String]) {
        guard at < clock || engine.deployment.keepsPast else { return ("", []) }
        return (cache.slots[slot].state.id, cache.slots[slot].state.aliases)
    }

    func fire(_ timer: StoredTimer) throws {
        work += 1
        let slot = try cache.slot(ofKey: timer.customer, in: store)
        if let slot, try setAside(timer, of: slot) { return }
        if timer.key.due > clock { clock = timer.key.due }
        if hasPools { try refillPools() }
        guard let slot else { return }
        if engine.deployment.keepsPast { try recordings.log(&output.recorded, in: store) }
        let (name, aliases) = asked(clock, of: slot)
        try cache.update(slot) { state in
            try engine.fire(
                Timer(due: timer.key.due, number: timer.key.number), of: &state, past: { try self.past(of: name, aliases) }, into: &output)
            return output.isChanged
        }
        try takeTimers(of: cache.slots[slot].key)
    }

    func takeTimers(of customer: UInt64) throws {
        if !output.frozen.isEmpty {
            for timer in output.frozen {
                try timers.freeze(StoredTimer(key: .init(due: timer.due, number: timer.number), customer: customer), in: store)
            }
            output.frozen.removeAll(keepingCapacity: true)
        }
        guard !output.timers.isEmpty else { return }
        for timer in output.timers {
            timers.add(StoredTimer(key: StoredTimer.Key(due: timer.due, number: timer.number), customer: customer))
        }
        output.timers.removeAll(keepingCapacity: true)
    }
}
