import JourneyCompiler
import JourneyEngine
import JourneyModel
import JourneyStore

/// Looks a whole store over: whether what it promises is so. Reads only, beside a scheduler, in bounded memory.
///
/// Everybody who is in a journey must be exactly one of: ended, waiting on a dated timer that is there, waiting on a named event, or held
/// by a pause or quiet hours. Figures that are kept twice must agree. What is packed must decode.
public final class Doctor {
    /// What was looked at.
    public struct Extent: Sendable, Equatable {
        public var customers = 0
        public var enrollments = 0
        public var watches = 0
        public var timers = 0
        public var messages = 0
        public var decisions = 0

        public init() {}
    }

    public private(set) var extent = Extent()
    private let store: SQLiteStore
    private var findings = DoctorFindings()
    private let machines: [UInt32: Machine]
    /// Some journey stands still, or is going on: what waited in it may wait.
    private let isAnyPaused: Bool
    /// Triggers of schedules that every customer has begun: timers of others may be set aside.
    private let settledSchedules: Set<UInt32>
    private let timers: TimerInspection
    private var awaited = AwaitedTimers()
    private var places = HeldPlaces()
    private var given: [UInt32: Int64] = [:]
    /// Messages queued before may be gone with the events of their time, though they still count in a cap.
    private let keptSince: Timestamp

    /// - Throws: `StoreError` where the store cannot be read at all.
    public init(_ store: SQLiteStore) throws {
        self.store = store
        timers = try store.timerInspection()
        var machines: [UInt32: Machine] = [:]
        var findings = DoctorFindings()
        var keptSince = Timestamp.distantFuture
        for version in try store.versions() {
            if let machine = try? Machine(encoded: version.machine) {
                machines[version.number] = machine
            } else {
                findings.note(.version, "version \(version.number) of `\(version.journey)`")
            }
        }
        self.machines = machines
        var isAnyPaused = false
        do {
            if let bytes = try store.setting(Stepper.pausesSetting) {
                let pauses = try Pauses(encoded: bytes, fuse: nil, names: store.names)
                isAnyPaused = pauses.areAllPaused || !pauses.paused.isEmpty || pauses.resumption != nil
            }
        } catch is DecodingFailure {
            findings.note(.setting, "the pauses")
            isAnyPaused = true
        }
        self.isAnyPaused = isAnyPaused
        var settled: [UInt32] = []
        do {
            settled = try ScheduleSetting(store).settled
            keptSince = try Self.keptSince(store)
            _ = try HistorySetting(store)
            _ = try Health.sources(in: store)
            _ = try Health.channels(in: store)
            _ = try Alerts.standing(in: store)
        } catch StoreError.damaged(let what) {
            findings.note(.setting, what)
        }
        settledSchedules = Set(settled)
        self.keptSince = keptSince
        self.findings = findings
    }

    /// - Parameter fileSize: the size of a followed file, by source and identity; nil where it is not there or another.
    public func examine(fileSize: (_ source: String, _ identity: String) -> UInt64? = { _, _ in nil }) throws -> [DoctorFinding] {
        try look(.altered) { try store.inspectSums { note($0) } }
        try look(.log) { try examineLog() }
        try look(.customer) { try examineCustomers() }
        try examineTimers()
        try look(.message) { try examineOutbox() }
        try look(.index) { try store.inspectIndex { note($0) } }
        try store.inspectCodes { note($0) }
        try examineGiven()
        for (source, position) in try store.sources() {
            if let size = fileSize(source, position.identity), position.offset > size {
                findings.note(.source, "`\(source)` was read to byte \(position.offset), and has \(size)")
            }
        }
        return findings.all
    }

    /// A program that did not say yet how far messages went may have let go of any.
    private static func keptSince(_ store: SQLiteStore) throws -> Timestamp {
        if let limit = try Prune.messagesGone(from: store) { return limit }
        return try store.counters()[Stepper.prunedMessages] ?? 0 > 0 ? .distantFuture : .distantPast
    }

    /// What cannot be read any further is told of, and the rest looked at. A row that was altered is told of once.
    private func look(_ check: DoctorCheck, _ body: () throws -> Void) throws {
        do {
            try body()
        } catch let error as StoreError {
            guard case .damaged(let what) = error else { throw error }
            if !(error.isAlteration && findings.has(.altered)) { findings.note(check, what) }
        }
    }

    private func note(_ fault: StoreFault) {
        let check: DoctorCheck =
            switch fault.kind {
            case .altered: .altered
            case .chunk: .log
            case .gap: .gap
            case .index: .index
            case .message: .message
            case .duplicateKey: .duplicateKey
            case .statusCount: .statusCount
            case .codes: .codes
            }
        findings.note(check, fault.what)
    }

    // MARK: The log

    private func examineLog() throws {
        let clock = store.progress.clock
        try store.inspectLog({ note($0) }) { record in
            switch record.kind {
            case .event, .clock, .command: break
            case .decision:
                extent.decisions += 1
                let decision = try? Decision(encoded: record.bytes, at: record.at, customer: record.customer, names: store.names)
                if decision == nil { findings.note(.decision, "of customer `\(record.customer)` at \(record.at.rfc3339)") }
                if record.at > clock {
                    findings.note(.clock, "a decision at \(record.at.rfc3339), and the clock stands at \(clock.rfc3339)")
                }
            case .reply:
                if (try? Dispatcher.Outcome(encoded: record.bytes)) == nil {
                    findings.note(.reply, "to a message of customer `\(record.customer)` at \(record.at.rfc3339)")
                }
            }
        }
    }

    // MARK: Customers

    private func examineCustomers() throws {
        let hash = SipHash(key: store.salt)
        try store.forEachCustomer { key, bytes in
            extent.customers += 1
            guard let state = try? CustomerState(encoded: bytes) else {
                return findings.note(.customer, "under the key \(String(key, radix: 16))")
            }
            // Two ids of one hash stand under neighbouring keys.
            // What is left of a forgotten person stands where the id did.
            if state.forgottenAt == nil, key &- hash.hash64(state.id) > 64 {
                findings.note(.customerKey, "`\(state.id)` under the key \(String(key, radix: 16))")
            }
            for enrollment in state.enrollments { try examine(enrollment, of: state, key) }
            for memory in state.triggers { try examine(memory, of: state, key) }
            for schedule in state.schedules {
                guard let due = schedule.due, settledSchedules.contains(schedule.trigger) else { continue }
                try expect(.init(due: due, number: schedule.number), of: state, key, "a schedule", isExact: true)
            }
            for timer in [state.membership?.check, state.membership?.wake].compactMap({ $0 }) {
                try expect(.init(due: timer.due, number: timer.number), of: state, key, "an audience", isExact: true)
            }
            for coupon in state.coupons { given[coupon.coupon, default: 0] += 1 }
            for place in state.capPlaces where place.queuedAt >= keptSince {
                if places.add(place.key, of: state.id) { try strikePlaces() }
            }
        }
    }

    private func examine(_ enrollment: Enrollment, of state: CustomerState, _ key: UInt64) throws {
        extent.enrollments += 1
        let who = "customer `\(state.id)`, enrollment \(enrollment.number)"
        guard let machine = machines[enrollment.version] else {
            return findings.note(.unknownVersion, "\(who) is in version \(enrollment.version)")
        }
        if enrollment.number >= store.progress.nextNumber { findings.note(.number, who) }
        if enrollment.isFinished { return }
        guard Int(enrollment.state) < machine.states.count else {
            return findings.note(.unknownStep, "\(who) of `\(machine.name)` is at step \(enrollment.state) of \(machine.states.count)")
        }
        let place = machine.states[Int(enrollment.state)]
        let stand = "`\(machine.name)`, \(place.label)"
        if let due = enrollment.due {
            return try expect(.init(due: due, number: enrollment.number), of: state, key, stand, isExact: true)
        }
        if place.needsTimer || !machine.awaitsEvent(at: Int(enrollment.state)) {
            findings.note(.stuck, "\(who): \(stand), with neither a timer nor an event to wait for")
        }
    }

    private func examine(_ memory: TriggerMemory, of state: CustomerState, _ key: UInt64) throws {
        guard let watch = memory.watch else { return }
        extent.watches += 1
        guard let machine = machines[memory.heldTrigger], machines[watch.version] != nil else {
            return findings.note(.unknownVersion, "customer `\(state.id)` is watched by version \(memory.heldTrigger)")
        }
        if watch.number >= store.progress.nextNumber { findings.note(.number, "customer `\(state.id)`, watch \(watch.number)") }
        // The one timer of a watch that began anew stays where it was and moves on when it comes up.
        let what = memory.isHeldEntry ? "the held entry of `\(machine.name)`" : "the watch of `\(machine.name)`"
        try expect(.init(due: watch.due, number: watch.number), of: state, key, what, isExact: memory.isHeldEntry)
    }

    /// A timer must be there; one that is not where it was looked for is looked for among all.
    private func expect(
        _ timer: StoredTimer.Key, of state: CustomerState, _ key: UInt64, _ what: String, isExact: Bool
    ) throws {
        if try timers.contains(StoredTimer(key: timer, customer: key)) {
            if timer.due < store.progress.clock { overdue(timer, state.id, what) }
        } else if try timers.contains(StoredTimer(key: timer, customer: key).frozen) {
            if !isAnyPaused { findings.note(.frozen, "customer `\(state.id)`, \(what), due at \(timer.due.rfc3339)") }
        } else if isExact {
            findings.note(.timer, "customer `\(state.id)`, \(what), due at \(timer.due.rfc3339)")
        } else if awaited.add(timer, customer: key, "customer `\(state.id)`, \(what), due at \(timer.due.rfc3339)") {
            try strikeTimers()
        }
    }

    private func overdue(_ timer: StoredTimer.Key, _ customer: String, _ what: String) {
        findings.note(
            .overdue, "customer `\(customer)`, \(what), due at \(timer.due.rfc3339); the clock stands at \(store.progress.clock.rfc3339)")
    }

    // MARK: Timers

    private func examineTimers() throws {
        try strikeTimers()
        var count = 0
        try timers.forEach { timer in
            count += 1
            let number = timer.isFrozen ? timer.thawed.key.number : timer.key.number
            if number >= store.progress.nextNumber { findings.note(.number, "timer \(number)") }
        }
        extent.timers = count
    }

    private func strikeTimers() throws {
        guard !awaited.isEmpty else { return }
        try timers.forEach { awaited.strike($0.isFrozen ? $0.thawed : $0) }
        for missing in awaited.takeAll() { findings.note(.timer, missing) }
    }

    // MARK: Messages and coupons

    private func examineOutbox() throws {
        var sent = 0
        var clockless = 0
        try store.inspectOutbox({ note($0) }) { message in
            extent.messages += 1
            places.strike(message)
            if message.status.isWaiting, message.nextAttemptAt == OutboxMessage.parked, !isAnyPaused {
                findings.note(.frozen, "message \(message.number) to `\(message.customer)`")
            }
            switch message.status {
            case .sent: sent += 1
            case .uncertain: findings.note(.uncertain, "message \(message.number) to `\(message.customer)` via \(message.channelName)")
            case .sending: findings.note(.sending, "message \(message.number) to `\(message.customer)` via \(message.channelName)")
            default: break
            }
            if message.queuedAt > store.progress.clock, message.enrollment != 0 { clockless += 1 }
        }
        if clockless > 0 { findings.note(.clock, "\(clockless) messages were queued after it", count: clockless) }
        for missing in places.takeAll() { findings.note(.capPlace, missing) }
        let counted = try store.counters().reduce(Int64(0)) { $1.key.metric.hasPrefix("sent via ") ? $0 + $1.value : $0 }
        if Int64(sent) > counted { findings.note(.sent, "\(sent) are sent, and \(counted) are counted") }
    }

    private func strikePlaces() throws {
        try store.forEachMessage { places.strike($0) }
        for missing in places.takeAll() { findings.note(.capPlace, missing) }
    }

    private func examineGiven() throws {
        // What was given to people who are forgotten stays given, and nobody holds it.
        let isAnybodyForgotten = try store.counters()[Counter(metric: "forgotten")] ?? 0 > 0
        for pool in try store.pools() {
            let held = given[store.names.number(pool.coupon)] ?? 0
            if isAnybodyForgotten ? held > pool.given : held != pool.given { findings.note(.given, "of `\(pool.coupon)` \(pool.given) are given, and customers hold \(held)") }
        }
    }
}

extension State {
    /// It is left by the clock, if by nothing else.
    fileprivate var needsTimer: Bool {
        transitions.contains { transition in
            switch transition.cause {
            case .timer, .moment, .round: true
            case .immediate, .event, .arm, .given, .roundsOver: false
            }
        }
    }

    fileprivate var hasEvents: Bool {
        transitions.contains { if case .event = $0.cause { true } else { false } }
    }
}

extension Machine {
    /// An event leads on from a state, or out of a loop around it.
    fileprivate func awaitsEvent(at state: Int) -> Bool {
        states[state].hasEvents || states[state].loops.contains { states.indices.contains($0) && states[$0].hasEvents }
    }
}
