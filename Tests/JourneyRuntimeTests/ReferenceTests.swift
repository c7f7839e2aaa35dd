import Foundation
import JourneyCompiler
import JourneyEngine
import JourneyLanguage
import JourneyModel
import JourneyStore
import XCTest

@testable import JourneyFaults
@testable import JourneyRuntime

/// Holds the engine to the reference model: random programs over random events, and the journeys that come with the project.
final class ReferenceTests: XCTestCase {
    func testRandomProgramsOverRandomEvents() throws {
        let pairs = UInt64(ProcessInfo.processInfo.environment["JOURNEY_PAIRS"] ?? "") ?? 5_000
        var decisions = 0
        var actions: [Decision.Action: Int] = [:]
        var outcomes: [String: Int] = [:]
        for seed in 0..<pairs {
            var program = RandomProgram(random: Random(seed))
            var testCase = Case(file: "random.case", title: "seed \(seed)", program: program.text())
            var events = RandomEvents(random: Random(seed &+ 1 << 32))
            testCase.events = events.inOrder(most: 24)
            guard let found = try compare(testCase) else { continue }
            decisions += found.engine.count
            for decision in found.decisions {
                actions[decision.action, default: 0] += 1
                guard let outcome = decision[.outcome]?.text else { continue }
                outcomes[outcome == "held" ? "held \(decision[.reason]?.text ?? "")" : outcome, default: 0] += 1
            }
            if found.engine != found.model { return try fail(testCase, seed) }
        }
        for (what, least) in ["held best time": 20, "held quiet hours": 100, "capped": 100, "no_consent": 100, "expired": 20] {
            XCTAssertGreaterThan(outcomes[what] ?? 0, least, "too few \(what)")
        }
        print("reference model: seeds 0..<\(pairs), \(decisions) decisions equal")
        for action in Decision.Action.allCases where ![.fail, .give, .pause, .hold, .move, .merge, .merged].contains(action) {
            XCTAssertGreaterThan(actions[action] ?? 0, 100, "too few of \(action)")
        }
    }

    /// Schedules, addresses, suppressions, coupons, the fuse and the sandbox, among everything else.
    func testRandomProgramsOfSchedulesReachAndCoupons() throws {
        let pairs = UInt64(ProcessInfo.processInfo.environment["JOURNEY_PAIRS"] ?? "") ?? 3_000
        var decisions = 0
        var seen: [String: Int] = [:]
        for seed in 0..<pairs {
            var program = RandomProgram(random: Random(seed &+ 5_000_000), isWide: true)
            var testCase = Case(file: "random.case", title: "wide \(seed)", program: program.text())
            var events = RandomEvents(random: Random(seed &+ 6 << 32), isWide: true)
            testCase.events = events.inOrder(most: 24)
            guard let found = try compare(testCase) else { continue }
            decisions += found.engine.count
            for decision in found.decisions {
                for key in [decision.action.name, decision[.outcome]?.text, decision[.reason]?.text].compactMap({ $0 }) { seen[key, default: 0] += 1 }
            }
            if found.engine != found.model { return try fail(testCase, seed) }
        }
        print("reference model: wide seeds 0..<\(pairs), \(decisions) decisions equal")
        for what in [
            "give", "none left", "the customer's share is given", "unreachable", "no address", "invalid phone", "suppressed", "sandboxed", "pause",
            "the journey is paused",
        ] { XCTAssertGreaterThan(seen[what] ?? 0, 10, "too few: \(what)") }
    }

    private func fail(_ testCase: Case, _ seed: UInt64) throws {
        let small = try shrink(testCase)
        let result = try compare(small)
        XCTFail(
            "seed \(seed)\n\(small.text(expecting: result?.model ?? []))--- but the engine decides\n"
                + (result?.engine ?? []).map { "  \($0)\n" }.joined())
    }

    /// The model knows no receipts, lateness, merges and texts; tests of their own hold those.
    private static let modelled = Set(
        [
            "absence", "attributes", "attribution", "audiences", "besttime", "caps", "causes", "compared", "comparing", "consent", "consented", "each", "entry", "goals", "history", "loops", "patterns", "quiet", "restart", "same", "shadows",
            "splits", "steps", "values", "waits",
        ].map { $0 + ".case" })

    func testTheCasesOfTheCorpus() throws {
        var count = 0
        for testCase in try Case.all(in: CaseTests.folder) where testCase.isInOrder && testCase.until == "done" {
            // The model knows no duplicates.
            if !Self.modelled.contains(testCase.file) || testCase.hasDuplicates { continue }
            // What the arms have learnt is no matter of one customer.
            if ["adaptively", "channel ", "calendar ", "give "].contains(where: testCase.program.contains) { continue }
            if testCase.events.contains(where: { ["$suppress", "$message", "$identify"].contains($0.name) }) { continue }
            // Nor clocks that change, as far as quiet hours go.
            if testCase.title.contains("clocks") { continue }
            let found = try XCTUnwrap(compare(testCase))
            XCTAssertEqual(found.engine, found.model, testCase.title)
            count += 1
        }
        XCTAssertGreaterThan(count, 40)
    }

    func testTheJourneysThatComeWithTheProject() throws {
        let replay = try Replay(folder: "groceries", log: "complete-journey-sample.jsonl")
        let model = ReferenceModel(replay.rules)
        let log = replay.log
        for event in log.events {
            let properties = log.bytes[Int(event.properties.start)..<Int(event.properties.start + event.properties.count)]
            model.take(
                .init(at: event.at, customer: log.text(event.customer), name: log.names[event.name], properties: Array(properties)))
        }
        model.finish(at: .distantFuture)
        let engine = try replay.run(.init(name: "in order", batches: [replay.everything]))
        XCTAssertEqual(engine.decisions, model.decisions.map(\.numberedLine))
        XCTAssertGreaterThan(engine.decisions.count, 5_000)
    }

    // MARK: Both

    private typealias Lines = (engine: [String], model: [String], decisions: [Decision])

    /// Nil where the program does not compile.
    private func compare(_ testCase: Case) throws -> Lines? {
        let parsed = parse(SourceText(name: "case.journey", testCase.program))
        let compiled = compile([(path: "case.journey", parsed: parsed)])
        if compiled.hasErrors {
            let errors = compiled.diagnostics.filter { $0.diagnostic.severity == .error }.map(\.diagnostic.message)
            XCTFail("\(testCase.title) does not compile: \(errors)\n\(testCase.program)")
            return nil
        }
        let run = try CaseRun(testCase, store: MemoryStore(keepsLog: true), compiled: compiled)
        try run.take(testCase.events)
        try run.finish()
        let model = ReferenceModel(Self.rules(parsed), policy: ReferencePolicy(parsed.program), audiences: Self.audiences(parsed))
        for event in testCase.events {
            model.take(
                .init(
                    at: event.at, customer: event.customer, name: event.name,
                    properties: Array(event.properties.dropFirst().dropLast().utf8)))
        }
        model.finish(at: .distantFuture, schedulesUntil: testCase.events.map(\.at).max() ?? Case.epoch)
        let hasAudiences = !model.watchedAudiences.isEmpty
        return (Self.lines(run.decisions, hasAudiences), Self.lines(model.decisions, hasAudiences), run.decisions)
    }

    /// Looks at audiences take numbers, too, and so order the customers of one instant otherwise: then customer by customer, watches
    /// and enrollments told apart by the order in which they are first named.
    private static func lines(_ decisions: [Decision], _ hasAudiences: Bool) -> [String] {
        if !hasAudiences { return decisions.map(\.numberedLine) }
        var numbers: [UInt64: UInt64] = [0: 0]
        let customers = Set(decisions.map(\.customer)).sorted()
        return customers.flatMap { customer in decisions.filter { $0.customer == customer } }.map { decision in
            var decision = decision
            if numbers[decision.enrollment] == nil { numbers[decision.enrollment] = UInt64(numbers.count) }
            decision.enrollment = numbers[decision.enrollment] ?? 0
            return decision.numberedLine
        }
    }

    static func audiences(_ parsed: ParsedFile) -> [String: JourneyLanguage.Expression] {
        var found: [String: JourneyLanguage.Expression] = [:]
        for case .audience(let audience) in parsed.program.items { found[audience.name.text] = audience.condition }
        return found
    }

    static func rules(_ parsed: ParsedFile) -> [ReferenceRule] {
        parsed.program.items.compactMap { item in
            switch item {
            case .journey(let journey), .rule(let journey): ReferenceRule(journey, name: journey.name?.text ?? "case")
            default: nil
            }
        }
    }

    // MARK: Smaller

    /// Leaves out journeys and events as long as the two disagree.
    private func shrink(_ testCase: Case) throws -> Case {
        var small = testCase
        var isSmaller = true
        while isSmaller {
            isSmaller = false
            let lines = small.program.components(separatedBy: "\n")
            for index in lines.indices where lines.count > 1 {
                var candidate = small
                candidate.program = lines.enumerated().filter { $0.offset != index }.map(\.element).joined(separator: "\n")
                guard try disagrees(candidate) else { continue }
                (small, isSmaller) = (candidate, true)
                break
            }
            for index in small.events.indices.reversed() {
                var candidate = small
                candidate.events.remove(at: index)
                if try disagrees(candidate) { (small, isSmaller) = (candidate, true) }
            }
        }
        return small
    }

    private func disagrees(_ testCase: Case) throws -> Bool {
        guard let found = try compare(testCase) else { return false }
        return found.engine != found.model
    }
}

extension Case {
    var hasDuplicates: Bool {
        events.indices.contains { index in
            events[..<index].contains {
                $0.at == events[index].at && $0.customer == events[index].customer && $0.name == events[index].name
                    && $0.properties == events[index].properties
            }
        }
    }

    var isInOrder: Bool { zip(events, events.dropFirst()).allSatisfy { $0.at <= $1.at } }

    /// As a file of cases has it.
    func text(expecting lines: [String]) -> String {
        "=== \(title)\n" + (until == "done" ? "" : "until \(until)\n") + "program\n" + program.split(separator: "\n").map { "  \($0)\n" }.joined()
            + "events\n" + events.map { "  \(Self.text($0.at - Self.epoch)) \($0.customer) \($0.name)\($0.properties == "{}" ? "" : " " + $0.properties)\n" }.joined()
            + "expect\n" + lines.map { "  \($0)\n" }.joined()
            + (texts.map { "texts\n" + $0.map { "  \($0)\n" }.joined() } ?? "")
    }
}
