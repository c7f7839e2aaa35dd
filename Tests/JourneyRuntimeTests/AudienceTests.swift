import JourneyCompiler
import JourneyEngine
import JourneyModel
import JourneyStore
import XCTest

@testable import JourneyFaults
@testable import JourneyRuntime

/// Audiences whose members come and go by events and by time: held to a search through everything at every instant, and to what a
/// deployment in the middle may and may not let in.
final class AudienceTests: XCTestCase {
    private static let bought = EventMatcher(event: "bought", condition: nil)

    private static func bought(_ count: Int = 1, within: Microseconds?) -> Formula {
        .history(HistoryQuery(measure: .atLeast, count: count, events: [bought], within: within))
    }

    private static func machine(_ name: String, _ trigger: Machine.Trigger) -> Machine {
        Machine(
            name: name, trigger: trigger, reentry: .always,
            states: [
                State(
                    label: "tag#1", kind: .step,
                    transitions: [Transition(cause: .immediate, condition: nil, actions: [.tag(name)], target: 1, name: "")]),
                State(label: "done", kind: .done, transitions: []),
            ])
    }

    private static func first(_ event: String) -> Machine.Trigger {
        .pattern(EventPattern(base: .any([EventMatcher(event: event, condition: nil)]), follows: [], absence: nil))
    }

    private enum Line {
        case deploy([Machine], [AudienceDefinition])
        case event(String, String, String, String)
        case restart
    }

    func testMembershipEndsByItself() throws {
        let audience = AudienceDefinition(name: "recent", formula: Self.bought(within: 30 * .day))
        let machines = [Self.machine("hello", .entersAudience("recent")), Self.machine("bye", .leavesAudience("recent"))]
        try check(
            [
                .deploy(machines, [audience]), .event("0s", "c", "bought", "{}"), .event("10d", "c", "bought", "{\"i\":1}"),
                .restart, .event("10d", "d", "bought", "{}"), .event("60d", "d", "other", "{}"),
            ], ["0s c hello", "10d d hello", "40d+1 c bye", "40d+1 d bye"])
    }

    func testMembersAtTheDeploymentDoNotEnterButLeave() throws {
        let audience = AudienceDefinition(name: "recent", formula: Self.bought(within: 30 * .day))
        let lapsed = AudienceDefinition(
            name: "lapsed", formula: .and(Self.bought(within: nil), .not(.inAudience("recent"))))
        let machines = [
            Self.machine("hello", .entersAudience("recent")), Self.machine("bye", .leavesAudience("recent")),
            Self.machine("lost", .entersAudience("lapsed")),
        ]
        try check(
            [
                .deploy([Self.machine("x", Self.first("never"))], []), .event("0s", "c", "bought", "{}"),
                .event("20d", "d", "other", "{}"), .deploy(machines, [audience, lapsed]), .restart,
                // A customer of whom the log knew before, and one that it did not.
                .event("21d", "d", "bought", "{}"), .event("22d", "e", "bought", "{}"), .event("70d", "d", "other", "{\"i\":1}"),
            ],
            ["21d d hello", "22d e hello", "30d+1 c bye", "30d+1 c lost", "51d+1 d bye", "51d+1 d lost", "52d+1 e bye", "52d+1 e lost"])
    }

    func testAnEditedAudienceLetsNobodyInByTheEdit() throws {
        let machines = [Self.machine("hello", .entersAudience("vip"))]
        try check(
            [
                .deploy(machines, [AudienceDefinition(name: "vip", formula: Self.bought(3, within: nil))]),
                .event("0s", "c", "bought", "{}"), .event("1d", "c", "bought", "{\"i\":1}"), .event("1d", "d", "bought", "{}"),
                .event("2d", "x", "other", "{}"),
                .deploy(machines, [AudienceDefinition(name: "vip", formula: Self.bought(2, within: nil))]),
                .event("3d", "c", "bought", "{\"i\":2}"), .event("4d", "d", "bought", "{\"i\":3}"),
            ], ["4d d hello"])
    }

    func testMembershipIsLookedAtAfterTheInstant() throws {
        let audience = AudienceDefinition(name: "vip", formula: .compare(.equal, .attribute("tier"), .literal(.text("gold"))))
        try check(
            [
                .deploy([Self.machine("in", .entersAudience("vip")), Self.machine("out", .leavesAudience("vip"))], [audience]),
                .event("1h", "c", "$set", "{\"tier\":\"gold\"}"), .event("1h", "c", "$set", "{\"tier\":\"silver\"}"),
                .event("2h", "c", "$set", "{\"tier\":\"gold\",\"i\":1}"), .event("3h", "c", "$set", "{\"tier\":\"gold\",\"i\":2}"),
                .event("4h", "c", "$set", "{\"tier\":null}"),
            ], ["2h c in", "4h c out"])
    }

    func testRandomAudiencesOverRandomEvents() throws {
        var entries = 0
        for seed in UInt64(0)..<150 {
            var random = Random(seed)
            let formula = Self.formula(&random, 2)
            let audience = AudienceDefinition(name: "some", formula: formula)
            let machines = [Self.machine("in", .entersAudience("some")), Self.machine("out", .leavesAudience("some"))]
            var at = Case.epoch
            var lines: [Line] = [.deploy(machines, [audience])]
            var seen: [(at: Timestamp, customer: String, name: String)] = []
            for index in 0..<10 + random.below(20) {
                at = at + random.pick([0, 1, 1, 2, 5, 30]) * 12 * .hour
                let (customer, name) = ("c\(random.below(2))", random.pick(["bought", "seen", "other"]))
                seen.append((at, customer, name))
                lines.append(.event(Case.text(at - Case.epoch), customer, name, "{\"i\":\(index)}"))
                if random.chance(10) { lines.append(.restart) }
            }
            let expected = Self.comings(formula, seen)
            entries += expected.count
            try check(lines, expected, title: "seed \(seed) \(formula.text)")
            if testRun?.failureCount ?? 0 > 0 { return }
        }
        print("audiences: seeds 0..<150, \(entries) comings and goings")
        XCTAssertGreaterThan(entries, 500)
    }

    private static func formula(_ random: inout Random, _ depth: Int) -> Formula {
        let events = [EventMatcher(event: random.pick(["bought", "seen"]), condition: nil)]
        let within = random.pick([nil, .day, 2 * .day, 5 * Microseconds.day])
        let days = Formula.literal(.integer(Int64(random.below(4))))
        switch random.below(depth > 0 ? 6 : 3) {
        case 0:
            return .history(HistoryQuery(measure: .atLeast, count: 1 + random.below(3), events: events, within: within))
        case 1:
            let number = Formula.history(HistoryQuery(measure: .number, events: events, within: within))
            return .compare(random.pick([.greater, .equal, .less]), number, days)
        case 2: return .compare(random.pick([.greater, .equal, .lessOrEqual]), .daysSince(events[0].event), days)
        case 3: return .not(formula(&random, depth - 1))
        case 4: return .and(formula(&random, depth - 1), formula(&random, depth - 1))
        default: return .or(formula(&random, depth - 1), formula(&random, depth - 1))
        }
    }

    /// Looks at every instant at which anything can change.
    private static func comings(_ formula: Formula, _ seen: [(at: Timestamp, customer: String, name: String)]) -> [String] {
        var instants: Set<Timestamp> = []
        for event in seen {
            instants.insert(event.at)
            for days in 0...6 { for more in [Microseconds(0), 1] { instants.insert(event.at + Microseconds(days) * .day + more) } }
        }
        var members: Set<String> = []
        var lines: [(Timestamp, String)] = []
        for now in instants.sorted() {
            for customer in Set(seen.map(\.customer)).sorted() {
                let own = seen.filter { $0.customer == customer && $0.at <= now }
                guard !own.isEmpty else { continue }
                let isIn = holds(formula, own.map { ($0.at, $0.name) }, now)
                if isIn != members.contains(customer) {
                    if isIn { members.insert(customer) } else { members.remove(customer) }
                    lines.append((now, "\(customer) " + (isIn ? "in" : "out")))
                }
            }
        }
        return lines.map { moment($0.0) + " " + $0.1 }.sorted()
    }

    private static func holds(_ formula: Formula, _ own: [(at: Timestamp, name: String)], _ now: Timestamp) -> Bool {
        func count(_ query: HistoryQuery) -> Int {
            own.filter { event in event.name == query.events[0].event && query.within.map { now - event.at <= $0 } ?? true }.count
        }
        switch formula {
        case .not(let a): return !holds(a, own, now)
        case .and(let a, let b): return holds(a, own, now) && holds(b, own, now)
        case .or(let a, let b): return holds(a, own, now) || holds(b, own, now)
        case .history(let query): return count(query) >= query.count
        case .compare(let comparison, let a, .literal(.integer(let number))):
            var value: Int64
            switch a {
            case .history(let query): value = Int64(count(query))
            case .daysSince(let name):
                guard let last = own.filter({ $0.name == name }).map(\.at).max() else { return false }
                value = (now - last) / .day
            default: return false
            }
            switch comparison {
            case .greater: return value > number
            case .less: return value < number
            case .lessOrEqual: return value <= number
            default: return value == number
            }
        default: return false
        }
    }

    private static func moment(_ at: Timestamp) -> String {
        let micros = (at - Case.epoch) % .second
        return Case.text(at - Case.epoch) + (micros == 0 ? "" : "+\(micros)")
    }

    /// Compares the entries, sorted: what happens to different customers at one instant has no order of its own here.
    private func check(_ lines: [Line], _ expected: [String], title: String = "", line: UInt = #line) throws {
        let files = try StoreFiles()
        for path in [nil, files.new()] {
            var store: any Store = try path.map { try StoreFiles.open($0, foldEvery: 3) } ?? MemoryStore(keepsLog: true)
            let names = NameTable()
            var current: (machines: [Machine], audiences: [AudienceDefinition]) = ([], [])
            var stepper: Stepper?
            var found: [String] = []
            var last = Case.epoch
            func take() {
                for decision in stepper?.takeDecisions() ?? [] where decision.action == .enter {
                    found.append("\(Self.moment(decision.at)) \(decision.customer) \(decision.journey)")
                }
            }
            func engine() throws -> Engine {
                let definitions = Definitions(audiences: current.audiences)
                let (deployment, _) = try Deployer.deploy(current.machines, with: definitions, to: store, at: .distantPast)
                return Engine(deployment: deployment, isBackfill: false)
            }
            for step in lines {
                switch step {
                case .deploy(let machines, let audiences):
                    current = (machines, audiences)
                    if let stepper { try stepper.use(engine()) } else { stepper = try Stepper(store: store, engine: engine(), wantsDecisions: true) }
                case .restart:
                    guard let path else { continue }
                    store.close()
                    store = try StoreFiles.open(path, foldEvery: 3)
                    stepper = try Stepper(store: store, engine: engine(), wantsDecisions: true)
                case .event(let time, let customer, let name, let properties):
                    last = Case.epoch + (Case.duration(time) ?? 0)
                    var batch = EventBatch(names: names)
                    batch.append(Case.Event(at: last, customer: customer, name: name, properties: properties))
                    try stepper?.step(batch, now: .distantFuture)
                    take()
                }
            }
            if let stepper { try Replay.finish(stepper, at: last) }
            take()
            XCTAssertEqual(found.sorted(), expected.sorted(), "\(title) \(path ?? "memory")", line: line)
            store.close()
        }
    }
}
