import CSQLite

/// One connection to SQLite, used by one thread at a time.
final class Database {
    enum Access {
        case readOnly, mustExist, create
    }

    let handle: OpaquePointer
    /// Pages in the write-ahead log after the last commit; SQLite tells them as it commits.
    private(set) var pagesInWAL = 0
    private var isOpen = true
    /// Of the owner of a store, who lends the connection to a thread; nil where it never leaves its one thread.
    var transactions: Transactions?
    private let busyTimeout: Int32

    /// Once for all connections, before the first.
    private static let isSetUp: Void = journey_sqlite_uncounted()

    /// Opens the file; a lock held by another connection is waited for up to `busyTimeout` milliseconds.
    init(path: String, access: Access, busyTimeout: Int32 = 10_000) throws {
        _ = Self.isSetUp
        let doing = "opening the store `\(path)`"
        let mode =
            switch access {
            case .readOnly: SQLITE_OPEN_READONLY
            case .mustExist: SQLITE_OPEN_READWRITE
            case .create: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
            }
        var opened: OpaquePointer?
        let code = sqlite3_open_v2(path, &opened, mode | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
        guard code == SQLITE_OK, let opened else {
            let message = opened.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
            sqlite3_close_v2(opened)
            throw StoreError.database(code: code, message: message, doing: doing)
        }
        handle = opened
        self.busyTimeout = busyTimeout
        sqlite3_busy_timeout(handle, busyTimeout)
        defineRowSum()
    }

    deinit { close() }

    /// Statements must be finalized before; those that are not keep the connection as a zombie until they are.
    func close() {
        guard isOpen else { return }
        isOpen = false
        transactions = nil
        sqlite3_close_v2(handle)
    }

    /// Runs SQL that gives no rows, several statements where need be. Never with values spliced in.
    func execute(_ sql: String, doing: @autoclosure () -> String) throws {
        let code = sqlite3_exec(handle, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw error(code, doing: doing()) }
    }

    /// A statement for one use.
    func prepare(_ sql: String, doing: String) throws -> Statement { try Statement(self, sql, doing: doing) }

    /// A statement that writes whole rows with their sums.
    func prepareSummed(_ sql: String, doing: String) throws -> Statement { try Statement(self, sql, doing: doing, isSummed: true) }

    /// A statement whose rows are recorded, and written before anything is read.
    func prepareWrite(_ sql: String, doing: String, isSummed: Bool = false) throws -> Write {
        guard let transactions else { throw StoreError.misuse("the connection has no transactions", doing: doing) }
        return Write(transactions, try Statement(self, sql, doing: doing, isSummed: isSummed, isDirect: true))
    }

    func prepareSummedWrite(_ sql: String, doing: String) throws -> Write { try prepareWrite(sql, doing: doing, isSummed: true) }

    /// The first column of the first row of a pragma or a small query.
    func integer(_ sql: String, doing: String) throws -> Int64 {
        try prepare(sql, doing: doing).first { $0.integer(0) } ?? 0
    }

    /// Rows that the last statement changed.
    var changes: Int { Int(sqlite3_changes(handle)) }

    var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    func error(_ code: Int32, doing: String) -> StoreError {
        switch code & 0xff {
        case SQLITE_NOTADB: .damaged("\(doing): the file is no store")
        case SQLITE_CORRUPT: .damaged("\(doing): \(String(cString: sqlite3_errmsg(handle)))")
        default: .database(code: code, message: String(cString: sqlite3_errmsg(handle)), doing: doing)
        }
    }
}

// MARK: Write-ahead log

extension Database {
    /// Takes the checkpoints into our own hands: SQLite's own would stop the commit that passes the limit.
    func watchWAL() {
        sqlite3_wal_hook(
            handle,
            { context, _, _, pages in
                guard let context else { return SQLITE_OK }
                Unmanaged<Database>.fromOpaque(context).takeUnretainedValue().pagesInWAL = Int(pages)
                return SQLITE_OK
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    enum Checkpoint {
        /// As far as readers allow, waiting for nobody.
        case passive
        /// Waits for readers, so that the next commit begins the log's file anew.
        case restart
        /// The same, and cuts the log's file to nothing.
        case truncate
    }

    /// Copies the write-ahead log into the database; gives how many of its pages are there now. A reader in the way is waited for
    /// only so many milliseconds, and is no error.
    @discardableResult
    func checkpoint(_ mode: Checkpoint, waiting: Int32 = 0) throws -> Int {
        sqlite3_busy_timeout(handle, waiting)
        defer { sqlite3_busy_timeout(handle, busyTimeout) }
        let flag =
            switch mode {
            case .passive: SQLITE_CHECKPOINT_PASSIVE
            case .restart: SQLITE_CHECKPOINT_RESTART
            case .truncate: SQLITE_CHECKPOINT_TRUNCATE
            }
        var inLog: Int32 = 0
        var done: Int32 = 0
        let code = sqlite3_wal_checkpoint_v2(handle, nil, flag, &inLog, &done)
        guard code == SQLITE_OK || code & 0xff == SQLITE_BUSY || code & 0xff == SQLITE_LOCKED else {
            throw error(code, doing: "writing the write-ahead log back")
        }
        return Int(done)
    }

    /// What SQLite finds wrong with the file; nothing where it is sound.
    ///
    /// - Parameter isWhole: also whether its indexes have each row, which takes a sort of them.
    func quickCheck(isWhole: Bool = false) throws -> [String] {
        var found: [String] = []
        let pragma = isWhole ? "PRAGMA integrity_check" : "PRAGMA quick_check"
        try prepare(pragma, doing: "checking the store").forEach { found.append($0.text(0)) }
        return found == ["ok"] ? [] : found
    }
}
