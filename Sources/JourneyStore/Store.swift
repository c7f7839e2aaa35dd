import JourneyModel

/// What the runtime asks of durable storage, as named verbs.
///
/// One owner on one thread. Between `begin` and `commit` everything is one transaction: either all of it survives a crash or
/// none. Reads see what the open transaction wrote. `StoreConformance` holds what every implementation must do.
public protocol Store: AnyObject {
    // MARK: Transactions

    func begin() throws
    /// Makes durable what came since `begin`, and what was handed over before. After an error nothing is known: close, open again and look.
    func commit() throws
    /// Ends the transaction as `commit` does, but may return before it is durable: that goes on beside what follows, in the order of
    /// transactions. Nobody outside may be told of it before that.
    func handOver() throws
    /// The number of the transaction that was ended last; they count up.
    var lastTransaction: Int { get }
    /// Whether a transaction that was handed over is durable; never waits.
    func isDurable(_ transaction: Int) -> Bool
    /// Waits until all that was handed over is durable. Where it could not be, this and everything else throws until the store is opened anew.
    func settle() throws
    /// Forgets what came since `begin`, in memory too.
    func rollback() throws
    func close()

    // MARK: Small facts

    /// False where nothing outlives the process: states and timers then stay with the runtime and are not written at all.
    var isDurable: Bool { get }

    /// Names of events, attributes, tags and journeys, numbered for packed records. New ones become durable with the commit.
    var names: NameTable { get }
    /// The clock and the number of the next watch or enrollment; written with each commit where it changed.
    var progress: Progress { get set }
    /// Random bytes drawn when the store was made: the salt of buckets and hashes. 16 bytes.
    var salt: [UInt8] { get }

    /// A small fact of the caller's that outlives the process; nil where none was written.
    func setting(_ name: String) throws -> [UInt8]?
    func set(setting name: String, to value: [UInt8]) throws

    func position(of source: String) throws -> SourcePosition?
    /// All sources that have a position, in the order of their names.
    func sources() throws -> [(source: String, position: SourcePosition)]
    func set(position: SourcePosition, of source: String) throws

    // MARK: The log

    /// Takes events in: `isNew[i]` tells whether the id of `batch.events[i]` was never seen; new ones are remembered and
    /// appended to the log. `eventNames[n]` is the number in `names` of the intake's name `n`.
    func accept(_ batch: borrowing EventBatch, eventNames: [UInt32], isNew: inout [Bool]) throws
    /// Appends a record that is not an event; `bytes` is the caller's encoding.
    func append(_ kind: LogRecord.Kind, customer: String, at: Timestamp, bytes: [UInt8]) throws
    /// All records of one customer in the order of the log. Decisions and replies included.
    func history(of customer: String) throws -> [LogRecord]
    /// The events with `at` after an instant, in the order of the log: those held back by `grace` when a store is opened again.
    func events(after instant: Timestamp) throws -> [LogRecord]

    /// Ends a part of the log: gives the last place in it, and what is appended from now on stands at later ones.
    func endPart() throws -> Int64

    /// The customers of a slice of the log's events, possibly several times, from a place on; and the place after it, nil at the
    /// end. For what has to look at everybody once.
    func customersInLog(from place: Int64) throws -> (customers: [String], next: Int64?)

    /// A slice of the log's events in its order, from a place on; and the place after it, nil at the end.
    func eventsInLog(from place: Int64) throws -> (events: [LogRecord], next: Int64?)

    // MARK: Letting go

    /// How much of the past is gone.
    var retention: Retention { get }
    /// Lets go of a slice of what is older than an instant: records of the log, messages that are over, and what the index has of them.
    ///
    /// Settled is settled: states, timers, totals and what waits stay. An event at or before `retention.through` is not to be taken in
    /// any more, as its id may be forgotten.
    /// - Parameters:
    ///   - events: numbers of names of events whose customers are told of before such an event of theirs goes.
    ///   - leave: told of them, within the transaction; the log still has everything.
    func prune(before limit: Timestamp, watching events: Set<UInt32>, _ leave: ([String]) throws -> Void) throws -> PrunedSlice

    /// Does some milliseconds of what waits for an idle moment and decides nothing: folds, merges. Durable on return. True if more is left.
    func maintain() throws -> Bool

    // MARK: Customers

    /// The state of a customer, in the caller's encoding.
    func customer(_ key: UInt64) throws -> [UInt8]?
    /// These will be asked for soon: a store may read them in an order of its own, and need not.
    func expect(customers keys: [UInt64]) throws
    /// An empty state is none.
    func put(customer key: UInt64, state: [UInt8]) throws
    func remove(customer key: UInt64) throws
    /// Every customer in the order of the keys (for reports; not for the hot path).
    func forEachCustomer(_ body: (UInt64, [UInt8]) throws -> Void) throws
    /// The next customers after `key` in the order of the keys; `key` nil: from the beginning. For what has to look at everybody once.
    func customers(after key: UInt64?, limit: Int) throws -> [(key: UInt64, state: [UInt8])]

    // MARK: Timers

    func add(timer: StoredTimer) throws
    /// The first timers after `key` in (due, number) order; `key` nil: from the beginning.
    func timers(after key: StoredTimer.Key?, limit: Int) throws -> [StoredTimer]
    func removeTimers(through key: StoredTimer.Key) throws
    func remove(timer key: StoredTimer.Key) throws

    // MARK: Outbox

    /// Appends a message; gives its number. A second message with the same `key` is refused with `StoreError.duplicateMessage`.
    func enqueue(_ message: OutboxMessage) throws -> Int64
    /// The ways on which messages wait, pending or held, in the order of `OutboxWay`, and when the first of each is to leave.
    func waitingWays() throws -> [WaitingWay]
    /// Pending and held messages of a way with `nextAttemptAt` not after `instant`, in the order of (`nextAttemptAt`, number).
    func dueMessages(at instant: Timestamp, on way: OutboxWay, limit: Int) throws -> [OutboxMessage]
    /// How many messages wait on a way; counts them one by one.
    func waitingCount(on way: OutboxWay) throws -> Int
    /// Pending and held messages with higher numbers, in the order of their numbers.
    func waitingMessages(after number: Int64, limit: Int) throws -> [OutboxMessage]
    /// Writes back status, channel index, attempts, next attempt, reason and provider's id of a message.
    func update(_ message: OutboxMessage) throws
    func messages(of customer: String) throws -> [OutboxMessage]
    /// Those of a customer's messages that have a name. Others are not looked at: a damaged one among them shows in `messages(of:)` alone.
    func messages(of customer: String, named name: MessageName) throws -> [OutboxMessage]
    func message(_ number: Int64) throws -> OutboxMessage?
    /// Messages of one status with higher numbers, in the order of their numbers; for people, not for the hot path.
    func messages(standing status: OutboxMessage.Status, after number: Int64, limit: Int) throws -> [OutboxMessage]
    /// Messages that stand as `sending`, in the order of their numbers.
    func sendingMessages() throws -> [OutboxMessage]
    /// How many messages stand in each status.
    func outboxCounts() throws -> [OutboxMessage.Status: Int]

    // MARK: Coupons

    /// Appends codes to those of a coupon; ones that it has, or had, are not added twice. Gives how many were new.
    func add(codes: [String], to coupon: String) throws -> Int
    /// Codes in the order of their places, from a place on.
    func codes(of coupon: String, from place: Int64, limit: Int) throws -> [String]
    /// How many codes a coupon has, and how many of them, the first ones, are given. All zero where none was ever added.
    func pool(of coupon: String) throws -> StoredPool
    /// All that have codes or gave some, in the order of their names.
    func pools() throws -> [StoredPool]
    func set(given: Int64, of coupon: String) throws

    // MARK: Counters

    /// Adds to a counter of the reports. Held in memory, written with the commit.
    func count(_ counter: Counter, by amount: Int64)
    func counters() throws -> [Counter: Int64]

    // MARK: Versions

    func versions() throws -> [StoredVersion]
    func add(version: StoredVersion) throws
    func setCurrent(_ current: Bool, version number: UInt32) throws

    // MARK: Inbox

    /// Lines put in by `ingest`, possibly from another process.
    func putInInbox(_ lines: [[UInt8]]) throws
    func inbox(after row: Int64, limit: Int) throws -> [(row: Int64, line: [UInt8])]
    func inboxCount() throws -> Int
    func removeFromInbox(through row: Int64) throws

    // MARK: People

    /// Notes that two ids could not be joined: once for each pair, with the last time and reason.
    func note(_ refused: RefusedMerge) throws
    /// Of ids that are one person's now.
    func removeRefusedMerges(among ids: [String]) throws
    /// The latest first.
    func refusedMerges(limit: Int) throws -> [RefusedMerge]

    /// Begins to erase a person: properties and ids of log, states and messages. What remains are event ids as hashes and totals. The
    /// caller has put other states under the keys and ended what waits of the messages.
    ///
    /// From now on `history` tells nothing of it; `eraseSlice` does the rest.
    func forget(_ forgetting: Forgetting) throws
    /// Everybody who was forgotten: the keys, and up to when.
    func forgotten() throws -> [(key: UInt64, at: Timestamp)]
    /// Those whose erasing is not done.
    func forgettings() throws -> [Forgetting]
    /// Erases a slice. False where nothing is left to erase.
    func eraseSlice() throws -> Bool

    // MARK: Commands

    /// Notes what an operator asks for, and puts the lines that follow from it into the inbox, both or neither; possibly from another
    /// process. Gives its number.
    func put(command: StoredCommand, inbox lines: [[UInt8]]) throws -> Int64
    /// All commands after a number, in the order of their numbers.
    func commands(after number: Int64, limit: Int) throws -> [StoredCommand]
    /// Those that are still to be done, in the order of their numbers.
    func openCommands(limit: Int) throws -> [StoredCommand]
    /// Writes status, end and result of a command.
    func finish(_ command: StoredCommand) throws
}

/// The clock and what is numbered once for ever.
public struct Progress: Sendable, Equatable {
    /// Engine time: everything at or before it is decided.
    public var clock: Timestamp
    /// The number of the next watch or enrollment.
    public var nextNumber: UInt64

    public init(clock: Timestamp = .distantPast, nextNumber: UInt64 = 1) {
        self.clock = clock
        self.nextNumber = nextNumber
    }
}

public struct SourcePosition: Sendable, Equatable {
    /// Tells one file from its successor under the same name (device and inode); empty where that means nothing.
    public var identity: String
    public var offset: UInt64

    public init(identity: String, offset: UInt64) {
        self.identity = identity
        self.offset = offset
    }
}

public struct LogRecord: Sendable, Equatable {
    public enum Kind: UInt8, Sendable, CaseIterable {
        case event = 1, decision, reply, clock, command
    }

    public var kind: Kind
    public var at: Timestamp
    public var customer: String
    /// Number of the event's name in `Store.names`; 0 for other kinds.
    public var name: UInt32
    /// The event's id; empty for other kinds.
    public var id: String
    /// The event's properties as JSON members without braces; for other kinds the caller's encoding.
    public var bytes: [UInt8]
    /// Where it stands in the log, about: part of no comparison.
    public var place: Int64 = 0

    public init(kind: Kind, at: Timestamp, customer: String, name: UInt32 = 0, id: String = "", bytes: [UInt8]) {
        self.kind = kind
        self.at = at
        self.customer = customer
        self.name = name
        self.id = id
        self.bytes = bytes
    }

    public static func == (a: LogRecord, b: LogRecord) -> Bool {
        a.kind == b.kind && a.at == b.at && a.name == b.name && a.customer == b.customer && a.id == b.id && a.bytes == b.bytes
    }
}

public struct StoredTimer: Sendable, Equatable {
    /// Timers fire in this order.
    public struct Key: Sendable, Equatable, Comparable {
        public var due: Timestamp
        /// Of the watch or enrollment.
        public var number: UInt64

        public init(due: Timestamp, number: UInt64) {
            self.due = due
            self.number = number
        }

        public static func < (a: Key, b: Key) -> Bool { a.due != b.due ? a.due < b.due : a.number < b.number }
    }

    public var key: Key
    /// The customer's key.
    public var customer: UInt64

    public init(key: Key, customer: UInt64) {
        self.key = key
        self.customer = customer
    }
}

/// The codes of a coupon.
public struct StoredPool: Sendable, Equatable {
    public var coupon: String
    public var size: Int64
    public var given: Int64

    public init(coupon: String, size: Int64 = 0, given: Int64 = 0) {
        self.coupon = coupon
        self.size = size
        self.given = given
    }
}

/// A total kept for reports: `metric` of a step of a journey. An empty step means the journey, an empty journey the whole store.
public struct Counter: Hashable, Sendable {
    public var journey: String
    public var step: String
    public var metric: String

    public init(journey: String = "", step: String = "", metric: String) {
        self.journey = journey
        self.step = step
        self.metric = metric
    }
}

/// One version of a journey: its machine as JSON.
public struct StoredVersion: Sendable, Equatable {
    /// Given by the runtime, from 1; what packed customer states refer to.
    public var number: UInt32
    public var journey: String
    /// Of the compiled machine.
    public var hash: String
    /// When the journey's name was first deployed; older events let nobody enter.
    public var deployedAt: Timestamp
    public var machine: [UInt8]
    /// New customers enter the current version only.
    public var isCurrent: Bool

    public init(number: UInt32, journey: String, hash: String, deployedAt: Timestamp, machine: [UInt8], isCurrent: Bool) {
        self.number = number
        self.journey = journey
        self.hash = hash
        self.deployedAt = deployedAt
        self.machine = machine
        self.isCurrent = isCurrent
    }
}
