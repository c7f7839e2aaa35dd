/// SipHash (Aumasson, Bernstein): a keyed hash that nobody without the key can aim at one slot.
///
/// One compression and three finalization rounds (SipHash-1-3) unless told otherwise.
public struct SipHash: Sendable {
    private let k0: UInt64
    private let k1: UInt64
    private let compressionRounds: Int
    private let finalizationRounds: Int

    public init(k0: UInt64, k1: UInt64, compressionRounds: Int = 1, finalizationRounds: Int = 3) {
        self.k0 = k0
        self.k1 = k1
        self.compressionRounds = compressionRounds
        self.finalizationRounds = finalizationRounds
    }

    /// A key of 16 bytes, little-endian; missing bytes count as zero.
    public init(key: [UInt8]) {
        var words: [UInt64] = [0, 0]
        for (index, byte) in key.prefix(16).enumerated() { words[index / 8] |= UInt64(byte) << UInt64(index % 8 * 8) }
        self.init(k0: words[0], k1: words[1])
    }

    @inline(__always)
    public func hash64(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var state = State(k0: k0, k1: k1, wide: false)
        state.absorb(bytes, rounds: compressionRounds)
        state.v2 ^= 0xff
        return state.finish(rounds: finalizationRounds)
    }

    public func hash64(_ text: String) -> UInt64 {
        var text = text
        return text.withUTF8 { hash64(UnsafeRawBufferPointer($0)) }
    }

    /// The 128-bit variant: another function, not an extension of `hash64`.
    public func hash128(_ bytes: UnsafeRawBufferPointer) -> (low: UInt64, high: UInt64) {
        var state = State(k0: k0, k1: k1, wide: true)
        state.absorb(bytes, rounds: compressionRounds)
        state.v2 ^= 0xee
        let low = state.finish(rounds: finalizationRounds)
        state.v1 ^= 0xdd
        return (low, state.finish(rounds: finalizationRounds))
    }

    private struct State {
        var v0: UInt64
        var v1: UInt64
        var v2: UInt64
        var v3: UInt64

        @inline(__always)
        init(k0: UInt64, k1: UInt64, wide: Bool) {
            v0 = k0 ^ 0x736f_6d65_7073_6575
            v1 = k1 ^ 0x646f_7261_6e64_6f6d ^ (wide ? 0xee : 0)
            v2 = k0 ^ 0x6c79_6765_6e65_7261
            v3 = k1 ^ 0x7465_6462_7974_6573
        }

        @inline(__always)
        mutating func absorb(_ bytes: UnsafeRawBufferPointer, rounds: Int) {
            var index = 0
            while bytes.count - index >= 8 {
                compress(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)), rounds: rounds)
                index += 8
            }
            var last = UInt64(truncatingIfNeeded: bytes.count) << 56
            var shift: UInt64 = 0
            while index < bytes.count {
                last |= UInt64(bytes[index]) << shift
                shift += 8
                index += 1
            }
            compress(last, rounds: rounds)
        }

        @inline(__always)
        private mutating func compress(_ word: UInt64, rounds: Int) {
            v3 ^= word
            for _ in 0..<rounds { round() }
            v0 ^= word
        }

        @inline(__always)
        mutating func finish(rounds: Int) -> UInt64 {
            for _ in 0..<rounds { round() }
            return v0 ^ v1 ^ v2 ^ v3
        }

        @inline(__always)
        private mutating func round() {
            v0 = v0 &+ v1
            v1 = (v1 << 13 | v1 >> 51) ^ v0
            v0 = v0 << 32 | v0 >> 32
            v2 = v2 &+ v3
            v3 = (v3 << 16 | v3 >> 48) ^ v2
            v0 = v0 &+ v3
            v3 = (v3 << 21 | v3 >> 43) ^ v0
            v2 = v2 &+ v1
            v1 = (v1 << 17 | v1 >> 47) ^ v2
            v2 = v2 << 32 | v2 >> 32
        }
    }
}
