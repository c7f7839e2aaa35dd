import Foundation
import JourneyCompiler
import JourneyEngine
import JourneyModel
import JourneyRuntime
import JourneyStore

/// Puts an operator's command into a store and sees it done: by the scheduler that runs on it, else by this process.
enum OperatorCommand {
    struct Unanswered: Error, CustomStringConvertible {
        var pid: String

        var description: String {
            "the scheduler" + (pid.isEmpty ? "" : " (pid \(pid))") + " has not answered within \(patience / .second) s; "
                + "the command stands in the store, and is done as soon as it does: `journey audit` tells what became of it"
        }
    }

    private static let patience: Microseconds = 10 * .second
    private static let pause: Microseconds = 20_000

    /// - Returns: the row as it ended.
    static func perform(_ operation: OperatorRequest, store path: String) async throws -> StoredCommand {
        let clock = SystemClock()
        let number = try put(operation, path, at: clock.now())
        let inbox = try SQLiteStore.existing(at: path, access: .inbox)
        defer { inbox.close() }
        let deadline = clock.now() + patience
        while true {
            // Whoever holds the store does what is open; where nobody does, this process is it.
            if let lock = try free(path) {
                defer { withExtendedLifetime(lock) {} }
                try performHere(path)
            }
            if let row = try inbox.commands(after: number - 1, limit: 1).first, row.status != .open { return row }
            guard clock.now() < deadline else { throw Unanswered(pid: SchedulerLock.holder(ofStore: path) ?? "") }
            await clock.sleep(for: pause)
        }
    }

    private static func put(_ operation: OperatorRequest, _ path: String, at now: Timestamp) throws -> Int64 {
        let store = try SQLiteStore.existing(at: path, access: .inbox)
        defer { store.close() }
        return try store.put(command: operation.command(at: now, by: Account.name), inbox: [])
    }

    private static func free(_ path: String) throws -> SchedulerLock? {
        do { return try SchedulerLock(store: path) } catch is SchedulerLock.Held { return nil }
    }

    private static func performHere(_ path: String) throws {
        let store = try SQLiteStore.existing(at: path, access: .owner)
        defer { store.close() }
        let engine: Engine
        if try StoredDeployment.isThere(in: store) {
            engine = try Deployer.engine(of: store)
        } else {
            engine = Engine(deployment: try Deployer.load(try store.versions(), names: store.names), isBackfill: false)
        }
        let stepper = try Stepper(store: store, engine: engine, grace: engine.policy.grace, wantsDecisions: false)
        let desk = OperatorDesk(store: store, stepper: stepper) { operation, command, now in
            let workspace = try OperatorDesk.workspace(for: operation, operation.paths)
            let terms = try workspace.terms(paths: operation.paths)
            let (deployment, _) = try Deployer.deploy(workspace.compiled.machines, terms, to: store, at: now) { changes, _ in
                try command.endDeployment(operation, changes, at: now, in: store)
            }
            try stepper.use(Engine(deployment: deployment, isBackfill: false, policy: terms.policy))
        }
        try desk.performOpen()
        while stepper.hasChores { try stepper.doChore() }
        if let result = stepper.lastRelocation { note(result.told) }
    }
}

extension OperatorCommand {
    /// Performs and prints what became of it.
    static func run(_ operation: OperatorRequest, store path: String) async throws -> ExitCode {
        let row = try await perform(operation, store: path)
        if row.status == .refused {
            complain(row.result)
            return .problems
        }
        journey.put(printable(row.result) + "\n")
        return .success
    }
}
