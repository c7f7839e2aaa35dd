import JourneyCompiler
import JourneyEngine
import JourneyLanguage
import JourneyModel
import JourneyStore
import XCTest

@testable import JourneyRuntime

/// Very many timers at one instant, fired a burst at a time: what comes in meanwhile is taken in, and decided as if it had waited.
final class BurstTests: XCTestCase {
    private static let customers = 600
    private static let burst = 40
    private let due = Case.epoch + 2 * .day

    private let program = """
        journey waiters when browsed wait 2d send coupon via sms end
        journey buyers when browsed but not bought within 2d1m tag cold end
        journey cheers when bought send thanks via sms end
        """

    private struct Run {
        var decisions: [Decision] = []
        var queued: [String] = []
        /// Turns that took events in and left timers that were due.
        var interruptions = 0
        var longestStop = 0
    }

    func testBurstsDecideWhatOneGoDecides() throws {
        let whole = try run(burst: nil, reopensAfter: nil)
        XCTAssertEqual(whole.interruptions, 0)
        for reopensAfter in [nil, 1, 5] {
            let parts = try run(burst: Self.burst, reopensAfter: reopensAfter)
            XCTAssertGreaterThan(parts.interruptions, 5)
            XCTAssertEqual(parts.decisions, whole.decisions, "reopened after \(reopensAfter ?? 0)")
            XCTAssertEqual(parts.queued, whole.queued)
            XCTAssertLessThan(parts.longestStop, 20 * Self.burst, "a turn decides a burst, not a crowd")
        }
    }

    /// Everybody waits for the same instant; when it has come, those who bought a moment later are read, a few a turn.
    private func run(burst: Int?, reopensAfter: Int?) throws -> Run {
        let files = try StoreFiles()
        let path = files.new()
        let names = NameTable()
        var found = Run()
        var store = try StoreFiles.open(path, foldEvery: 2_000)
        var stepper = try open(store, burst)
        var crowd = EventBatch(names: names)
        for number in 0..<Self.customers {
            crowd.append(Case.Event(at: Case.epoch, customer: "c\(number)", name: "browsed", properties: "{}"))
        }
        try stepper.step(crowd, now: .distantFuture)
        found.decisions += stepper.takeDecisions()
        for turn in 0..<10 {
            var batch = EventBatch(names: names)
            for number in 0..<3 {
                batch.append(
                    Case.Event(at: due + Int64(turn) * .second + 1, customer: "c\(turn * 3 + number)", name: "bought", properties: "{}"))
            }
            try stepper.step(batch, now: due + .minute)
            if stepper.isBehind { found.interruptions += 1 }
            note(stepper, &found)
            if turn == reopensAfter {
                store.close()
                store = try StoreFiles.open(path, foldEvery: 2_000)
                stepper = try open(store, burst)
            }
        }
        repeat {
            try stepper.advance(to: due + .hour)
            note(stepper, &found)
        } while stepper.isBehind
        XCTAssertEqual(stepper.heldCount, 0)
        for waiting in try store.waitingWays() {
            found.queued += try store.dueMessages(at: .distantFuture, on: waiting.way, limit: 10_000).map(\.key)
        }
        found.queued.sort()
        store.close()
        return found
    }

    private func note(_ stepper: Stepper, _ found: inout Run) {
        let decisions = stepper.takeDecisions()
        found.longestStop = max(found.longestStop, decisions.count)
        found.decisions += decisions
    }

    private func open(_ store: any Store, _ burst: Int?) throws -> Stepper {
        let compiled = compile([(path: "case.journey", parsed: parse(SourceText(name: "case.journey", program)))])
        XCTAssertFalse(compiled.hasErrors)
        let (deployment, _) = try Deployer.deploy(compiled.machines, with: compiled.definitions, to: store, at: .distantPast)
        let stepper = try Stepper(
            store: store, engine: Engine(deployment: deployment, isBackfill: false, policy: compiled.policy), grace: 0, wantsDecisions: true,
            sizes: Stepper.Sizes())
        stepper.longestBurst = burst
        return stepper
    }
}
