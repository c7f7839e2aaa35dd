import JourneyModel

/// What the indexes keep: 96 bits, ordered by `hi`, then `lo`; 12 bytes where it is stored.
///
/// For an id both parts are its hash: among 10⁹ ids the odds of dropping even one new event are about 6 × 10⁻¹². For a customer
/// `hi` is the hash and `lo` tells where in the log or the outbox something about him stands.
struct Entry: Equatable, Comparable {
    static let size = 12

    var hi: UInt64
    var lo: UInt32

    @inline(__always)
    static func < (a: Entry, b: Entry) -> Bool { a.hi != b.hi ? a.hi < b.hi : a.lo < b.lo }

    @inline(__always)
    init(hi: UInt64, lo: UInt32) {
        self.hi = hi
        self.lo = lo
    }

    @inline(__always)
    init(at address: UnsafeRawPointer) {
        hi = UInt64(littleEndian: address.loadUnaligned(as: UInt64.self))
        lo = UInt32(littleEndian: address.loadUnaligned(fromByteOffset: 8, as: UInt32.self))
    }

    @inline(__always)
    func write(to address: UnsafeMutableRawPointer) {
        address.storeBytes(of: hi.littleEndian, as: UInt64.self)
        address.storeBytes(of: lo.littleEndian, toByteOffset: 8, as: UInt32.self)
    }

    /// Where `hi` falls when the whole range is cut into `count` equal parts: keeps the order of the entries.
    @inline(__always)
    static func slot(_ hi: UInt64, of count: Int) -> Int { Int(hi.multipliedFullWidth(by: UInt64(count)).high) }
}

/// The keyed hashes of a store: of ids, of messages' keys and of customers, each from a key of its own.
struct EntryHash {
    private let texts: SipHash
    private let uuids: SipHash
    private let messages: SipHash
    private let customers: SipHash

    init(salt: [UInt8]) {
        func keyed(_ purpose: UInt8) -> SipHash {
            var key = salt
            if let last = key.indices.last { key[last] ^= purpose }
            return SipHash(key: key)
        }
        texts = keyed(1)
        uuids = keyed(2)
        messages = keyed(3)
        customers = keyed(4)
    }

    /// Of an id as it was written.
    @inline(__always)
    func id(text: UnsafeRawBufferPointer) -> Entry { Self.entry(texts.hash128(text)) }

    /// Of an id that is a UUID, packed into its 16 bytes.
    @inline(__always)
    func id(uuid: UnsafeRawBufferPointer) -> Entry { Self.entry(uuids.hash128(uuid)) }

    func message(key: String) -> Entry {
        var key = key
        return key.withUTF8 { Self.entry(messages.hash128(UnsafeRawBufferPointer($0))) }
    }

    @inline(__always)
    func customer(_ name: UnsafeRawBufferPointer) -> UInt64 { customers.hash64(name) }

    func customer(_ name: String) -> UInt64 { customers.hash64(name) }

    @inline(__always)
    private static func entry(_ hash: (low: UInt64, high: UInt64)) -> Entry {
        // An entry of zeros is an empty slot of `EntrySet`.
        Entry(hi: hash.low, lo: UInt32(truncatingIfNeeded: hash.high) | (hash.low == 0 ? 1 : 0))
    }
}
