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
        let asked = try commands(store).count
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
            _ = try store.put(command: request(next.deed).command(at: time.now(), by: Self.operatorName), inbox: [])
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

    private func request(_ deed: Workload.Deed) -> OperatorRequest {
        switch deed {
        case .pause(let holds):
            var request = OperatorRequest(.pause)
            request.holds = holds
            return request
        case .resume: return OperatorRequest(.resume)
        case .deploy(let program, let moves):
            var request = OperatorRequest(.deploy)
            request.paths = ["\(program)"]
            request.moves = moves
            return request
        case .rollback(let journey):
            var request = OperatorRequest(.rollback)
            request.journeys = [journey]
            return request
        }
    }

    private func deploy(_ request: OperatorRequest, _ stepper: Stepper, _ store: FaultStore, also: () throws -> Void) throws {
        let compiled = workload.programs[request.paths.first.flatMap { Int($0) } ?? 0].compiled
        let deployment = try deploy(compiled, to: store) { _ in
            if request.moves {
                let current = try store.versions().filter(\.isCurrent).map(\.journey)
                try Stepper.ask(for: Relocation(moves: Set(current).sorted(), drains: []), in: store)
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
