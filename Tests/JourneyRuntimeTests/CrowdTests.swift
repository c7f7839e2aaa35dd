import JourneyCompiler
import JourneyEngine
import JourneyLanguage
import JourneyModel
import JourneyStore
import XCTest

@testable import JourneyFaults
@testable import JourneyRuntime

/// Ten thousand customers: what is drawn among them, and what comes due for all of them in one second.
final class CrowdTests: XCTestCase {
    private static let count = 10_000

    // MARK: Draws

    func testAMovedSplitMovesOnlyThoseBetweenTheBoundaries() throws {
        let arms = { (red: Int) in
            try self.entries("when visited split \"s\" \(red)% tag red \(100 - red)% tag blue end") { $0.action == .tag && $0[.tag]?.text == "red" }
        }
        let (half, more, less) = (try arms(50), try arms(60), try arms(45))
        XCTAssertEqual(half.count, 5_000, accuracy: 200)
        XCTAssertTrue(half.isSubset(of: more), "nobody leaves the arm that grows")
        XCTAssertEqual(more.subtracting(half).count, 1_000, accuracy: 120)
        XCTAssertTrue(less.isSubset(of: half), "nobody comes into the arm that shrinks")
        XCTAssertEqual(half.subtracting(less).count, 500, accuracy: 90)
    }

    func testAMovedBoundaryBetweenThreeArmsMovesNobodyElse() throws {
        let arms = { (a: Int, b: Int, name: String) in
            try self.entries("when visited split \"s\" \(a)% tag a \(b)% tag b \(100 - a - b)% tag c end") {
                $0.action == .tag && $0[.tag]?.text == name
            }
        }
        XCTAssertEqual(try arms(30, 30, "c"), try arms(20, 40, "c"))
        XCTAssertTrue(try arms(20, 40, "a").isSubset(of: try arms(30, 30, "a")))
        XCTAssertEqual(try arms(30, 30, "a"), try arms(30, 50, "a"))
    }

    func testALargerShareOnlyAddsPeople() throws {
        for header in ["roll out to", "hold out"] {
            let chosen = { (share: Int) in
                try self.entries("when visited \(header) \(share)% tag inside") {
                    $0.action == .enter && $0.isShadow == (header == "hold out")
                }
            }
            let few = try chosen(10)
            let more = try chosen(25)
            XCTAssertEqual(few.count, 1_000, accuracy: 120, header)
            XCTAssertEqual(more.count, 2_500, accuracy: 180, header)
            XCTAssertTrue(few.isSubset(of: more), header)
        }
    }

    /// The customers with such a decision.
    private func entries(_ program: String, _ isCounted: (Decision) -> Bool) throws -> Set<String> {
        var testCase = Case(file: "crowd", title: program, program: program)
        testCase.events = (0..<Self.count).map { Case.Event(at: Case.epoch, customer: "c\($0)", name: "visited", properties: "{}") }
        let run = try CaseRun(testCase, store: MemoryStore(keepsLog: true))
        try run.take(testCase.events)
        return Set(run.decisions.filter(isCounted).map(\.customer))
    }

    // MARK: A crowd at one instant

    /// A schedule goes through its audience a slice at a time, breaks off for what cannot wait, and misses nobody and nobody twice;
    /// what comes in meanwhile is decided.
    func testAScheduleStreamsThroughItsAudience() throws {
        let program = "journey daily when every day at 10:00 send news via sms end journey buyers when bought tag buyer end"
        let compiled = compile([(path: "case.journey", parsed: parse(SourceText(name: "case.journey", program)))])
        XCTAssertFalse(compiled.hasErrors)
        let files = try StoreFiles()
        let path = files.new()
        let sizes = Stepper.Sizes(customersInMemory: 300, workLimit: 250, timerSlice: 200, timersInMemory: 600)
        var decided: [String: Int] = [:]
        let names = NameTable()
        var slices = 0
        var late = 0
        func stepper(_ store: any Store) throws -> Stepper {
            let (deployment, _) = try Deployer.deploy(compiled.machines, with: compiled.definitions, to: store, at: .distantPast)
            let stepper = try Stepper(
                store: store, engine: Engine(deployment: deployment, isBackfill: false, policy: compiled.policy), grace: 0, wantsDecisions: true,
                sizes: sizes)
            stepper.isInterrupted = { [unowned stepper] in
                XCTAssertLessThanOrEqual(stepper.cache.slots.count, sizes.customersInMemory + 2 * sizes.workLimit)
                slices += 1
                return true
            }
            return stepper
        }
        func note(_ stepper: Stepper) {
            let decisions = stepper.takeDecisions()
            XCTAssertLessThan(decisions.count, 20 * sizes.workLimit)
            for decision in decisions where decision.action == .enter { decided["\(decision.journey) \(decision.customer)", default: 0] += 1 }
        }
        var store = try StoreFiles.open(path, foldEvery: 2_000)
        var running = try stepper(store)
        for start in stride(from: 0, to: Self.count, by: 500) {
            var batch = EventBatch(names: names)
            for number in start..<start + 500 {
                batch.append(Case.Event(at: Case.epoch + 8 * .hour, customer: "c\(number)", name: "visited", properties: "{}"))
            }
            try running.step(batch, now: .distantFuture)
            note(running)
        }
        let due = Case.epoch + 10 * .hour
        while let next = try running.nextTimer(), next <= due {
            try running.advance(to: due + 1)
            note(running)
            // Sent before the hour and read in the midst of it.
            if slices % 10 == 5 {
                var batch = EventBatch(names: names)
                batch.append(Case.Event(at: due - .minute, customer: "c\(slices)", name: "bought", properties: "{}"))
                let before = slices
                try running.step(batch, now: .distantFuture)
                XCTAssertEqual(slices, before, "a late event waits for none of the crowd")
                note(running)
                late += 1
            }
            // And a scheduler that starts anew goes on.
            if slices == 17 {
                store.close()
                store = try StoreFiles.open(path, foldEvery: 2_000)
                running = try stepper(store)
            }
        }
        XCTAssertGreaterThan(slices, 30)
        XCTAssertGreaterThan(late, 2)
        XCTAssertEqual(decided.filter { $0.key.hasPrefix("daily ") }.count, Self.count)
        XCTAssertEqual(decided.filter { $0.key.hasPrefix("buyers ") }.count, late)
        XCTAssertEqual(decided.values.max(), 1)
        XCTAssertEqual(try store.outboxCounts().values.reduce(0, +), Self.count)
        store.close()
    }
}
