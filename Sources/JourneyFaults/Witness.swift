import JourneyCompiler
import JourneyEngine
import JourneyModel
import JourneyStore

/// Sees what the store is told and what channels are asked, and says where a promise is broken.
///
/// It asks neither the engine nor the store: what it knows of customers it computes itself, from the events that were taken in.
final class Witness {
    /// What is wrong, in words; the first few.
    private(set) var violations: [String] = []
    private static let mostViolations = 5
    /// Over everything that became durable and everything that left, in order.
    private(set) var trace: UInt64 = 0xcbf2_9ce4_8422_2325
    private(set) var ledger = Ledger()
    /// By number, as they are durable.
    private(set) var rows: [Int64: OutboxMessage] = [:]
    private var numberOfKey: [String: Int64] = [:]
    /// Enrollments that are held out.
    private var shadows: Set<UInt64> = []
    private var quietLook = QuietLook()
    let policy: Policy
    let time: VirtualTime

    /// Events that are durable and not decided yet, with their arrival.
    private var undecided: [(at: Timestamp, arrival: Int, event: MadeUpEvent)] = []
    private var arrivals = 0
    /// Ids of events that are durable, with how often.
    private(set) var taken: [String: Int] = [:]
    private(set) var decisions = 0
    private(set) var messages = 0

    // Of the open transaction.
    private var events: [(event: MadeUpEvent, id: String)] = []
    private var queued: [OutboxMessage] = []
    private var changed: [OutboxMessage] = []
    private var newShadows: [UInt64] = []
    private var hashes: [UInt64] = []
    private var newDecisions = 0

    private static let hash = SipHash(k0: 3, k1: 5)

    /// Journeys whose watches move on without a word.
    private let silent: Set<String>

    init(_ policy: Policy, _ machines: [Machine], _ time: VirtualTime) {
        self.policy = policy
        self.time = time
        silent = Set(machines.filter { if case .silence = $0.trigger { true } else { false } }.map(\.name))
    }

    func fault(_ text: @autoclosure () -> String) {
        if violations.count < Self.mostViolations { violations.append("\(time.instant.rfc3339) \(text())") }
    }

    /// The same seed gives the same trace.
    func note(_ text: String) { note(Self.hash.hash64(text)) }
    private func note(_ word: UInt64) { trace = (trace ^ word) &* 0x100_0000_01b3 &+ (trace >> 47) }

    // MARK: Transactions

    func begin() { discard() }

    func discard() {
        events.removeAll(keepingCapacity: true)
        queued.removeAll(keepingCapacity: true)
        changed.removeAll(keepingCapacity: true)
        newShadows.removeAll(keepingCapacity: true)
        hashes.removeAll(keepingCapacity: true)
        newDecisions = 0
        newFacts.removeAll(keepingCapacity: true)
    }

    /// What came since `begin` is durable now.
    func commit(clock: Timestamp) {
        if clock < lastClock { fault("the engine's time goes back from \(lastClock.rfc3339) to \(clock.rfc3339)") }
        lastClock = clock
        for (event, id) in events {
            taken[id, default: 0] += 1
            if let end = ledger.forgottenAt[event.customer], event.at <= end { fault("event \(id) of somebody who is forgotten is taken in") }
            undecided.append((event.at, arrivals, event))
            arrivals += 1
        }
        if undecided.contains(where: { $0.at <= clock }) {
            for (_, _, event) in undecided.filter({ $0.at <= clock }).sorted(by: { ($0.at, $0.arrival) < ($1.at, $1.arrival) }) {
                ledger.take(event, clock: clock)
            }
            undecided.removeAll { $0.at <= clock }
        }
        shadows.formUnion(newShadows)
        for decision in newFacts { note(decision) }
        for message in queued { add(message) }
        for message in changed { change(message) }
        for word in hashes { note(word) }
        note(UInt64(bitPattern: clock.microseconds))
        decisions += newDecisions
        discard()
    }

    // MARK: Verbs

    func accept(_ batch: borrowing EventBatch, _ isNew: [Bool]) {
        for index in batch.events.indices where isNew[index] {
            let event = batch.events[index]
            let id = batch.text(event.id)
            events.append(
                (
                    MadeUpEvent(
                        at: event.at, customer: batch.text(event.customer), name: batch.names[event.name],
                        properties: "{" + batch.text(event.properties) + "}"), id
                ))
            hashes.append(Self.hash.hash64(id))
        }
    }

    func append(_ kind: LogRecord.Kind, customer: String, at: Timestamp, _ bytes: [UInt8], _ names: NameTable) {
        hashes.append(bytes.withUnsafeBytes { Self.hash.hash64($0) } ^ UInt64(kind.rawValue))
        guard kind == .decision else { return }
        newDecisions += 1
        guard let decision = try? Decision(encoded: bytes, at: at, customer: customer, names: names) else {
            return fault("a decision of \(customer) does not decode")
        }
        if decision.isShadow { newShadows.append(decision.enrollment) }
        if [.watch, .cancel, .merged, .enter, .refuse].contains(decision.action) { newFacts.append(decision) }
        if isPaused, decision.action == .enter { fault("\(customer) enters \(decision.journey), which is paused") }
    }

    private func note(_ decision: Decision) {
        switch decision.action {
        case .watch:
            guard case .instant(let due)? = decision[.until], !silent.contains(decision.journey) else { return }
            if due < decision.at { fault("a watch of \(decision.customer) is over before it begins") }
            watches[decision.enrollment] = .some((decision.journey, due))
        case .cancel, .merged: watches[decision.enrollment] = .some(nil)
        default: arrivalsInJourneys.insert("\(decision.journey) \(decision.at.microseconds)")
        }
    }

    /// Nobody changes the version without an operator's word.
    func put(_ state: [UInt8]) {
        guard !mayMove, let state = try? CustomerState(encoded: state) else { return }
        for enrollment in state.enrollments {
            let before = versions.updateValue(enrollment.version, forKey: enrollment.number)
            if let before, before != enrollment.version {
                fault("enrollment \(enrollment.number) of \(state.id) went from version \(before) to \(enrollment.version)")
            }
        }
    }

    func enqueue(_ message: OutboxMessage) {
        hashes.append(Self.hash.hash64("\(message.key) \(message.content) \(message.queuedAt.microseconds)"))
        queued.append(message)
        if isPaused, message.enrollment != 0 { fault("\(message.journey) is paused, and queues a message to \(message.customer)") }
        if !message.isTransactional { lookAtCaps(message) }
    }

    func update(_ message: OutboxMessage) {
        hashes.append(Self.hash.hash64("\(message.number) \(message.status.rawValue) \(message.channel) \(message.attempts)"))
        changed.append(message)
        if message.status == .sending { lookAtLeaving(message) }
    }

    // MARK: Messages

    private func add(_ message: OutboxMessage) {
        messages += 1
        if numberOfKey.updateValue(message.number, forKey: message.key) != nil { fault("two messages have the key \(message.key)") }
        if shadows.contains(message.enrollment) { fault("enrollment \(message.enrollment) of \(message.customer) is held out and sends") }
        rows[message.number] = message
    }

    private func change(_ message: OutboxMessage) {
        guard let before = rows[message.number] else { return fault("message \(message.number) was never queued") }
        let isErased = ledger.forgottenAt[before.customer] != nil
        if !isErased, before.key != message.key || before.customer != message.customer || before.content != message.content {
            fault("message \(message.number) became another one")
        }
        // A receipt may still tell of what was sent, or in doubt.
        let isOver = ![.pending, .held, .sending, .sent, .uncertain].contains(before.status)
        if isOver, message.status != before.status { fault("message \(message.number) was \(before.status.name) and is \(message.status.name)") }
        var after = message
        // Who it was for is erased in the store, and is still not to hear of us.
        (after.key, after.customer, after.content) = (before.key, before.customer, before.content)
        rows[message.number] = after
    }

    /// A message goes to its channel: nobody may have said that it must not.
    private func lookAtLeaving(_ message: OutboxMessage) {
        let channel = message.channel < message.channels.count ? message.channels[message.channel] : ""
        let customer = rows[message.number]?.customer ?? message.customer
        func broken(_ what: String) { fault("message \(message.number) to \(customer) via \(channel) leaves \(what)") }
        if let end = ledger.forgottenAt[customer], message.queuedAt <= end { broken("to somebody who is forgotten") }
        if isPaused, !message.journey.isEmpty { broken("while \(message.journey) is paused") }
        let person = ledger.person(customer)
        if person?.isSuppressed(on: channel) == true { broken("to somebody who wants no more") }
        if let expiresAt = message.expiresAt, now > expiresAt { broken("when it has expired") }
        guard !message.isTransactional else { return }
        for purpose in policy.requiredConsents where person.map({ $0.hasConsent(to: purpose) == false }) ?? true {
            broken("without consent to \(purpose)")
        }
        guard person?.isZoneInDoubt != true, !policy.quietHours.isEmpty else { return }
        let name = person?.zone?.name ?? ""
        let zone = Zone.named(name) ?? Zone.named(policy.timeZone) ?? .utc
        for rule in policy.quietHours where rule.channel ?? channel == channel {
            if quietLook.isQuiet(from: Int(rule.from), to: Int(rule.to), at: now, in: zone, named: Zone.named(name) == nil ? "" : name) {
                broken("in quiet hours")
            }
        }
    }

    /// Greatest of the clock on the wall and the engine's, as the scheduler has it.
    var now: Timestamp { max(time.now(), clockOfEngine) }
    var clockOfEngine = Timestamp.distantPast
    /// Everything stands still by an operator's word.
    var isPaused = false
    private var lastClock = Timestamp.distantPast
    /// Watches and when they fire, by their numbers; nil: cancelled, or given up in a merge.
    private var watches: [UInt64: (journey: String, due: Timestamp)?] = [:]
    /// Journeys and instants at which somebody entered or was refused.
    private var arrivalsInJourneys: Set<String> = []
    private var newFacts: [Decision] = []
    /// The version of each enrollment, where no operator moves anybody.
    private var versions: [UInt64: UInt32] = [:]
    var mayMove = true

    /// No window of a cap holds more than it allows, the messages that count in it being those that may still arrive.
    private func lookAtCaps(_ message: OutboxMessage) {
        guard !policy.caps.isEmpty, let person = ledger.person(message.customer) ?? Optional(Ledger.Person(message.customer)), !person.isMerged
        else { return }
        let latest = Dictionary(changed.map { ($0.number, $0) }, uniquingKeysWith: { $1 })
        for cap in policy.caps {
            var count = 0
            for row in rows.values.map({ latest[$0.number] ?? $0 }) + queued where row.customer == message.customer && !row.isTransactional {
                guard row.queuedAt <= message.queuedAt, row.queuedAt > message.queuedAt - cap.per, row.mayCount else { continue }
                if cap.channel.map({ $0 == row.channels[row.channel] }) ?? true { count += 1 }
            }
            // A message that fell back keeps its place in the cap over all channels, and needs one in its own.
            let isOfChannel = cap.channel.map { $0 == message.channels[message.channel] } ?? true
            if isOfChannel, count > cap.count { fault("\(message.customer) has \(count) messages within a cap of \(cap.count)") }
        }
    }

    // MARK: Channels

    private struct Sending {
        var message: String
        var calls = 0
        var isSettled = true
        var wasAccepted = false
    }

    /// By key of the attempt.
    private var sendings: [String: Sending] = [:]

    /// A channel is asked to send.
    func ask(_ message: SeenMessage, isIdempotent: Bool) {
        note("ask \(message.key) \(time.instant.microseconds)")
        let content = "\(message.customer)\u{1}\(message.content)\u{1}\(message.arguments)\u{1}\(message.body)\u{1}\(message.at.microseconds)"
        guard let number = numberOfKey[String(message.key.prefix(32))], let row = rows[number] else {
            return fault("a channel is asked to send \(message.key), which no durable message has")
        }
        if row.status != .sending || row.channels[row.channel] != message.channel {
            fault("\(message.key) is with \(message.channel), and stands as \(row.status.name)")
        }
        if message.key != "\(row.key)-\(message.channel)" { fault("an attempt of message \(number) has a key of its own, \(message.key)") }
        var sending = sendings[message.key] ?? Sending(message: content)
        if sending.message != content { fault("\(message.key) says something else than before") }
        if sending.calls > 0, !isIdempotent, !sending.isSettled { fault("\(message.key) goes a second time to \(message.channel), which would send twice") }
        for (place, channel) in row.channels.enumerated() where place < row.channel {
            if let before = sendings["\(row.key)-\(channel)"], before.calls > 0, !before.isSettled {
                fault("\(message.key) goes to \(message.channel), and nobody knows what \(channel) did with it")
            }
        }
        sending.calls += 1
        sending.isSettled = false
        sendings[message.key] = sending
    }

    /// What the channel did with it, heard or not.
    /// - Parameter isSettled: the answer says for certain that nothing was sent.
    func answer(_ key: String, accepted: Bool, isSettled: Bool) {
        note("answer \(key) \(accepted) \(isSettled)")
        sendings[key]?.isSettled = isSettled
        if accepted { sendings[key]?.wasAccepted = true }
    }

    /// At the end, with all faults off.
    func lookAtRest(parked: Bool, eventsCounted: Int64, watchesAreKept: Bool) {
        let isOutside = { (id: String) in id.hasPrefix("failed-") || (id.hasPrefix("e") && Int(id.dropFirst()) != nil) }
        let count = taken.keys.count(where: isOutside)
        if Int64(count) != eventsCounted { fault("\(count) events were taken in, and \(eventsCounted) are counted") }
        if watchesAreKept {
            for (number, watch) in watches.sorted(by: { $0.key < $1.key }) {
                guard let watch, watch.due < lastClock else { continue }
                if arrivalsInJourneys.contains("\(watch.journey) \(watch.due.microseconds)") { continue }
                fault("watch \(number) of \(watch.journey) was to fire at \(watch.due.rfc3339), and nothing came of it")
            }
        }
        for row in rows.values.sorted(by: { $0.number < $1.number }) {
            let channel = row.channel < row.channels.count ? row.channels[row.channel] : ""
            switch row.status {
            case .sent:
                let isKnown = row.channels.contains { sendings["\(row.key)-\($0)"]?.wasAccepted == true }
                if !isKnown { fault("message \(row.number) is sent, and \(channel) never took it") }
            case .sending: fault("message \(row.number) is still with \(channel)")
            case .pending where !parked: fault("message \(row.number) via \(channel) still waits until \(row.nextAttemptAt.rfc3339)")
            default: break
            }
        }
    }
}

/// What a channel is asked, as far as it must not change.
struct SeenMessage {
    var key: String
    var channel: String
    var customer: String
    var content: String
    var arguments: String
    var body: String
    var at: Timestamp
}

extension OutboxMessage {
    /// It arrived, or may still.
    var mayCount: Bool { [.pending, .held, .sending, .sent, .uncertain].contains(status) }
}
