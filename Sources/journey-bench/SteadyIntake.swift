import JourneyModel
import JourneyRuntime
import JourneyStore

/// Gives so many events a second, each at its own instant, as far as the clock has come. A tenth of them lets a new customer in.
final class SteadyIntake: EventIntake {
    private let interval: Microseconds
    private let beginsAt: Timestamp
    private let most: Int
    private var now: Timestamp
    private var given = 0

    init(perSecond: Int, from instant: Timestamp, names: NameTable, most: Int = .max) {
        interval = max(1, .second / Int64(perSecond))
        beginsAt = instant
        now = instant
        self.most = most
    }

    func setClock(_ now: Timestamp) { self.now = now }

    func read(into batch: inout EventBatch, limit: Int, rejects: inout [Rejection]) throws -> IntakeState {
        while batch.events.count < limit, given < most {
            let at = beginsAt + Int64(given + 1) * interval
            if at > now { return .idle }
            let isNew = given % 10 == 0
            batch.append(
                customer: isNew ? "new\(given)" : "c\(given % 1_000)", event: isNew ? "browsed" : "viewed", at: at, id: "n\(given)",
                properties: "\"price\":199")
            given += 1
        }
        return given < most ? .more : .idle
    }

    var positions: [(source: String, position: SourcePosition)] { [] }
    var horizon: Timestamp? { nil }
    var unreadable: [(source: String, reason: String)] { [] }
    func acknowledge(_ positions: [(source: String, position: SourcePosition)]) throws {}
    func close() {}
}
