import JourneyEngine
import JourneyModel
import XCTest

@testable import JourneyFaults
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

    /// No place in a cap and no code is lost or taken twice, whatever breaks when.
    func testPoliciesAndCoupons() throws {
        let files = try StoreFiles()
        let program = """
            policy quiet from 22:00 to 8:00 at most 2 messages per 1d at most 1 message per 8h via sms require consent marketing
              stop after 12 messages per 1d end
            coupon spring codes from "spring.csv" 2 for each customer end
            coupon summer stock 9 end
            journey gift when visited again always give spring or else send sorry via email end send gift with code: spring.code via sms end
            journey more when looked again always goal bought within 1d and continue wait 3h give summer send more via sms or else email end
            """
        var breaks = 0
        for seed in UInt64(0)..<24 {
            var random = Random(seed &+ 40)
            var testCase = Case(file: "made up", title: "seed \(seed)")
            testCase.program = program
            testCase.codes = ["spring": (0..<15).map { "S\($0)" }]
            var at = Case.epoch
            for _ in 0..<120 {
                at = at + Microseconds(random.below(90)) * .minute
                let name = ["visited", "looked", "bought", "$consent", "$message"][random.below(5)]
                let properties =
                    name == "$consent" ? #"{"granted":\#(random.chance(80))}"#
                    : name == "$message" && random.chance(10) ? #"{"status":"unsubscribed","channel":"sms"}"# : "{}"
                testCase.events.append(.init(at: at, customer: "c\(random.below(6))", name: name, properties: properties))
            }
            let replay = try Replay(testCase)
            let way = Replay.Way(name: "crashing", batches: Replay.batches(replay.everything, of: 1 + random.below(30)))
            let calm = try run(replay, way, files.new(), nil, &random)
            let crashed = try run(replay, way, files.new(), 60, &random)
            breaks += crashed.breaks
            XCTAssertEqual(crashed.result, calm.result, "seed \(seed)")
            let given = calm.result.decisions.filter { $0.contains("coupon=spring code=") }
            let codes = given.compactMap { $0.split(separator: " ").first { $0.hasPrefix("code=") } }
            XCTAssertEqual(Set(codes).count, codes.count, "seed \(seed)")
            XCTAssertLessThanOrEqual(calm.result.decisions.filter { $0.contains("coupon=summer code=") }.count, 9)
            XCTAssertGreaterThan(given.count, 3, "seed \(seed)")
        }
        XCTAssertGreaterThan(breaks, 100)
    }

    /// No occurrence is lost or comes twice, whatever breaks when.
    func testSchedules() throws {
        let files = try StoreFiles()
        let program = """
            journey daily when every day at 10:00 again always send daily via sms wait 5h send more via sms end
            journey weekly when every workday at 9:00 for customers where plan is "gold" send weekly via sms end
            journey birthday when on birthday at 9:00 send cake via sms end
            journey expiry when 1d before expires_on at 10:00 set plan to "old" send expiry via sms end
            journey quiet when no visited for 20h send miss via sms end
            """
        var breaks = 0
        var sent = 0
        for seed in UInt64(0)..<24 {
            var random = Random(seed &+ 90)
            var testCase = Case(file: "made up", title: "seed \(seed)")
            testCase.program = program
            var at = Case.epoch
            for _ in 0..<80 {
                at = at + Microseconds(random.below(240)) * .minute
                let day = 6 + random.below(20)
                let properties = [
                    #"{"timezone":"\#(["Asia/Shanghai", "America/New_York", "Pacific/Kiritimati", "Etc/GMT+12"][random.below(4)])"}"#,
                    #"{"birthday":"1990-01-\#(day < 10 ? "0" : "")\#(day)"}"#, #"{"expires_on":"2026-01-\#(day < 10 ? "0" : "")\#(day)"}"#,
                    #"{"plan":"gold"}"#,
                ][random.below(4)]
                let isVisit = random.chance(50)
                testCase.events.append(
                    .init(at: at, customer: "c\(random.below(5))", name: isVisit ? "visited" : "$set", properties: isVisit ? "{}" : properties))
            }
            let replay = try Replay(testCase)
            let order = seed % 2 == 0 ? replay.everything : replay.shuffled(within: 2 * .hour, &random)
            let tiny = Stepper.Sizes(customersInMemory: 1, workLimit: 2, timerSlice: 1, timersInMemory: 2)
            let way = Replay.Way(
                name: "crashing", grace: seed % 2 == 0 ? 0 : 2 * .hour, batches: Replay.batches(order, of: 1 + random.below(20)),
                sizes: seed % 3 == 0 ? tiny : .init())
            let calm = try run(replay, way, files.new(), nil, &random)
            let crashed = try run(replay, way, files.new(), 60, &random)
            breaks += crashed.breaks
            sent += calm.result.messages.count
            XCTAssertEqual(crashed.result, calm.result, "seed \(seed)")
            if seed % 2 == 0 {
                let memory = try replay.run(Replay.Way(name: "memory", batches: [replay.everything]))
                XCTAssertEqual(memory.messages, calm.result.messages, "seed \(seed)")
            }
        }
        XCTAssertGreaterThan(breaks, 100)
        XCTAssertGreaterThan(sent, 2_000)
    }

    /// - Parameter most: verbs between two breaks, at most; nil: none.
    func run(_ replay: Replay, _ way: Replay.Way, _ path: String, _ most: Int?, _ random: inout Random) throws -> (
        result: Replay.Result, breaks: Int
    ) {
        var breaks = 0
        while true {
            let file = try StoreFiles.open(path, foldEvery: 5)
            // Every round gets further than the one before, so that it ends.
            let verbs = most.map { random.below($0 + $0 / 16 * breaks) } ?? .max
            let store = BreakingStore(file, after: verbs, commitsBeforeBreaking: random.chance(50))
            do {
                let (deployment, _) = try Deployer.deploy(
                    replay.machines, with: replay.definitions, codes: replay.codes, to: file, at: .distantPast)
                let stepper = try Stepper(
                    store: store, engine: Engine(deployment: deployment, isBackfill: false, policy: replay.policy), grace: way.grace, wantsDecisions: false,
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
