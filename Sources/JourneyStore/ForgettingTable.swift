import JourneyModel

/// The tables `refused_merge`, `forgotten` and `forgetting`: who could not be joined, who was forgotten, and what is still to be erased.
final class ForgettingTable {
    /// An erasure under way.
    struct Job {
        var number: Int64
        var forgetting: Forgetting
        /// Others whose records may name the person.
        var partners: [String]
        /// Everything to be erased stands in chunks up to this one; those up to `chunk` are done.
        var lastChunk: Int64
        var chunk: Int64
        /// The same of redo rows.
        var lastRedo: Int64
        var redo: Int64
    }

    /// The oldest first.
    private(set) var jobs: [Job] = []

    private let noteRefused: Statement
    private let deleteRefused: Statement
    private let listRefused: Statement
    private let partnersOf: Statement
    private let note: Statement
    private let list: Statement
    private let letGo: Statement
    private let begin: Statement
    private let readJobs: Statement
    private let progress: Statement
    private let end: Statement
    private let maskCommands: Statement
    private let database: Database

    init(_ database: Database) throws {
        self.database = database
        noteRefused = try database.prepare(
            """
            INSERT INTO refused_merge VALUES (?1, ?2, ?3, 1, ?4, row_sum(?1, ?2, ?3, 1, ?4))
            ON CONFLICT DO UPDATE SET
              at = excluded.at, n = n + 1, reason = excluded.reason, sum = row_sum(customer, other, excluded.at, n + 1, excluded.reason)
            """, doing: "noting a refused merge")
        deleteRefused = try database.prepare(
            "DELETE FROM refused_merge WHERE (customer = ?1 OR other = ?1) AND (?2 IS NULL OR customer = ?2 OR other = ?2)",
            doing: "deleting a refused merge")
        listRefused = try database.prepare(
            "SELECT customer, other, at, n, reason, sum FROM refused_merge ORDER BY at DESC, customer, other LIMIT ?",
            doing: "reading refused merges")
        partnersOf = try database.prepare(
            "SELECT other FROM refused_merge WHERE customer = ?1 UNION SELECT customer FROM refused_merge WHERE other = ?1",
            doing: "reading refused merges")
        note = try database.prepareSummed("INSERT OR REPLACE INTO forgotten VALUES (?, ?, ?)", doing: "forgetting a person")
        list = try database.prepare("SELECT key, at, sum FROM forgotten ORDER BY key", doing: "reading who was forgotten")
        letGo = try database.prepare(
            "DELETE FROM forgotten WHERE key IN (SELECT key FROM forgotten WHERE at <= ? LIMIT ?)", doing: "letting go of who was forgotten")
        begin = try database.prepare(
            """
            INSERT INTO forgetting(ids, partners, keys, at, last_chunk, chunk, last_redo, redo, sum)
            VALUES (?1, ?2, ?3, ?4, ?5, 0, ?6, 0, row_sum(?1, ?2, ?3, ?4, ?5, 0, ?6, 0)) RETURNING number
            """,
            doing: "forgetting a person")
        readJobs = try database.prepare(
            "SELECT ids, partners, keys, at, last_chunk, chunk, last_redo, redo, sum, number FROM forgetting ORDER BY number",
            doing: "reading what is to be forgotten")
        progress = try database.prepare(
            """
            UPDATE forgetting SET chunk = ?2, redo = ?3, sum = row_sum(ids, partners, keys, at, last_chunk, ?2, last_redo, ?3)
            WHERE number = ?1
            """, doing: "forgetting a person")
        end = try database.prepare("DELETE FROM forgetting WHERE number = ?", doing: "forgetting a person")
        maskCommands = try database.prepare(
            """
            UPDATE command SET
              arguments = replace(arguments, ?1, ?2), result = replace(result, ?3, ?4),
              sum = row_sum(at, operator, verb, replace(arguments, ?1, ?2), status, finished_at, replace(result, ?3, ?4))
            WHERE instr(arguments, ?1) > 0 OR instr(result, ?3) > 0
            """, doing: "forgetting a person")
    }

    func load() throws {
        jobs = []
        try readJobs.forEach { row in
            try row.checkSum(8, "an erasure under way")
            let keys = row.withBytes(2) { bytes in
                stride(from: 0, to: bytes.count - 7, by: 8).map {
                    UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: $0, as: UInt64.self))
                }
            }
            jobs.append(
                Job(
                    number: row.integer(9),
                    forgetting: Forgetting(ids: TextList.decode(row.text(0)), keys: keys, at: Timestamp(microseconds: row.integer(3))),
                    partners: TextList.decode(row.text(1)), lastChunk: row.integer(4), chunk: row.integer(5), lastRedo: row.integer(6),
                    redo: row.integer(7)))
        }
    }

    // MARK: Refused merges

    func note(_ refused: RefusedMerge) throws {
        // A pair is one row, whoever named whom.
        let isInOrder = refused.customer.utf8.lexicographicallyPrecedes(refused.other.utf8)
        noteRefused.bind(1, text: isInOrder ? refused.customer : refused.other)
        noteRefused.bind(2, text: isInOrder ? refused.other : refused.customer)
        noteRefused.bind(3, refused.at.microseconds)
        noteRefused.bind(4, text: refused.reason)
        try noteRefused.run()
    }

    /// Those of which both are among the ids: they were joined after all.
    func removeRefused(among ids: [String]) throws {
        for (index, id) in ids.enumerated() {
            for other in ids[(index + 1)...] {
                deleteRefused.bind(1, text: id)
                deleteRefused.bind(2, text: other)
                try deleteRefused.run()
            }
        }
    }

    func refused(limit: Int) throws -> [RefusedMerge] {
        listRefused.bind(1, limit)
        var found: [RefusedMerge] = []
        try listRefused.forEach { row in
            try row.checkSum(5, "the ids `\(row.text(0))` and `\(row.text(1))` that could not be joined")
            found.append(
                RefusedMerge(
                    at: Timestamp(microseconds: row.integer(2)), customer: row.text(0), other: row.text(1), reason: row.text(4),
                    count: Int(row.integer(3))))
        }
        return found
    }

    // MARK: Forgetting

    func begin(_ forgetting: Forgetting, lastChunk: Int64, lastRedo: Int64) throws {
        var partners: Set<String> = []
        for id in forgetting.ids {
            partnersOf.bind(1, text: id)
            try partnersOf.forEach { partners.insert($0.text(0)) }
            deleteRefused.bind(1, text: id)
            deleteRefused.bindNull(2)
            try deleteRefused.run()
            try mask(id)
        }
        for key in forgetting.keys {
            note.bind(1, Int64(bitPattern: key))
            note.bind(2, forgetting.at.microseconds)
            note.bindSum(3)
            try note.run()
        }
        let others = partners.subtracting(forgetting.ids).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        var keys: [UInt8] = []
        for key in forgetting.keys { withUnsafeBytes(of: key.littleEndian) { keys.append(contentsOf: $0) } }
        begin.bind(1, text: TextList.encode(forgetting.ids))
        begin.bind(2, text: TextList.encode(others))
        begin.bind(3, bytes: keys)
        begin.bind(4, forgetting.at.microseconds)
        begin.bind(5, lastChunk)
        begin.bind(6, lastRedo)
        let number = try begin.first { $0.integer(0) } ?? 0
        jobs.append(
            Job(number: number, forgetting: forgetting, partners: others, lastChunk: lastChunk, chunk: 0, lastRedo: lastRedo, redo: 0))
    }

    /// What operators asked for stays on record without the id.
    private func mask(_ id: String) throws {
        let masked = "(forgotten)"
        maskCommands.bind(1, text: JSONText.quoted(id))
        maskCommands.bind(2, text: JSONText.quoted(masked))
        maskCommands.bind(3, text: "`\(id)`")
        maskCommands.bind(4, text: "`\(masked)`")
        try maskCommands.run()
    }

    func write(_ job: Job) throws {
        progress.bind(1, job.number)
        progress.bind(2, job.chunk)
        progress.bind(3, job.redo)
        try progress.run()
        if let index = jobs.firstIndex(where: { $0.number == job.number }) { jobs[index] = job }
    }

    func finish(_ job: Job) throws {
        end.bind(1, job.number)
        try end.run()
        jobs.removeAll { $0.number == job.number }
    }

    /// Of those who were forgotten at an instant or before it nothing more needs to be known where older events are refused for everybody.
    /// Gives how many rows went.
    func letGo(through instant: Timestamp, limit: Int) throws -> Int {
        letGo.bind(1, instant.microseconds)
        letGo.bind(2, limit)
        try letGo.run()
        return database.changes
    }

    func forgotten() throws -> [(key: UInt64, at: Timestamp)] {
        var found: [(key: UInt64, at: Timestamp)] = []
        try list.forEach { row in
            try row.checkSum(2, "the note of a person forgotten")
            found.append((UInt64(bitPattern: row.integer(0)), Timestamp(microseconds: row.integer(1))))
        }
        return found
    }
}
