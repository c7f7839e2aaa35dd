import JourneyModel

@testable import JourneyStore

/// A batch written by hand.
struct TestBatch {
    var batch = EventBatch(names: NameTable())

    init() {}

    init(id: String, customer: String) { add(id: id, customer: customer) }

    private mutating func text(_ text: String) -> ByteRange {
        let range = ByteRange(start: batch.bytes.count, count: text.utf8.count)
        batch.bytes.append(contentsOf: text.utf8)
        return range
    }

    mutating func add(id: String, customer: String, event: String = "browsed", at: Int64 = 0, properties: String = "") {
        let record = EventRecord(
            at: Timestamp(microseconds: at), name: batch.names.number(event), source: 0, customer: text(customer), id: text(id),
            properties: text(properties), position: 0)
        batch.events.append(record)
    }
}

enum TestMessage {
    /// A message with the key `key-N`, of customer `c0` or `c1`.
    static func make(_ n: Int, nextAttemptAt: Int64) -> OutboxMessage {
        OutboxMessage(
            key: "key-\(n)", customer: "c\(n % 2)", journey: "j", step: "send#1", content: "券",
            channels: ["wecom", "s\nm\\s", ""], arguments: "{\"a\":\(n)}", queuedAt: Timestamp(microseconds: 1),
            nextAttemptAt: Timestamp(microseconds: nextAttemptAt))
    }
}

extension Store {
    /// What is due on all ways, in the order of the numbers.
    func dueMessages(at instant: Timestamp, limit: Int) throws -> [OutboxMessage] {
        let due = try waitingWays().flatMap { try dueMessages(at: instant, on: $0.way, limit: .max) }
        return Array(due.sorted { $0.number < $1.number }.prefix(limit))
    }

    func transaction(_ body: (any Store) throws -> Void) throws {
        try begin()
        do { try body(self) } catch {
            try rollback()
            throw error
        }
        try commit()
    }

    /// Accepts inside the open transaction.
    func accept(_ test: TestBatch) throws -> [Bool] {
        var isNew: [Bool] = []
        let numbers = test.batch.names.names.map { names.number($0) }
        try accept(test.batch, eventNames: numbers, isNew: &isNew)
        return isNew
    }

    /// Accepts in a transaction of its own.
    func accepting(_ test: TestBatch) throws -> [Bool] {
        var isNew: [Bool] = []
        try transaction { isNew = try $0.accept(test) }
        return isNew
    }
}
