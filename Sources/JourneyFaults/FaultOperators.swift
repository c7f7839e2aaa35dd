import JourneyEngine
import JourneyModel
import JourneyRuntime
import JourneyStore

// What operators ask for, as rows of the table of commands: each is done once, whatever breaks when.
extension FaultRun {
    private static let operatorName = "simulated"

    /// The next one that nobody asked for yet.
    func nextDeed(_ store: SQLiteStore) throws -> (at: Timestamp, deed: Workload.Deed)? {
        if workload.deeds.isEmpty { return nil }
        let asked = try commandsAsked ?? commands(store).count
        commandsAsked = asked
        return asked < workload.deeds.count ? workload.deeds[asked] : nil
    }

    private func commands(_ store: SQLiteStore) throws -> [StoredCommand] {
        try store.commands(after: 0, limit: 10_000).filter { $0.operatorName == Self.operatorName }
    }

    /// Index of the program that runs, by the deployments that were done.
    func deployedProgram(_ store: SQLiteStore) throws -> Int {
        if workload.programs.count < 2 { return 0 }
        let done = try commands(store).last { $0.verb == OperatorRequest.Verb.deploy.rawValue && $0.status == .done }
        return done.flatMap { OperatorRequest($0)?.paths.first }.flatMap { Int($0) } ?? 0
    }

    /// By the commands that were done.
    func isPaused(_ store: SQLiteStore) throws -> Bool {
        if !swarm.has(.pauses) { return false }
        let last = try commands(store).last { $0.status == .done && ["pause", "resume"].contains($0.verb) }
        return last?.verb == "pause"
    }

    func performDeeds(_ store: FaultStore, _ stepper: Stepper) throws {
        if workload.deeds.isEmpty { return }
        while let next = try nextDeed(store.inner), next.at <= time.instant {
            defer { commandsAsked = nil }
            try ask(for: next.deed, in: store)
        }
        for command in try store.openCommands(limit: 100) {
            guard let request = OperatorRequest(command) else { continue }
            let now = time.now()
            func end() throws { try command.end(.done, "", at: now, in: store) }
            switch request.verb {
            case .pause:
                try stepper.pause([], holdingEntries: request.holds, at: now, also: end)
                witness.isPaused = true
            case .resume:
                witness.isPaused = false
                try stepper.resume([], at: now, also: end)
            case .rollback: try rollBack(request, command, stepper, store, also: end)
            default: try deploy(request, stepper, store, also: end)
            }
            if request.verb == .deploy || request.verb == .rollback { try lookAtVersions(store.inner) }
        }
    }

    private func ask(for deed: Workload.Deed, in store: FaultStore) throws {
        var request: OperatorRequest
        switch deed {
        case .pause(let holds):
            request = OperatorRequest(.pause)
            request.holds = holds
        case .resume: request = OperatorRequest(.resume)
        case .deploy(let program, let moves, let drains):
            request = OperatorRequest(.deploy)
            request.paths = ["\(program)"]
            request.moves = moves
            request.drains = drains
        case .rollback(let journey):
            request = OperatorRequest(.rollback)
            request.journeys = [journey]
        case .forget(let customer): return try forget(customer, in: store)
        }
        _ = try store.put(command: request.command(at: time.now(), by: Self.operatorName), inbox: [])
    }

    /// As `journey customer forget` does it. After a backup took the store's place it is done once more, where it was not done by then.
    private func forget(_ customer: String, in store: FaultStore) throws {
        let now = time.now()
        let line = "{\"id\":\"forget-\(customer)-\(now.microseconds)\",\"customer\":\"\(customer)\",\"event\":\"$forget\",\"at\":\"\(now.rfc3339)\"}"
        let command = StoredCommand(
            at: now, operatorName: Self.operatorName, verb: "forget", arguments: "{}", status: .done, finishedAt: now, result: "put into the inbox")
        _ = try store.put(command: command, inbox: [Array(line.utf8)])
    }

    private func deploy(_ request: OperatorRequest, _ stepper: Stepper, _ store: FaultStore, also: () throws -> Void) throws {
        let compiled = workload.programs[request.paths.first.flatMap { Int($0) } ?? 0].compiled
        let deployment = try deploy(compiled, to: store) { _ in
            if request.moves || request.drains {
                let versions = try store.versions()
                let current = Set(versions.filter(\.isCurrent).map(\.journey))
                let gone = Set(versions.map(\.journey)).subtracting(current)
                try Stepper.ask(
                    for: Relocation(moves: request.moves ? current.sorted() : [], drains: request.drains ? gone.sorted() : []), in: store)
            }
            try also()
        }
        try stepper.use(Engine(deployment: deployment, isBackfill: false, policy: compiled.policy))
    }

    private func rollBack(
        _ request: OperatorRequest, _ command: StoredCommand, _ stepper: Stepper, _ store: FaultStore, also: () throws -> Void
    ) throws {
        do {
            let deployment = try Deployer.rollBack(request.journeys.first ?? "", in: store, at: time.now()) { _ in try also() }
            try stepper.use(stepper.engine(with: deployment))
        } catch let refusal as Deployer.NoRollback {
            try Deployer.transaction(on: store) { try command.end(.refused, "\(refusal)", at: time.now(), in: store) }
        }
    }

    /// Nobody is inside of a journey that is gone and was drained, and has not come back since.
    func lookAtDrained(_ store: SQLiteStore) throws {
        guard swarm.has(.drains), swarm.has(.deploys) else { return }
        var known = Set(workload.programs[0].compiled.machines.map(\.name))
        var drained: Set<String> = []
        for command in try commands(store) where command.status == .done {
            guard let request = OperatorRequest(command), request.verb == .deploy else { continue }
            let now = Set(workload.programs[request.paths.first.flatMap { Int($0) } ?? 0].compiled.machines.map(\.name))
            known.formUnion(now)
            drained.subtract(now)
            if request.drains { drained.formUnion(known.subtracting(now)) }
        }
        if drained.isEmpty { return }
        let journeys = Dictionary(try store.versions().map { ($0.number, $0.journey) }, uniquingKeysWith: { $1 })
        try store.forEachCustomer { _, bytes in
            let state = try CustomerState(encoded: bytes)
            for enrollment in state.enrollments where !enrollment.isFinished {
                guard let journey = journeys[enrollment.version], drained.contains(journey) else { continue }
                witness.fault("\(state.id) is inside of \(journey), which is gone and was drained")
            }
        }
    }

    /// The versions that are current are those that operators asked for.
    func lookAtVersions(_ store: SQLiteStore) throws {
        guard swarm.has(.deploys) else { return }
        var expected = ExpectedVersions()
        expected.deploy(workload.programs[0].compiled.machines, at: workload.start - .hour)
        for command in try commands(store) where command.status == .done {
            guard let request = OperatorRequest(command), let at = command.finishedAt else { continue }
            switch request.verb {
            case .deploy:
                let program = request.paths.first.flatMap { Int($0) } ?? 0
                expected.deploy(workload.programs[program].compiled.machines, at: at)
            case .rollback: expected.rollBack(request.journeys.first ?? "", at: at)
            default: break
            }
        }
        let found = Dictionary(try store.versions().filter(\.isCurrent).map { ($0.journey, $0.hash) }, uniquingKeysWith: { $1 })
        for (journey, hash) in expected.current.sorted(by: { $0.key < $1.key }) where found[journey] != hash {
            witness.fault("version \(found[journey]?.prefix(8) ?? "none") of \(journey) is current, and operators asked for \(hash.prefix(8))")
        }
    }
}
