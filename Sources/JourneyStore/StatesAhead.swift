import Foundation

/// States of customers that will be asked for soon, read in the order of their keys: a burst of timers asks for them at random, which
/// costs a search of the table each.
///
/// A hint and nothing else. What is put meanwhile is taken out again; what is not here is read when it is asked for.
final class StatesAhead {
    /// Beyond so many bytes the oldest states are let go of, asked for or not.
    private static let mostBytes = 32 << 20

    /// On a thread of its own; nil: states are read at once.
    private let thread: AheadThread?
    private let reader: AheadReader
    /// There is a newer state than the row: nobody asks for the row.
    var isNewer: (UInt64) -> Bool = { _ in false }
    /// Oldest first.
    private var runs: [AheadRun] = []
    /// Wanted, and not handed to the thread yet.
    private var waiting: [UInt64] = []
    /// Keys put since the thread was handed some: what it reads of them is old.
    private var putSince: [UInt64] = []
    private var isReading = false
    /// Something is here, or on its way.
    private(set) var isInUse = false

    /// - Parameter path: of the database, for a thread; nil: the owner's connection reads.
    init(_ database: Database, path: String?) throws {
        thread = path.map(AheadThread.init)
        reader = try AheadReader(database)
    }

    deinit { thread?.stop() }

    func stop() { thread?.stop() }

    func expect(_ keys: [UInt64]) throws {
        isInUse = true
        guard thread != nil else {
            if let run = try reader.read(keys.filter { !isNewer($0) }.sorted()) { add(run) }
            return
        }
        waiting.append(contentsOf: keys)
        if isReading { takeOver() } else { handOver() }
    }

    /// A state, once; nil where it was not read ahead.
    func take(_ key: UInt64) -> [UInt8]? {
        if isReading { takeOver() }
        for (index, run) in runs.enumerated() {
            guard let state = run.take(key) else { continue }
            if run.left == 0 { runs.remove(at: index) }
            isInUse = isReading || !runs.isEmpty
            return state
        }
        return nil
    }

    /// It has a newer state.
    func drop(_ key: UInt64) {
        if isReading { putSince.append(key) }
        for run in runs { run.drop(key) }
    }

    /// Whatever is under way is not wanted any more either.
    func removeAll() {
        runs = []
        waiting = []
        putSince = []
        if isReading { thread?.giveUp() }
        isReading = false
        isInUse = false
    }

    /// Rows of which no newer state is in memory are durable: the thread's connection sees them.
    private func handOver() {
        waiting.removeAll(where: isNewer)
        guard let thread, !waiting.isEmpty else { return }
        isReading = true
        thread.read(waiting)
        waiting.removeAll(keepingCapacity: true)
    }

    private func takeOver() {
        guard let run = thread?.takeRun() else { return }
        isReading = false
        for key in putSince { run.drop(key) }
        putSince.removeAll(keepingCapacity: true)
        add(run)
        handOver()
        isInUse = isReading || !runs.isEmpty
    }

    private func add(_ run: AheadRun) {
        if run.left > 0 { runs.append(run) }
        while runs.count > 1, runs.reduce(0, { $0 + $1.byteCount }) > Self.mostBytes { runs.removeFirst() }
    }
}

/// States of some customers, one after another.
final class AheadRun: @unchecked Sendable {
    private struct Place {
        var key: UInt64
        var start: Int32
        /// -1: there is none, or no more.
        var count: Int32
    }

    private var bytes: [UInt8] = []
    private var places: [Place]
    private let shift: UInt64
    private(set) var left = 0

    /// - Parameter expected: the most states that will come.
    init(_ expected: Int) {
        var bits: UInt64 = 4
        while 1 << bits < expected + expected / 2 { bits += 1 }
        shift = 64 - bits
        places = [Place](repeating: Place(key: 0, start: -1, count: -1), count: 1 << bits)
    }

    var byteCount: Int { bytes.count }

    /// Where a key is, or would be.
    @inline(__always)
    private func place(of key: UInt64) -> Int {
        var place = Int(truncatingIfNeeded: (key &* 0x9e37_79b9_7f4a_7c15) >> shift)
        while places[place].start >= 0, places[place].key != key { place = (place + 1) & (places.count - 1) }
        return place
    }

    func add(_ key: UInt64, _ state: UnsafeRawBufferPointer) {
        let place = place(of: key)
        guard places[place].start < 0, bytes.count + state.count <= Int32.max else { return }
        places[place] = Place(key: key, start: Int32(bytes.count), count: Int32(state.count))
        bytes.append(contentsOf: state)
        left += 1
    }

    func take(_ key: UInt64) -> [UInt8]? {
        let place = place(of: key)
        let count = Int(places[place].count)
        guard count >= 0 else { return nil }
        let start = Int(places[place].start)
        places[place].count = -1
        left -= 1
        return Array(bytes[start..<start + count])
    }

    func drop(_ key: UInt64) {
        let place = place(of: key)
        guard places[place].count >= 0 else { return }
        places[place].count = -1
        left -= 1
    }
}

/// Reads states in the order of their keys.
struct AheadReader {
    /// So many rows are gone past rather than another is searched for.
    private static let near = 8
    /// Keys read at a time: a read held open keeps the write-ahead log from beginning anew.
    private static let atOnce = 2_048

    private let database: Database
    private let from: Statement

    init(_ database: Database) throws {
        self.database = database
        from = try database.prepare("SELECT key, state, sum FROM customer WHERE key >= ? ORDER BY key", doing: "reading customers")
    }

    /// - Parameters:
    ///   - keys: ascending.
    ///   - isWanted: asked now and then; nil is given where it is not.
    func read(_ keys: [UInt64], while isWanted: () -> Bool = { true }) throws -> AheadRun? {
        let run = AheadRun(keys.count)
        var start = 0
        while start < keys.count {
            guard isWanted() else { return nil }
            let end = min(start + Self.atOnce, keys.count)
            try inOneSnapshot { try read(keys[start..<end], into: run) }
            start = end
        }
        return run
    }

    /// Each search alone would lock and unlock the file.
    private func inOneSnapshot(_ body: () throws -> Void) throws {
        database.transactions?.takeConnection()
        if database.transactions?.isOpen ?? database.isInTransaction { return try body() }
        try database.execute("BEGIN", doing: "reading customers")
        // Nothing was changed: whichever way it ends is the same.
        defer { try? database.execute("COMMIT", doing: "reading customers") }
        try body()
    }

    private func read(_ keys: ArraySlice<UInt64>, into run: AheadRun) throws {
        var next = keys.startIndex
        while next < keys.endIndex {
            from.bind(1, CustomerTable.row(keys[next]))
            var passed = 0
            let isAtEnd = try from.forEachWhile { row in
                let key = CustomerTable.key(row.integer(0))
                while next < keys.endIndex, keys[next] < key { next += 1 }
                guard next < keys.endIndex else { return false }
                guard keys[next] == key else {
                    passed += 1
                    return passed < Self.near
                }
                passed = 0
                try CustomerTable.checked(row).withBytes(1) { run.add(key, $0) }
                next += 1
                while next < keys.endIndex, keys[next] == key { next += 1 }
                return true
            }
            if isAtEnd { return }
        }
    }
}

/// A thread with a connection of its own that reads states ahead. What fails here fails again where a state is asked for, and is
/// reported there.
private final class AheadThread: @unchecked Sendable {
    private let path: String
    private let condition = NSCondition()
    // Under the condition:
    private var wanted: [UInt64]?
    private var run: AheadRun?
    private var isRunning = false
    private var isGivenUp = false
    private var isStopping = false
    private var hasBegun = false
    private var hasEnded = false

    init(path: String) { self.path = path }

    /// Asks for states; none are under way.
    func read(_ keys: [UInt64]) {
        condition.withLock {
            wanted = keys
            run = nil
            isGivenUp = false
            if !hasBegun { Thread { self.work() }.start() }
            hasBegun = true
            condition.broadcast()
        }
    }

    /// What was read; nil as long as it is not over.
    func takeRun() -> AheadRun? {
        condition.withLock {
            defer { run = nil }
            return run
        }
    }

    /// Waits until it is over: what is read later may be asked for again.
    func giveUp() {
        condition.withLock {
            isGivenUp = true
            wanted = nil
            while isRunning { condition.wait() }
            run = nil
        }
    }

    func stop() {
        condition.withLock {
            isStopping = true
            isGivenUp = true
            condition.broadcast()
            while hasBegun, !hasEnded { condition.wait() }
        }
    }

    private func work() {
        let database = try? Database(path: path, access: .readOnly)
        let reader = database.flatMap { try? AheadReader($0) }
        while let keys = waitForWork() {
            let read = (try? reader?.read(keys.sorted(), while: { !self.condition.withLock { self.isGivenUp } })) ?? nil
            condition.withLock {
                isRunning = false
                if !isGivenUp { run = read ?? AheadRun(0) }
                condition.broadcast()
            }
        }
        database?.close()
        condition.withLock {
            hasEnded = true
            condition.broadcast()
        }
    }

    /// Nil when it is time to stop.
    private func waitForWork() -> [UInt64]? {
        condition.withLock {
            while wanted == nil, !isStopping { condition.wait() }
            if isStopping { return nil }
            isRunning = true
            defer { wanted = nil }
            return wanted
        }
    }
}
