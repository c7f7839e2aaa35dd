import JourneyModel
import XCTest

@testable import JourneyStore

/// A store that two connections believe to be theirs.
final class OwnershipTests: XCTestCase {
    func testWhoBeganToWriteLastOwnsTheStore() throws {
        let directory = try TestDirectory()
        let path = directory.file("s.store")
        func opened() throws -> SQLiteStore { try SQLiteStore(path: path, options: .init(creationSalt: TestDirectory.salt)) }
        func write(_ store: SQLiteStore, _ text: String) throws {
            try store.begin()
            do {
                try store.set(setting: "test", to: Array(text.utf8))
                try store.commit()
            } catch {
                try store.rollback()
                throw error
            }
        }
        let first = try opened()
        try write(first, "first")
        let second = try opened()
        // Opening is no writing.
        try write(first, "first again")
        // What is rolled back takes nothing over.
        try second.begin()
        try second.rollback()
        try write(first, "first still")
        try write(second, "second")
        for _ in 0..<2 {
            XCTAssertThrowsError(try write(first, "too late")) { XCTAssertEqual($0 as? StoreError, .takenOver) }
        }
        XCTAssertFalse(StoreError.takenOver.mayPass)
        try write(second, "second again")
        XCTAssertEqual(try second.setting("test"), Array("second again".utf8))
        first.close()
        try write(second, "second still")
        second.close()
    }

    /// What is handed over and finds another owner there is lost, and everything says so from then on.
    func testWhatIsHandedOverTooLateIsToldOfByWhateverComesNext() throws {
        let nexts: [(String, (SQLiteStore) throws -> Void)] = [
            ("settle", { try $0.settle() }), ("read", { _ = try $0.setting("test") }),
            ("commit", { try $0.begin(); try $0.set(setting: "test", to: [3]); try $0.commit() }),
            ("hand over", { for _ in 0..<9 { try $0.begin(); try $0.set(setting: "test", to: [3]); try $0.handOver() } }),
        ]
        for (isBeside, (name, next)) in [true, false].flatMap({ isBeside in nexts.map { (isBeside, $0) } }) {
            let directory = try TestDirectory()
            var options = SQLiteStore.Options(creationSalt: TestDirectory.salt)
            options.checkpointsInBackground = isBeside
            let first = try SQLiteStore(path: directory.file("s.store"), options: options)
            let second = try SQLiteStore(path: directory.file("s.store"), options: options)
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

    /// Transactions that were handed over are seen at once by whoever asks the store, and in the file after the next commit.
    func testWhatIsHandedOverIsSeenAtOnce() throws {
        for isBeside in [true, false] {
            let directory = try TestDirectory()
            var options = SQLiteStore.Options(creationSalt: TestDirectory.salt)
            options.checkpointsInBackground = isBeside
            let store = try SQLiteStore(path: directory.file("s.store"), options: options)
            for round in 1...20 as ClosedRange<UInt8> {
                try store.begin()
                XCTAssertEqual(try store.customer(7), round == 1 ? nil : [round - 1])
                try store.put(customer: 7, state: [round])
                try store.add(timer: StoredTimer(key: .init(due: Timestamp(microseconds: Int64(round)), number: 1), customer: 7))
                if round > 3 { try store.removeTimers(through: .init(due: Timestamp(microseconds: Int64(round) - 3), number: 1)) }
                try store.handOver()
                XCTAssertEqual(try store.timers(after: nil, limit: 9).map(\.key.due.microseconds), (max(1, Int64(round) - 2)...Int64(round)).map { $0 })
                if round % 7 == 0 { XCTAssertEqual(try store.customers(after: nil, limit: 2).map(\.state), [[round]]) }
            }
            try store.settle()
            XCTAssertTrue(store.isDurable(store.lastTransaction))
            let reader = try SQLiteStore(path: directory.file("s.store"), options: .init(access: .reader))
            XCTAssertEqual(try reader.customer(7), [20])
            XCTAssertEqual(try reader.timers(after: nil, limit: 9).map(\.key.due.microseconds), [18, 19, 20])
            reader.close()
            store.close()
        }
    }
}
