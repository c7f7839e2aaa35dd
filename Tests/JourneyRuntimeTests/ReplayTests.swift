import Foundation
import JourneyModel
import XCTest

@testable import JourneyFaults
@testable import JourneyRuntime
@testable import JourneyStore

/// The same log in another order, other pieces, over another store, with crashes between: the same decisions.
final class ReplayTests: XCTestCase {
    private static let grace: Microseconds = 2 * .hour

    func testTheGroceriesThatComeWithTheProject() throws {
        let replay = try Replay(folder: "groceries", log: "complete-journey-sample.jsonl")
        let base = try replay.run(.init(name: "in order", batches: [replay.everything]))
        XCTAssertGreaterThan(base.messages.count, 500)
        try check(replay, against: base, seed: 1, isLarge: true)
    }

    func testRandomProgramsOverRandomEvents() throws {
        var decisions = 0
        for seed in UInt64(0)..<150 {
            let replay = try Self.madeUp(seed, most: 40)
            let base = try replay.run(.init(name: "in order", batches: [replay.everything]))
            decisions += base.decisions.count
            try check(replay, against: base, seed: seed, isLarge: false)
            if testRun?.failureCount ?? 0 > 0 { return }
        }
        print("replay: seeds 0..<150, \(decisions) decisions each way")
        XCTAssertGreaterThan(decisions, 2_000)
    }

    static func madeUp(_ seed: UInt64, most: Int) throws -> Replay {
        var program = RandomProgram(random: Random(seed &+ 1_000_000))
        var events = RandomEvents(random: Random(seed &+ 2_000_000))
        var testCase = Case(file: "random.case", title: "seed \(seed)", program: program.text())
        testCase.events = events.inOrder(most: most)
        return try Replay(testCase)
    }

    func check(_ replay: Replay, against base: Replay.Result, seed: UInt64, isLarge: Bool) throws {
        let files = try StoreFiles()
        var random = Random(seed)
        let whole = replay.everything
        let many = isLarge ? 1_000 : 3
        var path = files.new()
        let sqlite = { (foldEvery: Int) -> () throws -> any Store in
            { path = files.new(); return try StoreFiles.open(path, foldEvery: foldEvery) }
        }
        let reopen = { (store: any Store) -> any Store in
            store.close()
            return try StoreFiles.open(path, foldEvery: 7)
        }
        let tiny = Stepper.Sizes(customersInMemory: 1, workLimit: 3, timerSlice: 1, timersInMemory: 2)
        let grace = isLarge ? 3 * Microseconds.day : Self.grace
        let shuffled = replay.shuffled(within: grace, &random)
        var splits: [[Int]] = []
        for index in whole {
            if splits.isEmpty || random.below(isLarge ? 600 : 5) == 0 { splits.append([]) }
            splits[splits.count - 1].append(index)
        }
        let doubled = whole.flatMap { index in [index] + (random.chance(20) ? [random.below(index + 1), index] : []) }
        var ways: [Replay.Way] = [
            .init(name: "with grace", grace: grace, batches: [whole]),
            .init(name: "shuffled", grace: grace, batches: [shuffled]),
            .init(name: "shuffled, in batches of 7", grace: grace, batches: Replay.batches(shuffled, of: 7)),
            .init(
                name: "shuffled, durable, opened anew between", grace: grace,
                batches: Replay.batches(shuffled, of: isLarge ? 900 : 5), store: sqlite(7), reopen: reopen),
            .init(name: "twice", batches: [whole, whole]),
            .init(name: "every event alone", batches: Replay.batches(whole, of: 1)),
            .init(name: "in batches of 7", batches: Replay.batches(whole, of: 7)),
            .init(name: "with duplicates anywhere", batches: Replay.batches(doubled, of: many)),
            .init(name: "durable", batches: [whole], store: sqlite(262_144)),
            .init(name: "durable, folding all the time", batches: Replay.batches(whole, of: many), store: sqlite(2)),
            .init(
                name: "durable, split and opened anew between", batches: splits, store: sqlite(7), reopen: reopen),
            .init(
                name: "durable, with next to no memory", batches: Replay.batches(whole, of: many), store: sqlite(7), sizes: tiny),
            .init(
                name: "shuffled, durable, with next to no memory", grace: grace, batches: Replay.batches(shuffled, of: many),
                store: sqlite(7), sizes: tiny),
        ]
        if isLarge {
            let halves = [Array(whole[..<(whole.count / 2)]), Array(whole[(whole.count / 2)...])]
            ways.append(.init(name: "in halves", batches: halves, store: sqlite(262_144), reopen: reopen))
        }
        for way in ways {
            let result = try replay.run(way)
            XCTAssertEqual(result.decisions, base.decisions, "\(replay.title) \(way.name)")
            XCTAssertEqual(result.messages, base.messages, "\(replay.title) \(way.name)")
            XCTAssertEqual(result.counters, base.counters, "\(replay.title) \(way.name)")
            if result != base { return }
        }
    }
}
