import JourneyModel

/// The durable store: one SQLite file, one writer.
///
/// Everything in memory is rebuilt from the file. What a batch changes is appended (log, states, messages); the tables that are
/// reached at random (`customer`, the index of ids) are written by folds, a slice of work at the end of a commit, so that a
/// commit costs about as much as its batch is long.
public final class SQLiteStore: Store {
    public struct Options: Sendable {
        public enum Access: Sendable {
            /// The one scheduler.
            case owner
            /// Reads beside a scheduler, and sees the store as it was at opening.
            case reader
            /// Puts lines into the inbox beside a scheduler, and nothing else.
            case inbox
        }

        public var access = Access.owner
        /// 16 random bytes with which a store is made where there is none; nil: it must exist.
        public var creationSalt: [UInt8]?
        /// Every commit is on the disk when it returns, and survives power loss; else it survives the process's end.
        public var isSynchronousFull = false
        /// So many events are indexed in memory before they are folded into the file: about 40 bytes each.
        public var foldEvery = 262_144
        /// So many states wait in memory before they are folded into the file.
        public var foldStatesEvery = 200_000
        /// How long a lock of another connection is waited for, in milliseconds.
        public var busyTimeout: Int32 = 10_000
        /// Write the write-ahead log back on a thread of its own. Without it a commit now and then waits for the disk.
        public var checkpointsInBackground = true
        /// What a slice of folding does at least: a fraction of a millisecond.
        package var leastEntries = 4 * SegmentTable.entriesPerPage
        package var leastStates = 128
        /// How much more a slice does for each id or state that its batch adds, so that folds and merges are done before the next
        /// are due: an id is an entry of two kinds, and is merged again on every level.
        package var entriesPerID = 8
        package var statesPerState = 2
        /// How far back from the latest message those reach that are not entered into the outbox's indexes.
        package var freshSpan = FreshMessages.span
        /// Off in tests that do not look at the disk.
        package var syncs = true

        public init(
            access: Access = .owner, creationSalt: [UInt8]? = nil, isSynchronousFull: Bool = false, foldEvery: Int = 262_144,
            foldStatesEvery: Int = 200_000
        ) {
            self.access = access
            self.creationSalt = creationSalt
            self.isSynchronousFull = isSynchronousFull
            self.foldEvery = foldEvery
            self.foldStatesEvery = foldStatesEvery
        }
    }

    /// What a commit consists of.
    public enum CommitPart: String, Sendable, CaseIterable {
        case writing, folding, committing
    }

    let options: Options
    let database: Database
    /// Reads what is durable while a thread has the owner's connection.
    private var reader: Database?
    private var tables: Tables?
    /// Told what a commit begins to do; nil at its end.
    public var began: (CommitPart?) -> Void = { _ in }
    private var wal: WALWatch?
    private var ownership: Ownership?
    let transactions: Transactions
    /// What was erased still stands in the write-ahead log, which is to be emptied.
    var emptiesWAL = false
    /// Old messages up to this one were looked at since the last round of letting go began.
    var prunedMessage: Int64 = 0
    var isWriting: Bool { transactions.isOpen }
    let scratch = ScratchHashes()
    let hash: EntryHash

    /// Opens the store at `path`, brings its schema up to date, and takes up where the last commit left it.
    public init(path: String, options: Options = Options()) throws {
        self.options = options
        let access: Database.Access =
            options.access == .reader ? .readOnly : options.creationSalt == nil ? .mustExist : .create
        database = try Database(path: path, access: access, busyTimeout: options.busyTimeout)
        let isBeside = options.access == .owner && options.checkpointsInBackground
        transactions = Transactions(database, isBeside: isBeside)
        database.transactions = transactions
        do {
            try Self.configure(database, options)
            try Schema.prepare(database, path: path, salt: options.creationSalt, isReadOnly: options.access == .reader)
            // One snapshot for the reader's whole life: a fold meanwhile would show it a state twice or not at all.
            if options.access == .reader { try database.execute("BEGIN", doing: "opening the store `\(path)`") }
            if isBeside { reader = try Database(path: path, access: .readOnly, busyTimeout: options.busyTimeout) }
            let tables = try Tables(database, reader: reader, options, path: isBeside ? path : nil)
            hash = try tables.load(options.access)
            self.tables = tables
            emptiesWAL = try !tables.people.forgotten().isEmpty
            if options.access == .owner { try keepLog(isBeside ? path : nil) }
        } catch {
            reader?.close()
            database.close()
            throw error
        }
    }

    private static func configure(_ database: Database, _ options: Options) throws {
        let doing = "setting the store up"
        let synchronous = !options.syncs ? "OFF" : options.isSynchronousFull ? "FULL" : "NORMAL"
        try database.execute(
            """
            PRAGMA cache_size = -32768; PRAGMA foreign_keys = OFF; PRAGMA temp_store = MEMORY;
            PRAGMA synchronous = \(synchronous); PRAGMA trusted_schema = OFF;
            """, doing: doing)
        guard options.access != .reader else { return }
        try database.execute(
            "PRAGMA secure_delete = ON; PRAGMA wal_autocheckpoint = 0; PRAGMA journal_size_limit = 67108864", doing: doing)
        database.watchWAL()
    }

    /// Sees to each transaction's begin and end.
    private func keepLog(_ path: String?) throws {
        let ownership = try Ownership(database)
        let wal = WALWatch(database, path: path)
        self.wal = wal
        self.ownership = ownership
        transactions.guarding = ownership.keep
        transactions.committed = {
            ownership.commit()
            try wal.afterCommit()
        }
    }

    /// The tables of an open store.
    func opened(_ doing: StaticString) throws -> Tables {
        guard let tables else { throw StoreError.misuse("the store is closed", doing: "\(doing)") }
        return tables
    }

    /// The same, inside a transaction.
    @inline(__always)
    func writable(_ doing: StaticString) throws -> Tables {
        guard isWriting else { throw StoreError.misuse("no transaction is open", doing: "\(doing)") }
        return try opened(doing)
    }

    // MARK: Transactions

    public func begin() throws {
        _ = try opened("beginning a transaction")
        guard options.access == .owner else {
            throw StoreError.misuse("the store was opened to read", doing: "beginning a transaction")
        }
        // One that failed and was not rolled back says why.
        if let broken = transactions.broken { throw broken }
        guard !isWriting else { throw StoreError.misuse("a transaction is open already", doing: "beginning a transaction") }
        try transactions.begin()
    }

    public func commit() throws {
        let tables = try writable("committing")
        defer { began(nil) }
        try complete(tables)
        began(.committing)
        try transactions.commit()
        if emptiesWAL, tables.people.jobs.isEmpty { emptiesWAL = try database.checkpoint(.truncate) != 0 }
    }

    public func handOver() throws {
        let tables = try writable("committing")
        if emptiesWAL { return try commit() }
        defer { began(nil) }
        try complete(tables)
        began(.committing)
        try transactions.handOver()
    }

    public var lastTransaction: Int { transactions.number - 1 }

    public func isDurable(_ transaction: Int) -> Bool { transactions.isDurable(transaction) }

    public func settle() throws {
        _ = try opened("committing")
        try transactions.wait()
    }

    /// As the end of the process would: what was handed over and is not being written is lost. The store can only be closed.
    package func abandon() { transactions.abandon() }

    /// Records what waited for the commit, and the folding that is due for it.
    private func complete(_ tables: Tables) throws {
        began(.writing)
        let added = try tables.flush()
        began(.folding)
        try tables.fold(entries: added.entries, states: added.states)
    }

    /// Whether `maintain` has folds or merges to go on with.
    public var hasUpkeep: Bool { tables?.hasWork ?? false }

    /// Goes on with folds and merges while there is nothing else to do: about 5 ms of work in a transaction of its own.
    @discardableResult
    public func maintain() throws -> Bool {
        let tables = try opened("folding")
        guard tables.hasWork else {
            try transactions.wait()
            tables.index.rest()
            wal?.rest()
            return false
        }
        try begin()
        do {
            let isMoreLeft = try tables.maintain()
            try transactions.commit()
            return isMoreLeft
        } catch {
            try? rollback()
            throw error
        }
    }

    public func rollback() throws {
        let tables = try writable("rolling back")
        try transactions.rollback()
        ownership?.rollback()
        _ = try tables.load(options.access)
    }

    deinit {
        transactions.stop()
        database.transactions = nil
        wal?.stop()
        tables?.customers.stop()
    }

    public func close() {
        guard let open = tables else { return }
        transactions.stop()
        open.customers.stop()
        tables = nil
        ownership = nil
        reader?.close()
        wal?.stop()
        if options.access == .owner {
            if database.isInTransaction { try? database.execute("ROLLBACK", doing: "closing") }
            _ = try? database.checkpoint(.truncate, waiting: 1_000)
        }
        database.close()
    }

    /// What SQLite finds wrong with the file; nothing where it is sound.
    public func quickCheck() throws -> [String] {
        try transactions.wait()
        return try database.quickCheck()
    }

    // MARK: Small facts

    public var names: NameTable { tables?.names.table ?? NameTable() }

    public var progress: Progress {
        get { tables?.meta.content.progress ?? Progress() }
        set { tables?.meta.content.progress = newValue }
    }

    public var salt: [UInt8] { tables?.meta.salt ?? [] }
}
