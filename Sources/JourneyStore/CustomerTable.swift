import JourneyModel

/// The tables `customer` and `redo`: the latest state of every customer.
///
/// A state put is kept in memory and written to `redo`, one run of bytes a commit; `customer` is written only by folds, many
/// rows in the order of their keys at once. Redo rows hold complete states, so that reading them twice does no harm.
final class CustomerTable {
    /// Bytes a redo row, about.
    private static let redoRow = 1 << 20
    /// Bytes of redo rows, after which states are folded so that opening stays quick.
    private static let redoLimit = 48 << 20
    private static let redoRowsAtOnce: Int64 = 32

    /// States newer than their rows, since the last fold began.
    private var dirty = StateTable()
    /// States that a fold is writing, or has written: then they stay, as what a read finds without asking the table.
    private var frozen = StateTable()
    /// The keys of `frozen` that are still to be written.
    private var unwritten: EntryRun?
    /// Redo rows up to here go when all of `frozen` is written.
    private var foldedRedo: Int64?
    /// The transaction in which the last fold ended.
    private var foldedIn = 0
    /// Keys put since `begin`, perhaps several times.
    private var touched: [UInt64] = []
    /// There are no redo rows before it.
    private var firstRedo: Int64 = 1
    private var nextRedo: Int64 = 1
    private var redoBytes = 0
    private var isEmpty = true
    private let foldEvery: Int

    private let ahead: StatesAhead
    private let transactions: Transactions?
    private let read: Reading
    private let write: Write
    private let delete: Write
    private let writeRedo: Write
    private let readRedo: Statement
    private let deleteRedo: Write
    private let redoSlice: Statement
    private let changeRedo: Statement
    private let change: Statement
    private let all: Statement
    private let next: Statement
    private let any: Statement

    /// - Parameter path: of the database, where states may be read ahead beside its owner.
    init(_ database: Database, _ reader: Database?, foldEvery: Int, path: String?) throws {
        self.foldEvery = foldEvery
        transactions = database.transactions
        ahead = try StatesAhead(database, path: path)
        read = try Reading(database, reader, "SELECT key, state, sum FROM customer WHERE key = ?", doing: "reading a customer")
        write = try database.prepareSummedWrite("INSERT OR REPLACE INTO customer VALUES (?, ?, ?)", doing: "writing a customer")
        delete = try database.prepareWrite("DELETE FROM customer WHERE key = ?", doing: "writing a customer")
        writeRedo = try database.prepareSummedWrite("INSERT INTO redo VALUES (?, ?, ?)", doing: "writing states")
        readRedo = try database.prepare("SELECT seq, data, sum FROM redo ORDER BY seq", doing: "reading states")
        deleteRedo = try database.prepareWrite("DELETE FROM redo WHERE seq <= ?", doing: "deleting folded states")
        redoSlice = try database.prepare(
            "SELECT seq, data, sum FROM redo WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?", doing: "reading states")
        changeRedo = try database.prepareSummed("UPDATE redo SET data = ?2, sum = ?3 WHERE seq = ?1", doing: "writing states")
        change = try database.prepareSummed("UPDATE customer SET state = ?2, sum = ?3 WHERE key = ?1", doing: "writing a customer")
        all = try database.prepare("SELECT key, state, sum FROM customer ORDER BY key", doing: "reading customers")
        next = try database.prepare(
            "SELECT key, state, sum FROM customer WHERE key > ? ORDER BY key LIMIT ?", doing: "reading customers")
        any = try database.prepare("SELECT 1 FROM customer LIMIT 1", doing: "reading customers")
        ahead.isNewer = { [unowned self] in dirty.contains($0) || frozen.contains($0) }
    }

    /// Rows are ordered as signed numbers, keys are not signed.
    static func row(_ key: UInt64) -> Int64 { Int64(bitPattern: key ^ 1 << 63) }
    static func key(_ row: Int64) -> UInt64 { UInt64(bitPattern: row) ^ 1 << 63 }

    func load() throws {
        dirty = StateTable()
        frozen = StateTable()
        unwritten = nil
        foldedRedo = nil
        ahead.removeAll()
        touched.removeAll(keepingCapacity: true)
        firstRedo = 1
        nextRedo = 1
        redoBytes = 0
        isEmpty = try any.first { _ in true } == nil
        try readRedo.forEach { row in
            let number = try row.count(0, "the number of a row of states")
            if nextRedo == 1 { firstRedo = number }
            nextRedo = number + 1
            try Self.checkRedo(row)
            try row.withBytes(1) { bytes in
                redoBytes += bytes.count
                var reader = PackedReader(bytes)
                while !reader.isAtEnd {
                    let key = try reader.fixed()
                    dirty.put(key, try reader.text())
                }
            }
        }
    }

    // MARK: Reading and writing

    private static func checkRedo(_ row: Statement) throws {
        try row.checkSum(2, "row \(row.integer(0)) of the customers' newest states")
    }

    static func checked(_ row: Statement) throws -> Statement {
        try row.checkSum(2, "the state of the customer with the key \(String(key(row.integer(0)), radix: 16))")
        return row
    }

    func state(_ key: UInt64) throws -> [UInt8]? {
        if let state = dirty[key] ?? frozen[key] { return state.isEmpty ? nil : state }
        guard !isEmpty else { return nil }
        if ahead.isInUse, let state = ahead.take(key) { return state }
        // Anything that may not be durable is in memory.
        let read = read.newest
        read.bind(1, Self.row(key))
        return try read.first { try Self.checked($0).bytes(1) }
    }

    /// The states of these will be asked for soon.
    func expect(_ keys: [UInt64]) throws { try ahead.expect(keys) }

    /// Lets go of what reads beside the owner.
    func stop() { ahead.stop() }

    /// Nothing is left under the key: an empty state stands for that until a fold.
    func remove(_ key: UInt64) { put(key, []) }

    func put(_ key: UInt64, _ state: [UInt8]) {
        dirty.put(key, state)
        if ahead.isInUse { ahead.drop(key) }
        touched.append(key)
    }

    /// Rows and newer states in one order of keys.
    func forEach(_ body: (UInt64, [UInt8]) throws -> Void) throws {
        let newer = Set(dirty.sortedKeys()).union(frozen.sortedKeys()).sorted()
        var next = 0
        func giveNewer(before limit: UInt64?) throws {
            while next < newer.count, limit.map({ newer[next] < $0 }) ?? true {
                if let state = dirty[newer[next]] ?? frozen[newer[next]], !state.isEmpty { try body(newer[next], state) }
                next += 1
            }
        }
        try all.forEach { row in
            let key = Self.key(row.integer(0))
            try giveNewer(before: key)
            if next < newer.count, newer[next] == key { return }
            try body(key, Self.checked(row).bytes(1))
        }
        try giveNewer(before: nil)
    }

    /// The next rows and newer states in one order of keys.
    func slice(after key: UInt64?, limit: Int) throws -> [(key: UInt64, state: [UInt8])] {
        // No row has the least key there is but by a hash of 0.
        guard limit > 0 else { return [] }
        var rows: [(key: UInt64, state: [UInt8])] = []
        if key == nil, let first = try state(0) { rows.append((0, first)) }
        next.bind(1, Self.row(key ?? 0))
        next.bind(2, limit)
        try next.forEach { row in rows.append((Self.key(row.integer(0)), try Self.checked(row).bytes(1))) }
        // Past the last row of a full slice there may be rows that were not read.
        let end = rows.count < limit ? UInt64.max : rows[rows.count - 1].key
        let newer = Set(dirty.keys(above: key ?? 0, through: end)).union(frozen.keys(above: key ?? 0, through: end))
        var merged = rows.filter { !newer.contains($0.key) }
        for key in newer { if let state = dirty[key] ?? frozen[key], !state.isEmpty { merged.append((key, state)) } }
        // Where rows are as good as gone, those behind them come up.
        if merged.count < limit, rows.count >= limit { merged += try slice(after: end, limit: limit - merged.count) }
        merged.sort { $0.key < $1.key }
        return Array(merged.prefix(limit))
    }

    // MARK: Commit

    /// Writes what the transaction put, each customer once; gives how many.
    func writeRedoRows() throws -> Int {
        guard !touched.isEmpty else { return 0 }
        touched.sort()
        var bytes: [UInt8] = []
        var previous: UInt64?
        var count = 0
        for key in touched where key != previous {
            previous = key
            count += 1
            dirty.withState(key) { state in
                withUnsafeBytes(of: key.littleEndian) { bytes.append(contentsOf: $0) }
                var rest = UInt64(state.count)
                while rest >= 0x80 {
                    bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
                    rest >>= 7
                }
                bytes.append(UInt8(truncatingIfNeeded: rest))
                bytes.append(contentsOf: state)
            }
            if bytes.count > Self.redoRow { try writeRedoRow(&bytes) }
        }
        if !bytes.isEmpty { try writeRedoRow(&bytes) }
        touched.removeAll(keepingCapacity: true)
        return count
    }

    private func writeRedoRow(_ bytes: inout [UInt8]) throws {
        writeRedo.bind(1, nextRedo)
        try bytes.withUnsafeBytes {
            writeRedo.bind(2, bytes: $0)
            writeRedo.bindSum(3)
            try writeRedo.run()
        }
        nextRedo += 1
        redoBytes += bytes.count
        bytes.removeAll(keepingCapacity: true)
    }

    // MARK: Folding

    private var wantsFold: Bool {
        foldedRedo == nil && dirty.count > 0 && (dirty.count >= foldEvery || redoBytes >= Self.redoLimit)
    }

    var hasWork: Bool { foldedRedo != nil || wantsFold }

    /// A slice of folding, after the transaction's redo rows: writes at most so many states, then lets their redo rows go.
    func work(_ rows: Int) throws {
        // What the fold before wrote is read from the table from then on.
        if wantsFold, transactions?.isDurable(foldedIn) ?? true { beginFold() }
        guard let foldedRedo else { return }
        let written = try unwritten?.take(rows) { try writeRow($0.hi) } ?? 0
        if frozen.count > 0 { isEmpty = false }
        if unwritten?.isAtEnd ?? false { unwritten = nil }
        guard unwritten == nil, written < rows else { return }
        firstRedo = min(firstRedo + Self.redoRowsAtOnce, foldedRedo + 1)
        deleteRedo.bind(1, firstRedo - 1)
        try deleteRedo.run()
        guard firstRedo > foldedRedo else { return }
        self.foldedRedo = nil
        foldedIn = transactions?.number ?? 0
    }

    private func writeRow(_ key: UInt64) throws {
        try frozen.withState(key) { state in
            let statement = state.isEmpty ? delete : write
            statement.bind(1, Self.row(key))
            if !state.isEmpty {
                statement.bind(2, bytes: state)
                statement.bindSum(3)
            }
            try statement.run()
        }
    }

    private func beginFold() {
        frozen = dirty
        dirty = StateTable(expecting: frozen.count)
        unwritten = EntryRun(frozen.entries())
        foldedRedo = nextRedo - 1
        redoBytes = 0
    }
}

// MARK: Forgetting

extension CustomerTable {
    /// The number of the last row of states: older states than those of the open transaction stand in rows up to it.
    var lastRedo: Int64 { nextRedo - 1 }

    /// Takes older states of some customers out of the redo rows of a range; newer ones stand in later rows. Gives the last row looked
    /// through, nil where the range is done.
    func purgeRedo(of keys: Set<UInt64>, after first: Int64, through last: Int64, limit: Int) throws -> Int64? {
        redoSlice.bind(1, first)
        redoSlice.bind(2, last)
        redoSlice.bind(3, limit)
        var reached: Int64?
        var count = 0
        var changed: [(row: Int64, bytes: [UInt8])] = []
        try redoSlice.forEach { row in
            reached = row.integer(0)
            count += 1
            try Self.checkRedo(row)
            if let bytes = try row.withBytes(1, { try Self.without(keys, $0) }) { changed.append((row.integer(0), bytes)) }
        }
        for (row, bytes) in changed {
            changeRedo.bind(1, row)
            changeRedo.bind(2, bytes: bytes)
            changeRedo.bindSum(3)
            try changeRedo.run()
        }
        return count < limit ? nil : reached
    }

    /// Nil where none of the customers is there.
    private static func without(_ keys: Set<UInt64>, _ row: UnsafeRawBufferPointer) throws -> [UInt8]? {
        var kept: [UInt8] = []
        var isChanged = false
        var reader = PackedReader(row)
        while !reader.isAtEnd {
            let start = reader.offset
            let key = try reader.fixed()
            _ = try reader.text()
            if keys.contains(key) {
                isChanged = true
            } else {
                kept.append(contentsOf: row[start..<reader.offset])
            }
        }
        return isChanged ? kept : nil
    }

    /// Puts the latest state of a customer wherever an older one stands or is about to be written.
    func overwrite(_ key: UInt64) throws {
        guard let state = dirty[key] ?? frozen[key] else { return }
        if frozen.contains(key) { frozen.put(key, state) }
        change.bind(1, Self.row(key))
        change.bind(2, bytes: state)
        change.bindSum(3)
        try change.run()
    }
}
