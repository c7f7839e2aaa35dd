/// Entries in the order in which they came, in memory that costs nothing before it is touched.
final class EntryList {
    private var memory: ZeroedMemory
    private var entries: UnsafeMutablePointer<Entry>
    private var capacity: Int
    private(set) var count = 0

    /// Room for `expected` entries before it grows.
    init(expecting expected: Int = 0) {
        capacity = max(expected, 64)
        memory = ZeroedMemory(count: capacity * MemoryLayout<Entry>.stride)
        entries = memory.base.bindMemory(to: Entry.self, capacity: capacity)
    }

    convenience init(_ entries: some Collection<Entry>) {
        self.init(expecting: entries.count)
        for entry in entries { append(entry) }
    }

    subscript(index: Int) -> Entry {
        @inline(__always) get { entries[index] }
        @inline(__always) set { entries[index] = newValue }
    }

    func removeAll() { count = 0 }

    /// Makes it so long; what the entries are is not said.
    func resize(to count: Int) {
        reserve(count)
        self.count = count
    }

    @inline(__always)
    func append(_ entry: Entry) {
        if count == capacity { reserve(capacity * 2) }
        entries[count] = entry
        count += 1
    }

    /// Room for so many.
    func reserve(_ wanted: Int) {
        guard wanted > capacity else { return }
        capacity = wanted
        let larger = ZeroedMemory(count: capacity * MemoryLayout<Entry>.stride)
        let moved = larger.base.bindMemory(to: Entry.self, capacity: capacity)
        moved.update(from: entries, count: count)
        memory = larger
        entries = moved
    }

    /// The `lo` of those with a hash.
    func forEach(_ hi: UInt64, _ body: (UInt32) -> Void) {
        for index in 0..<count where entries[index].hi == hi { body(entries[index].lo) }
    }
}
