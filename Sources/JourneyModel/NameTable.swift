/// Texts numbered in the order of their first sight, from 0; numbers never change.
///
/// A name is looked up by its bytes without making a `String`: the intake asks once per event.
public final class NameTable {
    public private(set) var names: [String] = []
    private var slots: [Int32]
    private var mask: Int

    public init() {
        mask = 255
        slots = [Int32](repeating: -1, count: 256)
    }

    public var count: Int { names.count }

    public subscript(number: UInt32) -> String { names[Int(number)] }

    public func number(_ name: String) -> UInt32 {
        var name = name
        return name.withUTF8 { number(UnsafeRawBufferPointer($0)) }
    }

    /// The number of the name with these bytes, which must be valid UTF-8; a new one where it was never seen.
    public func number(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        var slot = Int(truncatingIfNeeded: Self.hash(bytes)) & mask
        while slots[slot] >= 0 {
            if Self.equal(names[Int(slots[slot])], bytes) { return UInt32(slots[slot]) }
            slot = (slot + 1) & mask
        }
        let number = Int32(names.count)
        names.append(String(decoding: bytes, as: UTF8.self))
        slots[slot] = number
        if names.count * 2 > slots.count { grow() }
        return UInt32(number)
    }

    /// The number of a name already seen, nil for one never seen.
    public func known(_ name: String) -> UInt32? {
        var name = name
        return name.withUTF8 { known(UnsafeRawBufferPointer($0)) }
    }

    /// As `known`, by the bytes of the name.
    public func known(_ bytes: UnsafeRawBufferPointer) -> UInt32? {
        var slot = Int(truncatingIfNeeded: Self.hash(bytes)) & mask
        while slots[slot] >= 0 {
            if Self.equal(names[Int(slots[slot])], bytes) { return UInt32(slots[slot]) }
            slot = (slot + 1) & mask
        }
        return nil
    }

    private func grow() {
        mask = mask * 2 + 1
        slots = [Int32](repeating: -1, count: mask + 1)
        for (number, name) in names.enumerated() {
            var name = name
            var slot = name.withUTF8 { Int(truncatingIfNeeded: Self.hash(UnsafeRawBufferPointer($0))) } & mask
            while slots[slot] >= 0 { slot = (slot + 1) & mask }
            slots[slot] = Int32(number)
        }
    }

    /// FNV-1a: the names of a workspace are few and come from its authors, so a keyed hash buys nothing here.
    private static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return hash ^ (hash >> 32)
    }

    private static func equal(_ name: String, _ bytes: UnsafeRawBufferPointer) -> Bool {
        let utf8 = name.utf8
        return utf8.count == bytes.count
            && (utf8.withContiguousStorageIfAvailable { $0.elementsEqual(bytes) } ?? utf8.elementsEqual(bytes))
    }
}
