import Foundation
import JourneyCompiler
import JourneyEngine
import JourneyLanguage
import JourneyModel
import JourneyStore
import XCTest

@testable import JourneyFaults
@testable import JourneyRuntime

/// Two ids of one person, over random programs and events.
final class MergeTests: XCTestCase {
    private static var seeds: UInt64 { UInt64(ProcessInfo.processInfo.environment["JOURNEY_PAIRS"] ?? "") ?? 400 }

    /// Joined before anything happened, two ids are as one: in the engine, and in the model that knows only one.
    func testJoinedFromTheStartTwoIDsAreOne() throws {
        var count = 0
        for seed in 0..<Self.seeds {
            var random = Random(seed &+ 77)
            let single = Self.testCase(seed)
            var twofold = single
            for index in single.events.indices where single.events[index].customer == "c0" && random.chance(50) {
                twofold.events[index].customer = "other"
            }
            let model = try Self.model(single, first: "c0")
            twofold.events.insert(Self.identify("c0", "other", at: Case.epoch), at: 0)
            let engine = try Self.engine(twofold).filter { $0.action != .merge }.map(Self.keyedLine)
            count += engine.count
            XCTAssertEqual(engine, model, "seed \(seed)\n\(twofold.text(expecting: model))")
            if engine != model { return }
        }
        XCTAssertGreaterThan(count, 2_000)
    }

    /// An id that has led to nothing yet is joined: that is as if its events came now, late and in order.
    func testAMergeIsTheLateArrivalOfTheOthersEvents() throws {
        var (compared, decisions) = (0, 0)
        for seed in 0..<Self.seeds * 8 {
            guard let (merged, late) = try Self.pair(seed) else { continue }
            func lines(_ testCase: Case) throws -> [String] {
                try Self.engine(testCase).filter { $0.customer == "c0" && $0.action != .merge }.map(\.line)
            }
            let (found, expected) = (try lines(merged), try lines(late))
            compared += 1
            decisions += found.count
            XCTAssertEqual(found.sorted(), expected.sorted(), "seed \(seed)\n\(merged.text(expecting: expected))")
            if found.sorted() != expected.sorted() { return }
        }
        print("merges: \(compared) pairs, \(decisions) decisions equal")
        XCTAssertGreaterThan(compared, 100)
    }

    /// Whoever is joined with whom, and forgotten: at most one entry of a person is inside a journey.
    func testNobodyIsTwiceInside() throws {
        var merges = 0
        for seed in 0..<Self.seeds {
            var inside: [String: Set<UInt64>] = [:]
            let decisions = try Self.engine(Self.withPeople(seed, forgets: false))
            var person: [String: String] = [:]
            func root(_ id: String) -> String { person[id].map(root) ?? id }
            for decision in decisions {
                if decision.action == .merge, decision[.outcome] == nil, case .text(let other)? = decision[.other] {
                    merges += 1
                    person[root(other)] = decision.customer
                    for key in inside.keys.sorted() where key.hasPrefix(other + "/") {
                        inside[decision.customer + key.dropFirst(other.count), default: []].formUnion(inside.removeValue(forKey: key) ?? [])
                    }
                }
                let key = "\(decision.customer)/\(decision.journey)/\(decision[.value]?.text ?? "")"
                switch decision.action {
                case .enter: inside[key, default: []].insert(decision.enrollment)
                case .finish, .exit, .stop, .fail, .merged, .goal: for key in inside.keys { inside[key]?.remove(decision.enrollment) }
                default: break
                }
                // By the next decision of another action the merge is settled.
                if decision.action == .send { XCTAssertLessThanOrEqual(inside[key]?.count ?? 0, 1, "seed \(seed)") }
            }
        }
        XCTAssertGreaterThan(merges, 200)
    }

    // MARK: Cases

    private static func identify(_ id: String, _ other: String, at: Timestamp, _ index: Int = 0) -> Case.Event {
        Case.Event(at: at, customer: id, name: "$identify", properties: "{\"same_as\":\"\(other)\",\"i\":\(index)}")
    }

    private static func testCase(_ seed: UInt64, most: Int = 24) -> Case {
        var program = RandomProgram(random: Random(seed &+ 3_000_000))
        var events = RandomEvents(random: Random(seed &+ 4_000_000))
        var testCase = Case(file: "random.case", title: "seed \(seed)", program: program.text())
        testCase.events = events.inOrder(most: most)
        return testCase
    }

    /// A stream in which ids are joined at random, and now and then forgotten.
    static func withPeople(_ seed: UInt64, most: Int = 30, forgets: Bool = true) -> Case {
        var random = Random(seed &+ 5)
        var testCase = testCase(seed, most: most)
        // On instants of their own: what happens at the very instant of an erasure is a matter of the order.
        let grid = testCase.events.map(\.at)
        for index in 0..<1 + random.below(4) {
            let at = random.pick(grid) + Microseconds(index + 1) * .minute
            let pair = (random.below(3), random.below(3))
            let event = random.chance(20) && forgets
                ? Case.Event(at: at, customer: "c\(pair.0)", name: "$forget", properties: "{\"i\":\(index)}")
                : identify("c\(pair.0)", "c\(pair.1)", at: at, index)
            testCase.events.insert(event, at: testCase.events.firstIndex { $0.at > at } ?? testCase.events.count)
        }
        return testCase
    }

    /// The same two ways: joined with another id, and with the other's events coming late under the id itself. Nil where the other id
    /// has led to a decision of its own.
    private static func pair(_ seed: UInt64) throws -> (merged: Case, late: Case)? {
        var random = Random(seed &+ 9)
        var merged = testCase(seed)
        // What an event began or did not begin when it came is decided: a condition on the customer, not on the event itself, may hold
        // of one id and not of the other.
        let parsed = parse(SourceText(name: "case.journey", merged.program))
        if ReferenceTests.rules(parsed).contains(where: \.triggerAsksOfCustomer) { return nil }
        let own = merged.events.map { event in
            var event = event
            event.customer = "c0"
            return event
        }
        var others = own.filter { $0.name != "$set" && random.chance(40) }
        for index in others.indices { others[index].customer = "o" }
        let moment = (own[random.below(own.count)].at) + 7 * .minute
        others = others.filter { $0.at < moment && $0.at > Case.epoch }
        var alone = merged
        alone.events = others
        if others.isEmpty { return nil }
        if try !engine(alone).isEmpty { return nil }
        let keys = Set(others.map { "\($0.at.microseconds) \($0.name) \($0.properties)" })
        let rest = own.filter { !keys.contains("\($0.at.microseconds) \($0.name) \($0.properties)") }
        let begin = Case.Event(at: Case.epoch, customer: "c0", name: "e", properties: "{}")
        let tick = Case.Event(at: moment, customer: "z", name: "e", properties: "{}")
        let before = (rest.filter { $0.at < moment }), after = rest.filter { $0.at > moment }
        var late = merged
        late.events = [begin] + before + [tick]
            + others.map { Case.Event(at: $0.at, customer: "c0", name: $0.name, properties: $0.properties) }
            // A merge is a change of the customer: exit conditions are looked at then.
            + [Case.Event(at: moment, customer: "c0", name: "$set", properties: "{\"joined\":1}")] + after
        let both = (before + others).enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
        merged.events = [begin] + both + [tick, identify("c0", "o", at: moment)] + after
        return (merged, late)
    }

    // MARK: Runs

    private static func engine(_ testCase: Case) throws -> [Decision] {
        let run = try CaseRun(testCase, store: MemoryStore(keepsLog: true))
        try run.take(testCase.events)
        try run.finish()
        return run.decisions
    }

    private static func model(_ testCase: Case, first id: String) throws -> [String] {
        let parsed = parse(SourceText(name: "case.journey", testCase.program))
        let model = ReferenceModel(
            ReferenceTests.rules(parsed), policy: ReferencePolicy(parsed.program), audiences: ReferenceTests.audiences(parsed))
        for event in [identify(id, id, at: Case.epoch)] + testCase.events {
            model.take(
                .init(
                    at: event.at, customer: event.customer, name: event.name,
                    properties: Array(event.properties.dropFirst().dropLast().utf8)))
        }
        model.finish(at: .distantFuture)
        return model.decisions.map(keyedLine)
    }

    /// Timers of audiences take numbers that the model does not give.
    private static func keyedLine(_ decision: Decision) -> String { decision.line + " " + (decision[.key]?.text ?? "") }
}

extension ReplayTests {
    /// Merges and erasures, whatever the order of arrival, the store and the crashes between.
    func testRandomProgramsOverPeopleWithSeveralIDs() throws {
        for seed in UInt64(0)..<60 {
            let replay = try Replay(MergeTests.withPeople(seed, most: 40))
            let base = try replay.run(.init(name: "in order", batches: [replay.everything]))
            try check(replay, against: base, seed: seed, isLarge: false)
            if testRun?.failureCount ?? 0 > 0 { return }
        }
    }
}

extension CrashTests {
    /// No merge and no erasure is half done, whatever breaks when.
    func testPeopleWithSeveralIDs() throws {
        let files = try StoreFiles()
        var breaks = 0
        for seed in UInt64(0)..<60 {
            let replay = try Replay(MergeTests.withPeople(seed &+ 900, most: 40))
            var random = Random(seed)
            let tiny = Stepper.Sizes(customersInMemory: 1, workLimit: 2, timerSlice: 1, timersInMemory: 2)
            let way = Replay.Way(
                name: "crashing", batches: Replay.batches(replay.everything, of: 1 + random.below(12)), sizes: seed % 3 == 0 ? tiny : .init())
            let calm = try run(replay, way, files.new(), nil, &random)
            let crashed = try run(replay, way, files.new(), 32, &random)
            breaks += crashed.breaks
            XCTAssertEqual(crashed.result, calm.result, "\(replay.title)")
            if crashed.result != calm.result { return }
        }
        XCTAssertGreaterThan(breaks, 300)
    }
}

extension ReferenceRule {
    /// Some event of the trigger is matched by more than its own properties.
    fileprivate var triggerAsksOfCustomer: Bool {
        switch trigger.kind {
        case .silence(let events, _): return events?.asksOfCustomer ?? false
        case .pattern(let pattern):
            var all: [Events] =
                switch pattern.base {
                case .any(let events), .times(let events, _, _): [events]
                case .all(let groups, _): groups
                }
            all += [pattern.restartingOn, pattern.absence?.events].compactMap { $0 }
            for follow in pattern.follows { all += [follow.events, follow.without].compactMap { $0 } }
            return all.contains(where: \.asksOfCustomer)
        default: return false
        }
    }
}

extension Events {
    fileprivate var asksOfCustomer: Bool { alternatives.contains { $0.condition?.asksOfCustomer ?? false } }
}

extension JourneyLanguage.Expression {
    fileprivate var asksOfCustomer: Bool {
        switch kind {
        case .literal, .percent: false
        case .path(let names): names.count > 1 && names[0].text != "event"
        case .unary(_, let a), .isKnown(let a, _): a.asksOfCustomer
        case .binary(_, let a, let b): a.asksOfCustomer || b.asksOfCustomer
        case .between(let a, let low, let high): a.asksOfCustomer || low.asksOfCustomer || high.asksOfCustomer
        case .isIn(let a, let list, _): a.asksOfCustomer || list.contains(where: \.asksOfCustomer)
        default: true
        }
    }
}
