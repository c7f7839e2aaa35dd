import JourneyCompiler
import JourneyModel
import XCTest

@testable import JourneyFaults
@testable import JourneyEngine
@testable import JourneyRuntime
@testable import JourneyStore

/// Events that come later than `grace` allows: whatever they may still do, they never change the past.
final class LatenessTests: XCTestCase {
    func testRandomLogsInAnyOrder() throws {
        var late: Int64 = 0
        var decisions = 0
        for seed in UInt64(0)..<600 {
            let replay = try ReplayTests.madeUp(seed &+ 9_000, most: 30)
            var random = Random(seed)
            let order = replay.shuffled(within: random.pick([1, 4, 12, 48]) * .hour, &random)
            let store = MemoryStore(keepsLog: true)
            let way = Replay.Way(name: "late", grace: random.pick([0, 0, .hour]), batches: [order])
            let stepper = try replay.stepper(store, way)
            var found: [Decision] = []
            for batch in Replay.batches(order, of: 3) {
                let before = stepper.clock
                try stepper.step(replay.batch(batch), now: .distantFuture)
                let decided = stepper.takeDecisions()
                XCTAssertTrue(decided.allSatisfy { $0.at >= before }, replay.title)
                found += decided
            }
            try Replay.finish(stepper, at: replay.lastAt)
            found += stepper.takeDecisions()
            decisions += found.count
            check(found, replay)
            let count = try store.counters()[Counter(metric: "late")] ?? 0
            if way.grace == 0 { XCTAssertTrue(lateEvents(order, replay).contains(count), "\(replay.title): \(count)") }
            late += count

            // However the late log is cut and wherever it is kept, it comes to the same.
            let files = try StoreFiles()
            let path = files.new()
            var cut = way
            cut.batches = Replay.batches(order, of: 4)
            cut.store = { try StoreFiles.open(path, foldEvery: 3) }
            if seed % 5 == 0 { XCTAssertEqual(try replay.run(cut), try replay.run(way), replay.title) }
            if testRun?.failureCount ?? 0 > 0 { return }
        }
        print("lateness: seeds 0..<600, \(late) late events, \(decisions) decisions")
        XCTAssertGreaterThan(late, 1_000)
    }

    private func check(_ decisions: [Decision], _ replay: Replay) {
        var clock = Timestamp.distantPast
        var sent: Set<String> = []
        var watches: [UInt64: (until: Timestamp, decision: Decision)] = [:]
        for decision in decisions {
            XCTAssertGreaterThanOrEqual(decision.at, clock, replay.title)
            clock = max(clock, decision.at)
            if case .instant(let until)? = decision[.until] {
                XCTAssertGreaterThanOrEqual(until, decision.at, replay.title)
                if decision.action == .watch { watches[decision.enrollment] = (until, decision) }
            }
            // What does not leave has no key.
            if decision.action == .send, let key = decision[.key] { XCTAssertTrue(sent.insert(key.text).inserted, replay.title) }
            if decision.action == .cancel, let watch = watches[decision.enrollment] {
                XCTAssertTrue(canCancel(decision, until: watch.until, replay), "\(replay.title): \(decision.line)")
            }
        }
    }

    /// The log has such an event in the watch's span.
    private func canCancel(_ decision: Decision, until: Timestamp, _ replay: Replay) -> Bool {
        guard case .text(let name)? = decision[.event],
            case .pattern(let pattern)? = replay.machines.first(where: { $0.name == decision.journey })?.trigger,
            let within = pattern.absence?.within
        else { return false }
        return replay.log.events.contains { event in
            replay.log.text(event.customer) == decision.customer && replay.log.names[event.name] == name && event.at <= until
                && event.at >= until - within
        }
    }

    /// How many events from before the latest one that came earlier concern some journey. Where an audience is watched it may be any
    /// event, for those of whom nothing is known may be members.
    private func lateEvents(_ order: [Int], _ replay: Replay) -> ClosedRange<Int64> {
        var named = Set(replay.machines.flatMap(\.eventNames)).union(["$set", "$consent"])
        func note(_ audience: String) {
            if let found = replay.definitions.audiences.first(where: { $0.name == audience }) { note(found.formula) }
        }
        func note(_ formula: Formula) {
            formula.forEachPart { part in
                switch part {
                case .history(let query): named.formUnion(query.events.map(\.event))
                case .daysSince(let event): named.insert(event)
                case .inAudience(let name): note(name)
                default: break
                }
            }
        }
        for machine in replay.machines {
            machine.forEachFormula(note)
            if machine.sendsAtBestTime { named.formUnion(["opened", "clicked"]) }
            switch machine.trigger {
            case .entersAudience(let name), .leavesAudience(let name): note(name)
            default: break
            }
        }
        let hearsAll = replay.machines.contains { if case .silence = $0.trigger { true } else { false } }
        let watchesAudiences = replay.machines.contains { machine in
            switch machine.trigger {
            case .entersAudience, .leavesAudience: true
            default: false
            }
        }
        var latest = Timestamp.distantPast
        var (count, all) = (Int64(0), Int64(0))
        for index in order {
            let event = replay.log.events[index]
            if event.at < latest {
                all += 1
                if hearsAll || named.contains(replay.log.names[event.name]) { count += 1 }
            }
            latest = max(latest, event.at)
        }
        return count...(watchesAudiences ? all : count)
    }
}
