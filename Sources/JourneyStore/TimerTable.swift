import JourneyModel

/// The table `timer`. A transaction's additions wait in memory for its commit: one added and removed in it never touches the
/// table.
final class TimerTable {
    /// What a transaction makes of the table.
    private struct Changes {
        var added = TimerList()
        /// Rows up to here are gone, but for those added since.
        var removedThrough: StoredTimer.Key?
        /// Of the transaction.
        var number = 0
    }

    private var changes = Changes()
    /// Those of transactions that may not be durable, in their order.
    private var before: [Changes] = []
    private let transactions: Transactions?

    private let write: Write
    private let delete: Write
    private let deleteOne: Statement
    private let fromStart: Reading
    private let fromKey: Reading

    init(_ database: Database, _ reader: Database?) throws {
        transactions = database.transactions
        write = try database.prepareSummedWrite("INSERT OR REPLACE INTO timer VALUES (?, ?, ?, ?)", doing: "adding a timer")
        delete = try database.prepareWrite("DELETE FROM timer WHERE (due, number) <= (?, ?)", doing: "removing timers")
        deleteOne = try database.prepare("DELETE FROM timer WHERE due = ? AND number = ?", doing: "removing a timer")
        fromStart = try Reading(
            database, reader, "SELECT due, number, customer, sum FROM timer ORDER BY due, number LIMIT ?", doing: "reading timers")
        fromKey = try Reading(
            database, reader, "SELECT due, number, customer, sum FROM timer WHERE (due, number) > (?, ?) ORDER BY due, number LIMIT ?",
            doing: "reading timers")
    }

    func load() {
        changes = Changes()
        before = []
    }

    func add(_ timer: StoredTimer) { changes.added.insert(timer) }

    func removeThrough(_ key: StoredTimer.Key) {
        changes.added.removeThrough(key)
        changes.removedThrough = changes.removedThrough.map { max($0, key) } ?? key
    }

    func remove(_ key: StoredTimer.Key) throws {
        changes.added.remove(key)
        deleteOne.bind(1, key.due.microseconds)
        deleteOne.bind(2, Int64(bitPattern: key.number))
        try deleteOne.run()
    }

    func first(_ limit: Int, after key: StoredTimer.Key?) throws -> [StoredTimer] {
        guard limit > 0 else { return [] }
        forgetDurable()
        // Behind what each transaction removed stands what it and later ones added.
        let layers = before + [changes]
        let start = layers.reduce(key) { Self.later($0, $1.removedThrough) }
        var stored: [StoredTimer] = []
        let statement = (start == nil ? fromStart : fromKey).newest
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
        for (place, layer) in layers.enumerated() where !layer.added.isEmpty {
            let after = layers[(place + 1)...].reduce(key) { Self.later($0, $1.removedThrough) }
            stored = merge(stored, layer.added.first(limit, after: after), limit)
        }
        return stored
    }

    private static func later(_ a: StoredTimer.Key?, _ b: StoredTimer.Key?) -> StoredTimer.Key? {
        guard let a, let b else { return a ?? b }
        return max(a, b)
    }

    private func forgetDurable() {
        guard !before.isEmpty, let transactions else { return before = [] }
        // What SQLite has the open transaction of shows everything.
        if transactions.isBegun { before = [] }
        before.removeAll { transactions.isDurable($0.number) }
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
        if let through = changes.removedThrough {
            delete.bind(1, through.due.microseconds)
            delete.bind(2, Int64(bitPattern: through.number))
            try delete.run()
        }
        try changes.added.forEach { timer in
            write.bind(1, timer.key.due.microseconds)
            write.bind(2, Int64(bitPattern: timer.key.number))
            write.bind(3, Int64(bitPattern: timer.customer))
            write.bindSum(4)
            try write.run()
        }
        changes.number = transactions?.number ?? 0
        forgetDurable()
        if changes.removedThrough != nil || !changes.added.isEmpty { before.append(changes) }
        changes = Changes()
    }
}
