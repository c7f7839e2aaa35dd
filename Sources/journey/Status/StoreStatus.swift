import Foundation
import JourneyCompiler
import JourneyEngine
import JourneyModel
import JourneyReports
import JourneyRuntime
import JourneyStore

/// What a store tells of itself.
struct StoreStatus {
    /// A coupon and what is left of it.
    struct Pool {
        var coupon: String
        /// Nil where nothing bounds it that the store knows of.
        var size: Int64?
        var given: Int64
        var left: Int64? { size.map { max($0 - given, 0) } }
    }

    static let mostUnknown = 20
    private static let mostRefused = 1_000

    let now: Timestamp
    let totals: Totals
    let machines: [Machine]
    let clock: Timestamp
    let scheduler: String?
    let sources: [(source: String, position: SourcePosition)]
    let sourceHealth: [String: SourceHealth]
    let channelHealth: [(channel: String, health: ChannelHealth)]
    /// Messages that wait for employees.
    let tasks: [OpenTasks]
    /// Channels that rest after failures in a row, until when.
    let resting: [(channel: String, until: Timestamp)]
    /// The most frequent first, all of them.
    let unknownEvents: [(name: String, count: Int64)]
    /// Pairs of ids that could not be joined: those that still stand, as many as are looked at.
    let refusedMerges: Int
    let inbox: Int
    let outbox: [OutboxMessage.Status: Int]
    /// Of those that may still leave, the one that was queued first.
    let oldestWaiting: OutboxMessage?
    let paused: [PausedJourney]
    let rolledBack: [String]
    /// Those that are on.
    let alerts: [StandingAlert]
    let pools: [Pool]
    let policy: Policy
    let bytes: Int64
    /// Of the file, and used before it grows.
    let freeBytes: Int64
    let retention: Retention
    let lastCommitAt: Timestamp?
    /// Nil where nobody asked.
    var people: WaitingPeople?

    /// - Parameter journey: the only one whose figures are wanted.
    init(_ store: SQLiteStore, path: String, machines: [Machine], only journey: String? = nil, at now: Timestamp) throws {
        self.now = now
        let counters = try store.counters()
        totals = Totals(counters, only: journey)
        refusedMerges = try store.refusedMerges(limit: Self.mostRefused).count
        self.machines = machines
        clock = store.progress.clock
        scheduler = SchedulerLock.holder(ofStore: path)
        sources = try store.sources()
        sourceHealth = try Health.sources(in: store)
        channelHealth = try Health.channels(in: store).sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            .map { (channel: $0.key, health: $0.value) }
        resting = try channelHealth.compactMap { channel, _ in
            try LaneRecord.read(channel, in: store)?.openUntil.map { (channel, $0) }
        }
        tasks = try OpenTasks.read(from: store)
        inbox = try store.inboxCount()
        outbox = try store.outboxCounts()
        oldestWaiting = try store.waitingMessages(after: 0, limit: 1).first
        paused = try Stepper.pauses(in: store)
        rolledBack = try VersionBook(store).pins.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        alerts = try Alerts.standing(in: store)
        // What another release wrote of the deployment is not needed to tell the rest.
        let stored = try? StoredDeployment(store)
        policy = stored?.policy ?? Policy()
        let definitions = stored?.definitions ?? Definitions()
        let stocks = Dictionary(definitions.coupons.map { ($0.name, $0.stock) }, uniquingKeysWith: { first, _ in first })
        pools = try store.pools().map { pool in
            let stock: Int64? = stocks[pool.coupon].flatMap { $0 }.map { Int64($0) }
            return Pool(coupon: pool.coupon, size: stock ?? (pool.size == 0 ? nil : pool.size), given: pool.given)
        }
        let known = try Deployer.load(try store.versions(), with: definitions, names: store.names).knownEvents
        unknownEvents = Health.unknownEvents(in: counters, known: known)
        freeBytes = try store.extent().freeBytes
        retention = store.retention
        (bytes, lastCommitAt) = Self.files(of: path)
    }

    /// The size of the store with its write-ahead log, and when one of them was last written.
    private static func files(of path: String) -> (bytes: Int64, writtenAt: Timestamp?) {
        var bytes: Int64 = 0
        var writtenAt: Timestamp?
        for name in [path, path + "-wal"] {
            var status = stat()
            guard stat(name, &status) == 0 else { continue }
            bytes += Int64(status.st_size)
            guard status.st_size > 0 else { continue }
            let at = Timestamp(microseconds: Int64(status.st_mtim.tv_sec) * 1_000_000 + Int64(status.st_mtim.tv_nsec) / 1_000)
            writtenAt = max(writtenAt ?? at, at)
        }
        return (bytes, writtenAt)
    }

    /// How long ago, in the largest unit of which there are two.
    func ago(_ instant: Timestamp) -> String {
        let span = max(now - instant, 0)
        let unit = [Microseconds.day, .hour, .minute].first { span >= 2 * $0 } ?? .second
        return "\(durationText(span / unit * unit)) ago"
    }
}

// MARK: For people

extension StoreStatus {
    func text(ink: Ink) -> String {
        var rows = [
            ("scheduler", scheduler.map { "running, pid \($0)" } ?? "not running"),
            ("engine time", clock == .distantPast ? "no event yet" : clock.rfc3339),
            ("store", "\(grouped(bytes)) bytes" + toldOfFreeBytes + (lastCommitAt.map { ", last written \(ago($0))" } ?? "")),
        ]
        if let kept = toldOfRetention { rows.append(("kept", kept)) }
        for alert in alerts { rows.append(("alert", "\(alert.text), since \(alert.since.rfc3339) (`\(alert.condition)`)")) }
        if inbox > 0 { rows.append(("inbox", counted(Int64(inbox), "event") + (inbox == 1 ? " waits" : " wait"))) }
        for (status, count) in outboxRows { rows.append(("outbox", "\(grouped(Int64(count))) \(status)")) }
        if let message = oldestWaiting {
            let reason = message.reason.isEmpty ? "" : ": \(message.reason)"
            rows.append(("", "the oldest that waits is \(message.number), queued \(ago(message.queuedAt))\(reason)"))
        }
        for (channel, health) in channelHealth where health.isFailing { rows.append(("channel", channel + ": " + told(health))) }
        for (channel, until) in resting { rows.append(("", "\(channel) rests until \(until.rfc3339), and is tried again then")) }
        for open in tasks {
            let count = counted(Int64(open.messages), "message")
            rows.append(
                ("tasks", "\(open.channel): \(count) \(open.messages == 1 ? "waits" : "wait") for somebody, the oldest made \(ago(open.since))"
                    + "; asked about at \(open.nextLookAt.rfc3339)"))
        }
        for journey in paused { rows.append(("paused", journey.told)) }
        for journey in rolledBack { rows.append(("rolled back", "\(journey), until the journey in its file is another")) }
        for pool in pools { rows.append(("coupon", "\(pool.coupon), \(pool.told)")) }
        for source in sources where source.source != "inbox" { rows.append(("source", source.source + told(source))) }
        if let people = toldOfPeople { rows.append(("people", people)) }
        let unknownReceipts = totals.whole("receipts of unknown messages")
        if unknownReceipts > 0 {
            rows.append(("receipts", "\(grouped(unknownReceipts)) of messages that nobody here sent, or that named none of the person's"))
        }
        for (name, count) in unknownEvents.prefix(Self.mostUnknown) {
            rows.append(("unknown", "\(grouped(count)) × `\(name)`, an event that no journey or catalogue knows"))
        }
        if unknownEvents.count > Self.mostUnknown { rows.append(("", "… and \(unknownEvents.count - Self.mostUnknown) more names")) }
        let heading = rows.map { ink(.dim, $0.0 + String(repeating: " ", count: 13 - $0.0.count)) + printable($0.1) + "\n" }.joined()
        return heading + "\n" + totals.text(machines, ink: ink) + (people.map { "\n" + $0.text(ink: ink) } ?? "")
    }

    /// Worth a word where it is a good part of the file.
    private var toldOfFreeBytes: String { freeBytes > bytes / 10 && freeBytes > 1 << 20 ? ", \(grouped(freeBytes)) of them free" : "" }

    /// `events since 2026-10-21T08:00:00Z; 1,204 records and 77 messages before it were let go`.
    private var toldOfRetention: String? {
        guard let through = retention.through else { return policy.keepEvents.map { "events for \(durationText($0)); none was too old yet" } }
        let (records, messages) = (totals.whole("pruned records"), totals.whole("pruned messages"))
        return "events after \(through.rfc3339); \(counted(records, "record")) and \(counted(messages, "message")) before it were let go"
    }

    /// What is out of the ordinary: sent messages stand in the table of channels.
    private var outboxRows: [(String, Int)] {
        OutboxMessage.Status.allCases.filter { $0 != .sent }.compactMap { status in outbox[status].map { (status.name, $0) } }
    }

    /// `3 ids joined to others; 1 pair could not be joined (`journey customer merges`); 2 forgotten, 5 of their events dropped`.
    private var toldOfPeople: String? {
        let (merges, forgotten, dropped) = (totals.whole("merges"), totals.whole("forgotten"), totals.whole("of forgotten customers"))
        var parts: [String] = []
        if merges > 0 { parts.append(counted(merges, "id") + " joined to " + (merges == 1 ? "another" : "others")) }
        if refusedMerges > 0 {
            let most = refusedMerges == Self.mostRefused ? " or more" : ""
            parts.append("\(grouped(Int64(refusedMerges)))\(most) \(refusedMerges == 1 ? "pair" : "pairs") could not be joined (`journey customer merges`)")
        }
        if forgotten > 0 || dropped > 0 {
            let events = dropped > 0 ? ", and \(counted(dropped, "event")) of forgotten people dropped" : ""
            parts.append("\(grouped(forgotten)) forgotten\(events)")
        }
        return parts.isEmpty ? nil : parts.joined(separator: "; ")
    }

    private func told(_ health: ChannelHealth) -> String {
        let reason = health.reason.isEmpty ? "" : " (\(health.reason))"
        let sent = health.lastSentAt.map { "; sent last \(ago($0))" } ?? "; never sent"
        let last = health.lastFailedAt.map(ago) ?? ""
        if health.hasRefused, health.failuresInARow == 1 { return "refused a message \(last)" + reason + sent }
        return counted(health.failuresInARow, "failure") + " in a row, the last \(last): "
            + Self.words(health.outcome) + reason + sent
    }

    private static func words(_ outcome: String) -> String {
        switch outcome {
        case "refused": "it refused a message"
        case "pending": "tried again later"
        case "uncertain": "nobody knows whether the message arrived"
        default: outcome
        }
    }

    private func told(_ source: (source: String, position: SourcePosition)) -> String {
        let read = ", read to byte \(grouped(Int64(clamping: source.position.offset)))"
        guard let health = sourceHealth[source.source] else { return read }
        return read + ", last event \(ago(health.lastEventAt))"
    }
}

extension StoreStatus.Pool {
    fileprivate var told: String {
        guard let size, let left else { return "\(grouped(given)) given" }
        return "\(grouped(given)) of \(counted(size, "code")) given, \(grouped(left)) left"
    }

    fileprivate var json: String {
        "{\"coupon\":\(JSONText.quoted(coupon)),\"codes\":\(size ?? 0),\"given\":\(given),\"left\":\(left.map(String.init) ?? "null")}"
    }
}

// MARK: For programs

extension StoreStatus {
    var json: String {
        func quoted(_ text: String) -> String { JSONText.quoted(text) }
        func instant(_ at: Timestamp?) -> String { at.map { "\"\($0.rfc3339)\"" } ?? "null" }
        let totalNames = [
            "events", "duplicates", "late", "late without effect", "rejected", "before deployment", "history forgotten", "names refused",
            "too old", "pruned records", "pruned messages",
        ]
        let identities = [
            "\"merges\":\(totals.whole("merges"))", "\"merges_refused\":\(totals.whole("merges refused"))",
            "\"refused_pairs\":\(refusedMerges)", "\"forgotten\":\(totals.whole("forgotten"))",
            "\"events_of_forgotten\":\(totals.whole("of forgotten customers"))",
            "\"unknown_receipts\":\(totals.whole("receipts of unknown messages"))",
        ]
        let counted = totalNames.map { "\(quoted($0.replacing(" ", with: "_"))):\(totals.whole($0))" } + identities
        let statuses = OutboxMessage.Status.allCases.map { "\(quoted($0.name)):\(outbox[$0] ?? 0)" }
        let places = sources.map { source in
            "{\"source\":\(quoted(source.source)),\"offset\":\(source.position.offset),"
                + "\"last_event_at\":\(instant(sourceHealth[source.source]?.lastEventAt))}"
        }
        let unknown = unknownEvents.prefix(Self.mostUnknown).map { "{\"event\":\(quoted($0.name)),\"count\":\($0.count)}" }
        let health = channelHealth.map { channel, health in
            "{\"channel\":\(quoted(channel)),\"failures_in_a_row\":\(health.failuresInARow),\"last_sent_at\":\(instant(health.lastSentAt)),"
                + "\"last_failed_at\":\(instant(health.lastFailedAt)),\"outcome\":\(quoted(health.outcome)),\"reason\":\(quoted(health.reason))}"
        }
        let open = tasks.map {
            "{\"channel\":\(quoted($0.channel)),\"messages\":\($0.messages),\"since\":\"\($0.since.rfc3339)\","
                + "\"next_look_at\":\"\($0.nextLookAt.rfc3339)\"}"
        }
        let oldest = oldestWaiting.map { "{\"number\":\($0.number),\"queued_at\":\"\($0.queuedAt.rfc3339)\",\"reason\":\(quoted($0.reason))}" }
        let fuse = policy.fuse.map { "{\"messages\":\($0.count),\"seconds\":\($0.per / .second)}" }
        let rung = alerts.map { alert in
            "{\"when\":\(quoted(alert.condition)),\"subject\":\(quoted(alert.subject)),\"via\":\(quoted(alert.channel)),"
                + "\"since\":\"\(alert.since.rfc3339)\",\"text\":\(quoted(alert.text))}"
        }
        func list(_ name: String, _ parts: [String]) -> String { "\"\(name)\":[\(parts.joined(separator: ","))]" }
        func object(_ name: String, _ parts: [String]) -> String { "\"\(name)\":{\(parts.joined(separator: ","))}" }
        func plain(_ name: String, _ value: String?) -> String { "\"\(name)\":\(value ?? "null")" }
        var members = [
            plain("scheduler", scheduler.map(quoted)), plain("clock", clock == .distantPast ? nil : quoted(clock.rfc3339)),
            plain("bytes", "\(bytes)"), plain("free_bytes", "\(freeBytes)"), plain("kept_after", instant(retention.through)),
            plain("last_commit_at", instant(lastCommitAt)), object("totals", counted),
            list("unknown_events", unknown), list("alerts", rung), list("tasks", open), plain("inbox", "\(inbox)"), object("outbox", statuses),
            plain("oldest_waiting", oldest), list("paused", paused.map { quoted($0.journey) }), plain("fuse", fuse),
            list("rolled_back", rolledBack.map(quoted)), list("coupons", pools.map(\.json)), list("sources", places),
        ]
        members.append(list("journeys", machines.map { totals.summary($0).json }))
        members.append(list("channels", totals.channels.map(\.json)))
        members.append(list("channel_health", health))
        members.append(list("resting", resting.map { "{\"channel\":\(quoted($0.channel)),\"until\":\"\($0.until.rfc3339)\"}" }))
        if let waiting = self.people { members.append(plain("waiting", waiting.json)) }
        return "{\(members.joined(separator: ","))}"
    }
}
