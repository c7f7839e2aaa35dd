import JourneyCompiler
import JourneyEngine
import JourneyModel
import JourneyStore

/// A journey that stands still.
public struct PausedJourney: Equatable, Sendable {
    public var journey: String
    public var since: Timestamp
    /// `stop after N messages per D` stopped it, no operator.
    public var isByFuse: Bool
    public var holdsEntries: Bool
    public var heldEntries: Int

    init(_ journey: String, _ pause: Pauses.Pause) {
        self.journey = journey
        since = pause.since
        isByFuse = pause.isByFuse
        holdsEntries = pause.holdsEntries
        heldEntries = pause.heldEntries
    }

    /// In words: by whom, and what becomes of entries and messages meanwhile.
    public var told: String {
        let who = isByFuse ? "its fuse (`stop after …`) stopped it" : "an operator paused it"
        let messages = isByFuse ? "" : "; its messages in the outbox do not leave"
        let entries = holdsEntries ? heldEntries == 1 ? "; 1 entry is held" : "; \(heldEntries) entries are held" : "; entries are refused"
        let when = since == .distantPast ? "" : ", since \(since.rfc3339)"
        return "\(journey)\(when): \(who)\(messages)\(entries); `journey resume \(journey)` lets it go on"
    }
}

// Journeys that stand still, and what waits in them.
extension Stepper {
    static let pausesSetting = "pauses"
    /// What is looked at in one transaction when journeys go on.
    static let resumedAtOnce = 500
    /// Between what waited, where the policy says nothing: 1,000 a second.
    static let usualPace: Microseconds = 1_000

    static func pauses(_ engine: Engine, in store: any Store) throws -> Pauses {
        guard let bytes = try store.setting(pausesSetting) else { return Pauses(fuse: engine.policy.fuse) }
        do {
            var pauses = try Pauses(encoded: bytes, fuse: engine.policy.fuse, names: store.names)
            pauses.use(engine.deployment, engine.policy.fuse)
            return pauses
        } catch {
            throw StoreError.damaged("what the store says of paused journeys does not decode: \(error)")
        }
    }

    /// In the order of their names.
    public var pauses: [PausedJourney] {
        output.pauses.paused.map { PausedJourney(store.names[$0], $1) }
            .sorted { $0.journey.utf8.lexicographicallyPrecedes($1.journey.utf8) }
    }

    /// Those of a store that no scheduler has open, in the order of their names.
    public static func pauses(in store: any Store) throws -> [PausedJourney] {
        guard let bytes = try store.setting(pausesSetting) else { return [] }
        return ((try? Pauses.journeys(encoded: bytes)) ?? []).map { PausedJourney($0.name, $0.pause) }
    }

    public var pausedJourneys: [String] { pauses.map(\.journey) }

    public static func pausedJourneys(in store: any Store) throws -> [String] { try pauses(in: store).map(\.journey) }

    /// An operator named a journey that the store does not know.
    public struct UnknownJourney: Error, CustomStringConvertible {
        public var journey: String
        public var known: [String]

        public init(journey: String, known: [String]) {
            self.journey = journey
            self.known = known
        }

        public var description: String {
            "no journey `\(journey)` is in this store; " + (known.isEmpty ? "none was ever deployed to it" : "it has " + known.joined(separator: ", "))
        }
    }

    /// Gives timers that were out in a store of an earlier release the place that they have now, once.
    func placeLooseTimers() throws {
        guard output.pauses.mayHaveLooseTimers, store.isDurable else { return }
        var loose: [StoredTimer] = []
        try store.forEachCustomer { key, bytes in
            for timer in output.pauses.looseTimers(of: try CustomerState(encoded: bytes), in: engine.deployment, at: clock) {
                loose.append(StoredTimer(key: .init(due: timer.due, number: timer.number), customer: key))
            }
        }
        try store.begin()
        for timer in loose {
            // One that has not come up yet is frozen when it does.
            let before = StoredTimer.Key(due: timer.key.due, number: timer.key.number &- 1)
            if try store.timers(after: before, limit: 1).first?.key != timer.key { try timers.freeze(timer, in: store) }
        }
        output.pauses.tookLooseTimers()
        try commit()
    }

    private func numbers(of journeys: [String]) throws -> [UInt32] {
        try journeys.map { name in
            guard let number = engine.deployment.journey(named: name) else {
                throw UnknownJourney(journey: name, known: engine.deployment.journeyNames)
            }
            return number
        }
    }

    // MARK: Pausing

    /// Stops journeys: due timers wait, nobody enters, nothing leaves. Durable on return.
    /// - Parameters:
    ///   - journeys: empty: all, those deployed later too.
    ///   - holdsEntries: entries are held until they go on; else they are refused.
    ///   - also: done in the same transaction.
    public func pause(_ journeys: [String], holdingEntries holdsEntries: Bool = false, at now: Timestamp, also: () throws -> Void = {}) throws {
        let numbers = try numbers(of: journeys)
        let pause = Pauses.Pause(since: now, holdsEntries: holdsEntries)
        try store.begin()
        if journeys.isEmpty { output.pauses.pauseAll(pause, in: engine.deployment) }
        for number in numbers { output.pauses.pause(number, pause, in: engine.deployment) }
        try also()
        try commit()
    }

    /// Lets journeys go on. What became due meanwhile is done in due order, as fast as the policy's `catch up` says: `doChore` sets
    /// the timers. Durable on return.
    /// - Parameters:
    ///   - journeys: empty: all.
    ///   - now: what waited is done from then on.
    ///   - also: done in the same transaction.
    public func resume(_ journeys: [String], at now: Timestamp, also: () throws -> Void = {}) throws {
        let listed = try numbers(of: journeys)
        let numbers = journeys.isEmpty ? output.pauses.paused.keys.sorted() : listed
        try store.begin()
        output.pauses.endPauseOfAll()
        let start = max(clock, now)
        var resumption = output.pauses.resumption ?? Pauses.Resumption(journeys: [], last: start, pace: 1)
        resumption.last = max(resumption.last, start)
        resumption.pace = engine.policy.pace
        resumption.timer = nil
        resumption.message = 0
        for number in numbers {
            resumption.journeys.formUnion(output.pauses.resume(number, in: engine.deployment))
        }
        output.pauses.resumption = resumption
        try also()
        try commit()
    }

    // MARK: Chores

    /// Something that an operator asked for is not over: `doChore` is to be called again.
    public var hasChores: Bool { output.pauses.resumption != nil || relocation != nil }

    /// Does a slice of what operators asked for. Durable on return.
    public func doChore() throws {
        if output.pauses.resumption != nil { try resumeSome() } else { try relocateSome() }
    }

    private func resumeSome() throws {
        guard var open = output.pauses.resumption else { return }
        try store.begin()
        if let message = open.message {
            try releaseMessages(after: message, &open)
            output.pauses.resumption = open
        } else {
            let isOver = try thawTimers(&open)
            output.pauses.resumption = isOver ? nil : open
        }
        try commit()
    }

    private func releaseMessages(after number: Int64, _ open: inout Pauses.Resumption) throws {
        let waiting = try store.waitingMessages(after: number, limit: Self.resumedAtOnce)
        for message in waiting where message.nextAttemptAt == OutboxMessage.parked {
            // A message of no journey was parked by `pause --all`.
            guard store.names.known(message.journey).map({ !output.pauses.parksMessages(of: $0) }) ?? true else { continue }
            var released = message
            released.nextAttemptAt = open.next(after: clock)
            released.reason = ""
            try store.update(released)
        }
        open.message = waiting.count < Self.resumedAtOnce ? nil : waiting.last?.number
    }

    /// True at the end.
    private func thawTimers(_ open: inout Pauses.Resumption) throws -> Bool {
        let place = open.timer.map { StoredTimer.Key(due: $0.due, number: $0.number) }
        let slice = try timers.frozen(after: place, limit: Self.resumedAtOnce, in: store)
        for frozen in slice {
            open.timer = (frozen.key.due, frozen.key.number)
            let timer = Timer(due: frozen.thawed.key.due, number: frozen.thawed.key.number)
            let slot = try cache.slot(ofKey: frozen.customer, in: store)
            if let slot, let journey = engine.stillWaits(timer, of: cache.slots[slot].state) {
                guard open.journeys.contains(journey) else { continue }
                let due = open.next(after: clock)
                cache.update(slot) { state in
                    engine.thaw(timer, due: due, of: &state, into: &output)
                    return output.isChanged
                }
                try takeTimers(of: frozen.customer)
            }
            try timers.removeFrozen(frozen.key, in: store)
        }
        return slice.count < Self.resumedAtOnce
    }

    // MARK: The fuse

    /// What the fuse stopped goes into the audit log, as an operator's pause does.
    func noteBlownFuses() throws {
        for blown in output.pauses.blown {
            let arguments = "{\"journeys\":[\(JSONText.quoted(store.names[blown.journey]))]}"
            let command = StoredCommand(
                at: blown.at, operatorName: "fuse", verb: "pause", arguments: arguments, status: .done, finishedAt: blown.at,
                result: "paused \(store.names[blown.journey]): \(blown.reason)")
            _ = try store.put(command: command, inbox: [])
        }
        output.pauses.blown.removeAll()
    }
}

extension OutboxMessage {
    /// The next attempt of a message whose journey stands still.
    static let parked = Timestamp(microseconds: 1 << 62)
}

extension Pauses.Resumption {
    /// When the next one goes on.
    fileprivate mutating func next(after clock: Timestamp) -> Timestamp {
        last = max(last, clock) + max(pace, 1)
        return last
    }
}

extension Policy {
    /// Between what waited, when a journey goes on.
    public var pace: Microseconds {
        guard let catchUp, catchUp.count > 0 else { return Stepper.usualPace }
        let unit: Microseconds =
            switch catchUp.per {
            case .second: .second
            case .minute: .minute
            case .hour: .hour
            case .day: .day
            }
        return max(unit / Microseconds(catchUp.count), 1)
    }
}
