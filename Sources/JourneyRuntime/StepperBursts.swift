import JourneyModel

// Bursts of timers: intake does not wait until a million are fired.
extension Stepper {
    /// Events held back while timers are fired; with more of them the burst is gone through first.
    private static let mostHeld = 100_000

    /// Keeps an event that is taken in and not yet decided; it comes in its order.
    func hold(_ event: EventRecord, _ name: UInt32, of batch: borrowing EventBatch) {
        held.insert(
            at: event.at, name: name, customer: Array(batch.raw(event.customer)), id: Array(batch.raw(event.id)),
            properties: Array(batch.raw(event.properties)))
    }

    /// Decides what is held and due before an instant. False where the burst was too long: the rest is for the turns to come.
    func catchUp(to instant: Timestamp, before index: Int, of batch: borrowing EventBatch) throws -> Bool {
        guard let longestBurst, held.count < Self.mostHeld else {
            try drain(to: instant, before: index, of: batch)
            return true
        }
        return try drain(to: instant, isInclusive: false, limit: min(work + longestBurst, workLimit))
    }
}
