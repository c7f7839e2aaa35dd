import JourneyModel
import JourneyRuntime
import JourneyStore

/// Passes an intake on and keeps the events of one customer on the way, for a timeline.
final class WatchedIntake: EventIntake {
    struct Event {
        /// The id that it came under, where that matters.
        var customer = ""
        var name: String
        var at: Timestamp
        var properties: [UInt8]
    }

    private let inner: any EventIntake
    private let customer: [UInt8]
    private var events: [Event] = []

    init(_ inner: any EventIntake, customer: String) {
        self.inner = inner
        self.customer = Array(customer.utf8)
    }

    func takeEvents() -> [Event] {
        defer { events = [] }
        return events
    }

    func read(into batch: inout EventBatch, limit: Int, rejects: inout [Rejection]) throws -> IntakeState {
        let state = try inner.read(into: &batch, limit: limit, rejects: &rejects)
        events += Self.events(of: customer, in: batch)
        return state
    }

    static func events(of customer: [UInt8], in batch: EventBatch) -> [Event] {
        batch.events.lazy.filter { batch.bytes[$0.customer].elementsEqual(customer) }.map { event in
            Event(name: batch.names[event.name], at: event.at, properties: Array(batch.bytes[event.properties]))
        }
    }

    var positions: [(source: String, position: SourcePosition)] { inner.positions }
    var horizon: Timestamp? { inner.horizon }
    var unreadable: [(source: String, reason: String)] { inner.unreadable }
    func acknowledge(_ positions: [(source: String, position: SourcePosition)]) throws { try inner.acknowledge(positions) }
    func setClock(_ now: Timestamp) { inner.setClock(now) }
    func close() { inner.close() }
}

extension [UInt8] {
    subscript(range: ByteRange) -> ArraySlice<UInt8> { self[Int(range.start)..<Int(range.start) + Int(range.count)] }
}
