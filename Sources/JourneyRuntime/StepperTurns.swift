import JourneyModel
import JourneyStore

// How far a turn goes: up to an instant, or until something else is to be seen to.
extension Stepper {
    func hold(_ event: EventRecord, _ name: UInt32, _ batch: borrowing EventBatch) {
        held.insert(
            at: event.at, name: name, customer: Array(batch.raw(event.customer)), id: Array(batch.raw(event.id)),
            properties: Array(batch.raw(event.properties)))
    }

    /// Fires what is due before an instant, without new events. False where it was interrupted.
    ///
    /// The engine's time goes on to the last timer fired, not to the instant: an event on its way from shortly before is then still
    /// in order.
    /// - Parameters:
    ///   - isInclusive: nothing more can come of that instant: timers due at it fire too and the engine's time is set to it.
    ///   - isDurable: on return; else it becomes so beside what follows.
    @discardableResult
    public func advance(to instant: Timestamp, isInclusive: Bool = false, isDurable: Bool = true) throws -> Bool {
        try advance(to: instant, isInclusive: isInclusive, setsClock: isInclusive, isDurable: isDurable)
    }

    /// Fires the timers that are due next, those of one instant, but no schedule's after `endSchedules`. Durable on return.
    public func fireNext() throws {
        if let due = try nextTimer() { _ = try advance(to: due, isInclusive: true, setsClock: false) }
    }

    private func advance(to instant: Timestamp, isInclusive: Bool, setsClock: Bool, isDurable: Bool = true) throws -> Bool {
        guard instant >= clock else {
            settleDebt(at: clock)
            return true
        }
        while true {
            try store.begin()
            try lookAhead(to: instant)
            startsStepping()
            let isDone = try drain(to: instant, isInclusive: isInclusive, limit: workLimit)
            if isDone, setsClock, instant > clock { clock = instant }
            // Neither an operator's word, to stop for one, nor new events wait until a burst of timers is over.
            let isOver = try isDone || isInterrupted()
            try commit(isDurable: isOver && isDurable)
            if isDone { settleDebt(at: instant) }
            if isOver { return isDone }
        }
    }

    /// A burst of timers asks for its customers in no order; the store may read them in a better one.
    private func lookAhead(to instant: Timestamp) throws {
        guard store.isDurable else { return }
        let coming = try timers.comingUp(before: instant, in: store)
        if !coming.isEmpty { try cache.expect(coming, in: store) }
    }

    // MARK: How long a transaction is

    /// Stepping began in the open transaction.
    func startsStepping() {
        steppingSince = uptime()
        isLong = false
    }

    /// Whether the open transaction has enough to make durable. Where it ends decides nothing, so it may end by the time that passed.
    func isFull(_ limit: Int) -> Bool {
        if work >= limit || isLong { return true }
        if work & 31 == 31 { isLong = uptime() - steppingSince >= Self.longestStepping }
        return isLong
    }

    private func settleDebt(at instant: Timestamp) {
        guard let owedTo, owedTo <= instant else { return }
        self.owedTo = nil
        owedCount = 0
    }

    /// Within a batch. False where it was interrupted.
    func drain(to instant: Timestamp, before index: Int, of batch: borrowing EventBatch) throws -> Bool {
        // Nearly always nothing is due between an event and the next.
        if owedTo == nil, held.first == nil, timers.isQuiet(before: instant) { return true }
        try lookAhead(to: instant)
        while try !drain(to: instant, isInclusive: false, limit: workLimit) {
            if try isInterrupted() {
                owedTo = max(owedTo ?? instant, instant)
                return false
            }
            // What is taken in and not yet decided is found again by its `at` being after the clock. A late event would not be.
            var isSafe = true
            for later in index..<batch.events.count where isNew[later] && batch.events[later].at <= clock { isSafe = false }
            if isSafe {
                try commit(isDurable: false)
                try store.begin()
            }
            work = 0
            try lookAhead(to: instant)
        }
        if owedTo != nil { settleDebt(at: instant) }
        return true
    }
}
