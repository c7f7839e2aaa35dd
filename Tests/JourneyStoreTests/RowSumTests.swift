import JourneyModel
import XCTest

@testable import JourneyStore

/// Every row keeps a checksum of itself: whatever writes it writes the sum, and whatever reads it asks the sum.
final class RowSumTests: XCTestCase {
    private var directory: TestDirectory!
    private var path: String { directory.file("s.store") }

    override func setUpWithError() throws { directory = try TestDirectory() }

    private var options: SQLiteStore.Options {
        var options = SQLiteStore.Options(creationSalt: TestDirectory.salt, foldEvery: 40)
        options.leastEntries = 10
        options.foldStatesEvery = 10
        options.syncs = false
        return options
    }

    /// The published values of XXH64.
    func testTheHash() {
        let vectors: [(String, UInt64)] = [
            ("", 0xef46_db37_51d8_e999), ("a", 0xd24e_c4f1_a98c_6e5b), ("abc", 0x44bc_2cf5_ad77_0999),
            ("Nobody inspects the spammish repetition", 0xfbce_a83c_8a37_8bf1),
        ]
        for (text, wanted) in vectors {
            XCTAssertEqual(Array(text.utf8).withUnsafeBytes { RowSum.hash($0) }, wanted, text)
        }
        XCTAssertEqual(RowSum.hash(UnsafeRawBufferPointer(start: nil, count: 0)), 0xef46_db37_51d8_e999)
    }

    /// Each bit of runs of every length counts, and where one column ends and the next begins.
    func testEveryBitCounts() {
        for length in 1...70 {
            var bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 37) }
            func sum() -> Int64 {
                var sum = RowSum()
                bytes.withUnsafeBytes { sum.add($0) }
                return sum.value
            }
            let before = sum()
            for bit in 0..<length * 8 {
                bytes[bit / 8] ^= 1 << UInt8(bit % 8)
                XCTAssertNotEqual(sum(), before, "bit \(bit) of \(length) bytes")
                bytes[bit / 8] ^= 1 << UInt8(bit % 8)
            }
        }
        func sum(_ parts: [[UInt8]?]) -> Int64 {
            var sum = RowSum()
            for part in parts { if let part { part.withUnsafeBytes { sum.add($0) } } else { sum.addNull() } }
            return sum.value
        }
        let rows: [[[UInt8]?]] = [[[1], [2]], [[2], [1]], [[1, 2], []], [[], [1, 2]], [nil, [1, 2]], [[1, 2], nil], [[1, 2]], []]
        XCTAssertEqual(Set(rows.map(sum)).count, rows.count)
    }

    /// Every verb that writes, some of them twice.
    private func fill() throws {
        let store = try SQLiteStore(path: path, options: options)
        for round in 0..<30 {
            var batch = TestBatch()
            for n in 0..<20 { batch.add(id: "e\(round)-\(n)", customer: "c\(n)", at: Int64(round * 20 + n), properties: #""price":1"#) }
            try store.transaction { store in
                _ = try store.accept(batch)
                for key in 0..<UInt64(5) { try store.put(customer: key + UInt64(round), state: [2, UInt8(round)]) }
                try store.add(timer: StoredTimer(key: .init(due: Timestamp(microseconds: Int64(round)), number: UInt64(round)), customer: 1))
                _ = try store.enqueue(TestMessage.make(round, nextAttemptAt: Int64(round)))
                try store.set(setting: "s\(round % 3)", to: [1, 2])
                store.count(Counter(metric: "m\(round % 4)"), by: 1)
                try store.set(position: SourcePosition(identity: "i", offset: UInt64(round)), of: "file")
                try store.note(RefusedMerge(at: Timestamp(microseconds: Int64(round)), customer: "c1", other: "c2", reason: "no", count: 1))
            }
        }
        try store.transaction { store in
            _ = try store.add(codes: ["A", "B"], to: "spring")
            try store.set(given: 1, of: "spring")
            for number in UInt32(1)...2 {
                try store.add(
                    version: StoredVersion(
                        number: number, journey: "j", hash: "h", deployedAt: .distantPast, machine: [1], isCurrent: true))
            }
            try store.setCurrent(false, version: 1)
            var message = try XCTUnwrap(try store.message(3))
            (message.status, message.reason, message.providerID, message.attempts) = (.sent, "r", "p", 2)
            try store.update(message)
        }
        var command = StoredCommand(at: .distantPast, operatorName: "op", verb: "pause", arguments: #"{"customer":"c0"}"#)
        command.number = try store.put(command: command, inbox: [[1], [2]])
        (command.status, command.finishedAt, command.result) = (.done, Timestamp(microseconds: 5), "`c0` done")
        try store.transaction { try $0.finish(command) }
        _ = try store.put(command: command, inbox: [[3]])
        try store.transaction { store in
            try store.forget(Forgetting(ids: ["c0"], keys: [3], at: Timestamp(microseconds: 200)))
            _ = try store.eraseSlice()
            try store.forget(Forgetting(ids: ["c5"], keys: [5], at: Timestamp(microseconds: 200)))
        }
        try store.transaction { _ = try $0.prune(before: Timestamp(microseconds: 60), watching: []) { _ in } }
        while try store.maintain() {}
        try store.transaction { try $0.put(customer: 99, state: [1, 2, 3]) }
        store.close()
    }

    /// Also where the store cannot even be opened for it.
    private func damage() throws -> [String] {
        do {
            let store = try SQLiteStore(path: path, options: .init(access: .reader))
            defer { store.close() }
            var found: [String] = []
            try store.inspectSums { found.append($0.what) }
            return found
        } catch StoreError.damaged(let what) {
            return [what]
        }
    }

    func testWhateverWritesARowWritesItsSum() throws {
        try fill()
        XCTAssertEqual(try damage(), [])
        let store = try SQLiteStore(path: path, options: .init(access: .reader))
        XCTAssertEqual(try store.rowsWithoutSums(), 0)
        store.close()
        for table in Schema.summed { XCTAssertGreaterThan(try integer("SELECT count(*) FROM \(table)"), 0, "`\(table)` is empty") }
    }

    /// No table is without sums, but what SQLite keeps for itself.
    func testEveryTableHasSums() throws {
        try fill()
        let count = try integer("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        XCTAssertEqual(count, Int64(Schema.summed.count))
    }

    /// Each column of each table, changed behind the store's back: the doctor's look at the sums finds it.
    func testEveryAlteredColumnIsFound() throws {
        try fill()
        var columns = 0
        for table in Schema.summed {
            let given = Schema.givenNumbers[table]
            for column in try texts("SELECT name FROM pragma_table_info('\(table)')") where column != given && column != "id" {
                let sound = directory.file("copy.store")
                try FileManager.default.copyItem(atPath: path, toPath: sound)
                let value = "CASE typeof(\(column)) WHEN 'integer' THEN \(column) + 1 WHEN 'null' THEN 0 WHEN 'blob' THEN x'00' || \(column) "
                // Keys must not meet.
                let change = "UPDATE \(table) SET \(column) = CAST(\(value) ELSE \(column) || 'x' END AS \(try type(of: column, table)))"
                let row = " WHERE (SELECT count(*) FROM \(table)) = 1 OR \(column) = (SELECT max(\(column)) FROM \(table))"
                try execute(change + (column == "sum" ? "" : row + " OR \(column) IS NULL"))
                columns += 1
                XCTAssertFalse(try damage().isEmpty, "\(table).\(column)")
                try FileManager.default.removeItem(atPath: path)
                try FileManager.default.moveItem(atPath: sound, toPath: path)
            }
        }
        XCTAssertGreaterThan(columns, 100)
    }

    /// What it says of a chunk: which, how much, and what to do.
    func testTheErrorTellsWhatIsAlteredAndWhatToDo() throws {
        try fill()
        try execute("UPDATE log SET data = CAST(replace(CAST(data AS TEXT), 'price', 'prize') AS BLOB) WHERE chunk = 1 + (SELECT chunk FROM retention)")
        let store = try SQLiteStore(path: path, options: .init(access: .reader))
        defer { store.close() }
        XCTAssertThrowsError(try store.history(of: "c1")) { error in
            XCTAssertTrue("\(error)".contains("of the log does not agree with its checksum: the disk holds other bytes"), "\(error)")
            XCTAssertTrue("\(error)".contains("go on from the last `journey backup`"), "\(error)")
        }
    }

    // MARK: SQL

    private func type(of column: String, _ table: String) throws -> String {
        try texts("SELECT type FROM pragma_table_info('\(table)') WHERE name = '\(column)'").first ?? ""
    }

    private func execute(_ sql: String) throws {
        let database = try Database(path: path, access: .mustExist)
        defer { database.close() }
        try database.execute(sql + "; PRAGMA wal_checkpoint(TRUNCATE)", doing: "test")
    }

    private func integer(_ sql: String) throws -> Int64 { Int64(try texts(sql).first ?? "") ?? 0 }

    private func texts(_ sql: String) throws -> [String] {
        let database = try Database(path: path, access: .readOnly)
        defer { database.close() }
        var found: [String] = []
        try database.prepare(sql, doing: "test").forEach { found.append($0.text(0)) }
        return found
    }
}
