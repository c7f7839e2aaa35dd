import CSQLite

/// A Bloom filter whose bits for one entry lie in one cache line of 512; 16 bits an entry give about 2 false answers in 1,000.
///
/// The line follows from the top bits of the hash, as the order of the entries does: a sorted run fills the filter from its
/// beginning to its end, so that it can be stored piece by piece while the run is written.
final class BlockedBloom {
    static let lineBytes = 64
    private static let bitsEach = 16

    let lines: Int
    private let memory: ZeroedMemory
    private let words: UnsafeMutablePointer<UInt64>

    var bytes: UnsafeMutableRawBufferPointer { UnsafeMutableRawBufferPointer(start: memory.base, count: memory.count) }

    static func lines(for entries: Int) -> Int { max(1, (entries * bitsEach + 511) / 512) }

    init(lines: Int) {
        self.lines = lines
        memory = ZeroedMemory(count: lines * Self.lineBytes)
        words = memory.base.bindMemory(to: UInt64.self, capacity: lines * 8)
    }

    @inline(__always)
    func line(_ hi: UInt64) -> Int { Entry.slot(hi, of: lines) }

    /// Six places of nine bits each, mixed so that they do not depend on the top bits alone.
    @inline(__always)
    private static func forEachBit(_ hi: UInt64, _ body: (_ word: Int, _ bit: UInt64) -> Bool) -> Bool {
        var mixed = hi &* 0x9e37_79b9_7f4a_7c15
        for _ in 0..<6 {
            let place = mixed >> 55
            guard body(Int(place >> 6), 1 << (place & 63)) else { return false }
            mixed <<= 9
        }
        return true
    }

    @inline(__always)
    func insert(_ hi: UInt64) {
        let start = words + line(hi) * 8
        _ = Self.forEachBit(hi) { word, bit in
            start[word] |= bit
            return true
        }
    }

    var view: View { View(lines: lines, words: UnsafePointer(words)) }

    /// The filter without its owner, for loops over many; valid as long as the filter lives.
    struct View {
        let lines: Int
        let words: UnsafePointer<UInt64>

        @inline(__always)
        private func start(_ hi: UInt64) -> UnsafePointer<UInt64> { words + Entry.slot(hi, of: lines) * 8 }

        @inline(__always)
        func prefetch(_ hi: UInt64) { journey_prefetch(start(hi)) }

        @inline(__always)
        func mayContain(_ hi: UInt64) -> Bool {
            let start = start(hi)
            return forEachBit(hi) { word, bit in start[word] & bit != 0 }
        }
    }
}
