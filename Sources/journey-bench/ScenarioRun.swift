import Foundation
import JourneyCompiler
import JourneyEngine
import JourneyLanguage
import JourneyModel
import JourneyRuntime
import JourneySimulator
import JourneyStore

/// One measurement, in a process of its own, so that its peak memory is its own: `scenario KIND FOLDER NAME=VALUE…`. Prints
/// `name value` lines.
struct ScenarioRun {
    private let kind: Scenario.Kind
    private let settings: ScenarioSettings

    init(_ arguments: [String]) throws {
        guard arguments.count >= 2, let kind = Scenario.Kind(rawValue: arguments[0]) else {
            throw BenchError("scenario KIND FOLDER NAME=VALUE…")
        }
        self.kind = kind
        settings = ScenarioSettings(folder: arguments[1], Array(arguments.dropFirst(2)))
    }

    func run() async throws {
        let figures: [(String, Double)] =
            switch kind {
            case .rows: try bare()
            case .dry: try await dry()
            case .durable: try await durable()
            case .fill: try WaitingStore(settings).fill()
            case .drain: try await WaitingStore(settings).drain()
            case .intake: try await WaitingStore(settings).takeInBesideADrain()
            case .restart: try await WaitingStore(settings).restart()
            case .idle: try WaitingStore(settings).passBy()
            case .live: try await LiveRun(settings).run()
            }
        for (name, value) in figures { print("\(name) \(value)") }
    }

    private func bare() throws -> [(String, Double)] {
        let result = try measureBareSQLite(log: try settings.text("log"), database: settings.database)
        return [("events", Double(result.events)), ("seconds", result.seconds), ("bytes", Double(result.bytes))]
    }

    private func intake(_ names: NameTable) throws -> SortedIntake {
        let log = try settings.text("log")
        return SortedIntake(sources: [ReadAhead(FollowedFile(name: log, path: log, source: 0, isOnce: true))], names: names)
    }

    private func dry() async throws -> [(String, Double)] {
        let (spent, counters) = try await seconds {
            let names = NameTable()
            return try await Simulation(machines: try machines(of: settings.text("program")), until: .last)
                .run(over: intake(names), names: names, wantsDecisions: false)
        }
        return figures(counters, spent)
    }

    private func durable() async throws -> [(String, Double)] {
        let (spent, counters) = try await seconds {
            let opened = try OpenStore(settings.database, program: try settings.text("program"))
            let names = NameTable()
            let scheduler = opened.scheduler(try intake(names), names: names, clock: StandingClock())
            try await scheduler.runOnce(until: .last, longest: 0)
            defer { opened.store.close() }
            return try opened.store.counters()
        }
        return figures(counters, spent) + [("bytes", Double(try fileBytes(settings.database)))]
    }

    private func figures(_ counters: [Counter: Int64], _ spent: Double) -> [(String, Double)] {
        func sum(_ isMeant: (String) -> Bool) -> Double { Double(counters.reduce(0) { $0 + (isMeant($1.key.metric) ? $1.value : 0) }) }
        return [
            ("events", sum { $0 == "events" }), ("seconds", spent), ("transitions", sum(Self.transitions.contains)),
            ("sent", sum { $0.hasPrefix("sent ") }),
        ]
    }

    /// What moves a customer's state: watches that begin, are cancelled or fire, entries, steps.
    private static let transitions: Set<String> = ["watched", "cancelled", "fired", "entered", "reached", "goals"]
}

func machines(of program: String) throws -> [Machine] {
    let compiled = compile([(path: "bench.journey", parsed: parse(SourceText(name: "bench.journey", program)))])
    guard !compiled.hasErrors else { throw BenchError(compiled.diagnostics.map(\.diagnostic.message).joined(separator: "; ")) }
    return compiled.machines
}
