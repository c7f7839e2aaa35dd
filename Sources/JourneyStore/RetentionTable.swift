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
        read = try database.prepare("SELECT chunk, through, loose_message FROM retention", doing: "reading the store")
        write = try database.prepare("UPDATE retention SET chunk = ?, through = ?, loose_message = ?", doing: doing)
        chunks = try database.prepare(
            "SELECT chunk, n, hi FROM log WHERE chunk > ? AND chunk <= ? ORDER BY chunk LIMIT ?", doing: doing)
        deleteChunks = try database.prepare("DELETE FROM log WHERE chunk <= ?", doing: doing)
    }

    func load() throws {
        content = try read.first { row in
            Content(
                chunk: try row.count(0, "the last chunk let go"), through: Timestamp(microseconds: row.integer(1)),
                looseMessage: try row.count(2, "the last message of no index"))
        } ?? Content()
    }

    func set(_ next: Content) throws {
        guard next != content else { return }
        content = next
        write.bind(1, next.chunk)
        write.bind(2, next.through.microseconds)
        write.bind(3, next.looseMessage)
        try write.run()
    }

    /// The first chunks of the log up to one, as far as no record of them is as late as an instant.
    func old(before instant: Timestamp, through last: Int64, limit: Int) throws -> [Chunk] {
        chunks.bind(1, content.chunk)
        chunks.bind(2, last)
        chunks.bind(3, limit)
        var found: [Chunk] = []
        try chunks.forEach { row in
            found.append(
                Chunk(
                    number: row.integer(0), records: try row.count(1, "the size of a chunk of the log"),
                    hi: Timestamp(microseconds: row.integer(2))))
        }
        return Array(found.prefix { $0.hi < instant })
    }

    func remove(through chunk: Int64) throws {
        deleteChunks.bind(1, chunk)
        try deleteChunks.run()
    }
}
