/// Texts numbered in the order of their first sight, from 0; numbers never change.
///
/// A name is looked up by its bytes without making a `String`: the intake asks once per event.
public final class NameTable {
    public private(set) var names: [String] = []
    private var slots: UnsafeMutablePointer<Slot>
    private var mask: Int
    /// The same as `names.count`, without going through the array.
    private var used: Int = 0

    /// A name's own copy of its bytes, so that a look-up touches nothing but the slot and them.
    private struct Slot {
        var hash: UInt64
        var bytes: UnsafeMutableRawBufferPointer?
        var number: UInt32

        static var free: Slot { Slot(hash: 0, bytes: nil, number: 0) }

        @inline(__always)
        func holds(_ other: UnsafeRawBufferPointer, _ bytes: UnsafeMutableRawBufferPointer) -> Bool {
            guard bytes.count == other.count else { return false }
            for index in 0..<other.count where bytes[index] != other[index] { return false }
            return true
        }
    }

    public init() {
        mask = 255
        slots = .allocate(capacity: 256)
        slots.initialize(repeating: .free, count: 256)
    }

    deinit {
        for slot in 0...mask { slots[slot].bytes?.deallocate() }
        slots.deallocate()
    }

    public var count: Int { used }

    /// A number that no name has, which only damaged bytes can hold, reads as what it is.
    public subscript(number: UInt32) -> String { Int(number) < used ? names[Int(number)] : "unknown name \(number)" }

    public func number(_ name: String) -> UInt32 {
        var name = name
        return name.withUTF8 { number(UnsafeRawBufferPointer($0)) }
    }

    /// The number of the name with these bytes, which must be valid UTF-8; a new one where it was never seen.
    public func number(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        let hash = Self.hash(bytes)
        let slot = slot(of: bytes, hash)
        return slots[slot].bytes == nil ? add(bytes, hash, at: slot) : slots[slot].number
    }

    /// The number of a name already seen, nil for one never seen.
    public func known(_ name: String) -> UInt32? {
        var name = name
        return name.withUTF8 { known(UnsafeRawBufferPointer($0)) }
    }

    /// As `known`, by the bytes of the name.
    public func known(_ bytes: UnsafeRawBufferPointer) -> UInt32? {
        let slot = slot(of: bytes, Self.hash(bytes))
        return slots[slot].bytes == nil ? nil : slots[slot].number
    }

    /// The slot that holds a name, or the free one where it belongs.
    @inline(__always)
    private func slot(of bytes: UnsafeRawBufferPointer, _ hash: UInt64) -> Int {
        var slot = Int(truncatingIfNeeded: hash) & mask
        while let held = slots[slot].bytes, slots[slot].hash != hash || !slots[slot].holds(bytes, held) {
            slot = (slot + 1) & mask
        }
        return slot
    }

    @inline(never)
    private func add(_ bytes: UnsafeRawBufferPointer, _ hash: UInt64, at slot: Int) -> UInt32 {
        let number = UInt32(truncatingIfNeeded: used)
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: max(bytes.count, 1), alignment: 1)
        copy.copyMemory(from: bytes)
        slots[slot] = Slot(hash: hash, bytes: UnsafeMutableRawBufferPointer(rebasing: copy[..<bytes.count]), number: number)
        names.append(String(decoding: bytes, as: UTF8.self))
        used += 1
        if used * 2 > mask { grow() }
        return number
    }

    private func grow() {
        let (old, oldMask) = (slots, mask)
        mask = mask * 2 + 1
        slots = .allocate(capacity: mask + 1)
        slots.initialize(repeating: .free, count: mask + 1)
        for index in 0...oldMask where old[index].bytes != nil {
            var slot = Int(truncatingIfNeeded: old[index].hash) & mask
            while slots[slot].bytes != nil { slot = (slot + 1) & mask }
            slots[slot] = old[index]
        }
        old.deallocate()
    }

    /// FNV-1a: the names of a workspace are few and come from its authors, so a keyed hash buys nothing here.
    private static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return hash ^ (hash >> 32)
    }
}
