import JourneyModel

/// The table `retention`, one row: how much of the log's beginning is no longer there.
final class RetentionTable {
    struct Content: Equatable {
        /// Chunks up to this one are gone.
        var chunk: Int64 = 0
        /// No later event stood in them.
        var through = Timestamp.distantPast
        /// Messages up to this one are no longer told of by the index: the few that are left are found by their numbers.
        var looseMessage: Int64 = 0
    }

    /// A chunk at the beginning of the log.
    struct Chunk {
        var number: Int64
        var records: Int64
        var hi: Timestamp
    }

    private(set) var content = Content()
    private let read: Statement
    private let write: Statement
    private let chunks: Statement
    private let deleteChunks: Statement

    init(_ database: Database) throws {
        let doing = "letting go of old events"
        read = try database.prepare("SELECT id, chunk, through, loose_message, sum FROM retention", doing: "reading the store")
        write = try database.prepareSummed("UPDATE retention SET chunk = ?1, through = ?2, loose_message = ?3, sum = ?4", doing: doing)
        chunks = try database.prepare(
            "SELECT chunk, n, lo, hi, data, sum FROM log WHERE chunk > ? AND chunk <= ? ORDER BY chunk LIMIT ?", doing: doing)
        deleteChunks = try database.prepare("DELETE FROM log WHERE chunk <= ?", doing: doing)
    }

    func load() throws {
        content = try read.first { row in
            try row.checkSum(4, "what the store says of old events")
            return Content(
                chunk: try row.count(1, "the last chunk let go"), through: Timestamp(microseconds: row.integer(2)),
                looseMessage: try row.count(3, "the last message of no index"))
        } ?? Content()
    }

    func set(_ next: Content) throws {
        guard next != content else { return }
        content = next
        write.addToSum(1)
        write.bind(1, next.chunk)
        write.bind(2, next.through.microseconds)
        write.bind(3, next.looseMessage)
        write.bindSum(4)
        try write.run()
    }

    /// The first chunks of the log up to one, as far as no record of them is as late as an instant.
    func old(before instant: Timestamp, through last: Int64, limit: Int) throws -> [Chunk] {
        chunks.bind(1, content.chunk)
        chunks.bind(2, last)
        chunks.bind(3, limit)
        var found: [Chunk] = []
        try chunks.forEach { row in
            let hi = Timestamp(microseconds: row.integer(3))
            // What is let go was looked at first.
            if hi < instant { try row.checkSum(5, "chunk \(row.integer(0)) of the log") }
            found.append(Chunk(number: row.integer(0), records: try row.count(1, "the size of a chunk of the log"), hi: hi))
        }
        return Array(found.prefix { $0.hi < instant })
    }

    func remove(through chunk: Int64) throws {
        deleteChunks.bind(1, chunk)
        try deleteChunks.run()
    }
}
