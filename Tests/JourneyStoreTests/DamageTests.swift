import Foundation
import JourneyModel
import XCTest

@testable import JourneyStore

/// A store's file in which something stands that was never written: an error or an answer, never the end of the process, and no
/// memory for what is not there.
final class DamageTests: XCTestCase {
    private var directory: TestDirectory!
    private var path: String { directory.file("s.store") }
    private var random = SplitMix(state: 20_261_121)

    private var options: SQLiteStore.Options {
        var options = SQLiteStore.Options(creationSalt: TestDirectory.salt, foldEvery: 40)
        options.leastEntries = 10
        options.foldStatesEvery = 10
        options.syncs = false
        return options
    }

    override func setUpWithError() throws {
        directory = try TestDirectory()
        try fill()
        undamaged = try Data(contentsOf: URL(fileURLWithPath: path))
    }

    private var undamaged = Data()

    /// Something in every table.
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
            }
        }
        try store.transaction { store in
            _ = try store.add(codes: ["A", "B"], to: "spring")
            try store.add(
                version: StoredVersion(number: 1, journey: "j", hash: "h", deployedAt: .distantPast, machine: [1], isCurrent: true))
        }
        try store.putInInbox([[1], [2]])
        store.close()
    }

    /// Opens, reads all there is, writes and folds.
    private func useEverything() throws {
        let store = try SQLiteStore(path: path, options: options)
        defer { store.close() }
        for customer in ["c0", "c7", "nobody"] {
            _ = try store.history(of: customer)
            _ = try store.messages(of: customer)
        }
        for key in 0..<UInt64(40) { _ = try store.customer(key) }
        try store.forEachCustomer { _, _ in }
        _ = try store.events(after: .distantPast)
        var place: Int64? = 0
        for _ in 0..<100 { if let from = place { place = try store.customersInLog(from: from).next } }
        _ = try store.timers(after: nil, limit: 100)
        for message in try store.dueMessages(at: .distantFuture, limit: 100) { _ = message.channels }
        _ = try (store.nextAttempt(), store.sendingMessages(), store.outboxCounts(), store.pools(), store.counters(), store.versions())
        _ = try (store.sources(), store.inbox(after: 0, limit: 10), store.setting("s0"), store.codes(of: "spring", from: 0, limit: 9))
        for round in 0..<6 {
            try store.transaction { store in
                _ = try store.accept(TestBatch(id: "new\(round)", customer: "c1"))
                try store.put(customer: UInt64(round), state: [3])
                _ = try store.enqueue(TestMessage.make(100 + round, nextAttemptAt: 5))
                _ = try store.add(codes: ["N\(round)"], to: "spring")
                store.count(Counter(metric: "m0"), by: 1)
            }
            _ = try store.maintain()
        }
    }

    private func survives() {
        do { try useEverything() } catch is StoreError {} catch { XCTFail("\(error)") }
    }

    /// Each column of each table, with numbers that nobody counts to, and with bytes cut off, turned round and made up.
    func testEveryColumn() throws {
        try useEverything()
        let database = try Database(path: path, access: .readOnly)
        var columns: [(table: String, column: String)] = []
        let list = try database.prepare(
            """
            SELECT t.name, c.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c
            WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' ORDER BY 1, 2
            """, doing: "test")
        try list.forEach { columns.append(($0.text(0), $0.text(1))) }
        database.close()
        XCTAssertGreaterThan(columns.count, 50)
        let values = [
            "9223372036854775807", "-9223372036854775808", "-1", "281474976710657", "NULL", "x''", "x'ff'", "x'ffffffffffffffffff01'",
            "zeroblob(100)", "'a text'", "x'0102030405060708ff'", "randomblob(0) || x'80808080808080808001'",
        ]
        for (table, column) in columns {
            for value in values {
                for condition in ["1", "rowid = (SELECT max(rowid) FROM \(table))"] {
                    try undamaged.write(to: URL(fileURLWithPath: path))
                    // A table without rowids, a key twice, a rule of the schema: then this damage cannot be made this way.
                    guard (try? execute("UPDATE OR IGNORE \(table) SET \(column) = \(value) WHERE \(condition);" + Schema.clearingSums)) != nil else { continue }
                    survives()
                }
            }
        }
    }

    /// Bits of the file itself.
    func testFlippedBits() throws {
        for _ in 0..<120 {
            var bytes = undamaged
            for _ in 0...random.below(3) { bytes[random.below(bytes.count)] ^= 1 << UInt8(random.below(8)) }
            if random.below(10) == 0 { bytes = bytes.prefix(random.below(bytes.count)) }
            try bytes.write(to: URL(fileURLWithPath: path))
            for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
            survives()
        }
    }

    private func execute(_ sql: String) throws {
        let database = try Database(path: path, access: .create)
        defer { database.close() }
        try database.execute(sql, doing: "test")
    }
}

private struct SplitMix {
    var state: UInt64

    mutating func below(_ bound: Int) -> Int {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return Int((z ^ (z >> 31)) % UInt64(max(bound, 1)))
    }
}
