import JourneyEngine
import JourneyModel
import JourneyStore

/// When old events go: by engine time, a round now and then, each in slices.
struct Prune {
    /// What is older goes in this round; nil between two rounds.
    var limit: Timestamp?
    /// When the next round begins.
    var nextAt = Timestamp.distantPast
    /// Of the events up to here the store may have let go.
    var through: Timestamp?

    /// Between two rounds: what is kept too long is a small part of what is kept.
    static func pause(keeping length: Microseconds) -> Microseconds { min(.day, max(.minute, length / 50)) }

    // MARK: Messages

    private static let messagesSetting = "pruned messages"
    private static let format: UInt8 = 1

    /// Messages queued before may be gone, though they still count in a cap; nil where none is.
    static func messagesGone(from store: any Store) throws -> Timestamp? {
        try store.setting(messagesSetting, format: format, of: "the messages it let go of") { Timestamp(microseconds: try $0.signed()) }
    }

    /// They go also where no chunk of the log does, and not in the order in which they are over: nothing but this says how far.
    static func note(messagesBefore limit: Timestamp, in store: any Store) throws {
        // What is kept may have been made to be kept longer.
        if let known = try messagesGone(from: store), known >= limit { return }
        var out = ByteWriter()
        out.byte(format)
        out.signed(limit.microseconds)
        try store.set(setting: messagesSetting, to: out.bytes)
    }
}

// `policy … keep events D`: what is older goes, with the ids of events and the messages that are over.
extension Stepper {
    static let prunedMessages = Counter(metric: "pruned messages")

    /// Lets a slice go of what is older than events are kept, where it is time. Durable on return. False where nothing is left.
    ///
    /// Totals, states and what is kept of the past for running journeys stay: whoever's events are about to go is first made whole.
    public func prune() throws -> Bool {
        guard store.isDurable, let length = engine.policy.keepEvents, clock > .distantPast else { return false }
        if pruning.limit == nil, clock >= pruning.nextAt { pruning.limit = clock - length }
        #if FaultInjection
            if PlantedBug.chosen == .pruneEarly, pruning.limit != nil { pruning.limit = clock - length / 2 }
        #endif
        guard let limit = pruning.limit else { return false }
        try store.begin()
        let slice = try store.prune(before: limit, watching: engine.deployment.eventsToRemember) { customers in
            for customer in customers { try makeWhole(customer) }
        }
        if slice.records > 0 { store.count(Counter(metric: "pruned records"), by: slice.records) }
        if slice.messages > 0 {
            store.count(Self.prunedMessages, by: slice.messages)
            try Prune.note(messagesBefore: limit, in: store)
        }
        try commit()
        notePruning()
        if slice.isMoreLeft { return true }
        pruning.limit = nil
        // Their events from before are refused as everybody's are.
        if let through = pruning.through, !forgotten.isEmpty { forgotten = forgotten.filter { $0.value > through } }
        pruning.nextAt = clock + Prune.pause(keeping: length)
        return false
    }

    /// Sees to it that what running journeys ask of a customer's past does not depend on the log.
    private func makeWhole(_ customer: String) throws {
        let slot = try cache.slot(of: customer, in: store)
        let (name, aliases) = (cache.slots[slot].state.id, cache.slots[slot].state.aliases)
        try cache.update(slot) { state in
            try engine.makeWhole(&state, now: clock, past: { try self.past(of: name, aliases) }, into: &output)
            return output.isChanged
        }
    }

    private static let statesAtOnce = 200

    /// The customers of a slice of the log, possibly several times, from a place on; then those of whom only their states are left. Gives
    /// the place after it, nil at the end.
    func everybody(from place: Int64) throws -> (customers: [String], next: Int64?) {
        if place >= 0 {
            let slice = try store.customersInLog(from: place)
            return (slice.customers, slice.next ?? (pruning.through == nil ? nil : -1))
        }
        // Places of states are below zero and leave out the last bit of the key: one may be looked at twice.
        let start = UInt64(-1 - place) << 1
        let slice = try store.customers(after: start == 0 ? nil : start - 1, limit: Self.statesAtOnce)
        let customers = try slice.map { try CustomerState(encoded: $0.state) }.filter { $0.forgottenAt == nil }.map(\.id)
        guard slice.count == Self.statesAtOnce, let last = slice.last?.key else { return (customers, nil) }
        return (customers, -1 - Int64(last >> 1))
    }
}
