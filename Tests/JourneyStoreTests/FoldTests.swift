import JourneyModel
import XCTest

@testable import JourneyStore

/// Folds and merges with segments of many pages.
final class FoldTests: XCTestCase {
    private func batch(_ range: Range<Int>) -> TestBatch {
        var batch = TestBatch()
        for n in range { batch.add(id: "event-\(n)", customer: n % 5 == 0 ? "often" : "c\(n % 3_000)", at: Int64(n)) }
        return batch
    }

    func testManyIDsThroughFoldsMergesAndReopening() throws {
        let directory = try TestDirectory()
        var options = SQLiteStore.Options(creationSalt: TestDirectory.salt, foldEvery: 2_000)
        options.leastEntries = 100
        options.entriesPerID = 3
        options.syncs = false
        var store = try SQLiteStore(path: directory.file("s"), options: options)
        let total = 40_000
        for start in stride(from: 0, to: total, by: 400) {
            XCTAssertEqual(try store.accepting(batch(start..<start + 400)), [Bool](repeating: true, count: 400))
            guard start % 6_000 == 0 else { continue }
            store.close()
            store = try SQLiteStore(path: directory.file("s"), options: options)
        }
        for _ in 0..<2 {
            for start in stride(from: 0, to: total, by: 4_000) {
                XCTAssertFalse(try store.accepting(batch(start..<start + 4_000)).contains(true))
            }
            let often = Array(stride(from: 0, to: Int64(total), by: 5))
            XCTAssertEqual(try store.history(of: "often").map(\.at.microseconds), often)
            XCTAssertEqual(try store.history(of: "c7").count, (0..<total).filter { $0 % 3_000 == 7 }.count)
            while try store.maintain() {}
            store.close()
            store = try SQLiteStore(path: directory.file("s"), options: options)
        }
        let database = store.database
        XCTAssertEqual(try database.integer("SELECT count(*) FROM segment WHERE state <> 1", doing: "test"), 0)
        XCTAssertLessThan(try database.integer("SELECT count(*) FROM segment", doing: "test"), 20)
        XCTAssertGreaterThan(try database.integer("SELECT max(level) FROM segment", doing: "test"), 0)
        let orphans = "SELECT count(*) FROM segment_page WHERE id >> 24 NOT IN (SELECT id FROM segment)"
        XCTAssertEqual(try database.integer(orphans, doing: "test"), 0)
        XCTAssertEqual(try store.quickCheck(), [])
        store.close()
    }

    func testManyStatesThroughFolds() throws {
        let directory = try TestDirectory()
        var options = SQLiteStore.Options(creationSalt: TestDirectory.salt, foldStatesEvery: 1_000)
        options.leastStates = 50
        options.syncs = false
        var store = try SQLiteStore(path: directory.file("s"), options: options)
        var expected: [UInt64: [UInt8]] = [:]
        var numbers = SeededNumbers(seed: 9)
        for round in 0..<100 {
            try store.transaction { store in
                for _ in 0..<numbers.below(200) {
                    let key = UInt64(numbers.below(3_000)) << 51
                    expected[key] = [UInt8(round), UInt8(numbers.below(256))]
                    try store.put(customer: key, state: expected[key] ?? [])
                }
            }
            guard round % 13 == 0 else { continue }
            store.close()
            store = try SQLiteStore(path: directory.file("s"), options: options)
        }
        func check() throws {
            var found: [UInt64: [UInt8]] = [:]
            try store.forEachCustomer { found[$0] = $1 }
            XCTAssertEqual(found, expected)
            for (key, state) in expected { XCTAssertEqual(try store.customer(key), state) }
        }
        try check()
        while try store.maintain() {}
        XCTAssertLessThan(try store.database.integer("SELECT count(*) FROM redo", doing: "test"), 100)
        try check()
        store.close()
    }

    func testEntryRunSortsWhatItIsGiven() {
        var numbers = SeededNumbers(seed: 3)
        for count in [0, 1, 2, 100, 5_000] {
            for shape in 0..<3 {
                let masks: [UInt64] = [.max, 0xff, 0]
                let entries = (0..<count).map { Entry(hi: numbers.next() & masks[shape], lo: UInt32($0)) }
                var run = EntryRun(EntryList(entries))
                var sorted: [Entry] = []
                while !run.isAtEnd { _ = run.take(3) { sorted.append($0) } }
                XCTAssertEqual(sorted, entries.sorted())
            }
        }
    }

    func testEntrySetGrowsAndForgets() {
        var numbers = SeededNumbers(seed: 4)
        // Hashes at the very end of the range overflow into the slack, and then make the table grow.
        let entries = (0..<3_000).map { (n: Int) -> Entry in
            let hi: UInt64 = n < 1_000 ? .max - UInt64(n % 3) : numbers.next()
            return Entry(hi: hi, lo: UInt32(n + 1))
        }
        let set = EntrySet()
        for entry in entries { XCTAssertTrue(set.insert(entry)) }
        for entry in entries { XCTAssertFalse(set.insert(entry)) }
        XCTAssertEqual(set.count, 3_000)
        set.remove(Array(entries[..<2_000]))
        XCTAssertEqual(set.count, 1_000)
        for (index, entry) in entries.enumerated() { XCTAssertEqual(set.contains(entry), index >= 2_000) }
    }

    func testStateTableKeepsTheLatestOfEveryKey() {
        var numbers = SeededNumbers(seed: 5)
        let table = StateTable()
        var expected: [UInt64: [UInt8]] = [:]
        // Empty ones, such as grow and shrink, and a few that no run holds.
        for number in 0..<20_000 {
            let key = numbers.next() % 4_000
            let count = number % 2_500 == 7 ? 600_000 : Int(numbers.next() % 40)
            let state = [UInt8](repeating: UInt8(truncatingIfNeeded: numbers.next()), count: count)
            table.put(key, state)
            expected[key] = state
        }
        XCTAssertEqual(table.count, expected.count)
        XCTAssertEqual(table.sortedKeys(), expected.keys.sorted())
        for key in UInt64(0)..<4_010 {
            XCTAssertEqual(table[key], expected[key])
            XCTAssertEqual(table.contains(key), expected[key] != nil)
        }
        XCTAssertEqual(table.keys(above: 10, through: 2_000).sorted(), expected.keys.filter { $0 > 10 && $0 <= 2_000 }.sorted())
    }
}
