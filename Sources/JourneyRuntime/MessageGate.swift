import JourneyEngine
import JourneyModel
import JourneyStore

/// What the dispatcher asks about the customer before a message leaves, and tells of its end.
///
/// All of it happens within the dispatcher's own transactions, so that the state of a customer and that of a message change together.
public protocol MessageGate: AnyObject {
    /// Some journey stands still, so that messages may have to stay.
    var mayPark: Bool { get }
    /// The message as it stays, where its journey stands still; nil where it does not.
    func park(_ message: OutboxMessage) -> OutboxMessage?
    /// What becomes of a message that is to leave now; nil where it may.
    func look(at message: OutboxMessage, at now: Timestamp) throws -> OutboxMessage?
    /// Before a message is written: its place in the caps moves with it to another channel, and is free where the message ended
    /// without being sent. May end a message that has no place on its new channel.
    func settle(_ message: inout OutboxMessage, was before: OutboxMessage, at now: Timestamp) throws
    /// The provider's id of a message became known: what was told of it by that id alone comes in again.
    func tieReceipts(to message: OutboxMessage) throws
    /// Whether another id of a message is about to become known: until then what names one that nobody knows is kept.
    func expect(_ isExpected: Bool, providerIDOf number: Int64)
    /// Writes the customers that `settle` changed, before the commit.
    func writeCustomers() throws
    /// Where a channel finds the customer, spelt as it takes it; nil where it needs no address.
    func address(of message: OutboxMessage) throws -> String?
}

extension Stepper: MessageGate {
    public var mayPark: Bool { !output.pauses.paused.isEmpty }

    public func park(_ message: OutboxMessage) -> OutboxMessage? {
        // What no journey sends an operator sends, who knows what is paused.
        guard !message.journey.isEmpty else { return nil }
        guard store.names.known(message.journey).map(output.pauses.parksMessages) ?? output.pauses.areAllPaused else { return nil }
        var parked = message
        parked.status = .held
        parked.nextAttemptAt = OutboxMessage.parked
        parked.reason = "paused"
        return parked
    }

    public func look(at message: OutboxMessage, at now: Timestamp) throws -> OutboxMessage? {
        if message.isAlert { return nil }
        var looked = message
        // It was with its channel when the person was forgotten, and nothing is left of whom it was for.
        if message.customer.isEmpty {
            looked.status = .dropped
            looked.reason = "forgotten"
            return looked
        }
        let slot = try slot(of: message.customer)
        switch engine.look(at: message.leaving, of: cache.slots[slot].state, at: now) {
        case .leaves: return nil
        case .waits(let until):
            looked.status = .held
            looked.nextAttemptAt = until
            looked.reason = "quiet hours"
        case .moves(let channel):
            looked.channel = channel
            looked.attempts = 0
        case .ends(let outcome, let reason):
            looked.status = outcome.map(OutboxMessage.Status.init) ?? .dropped
            looked.reason = reason
        }
        return looked
    }

    public func settle(_ message: inout OutboxMessage, was before: OutboxMessage, at now: Timestamp) throws {
        let isOver = !message.status.isWaiting && message.status != .sending
        let hasMoved = !isOver && message.channel != before.channel
        let isSent = message.status == .sent || message.status == .uncertain
        // What leaves as it was queued is what everybody took for granted.
        if isSent, message.enrollment == 0 || (before.channel == 0 && before.nextAttemptAt == before.queuedAt) { return }
        let slot = try slot(of: message.customer)
        defer { note(message, isOut: isSent || (isBackfill && message.status == .pending), ofSlot: slot) }
        guard hasMoved || (isOver && !isSent) else { return }
        cache.update(slot) { state in
            if hasMoved {
                let (channel, outcome) = engine.channel(for: message.leaving, from: message.channel, of: state)
                if let channel {
                    message.channel = channel
                    guard let cap = engine.takePlace(of: message.leaving, in: &state, at: now) else { return true }
                    message.status = .capped
                    message.reason = cap
                } else {
                    // The reason is that of the channel before.
                    if !message.reason.isEmpty { message.reason = "\(before.channelName): \(message.reason)" }
                    message.status = OutboxMessage.Status(outcome)
                    message.channel = message.channels.count - 1
                }
            }
            return engine.giveBackPlace(of: CapPlace.key(of: message.key), in: &state)
        }
        if message.status == .failed || message.status == .unreachable { try tellOfFailure(message, at: now) }
    }

    /// A goal that is still open is linked to messages that are out.
    private func note(_ message: OutboxMessage, isOut: Bool, ofSlot slot: Int) {
        guard message.enrollment != 0 else { return }
        cache.update(slot) { state in
            engine.noteProgress(
                of: message.key, enrollment: message.enrollment, channel: message.channelName, isOut: isOut, in: &state)
        }
    }

    /// What a channel answers is no event, but journeys wait for `failed`: it comes in as a receipt would, in the same transaction.
    private func tellOfFailure(_ message: OutboxMessage, at now: Timestamp) throws {
        guard isTellingOfFailures, engine.tellsOfFailures, message.enrollment != 0 else { return }
        var line = JSONObject(receipt: "failed-" + message.attemptKey, of: message.customer, at: now)
        line.add("status", "failed")
        line.add("key", message.attemptKey)
        line.add("reason", message.reason)
        try store.putInInbox([line.bytes])
    }

    public func writeCustomers() throws {
        try cache.write(to: store)
        try earlyReceipts.write(to: store)
    }

    public func address(of message: OutboxMessage) throws -> String? {
        if let own = message.address { return engine.address(own, via: message.channelName) }
        if engine.deployment.definitions.addresses.isEmpty { return nil }
        // First, since it may make room for more.
        let slot = try slot(of: message.customer)
        return engine.address(of: cache.slots[slot].state, via: message.channelName)
    }

    private func slot(of customer: String) throws -> Int {
        try Array(customer.utf8).withUnsafeBytes { try cache.slot(of: $0, in: store) }
    }

    // MARK: Endings

    /// A goal or an exit drops what is held of the enrollment's messages; within the transaction of the event.
    func dropHeldMessages() throws {
        guard !output.endings.isEmpty else { return }
        defer { output.endings.removeAll(keepingCapacity: true) }
        guard try store.outboxCounts()[.held] ?? 0 > 0 else { return }
        for ending in output.endings {
            for message in try messages(of: ending.customer) where message.status == .held && message.enrollment == ending.enrollment {
                try end(message, as: .dropped, because: ending.reason)
            }
        }
    }
}

extension OutboxMessage {
    fileprivate var leaving: Engine.Leaving {
        Engine.Leaving(
            key: CapPlace.key(of: key), channels: channels, channel: channel, address: address,
            isTransactional: isTransactional, enrollment: enrollment, wasHeld: status == .held)
    }
}

extension OutboxMessage.Status {
    fileprivate init(_ outcome: MessageOutcome) {
        self =
            switch outcome {
            case .held: .held
            case .capped: .capped
            case .suppressed: .suppressed
            case .noConsent: .noConsent
            case .expired: .expired
            case .unreachable: .unreachable
            case .failed: .failed
            case .heldOut, .sandboxed, .missingValue: .dropped
            }
    }
}
