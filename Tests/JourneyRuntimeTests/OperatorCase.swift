import Foundation
import JourneyChannels
import JourneyCompiler
import JourneyEngine
import JourneyLanguage
import JourneyModel
import JourneySimulator
import JourneyStore
import XCTest

@testable import JourneyFaults
@testable import JourneyRuntime

/// A case of what operators do; Tests/Corpus/operator/README.md tells the form.
struct OperatorCase {
    struct Malformed: Error { var line: String }

    var file: String
    var title: String
    /// `program` and `program NAME`.
    var programs: [String: String] = [:]
    var script: [String] = []
    var expected: [String] = []

    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Corpus/operator")

    static func all() throws -> [OperatorCase] { try CaseText.all(in: folder).map(OperatorCase.init) }

    private init(_ text: CaseText) throws {
        file = text.file
        title = text.title
        for (section, line) in text.lines {
            switch section {
            case "script": script.append(line)
            case "expect": expected.append(line)
            case _ where section.hasPrefix("program"): programs[String(section.dropFirst(8)), default: ""] += line + "\n"
            default: throw Malformed(line: line)
            }
        }
    }
}

/// One case on one store: the operators' lines and the events in their order, under a clock that stands at each line's time.
final class OperatorRun {
    private let testCase: OperatorCase
    /// Opens the store anew before each line; nil: the store stays.
    private let reopen: ((any Store) throws -> any Store)?
    private var store: any Store
    private var stepper: Stepper
    private var dispatcher: Dispatcher
    private let names = NameTable()
    private var compiled: CompiledWorkspace
    private var now = Case.epoch
    private var count = 0
    private(set) var lines: [String] = []

    init(_ testCase: OperatorCase, store: any Store, reopen: ((any Store) throws -> any Store)? = nil) throws {
        self.testCase = testCase
        self.store = store
        self.reopen = reopen
        compiled = try Self.compile(testCase, "")
        let engine = Engine(
            deployment: try Deployer.deploy(compiled.machines, Self.terms(compiled), to: store, at: .distantPast).0, isBackfill: false,
            policy: compiled.policy)
        stepper = try Stepper(store: store, engine: engine, grace: 0, wantsDecisions: true)
        dispatcher = Self.dispatcher(store, stepper)
    }

    private static func compile(_ testCase: OperatorCase, _ name: String) throws -> CompiledWorkspace {
        guard let program = testCase.programs[name] else { throw OperatorCase.Malformed(line: "program \(name)") }
        let compiled = JourneyCompiler.compile([(path: "case.journey", parsed: parse(SourceText(name: "case.journey", program)))])
        XCTAssertFalse(compiled.hasErrors, "\(testCase.title): \(compiled.diagnostics.map(\.diagnostic.message))")
        return compiled
    }

    private static func terms(_ compiled: CompiledWorkspace) -> Deployer.Terms {
        Deployer.Terms(definitions: compiled.definitions, policy: compiled.policy)
    }

    private static func dispatcher(_ store: any Store, _ stepper: Stepper) -> Dispatcher {
        let route = Dispatcher.Route(channel: SimulatedChannel())
        let dispatcher = Dispatcher(store: store, routes: ["sms": route, "email": route])
        dispatcher.gate = stepper
        return dispatcher
    }

    func run() async throws {
        for line in testCase.script {
            var words = line.split(separator: " ").map(String.init)
            guard let after = words.first.flatMap(Case.duration) else { throw OperatorCase.Malformed(line: line) }
            words.removeFirst()
            now = Case.epoch + after
            if let reopen {
                store = try reopen(store)
                try restart()
            }
            try stepper.advance(to: now, isInclusive: true)
            note()
            try perform(words, line)
            while stepper.hasChores { try stepper.doChore() }
            try await turn(isInclusive: words.first != "enqueue")
        }
        try await finish()
        store.close()
    }

    /// As a scheduler does when it starts.
    private func restart() throws {
        let deployment = try Deployer.deploy(compiled.machines, Self.terms(compiled), to: store, at: now).0
        stepper = try Stepper(
            store: store, engine: Engine(deployment: deployment, isBackfill: false, policy: compiled.policy), grace: 0, wantsDecisions: true)
        dispatcher = Self.dispatcher(store, stepper)
        while stepper.hasChores { try stepper.doChore() }
    }

    private func perform(_ words: [String], _ line: String) throws {
        let rest = Array(words.dropFirst())
        let named = rest.filter { !$0.hasPrefix("--") }
        switch words.first {
        case "restart": if reopen == nil, store.isDurable { try restart() }
        case "pause": try stepper.pause(named, holdingEntries: rest.contains("--hold"), at: now)
        case "resume": try stepper.resume(named, at: now)
        case "deploy":
            compiled = try Self.compile(testCase, named.first ?? "")
            var request = OperatorRequest(.deploy)
            request.moves = rest.contains("--move")
            request.drains = rest.contains("--drain")
            let (deployment, changes) = try Deployer.deploy(compiled.machines, Self.terms(compiled), to: store, at: now) { _, _ in
                guard request.moves || request.drains else { return }
                let versions = try self.store.versions()
                let current = Set(versions.filter(\.isCurrent).map(\.journey))
                let gone = Set(versions.map(\.journey)).subtracting(current)
                try Stepper.ask(for: Relocation(moves: request.moves ? current.sorted() : [], drains: request.drains ? gone.sorted() : []), in: self.store)
            }
            lines.append("\(Case.text(now - Case.epoch)) deploy \(changes.told)")
            try stepper.use(Engine(deployment: deployment, isBackfill: false, policy: compiled.policy))
        case "rollback":
            let deployment = try Deployer.rollBack(rest[0], to: rest.count > 1 ? rest[1] : nil, in: store, at: now)
            try stepper.use(stepper.engine(with: deployment))
        case "preview":
            let preview = try ResumePreview(of: named, in: store, engine: stepper.engine, at: now)
            lines.append(
                "\(Case.text(now - Case.epoch)) preview timers=\(preview.timers) entries=\(preview.entries) messages=\(preview.messages) "
                    + "outbox=\(preview.outbox) expired=\(preview.expired)")
        case "impact": try tellImpact(named.first ?? "")
        case "audit":
            for command in try store.commands(after: 0, limit: 100) { lines.append("audit \(command.operatorName) \(command.verb): \(command.result)") }
        case "turn": break
        default:
            // `TIME enqueue CUSTOMER EVENT`: the event is decided and nothing leaves before the next line.
            let event = words.first == "enqueue" ? rest : words
            guard event.count >= 2 else { throw OperatorCase.Malformed(line: line) }
            count += 1
            var batch = EventBatch(names: names)
            let properties = event.count > 2 ? event[2...].joined(separator: " ") : "{\"n\":\(count)}"
            batch.append(Case.Event(at: now, customer: event[0], name: event[1], properties: properties))
            try stepper.step(batch, now: .distantFuture)
            note()
        }
    }

    private func tellImpact(_ program: String) throws {
        let next = try Self.compile(testCase, program)
        for journey in try Impact(of: next.machines, Self.terms(next), in: store, at: now).journeys {
            lines.append(
                "impact \(journey.name) \(journey.change.rawValue) inside=\(journey.inside) watches=\(journey.watchesCarryingOn)"
                    + "/\(journey.watchesRunningOut)")
            for step in journey.steps {
                lines.append("impact \(journey.name) \(step.label) waiting=\(step.waiting) continuing=\(step.continuing) at=\(step.counterpart ?? "-")")
            }
        }
    }

    /// What is due by now, and what may leave.
    private func turn(isInclusive: Bool = true) async throws {
        try stepper.advance(to: now, isInclusive: isInclusive)
        note()
        if isInclusive { try await send(at: now) }
    }

    private func send(at now: Timestamp) async throws {
        for outcome in try await dispatcher.runOnce(at: now) {
            lines.append("\(Case.text(now - Case.epoch)) \(outcome.status.name) via \(outcome.channel)")
        }
    }

    /// Until nothing is pending.
    private func finish() async throws {
        stepper.endSchedules(at: now)
        while true {
            let attempt = try store.nextAttempt().flatMap { $0 < OutboxMessage.parked ? $0 : nil }
            guard let next = [try stepper.nextTimer(), attempt].compactMap({ $0 }).min() else { break }
            now = max(now, next)
            try await turn()
        }
        for journey in stepper.pauses { lines.append("paused \(journey.journey) fuse=\(journey.isByFuse) held=\(journey.heldEntries)") }
        let waiting = try store.waitingMessages(after: 0, limit: 100)
        if !waiting.isEmpty { lines.append("outbox \(waiting.map { "\($0.customer) \($0.content) \($0.reason)" }.joined(separator: ", "))") }
    }

    private func note() {
        lines += stepper.takeDecisions().map(\.line)
    }
}
