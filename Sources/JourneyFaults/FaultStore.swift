import JourneyModel
import JourneyStore

/// The real store, which breaks at a chosen verb; what passes through it is seen by a witness.
///
/// A break is the end of the process, with the open transaction lost or just committed, or an error of the store, which the process
/// does not survive either: a store that fails is closed and opened anew.
final class FaultStore: ForwardingStore {
    struct Broken: Error {}

    /// What happens at a verb.
    enum Fault {
        /// The process ends.
        case crash
        /// The commit that is at or behind this verb becomes durable, and nobody hears of it.
        case crashAfterCommit
        /// The verb fails, and so do all after it until the store is opened anew where the error stays.
        case error(isForGood: Bool)
    }

    let inner: SQLiteStore
    private let witness: Witness
    private var left: Int
    private var fault: Fault?
    private(set) var hasFailed = false
    private var isDead = false
    private(set) var commits = 0
    /// The engine's time of a transaction that is not known to be durable.
    private var handedOver: Timestamp?

    static let diskError = StoreError.database(code: 10, message: "disk I/O error", doing: "simulating")

    /// - Parameter verbs: until the fault; nil: it never comes.
    init(_ inner: SQLiteStore, _ witness: Witness, _ fault: Fault?, after verbs: Int?) {
        self.inner = inner
        self.witness = witness
        self.fault = verbs == nil ? nil : fault
        left = verbs ?? .max
        super.init(inner)
    }

    override func step() throws {
        try noteLanding()
        if isDead { throw Broken() }
        if left > 0 {
            left -= 1
            return
        }
        switch fault {
        case nil, .crashAfterCommit: return
        case .crash:
            isDead = true
            throw Broken()
        case .error(let isForGood):
            if hasFailed, !isForGood { return }
            hasFailed = true
            throw Self.diskError
        }
    }

    /// Nothing fails any more by itself.
    func disarm() { fault = nil }

    /// The process is gone: nothing reaches the file any more.
    func die() {
        isDead = true
        inner.abandon()
        endUnheard()
    }

    /// What was handed over became durable unheard of, or never.
    private func endUnheard() {
        if let clock = handedOver, inner.isDurable(inner.lastTransaction) { witness.commit(clock: clock) }
        handedOver = nil
        witness.discard()
    }

    override func begin() throws {
        try settle()
        try super.begin()
        witness.begin()
    }

    override func commit() throws {
        let clock = inner.progress.clock
        try super.commit()
        try tellOfCommit(clock: clock)
    }

    private func tellOfCommit(clock: Timestamp) throws {
        commits += 1
        witness.commit(clock: clock)
        if case .crashAfterCommit? = fault, left == 0 {
            isDead = true
            throw Broken()
        }
    }

    /// What is handed over becomes durable before the next transaction begins, or when it is waited for: until then it may be lost.
    override func handOver() throws {
        let clock = inner.progress.clock
        try super.handOver()
        handedOver = clock
    }

    override func isDurable(_ transaction: Int) -> Bool { handedOver == nil && super.isDurable(transaction) }

    override func settle() throws {
        guard handedOver != nil else { return }
        try step()
        try super.settle()
        try land()
    }

    /// Whoever reads may have brought it into the file.
    private func noteLanding() throws {
        if handedOver != nil, inner.isDurable(inner.lastTransaction) { try land() }
    }

    private func land() throws {
        guard let clock = handedOver else { return }
        handedOver = nil
        try tellOfCommit(clock: clock)
    }

    /// Where there is nothing to do nothing can break.
    override func maintain() throws -> Bool { inner.hasUpkeep ? try super.maintain() : false }

    override func rollback() throws {
        witness.discard()
        if isDead { throw Broken() }
        try super.rollback()
    }

    override func close() {
        if !isDead { try? inner.settle() }
        endUnheard()
        super.close()
    }

    // MARK: What the witness sees

    override func accept(_ batch: borrowing EventBatch, eventNames: [UInt32], isNew: inout [Bool]) throws {
        try super.accept(batch, eventNames: eventNames, isNew: &isNew)
        witness.accept(batch, isNew)
    }

    override func append(_ kind: LogRecord.Kind, customer: String, at: Timestamp, bytes: [UInt8]) throws {
        try super.append(kind, customer: customer, at: at, bytes: bytes)
        witness.append(kind, customer: customer, at: at, bytes, inner.names)
    }

    override func enqueue(_ message: OutboxMessage) throws -> Int64 {
        let number = try super.enqueue(message)
        var queued = message
        queued.number = number
        witness.enqueue(queued)
        return number
    }

    override func update(_ message: OutboxMessage) throws {
        try super.update(message)
        witness.update(message)
    }

    override func prune(before limit: Timestamp, watching events: Set<UInt32>, _ leave: ([String]) throws -> Void) throws -> PrunedSlice {
        let slice = try super.prune(before: limit, watching: events, leave)
        witness.prune(before: limit, through: inner.retention.through)
        return slice
    }

    override func put(customer key: UInt64, state: [UInt8]) throws {
        try super.put(customer: key, state: state)
        witness.put(state)
    }
}
