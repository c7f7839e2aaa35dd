import JourneyModel

/// The table `command`: what operators asked for, what became of it, and so the audit log.
final class CommandTable {
    private let insert: Statement
    private let read: Statement
    private let readOpen: Reading
    private let close: Statement

    private static let columns = "at, operator, verb, arguments, status, finished_at, result, sum, number"

    init(_ database: Database, _ reader: Database?) throws {
        insert = try database.prepareSummed(
            """
            INSERT INTO command(at, operator, verb, arguments, status, finished_at, result, sum) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            RETURNING number
            """,
            doing: "noting a command")
        read = try database.prepare(
            "SELECT \(Self.columns) FROM command WHERE number > ? ORDER BY number LIMIT ?", doing: "reading commands")
        readOpen = try Reading(
            database, reader, "SELECT \(Self.columns) FROM command INDEXED BY command_open WHERE status = 0 ORDER BY number LIMIT ?", doing: "reading commands")
        close = try database.prepare(
            """
            UPDATE command SET status = ?2, finished_at = ?3, result = ?4, sum = row_sum(at, operator, verb, arguments, ?2, ?3, ?4)
            WHERE number = ?1
            """, doing: "finishing a command")
    }

    func put(_ command: StoredCommand) throws -> Int64 {
        insert.bind(1, command.at.microseconds)
        insert.bind(2, text: command.operatorName)
        insert.bind(3, text: command.verb)
        insert.bind(4, text: command.arguments)
        insert.bind(5, command.status.rawValue)
        if let finishedAt = command.finishedAt { insert.bind(6, finishedAt.microseconds) } else { insert.bindNull(6) }
        insert.bind(7, text: command.result)
        insert.bindSum(8)
        return try insert.first { $0.integer(0) } ?? 0
    }

    func all(after number: Int64, limit: Int) throws -> [StoredCommand] {
        read.bind(1, number)
        read.bind(2, limit)
        return try Self.commands(read)
    }

    func open(limit: Int) throws -> [StoredCommand] {
        // Its owner's writes are all SQLite's at once.
        let open = readOpen.newest
        open.bind(1, limit)
        return try Self.commands(open)
    }

    func finish(_ command: StoredCommand) throws {
        close.bind(1, command.number)
        close.bind(2, command.status.rawValue)
        close.bind(3, (command.finishedAt ?? command.at).microseconds)
        close.bind(4, text: command.result)
        try close.run()
    }

    private static func commands(_ statement: Statement) throws -> [StoredCommand] {
        var found: [StoredCommand] = []
        try statement.forEach { row in
            try row.checkSum(7, "command \(row.integer(8))")
            guard let status = StoredCommand.Status(rawValue: Int(row.integer(4))) else {
                throw StoreError.damaged("command \(row.integer(8)) has the unknown status \(row.integer(4))")
            }
            found.append(
                StoredCommand(
                    number: row.integer(8), at: Timestamp(microseconds: row.integer(0)), operatorName: row.text(1), verb: row.text(2),
                    arguments: row.text(3), status: status,
                    finishedAt: row.isNull(5) ? nil : Timestamp(microseconds: row.integer(5)), result: row.text(6)))
        }
        return found
    }
}
