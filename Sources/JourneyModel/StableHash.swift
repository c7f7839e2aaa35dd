/// Hashes of several texts that are the same on every machine, in every process and every release.
///
/// Each part is hashed with its length before it, so `("ab", "c")` and `("a", "bc")` differ.
public struct StableHash: Sendable {
    private let sip: SipHash

    /// `salt`: of the workspace; 16 bytes count.
    public init(salt: [UInt8]) { sip = SipHash(key: salt) }

    public func hash(_ parts: String...) -> UInt64 { hash(parts) }

    public func hash(_ parts: [String]) -> UInt64 {
        var writer = ByteWriter()
        for part in parts { writer.text(part) }
        return writer.bytes.withUnsafeBytes { sip.hash64($0) }
    }

    /// One of 10,000 buckets, all equally likely (multiply and shift: no modulo, and the top bits decide).
    public func bucket(_ parts: String...) -> Int {
        Int(hash(parts).multipliedFullWidth(by: 10_000).high)
    }

    /// 128 bits as 32 lower-case hexadecimal digits.
    public static func hex(low: UInt64, high: UInt64) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(32)
        for word in [high, low] {
            for shift in stride(from: UInt64(60), through: 0, by: -4) {
                let digit = UInt8(truncatingIfNeeded: word >> shift) & 15
                out.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
            }
        }
        return out
    }
}
