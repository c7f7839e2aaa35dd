import Foundation
import JourneyCompiler
import JourneyEngine
import JourneyModel
import JourneyRuntime
import JourneyStore

// How a scheduler's life ends without anything having failed in it, and what comes from outside of it.
extension FaultRun {
    /// What a scheduler that stops gives its channels.
    static let longestStop: Microseconds = 8 * .second

    /// What is due of the interruptions. True where the scheduler is to stop.
    func interrupt(_ store: FaultStore) throws -> Bool {
        try goOnCopying()
        while let kind = try interruptions.take(at: time.instant, where: { try isMoment(for: $0, store) }) {
            switch kind {
            case .stop, .stopInCall, .stopInLine:
                stoppedAt = time.instant
                return true
            case .second: startSecond()
            case .takeover: throw Interrupted(kind: kind)
            case .afterTakeover: try goOnWithPredecessor()
            case .backup: try beginBackup()
            case .loss: if backup != nil, backup?.copying == nil { throw Interrupted(kind: kind) }
            }
        }
        return false
    }

    /// The worst moments for a stop are rare, and so are waited for.
    private func isMoment(for kind: Interruptions.Kind, _ store: FaultStore) throws -> Bool {
        guard time.hasCalls else { return false }
        if kind == .stopInCall { return true }
        return try store.inner.sendingMessages().contains { message in channels.values.allSatisfy { !$0.wasAsked(message.key) } }
    }

    /// The process's life is over by an interruption.
    func end(by kind: Interruptions.Kind) {
        result.handovers += 1
        if kind == .takeover { return handOver() }
        let lost = backup
        backup = nil
        end(isCrash: false)
        guard let lost else { return }
        try? FileManager.default.removeItem(atPath: path)
        path = lost.path
        // Whoever goes back to a copy has what came in since.
        linesGone = 0
        witness.restore(lost)
    }

    // MARK: Stops

    /// Nothing is left behind by a scheduler that stopped, but what its channels have in hand for too long.
    func lookAtStop() throws {
        result.handovers += 1
        guard let store, let stoppedAt, let leftOver else { return }
        if !leftOver.isBusy {
            for message in try store.inner.sendingMessages() { witness.fault("the scheduler stopped, and message \(message.number) is still sending") }
        } else if leftOver.at - stoppedAt < Self.longestStop {
            witness.fault("the scheduler stopped without waiting for what channels had in hand")
        }
    }

    // MARK: Two schedulers

    /// Another scheduler is not let in, and told who is there.
    private func startSecond() {
        do {
            let second = try SchedulerLock(store: path)
            withExtendedLifetime(second) { witness.fault("a second scheduler starts beside the first") }
        } catch let held as SchedulerLock.Held {
            if held.pid != "\(getpid())" { witness.fault("a second scheduler is told of the pid `\(held.pid)`") }
        } catch {
            witness.fault("a second scheduler is told: \(error)")
        }
    }

    /// Somebody removes the lock's file: the next scheduler begins while this one believes that it goes on.
    private func handOver() {
        time.endIdle()
        guard let store, let stepper, let dispatcher else { return end(isCrash: false) }
        endCopying()
        store.disarm()
        try? FileManager.default.removeItem(atPath: path + ".lock")
        result.commits += store.commits
        predecessor = Predecessor(store: store, stepper: stepper, dispatcher: dispatcher, lock: lock)
        (self.store, self.stepper, self.dispatcher, lock) = (nil, nil, nil, nil)
        interruptions.insert(.afterTakeover, at: time.instant + .minute)
    }

    /// Whatever it does, it writes nothing any more.
    private func goOnWithPredecessor() throws {
        guard let before = predecessor else { return }
        let now = time.now()
        var batch = EventBatch(names: NameTable())
        batch.append(MadeUpEvent(at: now, customer: "c0", name: "a", properties: "{\"i\":-1}"), id: "late-write")
        let writes: [(mustFail: Bool, body: () throws -> Void)] = [
            (false, { _ = try before.dispatcher.windDown(at: now) }), (true, { try before.stepper.step(batch, now: now) }),
        ]
        for write in writes {
            do {
                try write.body()
                if write.mustFail { witness.fault("a scheduler writes while another one has its store") }
            } catch StoreError.takenOver {
                witness.note("refused")
            } catch {
                witness.fault("a scheduler whose store another one has is told: \(error)")
            }
        }
        before.store.close()
        predecessor = nil
    }

    // MARK: Backups

    /// A file that is not there yet.
    func newPath() -> String {
        files += 1
        return folder.appendingPathComponent("\(files).db").path
    }

    private func beginBackup() throws {
        endCopying()
        let file = newPath()
        var known = witness.known
        known.ledger = known.ledger.copied()
        backup = Backup(path: file, known: known, calls: witness.sendings.mapValues(\.calls), copying: try StoreBackup(of: path, to: file))
    }

    /// A step at each turn, while the scheduler writes.
    private func goOnCopying() throws {
        guard let copying = backup?.copying, try !copying.step() else { return }
        for finding in try copying.check() { witness.fault("the backup is damaged: \(finding)") }
        copying.close()
        backup?.copying = nil
        guard let backup else { return }
        let file = try SQLiteStore(path: backup.path, options: .init(access: .reader))
        defer { file.close() }
        if file.progress.clock != backup.known.lastClock, backup.known.lastClock != .distantPast {
            witness.fault("the backup is of \(file.progress.clock.rfc3339), and was begun at \(backup.known.lastClock.rfc3339)")
        }
        for row in backup.known.rows.values.sorted(by: { $0.number < $1.number }) where !row.status.isOver {
            if try file.message(row.number)?.status != row.status { witness.fault("message \(row.number) was \(row.status.name) and is not so in the backup") }
        }
        for finding in try Doctor(file).examine() where !finding.check.isNote {
            witness.fault("the doctor finds in a backup \(finding.check.rawValue): \(finding.places.first ?? "")")
        }
    }

    /// What was begun and is not whole is of no use.
    func endCopying() {
        guard let copying = backup?.copying else { return }
        copying.close()
        if let file = backup?.path { try? FileManager.default.removeItem(atPath: file) }
        backup = nil
    }

    // MARK: Providers

    func note(_ receipt: ProviderReceipt, at instant: Timestamp) {
        receipts.insert((instant, receipt), at: receipts.firstIndex { $0.at > instant } ?? receipts.count)
    }

    func tellReceipts(to store: FaultStore) throws {
        while let next = receipts.first, next.at <= time.instant {
            witness.hear(next.receipt)
            try store.begin()
            try store.putInInbox([next.receipt.line])
            try store.commit()
            receipts.removeFirst()
            result.receipts += 1
        }
    }

    // MARK: Rates

    /// Journeys that write to everybody every day may queue more than a channel takes, for ever: at the end an operator lifts the limits.
    var areLimitsLifted: Bool { time.instant > workload.lastAt + .day }

    func liftLimits(_ dispatcher: Dispatcher) {
        guard areLimitsLifted, !witness.limits.isEmpty else { return }
        witness.limits.removeAll()
        dispatcher.use(routes())
    }

    /// How many messages a channel takes.
    func limits(of channel: String) -> [Rate] {
        guard swarm.has(.rateLimits), !areLimitsLifted else { return [] }
        var random = swarm.numbers(for: .limits)
        for _ in channel.utf8 { _ = random.next() }
        let limits = random.pick([
            [Rate(count: 2, per: .minute)], [Rate(count: 1, per: .hour)], [Rate(count: 3, per: .minute), Rate(count: 10, per: .day)],
            [Rate(count: 5, per: .hour)], [Rate(count: 1, per: .second)], [],
        ])
        witness.limits[channel] = limits
        return limits
    }

    // MARK: At rest

    /// Of what is not over the store lets go of nothing.
    func lookAtMessages(_ file: SQLiteStore) throws {
        for row in witness.known.rows.values.sorted(by: { $0.number < $1.number }) where !row.status.isOver {
            if try file.message(row.number) == nil { witness.fault("message \(row.number) is \(row.status.name), and gone") }
        }
    }
}
