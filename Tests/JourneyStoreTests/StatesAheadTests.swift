import JourneyModel
import XCTest

@testable import JourneyStore

/// States that are read before they are asked for are the latest ones all the same.
final class StatesAheadTests: XCTestCase {
    /// Puts, folds, takes back, and asks for states of which some were expected, on a thread of their own or not.
    func testWhatIsExpectedIsTheLatest() throws {
        for (seed, isAlone) in [(1, true), (2, false), (3, true), (4, false)] {
            let directory = try TestDirectory()
            var options = SQLiteStore.Options(creationSalt: TestDirectory.salt, foldStatesEvery: 200)
            options.leastStates = 20
            options.syncs = false
            options.checkpointsInBackground = !isAlone
            var store = try SQLiteStore(path: directory.file("s"), options: options)
            var expected: [UInt64: [UInt8]] = [:]
            var numbers = SeededNumbers(seed: UInt64(seed))
            func key() -> UInt64 { UInt64(numbers.below(2_000)) &* 0x9e37_79b9_7f4a_7c15 }
            for round in 0..<300 {
                let before = expected
                try store.begin()
                try store.expect(customers: (0..<numbers.below(300)).map { _ in key() })
                for _ in 0..<numbers.below(150) {
                    let key = key()
                    if numbers.below(10) == 0 {
                        expected[key] = nil
                        try store.remove(customer: key)
                    } else {
                        expected[key] = Array("\(round) of \(key)".utf8)
                        try store.put(customer: key, state: expected[key] ?? [])
                    }
                }
                for _ in 0..<numbers.below(300) {
                    let key = key()
                    XCTAssertEqual(try store.customer(key), expected[key], "seed \(seed), round \(round)")
                }
                if numbers.below(20) == 0 {
                    try store.rollback()
                    expected = before
                } else {
                    try store.commit()
                }
                guard numbers.below(60) == 0 else { continue }
                store.close()
                store = try SQLiteStore(path: directory.file("s"), options: options)
            }
            store.close()
        }
    }

    func testReadsRowsNearAndFar() throws {
        let directory = try TestDirectory()
        let options = SQLiteStore.Options(creationSalt: TestDirectory.salt, foldStatesEvery: 1)
        let store = try SQLiteStore(path: directory.file("s"), options: options)
        let keys = (0..<5_000).map { UInt64($0) << 50 | 7 }
        try store.transaction { store in for key in keys { try store.put(customer: key, state: Array("\(key)".utf8)) } }
        while try store.maintain() {}
        let reader = try AheadReader(store.database)
        // One after another, with gaps of all lengths, keys of nobody before, between and behind, and the same ones twice.
        for step in [1, 2, 7, 8, 9, 100, 4_999] {
            let wanted = stride(from: 0, to: keys.count, by: step).flatMap { [keys[$0] - 1, keys[$0], keys[$0]] } + [.max]
            let run = try XCTUnwrap(reader.read(wanted))
            XCTAssertEqual(run.left, (keys.count + step - 1) / step)
            for place in stride(from: 0, to: keys.count, by: step) {
                XCTAssertNil(run.take(keys[place] - 1))
                XCTAssertEqual(run.take(keys[place]), Array("\(keys[place])".utf8))
                XCTAssertNil(run.take(keys[place]))
            }
            XCTAssertEqual(run.left, 0)
        }
        XCTAssertNil(try reader.read(keys, while: { false }))
        store.close()
    }
}
