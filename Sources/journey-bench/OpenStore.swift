import CSQLite
import JourneyChannels
import JourneyCompiler
import JourneyEngine
import JourneyModel
import JourneyRuntime
import JourneySimulator
import JourneyStore

/// A durable store with a program deployed, as a scheduler opens it.
struct OpenStore {
    let store: SQLiteStore
    let stepper: Stepper
    private let routes: [String: Dispatcher.Route]

    /// - Parameters:
    ///   - deployedAt: events before it let nobody enter, unless it is nil.
    ///   - channel: behind every channel that the program names.
    init(
        _ path: String, program: String, deployedAt: Timestamp? = nil, channel: any Channel = SimulatedChannel(),
        options: SQLiteStore.Options = .init(creationSalt: Array(0..<16))
    ) throws {
        let machines = try machines(of: program)
        store = try SQLiteStore(path: path, options: options)
        let (deployment, _) = try Deployer.deploy(machines, to: store, at: deployedAt ?? .distantPast)
        stepper = try Stepper(
            store: store, engine: Engine(deployment: deployment, isBackfill: deployedAt == nil), wantsDecisions: false)
        routes = Dictionary(uniqueKeysWithValues: Set(machines.flatMap(\.channels)).map { ($0, Dispatcher.Route(channel: channel)) })
    }

    func scheduler(
        _ intake: any EventIntake, names: NameTable, clock: any WallClock, observer: Scheduler.Observer = .init()
    ) -> Scheduler {
        Scheduler(
            store: store, stepper: stepper, dispatcher: Dispatcher(store: store, routes: routes), intake: intake, names: names, clock: clock,
            observer: observer)
    }
}

/// How many bytes each table has in a database, pages that are not full included.
func tableBytes(_ path: String) throws -> [String: Int] {
    var connection: OpaquePointer?
    var statement: OpaquePointer?
    defer {
        sqlite3_finalize(statement)
        sqlite3_close(connection)
    }
    let sql = "SELECT name, sum(pgsize) FROM dbstat GROUP BY name"
    guard sqlite3_open_v2(path, &connection, SQLITE_OPEN_READONLY, nil) == SQLITE_OK,
        sqlite3_prepare_v2(connection, sql, -1, &statement, nil) == SQLITE_OK
    else { throw BenchError("dbstat: " + (sqlite3_errmsg(connection).map { String(cString: $0) } ?? "no connection")) }
    var found: [String: Int] = [:]
    while sqlite3_step(statement) == SQLITE_ROW {
        if let name = sqlite3_column_text(statement, 0) { found[String(cString: name)] = Int(sqlite3_column_int64(statement, 1)) }
    }
    return found
}
