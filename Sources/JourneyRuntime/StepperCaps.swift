import JourneyEngine
import JourneyModel
import JourneyStore

/// A cap counts the messages of its span, also those that were queued before it was deployed.
extension Stepper {
    private static let capsSetting = "caps"

    /// Gives the messages of the store their places where the caps now look further back than those before did. Customers keep the
    /// places of the longest cap only, so that a cap that grows has to look at the outbox, too.
    func learnCaps() throws {
        let known = try Self.knownSpan(of: store)
        let span = engine.longestCap
        guard span != known else { return }
        if span > known, try store.outboxCounts().values.contains(where: { $0 > 0 }) { try learnPlaces() }
        var out = ByteWriter()
        out.signed(span)
        try store.begin()
        try store.set(setting: Self.capsSetting, to: out.bytes)
        try commit()
    }

    /// How far back the customers' places are whole.
    private static func knownSpan(of store: any Store) throws -> Microseconds {
        guard let bytes = try store.setting(capsSetting) else { return 0 }
        do {
            return try bytes.withUnsafeBytes { buffer in
                var reader = ByteReader(buffer)
                return try reader.signed()
            }
        } catch {
            throw StoreError.damaged("what the store says of its caps does not decode: \(error)")
        }
    }

    /// Looks at everybody in the log, a slice at a time; redone from the start after a crash, which changes nothing.
    private func learnPlaces() throws {
        var place: Int64? = 0
        while let from = place {
            try store.begin()
            let slice = try everybody(from: from)
            var seen: Set<String> = []
            for customer in slice.customers where seen.insert(customer).inserted { try learnPlaces(of: customer) }
            place = slice.next
            try commit()
        }
    }

    private func learnPlaces(of customer: String) throws {
        let messages = try store.messages(of: customer).filter { $0.takesPlace && $0.queuedAt > clock - engine.longestCap }
        if messages.isEmpty { return }
        let slot = try Array(customer.utf8).withUnsafeBytes { try cache.slot(of: $0, in: store) }
        cache.update(slot) { state in
            var isChanged = false
            for message in messages
            where engine.learnPlace(of: message.key, queuedAt: message.queuedAt, channel: message.channelName, in: &state, now: clock) {
                isChanged = true
            }
            return isChanged
        }
    }
}

extension OutboxMessage {
    /// It was sent, may have been, or still may be.
    fileprivate var takesPlace: Bool {
        if isTransactional { return false }
        return switch status {
        case .pending, .held, .sending, .sent, .uncertain: true
        case .failed, .unreachable, .dropped, .expired, .suppressed, .noConsent, .capped, .merged: false
        }
    }
}
