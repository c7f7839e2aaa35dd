import JourneyModel

/// The table `log`: everything that came in or was decided, in the order of arrival.
final class LogTable {
    let packer = RecordPacker()
    /// The chunk being filled; its row is written with each commit that added to it.
    private(set) var chunk: Int64 = 1
    private var written = 0

    /// All there are, as the sum wants them.
    private static let columns = "chunk, n, lo, hi, data, sum"

    private let write: Write
    private let byNumber: Statement
    private let byTime: Statement
    private let all: Statement
    private let last: Statement
    private let replace: Statement

    init(_ database: Database) throws {
        write = try database.prepareSummedWrite("INSERT OR REPLACE INTO log VALUES (?, ?, ?, ?, ?, ?)", doing: "appending to the log")
        byNumber = try database.prepare("SELECT \(Self.columns) FROM log WHERE chunk = ?", doing: "reading the log")
        byTime = try database.prepare(
            "SELECT \(Self.columns) FROM log WHERE chunk IN (SELECT chunk FROM log INDEXED BY log_hi WHERE hi > ?) ORDER BY chunk",
            doing: "reading the log")
        all = try database.prepare("SELECT \(Self.columns) FROM log WHERE chunk > ? ORDER BY chunk", doing: "reading the log")
        replace = try database.prepareSummed(
            "UPDATE log SET n = ?2, lo = ?3, hi = ?4, data = ?5, sum = ?6 WHERE chunk = ?1", doing: "rewriting the log")
        last = try database.prepare("SELECT \(Self.columns) FROM log ORDER BY chunk DESC LIMIT 1", doing: "reading the log")
    }

    /// Takes up where the log ends. Chunks up to `folded` are closed.
    func load(folded: Int64) throws {
        packer.removeAll()
        chunk = folded + 1
        _ = try last.first { row in
            let number = try row.count(0, "the number of a chunk of the log")
            guard number > folded else { return }
            chunk = number
            try Self.withChunk(row) { _, bytes in try packer.resume(bytes) }
        }
        written = packer.count
    }

    /// Sees to it that the next record, with texts of so many bytes, goes into an open chunk.
    @inline(__always)
    func makeRoom(_ bytes: Int) throws {
        if !packer.fits(bytes) { try close() }
    }

    /// Writes the open chunk, where it grew.
    func flush() throws {
        guard packer.count > written else { return }
        write.bind(1, chunk)
        write.bind(2, packer.records)
        write.bind(3, packer.lo.microseconds)
        write.bind(4, packer.hi.microseconds)
        write.bind(5, bytes: packer.bytes)
        write.bindSum(6)
        try write.run()
        written = packer.count
    }

    /// Writes the open chunk and begins the next.
    func close() throws {
        guard packer.count > 0 else { return }
        try flush()
        packer.removeAll()
        chunk += 1
        written = 0
    }

    /// Writes a closed chunk anew; nil leaves it as it is.
    func rewrite(_ chunk: Int64, _ body: (UnsafeRawBufferPointer) throws -> RecordPacker?) throws {
        byNumber.bind(1, chunk)
        guard let changed = try byNumber.first({ row in try Self.withChunk(row) { try body($1) } }) ?? nil else { return }
        replace.bind(1, chunk)
        replace.bind(2, changed.records)
        replace.bind(3, changed.lo.microseconds)
        replace.bind(4, changed.hi.microseconds)
        replace.bind(5, borrowed: changed.bytes)
        replace.bindSum(6)
        try replace.run()
    }

    /// The records of one chunk; false where there is none of this number.
    @discardableResult
    func forEach(in chunk: Int64, _ body: (PackedRecord) throws -> Void) throws -> Bool {
        byNumber.bind(1, chunk)
        return try byNumber.first { row in try Self.withChunk(row) { try RecordReader.forEach(in: $1, body) } } != nil
    }

    /// The records of all chunks after one, each with the number of its chunk.
    func forEach(after chunk: Int64, _ body: (Int64, PackedRecord) throws -> Void) throws {
        all.bind(1, chunk)
        try all.forEach { row in
            try Self.withChunk(row) { number, bytes in try RecordReader.forEach(in: bytes) { try body(number, $0) } }
        }
    }

    /// The records of the chunks that reach past an instant.
    func forEach(after instant: Timestamp, _ body: (PackedRecord) throws -> Void) throws {
        byTime.bind(1, instant.microseconds)
        try byTime.forEach { row in try Self.withChunk(row) { try RecordReader.forEach(in: $1, body) } }
    }

    /// The number and the bytes of a chunk, once they are known to be those that were written.
    private static func withChunk<Result>(_ row: Statement, _ body: (Int64, UnsafeRawBufferPointer) throws -> Result) throws -> Result {
        let number = row.integer(0)
        try row.checkSum(5, "chunk \(number) of the log")
        return try row.withBytes(4) { try body(number, $0) }
    }
}
