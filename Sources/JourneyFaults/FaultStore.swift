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
    private let fault: Fault?
    private(set) var hasFailed = false
    private var isDead = false
    private(set) var commits = 0

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

    /// The process is gone: nothing reaches the file any more.
    func die() { isDead = true }

    override func begin() throws {
        try super.begin()
        witness.begin()
    }

    override func commit() throws {
        let clock = inner.progress.clock
        try super.commit()
        commits += 1
        witness.commit(clock: clock)
        if case .crashAfterCommit? = fault, left == 0 {
            isDead = true
            throw Broken()
        }
    }

    override func rollback() throws {
        witness.discard()
        if isDead { throw Broken() }
        try super.rollback()
    }

    override func close() {
        witness.discard()
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

    override func put(customer key: UInt64, state: [UInt8]) throws {
        try super.put(customer: key, state: state)
        witness.put(state)
    }
}
