import JourneyModel

extension SQLiteStore {
    /// Holds every row of the store against the checksum that it keeps.
    public func inspectSums(_ fault: (StoreFault) -> Void) throws {
        for table in Schema.summed {
            let columns = try sumColumns(of: table)
            let statement = try database.prepare(
                "SELECT \(columns.joined(separator: ", ")), sum\(table == "log" ? "" : ", " + Self.label(table)) FROM \(table)",
                doing: "reading the table `\(table)`")
            let count = Int32(columns.count)
            try statement.forEach { row in
                guard !row.agreesWithSum(count) else { return }
                fault(.init(.altered, table == "log" ? Self.chunk(row) : "`\(row.text(count + 1))` in the table `\(table)`"))
            }
        }
    }

    /// How many rows have no checksum: they were last written before schema 10.
    public func rowsWithoutSums() throws -> Int64 {
        try Schema.summed.reduce(0) {
            $0 + (try database.integer("SELECT count(*) FROM \($1) WHERE sum IS NULL", doing: "reading the table `\($1)`"))
        }
    }

    /// Numbers that SQLite gives while it writes are no part of a sum.
    private func sumColumns(of table: String) throws -> [String] {
        let statement = try database.prepare(
            "SELECT name FROM pragma_table_info(?) WHERE name <> 'sum' AND name <> ? ORDER BY cid", doing: "reading the table `\(table)`")
        statement.bind(1, text: table)
        statement.bind(2, text: Schema.givenNumbers[table] ?? "")
        var columns: [String] = []
        try statement.forEach { columns.append($0.text(0)) }
        return columns
    }

    /// What tells people which row it is.
    private static func label(_ table: String) -> String {
        switch table {
        case "source", "setting": "name"
        case "counter": "journey || '/' || step || '/' || metric"
        case "pool": "coupon"
        case "code": "coupon || ' ' || place"
        case "refused_merge": "customer || ' ' || other"
        case "timer": "number"
        case "version": "journey || ' ' || number"
        case "customer": "printf('%x', key)"
        default: "rowid"
        }
    }

    private static func chunk(_ row: Statement) -> String {
        let (from, to) = (Timestamp(microseconds: row.integer(2)), Timestamp(microseconds: row.integer(3)))
        return "chunk \(row.integer(0)) of the log: \(row.integer(1)) events and decisions from \(from.rfc3339) to \(to.rfc3339)"
    }
}
