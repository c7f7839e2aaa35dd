import CFaultVFS
import Foundation
import JourneyCompiler
import JourneyEngine
import JourneyLanguage
import JourneyModel
import XCTest

@testable import JourneyRuntime
@testable import JourneyStore

/// A store of every schema that was released comes to today's, with all that is in it, wherever the way there is broken off.
///
/// `Tests/Corpus/stores/schema-N.sql` is a store as schema N had it, broken off in the middle of its work. A file that is there never
/// changes; JOURNEY_RECORD=1 writes the one that is missing, of the newest schema.
final class MigrationTests: XCTestCase {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Corpus/stores")

    private let workload = Workload(Workload.oldest)

    override func setUp() { XCTAssertEqual(fault_install(), 0) }

    override func tearDown() {
        fault_disarm()
        fault_settle()
        fault_remove()
    }

    private static func file(_ version: Int) -> URL { folder.appendingPathComponent("schema-\(version).sql") }

    /// Every call to the disk that upgrading makes fails, or is the last before the power is lost.
    func testBrokenOffAtEveryCall() throws {
        var total = 0
        for version in 1...Schema.version {
            let folder = try TemporaryFolder()
            let calm = folder.path("calm.db")
            try load(version, calm)
            fault_reset_counts()
            try upgrade(calm)
            let calls = [FAULT_IO: fault_calls(FAULT_IO), FAULT_FULL: fault_calls(FAULT_FULL), FAULT_POWER: fault_calls(FAULT_POWER)]
            let wanted = try content(calm)
            XCTAssertTrue(wanted.contains { $0.contains("outbox") } && wanted.contains { $0.contains("segment_page") })
            try workload.run(calm, isFull: false)
            let outcome = try workload.outcome(calm)
            fault_settle()
            for (kind, count) in calls.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
                for position in Sampling.positions(count, share: 4, shift: version) {
                    total += 1
                    let path = folder.path("store.db")
                    try load(version, path)
                    fault_settle()
                    try breakOff(path, kind, position)
                    let place = "schema \(version), \(kind.rawValue) at \(position), \(String(cString: fault_place()))"
                    try upgrade(path)
                    XCTAssertEqual(try content(path), wanted, place)
                    try workload.run(path, isFull: false)
                    XCTAssertEqual(try workload.outcome(path), outcome, place)
                    fault_settle()
                    folder.remove("store.db")
                }
            }
        }
        print("migrations broken off: \(total) positions")
    }

    /// The process ends between two statements of a step.
    func testBrokenOffAtEveryStatement() throws {
        let folder = try TemporaryFolder()
        var total = 0
        for version in 1..<Schema.version {
            let statements = Schema.migrations[version].split(separator: ";").filter { $0.contains { !$0.isWhitespace } }
            for count in 0...statements.count {
                total += 1
                let path = folder.path("store.db")
                try load(version, path)
                let database = try Database(path: path, access: .mustExist)
                try database.execute("BEGIN IMMEDIATE", doing: "test")
                for statement in statements.prefix(count) { try database.execute(String(statement), doing: "test") }
                database.close()
                try upgrade(path)
                let calm = folder.path("calm.db")
                try load(version, calm)
                try upgrade(calm)
                XCTAssertEqual(try content(path), try content(calm), "schema \(version), statement \(count)")
                folder.remove("store.db")
                folder.remove("calm.db")
            }
        }
        XCTAssertGreaterThan(total, 20)
    }

    /// Stores that the programs of their time wrote (`written-N.sql`, broken off with 22 of the events of `written.jsonl` taken in): today's
    /// program finds nothing wrong with them, knows the events that they had, and sends from there on what it would have sent itself.
    func testStoresThatEarlierProgramsWrote() throws {
        let events = try String(contentsOf: Self.folder.appendingPathComponent("written.jsonl"), encoding: .utf8)
        let folder = try TemporaryFolder()
        let wanted = try messages(folder.path("today.db"), after: events)
        XCTAssertGreaterThan(wanted.count, 8)
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).filter { $0.hasPrefix("written-") }
        XCTAssertGreaterThan(names.count, 0)
        for name in names.sorted() {
            let path = folder.path(name)
            let database = try Database(path: path, access: .create)
            try database.execute(String(contentsOf: Self.folder.appendingPathComponent(name), encoding: .utf8), doing: "test")
            database.close()
            try upgrade(path)
            let reader = try SQLiteStore(path: path, options: .init(access: .reader))
            XCTAssertEqual(try Doctor(reader).examine(), [], name)
            reader.close()
            XCTAssertEqual(try messages(path, after: events), wanted, name)
        }
    }

    /// Takes all events in, those that are known once more, and gives what is or was in the outbox in the end.
    private func messages(_ path: String, after events: String) throws -> [String] {
        let store = try SQLiteStore(path: path, options: Workload.options(isFull: false))
        defer { store.close() }
        let source = SourceText(name: "case.journey", Workload.oldest)
        let compiled = JourneyCompiler.compile([(path: "case.journey", parsed: parse(source))])
        let (deployment, _) = try Deployer.deploy(
            compiled.machines, with: compiled.definitions, codes: [:], to: store, at: .distantPast)
        let stepper = try Stepper(
            store: store, engine: Engine(deployment: deployment, isBackfill: true, policy: compiled.policy), grace: 0, wantsDecisions: false)
        var batch = EventBatch(names: NameTable())
        for line in events.split(separator: "\n") {
            try Array(line.utf8).withUnsafeBytes {
                try EventLineReader().read($0, position: 1, next: 2, context: EventContext(source: 0, identity: "log"), into: &batch)
            }
        }
        try stepper.step(batch, now: .distantFuture)
        while try stepper.nextTimer() != nil { try stepper.fireNext() }
        let found = try SQLiteStore(path: path, options: .init(access: .reader))
        defer { found.close() }
        XCTAssertEqual(try Doctor(found).examine(), [], path)
        return try (0..<5).flatMap { try found.messages(of: "c\($0)") }.map {
            "\($0.customer) \($0.queuedAt.rfc3339) \($0.journey) \($0.step) \($0.content) \($0.arguments) \($0.channels)"
        }.sorted()
    }

    func testEverySchemaHasAStore() {
        for version in 1...Schema.version {
            XCTAssertTrue(FileManager.default.fileExists(atPath: Self.file(version).path), "JOURNEY_RECORD=1 writes schema-\(version).sql")
        }
    }

    // MARK: On the way

    private func upgrade(_ path: String) throws {
        try SQLiteStore(path: path, options: Workload.options(isFull: false)).close()
    }

    private func breakOff(_ path: String, _ kind: fault_kind, _ position: Int) throws {
        fault_arm(kind, position, kind == FAULT_POWER ? 1 : 0)
        do { try upgrade(path) } catch is StoreError {}
        fault_disarm()
        XCTAssertEqual(fault_was_hit(), 1)
        if kind == FAULT_POWER { XCTAssertEqual(fault_lose_power(UInt64(position)), 0) }
        fault_settle()
    }

    // MARK: Stores as text

    /// The rows of all tables, and the tables.
    private func content(_ path: String) throws -> [String] {
        let database = try Database(path: path, access: .readOnly)
        defer { database.close() }
        return try Self.rows(database, Self.tables(database)) + Self.list(database, "SELECT sql FROM sqlite_schema WHERE sql NOT NULL ORDER BY name")
    }

    private func load(_ version: Int, _ path: String) throws {
        let database = try Database(path: path, access: .create)
        defer { database.close() }
        try database.execute(String(contentsOf: Self.file(version), encoding: .utf8), doing: "test")
    }

    private static func list(_ database: Database, _ sql: String) throws -> [String] {
        var found: [String] = []
        try database.prepare(sql, doing: "test").forEach { found.append($0.text(0)) }
        return found
    }

    private static func tables(_ database: Database) throws -> [String] {
        try list(database, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
    }

    private static func rows(_ database: Database, _ tables: [String], columnsAsIn other: Database? = nil) throws -> [String] {
        try tables.flatMap { table in
            let columns = try list(other ?? database, "SELECT name FROM pragma_table_info('\(table)') ORDER BY cid")
            let values = columns.map { "quote(\($0))" }.joined(separator: " || ', ' || ")
            return try list(database, "SELECT \(values) FROM \(table) ORDER BY 1").map {
                "INSERT OR REPLACE INTO \(table)(\(columns.joined(separator: ", "))) VALUES (\($0));"
            }
        }
    }

    /// Writes what is missing.
    func testRecording() throws {
        guard ProcessInfo.processInfo.environment["JOURNEY_RECORD"] != nil else { return }
        try FileManager.default.createDirectory(at: Self.folder, withIntermediateDirectories: true)
        let folder = try TemporaryFolder()
        let newest = folder.path("newest.db")
        let store = try SQLiteStore(path: newest, options: Workload.options(isFull: false))
        try workload.run(on: store, upTo: 5)
        store.close()
        let source = try Database(path: newest, access: .readOnly)
        defer { source.close() }
        for version in 1...Schema.version where !FileManager.default.fileExists(atPath: Self.file(version).path) {
            let old = try Database(path: folder.path("\(version).db"), access: .create)
            defer { old.close() }
            for step in 0..<version { try old.execute(Schema.migrations[step], doing: "test") }
            let text =
                ["PRAGMA page_size = 4096; PRAGMA journal_mode = WAL; BEGIN;"]
                + Schema.migrations.prefix(version).flatMap { $0.split(separator: "\n").map(String.init) }
                + (try Self.rows(source, Self.tables(old), columnsAsIn: old))
                + ["PRAGMA user_version = \(version); PRAGMA application_id = \(Schema.applicationID); COMMIT;", ""]
            try text.joined(separator: "\n").write(to: Self.file(version), atomically: true, encoding: .utf8)
        }
    }
}
