/// What a line does not say itself.
public struct EventContext: Sendable {
    /// Index of the source in the list of the intake.
    public var source: UInt32
    /// Stands in for a missing `at`; nil: `at` is required.
    public var now: Timestamp?
    /// A later `at` is rejected.
    public var latest: Timestamp
    /// Lines come but once and cannot be read again: one without `id` and `at` is then another event each time.
    public var isStream = false
    /// Of the source's identity: the key of derived ids.
    let identity: (low: UInt64, high: UInt64)

    /// `identity`: what makes equal lines of two sources two events: the source's name, or the hash of a spooled file.
    public init(source: UInt32, identity: String, now: Timestamp? = nil, latest: Timestamp = .distantFuture) {
        self.source = source
        self.now = now
        self.latest = latest
        var identity = identity
        self.identity = identity.withUTF8 { EventContext.idKey.hash128(UnsafeRawBufferPointer($0)) }
    }

    /// The live rule: `at` defaults to the clock, and may lie `Limits.future` ahead of it.
    public mutating func setClock(_ now: Timestamp) {
        self.now = now
        latest = now + Limits.future
    }

    /// Fixed for ever: the id of a line must not change between runs.
    private static let idKey = SipHash(k0: 0x6a6f_7572_6e65_7965, k1: 0x7665_6e74_2069_6473)

    /// The id of a line without one: 128 bits over source, position and bytes.
    func derivedID(_ line: UnsafeRawBufferPointer, position: UInt64, hasTime: Bool) -> [UInt8] {
        let moment = isStream && !hasTime ? UInt64(bitPattern: now?.microseconds ?? 0) : 0
        let hash = SipHash(k0: identity.low ^ moment, k1: identity.high ^ position).hash128(line)
        return StableHash.hex(low: hash.low, high: hash.high)
    }
}
