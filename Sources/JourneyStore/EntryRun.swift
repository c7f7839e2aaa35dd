/// Entries cut into small buckets by their top bits; a bucket is sorted when its turn comes, so that no step takes long.
struct EntryRun {
    private static let bucketSize = 16

    private var entries: [Entry]
    /// Where each bucket ends.
    private var ends: [Int]
    private var bucket = 0

    var isAtEnd: Bool { bucket == ends.count }

    init(_ given: [Entry]) {
        var bits: UInt64 = 1
        while given.count >> bits > Self.bucketSize { bits += 1 }
        let shift = 64 - bits
        ends = [Int](repeating: 0, count: 1 << bits)
        entries = [Entry](repeating: Entry(hi: 0, lo: 0), count: given.count)
        for entry in given { ends[Int(entry.hi >> shift)] += 1 }
        // First where each bucket starts; filling it moves that to where it ends.
        var start = 0
        for index in ends.indices {
            let count = ends[index]
            ends[index] = start
            start += count
        }
        for entry in given {
            let bucket = Int(entry.hi >> shift)
            entries[ends[bucket]] = entry
            ends[bucket] += 1
        }
    }

    /// Gives the next entries in order, about `limit` of them; gives how many.
    mutating func take(_ limit: Int, _ body: (Entry) throws -> Void) rethrows -> Int {
        var taken = 0
        while taken < limit, bucket < ends.count {
            let range = (bucket == 0 ? 0 : ends[bucket - 1])..<ends[bucket]
            bucket += 1
            try entries.withUnsafeMutableBufferPointer { entries in
                Self.sort(entries, range)
                for index in range { try body(entries[index]) }
            }
            taken += range.count
        }
        return taken
    }

    /// By insertion: a bucket is short, and a long one is a single customer's, whose entries stand in order already.
    private static func sort(_ entries: UnsafeMutableBufferPointer<Entry>, _ range: Range<Int>) {
        for index in range.dropFirst() {
            let entry = entries[index]
            var hole = index
            while hole > range.lowerBound, entry < entries[hole - 1] {
                entries[hole] = entries[hole - 1]
                hole -= 1
            }
            entries[hole] = entry
        }
    }
}
