/// States of customers by key, in memory: open addressing, the bytes of all states one after another.
///
/// Keys are hashes already; they are mixed once more only so that small numbers do not crowd. No state has an object of its own, so that
/// a table with hundreds of thousands is let go of at once. A state that is put again is written over where it fits; what is left behind
/// where it does not goes with the table.
final class StateTable {
    private struct Slot {
        var key: UInt64
        /// 0: nobody's; else one more than where the state begins, in units.
        var start: UInt32
        var count: UInt32
    }

    /// States begin at multiples of so many bytes.
    private static let unit = 8
    private static let runUnits = 1 << 15

    private var memory: ZeroedMemory
    private var slots: UnsafeMutablePointer<Slot>
    private var capacity: Int
    private var shift: UInt64
    private(set) var count = 0

    /// Where the units of a run begin; a state longer than a run has several in a row.
    private var runs: [UnsafeMutableRawPointer] = []
    private var owned: [UnsafeMutableRawPointer] = []
    /// Units in use or left behind, the rest of the last run is free.
    private var used = 0

    /// Room for so many before it grows.
    init(expecting expected: Int = 0) {
        var bits: UInt64 = 8
        while expected >= 1 << bits / 4 * 3 { bits += 1 }
        capacity = 1 << bits
        shift = 64 - bits
        memory = ZeroedMemory(count: capacity * MemoryLayout<Slot>.stride)
        slots = memory.base.bindMemory(to: Slot.self, capacity: capacity)
    }

    deinit { for run in owned { run.deallocate() } }

    // MARK: Slots

    @inline(__always)
    private func home(_ key: UInt64) -> Int { Int(truncatingIfNeeded: (key &* 0x9e37_79b9_7f4a_7c15) >> shift) }

    /// The slot of `key`, or the empty one where it would go.
    @inline(__always)
    private func find(_ key: UInt64) -> Int {
        var slot = home(key)
        while slots[slot].start != 0, slots[slot].key != key { slot = (slot + 1) & (capacity - 1) }
        return slot
    }

    private func grow() {
        let (old, oldSlots, oldCapacity) = (memory, slots, capacity)
        capacity *= 2
        shift -= 1
        memory = ZeroedMemory(count: capacity * MemoryLayout<Slot>.stride)
        slots = memory.base.bindMemory(to: Slot.self, capacity: capacity)
        withExtendedLifetime(old) {
            for slot in 0..<oldCapacity where oldSlots[slot].start != 0 { slots[find(oldSlots[slot].key)] = oldSlots[slot] }
        }
    }

    // MARK: Reading

    func contains(_ key: UInt64) -> Bool { slots[find(key)].start != 0 }

    @inline(__always)
    subscript(key: UInt64) -> [UInt8]? { withState(key) { [UInt8]($0) } }

    /// Gives the state where it lies, valid inside `body` only; nil where there is none.
    @inline(__always)
    func withState<Result>(_ key: UInt64, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result? {
        guard count > 0 else { return nil }
        let slot = slots[find(key)]
        guard slot.start != 0 else { return nil }
        return try body(UnsafeRawBufferPointer(start: address(slot.start), count: Int(slot.count)))
    }

    @inline(__always)
    private func address(_ start: UInt32) -> UnsafeMutableRawPointer {
        let unit = Int(start) - 1
        return runs[unit / Self.runUnits] + unit % Self.runUnits * Self.unit
    }

    /// In no order.
    func keys(above low: UInt64, through high: UInt64) -> [UInt64] {
        var keys: [UInt64] = []
        for slot in 0..<capacity where slots[slot].start != 0 && slots[slot].key > low && slots[slot].key <= high {
            keys.append(slots[slot].key)
        }
        return keys
    }

    func sortedKeys() -> [UInt64] {
        let entries = entries()
        return (0..<entries.count).map { entries[$0].hi }.sorted()
    }

    /// The keys, in no order.
    func entries() -> EntryList {
        let entries = EntryList(expecting: count)
        for slot in 0..<capacity where slots[slot].start != 0 { entries.append(Entry(hi: slots[slot].key, lo: 0)) }
        return entries
    }

    // MARK: Writing

    func put(_ key: UInt64, _ state: [UInt8]) { state.withUnsafeBytes { put(key, $0) } }

    func put(_ key: UInt64, _ state: UnsafeRawBufferPointer) {
        let slot = find(key)
        let isNew = slots[slot].start == 0
        if isNew || Self.units(state.count) > Self.units(Int(slots[slot].count)) {
            slots[slot].start = room(for: state.count)
        }
        slots[slot].key = key
        slots[slot].count = UInt32(truncatingIfNeeded: state.count)
        if let base = state.baseAddress { address(slots[slot].start).copyMemory(from: base, byteCount: state.count) }
        guard isNew else { return }
        count += 1
        if count > capacity / 4 * 3 { grow() }
    }

    private static func units(_ bytes: Int) -> Int { max(1, (bytes + unit - 1) / unit) }

    private func room(for bytes: Int) -> UInt32 {
        let units = Self.units(bytes)
        if used + units > runs.count * Self.runUnits {
            used = runs.count * Self.runUnits
            let more = (units + Self.runUnits - 1) / Self.runUnits
            let base = UnsafeMutableRawPointer.allocate(byteCount: more * Self.runUnits * Self.unit, alignment: 16)
            owned.append(base)
            for run in 0..<more { runs.append(base + run * Self.runUnits * Self.unit) }
        }
        defer { used += units }
        return UInt32(truncatingIfNeeded: used + 1)
    }
}
