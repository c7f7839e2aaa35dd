import JourneyEngine
import JourneyModel
import JourneyStore

/// Timers that are looked for among all: so many at a time, that memory stays bounded however many there are.
struct AwaitedTimers {
    private static let most = 200_000

    private var open: [UInt64: (due: Timestamp, customer: UInt64, what: String)] = [:]

    var isEmpty: Bool { open.isEmpty }

    /// True where it is time to look.
    mutating func add(_ timer: StoredTimer.Key, customer: UInt64, _ what: String) -> Bool {
        open[timer.number] = (timer.due, customer, what)
        return open.count >= Self.most
    }

    /// This one is there: at its place, or at an earlier one from which it will move on. It may bear the key of another id of the same person.
    mutating func strike(_ timer: StoredTimer) {
        guard let wanted = open[timer.key.number], timer.key.due <= wanted.due else { return }
        open[timer.key.number] = nil
    }

    /// What was not found, in the order of the timers.
    mutating func takeAll() -> [String] {
        defer { open.removeAll(keepingCapacity: true) }
        return open.sorted { $0.key < $1.key }.map(\.value.what)
    }
}

/// Places in caps whose messages are looked for, so many at a time.
struct HeldPlaces {
    private static let most = 200_000

    private var open: [UInt64: String] = [:]

    /// True where it is time to look.
    mutating func add(_ key: UInt64, of customer: String) -> Bool {
        open[key] = customer
        return open.count >= Self.most
    }

    /// A message that did not reach its customer gives its place back.
    mutating func strike(_ message: OutboxMessage) {
        guard !open.isEmpty else { return }
        switch message.status {
        case .pending, .held, .sending, .sent, .uncertain: open[CapPlace.key(of: message.key)] = nil
        case .failed, .unreachable, .dropped, .expired, .suppressed, .noConsent, .capped, .merged: break
        }
    }

    mutating func takeAll() -> [String] {
        defer { open.removeAll(keepingCapacity: true) }
        return open.sorted { $0.key < $1.key }.map { "of customer `\($0.value)`" }
    }
}
