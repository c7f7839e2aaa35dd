import JourneyEngine
import JourneyModel
import XCTest

@testable import JourneyRuntime
@testable import JourneyStore

/// The process dies at any verb of the store and comes back, any number of times, and is fed the log again: journal, messages and
/// counters end up as if nothing had happened.
final class CrashTests: XCTestCase {
    func testRandomProgramsOverRandomEvents() throws {
        let files = try StoreFiles()
        var breaks = 0
        var journaled = 0
        for seed in UInt64(0)..<120 {
            let replay = try ReplayTests.madeUp(seed &+ 500, most: 40)
            var random = Random(seed)
            let grace: Microseconds = seed % 2 == 0 ? 0 : 2 * .hour
            let order = grace == 0 ? replay.everything : replay.shuffled(within: grace, &random)
            let tiny = Stepper.Sizes(customersInMemory: 1, workLimit: 2, timerSlice: 1, timersInMemory: 2)
            let way = Replay.Way(
                name: "crashing", grace: grace, batches: Replay.batches(order, of: 1 + random.below(12)),
                sizes: seed % 3 == 0 ? tiny : .init())
            let calm = try run(replay, way, files.new(), nil, &random)
            let crashed = try run(replay, way, files.new(), 32, &random)
            breaks += crashed.breaks
            journaled += calm.result.decisions.count
            XCTAssertEqual(crashed.result, calm.result, "\(replay.title)")
            if crashed.result != calm.result { return }
        }
        print("crashes: seeds 0..<120, \(breaks) breaks, \(journaled) journaled decisions")
        XCTAssertGreaterThan(breaks, 800)
    }

    func testTheGroceriesThatComeWithTheProject() throws {
        let files = try StoreFiles()
        let replay = try Replay(folder: "groceries", log: "complete-journey-sample.jsonl")
        var random = Random(7)
        let way = Replay.Way(name: "crashing", batches: Replay.batches(replay.everything, of: 500))
        let calm = try run(replay, way, files.new(), nil, &random)
        let crashed = try run(replay, way, files.new(), 2_000, &random)
        XCTAssertGreaterThan(crashed.breaks, 5)
        XCTAssertEqual(crashed.result.decisions, calm.result.decisions)
        XCTAssertEqual(crashed.result.messages, calm.result.messages)
        XCTAssertEqual(crashed.result.counters, calm.result.counters)
    }

    /// - Parameter most: verbs between two breaks, at most; nil: none.
    private func run(_ replay: Replay, _ way: Replay.Way, _ path: String, _ most: Int?, _ random: inout Random) throws -> (
        result: Replay.Result, breaks: Int
    ) {
        var breaks = 0
        while true {
            let file = try StoreFiles.open(path, foldEvery: 5)
            // Every round gets further than the one before, so that it ends.
            let verbs = most.map { random.below($0 + $0 / 16 * breaks) } ?? .max
            let store = BreakingStore(file, after: verbs, commitsBeforeBreaking: random.chance(50))
            do {
                let (deployment, _) = try Deployer.deploy(replay.machines, to: file, at: .distantPast)
                let stepper = try Stepper(
                    store: store, engine: Engine(deployment: deployment, isBackfill: false), grace: way.grace, wantsDecisions: false,
                    sizes: way.sizes)
                for indices in way.batches { try stepper.step(replay.batch(indices), now: .distantFuture) }
                try Replay.finish(stepper, at: replay.lastAt)
                let result = try replay.result(try replay.journal(file), file)
                file.close()
                return (result, breaks)
            } catch is BreakingStore.Broken {
                breaks += 1
                file.close()
            }
        }
    }
}
