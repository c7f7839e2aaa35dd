import JourneyEngine
import JourneyModel
import JourneyReports
import JourneyRuntime
import JourneyStore

/// Who waits where: counted over every customer.
struct WaitingPeople {
    struct Place: Hashable {
        var journey: String
        /// Empty for those who are watched and not inside.
        var step: String
    }

    struct Crowd {
        var count: Int64 = 0
        /// Since when the one waits who waits the longest.
        var oldest = Timestamp.distantFuture
        var oldestCustomer = ""
    }

    private(set) var crowds: [Place: Crowd] = [:]

    init(_ store: SQLiteStore, only journey: String?) throws {
        let versions = Dictionary(
            try store.versions().map { ($0.number, (journey: $0.journey, machine: try $0.decoded())) }, uniquingKeysWith: { $1 })
        try store.forEachCustomer { _, bytes in
            let state = try CustomerState(encoded: bytes)
            for enrollment in state.enrollments where !enrollment.isFinished {
                guard let (name, machine) = versions[enrollment.version], journey ?? name == name, Int(enrollment.state) < machine.states.count
                else { continue }
                note(Place(journey: name, step: machine.states[Int(enrollment.state)].label), enrollment.stateEnteredAt, state.id)
            }
            for memory in state.triggers {
                guard let watch = memory.watch, !memory.isHeldEntry, let (name, _) = versions[memory.trigger], journey ?? name == name
                else { continue }
                note(Place(journey: name, step: ""), watch.beganAt, state.id)
            }
        }
    }

    private mutating func note(_ place: Place, _ since: Timestamp, _ customer: String) {
        var crowd = crowds[place] ?? Crowd()
        crowd.count += 1
        if since < crowd.oldest { (crowd.oldest, crowd.oldestCustomer) = (since, customer) }
        crowds[place] = crowd
    }

    private var sorted: [(place: Place, crowd: Crowd)] {
        crowds.map { ($0.key, $0.value) }.sorted { a, b in
            a.0.journey != b.0.journey
                ? a.0.journey.utf8.lexicographicallyPrecedes(b.0.journey.utf8) : a.0.step.utf8.lexicographicallyPrecedes(b.0.step.utf8)
        }
    }

    func text(ink: Ink) -> String {
        var table = TextTable([
            .init("journey"), .init("waits at"), .init("customers", .right), .init("the longest since"), .init("who"),
        ])
        for (place, crowd) in sorted {
            table.add([
                .init(place.journey), .init(place.step.isEmpty ? "(watched)" : place.step), .init(grouped(crowd.count)),
                .init(crowd.oldest.rfc3339), .init(crowd.oldestCustomer),
            ])
        }
        return sorted.isEmpty ? "nobody waits anywhere\n" : table.text(ink)
    }

    /// `[{"journey","step","customers","oldest_since","oldest_customer"}]`; `step` is null for those who are watched.
    var json: String {
        let objects = sorted.map { place, crowd in
            "{\"journey\":\(JSONText.quoted(place.journey)),\"step\":\(place.step.isEmpty ? "null" : JSONText.quoted(place.step)),"
                + "\"customers\":\(crowd.count),\"oldest_since\":\"\(crowd.oldest.rfc3339)\",\"oldest_customer\":\(JSONText.quoted(crowd.oldestCustomer))}"
        }
        return "[\(objects.joined(separator: ","))]"
    }
}
