import JourneyModel
import XCTest

@testable import JourneyFaults
@testable import JourneyRuntime
@testable import JourneyStore

/// A copy taken while a scheduler commits is the store at one moment, and goes on from there to the same end.
final class BackupTests: XCTestCase {
    func testACopyTakenInTheMiddleOfARunComesToTheSameEnd() throws {
        let files = try StoreFiles()
        for seed in UInt64(0)..<24 {
            let replay = try ReplayTests.madeUp(seed &+ 1_300, most: 40)
            var random = Random(seed)
            let way = Replay.Way(name: "copied", batches: Replay.batches(replay.everything, of: 1 + random.below(8)))
            let cut = random.below(way.batches.count + 1)
            let copy = files.new()
            let path = files.new()
            let foldEvery = seed % 2 == 0 ? 7 : 262_144
            let store = try StoreFiles.open(path, foldEvery: foldEvery)
            let stepper = try replay.stepper(store, way)
            var decisions: [String] = []
            func take(_ stepper: Stepper) -> [String] { stepper.takeDecisions().map(\.numberedLine) }
            for batch in way.batches[..<cut] {
                try stepper.step(replay.batch(batch), now: .distantFuture)
                decisions += take(stepper)
            }
            let before = decisions
            // The scheduler goes on before the copy is finished.
            let backup = try StoreBackup(of: path, to: copy)
            for batch in way.batches[cut...] {
                try stepper.step(replay.batch(batch), now: .distantFuture)
                decisions += take(stepper)
            }
            while try backup.step() {}
            XCTAssertEqual(try backup.check(), [])
            backup.close()
            try Replay.finish(stepper, at: replay.lastAt)
            let whole = try replay.result(decisions + take(stepper), store)
            store.close()

            let restored = try StoreFiles.open(copy, foldEvery: foldEvery)
            defer { restored.close() }
            let again = try replay.stepper(restored, way)
            var later = before
            for batch in way.batches[cut...] {
                try again.step(replay.batch(batch), now: .distantFuture)
                later += take(again)
            }
            try Replay.finish(again, at: replay.lastAt)
            XCTAssertEqual(try replay.result(later + take(again), restored), whole, replay.title)
            XCTAssertEqual(try Doctor(restored).examine(), [], replay.title)
        }
    }

    /// More pages than are copied at a time, and commits between.
    func testALargeStore() throws {
        let files = try StoreFiles()
        let (path, copy) = (files.new(), files.new())
        let store = try StoreFiles.open(path)
        defer { store.close() }
        func fill(_ numbers: Range<Int>) throws {
            try store.begin()
            for number in numbers { try store.append(.reply, customer: "c\(number)", at: Case.epoch, bytes: [UInt8](repeating: 7, count: 20_000)) }
            try store.commit()
        }
        try fill(0..<600)
        let backup = try StoreBackup(of: path, to: copy)
        var steps = 0
        while try backup.step() {
            steps += 1
            try fill(600 + steps..<601 + steps)
        }
        XCTAssertGreaterThan(steps, 1)
        XCTAssertEqual(try backup.check(), [])
        backup.close()
        let restored = try SQLiteStore(path: copy, options: .init(access: .reader))
        defer { restored.close() }
        XCTAssertEqual(try restored.history(of: "c599").count, 1)
        XCTAssertEqual(try restored.history(of: "c601").count, 0)
        XCTAssertEqual(try SQLiteStore.quickCheck(path: copy), [])
    }

    func testWhatIsNoStoreIsNotCopied() throws {
        let files = try StoreFiles()
        let path = files.new()
        let database = try Database(path: path, access: .create)
        try database.execute("CREATE TABLE t(a)", doing: "test")
        database.close()
        XCTAssertThrowsError(try StoreBackup(of: path, to: files.new())) { error in
            XCTAssertEqual(error as? StoreError, .damaged("`\(path)` is no store of journey"))
        }
    }
}
