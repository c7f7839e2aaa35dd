import JourneyCompiler
import JourneyEngine
import JourneyModel
import JourneyRuntime
import JourneyStore

// How a running scheduler changes over to other journeys: all or nothing.
extension SchedulerProcess {
    /// Reads the journeys anew, when a signal or a change of files that has settled asks for it. A file with an error leaves
    /// everything as it was.
    func reloadIfAsked(at now: Timestamp) throws {
        guard Signals.takeReload() || watch.hasSettledChange(at: now) else { return }
        watch.accept()
        do {
            let changed = try Workspace(paths)
            if changed.compiled.hasErrors {
                put(changed.diagnosticsText(isColoured: terminal.errors.isOn), to: 2)
                log.write("the journeys have errors; those that run go on unchanged (\(changed.verdict))")
                return
            }
            let command = OperatorRequest(.deploy).command(at: now, by: "file change")
            try take(changed, at: now) { [store] changes, hasNewTerms in
                try command.noteDeployment(changes, hasNewTerms: hasNewTerms, in: store)
            }
        } catch let error as StoreError {
            throw error
        } catch {
            log.write("the journeys cannot be read: \(error); those that run go on unchanged")
        }
    }

    /// What `journey deploy` asks for.
    func deploy(_ operation: OperatorRequest, _ command: StoredCommand, at now: Timestamp) throws {
        let own = Workspace.absolute(paths)
        guard operation.paths == own else {
            throw OperatorDesk.Refused(description: "the scheduler runs \(own.quoted); deploy these, or stop it first")
        }
        let changed = try OperatorDesk.workspace(for: operation, paths)
        watch.accept()
        try take(changed, at: now) { [store] changes, _ in
            try command.endDeployment(operation, changes, at: now, in: store)
        }
    }

    private func take(_ changed: Workspace, at now: Timestamp, also: ([Deployer.Change], Bool) throws -> Void) throws {
        var routes = try ChannelRoutes.open(changed, output: output)
        let (deployment, changes) = try Deployer.deploy(
            changed.compiled.machines, try changed.terms(paths: paths), to: store, at: now, also: also)
        try ChannelRoutes.keepPrinting(deployment.versions.map(\.machine), &routes, changed, output: output)
        dispatcher.use(routes)
        self.routes = routes
        if changed.compiled.policy.grace != stepper.grace { log.write("another `grace` holds from the next start on") }
        workspace = changed
        try stepper.use(Engine(deployment: deployment, isBackfill: isBackfill, policy: changed.compiled.policy))
        tell(changes)
        log.write("read anew", [("journeys", .integer(Int64(changed.compiled.machines.count)))])
    }

    func tell(_ changes: [Deployer.Change]) {
        for kind in [Deployer.Change.Kind.new, .changed, .renamed, .gone, .rolledBack] {
            let names = changes.filter { $0.kind == kind }.map(\.journey)
            guard !names.isEmpty else { continue }
            let what =
                switch kind {
                case .gone: "gone, so that nobody enters any more"
                case .renamed: "under a new name"
                case .rolledBack: "rolled back, so that an earlier version than the file's runs"
                case .new, .changed, .unchanged: kind.rawValue
                }
            log.write(what, [("journeys", .text(names.joined(separator: ", ")))])
        }
    }
}
