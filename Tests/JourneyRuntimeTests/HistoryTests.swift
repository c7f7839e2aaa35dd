import JourneyCompiler
import JourneyEngine
import JourneyModel
import JourneyStore
import XCTest

@testable import JourneyFaults
@testable import JourneyRuntime

/// Questions about the past, held to a search through all events: at any moment, however late events come, wherever the store is
/// closed and opened, and whenever the journey that asks is deployed.
final class HistoryTests: XCTestCase {
    private struct Seen {
        var at: Timestamp
        var customer: String
        var name: String
        var properties: String

        func property(_ name: String) -> Value { JSONMembers.value(of: name, in: Array(properties.dropFirst().dropLast().utf8)) }
    }

    func testEveryQuestionIsAnsweredExactly() throws {
        var answers = 0
        let files = try StoreFiles()
        for seed in UInt64(0)..<430 {
            var random = Random(seed)
            let machine = Self.machine(asking: (0..<1 + random.below(4)).map { _ in Self.question(&random) })
            let other = Self.machine(asking: [Self.question(&random)])
            let events = Self.events(&random, isLate: seed % 2 == 0)
            // Nothing asked at first; then the questions, at some point others, and the first again.
            let deployments = (0..<random.below(3)).map { _ in random.below(events.count) }.sorted()
            let programs = seed % 4 == 0 ? [machine] : [Self.machine(asking: []), machine, random.chance(50) ? other : machine, machine]
            let path = seed % 3 == 0 ? nil : files.new()
            var store: any Store = try path.map { try StoreFiles.open($0, foldEvery: 5) } ?? MemoryStore(keepsLog: true)
            let sizes = seed % 5 == 0 ? Stepper.Sizes(customersInMemory: 1, workLimit: 2, timerSlice: 1, timersInMemory: 2) : .init()
            func engine(_ number: Int) throws -> Engine {
                let machine = programs[min(number, programs.count - 1)]
                return Engine(deployment: try Deployer.deploy([machine], to: store, at: .distantPast).0, isBackfill: false)
            }
            func stepper(_ number: Int) throws -> Stepper {
                try Stepper(store: store, engine: engine(number), grace: 0, wantsDecisions: true, sizes: sizes)
            }
            var (found, expected): ([String], [String]) = ([], [])
            var number = 0
            var current = try stepper(0)
            var start = 0
            let names = NameTable()
            while start < events.count {
                let end = min(start + 1 + random.below(6), events.count)
                while number < deployments.count, deployments[number] <= start {
                    number += 1
                    try current.use(engine(number))
                }
                if random.chance(20), let path {
                    store.close()
                    store = try StoreFiles.open(path, foldEvery: 5)
                    current = try stepper(number)
                }
                var batch = EventBatch(names: names)
                for event in events[start..<end] {
                    batch.append(Case.Event(at: event.at, customer: event.customer, name: event.name, properties: event.properties))
                }
                try current.step(batch, now: .distantFuture)
                for decision in current.takeDecisions() where decision.action == .set {
                    found.append("\(decision.customer) \(decision[.attribute]?.text ?? "") \(decision[.value]?.text ?? "")")
                }
                let asking = Self.questions(of: programs[min(number, programs.count - 1)])
                for index in start..<end where events[index].name == "tick" {
                    for (place, question) in asking.enumerated() {
                        let value = Self.answer(question, events[...index], events[index])
                        expected.append("\(events[index].customer) q\(place) \(value.text)")
                    }
                }
                start = end
            }
            store.close()
            answers += expected.count
            XCTAssertEqual(found, expected, "seed \(seed): \(Self.questions(of: machine).map(\.text))")
            if found != expected { return }
        }
        print("history: seeds 0..<430, \(answers) answers")
        XCTAssertGreaterThan(answers, 2_500)
    }

    func testSumsAreExactAndAveragesHaveSixPlaces() throws {
        let largest = "9223372036854775807"
        let totals = [largest, largest, "-\(largest)", "-\(largest)", "0.000001", "1"]
        let events = totals.enumerated().map { index, total in
            Seen(at: Case.epoch + Microseconds(index), customer: "c", name: "a", properties: "{\"p\":\(total)}")
        }
        let bought = [EventMatcher(event: "a", condition: nil)]
        let expected: [(HistoryQuery.Measure, Value)] = [
            (.sum, .decimal(micros: 1_000_001)), (.average, .decimal(micros: 166_667)), (.max, .integer(.max)), (.min, .integer(-.max)),
            (.number, .integer(6)),
        ]
        for within in [nil, Microseconds.day] {
            let questions = expected.map { measure, _ in
                Formula.history(HistoryQuery(measure: measure, events: bought, property: measure == .number ? nil : "p", within: within))
            }
            let store = MemoryStore(keepsLog: true)
            let engine = Engine(
                deployment: try Deployer.deploy([Self.machine(asking: questions)], to: store, at: .distantPast).0, isBackfill: false)
            let stepper = try Stepper(store: store, engine: engine, wantsDecisions: true)
            var batch = EventBatch(names: NameTable())
            for event in events + [Seen(at: Case.epoch + .hour, customer: "c", name: "tick", properties: "{}")] {
                batch.append(Case.Event(at: event.at, customer: event.customer, name: event.name, properties: event.properties))
            }
            try stepper.step(batch, now: .distantFuture)
            XCTAssertEqual(stepper.takeDecisions().compactMap { $0[.value] }, expected.map(\.1))
        }
    }

    // MARK: Made up

    private static func machine(asking questions: [Formula]) -> Machine {
        let actions = questions.enumerated().map { Action.set(attribute: "q\($0.offset)", $0.element) }
        let pattern = EventPattern(base: .any([EventMatcher(event: "tick", condition: nil)]), follows: [], absence: nil)
        return Machine(
            name: "asker", trigger: .pattern(pattern), reentry: .always,
            states: [
                State(
                    label: "set#1", kind: .step,
                    transitions: [Transition(cause: .immediate, condition: nil, actions: actions, target: 1, name: "")]),
                State(label: "done", kind: .done, transitions: []),
            ])
    }

    private static func questions(of machine: Machine) -> [Formula] {
        machine.states[0].transitions[0].actions.compactMap { if case .set(_, let formula) = $0 { formula } else { nil } }
    }

    private static func question(_ random: inout Random) -> Formula {
        if random.chance(15) { return .daysSince(random.pick(["a", "b"])) }
        var events = [EventMatcher(event: random.pick(["a", "b", "tick"]), condition: random.chance(50) ? condition(&random) : nil)]
        if random.chance(25) {
            events.append(EventMatcher(event: random.pick(["a", "b"]), condition: random.chance(30) ? condition(&random) : nil))
        }
        let measure = random.pick([HistoryQuery.Measure.atLeast, .atLeast, .number, .sum, .average, .max, .min])
        let within = random.pick([nil, 30 * Microseconds.minute, .hour, 2 * .hour, 5 * .hour, 2 * .day])
        return .history(
            HistoryQuery(
                measure: measure, count: random.pick([1, 1, 2, 3]), events: events,
                property: measure == .atLeast || measure == .number ? nil : "p", within: within))
    }

    /// Of the past event alone, or in comparison with the one that asks.
    private static func condition(_ random: inout Random, depth: Int = 0) -> Formula {
        let least = Formula.literal(.integer(Int64(random.below(3))))
        switch random.below(depth < 2 ? 6 : 3) {
        case 0: return .compare(.greater, .property("p"), least)
        case 1: return .compare(.equal, .property("p"), .triggerProperty("p"))
        case 2: return .compare(.less, .property("i"), .triggerProperty("p"))
        case 3: return .or(condition(&random, depth: depth + 1), condition(&random, depth: depth + 1))
        default: return .and(condition(&random, depth: depth + 1), condition(&random, depth: depth + 1))
        }
    }

    private static func events(_ random: inout Random, isLate: Bool) -> [Seen] {
        var at = Case.epoch
        let people = 1 + random.below(2)
        var events = (0..<5 + random.below(40)).map { index in
            at = at + random.pick([0, 1, 1, 2, 4, 40]) * 30 * .minute + (random.chance(20) ? random.pick([1, -1, 500]) : 0)
            let value = random.pick(["1", "2", "3", "0.5", "-1.25", "\"x\"", "null"])
            let properties = random.chance(20) ? "{\"i\":\(index)}" : "{\"p\":\(value),\"i\":\(index)}"
            return Seen(
                at: at, customer: "c\(random.below(people))", name: random.pick(["a", "a", "b", "other", "tick"]), properties: properties)
        }
        if isLate {
            for _ in 0..<events.count / 4 {
                let event = events.remove(at: random.below(events.count))
                events.insert(event, at: random.below(events.count + 1))
            }
        } else {
            events = events.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
        }
        return events
    }

    // MARK: By searching everything

    private static func holds(_ condition: Formula, of event: Seen, askedBy tick: Seen) -> Bool {
        func value(_ formula: Formula) -> Value {
            switch formula {
            case .property(let name): event.property(name)
            case .triggerProperty(let name): tick.property(name)
            case .literal(let value): value
            default: .unknown
            }
        }
        switch condition {
        case .and(let a, let b): return holds(a, of: event, askedBy: tick) && holds(b, of: event, askedBy: tick)
        case .or(let a, let b): return holds(a, of: event, askedBy: tick) || holds(b, of: event, askedBy: tick)
        case .compare(.greater, let a, let b): return Value.compare(value(a), value(b)) == .greater
        case .compare(.less, let a, let b): return Value.compare(value(a), value(b)) == .less
        case .compare(_, let a, let b): return Value.compare(value(a), value(b)) == .equal
        default: return false
        }
    }

    private static func answer(_ question: Formula, _ seen: ArraySlice<Seen>, _ tick: Seen) -> Value {
        let customer = tick.customer
        let now = seen.map(\.at).max() ?? Case.epoch
        func matches(_ events: [EventMatcher], _ event: Seen) -> Bool {
            events.contains { matcher in
                matcher.event == event.name && matcher.condition.map { holds($0, of: event, askedBy: tick) } ?? true
            }
        }
        switch question {
        case .daysSince(let name):
            guard let last = seen.filter({ $0.customer == customer && $0.name == name }).map(\.at).max() else { return .unknown }
            return .integer((now - last) / .day)
        case .history(let query):
            var events = seen.filter { $0.customer == customer && matches(query.events, $0) }
            if let within = query.within { events = events.filter { now - $0.at <= within } }
            if query.measure == .atLeast { return .boolean(events.count >= query.count) }
            if query.measure == .number { return .integer(Int64(events.count)) }
            let values = events.map { $0.property("p") }.filter { $0.exactMicros != nil }
            if query.measure == .sum { return values.reduce(.integer(0), Value.plus) }
            guard let first = values.first else { return .unknown }
            switch query.measure {
            case .max: return values.reduce(first) { Value.compare($0, $1) == .less ? $1 : $0 }
            case .min: return values.reduce(first) { Value.compare($0, $1) == .greater ? $1 : $0 }
            default: return Value.divided(values.reduce(.integer(0), Value.plus), by: .integer(Int64(values.count)))
            }
        default: return .unknown
        }
    }
}
