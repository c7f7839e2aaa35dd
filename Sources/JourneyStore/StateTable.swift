/// States of customers by key, in memory: open addressing, keys beside each other.
///
/// Keys are hashes already; they are mixed once more only so that small numbers do not crowd.
struct StateTable {
    struct Slot {
        var key: UInt64
        var state: [UInt8]?
    }

    private var slots: [Slot]
    private var shift: UInt64
    private(set) var count = 0

    /// Room for so many before it grows.
    init(expecting expected: Int = 0) {
        var bits: UInt64 = 8
        while expected >= 1 << bits / 4 * 3 { bits += 1 }
        slots = [Slot](repeating: Slot(key: 0, state: nil), count: 1 << bits)
        shift = 64 - bits
    }

    @inline(__always)
    private func home(_ key: UInt64) -> Int { Int(truncatingIfNeeded: (key &* 0x9e37_79b9_7f4a_7c15) >> shift) }

    @inline(__always)
    subscript(key: UInt64) -> [UInt8]? {
        guard count > 0 else { return nil }
        return slots[find(key)].state
    }

    /// The slot of `key`, or the empty one where it would go.
    @inline(__always)
    private func find(_ key: UInt64) -> Int {
        var slot = home(key)
        while slots[slot].key != key, slots[slot].state != nil { slot = (slot + 1) & (slots.count - 1) }
        return slot
    }

    /// Gives the state that stood there.
    @discardableResult
    mutating func put(_ key: UInt64, _ state: [UInt8]) -> [UInt8]? {
        let slot = find(key)
        let old = slots[slot].state
        slots[slot] = Slot(key: key, state: state)
        guard old == nil else { return old }
        count += 1
        if count > slots.count / 4 * 3 { grow() }
        return nil
    }

    /// In no order.
    func keys(above low: UInt64, through high: UInt64) -> [UInt64] {
        slots.compactMap { $0.state != nil && $0.key > low && $0.key <= high ? $0.key : nil }
    }

    mutating func remove(_ key: UInt64) {
        var slot = find(key)
        guard slots[slot].state != nil else { return }
        slots[slot].state = nil
        count -= 1
        // Those behind it in the same run are put in anew, so that no search ends at the gap.
        slot = (slot + 1) & (slots.count - 1)
        while let state = slots[slot].state {
            let key = slots[slot].key
            slots[slot].state = nil
            count -= 1
            put(key, state)
            slot = (slot + 1) & (slots.count - 1)
        }
    }

    private mutating func grow() {
        let old = slots
        slots = [Slot](repeating: Slot(key: 0, state: nil), count: old.count * 2)
        shift -= 1
        count = 0
        for slot in old {
            if let state = slot.state { put(slot.key, state) }
        }
    }

    /// In no order.
    var keys: [UInt64] {
        var keys: [UInt64] = []
        keys.reserveCapacity(count)
        for slot in slots where slot.state != nil { keys.append(slot.key) }
        return keys
    }

    func sortedKeys() -> [UInt64] { keys.sorted() }
}
