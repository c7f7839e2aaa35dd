import JourneyModel
import XCTest

@testable import JourneyStore

/// Messages that are in no index of the outbox yet, beside those that are.
final class FreshMessagesTests: XCTestCase {
    private var options: SQLiteStore.Options {
        var options = SQLiteStore.Options(creationSalt: TestDirectory.salt)
        options.freshSpan = 4
        options.syncs = false
        return options
    }

    private func rows(_ store: SQLiteStore, _ status: Int) throws -> Int64 {
        try store.database.integer("SELECT count(*) FROM outbox WHERE status = \(status)", doing: "test")
    }

    func testTheLatestAreFreshAndTheOthersAreEntered() throws {
        let directory = try TestDirectory()
        let path = directory.file("s")
        var store = try SQLiteStore(path: path, options: options)
        // Later ones are due earlier.
        try store.transaction { store in
            for n in 1...10 { _ = try store.enqueue(TestMessage.make(n, nextAttemptAt: Int64(100 - n))) }
        }
        for reopens in [false, true, true] {
            if reopens {
                store.close()
                store = try SQLiteStore(path: path, options: options)
            }
            XCTAssertEqual(try rows(store, 30), 4)
            XCTAssertEqual(try rows(store, 0), 6)
            XCTAssertEqual(try store.outboxCounts(), [.pending: 10])
            let way = OutboxWay(of: TestMessage.make(1, nextAttemptAt: 0))
            XCTAssertEqual(try store.waitingWays(), [WaitingWay(way, nextAttemptAt: Timestamp(microseconds: 90))])
            XCTAssertEqual(try store.waitingCount(on: way), 10)
            for limit in 1...11 {
                let due = try store.dueMessages(at: Timestamp(microseconds: 98), on: way, limit: limit)
                XCTAssertEqual(due.map(\.number), Array((2...10).reversed().map(Int64.init).prefix(limit)))
                XCTAssertEqual(try store.waitingMessages(after: 5, limit: limit).map(\.number), Array((6...10).map(Int64.init).prefix(limit)))
                XCTAssertEqual(
                    try store.messages(standing: .pending, after: 0, limit: limit).map(\.number), Array((1...10).map(Int64.init).prefix(limit)))
            }
            XCTAssertEqual(try store.messages(of: "c0").map(\.status), [.pending, .pending, .pending, .pending, .pending])
        }
        store.close()
    }

    func testOneThatLeavesIsNeverEntered() throws {
        let directory = try TestDirectory()
        let store = try SQLiteStore(path: directory.file("s"), options: options)
        try store.transaction { store in
            for n in 1...3 { _ = try store.enqueue(TestMessage.make(n, nextAttemptAt: 1)) }
        }
        let due = try store.dueMessages(at: Timestamp(microseconds: 1), limit: 2)
        try store.transaction { store in
            for (var message, status) in zip(due, [OutboxMessage.Status.sent, .held]) {
                message.status = status
                try store.update(message)
            }
        }
        XCTAssertEqual(try store.outboxCounts(), [.sent: 1, .held: 1, .pending: 1])
        XCTAssertEqual(try store.waitingMessages(after: 0, limit: 9).map(\.number), [2, 3])
        XCTAssertEqual([try rows(store, 1), try rows(store, 8), try rows(store, 30)], [1, 1, 1])
        // Given up: what was taken out of memory is there again.
        try store.begin()
        try store.update(try XCTUnwrap(store.message(3)).standing(.failed))
        try store.rollback()
        XCTAssertEqual(try store.waitingMessages(after: 0, limit: 9).map(\.number), [2, 3])
        store.close()
    }

    func testLongTextsAreNotKeptInMemory() throws {
        let directory = try TestDirectory()
        var options = options
        options.freshSpan = 1_000
        let store = try SQLiteStore(path: directory.file("s"), options: options)
        try store.transaction { store in
            for n in 1...20 {
                var message = TestMessage.make(n, nextAttemptAt: 1)
                message.bodies = String(repeating: "x", count: 1 << 20)
                _ = try store.enqueue(message)
            }
        }
        XCTAssertLessThan(try rows(store, 30), 9)
        XCTAssertEqual(try store.dueMessages(at: Timestamp(microseconds: 1), limit: 30).map(\.number), Array(1...20))
        store.close()
    }
}

extension OutboxMessage {
    fileprivate func standing(_ status: Status) -> OutboxMessage {
        var message = self
        message.status = status
        return message
    }
}
