import JourneyModel
import XCTest

@testable import JourneyStore

/// Transactions that become durable beside those that follow them, with a thread and without.
final class TransactionsTests: XCTestCase {
    private func withStores(_ body: (_ path: String, _ options: SQLiteStore.Options) throws -> Void) throws {
        for isBeside in [true, false] {
            let directory = try TestDirectory()
            var options = SQLiteStore.Options(creationSalt: TestDirectory.salt)
            options.checkpointsInBackground = isBeside
            try body(directory.file("s.store"), options)
        }
    }

    /// What is handed over and finds another owner there is lost, and everything says so from then on.
    func testWhatIsHandedOverTooLateIsToldOfByWhateverComesNext() throws {
        let nexts: [(String, (SQLiteStore) throws -> Void)] = [
            ("settle", { try $0.settle() }), ("read", { _ = try $0.setting("test") }),
            ("commit", { try $0.begin(); try $0.set(setting: "test", to: [3]); try $0.commit() }),
            ("hand over", { for _ in 0..<9 { try $0.begin(); try $0.set(setting: "test", to: [3]); try $0.handOver() } }),
        ]
        for (name, next) in nexts {
            try withStores { path, options in
                let first = try SQLiteStore(path: path, options: options)
                let second = try SQLiteStore(path: path, options: options)
                for store in [first, second] {
                    try store.begin()
                    try store.set(setting: "test", to: [1])
                    try store.commit()
                }
                try first.begin()
                try first.set(setting: "test", to: [2])
                try first.handOver()
                let transaction = first.lastTransaction
                XCTAssertThrowsError(try next(first), name) { XCTAssertEqual($0 as? StoreError, .takenOver, name) }
                XCTAssertFalse(first.isDurable(transaction))
                for (again, body) in nexts {
                    XCTAssertThrowsError(try body(first), again) { XCTAssertEqual($0 as? StoreError, .takenOver, again) }
                }
                first.close()
                XCTAssertEqual(try second.setting("test"), [1])
                second.close()
            }
        }
    }

    /// Transactions that were handed over are seen at once by whoever asks the store, and in the file after the next commit.
    func testWhatIsHandedOverIsSeenAtOnce() throws {
        try withStores { path, options in
            let store = try SQLiteStore(path: path, options: options)
            func dues() throws -> [Int64] { try store.timers(after: nil, limit: 9).map(\.key.due.microseconds) }
            for round in 1...20 as ClosedRange<UInt8> {
                try store.begin()
                XCTAssertEqual(try store.customer(7), round == 1 ? nil : [round - 1])
                try store.put(customer: 7, state: [round])
                try store.add(timer: StoredTimer(key: .init(due: Timestamp(microseconds: Int64(round)), number: 1), customer: 7))
                if round > 3 { try store.removeTimers(through: .init(due: Timestamp(microseconds: Int64(round) - 3), number: 1)) }
                let expected = Array(max(1, Int64(round) - 2)...Int64(round))
                XCTAssertEqual(try dues(), expected)
                try store.handOver()
                if round % 5 == 0 { XCTAssertEqual(try dues(), expected) }
                if round % 7 == 0 { XCTAssertEqual(try store.customers(after: nil, limit: 2).map(\.state), [[round]]) }
            }
            try store.settle()
            XCTAssertTrue(store.isDurable(store.lastTransaction))
            let reader = try SQLiteStore(path: path, options: .init(access: .reader))
            XCTAssertEqual(try reader.customer(7), [20])
            XCTAssertEqual(try reader.timers(after: nil, limit: 9).map(\.key.due.microseconds), [18, 19, 20])
            reader.close()
            store.close()
        }
    }

    /// Without a thread they wait until there are too many, or something is asked.
    func testHowManyAreOnTheirWay() throws {
        let directory = try TestDirectory()
        var options = SQLiteStore.Options(creationSalt: TestDirectory.salt)
        options.checkpointsInBackground = false
        let store = try SQLiteStore(path: directory.file("s.store"), options: options)
        let first = store.lastTransaction + 1
        for count in 1...4 {
            try store.begin()
            try store.set(setting: "test", to: [UInt8(count)])
            try store.handOver()
            XCTAssertEqual(store.isDurable(first), count > 3, "after \(count)")
        }
        XCTAssertFalse(store.isDurable(first + 3))
        XCTAssertEqual(try store.setting("test"), [4])
        XCTAssertTrue(store.isDurable(first + 3))
        store.close()
    }

    func testHowMuchIsRecorded() throws {
        let directory = try TestDirectory()
        let store = try SQLiteStore(path: directory.file("s.store"), options: .init(creationSalt: TestDirectory.salt))
        // Of a row with a name, a value and a sum: its head, three values with ten bytes before each, and the name.
        let rest = 8 + 3 * 10 + 1
        for (more, isBegun) in [(-1, false), (0, false), (1, true)] {
            try store.begin()
            try store.set(setting: "a", to: [UInt8](repeating: 1, count: 32 << 20 - rest + more))
            XCTAssertEqual(store.transactions.isBegun, isBegun, "\(more)")
            XCTAssertEqual(store.transactions.writes.isEmpty, isBegun)
            try store.rollback()
        }
        store.close()
    }
}
