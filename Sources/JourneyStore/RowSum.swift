/// The checksum that a row keeps of itself: over its columns in their order, the last column not counted.
///
/// Disks turn bits over, and SQLite keeps no checksums: within a text nobody would notice. A row that is read is held against its sum,
/// so that what comes of it is right or an error. Rows of stores from before schema 10 have none until they are written anew.
///
/// Columns are hashed as XXH64 hashes runs of bytes (about 10 bytes a nanosecond), and mixed in their order; each step gives different
/// results for different words, so that one turned bit always shows in 64 bits, and in the 32 that are kept but once in 4 × 10⁹.
struct RowSum {
    private var state: UInt64 = Self.prime5

    /// What is stored: four bytes at most.
    var value: Int64 {
        var mixed = state
        mixed = (mixed ^ mixed >> 33) &* Self.prime2
        mixed = (mixed ^ mixed >> 29) &* Self.prime3
        return Int64(Int32(truncatingIfNeeded: mixed ^ mixed >> 32))
    }

    @inline(__always)
    mutating func add(_ number: Int64) { mix(UInt64(bitPattern: number)) }

    mutating func add(_ bytes: UnsafeRawBufferPointer) { mix(Self.hash(bytes)) }

    /// NULL, which is neither 0 nor no bytes.
    mutating func addNull() { mix(0x6e75_6c6c_6e75_6c6c) }

    @inline(__always)
    private mutating func mix(_ word: UInt64) {
        state = (state ^ Self.round(0, word)).rotated(by: 27) &* Self.prime1 &+ Self.prime4
    }

    // MARK: XXH64, with the seed 0

    private static let prime1: UInt64 = 0x9e37_79b1_85eb_ca87
    private static let prime2: UInt64 = 0xc2b2_ae3d_27d4_eb4f
    private static let prime3: UInt64 = 0x1656_67b1_9e37_79f9
    private static let prime4: UInt64 = 0x85eb_ca77_c2b2_ae63
    private static let prime5: UInt64 = 0x27d4_eb2f_1656_67c5

    @inline(__always)
    private static func round(_ lane: UInt64, _ word: UInt64) -> UInt64 { (lane &+ word &* prime2).rotated(by: 31) &* prime1 }

    static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        guard let base = bytes.baseAddress else { return finish(prime5) }
        let count = bytes.count
        var offset = 0
        var hash = prime5
        if count >= 32 {
            var (a, b, c, d) = (prime1 &+ prime2, prime2, UInt64(0), 0 &- prime1)
            while offset <= count - 32 {
                a = round(a, word(base, offset))
                b = round(b, word(base, offset + 8))
                c = round(c, word(base, offset + 16))
                d = round(d, word(base, offset + 24))
                offset += 32
            }
            hash = a.rotated(by: 1) &+ b.rotated(by: 7) &+ c.rotated(by: 12) &+ d.rotated(by: 18)
            hash = (hash ^ round(0, a)) &* prime1 &+ prime4
            hash = (hash ^ round(0, b)) &* prime1 &+ prime4
            hash = (hash ^ round(0, c)) &* prime1 &+ prime4
            hash = (hash ^ round(0, d)) &* prime1 &+ prime4
        }
        hash = hash &+ UInt64(count)
        while offset <= count - 8 {
            hash = (hash ^ round(0, word(base, offset))).rotated(by: 27) &* prime1 &+ prime4
            offset += 8
        }
        if offset <= count - 4 {
            let half = UInt64(UInt32(littleEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
            hash = (hash ^ half &* prime1).rotated(by: 23) &* prime2 &+ prime3
            offset += 4
        }
        while offset < count {
            hash = (hash ^ UInt64(base.load(fromByteOffset: offset, as: UInt8.self)) &* prime5).rotated(by: 11) &* prime1
            offset += 1
        }
        return finish(hash)
    }

    @inline(__always)
    private static func word(_ base: UnsafeRawPointer, _ offset: Int) -> UInt64 {
        UInt64(littleEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    private static func finish(_ hash: UInt64) -> UInt64 {
        var mixed = (hash ^ hash >> 33) &* prime2
        mixed = (mixed ^ mixed >> 29) &* prime3
        return mixed ^ mixed >> 32
    }
}

extension UInt64 {
    @inline(__always)
    fileprivate func rotated(by bits: UInt64) -> UInt64 { self &<< bits | self &>> (64 - bits) }
}
