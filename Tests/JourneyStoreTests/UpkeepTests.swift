import Foundation
import JourneyModel
import XCTest

@testable import JourneyStore

/// What a store does while there is nothing else to do.
final class UpkeepTests: XCTestCase {
    private func batch(_ range: Range<Int>) -> TestBatch {
        var batch = TestBatch()
        for n in range { batch.add(id: "event-\(n)", customer: "c\(n % 300)", at: Int64(n)) }
        return batch
    }

    /// Folds and merges come to an end in slices, whatever else comes between them.
    func testFoldsAndMergesEndInAPause() throws {
        let directory = try TestDirectory()
        var options = SQLiteStore.Options(creationSalt: TestDirectory.salt, foldEvery: 50_000, foldStatesEvery: 3_000)
        options.leastEntries = 1
        options.leastStates = 1
        options.entriesPerID = 0
        options.statesPerState = 0
        options.syncs = false
        let store = try SQLiteStore(path: directory.file("s"), options: options)
        XCTAssertFalse(store.hasUpkeep)
        XCTAssertFalse(try store.maintain())
        XCTAssertFalse(try store.accepting(batch(0..<50_000)).contains(false))
        try store.transaction { store in for n in 0..<3_000 { try store.put(customer: UInt64(n) << 40, state: [UInt8(n % 250) + 1]) } }
        XCTAssertTrue(store.hasUpkeep)
        var slices = 1
        while try store.maintain() {
            slices += 1
            let next = 50_000 + slices
            XCTAssertEqual(try store.accepting(batch(next..<next + 1)), [true])
        }
        XCTAssertGreaterThan(slices, 2)
        XCTAssertLessThan(slices, 50)
        XCTAssertFalse(store.hasUpkeep)
        let database = store.database
        XCTAssertGreaterThan(try database.integer("SELECT count(*) FROM segment WHERE state = 1", doing: "test"), 0)
        XCTAssertEqual(try database.integer("SELECT count(*) FROM segment WHERE state <> 1", doing: "test"), 0)
        XCTAssertEqual(try database.integer("SELECT count(*) FROM customer", doing: "test"), 3_000)
        XCTAssertFalse(try store.accepting(batch(0..<50_000)).contains(true))
        XCTAssertEqual(try store.quickCheck(), [])
        store.close()
        XCTAssertThrowsError(try store.maintain())
    }

    /// In a pause, and only once in each, the write-ahead log goes into the file whole.
    func testAPauseEmptiesTheWriteAheadLog() throws {
        let directory = try TestDirectory()
        let path = directory.file("s")
        let database = try Database(path: path, access: .create)
        try database.execute("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; CREATE TABLE t(a)", doing: "test")
        database.watchWAL()
        let watch = WALWatch(database, path: path)
        let checkpointer = try XCTUnwrap(watch.checkpointer)
        func pause() -> Int {
            for _ in 0..<200 { watch.rest() }
            while true { if let done = checkpointer.progress { return done } else { sched_yield() } }
        }
        XCTAssertEqual(pause(), 0, "nothing was committed")
        for round in 1...3 {
            try database.execute("INSERT INTO t VALUES (zeroblob(\(round * 10_000)))", doing: "test")
            try watch.afterCommit()
            for _ in 0..<40 { watch.rest() }
            try database.execute("INSERT INTO t VALUES (1)", doing: "test")
            try watch.afterCommit()
            let pages = database.pagesInWAL
            XCTAssertGreaterThan(pages, 2)
            XCTAssertLessThan(try XCTUnwrap(checkpointer.progress), pages, "between two commits there is no pause")
            XCTAssertEqual(pause(), pages)
            XCTAssertEqual(pause(), pages)
        }
        // As all was copied, the log began anew with the first commit after each pause.
        XCTAssertLessThan(database.pagesInWAL, 20)
        watch.stop()
        database.close()
    }

    /// Who was forgotten before all that is kept needs not be known any more; of others every word is.
    func testWhoWasForgottenGoesWithTheEvents() throws {
        let directory = try TestDirectory()
        var options = SQLiteStore.Options(creationSalt: TestDirectory.salt, foldEvery: 10)
        options.syncs = false
        let store = try SQLiteStore(path: directory.file("s"), options: options)
        for day in 0..<6 {
            var batch = TestBatch()
            for n in 0..<400 {
                batch.add(
                    id: "\(day)-\(n)", customer: "c\(n)", at: Int64(day * 1_000 + n), properties: #""s":"\#(String(repeating: "x", count: 200))""#)
            }
            _ = try store.accepting(batch)
            try store.transaction { store in
                try store.forget(Forgetting(ids: ["c\(day)"], keys: [UInt64(day)], at: Timestamp(microseconds: Int64(day * 1_000 + 399))))
            }
        }
        func prune(before instant: Int64) throws {
            while true {
                try store.begin()
                let slice = try store.prune(before: Timestamp(microseconds: instant), watching: []) { _ in }
                try store.commit()
                if !slice.isMoreLeft { return }
            }
        }
        try prune(before: 1_500)
        XCTAssertEqual(try store.forgotten().map(\.key), [0, 1, 2, 3, 4, 5], "while somebody is still being erased all are known")
        while true {
            try store.begin()
            let isMoreLeft = try store.eraseSlice()
            try store.commit()
            if !isMoreLeft { break }
        }
        try prune(before: 3_500)
        let through = try XCTUnwrap(store.retention.through).microseconds
        XCTAssertGreaterThan(through, 1_399)
        XCTAssertEqual(try store.forgotten().map(\.key), (UInt64(0)..<6).filter { Int64($0) * 1_000 + 399 > through })
        try prune(before: 100_000)
        XCTAssertEqual(try store.forgotten().count, 0)
        store.close()
    }
}
