import JourneyModel

/// Something in a store's tables that does not agree with the rest of it.
public struct StoreFault: Sendable, Equatable {
    public enum Kind: String, Sendable, CaseIterable {
        /// A row does not agree with its checksum.
        case altered
        /// A chunk of the log does not decode, or not to what its row says.
        case chunk
        /// Chunks of the log are missing between others.
        case gap
        /// The index of ids and customers misses something of the log, or is not in order.
        case index
        /// A row of the outbox cannot be read.
        case message
        /// Two rows of the outbox have one key.
        case duplicateKey
        /// The outbox does not hold as many messages of a status as are counted.
        case statusCount
        /// A coupon has not as many codes as are counted.
        case codes
    }

    public var kind: Kind
    /// Where it is and what is wrong with it.
    public var what: String

    public init(_ kind: Kind, _ what: String) {
        self.kind = kind
        self.what = what
    }
}

/// Reads a whole store to see whether its tables agree with each other, in bounded memory and beside a scheduler.
extension SQLiteStore {
    /// Goes through the log in order.
    /// - Parameter body: sees what is no event; those are the caller's bytes.
    public func inspectLog(_ fault: (StoreFault) -> Void, _ body: (LogRecord) throws -> Void) throws {
        let tables = try opened("reading the log")
        let statement = try database.prepare("SELECT chunk, n, lo, hi, data, sum FROM log ORDER BY chunk", doing: "reading the log")
        let names = tables.names.table.count
        // What was let go is the beginning.
        var previous = tables.retention.content.chunk
        try statement.forEach { row in
            let chunk = row.integer(0)
            if chunk != previous + 1 { fault(.init(.gap, "after chunk \(previous) comes chunk \(chunk)")) }
            previous = chunk
            // It is told of as such; what it says decides nothing.
            guard row.agreesWithSum(5) else { return }
            var n = 0
            // Rows of older stores count replies in.
            var (timed, whole) = (Span(), Span())
            do {
                try row.withBytes(4) { bytes in
                    try RecordReader.forEach(in: bytes) { record in
                        n += 1
                        whole.add(record.at)
                        if record.kind != .reply { timed.add(record.at) }
                        if record.kind != .event { return try body(record.record) }
                        if Int(record.name) >= names { fault(.init(.chunk, "chunk \(chunk) names event \(record.name), which has no name")) }
                    }
                }
            } catch let error as StoreError {
                return fault(.init(.chunk, "chunk \(chunk): \(error)"))
            }
            let told = Span(lo: Timestamp(microseconds: row.integer(2)), hi: Timestamp(microseconds: row.integer(3)))
            if row.integer(1) != n || ![timed, whole].contains(told) {
                fault(.init(.chunk, "chunk \(chunk) holds \(n) records, and its row tells of \(row.integer(1)) or of other times"))
            }
        }
    }

    private struct Span: Equatable {
        var lo = Timestamp.distantFuture
        var hi = Timestamp.distantPast

        mutating func add(_ at: Timestamp) {
            lo = min(lo, at)
            hi = max(hi, at)
        }
    }

    /// Counts and reads the index, and looks some of the log's events up in it.
    public func inspectIndex(_ fault: (StoreFault) -> Void) throws {
        let tables = try opened("reading the index")
        let (chunk, message) = (tables.meta.content.foldedChunk, tables.meta.content.foldedMessage)
        var ids = 0
        let segments = try database.prepare("SELECT id, kind, n, fences FROM segment WHERE state = 1 ORDER BY id", doing: "reading the index")
        try segments.forEach { row in
            let (id, kind, count) = (row.integer(0), row.integer(1), Int(row.integer(2)))
            if kind == Segment.Kind.ids.rawValue { ids += count }
            try inspect(segment: id, count: count, pages: row.withBytes(3) { $0.count / 8 }, fault)
        }
        let events = try countEvents(through: chunk)
        // Of those before it the index tells nothing any more.
        let loose = tables.retention.content.looseMessage
        let messages = try database.integer("SELECT count(*) FROM outbox WHERE number > \(loose) AND number <= \(message)", doing: "reading the outbox")
        if ids < events + Int(messages) {
            fault(.init(.index, "it holds \(ids) ids, and the log and the outbox have \(events + Int(messages)) up to chunk \(chunk)"))
        }
        try lookUpSamples(tables, fault)
    }

    /// The entries of one segment are as many as are said, and ascend.
    private func inspect(segment: Int64, count: Int, pages: Int, _ fault: (StoreFault) -> Void) throws {
        let statement = try database.prepare(
            "SELECT data FROM segment_page WHERE id BETWEEN ? AND ? ORDER BY id", doing: "reading the index")
        statement.bind(1, segment << 24)
        statement.bind(2, segment << 24 | Int64(max(pages, 1) - 1))
        var found = 0
        var last: Entry?
        var isAscending = true
        try statement.forEach { row in
            row.withBytes(0) { bytes in
                guard let base = bytes.baseAddress else { return }
                for index in 0..<bytes.count / Entry.size {
                    let entry = Entry(at: base + index * Entry.size)
                    if let last, entry < last { isAscending = false }
                    last = entry
                    found += 1
                }
            }
        }
        if found != count { fault(.init(.index, "segment \(segment) has \(found) of \(count) entries")) }
        if !isAscending { fault(.init(.index, "segment \(segment) is not in order")) }
    }

    private func countEvents(through chunk: Int64) throws -> Int {
        let statement = try database.prepare("SELECT data FROM log WHERE chunk <= ?", doing: "reading the log")
        statement.bind(1, chunk)
        var events = 0
        try statement.forEach { row in
            row.withBytes(0) { bytes in
                // A chunk that does not decode is told of as such.
                try? RecordReader.forEach(in: bytes) { if $0.kind == .event { events += 1 } }
            }
        }
        return events
    }

    private static let mostSamples: Int64 = 1_000

    /// The first event of every so many chunks: its id is known, and its customer is found at its chunk.
    private func lookUpSamples(_ tables: Tables, _ fault: (StoreFault) -> Void) throws {
        try tables.loadTail(hash)
        let step = max(1, tables.log.chunk / Self.mostSamples)
        let statement = try database.prepare("SELECT chunk, data FROM log WHERE chunk % ? = 0 ORDER BY chunk", doing: "reading the log")
        statement.bind(1, step)
        try statement.forEach { row in
            let chunk = row.integer(0)
            var first: (entry: Entry, customer: UInt64?, id: String)?
            row.withBytes(1) { bytes in
                var reader = RecordReader(bytes)
                while first == nil, let record = try? reader.next() {
                    guard record.kind == .event else { continue }
                    // Of an erased event nobody is the customer.
                    first = (record.entry(hash), record.customer.count > 0 ? hash.customer(record.customer) : nil, record.record.id)
                }
            }
            guard let first else { return }
            if try !tables.index.knows(first.entry) { fault(.init(.index, "it does not know the event `\(first.id)` of chunk \(chunk)")) }
            if let customer = first.customer, try !tables.index.places(of: customer).chunks.contains(chunk) {
                fault(.init(.index, "it does not find the customer of the event `\(first.id)` in chunk \(chunk)"))
            }
        }
    }

    /// Every message in the order of the numbers.
    public func forEachMessage(_ body: (OutboxMessage) throws -> Void) throws {
        let outbox = try opened("reading the outbox").outbox
        try outbox.forEach(1...max(outbox.lastNumber, 1), body)
    }

    /// Goes through the outbox in the order of the numbers, and looks for what does not agree.
    public func inspectOutbox(_ fault: (StoreFault) -> Void, _ body: (OutboxMessage) throws -> Void) throws {
        let tables = try opened("reading the outbox")
        var counts: [OutboxMessage.Status: Int] = [:]
        try forEachMessage { message in
            counts[message.status, default: 0] += 1
            if message.channel < 0 || message.channel >= max(message.channels.count, 1) {
                fault(.init(.message, "message \(message.number) is on channel \(message.channel) of \(message.channels.count)"))
            }
            try body(message)
        }
        for status in OutboxMessage.Status.allCases where tables.outbox.counts[status] ?? 0 != counts[status] ?? 0 {
            fault(
                .init(.statusCount, "\(counts[status] ?? 0) messages are \(status.name), and \(tables.outbox.counts[status] ?? 0) are counted"))
        }
        // The sort goes to the disk: a large outbox has more keys than memory should hold.
        try database.execute("PRAGMA temp_store = FILE", doing: "reading the outbox")
        defer { try? database.execute("PRAGMA temp_store = MEMORY", doing: "reading the outbox") }
        let twice = try database.prepare(
            "SELECT key, count(*) FROM outbox GROUP BY key HAVING count(*) > 1 LIMIT 100", doing: "reading the outbox")
        try twice.forEach { fault(.init(.duplicateKey, "`\($0.text(0))` stands \($0.integer(1)) times")) }
    }

    /// The coupons have the codes that are counted, each at its place.
    public func inspectCodes(_ fault: (StoreFault) -> Void) throws {
        let statement = try database.prepare(
            """
            SELECT pool.coupon, size, given, count(place), coalesce(max(place), -1) FROM pool LEFT JOIN code ON code.coupon = pool.coupon
            GROUP BY pool.coupon ORDER BY pool.coupon
            """, doing: "reading coupons")
        try statement.forEach { row in
            let (coupon, size, given, codes, last) = (row.text(0), row.integer(1), row.integer(2), row.integer(3), row.integer(4))
            if codes != size || last != size - 1 { fault(.init(.codes, "`\(coupon)` has \(codes) codes, and \(size) are counted")) }
            // Of a coupon with a stock no codes are kept.
            if size > 0, given > size { fault(.init(.codes, "of `\(coupon)` \(given) codes are given, and it has \(size)")) }
        }
    }

    // MARK: Timers

    /// Whether the table has a timer.
    public func timerInspection() throws -> TimerInspection { try TimerInspection(database) }

    /// The database's pages and their bytes, those of the write-ahead log not counted.
    public func fileSize() throws -> Int64 {
        let doing = "reading the store's size"
        return try database.integer("PRAGMA page_count", doing: doing) * database.integer("PRAGMA page_size", doing: doing)
    }
}

/// Looks timers up one by one, and reads them all.
public final class TimerInspection {
    private let one: Statement
    private let all: Statement

    init(_ database: Database) throws {
        one = try database.prepare("SELECT customer FROM timer WHERE due = ? AND number = ?", doing: "reading timers")
        all = try database.prepare("SELECT due, number, customer FROM timer ORDER BY due, number", doing: "reading timers")
    }

    public func contains(_ timer: StoredTimer) throws -> Bool {
        one.bind(1, timer.key.due.microseconds)
        one.bind(2, Int64(bitPattern: timer.key.number))
        // It may bear the key of another id of the same person.
        return try one.first { _ in true } != nil
    }

    public func forEach(_ body: (StoredTimer) throws -> Void) throws {
        try all.forEach { row in
            try body(
                StoredTimer(
                    key: .init(due: Timestamp(microseconds: row.integer(0)), number: UInt64(bitPattern: row.integer(1))),
                    customer: UInt64(bitPattern: row.integer(2))))
        }
    }
}
