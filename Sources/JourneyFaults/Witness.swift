import JourneyCompiler
import JourneyEngine
import JourneyModel
import JourneyStore

/// Sees what the store is told and what channels are asked, and says where a promise is broken.
///
/// It asks neither the engine nor the store: what it knows of customers it computes itself, from the events that were taken in.
final class Witness {
    /// What is durable: where a backup takes the store's place, what was known when it was made holds again.
    struct Known {
        var ledger = Ledger()
        /// By number.
        var rows: [Int64: OutboxMessage] = [:]
        var numberOfKey: [String: Int64] = [:]
        /// Enrollments that are held out.
        var shadows: Set<UInt64> = []
        /// Events that are not decided yet, with their arrival.
        var undecided: [(at: Timestamp, arrival: Int, event: MadeUpEvent)] = []
        var arrivals = 0
        /// Ids of events, with how often.
        var taken: [String: Int] = [:]
        var lastClock = Timestamp.distantPast
        /// Messages to people who were forgotten after they were queued.
        var erased: Set<Int64> = []
        /// Up to when somebody's events are certainly forgotten.
        var forgottenThrough: [String: Timestamp] = [:]
        /// Watches and when they fire, by their numbers; nil: cancelled, or given up in a merge.
        var watches: [UInt64: (journey: String, due: Timestamp)?] = [:]
        /// Journeys and instants at which somebody entered or was refused.
        var arrivalsInJourneys: Set<String> = []
        /// The version of each enrollment, where no operator moves anybody.
        var versions: [UInt64: UInt32] = [:]
        /// What was decided, where the log lets go of it.
        var journal: [Decision] = []
    }

    /// What is wrong, in words; the first few.
    private(set) var violations: [String] = []
    private static let mostViolations = 5
    /// Over everything that became durable and everything that left, in order.
    private(set) var trace: UInt64 = 0xcbf2_9ce4_8422_2325
    var known = Known()
    let policy: Policy
    let time: VirtualTime
    private(set) var decisions = 0
    var messages = 0
    /// The log lets go of decisions: they are kept here.
    var keepsJournal = false

    /// Greatest of the clock on the wall and the engine's, as the scheduler has it.
    var now: Timestamp { max(time.now(), clockOfEngine) }
    var clockOfEngine = Timestamp.distantPast
    /// Everything stands still by an operator's word.
    var isPaused = false
    var mayMove = true

    // Of the open transaction.
    private var events: [(event: MadeUpEvent, id: String)] = []
    var queued: [OutboxMessage] = []
    var changed: [OutboxMessage] = []
    private var newShadows: [UInt64] = []
    private var hashes: [UInt64] = []
    private var newDecisions = 0
    private var newFacts: [Decision] = []
    private var newJournal: [Decision] = []
    /// What they say of the clocks on the wall is looked at when the transaction is durable.
    private var newTimes: [Decision] = []

    // Of channels, by key of the attempt, and by name.
    var sendings: [String: Sending] = [:]
    var askedAt: [String: [(instant: Timestamp, reading: Timestamp)]] = [:]
    /// How many messages each takes.
    var limits: [String: [Rate]] = [:]
    /// What providers said of messages.
    var heard: [ProviderReceipt] = []
    var heardIDs: Set<String> = []

    private static let hash = SipHash(k0: 3, k1: 5)

    /// Journeys whose watches move on without a word.
    private let silent: Set<String>
    var times: LocalTimes

    init(_ policy: Policy, _ workspaces: [CompiledWorkspace], _ time: VirtualTime) {
        self.policy = policy
        self.time = time
        silent = Set(workspaces.flatMap(\.machines).filter { if case .silence = $0.trigger { true } else { false } }.map(\.name))
        times = LocalTimes(policy, workspaces)
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
        newJournal.removeAll(keepingCapacity: true)
        newTimes.removeAll(keepingCapacity: true)
    }

    /// What came since `begin` is durable now.
    func commit(clock: Timestamp) {
        if clock < known.lastClock { fault("the engine's time goes back from \(known.lastClock.rfc3339) to \(clock.rfc3339)") }
        let before = known.lastClock
        known.lastClock = clock
        for (event, id) in events {
            known.taken[id, default: 0] += 1
            if let end = known.forgottenThrough[event.customer], event.at <= end { fault("event \(id) of somebody who is forgotten is taken in") }
            known.undecided.append((event.at, known.arrivals, event))
            known.arrivals += 1
        }
        var zones = Dictionary(newTimes.map { ($0.customer, zone(of: $0.customer)) }, uniquingKeysWith: { $1 })
        let inDoubt = Set(zones.filter(\.value.isEmpty).keys)
        takeDecided(after: before, until: clock) { zones[$0.customer]?.insert($0.zone) }
        for decision in newTimes { if let zones = zones[decision.customer], !inDoubt.contains(decision.customer) { look(at: decision, in: zones.union(zone(of: decision.customer))) } }
        known.journal += newJournal
        known.shadows.formUnion(newShadows)
        for decision in newFacts { note(decision) }
        for message in queued { add(message) }
        for message in changed { change(message) }
        for word in hashes { note(word) }
        note(UInt64(bitPattern: clock.microseconds))
        decisions += newDecisions
        discard()
    }

    /// - Parameter moves: told of the zones that customers moved to.
    private func takeDecided(after before: Timestamp, until clock: Timestamp, moves: ((customer: String, zone: String)) -> Void) {
        guard known.undecided.contains(where: { $0.at <= clock }) else { return }
        for (_, _, event) in known.undecided.filter({ $0.at <= clock }).sorted(by: { ($0.at, $0.arrival) < ($1.at, $1.arrival) }) {
            if event.name == "$forget" { noteForgotten(event, after: before) }
            // An event in its order is decided at its own instant, wherever the transaction ends.
            known.ledger.take(event, clock: event.at > before ? event.at : clock)
            if event.name == "$set", let zone = known.ledger.person(event.customer)?.zone { moves((event.customer, zone.name)) }
        }
        known.undecided.removeAll { $0.at <= clock }
    }

    /// Of the transaction's own messages only those that were queued before the event are certainly of the one who is forgotten.
    private func noteForgotten(_ event: MadeUpEvent, after before: Timestamp) {
        if let end = known.ledger.forgottenAt[event.customer], event.at <= end { return }
        let ids = Set(known.ledger.person(event.customer)?.ids ?? [event.customer])
        known.erased.formUnion(known.rows.values.lazy.filter { ids.contains($0.customer) }.map(\.number))
        known.erased.formUnion(queued.lazy.filter { ids.contains($0.customer) && $0.queuedAt < event.at }.map(\.number))
        for id in ids { known.forgottenThrough[id] = max(known.forgottenThrough[id] ?? .distantPast, event.at, before) }
    }

    /// The zone that a customer is known to live in, the workspace's being empty; nothing where it is in doubt.
    private func zone(of customer: String) -> Set<String> {
        guard let person = known.ledger.person(customer) else { return known.ledger.forgottenAt[customer] == nil ? [""] : [] }
        return person.isZoneInDoubt || person.isMerged ? [] : [person.zone?.name ?? ""]
    }

    private func look(at decision: Decision, in zones: Set<String>) {
        let isInDoubt = zone(of: decision.customer).isEmpty
        if !isInDoubt, !zones.isEmpty, let wrong = times.fault(of: decision, in: zones) { fault(wrong) }
    }

    // MARK: Verbs

    func accept(_ batch: borrowing EventBatch, _ isNew: [Bool]) {
        for index in batch.events.indices where isNew[index] {
            let event = batch.events[index]
            let id = batch.text(event.id)
            if let length = policy.keepEvents, event.at < known.lastClock - length { fault("event \(id) is older than events are kept, and taken in") }
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
        if times.concerns(decision) { newTimes.append(decision) }
        if keepsJournal { newJournal.append(decision) }
        if isPaused, decision.action == .enter { fault("\(customer) enters \(decision.journey), which is paused") }
    }

    private func note(_ decision: Decision) {
        switch decision.action {
        case .watch:
            guard case .instant(let due)? = decision[.until], !silent.contains(decision.journey) else { return }
            if due < decision.at { fault("a watch of \(decision.customer) is over before it begins") }
            known.watches[decision.enrollment] = .some((decision.journey, due))
        case .cancel, .merged: known.watches[decision.enrollment] = .some(nil)
        default: known.arrivalsInJourneys.insert("\(decision.journey) \(decision.at.microseconds)")
        }
    }

    /// Nobody changes the version without an operator's word.
    func put(_ state: [UInt8]) {
        guard !mayMove, let state = try? CustomerState(encoded: state) else { return }
        for enrollment in state.enrollments {
            let before = known.versions.updateValue(enrollment.version, forKey: enrollment.number)
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

    /// The log let go of what is older than a limit.
    func prune(before limit: Timestamp, through: Timestamp?) {
        guard let length = policy.keepEvents else { return fault("events go although all are kept") }
        let clock = max(known.lastClock, clockOfEngine)
        if limit > clock - length { fault("what is older than \(limit.rfc3339) goes, at \(clock.rfc3339)") }
        guard let through else { return }
        if through >= limit { fault("events up to \(through.rfc3339) are gone, and were to go before \(limit.rfc3339)") }
        for waiting in known.undecided where waiting.at <= through {
            fault("an event of \(waiting.event.customer) at \(waiting.at.rfc3339) is gone before anything was decided of it")
        }
    }
}
