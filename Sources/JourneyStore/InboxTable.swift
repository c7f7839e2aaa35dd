/// The table `inbox`: lines that `ingest` put in and the scheduler has not taken yet.
final class InboxTable {
    private let insert: Statement
    private let read: Reading
    private let delete: Statement
    private let size: Statement

    init(_ database: Database, _ reader: Database?) throws {
        size = try database.prepare("SELECT count(*) FROM inbox", doing: "counting the inbox")
        insert = try database.prepare("INSERT INTO inbox(line, sum) VALUES (?1, row_sum(?1))", doing: "putting a line into the inbox")
        read = try Reading(
            database, reader, "SELECT line, sum, row FROM inbox WHERE row > ? ORDER BY row LIMIT ?", doing: "reading the inbox")
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
        // Its owner's writes are all SQLite's at once.
        let read = read.newest
        read.bind(1, row)
        read.bind(2, limit)
        var lines: [(row: Int64, line: [UInt8])] = []
        try read.forEach { row in
            try row.checkSum(1, "line \(row.integer(2)) of the inbox")
            lines.append((row.integer(2), row.bytes(0)))
        }
        return lines
    }

    func count() throws -> Int { try size.first { Int($0.integer(0)) } ?? 0 }

    func remove(through row: Int64) throws {
        delete.bind(1, row)
        try delete.run()
    }
}
