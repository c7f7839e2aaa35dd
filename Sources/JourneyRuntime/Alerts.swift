import JourneyCompiler
import JourneyModel
import JourneyStore

/// Watches over what the policy's `alert when …` name, and tells an operator once when it comes about.
///
/// By the clock on the wall, between batches. What is told is a message in the outbox like any other, but no customer's.
public final class Alerts {
    /// Whose the messages are.
    public static let recipient = "$operator"
    /// The name of what is sent.
    public static let content = "alert"
    /// Between two looks.
    static let pause: Microseconds = .second
    /// Between two readings of the totals, which are many.
    static let totalsPause: Microseconds = 10 * .second
    /// Between two notes of what changes all the time.
    static let notePause: Microseconds = .minute

    /// What holds now.
    private struct Found {
        var alert: Policy.Alert
        var subject = ""
        /// Nil: since this look.
        var since: Timestamp?
        var text: String

        func isSame(as standing: StandingAlert) -> Bool {
            alert.description == standing.condition && alert.channel == standing.channel && subject == standing.subject
                && since ?? standing.since == standing.since
        }
    }

    private let store: any Store
    private let stepper: Stepper
    private var memory: AlertMemory
    /// As the store has it.
    private var written: AlertMemory
    private var lookedAt: Timestamp?
    private var notedAt: Timestamp?
    private var countedAt: Timestamp?
    private var grown: [Microseconds: CountWindow.Totals] = [:]

    /// - Throws: `StoreError`.
    public init(store: any Store, stepper: Stepper) throws {
        self.store = store
        self.stepper = stepper
        memory = try AlertMemory(store)
        written = memory
    }

    /// Those that are on in a store, which a scheduler may have open.
    public static func standing(in store: any Store) throws -> [StandingAlert] { try AlertMemory(store).standing }

    /// Some source gave something to read.
    public func noteEvents(at now: Timestamp) { memory.lastEventsAt = now }

    /// Begins to count, before anything is read.
    public func begin(at now: Timestamp) throws {
        if memory.lastEventsAt == nil { memory.lastEventsAt = now }
        try count(for: stepper.policy.alerts, at: now, isLast: false)
    }

    /// Tells of what has come about, at most once a second. Durable on return.
    /// - Parameter isLast: nobody looks again soon.
    public func look(at now: Timestamp, isLast: Bool = false) throws {
        let alerts = stepper.policy.alerts
        if alerts.isEmpty, memory.standing.isEmpty { return }
        if !isLast, let lookedAt, now >= lookedAt, now - lookedAt < Self.pause { return }
        lookedAt = now
        try count(for: alerts, at: now, isLast: isLast)
        var standing: [StandingAlert] = []
        var begun: [StandingAlert] = []
        for found in try alerts.flatMap({ try find($0, at: now) }) {
            if let before = memory.standing.first(where: { found.isSame(as: $0) }) {
                standing.append(before)
            } else {
                begun.append(
                    StandingAlert(
                        condition: found.alert.description, subject: found.subject, channel: found.alert.channel,
                        since: found.since ?? now, text: found.text))
            }
        }
        let over = memory.standing.filter { !standing.contains($0) }
        memory.standing = standing + begun
        guard memory.standing != written.standing || (memory != written && (isLast || isToNote(at: now))) else { return }
        try store.begin()
        for alert in over { try note(alert, "alert over", "it was on since \(alert.since.rfc3339)", at: now) }
        for alert in begun { try tell(alert, at: now) }
        try memory.write(to: store)
        try store.commit()
        written = memory
        notedAt = now
    }

    private func isToNote(at now: Timestamp) -> Bool { notedAt.map { now < $0 || now - $0 >= Self.notePause } ?? true }

    /// The message and its line in the audit log, in the open transaction.
    private func tell(_ alert: StandingAlert, at now: Timestamp) throws {
        _ = try store.enqueue(OutboxMessage(alert, salt: store.salt, at: now))
        try note(alert, "alert", alert.text, at: now)
    }

    private func note(_ alert: StandingAlert, _ verb: String, _ result: String, at now: Timestamp) throws {
        let arguments = "{\"when\":\(JSONText.quoted(alert.condition)),\"via\":\(JSONText.quoted(alert.channel))}"
        try StoredCommand(at: now, operatorName: "scheduler", verb: verb, arguments: arguments).end(.done, result, at: now, in: store)
    }

    // MARK: What holds

    private func find(_ alert: Policy.Alert, at now: Timestamp) throws -> [Found] {
        switch alert.alarm {
        case .silent(let span):
            guard let last = memory.lastEventsAt, now - last >= span else { return [] }
            return [Found(alert: alert, text: "no event came since \(last.rfc3339)")]
        case .coupon(let coupon, let count):
            guard let left = stepper.codesLeft(of: coupon), left < count else { return [] }
            return [Found(alert: alert, text: "the coupon `\(coupon)` has \(left) \(left == 1 ? "code" : "codes") left")]
        case .channel(let channel, let times):
            guard let health = try Health.channels(in: store)[channel], health.failuresInARow >= times else { return [] }
            let reason = health.reason.isEmpty ? health.outcome : health.reason
            return [Found(alert: alert, text: "the channel `\(channel)` failed \(health.failuresInARow) times in a row: \(reason)")]
        case .rejected(let count, let per):
            guard let grown = grown[per]?.rejected, grown > count else { return [] }
            return [Found(alert: alert, text: "of the lines of the last \(durationText(per)) \(grown) were no events")]
        case .late(let count, let per):
            guard let grown = grown[per]?.late, grown > count else { return [] }
            return [Found(alert: alert, text: "of the events of the last \(durationText(per)) \(grown) came after their time was decided")]
        case .paused:
            return stepper.pauses.filter(\.isByFuse).map { Found(alert: alert, subject: $0.journey, since: $0.since, text: $0.told) }
        }
    }

    /// Reads the totals where a threshold is about them, and forgets the windows of thresholds that are gone.
    private func count(for alerts: [Policy.Alert], at now: Timestamp, isLast: Bool) throws {
        let spans = Set(alerts.compactMap(\.span))
        let isNew = spans.contains { memory.windows[$0] == nil }
        if !isNew, !isLast, let countedAt, now >= countedAt, now - countedAt < Self.totalsPause { return }
        countedAt = now
        memory.windows = memory.windows.filter { spans.contains($0.key) }
        grown.removeAll()
        guard !spans.isEmpty else { return }
        let counters = try store.counters()
        func total(_ metric: String) -> Int64 { counters[Counter(metric: metric)] ?? 0 }
        let totals = CountWindow.Totals(rejected: total("rejected"), late: total("late"))
        for span in spans { grown[span] = memory.windows[span, default: CountWindow(span: span)].take(totals, at: now) }
    }
}

extension Policy.Alert {
    /// What it looks back over.
    fileprivate var span: Microseconds? {
        switch alarm {
        case .rejected(_, let per), .late(_, let per): per
        case .silent, .coupon, .channel, .paused: nil
        }
    }
}

extension OutboxMessage {
    /// It is an operator's: no rule about customers holds of it.
    var isAlert: Bool { customer == Alerts.recipient && content == Alerts.content && journey.isEmpty }

    fileprivate init(_ alert: StandingAlert, salt: [UInt8], at now: Timestamp) {
        let hash = StableHash(salt: salt).hash(alert.condition, alert.channel, alert.subject)
        let title = "alert: \(alert.condition)"
        self.init(
            key: "alert-\(String(hash, radix: 16))-\(alert.since.microseconds)", customer: Alerts.recipient, journey: "", step: "",
            content: Alerts.content, channels: [alert.channel],
            arguments: "{\"when\":\(JSONText.quoted(alert.condition)),\"since\":\"\(alert.since.rfc3339)\"}", queuedAt: now,
            isTransactional: true,
            bodies: "[{\"text\":\(JSONText.quoted("\(title): \(alert.text)")),\"subject\":\(JSONText.quoted(title))}]", nextAttemptAt: now)
    }
}

extension Stepper {
    var policy: Policy { engine.policy }

    /// Nil where the deployment has no such coupon.
    func codesLeft(of coupon: String) -> Int64? {
        guard let number = store.names.known(coupon), let pool = output.coupons.pools[number] else { return nil }
        return max(pool.size - pool.given, 0)
    }
}
