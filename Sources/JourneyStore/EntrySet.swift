import CSQLite

/// A set of hashed entries in memory: open addressing with slots in the order of the hash.
///
/// As a slot follows from the top bits of the hash, the table is nearly sorted: it grows by one pass from left to right, and a
/// sorted run of it costs little. A few slots past the end take what the last ones push over, so nothing wraps around.
final class EntrySet {
    private var memory: ZeroedMemory
    private var slots: UnsafeMutableRawPointer
    private var capacity: Int
    /// The slots past the end; more where many hashes crowd there.
    private var slack = 256
    private(set) var count = 0

    /// Room for `expected` entries before it grows.
    init(expecting expected: Int = 0) {
        capacity = max(1024, expected + expected / 2)
        memory = ZeroedMemory(count: (capacity + slack) * Entry.size)
        slots = memory.base
    }

    /// Makes it empty, with the room that capacity and slack ask for; gives what it had.
    private func startAnew() -> ZeroedMemory {
        let old = memory
        memory = ZeroedMemory(count: (capacity + slack) * Entry.size)
        slots = memory.base
        count = 0
        return old
    }

    /// Inserts what stands in slots that are no longer those of the set.
    private func insertAll(of old: ZeroedMemory, but isGone: (Entry) -> Bool = { _ in false }) {
        Self.forEach(in: old) { if !isGone($0) { _ = insert($0) } }
    }

    private static func forEach(in memory: ZeroedMemory, _ body: (Entry) -> Void) {
        for slot in 0..<memory.count / Entry.size {
            let entry = Entry(at: memory.base + slot * Entry.size)
            if entry.lo != 0 || entry.hi != 0 { body(entry) }
        }
    }

    @inline(__always)
    private func address(_ slot: Int) -> UnsafeMutableRawPointer { slots + slot * Entry.size }

    @inline(__always)
    func prefetch(_ entry: Entry) { journey_prefetch(address(Entry.slot(entry.hi, of: capacity))) }

    @inline(__always)
    func contains(_ entry: Entry) -> Bool {
        var slot = Entry.slot(entry.hi, of: capacity)
        while slot < capacity + slack {
            let found = Entry(at: address(slot))
            if found == entry { return true }
            if found.lo == 0, found.hi == 0 { return false }
            slot += 1
        }
        return false
    }

    /// False where the entry was there already.
    @inline(__always)
    func insert(_ entry: Entry) -> Bool {
        var slot = Entry.slot(entry.hi, of: capacity)
        while slot < capacity + slack {
            let found = Entry(at: address(slot))
            if found == entry { return false }
            if found.lo == 0, found.hi == 0 {
                entry.write(to: address(slot))
                count += 1
                if count > capacity / 4 * 3 { rebuild(capacity + capacity / 4 * 3, slack: slack) }
                return true
            }
            slot += 1
        }
        rebuild(capacity, slack: slack * 2)
        return insert(entry)
    }

    private func rebuild(_ newCapacity: Int, slack newSlack: Int) {
        capacity = newCapacity
        slack = newSlack
        insertAll(of: startAnew())
    }

    /// Makes it empty where it is.
    func removeAll() {
        memory.clear()
        count = 0
    }

    func forEach(_ body: (Entry) -> Void) { Self.forEach(in: memory, body) }

    /// Takes entries out again, for a transaction given up: one pass over the table.
    func remove(_ entries: [Entry]) {
        guard !entries.isEmpty else { return }
        let gone = EntrySet(expecting: entries.count)
        for entry in entries { _ = gone.insert(entry) }
        insertAll(of: startAnew()) { gone.contains($0) }
    }
}
