import Foundation
import XCTest

@testable import JourneyStore

/// Random verbs, rollbacks, crashes and reopenings, compared with the plain model after each.
final class RandomStoreTests: XCTestCase {
    func testMemoryStore() throws {
        for seed in 1...20 {
            var walk = RandomWalk(MemoryStore(keepsLog: true), seed: UInt64(seed), name: "memory")
            for _ in 0..<40 {
                let before = walk.model
                try walk.store.begin()
                try walk.verbs()
                if walk.numbers.happens(30) {
                    try walk.store.rollback()
                    walk.model = before
                } else {
                    try walk.store.commit()
                }
                try walk.compare()
            }
        }
    }

    /// Folds, slices and merges of all sizes: with these settings they are nearly always under way.
    func testSQLiteStore() throws {
        for (foldEvery, slice) in [(1, 1), (7, 2), (7, 10_000), (64, 3), (64, 200), (500, 50)] {
            for seed in 1...4 {
                var options = SQLiteStore.Options(
                    creationSalt: TestDirectory.salt, foldEvery: foldEvery, foldStatesEvery: foldEvery)
                options.freshSpan = foldEvery
                options.leastEntries = slice
                options.leastStates = slice
                options.entriesPerID = seed % 2 * 8
                options.statesPerState = seed % 2 * 2
                options.syncs = false
                try walk(options, seed: UInt64(seed * 1_000 + foldEvery))
            }
        }
    }

    private func walk(_ options: SQLiteStore.Options, seed: UInt64) throws {
        let directory = try TestDirectory()
        var path = directory.file("0.store")
        let store = try SQLiteStore(path: path, options: options)
        var walk = RandomWalk(store, seed: seed, name: "fold every \(options.foldEvery), slices of \(options.leastEntries)")
        for step in 1...40 {
            let before = walk.model
            try walk.store.begin()
            try walk.verbs()
            let fate = walk.numbers.below(10)
            if fate < 5, walk.numbers.happens(50) {
                try walk.store.handOver()
                // Several may be on their way when the next ones begin.
                if walk.numbers.happens(60) { continue }
            } else if fate < 7 {
                try walk.store.commit()
            }
            switch fate {
            case 0...4: break
            case 5, 7:
                // A crash, after the commit or before it: what the file system holds goes on under another name.
                let next = directory.file("\(step).store")
                try walk.store.settle()
                try Self.copy(path, to: next)
                walk.store.close()
                path = next
                walk.store = try SQLiteStore(path: path, options: options)
            case 6:
                walk.store.close()
                walk.store = try SQLiteStore(path: path, options: options)
            default: try walk.store.rollback()
            }
            if fate >= 7 { walk.model = before }
            if walk.numbers.happens(20) { while try (walk.store as? SQLiteStore)?.maintain() == true {} }
            try walk.compare()
        }
        try walk.compare()
        let last = try XCTUnwrap(walk.store as? SQLiteStore)
        XCTAssertEqual(try last.quickCheck(), [])
        // A reader finds the same beside the writer.
        var reading = SQLiteStore.Options(access: .reader)
        reading.foldEvery = options.foldEvery
        let writer = walk.store
        walk.store = try SQLiteStore(path: path, options: reading)
        try walk.compare()
        walk.store.close()
        writer.close()
    }

    private static func copy(_ path: String, to target: String) throws {
        for suffix in ["", "-wal"] where FileManager.default.fileExists(atPath: path + suffix) {
            try FileManager.default.copyItem(atPath: path + suffix, toPath: target + suffix)
        }
    }
}
