import JourneyModel

/// Events that are taken in but not yet decided: those within `grace` of the newest, in (at, arrival) order.
struct HeldEvents {
    struct Event: Comparable {
        var at: Timestamp
        var arrival: UInt64
        var name: UInt32
        var customer: [UInt8]
        var properties: [UInt8]

        static func < (a: Event, b: Event) -> Bool { a.at != b.at ? a.at < b.at : a.arrival < b.arrival }
        static func == (a: Event, b: Event) -> Bool { a.at == b.at && a.arrival == b.arrival }
    }

    private var heap = Heap<Event>()
    private var arrivals: UInt64 = 0

    var count: Int { heap.count }
    var first: Event? { heap.first }

    mutating func insert(at: Timestamp, name: UInt32, customer: [UInt8], properties: [UInt8]) {
        heap.insert(Event(at: at, arrival: arrivals, name: name, customer: customer, properties: properties))
        arrivals += 1
    }

    mutating func removeFirst() -> Event? { heap.removeFirst() }
}
