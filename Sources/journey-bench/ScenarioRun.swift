import Foundation
import JourneyCompiler
import JourneyEngine
import JourneyLanguage
import JourneyModel
import JourneyRuntime
import JourneySimulator
import JourneyStore

/// One measurement, in a process of its own: `scenario NAME LOG PROGRAM FOLDER`. Prints `name value` lines.
struct ScenarioRun {
    enum Name: String, CaseIterable {
        /// Bare SQLite appending each event as a row.
        case rows
        /// The simulator.
        case dry
        /// The store, channels answering at once.
        case durable
    }

    private let name: Name
    private let log: String
    private let program: String
    private let folder: String

    /// A clock that stands still: everything recorded has happened.
    private struct RecordedClock: WallClock {
        func now() -> Timestamp { .distantPast }
        func sleep(for length: Microseconds) async {}
    }

    init(_ arguments: [String]) throws {
        guard arguments.count == 4, let name = Name(rawValue: arguments[0]) else { throw BenchError("scenario NAME LOG PROGRAM FOLDER") }
        self.name = name
        (log, program, folder) = (arguments[1], arguments[2], arguments[3])
    }

    func run() async throws {
        let clock = ContinuousClock()
        let begin = clock.now
        var counters: [Counter: Int64] = [:]
        let path = folder + "/" + name.rawValue + ".db"
        switch name {
        case .rows:
            let result = try measureBareSQLite(log: log, database: path)
            print("events \(result.events)\nseconds \(result.seconds)\nbytes \(result.bytes)")
            return
        case .dry: counters = try await simulate()
        case .durable: counters = try await runDurably(path)
        }
        let spent = (clock.now - begin).components
        print("seconds \(Double(spent.seconds) + Double(spent.attoseconds) / 1e18)")
        print("events \(counters[Counter(metric: "events")] ?? 0)")
        print("transitions \(counters.reduce(0) { $0 + (Self.transitions.contains($1.key.metric) ? $1.value : 0) })")
        print("sent \(counters.reduce(0) { $0 + ($1.key.metric.hasPrefix("sent ") ? $1.value : 0) })")
        if name == .durable { print("bytes \(try size(of: path))") }
    }

    /// What moves a customer's state: watches that begin, are cancelled or fire, entries, steps.
    private static let transitions: Set<String> = ["watched", "cancelled", "fired", "entered", "reached", "goals"]

    private func machines() throws -> [Machine] {
        let compiled = compile([(path: "bench.journey", parsed: parse(SourceText(name: "bench.journey", program)))])
        guard !compiled.hasErrors else { throw BenchError(compiled.diagnostics.map(\.diagnostic.message).joined(separator: "; ")) }
        return compiled.machines
    }

    private func intake(_ names: NameTable) -> SortedIntake {
        SortedIntake(sources: [ReadAhead(FollowedFile(name: log, path: log, source: 0, isOnce: true))], names: names)
    }

    private func simulate() async throws -> [Counter: Int64] {
        let names = NameTable()
        return try await Simulation(machines: try machines(), until: .last)
            .run(over: intake(names), names: names, wantsDecisions: false)
    }

    private func runDurably(_ path: String) async throws -> [Counter: Int64] {
        let store = try SQLiteStore(path: path, options: .init(creationSalt: Array(0..<16)))
        let machines = try machines()
        let (deployment, _) = try Deployer.deploy(machines, to: store, at: .distantPast)
        let stepper = try Stepper(store: store, engine: Engine(deployment: deployment, isBackfill: true), wantsDecisions: false)
        let route = Dispatcher.Route(channel: SimulatedChannel())
        let routes = Dictionary(uniqueKeysWithValues: Set(machines.flatMap(\.channels)).map { ($0, route) })
        let names = NameTable()
        let scheduler = Scheduler(
            store: store, stepper: stepper, dispatcher: Dispatcher(store: store, routes: routes), intake: intake(names), names: names,
            clock: RecordedClock())
        try await scheduler.runOnce(until: .last, longest: 0)
        defer { store.close() }
        return try store.counters()
    }

    private func size(of path: String) throws -> Int {
        var status = stat()
        guard stat(path, &status) == 0 else { throw BenchError("cannot see `\(path)`", errno) }
        return Int(status.st_size)
    }
}
