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
            default: try deploy(request, stepper, store, also: end)
            }
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
}
