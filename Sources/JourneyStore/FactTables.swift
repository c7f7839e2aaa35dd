import JourneyModel

/// The table `meta`, one row: the clock, the next number, and how far the indexes are folded.
final class MetaTable {
    struct Content: Equatable {
        var progress = Progress()
        var foldedChunk: Int64 = 0
        var foldedMessage: Int64 = 0
    }

    private(set) var salt: [UInt8] = []
    var content = Content()
    private var written = Content()
    private let read: Statement
    private let write: Statement

    init(_ database: Database) throws {
        read = try database.prepare("SELECT salt, clock, next_number, folded_chunk, folded_message FROM meta", doing: "reading the store")
        write = try database.prepare(
            "UPDATE meta SET clock = ?, next_number = ?, folded_chunk = ?, folded_message = ?", doing: "writing the clock")
    }

    func load() throws {
        let found: Void? = try read.first { row in
            salt = row.bytes(0)
            content = Content(
                progress: Progress(clock: Timestamp(microseconds: row.integer(1)), nextNumber: UInt64(bitPattern: row.integer(2))),
                foldedChunk: row.integer(3), foldedMessage: row.integer(4))
            written = content
        }
        guard found != nil, salt.count == 16 else { throw StoreError.damaged("the store has no salt") }
    }

    func flush() throws {
        guard content != written else { return }
        write.bind(1, content.progress.clock.microseconds)
        write.bind(2, Int64(bitPattern: content.progress.nextNumber))
        write.bind(3, content.foldedChunk)
        write.bind(4, content.foldedMessage)
        try write.run()
        written = content
    }
}

/// The table `name`: what the numbers in packed records stand for.
final class NameRows {
    let table = NameTable()
    private var written = 0
    private let read: Statement
    private let write: Statement

    init(_ database: Database) throws {
        read = try database.prepare("SELECT number, text FROM name ORDER BY number", doing: "reading names")
        write = try database.prepare("INSERT INTO name VALUES (?, ?)", doing: "writing a name")
    }

    /// Names numbered since the last commit stay numbered: nothing durable refers to them yet, and the next commit writes them.
    func load() throws {
        written = 0
        try read.forEach { row in
            guard row.integer(0) == written, table.number(row.text(1)) == UInt32(written) else {
                throw StoreError.damaged("the names of the store are not numbered one after another")
            }
            written += 1
        }
    }

    func flush() throws {
        while written < table.count {
            write.bind(1, written)
            write.bind(2, text: table[UInt32(written)])
            try write.run()
            written += 1
        }
    }
}

/// The table `source`: how far each source has been read.
final class SourceTable {
    private let read: Statement
    private let readAll: Statement
    private let write: Statement

    init(_ database: Database) throws {
        readAll = try database.prepare("SELECT name, identity, offset FROM source ORDER BY name", doing: "reading the sources")
        read = try database.prepare("SELECT identity, offset FROM source WHERE name = ?", doing: "reading a source's position")
        write = try database.prepare("INSERT OR REPLACE INTO source VALUES (?, ?, ?)", doing: "writing a source's position")
    }

    func position(of source: String) throws -> SourcePosition? {
        read.bind(1, text: source)
        return try read.first { SourcePosition(identity: $0.text(0), offset: UInt64(bitPattern: $0.integer(1))) }
    }

    func all() throws -> [(source: String, position: SourcePosition)] {
        var found: [(source: String, position: SourcePosition)] = []
        try readAll.forEach {
            let position = SourcePosition(identity: $0.text(1), offset: UInt64(bitPattern: $0.integer(2)))
            found.append(($0.text(0), position))
        }
        return found
    }

    func set(_ position: SourcePosition, of source: String) throws {
        write.bind(1, text: source)
        write.bind(2, text: position.identity)
        write.bind(3, Int64(bitPattern: position.offset))
        try write.run()
    }
}

/// The table `counter`. What is counted waits in memory for the commit.
final class CounterTable {
    private var added: [Counter: Int64] = [:]
    private let read: Statement
    private let value: Statement
    private let write: Statement

    init(_ database: Database) throws {
        read = try database.prepare("SELECT journey, step, metric, value FROM counter", doing: "reading counters")
        value = try database.prepare(
            "SELECT value FROM counter WHERE journey = ? AND step = ? AND metric = ?", doing: "reading a counter")
        write = try database.prepare("INSERT OR REPLACE INTO counter VALUES (?, ?, ?, ?)", doing: "writing a counter")
    }

    func load() { added.removeAll(keepingCapacity: true) }

    func count(_ counter: Counter, by amount: Int64) { added[counter] = Self.sum(added[counter] ?? 0, amount) }

    /// Counters stop at the ends of their range.
    static func sum(_ a: Int64, _ b: Int64) -> Int64 {
        let (sum, overflow) = a.addingReportingOverflow(b)
        return overflow ? (b > 0 ? .max : .min) : sum
    }

    func all() throws -> [Counter: Int64] {
        var counters = added
        try read.forEach { row in
            let counter = Counter(journey: row.text(0), step: row.text(1), metric: row.text(2))
            counters[counter] = Self.sum(row.integer(3), counters[counter] ?? 0)
        }
        return counters
    }

    func flush() throws {
        for (counter, amount) in added {
            bind(counter, to: value)
            let old = try value.first { $0.integer(0) } ?? 0
            bind(counter, to: write)
            write.bind(4, Self.sum(old, amount))
            try write.run()
        }
        load()
    }

    private func bind(_ counter: Counter, to statement: Statement) {
        statement.bind(1, text: counter.journey)
        statement.bind(2, text: counter.step)
        statement.bind(3, text: counter.metric)
    }
}

/// The table `version`: the machines that customers are or were in.
final class VersionTable {
    private let read: Statement
    private let write: Statement
    private let mark: Statement

    init(_ database: Database) throws {
        read = try database.prepare(
            "SELECT number, journey, hash, deployed_at, machine, is_current FROM version ORDER BY number", doing: "reading versions")
        write = try database.prepare("INSERT OR REPLACE INTO version VALUES (?, ?, ?, ?, ?, ?)", doing: "adding a version")
        mark = try database.prepare("UPDATE version SET is_current = ? WHERE number = ?", doing: "marking a version")
    }

    func all() throws -> [StoredVersion] {
        var versions: [StoredVersion] = []
        try read.forEach { row in
            versions.append(
                StoredVersion(
                    number: UInt32(truncatingIfNeeded: row.integer(0)), journey: row.text(1), hash: row.text(2),
                    deployedAt: Timestamp(microseconds: row.integer(3)), machine: row.bytes(4), isCurrent: row.integer(5) != 0))
        }
        return versions
    }

    func add(_ version: StoredVersion) throws {
        write.bind(1, Int64(version.number))
        write.bind(2, text: version.journey)
        write.bind(3, text: version.hash)
        write.bind(4, version.deployedAt.microseconds)
        write.bind(5, bytes: version.machine)
        write.bind(6, version.isCurrent ? 1 : 0)
        try write.run()
    }

    func setCurrent(_ current: Bool, version number: UInt32) throws {
        mark.bind(1, current ? 1 : 0)
        mark.bind(2, Int64(number))
        try mark.run()
    }
}

/// The table `inbox`: lines that `ingest` put in and the scheduler has not taken yet.
final class InboxTable {
    private let insert: Statement
    private let read: Statement
    private let delete: Statement
    private let size: Statement

    init(_ database: Database) throws {
        size = try database.prepare("SELECT count(*) FROM inbox", doing: "counting the inbox")
        insert = try database.prepare("INSERT INTO inbox(line) VALUES (?)", doing: "putting a line into the inbox")
        read = try database.prepare("SELECT row, line FROM inbox WHERE row > ? ORDER BY row LIMIT ?", doing: "reading the inbox")
        delete = try database.prepare("DELETE FROM inbox WHERE row <= ?", doing: "emptying the inbox")
    }

    func put(_ lines: [[UInt8]]) throws {
        for line in lines {
            try line.withUnsafeBytes {
                insert.bind(1, borrowed: $0)
                try insert.run()
            }
        }
    }

    func lines(after row: Int64, limit: Int) throws -> [(row: Int64, line: [UInt8])] {
        read.bind(1, row)
        read.bind(2, limit)
        var lines: [(row: Int64, line: [UInt8])] = []
        try read.forEach { lines.append(($0.integer(0), $0.bytes(1))) }
        return lines
    }

    func count() throws -> Int { try size.first { Int($0.integer(0)) } ?? 0 }

    func remove(through row: Int64) throws {
        delete.bind(1, row)
        try delete.run()
    }
}
