import Foundation
import JourneyModel
import XCTest

@testable import JourneyStore

/// Opening, schema, and a second connection beside the scheduler's.
final class OpeningTests: XCTestCase {
    private var directory: TestDirectory!
    private var path: String { directory.file("s.store") }
    private let creating = SQLiteStore.Options(creationSalt: TestDirectory.salt)

    override func setUpWithError() throws { directory = try TestDirectory() }

    private func execute(_ sql: String) throws {
        let database = try Database(path: path, access: .create)
        try database.execute(sql, doing: "test")
        database.close()
    }

    private func opening(_ options: SQLiteStore.Options = .init()) -> StoreError? {
        do {
            try SQLiteStore(path: path, options: options).close()
            return nil
        } catch { return error as? StoreError ?? .damaged("another error: \(error)") }
    }

    func testAMissingStoreIsMadeOnlyWithASalt() throws {
        guard case .database(14, _, "opening the store `\(path)`")? = opening() else {
            return XCTFail("\(String(describing: opening()))")
        }
        XCTAssertFalse(FileManager.default.fileExists(atPath: path))
        XCTAssertNotNil(opening(.init(creationSalt: [1, 2])))
        XCTAssertNil(opening(creating))
        XCTAssertNil(opening())
        // An existing store keeps its salt.
        let store = try SQLiteStore(path: path, options: .init(creationSalt: [UInt8](repeating: 9, count: 16)))
        XCTAssertEqual(store.salt, TestDirectory.salt)
        store.close()
        XCTAssertFalse(FileManager.default.fileExists(atPath: path + "-wal"), "closing leaves one file")
    }

    func testForeignFilesAreRefused() throws {
        try execute("CREATE TABLE t(a)")
        XCTAssertEqual(opening(creating), .damaged("`\(path)` is a database of another program, no store of journey; name another file"))
        XCTAssertEqual(opening(), .damaged("`\(path)` is a database of another program, no store of journey; name another file"))
        try Data("this is a text and no database, however long it may go on for".utf8).write(to: URL(fileURLWithPath: path))
        guard case .damaged? = opening(creating) else { return XCTFail("a text file was taken for a store") }
    }

    func testANewerSchemaIsRefused() throws {
        XCTAssertNil(opening(creating))
        try execute("PRAGMA user_version = 99")
        for options in [creating, .init(), .init(access: .reader)] {
            XCTAssertEqual(opening(options), .newerSchema(found: 99, known: Schema.version))
        }
    }

    /// Every earlier schema comes to the same tables as a new store has.
    func testMigrationsFromEverySchema() throws {
        XCTAssertNil(opening(creating))
        let wanted = try tables()
        for version in 1...Schema.version {
            directory = try TestDirectory()
            for step in 0..<version { try execute(Schema.migrations[step]) }
            try execute(
                """
                PRAGMA user_version = \(version); PRAGMA application_id = \(Schema.applicationID); PRAGMA journal_mode = WAL;
                INSERT INTO meta(id, salt, clock, next_number, folded_chunk, folded_message) VALUES (1, zeroblob(16), 5, 6, 0, 0)
                """)
            let store = try SQLiteStore(path: path)
            XCTAssertEqual(store.progress, Progress(clock: Timestamp(microseconds: 5), nextNumber: 6))
            store.close()
            XCTAssertEqual(try tables(), wanted)
        }
    }

    private func tables() throws -> [String] {
        let database = try Database(path: path, access: .readOnly)
        var found: [String] = []
        let list = try database.prepare("SELECT coalesce(sql, name) FROM sqlite_schema ORDER BY name", doing: "test")
        try list.forEach { found.append($0.text(0)) }
        database.close()
        return found
    }

    func testDamagedBytesAreErrorsAndNotTraps() throws {
        let damages = [
            "UPDATE log SET data = x'ff'", "UPDATE log SET data = x'0900010101'",
            "UPDATE log SET data = x'01ffffffffffffffffffff01'",
            "UPDATE redo SET data = x'01'", "UPDATE redo SET data = x'0102030405060708ff'", "UPDATE meta SET salt = x'01'",
            "INSERT INTO name(number, text) VALUES (7, 'x')", "UPDATE log SET data = x'0100000105'", "DELETE FROM meta",
        ]
        for damage in damages {
            directory = try TestDirectory()
            let store = try SQLiteStore(path: path, options: creating)
            _ = try store.accepting(TestBatch(id: "a", customer: "c"))
            try store.transaction { try $0.put(customer: 1, state: [1]) }
            store.close()
            try execute(damage + ";" + Schema.clearingSums)
            guard case .damaged? = opening() else {
                XCTFail("\(damage): \(String(describing: opening()))")
                continue
            }
        }
    }

    // MARK: Beside the scheduler

    func testAReaderSeesOneMomentAndWritesNothing() throws {
        let store = try SQLiteStore(path: path, options: creating)
        _ = try store.accepting(TestBatch(id: "a", customer: "c"))
        try store.transaction { try $0.put(customer: 1, state: [1]) }
        let reader = try SQLiteStore(path: path, options: .init(access: .reader))
        try store.transaction { try $0.put(customer: 1, state: [2]) }
        _ = try store.accepting(TestBatch(id: "b", customer: "c"))
        XCTAssertEqual(try reader.customer(1), [1])
        XCTAssertEqual(try reader.history(of: "c").map(\.id), ["a"])
        XCTAssertEqual(try reader.history(of: "nobody"), [])
        XCTAssertThrowsError(try reader.begin())
        XCTAssertThrowsError(try reader.putInInbox([[1]]))
        let later = try SQLiteStore(path: path, options: .init(access: .reader))
        XCTAssertEqual(try later.customer(1), [2])
        XCTAssertEqual(try later.history(of: "c").map(\.id), ["a", "b"])
        later.close()
        reader.close()
        store.close()
    }

    func testLinesPutInByAnotherConnection() throws {
        let store = try SQLiteStore(path: path, options: creating)
        let ingest = try SQLiteStore(path: path, options: .init(access: .inbox))
        try ingest.putInInbox([[1], [2]])
        XCTAssertEqual(try store.inbox(after: 0, limit: 9).map(\.line), [[1], [2]])
        XCTAssertThrowsError(try ingest.begin())
        // While the scheduler writes, the other one waits, here not for long.
        var hasty = SQLiteStore.Options(access: .inbox)
        hasty.busyTimeout = 1
        let impatient = try SQLiteStore(path: path, options: hasty)
        try store.begin()
        try store.removeFromInbox(through: 1)
        XCTAssertThrowsError(try impatient.putInInbox([[3]])) {
            guard case .database(5, _, "putting lines into the inbox")? = $0 as? StoreError else { return XCTFail("\($0)") }
        }
        try store.commit()
        try impatient.putInInbox([[4]])
        XCTAssertEqual(try store.inbox(after: 0, limit: 9).map(\.row), [2, 3])
        impatient.close()
        ingest.close()
        store.close()
    }

    func testAClosedStoreAnswersWithErrors() throws {
        let store = try SQLiteStore(path: path, options: creating)
        store.close()
        store.close()
        XCTAssertThrowsError(try store.begin())
        XCTAssertThrowsError(try store.customer(1))
        XCTAssertThrowsError(try store.history(of: "c"))
        store.count(Counter(metric: "x"), by: 1)
        XCTAssertEqual(store.names.count, 0)
    }
}
