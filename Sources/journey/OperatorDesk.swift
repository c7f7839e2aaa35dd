import JourneyCompiler
import JourneyEngine
import JourneyModel
import JourneyRuntime
import JourneyStore

/// Does what operators ask for, in the process that holds the store: each in one transaction with the end of its row.
final class OperatorDesk {
    /// Why something was not done.
    struct Refused: Error, CustomStringConvertible {
        var description: String
    }

    private static let atOnce = 100

    private let store: SQLiteStore
    private let stepper: Stepper
    /// Reads the journeys that are meant, makes them current and ends the command.
    private let deploy: (OperatorRequest, StoredCommand, Timestamp) throws -> Void
    private let clock = SystemClock()

    init(store: SQLiteStore, stepper: Stepper, deploy: @escaping (OperatorRequest, StoredCommand, Timestamp) throws -> Void) {
        self.store = store
        self.stepper = stepper
        self.deploy = deploy
    }

    /// Does all that is open; gives what became of each.
    @discardableResult
    func performOpen() throws -> [StoredCommand] {
        let open = try store.openCommands(limit: Self.atOnce)
        for command in open {
            do {
                try perform(command)
            } catch let error as StoreError {
                throw error
            } catch {
                try Deployer.transaction(on: store) { try command.end(.refused, "\(error)", at: clock.now(), in: store) }
            }
        }
        return try open.flatMap { try store.commands(after: $0.number - 1, limit: 1) }
    }

    private func perform(_ command: StoredCommand) throws {
        guard let operation = OperatorRequest(command) else {
            throw Refused(description: "this program does not know how to `\(command.verb)` with \(command.arguments)")
        }
        let now = clock.now()
        let journeys = operation.journeys.isEmpty ? "all journeys" : operation.journeys.joined(separator: ", ")
        func end(_ result: String) throws { try command.end(.done, result, at: now, in: store) }
        switch operation.verb {
        case .pause:
            let entries = operation.holds ? "entries are held" : "entries are refused"
            try stepper.pause(operation.journeys, holdingEntries: operation.holds, at: now) {
                try end("paused \(journeys): timers wait, \(entries), no message leaves")
            }
        case .resume:
            try stepper.resume(operation.journeys, at: now) { try end("resumed \(journeys)") }
        case .rollback:
            try rollBack(operation, command, at: now)
        case .deploy: try deploy(operation, command, now)
        case .start: throw Refused(description: "`start` is no command")
        }
    }

    private func rollBack(_ operation: OperatorRequest, _ command: StoredCommand, at now: Timestamp) throws {
        guard let journey = operation.journeys.first else { throw Refused(description: "no journey is named") }
        let deployment = try Deployer.rollBack(journey, to: operation.version, in: store, at: now) { version in
            try command.end(
                .done, "rolled \(journey) back to version \(version); it stays until the journey in the file is another", at: now, in: store)
        }
        try stepper.use(stepper.engine(with: deployment))
    }

    // MARK: Deployments

    /// The workspace that was previewed.
    static func workspace(for operation: OperatorRequest, _ paths: [String]) throws -> Workspace {
        let workspace = try Workspace(paths)
        if workspace.compiled.hasErrors { throw Refused(description: "the journeys have errors (\(workspace.verdict))") }
        let found = Dictionary(workspace.compiled.machines.map { ($0.name, $0.hash) }, uniquingKeysWith: { $1 })
        guard operation.hashes.isEmpty || operation.hashes == found else {
            throw Refused(description: "the files have changed since they were looked at; look again")
        }
        return workspace
    }
}

extension StoredCommand {
    /// Asks for what is to become of those inside, and ends the command, within the deployment's transaction.
    func endDeployment(_ operation: OperatorRequest, _ changes: [Deployer.Change], at now: Timestamp, in store: any Store) throws {
        if operation.moves || operation.drains {
            let versions = try store.versions()
            let current = Set(versions.filter(\.isCurrent).map(\.journey))
            let gone = Set(versions.map(\.journey)).subtracting(current)
            try Stepper.ask(
                for: Relocation(moves: operation.moves ? current.sorted() : [], drains: operation.drains ? gone.sorted() : []), in: store)
        }
        let also = (operation.moves ? "; those inside go on in the current versions" : "") + (operation.drains ? "; those inside journeys that are gone leave" : "")
        try end(.done, (changes.told.isEmpty ? "no journey changed" : changes.told) + also, at: now, in: store)
    }

    /// A line of the audit log for a deployment that no operator asked for by a command; none where nothing changed.
    func noteDeployment(_ changes: [Deployer.Change], hasNewTerms: Bool, in store: any Store) throws {
        if changes.told.isEmpty, !hasNewTerms { return }
        let terms = hasNewTerms ? ["the policy or the declarations changed"] : []
        try end(.done, ((changes.told.isEmpty ? [] : [changes.told]) + terms).joined(separator: "; "), at: at, in: store)
    }
}

extension [String] {
    /// `a`, `b`.
    var quoted: String { map { "`\($0)`" }.joined(separator: ", ") }
}
