import JourneyCompiler
import JourneyEngine
import JourneyLanguage
import JourneyModel
import JourneyStore
import XCTest

@testable import JourneyFaults
@testable import JourneyRuntime

/// Programs and events at the ends of what there can be: a result or a visible failure, never a trap.
final class ExtremesTests: XCTestCase {
    func testTheLimitOfStepsFailsTheEnrollmentVisibly() throws {
        let most = (0..<1_000).map { "tag t\($0)" }.joined(separator: " ")
        XCTAssertEqual(try run("when visited \(most)").last?.action, .finish)
        let decisions = try run("when visited \(most) tag one_more")
        XCTAssertEqual(decisions.filter { $0.action == .tag }.count, 1_000)
        XCTAssertEqual(decisions.last?.action, .fail)
        XCTAssertEqual(decisions.last?[.reason], .text("more than 1000 steps at one instant"))
        XCTAssertEqual(decisions.last?.enrollment, decisions.first?.enrollment)
        // What comes after a wait is counted anew.
        XCTAssertEqual(try run("when visited wait 1s \(most)").last?.action, .finish)
    }

    func testALoopOfAHandMadeMachineEnds() throws {
        var machine = try XCTUnwrap(machines("when visited tag t").first)
        machine.states[0].transitions[0].target = 0
        let decisions = try run([machine], [event(0, "visited"), event(60, "visited")])
        XCTAssertEqual(decisions.map(\.action).filter { $0 != .tag }, [.enter, .fail, .refuse])
        XCTAssertEqual(decisions.filter { $0.action == .tag }.count, 1_000)
    }

    func testTheLongestDurations() throws {
        let program = """
            journey a when visited but not bought within 200000w send x via sms end
            journey b when visited wait 15000000w send x via sms wait 15000000w send y via sms wait 15000000w end
            journey c when visited goal bought within 15000000w wait up to 15000000w for bought end
            journey d when silent for 15000000w tag t end
            journey e when visited again after 15000000w tag t end
            journey f when visited then bought within 15000000w but not returned within 15000000w tag t end
            journey g when visited 1000 times within 15000000w tag t end
            """
        let late = Case.Event(at: Case.epoch + 9_000_000_000 * .second, customer: "c", name: "bought", properties: "{}")
        let decisions = try run(machines(program), [event(0, "visited"), event(1, "visited"), late])
        XCTAssertTrue(zip(decisions, decisions.dropFirst()).allSatisfy { $0.at <= $1.at })
        XCTAssertTrue(decisions.contains { $0.journey == "c" && $0.action == .goal })
    }

    func testLongPatterns() throws {
        let files = try StoreFiles()
        let names = (0..<300).map { "e\($0)" }
        let chain = names.dropFirst().reduce("journey chain when e0") { $0 + " then \($1) within 1h" } + " tag t end"
        let all = "journey everything when " + names.joined(separator: " and ") + " within 1h tag t end"
        var testCase = Case(file: "case.journey", title: "long patterns", program: chain + "\n" + all)
        testCase.events = names.enumerated().map { event(Int64($0.offset), $0.element) }
        let replay = try Replay(testCase)
        var path = ""
        let way = Replay.Way(
            name: "opened anew between", batches: Replay.batches(replay.everything, of: 50),
            store: { path = files.new(); return try StoreFiles.open(path) },
            reopen: { $0.close(); return try StoreFiles.open(path) })
        let result = try replay.run(way)
        XCTAssertEqual(result.decisions.filter { $0.contains(" enter ") }.count, 2)
    }

    func testNumbersThatRunOver() throws {
        let program = """
            journey a when paid again always goal bought within 9h value total add 9223372036854775807 to sum
              set product to sum * sum set minus to -sum set quotient to sum / 0 end
            """
        let events = (0..<4).flatMap { number in
            [
                event(Int64(number) * 60, "paid"),
                Case.Event(
                    at: Case.epoch + (Int64(number) * 60 + 1) * .second, customer: "c", name: "bought",
                    properties: "{\"total\":9223372036854.775807,\"i\":\(number)}"),
            ]
        }
        let decisions = try run(machines(program), events)
        let sums = decisions.filter { $0[.attribute] == .text("sum") }.map { $0[.value] }
        XCTAssertEqual(sums, [.integer(.max), .unknown, .integer(.max), .unknown])
        XCTAssertEqual(decisions.filter { $0.action == .goal }.count, 4)
        let store = MemoryStore(keepsLog: true)
        _ = try run(machines(program), events, store)
        XCTAssertEqual(try store.counters()[Counter(journey: "a", metric: "goal value")], .max)
    }

    func testDeepNesting() throws {
        let depth = 100
        let program = "when visited " + String(repeating: "if x is unknown ", count: depth) + "tag t " + String(repeating: "end ", count: depth)
        let parsed = parse(SourceText(name: "case.journey", program))
        let compiled = compile([(path: "case.journey", parsed: parsed)])
        guard !compiled.hasErrors else {
            // Too deep is an answer, as long as it is one.
            return XCTAssertFalse(compiled.diagnostics.isEmpty)
        }
        let decisions = try run(compiled.machines, [event(0, "visited")])
        XCTAssertEqual(decisions.filter { $0.action == .branch }.count, depth)
        XCTAssertEqual(decisions.last?.action, .finish)
    }

    func testManyJourneysAtOnce() throws {
        let program = (0..<500).map { "journey j\($0) when visited again always wait 1h send m via sms end" }.joined(separator: "\n")
        let decisions = try run(machines(program), [event(0, "visited"), event(7_200, "visited")])
        XCTAssertEqual(decisions.filter { $0.action == .enter }.count, 1_000)
        XCTAssertEqual(decisions.filter { $0.action == .finish }.count, 1_000)
    }

    func testHugeListsAndTexts() throws {
        let list = "[" + (0..<100_000).map(String.init).joined(separator: ",") + "]"
        let program = "when visited for customers where list contains 99999 and text is known set copy to list send m with all: copy via sms"
        let events = [
            Case.Event(
                at: Case.epoch, customer: "c", name: "$set",
                properties: "{\"list\":\(list),\"text\":\"\(String(repeating: "é", count: 100_000))\"}"), event(1, "visited"),
        ]
        XCTAssertEqual(try run(machines(program), events).last?.action, .finish)
    }

    func testOutcomesOfAnyBytes() throws {
        var random = Random(3)
        let outcome = Dispatcher.Outcome(key: "k", channel: "sms", status: .sending, reason: "busy")
        XCTAssertEqual(try Dispatcher.Outcome(encoded: outcome.encoded()), outcome)
        for _ in 0..<100_000 {
            var bytes = outcome.encoded()
            for _ in 0..<1 + random.below(3) { bytes[random.below(bytes.count)] = UInt8(random.below(256)) }
            if random.chance(20) { bytes = (0..<random.below(20)).map { _ in UInt8(random.below(256)) } }
            _ = try? Dispatcher.Outcome(encoded: bytes)
        }
    }

    // MARK: Arrangement

    private func event(_ second: Int64, _ name: String) -> Case.Event {
        Case.Event(at: Case.epoch + second * .second, customer: "c", name: name, properties: "{}")
    }

    private func machines(_ program: String) throws -> [Machine] {
        let compiled = compile([(path: "case.journey", parsed: parse(SourceText(name: "case.journey", program)))])
        XCTAssertEqual(compiled.diagnostics.filter { $0.diagnostic.severity == .error }.map(\.diagnostic.message), [])
        return compiled.machines
    }

    private func run(_ program: String) throws -> [Decision] { try run(machines(program), [event(0, "visited")]) }

    private func run(_ machines: [Machine], _ events: [Case.Event], _ store: any Store = MemoryStore(keepsLog: true)) throws -> [Decision] {
        let (deployment, _) = try Deployer.deploy(machines, to: store, at: .distantPast)
        let stepper = try Stepper(store: store, engine: Engine(deployment: deployment, isBackfill: false), wantsDecisions: true)
        var batch = EventBatch(names: NameTable())
        for event in events { batch.append(event) }
        try stepper.step(batch, now: .distantFuture)
        try Replay.finish(stepper, at: events.map(\.at).max() ?? Case.epoch)
        let decisions = stepper.takeDecisions()
        for decision in decisions {
            XCTAssertNoThrow(
                try Decision(
                    encoded: decision.encoded(names: store.names), at: decision.at, customer: decision.customer, names: store.names))
        }
        return decisions
    }
}
