import JourneyCompiler
import JourneyEngine
import JourneyLanguage
import JourneyModel
import JourneyStore
import XCTest

@testable import JourneyFaults
@testable import JourneyRuntime

/// What operators ask for in slices survives a break at any verb of the store: everybody is let go or moved once.
final class OperatorCrashTests: XCTestCase {
    private static let customers = 700
    private let first = "policy catch up at 100 per second end journey j when visited wait 1h send old via sms end"
    private let second = "policy catch up at 100 per second end journey j when visited wait 2h send new via sms wait 1h end"

    private func compiled(_ program: String) -> CompiledWorkspace {
        compile([(path: "case.journey", parsed: parse(SourceText(name: "case.journey", program)))])
    }

    private func stepper(_ program: String, _ file: SQLiteStore, _ store: any Store) throws -> Stepper {
        let compiled = compiled(program)
        let terms = Deployer.Terms(definitions: compiled.definitions, policy: compiled.policy)
        let (deployment, _) = try Deployer.deploy(compiled.machines, terms, to: file, at: .distantPast)
        let engine = Engine(deployment: deployment, isBackfill: false, policy: compiled.policy)
        return try Stepper(store: store, engine: engine, grace: 0, wantsDecisions: false)
    }

    /// Everybody waits, and their timers are out.
    private func setUp(_ path: String, isPaused: Bool) throws {
        let file = try StoreFiles.open(path, foldEvery: 300)
        defer { file.close() }
        let stepper = try stepper(first, file, file)
        var batch = EventBatch(names: NameTable())
        for number in 0..<Self.customers {
            batch.append(Case.Event(at: Case.epoch + Microseconds(number), customer: "c\(number)", name: "visited", properties: "{}"))
        }
        try stepper.step(batch, now: .distantFuture)
        guard isPaused else { return }
        try stepper.pause([], at: Case.epoch)
        try stepper.advance(to: Case.epoch + 90 * .minute, isInclusive: true)
    }

    /// - Parameter ask: what the operator asks for, once it is durable not again.
    private func run(
        _ path: String, _ program: String, most: Int?, _ random: inout Random, ask: (Stepper, any Store) throws -> Void,
        isAsked: (any Store) throws -> Bool
    ) throws -> (messages: [String], breaks: Int) {
        var breaks = 0
        while true {
            let file = try StoreFiles.open(path, foldEvery: 300)
            let verbs = most.map { random.below($0 + $0 / 8 * breaks) } ?? .max
            let store = BreakingStore(file, after: verbs, commitsBeforeBreaking: random.chance(50))
            do {
                let stepper = try stepper(program, file, store)
                if try !isAsked(file) { try ask(stepper, store) }
                while stepper.hasChores { try stepper.doChore() }
                while try stepper.nextTimer() != nil { try stepper.fireNext() }
                let messages = try (0..<Self.customers).flatMap { number in
                    try file.messages(of: "c\(number)").map { "\($0.customer) \($0.content) \($0.queuedAt - Case.epoch)" }
                }
                file.close()
                return (messages, breaks)
            } catch is BreakingStore.Broken {
                breaks += 1
                file.close()
            }
        }
    }

    func testAResumeThatBreaksLetsEverybodyGoOnce() throws {
        let files = try StoreFiles()
        var breaks = 0
        for seed in UInt64(0)..<4 {
            var random = Random(seed)
            let path = files.new()
            try setUp(path, isPaused: true)
            let found = try run(path, first, most: seed == 0 ? nil : 1_500, &random) { stepper, _ in
                try stepper.resume([], at: Case.epoch + 2 * .hour)
            } isAsked: { try Stepper.pausedJourneys(in: $0).isEmpty }
            breaks += found.breaks
            XCTAssertEqual(found.messages.count, Self.customers, "seed \(seed)")
            XCTAssertEqual(Set(found.messages).count, Self.customers, "seed \(seed)")
            // In the order in which they were due, a hundred a second.
            let wanted = (0..<Self.customers).map { "c\($0) old \(2 * .hour + Microseconds($0 + 1) * 10_000)" }
            XCTAssertEqual(found.messages, wanted, "seed \(seed)")
        }
        XCTAssertGreaterThan(breaks, 3)
    }

    func testAMoveThatBreaksMovesEverybodyOnce() throws {
        let files = try StoreFiles()
        var breaks = 0
        for seed in UInt64(0)..<4 {
            var random = Random(seed)
            let path = files.new()
            try setUp(path, isPaused: false)
            let found = try run(path, second, most: seed == 0 ? nil : 1_500, &random) { stepper, store in
                try Deployer.transaction(on: store) { try Stepper.ask(for: Relocation(moves: ["j"], drains: []), in: store) }
                try stepper.use(stepper.engine)
            } isAsked: { try $0.setting("relocation") != nil }
            breaks += found.breaks
            XCTAssertEqual(found.messages, (0..<Self.customers).map { "c\($0) new \(2 * .hour + Microseconds($0))" }, "seed \(seed)")
        }
        XCTAssertGreaterThan(breaks, 3)
    }
}
