import JourneyEngine
import JourneyModel
import JourneyStore

/// What the log has of a customer's past, for those who ask of it.
extension Stepper {
    /// What was decided of a person's events, under all ids: in the order of the log under one id, in that of time under several.
    func past(of customer: String, _ aliases: [String], but id: String? = nil) throws -> [Engine.PastEvent] {
        let own = try past(of: customer, but: id)
        if aliases.isEmpty { return own }
        let all = try own + aliases.flatMap { try past(of: $0, but: id) }
        return all.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
    }

    /// The same for who looks at a store from outside: all that is written and not after the store's clock.
    static func past(of ids: [String], in store: any Store) throws -> [Engine.PastEvent] {
        let clock = store.progress.clock
        let all = try ids.flatMap { try store.history(of: $0) }.filter { $0.kind == .event && $0.at <= clock }.map {
            Engine.PastEvent(name: $0.name, at: $0.at, properties: $0.bytes)
        }
        if ids.count == 1 { return all }
        return all.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
    }

    /// What was decided of the events under one id, in the order of the log: all that the log has but what is still in hand or held back.
    private func past(of customer: String, but id: String? = nil) throws -> [Engine.PastEvent] {
        let events = try store.history(of: customer).filter { $0.kind == .event && $0.at <= clock && $0.id != id }
        guard !events.isEmpty else { return [] }
        var undecided = held.ids(of: customer, through: clock)
        if let batch = inHand {
            // A repetition further on does not make what was decided undecided.
            for index in handIndex..<batch.events.count where isNew[index] {
                let event = batch.events[index]
                if event.at <= clock, batch.text(event.customer) == customer { undecided.insert(batch.text(event.id)) }
            }
        }
        return events.compactMap { record in
            undecided.contains(record.id) ? nil : Engine.PastEvent(name: record.name, at: record.at, properties: record.bytes, place: record.place)
        }
    }

    /// Who is in an audience that was not kept up until now is looked at once, a slice of the log at a time: those who are in it do
    /// not enter, and when they leave must be known.
    func settleAudiences() throws {
        var setting = try HistorySetting(store)
        guard !setting.unsettled.isEmpty, setting.epoch.number == engine.deployment.epoch.number else { return }
        while !setting.unsettled.isEmpty {
            try store.begin()
            let slice = try everybody(from: setting.place)
            var seen: Set<String> = []
            for customer in slice.customers where seen.insert(customer).inserted { try settle(setting.unsettled, of: customer) }
            setting.place = slice.next ?? 0
            if slice.next == nil { setting.unsettled = [] }
            try setting.write(to: store)
            try commit()
        }
    }

    private func settle(_ audiences: Set<String>, of customer: String) throws {
        let slot = try cache.slot(of: customer, in: store)
        let (name, aliases) = (cache.slots[slot].state.id, cache.slots[slot].state.aliases)
        try cache.update(slot) { state in
            try engine.settle(
                audiences, of: &state, now: clock, past: { try self.past(of: name, aliases) }, into: &output)
            return output.isChanged
        }
        try takeTimers(of: cache.slots[slot].key)
    }
}
