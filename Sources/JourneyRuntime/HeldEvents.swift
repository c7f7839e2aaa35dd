import JourneyModel

/// Events that are taken in but not yet decided: those within `grace` of the newest, in (at, arrival) order.
struct HeldEvents {
    struct Event: Comparable {
        var at: Timestamp
        var arrival: UInt64
        var name: UInt32
        var customer: [UInt8]
        var id: [UInt8]
        var properties: [UInt8]

        static func < (a: Event, b: Event) -> Bool { a.at != b.at ? a.at < b.at : a.arrival < b.arrival }
        static func == (a: Event, b: Event) -> Bool { a.at == b.at && a.arrival == b.arrival }
    }

    private var heap = Heap<Event>()
    private var arrivals: UInt64 = 0

    var count: Int { heap.count }
    var first: Event? { heap.first }

    mutating func insert(at: Timestamp, name: UInt32, customer: [UInt8], id: [UInt8], properties: [UInt8]) {
        heap.insert(Event(at: at, arrival: arrivals, name: name, customer: customer, id: id, properties: properties))
        arrivals += 1
    }

    /// Ids of a customer's events at or before an instant.
    func ids(of customer: String, through instant: Timestamp) -> Set<String> {
        let customer = Array(customer.utf8)
        return Set(heap.all.lazy.filter { $0.at <= instant && $0.customer == customer }.map { String(decoding: $0.id, as: UTF8.self) })
    }

    mutating func removeFirst() -> Event? { heap.removeFirst() }
}
