import JourneyChannels
import JourneyModel
import JourneyRuntime
import JourneyStore

/// Made-up events and, among them in the order of time, what people make of the messages they got.
final class ReactionIntake: EventIntake {
    private let events: MadeUpEvents
    private let reactions: Reactions
    private var pending = Heap<Pending>()

    private struct Pending: Comparable {
        var at: Timestamp
        var key: String
        var status: String
        var customer: String

        static func < (a: Pending, b: Pending) -> Bool {
            a.at != b.at ? a.at < b.at : a.key != b.key ? a.key < b.key : a.status < b.status
        }
    }

    init(_ events: MadeUpEvents, _ reactions: Reactions) {
        self.events = events
        self.reactions = reactions
    }

    var nextAt: Timestamp? { [events.nextAt, pending.first?.at].compactMap { $0 }.min() }

    /// - Parameter instant: none of them left before.
    func react(to messages: [ChannelMessage], sentAfter instant: Timestamp) {
        for message in messages {
            for (status, after) in reactions.of(key: message.key, seed: events.terms.seed) {
                pending.insert(Pending(at: max(message.at, instant) + after, key: message.key, status: status, customer: message.customer))
            }
        }
    }

    func read(into batch: inout EventBatch, limit: Int, rejects: inout [Rejection]) throws -> IntakeState {
        let window = events.window
        defer { events.window = window }
        while let first = pending.first, first.at < window, batch.events.count < limit {
            // What people do by themselves goes first at one instant.
            events.window = min(window, first.at + 1)
            _ = try events.read(into: &batch, limit: limit, rejects: &rejects)
            if batch.events.count >= limit { return .more }
            pending.removeFirst()
            give(first, to: &batch)
        }
        events.window = window
        _ = try events.read(into: &batch, limit: limit, rejects: &rejects)
        return nextAt == nil ? .finished : .more
    }

    private func give(_ reaction: Pending, to batch: inout EventBatch) {
        func run(_ bytes: some Collection<UInt8>) -> ByteRange {
            let start = batch.bytes.count
            batch.bytes.append(contentsOf: bytes)
            return ByteRange(start: start, count: batch.bytes.count - start)
        }
        let properties = run("\"status\":\"\(reaction.status)\",\"key\":\(JSONText.quoted(reaction.key))".utf8)
        let (customer, id) = (run(reaction.customer.utf8), run("\(reaction.status)-\(reaction.key)".utf8))
        batch.events.append(
            EventRecord(
                at: reaction.at, name: batch.names.number("$message"), source: 0, customer: customer, id: id, properties: properties,
                position: 0))
    }

    var positions: [(source: String, position: SourcePosition)] { [] }
    var horizon: Timestamp? { nextAt }
    var unreadable: [(source: String, reason: String)] { [] }
    func acknowledge(_ positions: [(source: String, position: SourcePosition)]) throws {}
    func setClock(_ now: Timestamp) {}
    func close() {}
}
