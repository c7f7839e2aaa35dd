import JourneyEngine
import JourneyModel
import JourneyReports
import JourneyRuntime
import JourneyStore

// What a scheduler tells: in its log while it runs, and at the end of a run that ends.
extension SchedulerProcess {
    func tellOfRun(since before: Totals) throws {
        let after = Totals(try store.counters())
        let machines = workspace.compiled.machines
        func grown(_ metric: Metric) -> Int64 { machines.reduce(0) { $0 + after.journey($1.name, metric) - before.journey($1.name, metric) } }
        let events = after.whole("events") - before.whole("events")
        let duplicates = after.whole("duplicates") - before.whole("duplicates")
        let sent = after.sent - before.sent
        note(
            counted(events, "event") + " read" + (duplicates > 0 ? " (\(counted(duplicates, "duplicate")) dropped)" : "")
                + " · \(grouped(grown(.entered))) entered · \(grouped(sent)) sent · \(grouped(grown(.goals))) reached the goal"
                + (stepper.clock == .distantPast ? "" : " · the clock stands at \(stepper.clock.rfc3339)"))
        let old = after.whole("before deployment") - before.whole("before deployment")
        if old > 0, grown(.entered) == 0, grown(.watched) == 0 {
            note(
                "\(counted(old, "event")) from before the journeys' first deployment let nobody enter; `--backfill` lets them")
        }
        for open in try OpenTasks.read(from: store) {
            note(
                "\(counted(Int64(open.messages), "message")) via \(open.channel) \(open.messages == 1 ? "waits" : "wait") for somebody to send it; "
                    + "a run after \(open.nextLookAt.rfc3339) asks how that stands")
        }
    }

    /// Tells of journeys that stand still, whoever stopped them, and of those that go on.
    func tellPaused() {
        let found = stepper.pauses
        guard found != paused else { return }
        for journey in found where !paused.contains(where: { $0.journey == journey.journey && $0.since == journey.since }) {
            log.write("paused: \(journey.told)")
        }
        for journey in paused where !found.contains(where: { $0.journey == journey.journey }) {
            log.write("journey `\(journey.journey)` goes on")
        }
        paused = found
    }

    /// Tells what an operator asked for, and what became of it.
    func tell(_ command: StoredCommand) {
        let verdict = command.status == .refused ? "refused to \(command.operatorName)" : "by \(command.operatorName)"
        log.write("\(command.verb), \(verdict): \(command.result)")
    }

    /// Tells once that all who were to be moved or sent out were.
    func tellRelocation() {
        guard let result = stepper.lastRelocation else { return }
        stepper.lastRelocation = nil
        log.write(result.told)
    }

    /// Tells of a source when it can no longer be read, and when it can again.
    func tellUnreadable(_ intake: MergedIntake) {
        let found = intake.unreadable
        if found.isEmpty, unreadable.isEmpty { return }
        for (source, reason) in found where unreadable[source] != reason { log.write("source `\(source)` cannot be read: \(reason)") }
        let present = Dictionary(found.map { ($0.source, $0.reason) }, uniquingKeysWith: { $1 })
        for source in unreadable.keys.sorted() where present[source] == nil { log.write("source `\(source)` is read again") }
        unreadable = present
    }

    /// One line a minute.
    func writeStatus(_ intake: MergedIntake, _ rejects: RejectFile, at now: Timestamp) throws {
        let after = Totals(try store.counters())
        func grown(_ metric: String) -> Value { .integer(after.whole(metric) - before.whole(metric)) }
        log.write(
            "status",
            [
                ("events", grown("events")), ("duplicates", grown("duplicates")), ("late", grown("late")), ("rejected", grown("rejected")),
                ("sent", .integer(after.sent - before.sent)), ("pending", .integer(Int64(try store.outboxCounts()[.pending] ?? 0))),
                ("clock", .text(stepper.clock == .distantPast ? "" : stepper.clock.rfc3339)),
            ], at: now)
        for (source, reason) in intake.unreadable { log.write("source `\(source)` cannot be read: \(reason)") }
        before = after
        statusAt = now
        hasToldOfRejects = false
        toldOfMessages.removeAll()
        // A disk that is full for a while must not stop the journeys.
        do { try writeMetrics(at: now) } catch let error as MetricsFile.Failure { log.write(error.description) }
    }

    /// The figures for a monitoring system, where they are wanted.
    func writeMetrics(at now: Timestamp) throws {
        guard let metrics else { return }
        let machines = workspace.compiled.machines.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        try MetricsFile.write(try StoreStatus(store, path: metrics.store, machines: machines, at: now).metrics, to: metrics.file)
    }

    /// Tells when a channel stops sending, and when it sends again; and of messages that it refuses or leaves in doubt, each reason once a
    /// minute.
    func tell(_ outcomes: [Dispatcher.Outcome]) {
        for outcome in outcomes {
            switch outcome.concern {
            case .channel where outcome.status == .sent:
                if troubles.removeValue(forKey: outcome.channel) != nil { log.write("channel `\(outcome.channel)` sends again") }
            case .channel where outcome.status == .uncertain: tellOnce("leaves a message in doubt", outcome)
            case .channel:
                if troubles.updateValue(outcome.reason, forKey: outcome.channel) == outcome.reason { break }
                log.write("channel `\(outcome.channel)` does not send: \(outcome.reason)")
            case .message: tellOnce("refuses a message", outcome)
            case .customer: break
            }
        }
    }

    private func tellOnce(_ what: String, _ outcome: Dispatcher.Outcome) {
        guard toldOfMessages[outcome.channel, default: []].insert(outcome.reason).inserted else { return }
        log.write("channel `\(outcome.channel)` \(what), `\(outcome.key)`: \(outcome.reason)")
    }
}

extension Engine.Relocated {
    /// In words.
    var told: String {
        func people(_ count: Int, _ one: String, _ many: String) -> String { counted(Int64(count), "customer") + " " + (count == 1 ? one : many) }
        var parts: [String] = []
        if moved > 0 { parts.append(people(moved, "continues", "continue") + " in the current version") }
        if stayed > 0 { parts.append(people(stayed, "without a counterpart stays", "without a counterpart stay") + " on the old version") }
        if drained > 0 { parts.append(people(drained, "was", "were") + " sent out of journeys that are gone") }
        return parts.isEmpty ? "nobody was inside an old version" : parts.joined(separator: ", ")
    }
}

extension Totals {
    /// Messages that a channel answered with `sent`.
    var sent: Int64 { channels.reduce(0) { $0 + ($1.outcomes.first { $0.name == "sent" }?.count ?? 0) } }
}
