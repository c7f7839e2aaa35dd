import CSQLite
import Glibc

/// What bare SQLite did with a log.
struct YardstickResult {
    var events = 0
    /// Spent in SQLite: reading the file and splitting its lines is not counted.
    var seconds = 0.0
    /// The database after a checkpoint.
    var bytes: Int64 = 0

    var eventsPerSecond: Double { seconds > 0 ? Double(events) / seconds : 0 }
    var bytesPerEvent: Double { events > 0 ? Double(bytes) / Double(events) : 0 }
}

/// Appends every event of a log as a row of its own, through the C interface with one prepared statement, in transactions of
/// `batch` rows: WAL, `synchronous` NORMAL, a STRICT table without indexes. The database is made anew.
func measureBareSQLite(log path: String, database: String, batch: Int = 10_000) throws -> YardstickResult {
    for suffix in ["", "-wal", "-shm"] { unlink(database + suffix) }
    let yardstick = try Yardstick(database)
    defer { yardstick.close() }
    var result = YardstickResult()
    try forEachBatch(of: path, lines: batch) { bytes, rows in
        let clock = ContinuousClock()
        let spent = try clock.measure { try yardstick.insert(rows, bytes) }
        result.seconds += Double(spent.components.seconds) + Double(spent.components.attoseconds) / 1e18
        result.events += rows.count
    }
    try yardstick.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    var status = stat()
    if stat(database, &status) == 0 { result.bytes = Int64(status.st_size) }
    return result
}

private final class Yardstick {
    private var connection: OpaquePointer?
    private var statement: OpaquePointer?

    init(_ path: String) throws {
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
        try check(sqlite3_open_v2(path, &connection, flags, nil))
        try execute("PRAGMA journal_mode = WAL")
        try execute("PRAGMA synchronous = NORMAL")
        try execute("CREATE TABLE event (customer TEXT, event TEXT, at INTEGER, id TEXT, properties TEXT) STRICT")
        try check(sqlite3_prepare_v2(connection, "INSERT INTO event VALUES (?, ?, ?, ?, ?)", -1, &statement, nil))
    }

    func close() {
        sqlite3_finalize(statement)
        sqlite3_close(connection)
    }

    func execute(_ sql: String) throws { try check(sqlite3_exec(connection, sql, nil, nil, nil)) }

    func insert(_ rows: [YardstickRow], _ bytes: UnsafeRawBufferPointer) throws {
        try execute("BEGIN")
        for row in rows {
            bind(1, bytes, row.customer)
            bind(2, bytes, row.event)
            sqlite3_bind_int64(statement, 3, row.at)
            bind(4, bytes, row.id)
            bind(5, bytes, row.properties)
            guard sqlite3_step(statement) == SQLITE_DONE else { throw failure() }
            sqlite3_reset(statement)
        }
        try execute("COMMIT")
    }

    /// The bytes stay where they are until the statement is reset, so nothing is copied.
    private func bind(_ column: Int32, _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) {
        let text = bytes.baseAddress.map { ($0 + range.lowerBound).assumingMemoryBound(to: CChar.self) }
        sqlite3_bind_text(statement, column, text, Int32(truncatingIfNeeded: range.count), journey_sqlite_static())
    }

    private func check(_ code: Int32) throws {
        guard code == SQLITE_OK else { throw failure() }
    }

    private func failure() -> BenchError {
        BenchError("bare SQLite: " + (sqlite3_errmsg(connection).map { String(cString: $0) } ?? "no connection"))
    }
}

/// Reads a file and gives its lines as rows, so many at a time; lines that are no events are left out.
private func forEachBatch(
    of path: String, lines: Int, _ body: (UnsafeRawBufferPointer, [YardstickRow]) throws -> Void
) throws {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw BenchError("cannot read `\(path)`", errno) }
    defer { close(descriptor) }
    var buffer = [UInt8](repeating: 0, count: 8 << 20)
    var filled = 0
    var isAtEnd = false
    while !isAtEnd {
        let taken = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress.map { $0 + filled }, $0.count - filled) }
        guard taken >= 0 else { throw BenchError("cannot read `\(path)`", errno) }
        isAtEnd = taken == 0
        filled += taken
        let used = try buffer.withUnsafeBytes { bytes in
            try cut(UnsafeRawBufferPointer(rebasing: bytes[..<filled]), lines, isAtEnd, body)
        }
        guard used > 0 || filled < buffer.count else { throw BenchError("`\(path)` has a line of more than 8 MB") }
        buffer.withUnsafeMutableBytes { bytes in
            if let base = bytes.baseAddress { memmove(base, base + used, filled - used) }
        }
        filled -= used
    }
}

/// Gives away the whole lines in batches; a batch smaller than `lines` waits for more bytes, unless there are none.
private func cut(
    _ bytes: UnsafeRawBufferPointer, _ lines: Int, _ isAtEnd: Bool, _ body: (UnsafeRawBufferPointer, [YardstickRow]) throws -> Void
) throws -> Int {
    var rows: [YardstickRow] = []
    rows.reserveCapacity(lines)
    var start = 0
    var used = 0
    while start < bytes.count {
        guard let base = bytes.baseAddress, let newline = memchr(base + start, 0x0A, bytes.count - start) else { break }
        let end = UnsafeRawPointer(newline) - base
        if let row = YardstickRow(bytes, start..<end) { rows.append(row) }
        start = end + 1
        if rows.count == lines {
            try body(bytes, rows)
            rows.removeAll(keepingCapacity: true)
            used = start
        }
    }
    guard isAtEnd || used == 0 && start > bytes.count / 2 else { return used }
    if !rows.isEmpty { try body(bytes, rows) }
    return start
}
