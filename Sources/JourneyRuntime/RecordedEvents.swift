import JourneyEngine
import JourneyModel
import JourneyStore

/// Brings the events that steps emit into the log, as if they had come from outside.
final class RecordedEvents {
    private var batch = EventBatch(names: NameTable())
    /// The store's number of each name of the batch.
    private var numbers: [UInt32] = []

    /// Empties the list.
    func log(_ events: inout [RecordedEvent], in store: any Store) throws {
        if events.isEmpty { return }
        batch.removeAll()
        for event in events { add(event, store.names[event.name]) }
        while numbers.count < batch.names.count { numbers.append(store.names.number(batch.names[UInt32(numbers.count)])) }
        var isNew: [Bool] = []
        try store.accept(batch, eventNames: numbers, isNew: &isNew)
        events.removeAll(keepingCapacity: true)
    }

    private func add(_ event: RecordedEvent, _ name: String) {
        batch.events.append(
            EventRecord(
                at: event.at, name: batch.names.number(name), source: 0, customer: run(Array(event.customer.utf8)),
                id: run(Array(event.id.utf8)), properties: run(event.properties), position: 0))
    }

    private func run(_ bytes: [UInt8]) -> ByteRange {
        let start = batch.bytes.count
        batch.bytes += bytes
        return ByteRange(start: start, count: bytes.count)
    }
}
