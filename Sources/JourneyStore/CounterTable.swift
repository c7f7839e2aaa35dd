import JourneyModel

/// The table `counter`. What is counted waits in memory for the commit.
final class CounterTable {
    private var added: [Counter: Int64] = [:]
    /// What is written of those that were counted since the store was opened: nobody else writes them.
    private var written: [Counter: Int64] = [:]
    private let read: Statement
    private let value: Statement
    private let write: Write
    private static let columns = "journey, step, metric, value, sum"

    init(_ database: Database) throws {
        read = try database.prepare("SELECT \(Self.columns) FROM counter", doing: "reading counters")
        value = try database.prepare(
            "SELECT \(Self.columns) FROM counter WHERE journey = ? AND step = ? AND metric = ?", doing: "reading a counter")
        write = try database.prepareSummedWrite("INSERT OR REPLACE INTO counter VALUES (?, ?, ?, ?, ?)", doing: "writing a counter")
    }

    func load() {
        added.removeAll(keepingCapacity: true)
        written.removeAll(keepingCapacity: true)
    }

    func count(_ counter: Counter, by amount: Int64) { Self.add(amount, to: &added[counter, default: 0]) }

    static func add(_ amount: Int64, to total: inout Int64) { total = sum(total, amount) }

    /// Counters stop at the ends of their range.
    static func sum(_ a: Int64, _ b: Int64) -> Int64 {
        let (sum, overflow) = a.addingReportingOverflow(b)
        return overflow ? (b > 0 ? .max : .min) : sum
    }

    func all() throws -> [Counter: Int64] {
        var counters = added
        try read.forEach { row in
            let counter = Counter(journey: row.text(0), step: row.text(1), metric: row.text(2))
            counters[counter] = Self.sum(try Self.value(row), counters[counter] ?? 0)
        }
        return counters
    }

    func flush() throws {
        for (counter, amount) in added {
            let total = Self.sum(try written[counter] ?? read(counter), amount)
            write.bind(1, text: counter.journey)
            write.bind(2, text: counter.step)
            write.bind(3, text: counter.metric)
            write.bind(4, total)
            write.bindSum(5)
            try write.run()
            written[counter] = total
        }
        added.removeAll(keepingCapacity: true)
    }

    private static func value(_ row: Statement) throws -> Int64 {
        try row.checkSum(4, "the counter `\(row.text(2))` of journey `\(row.text(0))`")
        return row.integer(3)
    }

    private func read(_ counter: Counter) throws -> Int64 {
        value.bind(1, text: counter.journey)
        value.bind(2, text: counter.step)
        value.bind(3, text: counter.metric)
        return try value.first { try Self.value($0) } ?? 0
    }
}
