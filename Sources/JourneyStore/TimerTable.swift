import JourneyModel

/// The table `timer`. A transaction's additions wait in memory for its commit: one added and removed in it never touches the
/// table.
final class TimerTable {
    private var added = TimerList()
    /// Rows up to here are gone once the transaction commits.
    private var removedThrough: StoredTimer.Key?

    private let write: Write
    private let delete: Write
    private let deleteOne: Statement
    private let fromStart: Statement
    private let fromKey: Statement

    init(_ database: Database) throws {
        write = try database.prepareSummedWrite("INSERT OR REPLACE INTO timer VALUES (?, ?, ?, ?)", doing: "adding a timer")
        delete = try database.prepareWrite("DELETE FROM timer WHERE (due, number) <= (?, ?)", doing: "removing timers")
        deleteOne = try database.prepare("DELETE FROM timer WHERE due = ? AND number = ?", doing: "removing a timer")
        fromStart = try database.prepare(
            "SELECT due, number, customer, sum FROM timer ORDER BY due, number LIMIT ?", doing: "reading timers")
        fromKey = try database.prepare(
            "SELECT due, number, customer, sum FROM timer WHERE (due, number) > (?, ?) ORDER BY due, number LIMIT ?",
            doing: "reading timers")
    }

    func load() {
        added.removeAll()
        removedThrough = nil
    }

    func add(_ timer: StoredTimer) { added.insert(timer) }

    func removeThrough(_ key: StoredTimer.Key) {
        added.removeThrough(key)
        removedThrough = removedThrough.map { max($0, key) } ?? key
    }

    func remove(_ key: StoredTimer.Key) throws {
        added.remove(key)
        deleteOne.bind(1, key.due.microseconds)
        deleteOne.bind(2, Int64(bitPattern: key.number))
        try deleteOne.run()
    }

    func first(_ limit: Int, after key: StoredTimer.Key?) throws -> [StoredTimer] {
        guard limit > 0 else { return [] }
        let start = [key, removedThrough].compactMap { $0 }.max()
        var stored: [StoredTimer] = []
        let statement = start == nil ? fromStart : fromKey
        if let start {
            statement.bind(1, start.due.microseconds)
            statement.bind(2, Int64(bitPattern: start.number))
            statement.bind(3, limit)
        } else {
            statement.bind(1, limit)
        }
        try statement.forEach { row in
            try row.checkSum(3, "the timer \(row.integer(1)), due at \(Timestamp(microseconds: row.integer(0)).rfc3339),")
            stored.append(
                StoredTimer(
                    key: .init(due: Timestamp(microseconds: row.integer(0)), number: UInt64(bitPattern: row.integer(1))),
                    customer: UInt64(bitPattern: row.integer(2))))
        }
        return added.isEmpty ? stored : merge(stored, added.first(limit, after: key), limit)
    }

    /// A timer added anew stands for the row with its key.
    private func merge(_ stored: [StoredTimer], _ added: [StoredTimer], _ limit: Int) -> [StoredTimer] {
        var merged: [StoredTimer] = []
        var i = 0
        var j = 0
        while merged.count < limit, i < stored.count || j < added.count {
            if j == added.count || (i < stored.count && stored[i].key < added[j].key) {
                merged.append(stored[i])
                i += 1
            } else {
                if i < stored.count, stored[i].key == added[j].key { i += 1 }
                merged.append(added[j])
                j += 1
            }
        }
        return merged
    }

    /// Writes what the transaction did.
    func flush() throws {
        if let through = removedThrough {
            delete.bind(1, through.due.microseconds)
            delete.bind(2, Int64(bitPattern: through.number))
            try delete.run()
        }
        try added.forEach { timer in
            write.bind(1, timer.key.due.microseconds)
            write.bind(2, Int64(bitPattern: timer.key.number))
            write.bind(3, Int64(bitPattern: timer.customer))
            write.bindSum(4)
            try write.run()
        }
        load()
    }
}
