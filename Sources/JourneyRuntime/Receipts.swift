import JourneyEngine
import JourneyModel
import JourneyStore

/// What providers tell of messages after they took them: tied to the outbox here, decided by the engine.
///
/// Which message a receipt is about never depends on what became of it: the engine is told the same whether the answer of the channel is
/// written down yet or not. What the receipt makes of the outbox's row happens in the same transaction.
extension Stepper {
    /// A message that a receipt names, and its row where it has one already.
    struct Receipted {
        var reference: Engine.Reference
        var sent: SentMessage
        var row: OutboxMessage?
    }

    /// The message that an event is a receipt of; nil where it is none. A receipt of a message that nobody knows is counted.
    func receipted(_ event: EventView, _ customer: UnsafeRawBufferPointer) throws -> Receipted? {
        guard let reference = engine.reference(of: event) else { return nil }
        let slot = try cache.slot(of: customer, in: store)
        let state = cache.slots[slot].state
        let ids = state.ids
        if let message = output.messages.last(where: { $0.key == reference.key && ids.contains($0.customer) }) {
            let channel = message.channels.contains(reference.channel) ? reference.channel : message.channels[message.firstChannel]
            return Receipted(
                reference: reference,
                sent: SentMessage(
                    key: message.key, channel: channel, content: message.content, journey: message.journey, step: message.step,
                    enrollment: message.enrollment))
        }
        let name = reference.key.isEmpty ? MessageName.providerID(reference.providerID) : .key(reference.key)
        guard let row = try messages(of: state.id, named: name).last(where: { reference.names($0) }) else {
            store.count(Counter(metric: "receipts of unknown messages"), by: 1)
            // All that the customer has: a message that cannot be read is not one that nobody knows.
            keepEarly(event, reference, customer, among: try messages(of: state.id))
            return nil
        }
        return Receipted(
            reference: reference,
            sent: SentMessage(
                key: row.key, channel: row.channels.contains(reference.channel) ? reference.channel : row.channelName, content: row.content,
                journey: row.journey, step: row.step, enrollment: row.enrollment), row: row)
    }

    /// Counts a receipt, and does to the message what follows from it: what arrived is no longer in doubt, what failed takes the next
    /// channel or ends.
    func settle(_ receipted: Receipted) throws {
        let (reference, sent) = (receipted.reference, receipted.sent)
        guard Engine.reactions.contains(reference.status) else { return }
        store.count(
            Counter(journey: sent.journey, step: sent.step, metric: "receipt: \(reference.status) via \(sent.channel)"), by: 1)
        guard let row = try receipted.row ?? rowOfThisBatch(receipted), row.channelName == sent.channel,
            row.hasLeft || hasLeftByNow(row, reference)
        else { return }
        var changed = row
        switch reference.status {
        case "delivered", "opened", "clicked":
            if row.status == .sent { return }
            changed.status = .sent
            changed.reason = ""
        case "failed":
            changed.reason = reference.reason.isEmpty ? "the provider says that it failed" : reference.reason
            changed.fallBack(to: .failed, at: clock)
        default: return
        }
        var settled = changed
        // Where it ends here the journeys are told by the receipt itself.
        isTellingOfFailures = false
        defer { isTellingOfFailures = true }
        try settle(&settled, was: row, at: clock)
        try store.update(settled)
        let outcome = Dispatcher.Outcome(
            key: row.key, channel: row.channelName, status: reference.status == "failed" ? .failed : .sent, reason: changed.reason)
        try note(outcome, of: row)
        // What a rule made of the next channel.
        if settled.status != changed.status {
            try note(.init(key: row.key, channel: settled.channelName, status: settled.status, reason: settled.reason), of: row)
        }
    }

    /// Where the outside is long past a message left at the instant at which it was queued, though its batch is not closed yet.
    private func hasLeftByNow(_ row: OutboxMessage, _ reference: Engine.Reference) -> Bool {
        isBackfill && reference.status == "failed" && row.status == .pending
    }

    /// The row of a message that was queued in the open batch, for a receipt that changes what becomes of it.
    private func rowOfThisBatch(_ receipted: Receipted) throws -> OutboxMessage? {
        guard isBackfill, receipted.reference.status == "failed",
            let message = output.messages.last(where: { $0.key == receipted.sent.key })
        else { return nil }
        try queueMessages()
        return try store.messages(of: message.customer).last { $0.key == message.key }
    }

    private func note(_ outcome: Dispatcher.Outcome, of row: OutboxMessage) throws {
        store.count(Counter(journey: row.journey, step: row.step, metric: outcome.metric), by: 1)
        if store.isDurable { try store.append(.reply, customer: row.customer, at: clock, bytes: outcome.encoded()) }
    }
}

extension Engine.Reference {
    fileprivate func names(_ row: OutboxMessage) -> Bool {
        if !key.isEmpty { return row.key == key }
        return !row.providerID.isEmpty && row.providerID == providerID && (channel.isEmpty || row.channelName == channel)
    }
}

extension OutboxMessage {
    /// A channel has, or had, it in hand.
    fileprivate var hasLeft: Bool {
        switch status {
        case .sent, .uncertain, .sending: true
        case .pending: attempts > 0
        default: false
        }
    }

    /// The next channel, where there is one; the definite end else.
    mutating func fallBack(to end: Status, at now: Timestamp) {
        if channel + 1 < channels.count {
            status = .pending
            channel += 1
            attempts = 0
            isInDoubt = false
            // The next channel's provider gives it another, and may tell of that one first.
            providerID = ""
            nextAttemptAt = now
        } else {
            status = end
        }
    }
}
