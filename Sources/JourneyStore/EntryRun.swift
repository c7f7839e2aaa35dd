/// Entries cut into small buckets by their top bits; a bucket is sorted when its turn comes. The cutting too is done a slice at a
/// time, so that no step takes long.
struct EntryRun {
    private static let bucketSize = 16
    /// So many entries are counted, or put into their buckets, in the time in which one is given.
    private static let cutInTimeOfOne = 4

    private let given: EntryList
    private let bucketed: EntryList
    private let shift: UInt64
    /// Of `given`.
    private var counted = 0
    private var placed = 0
    private var isCut = false
    /// How many a bucket has, then where it starts; filling it moves that to where it ends.
    private var ends: [Int]
    private var bucket = 0

    var isAtEnd: Bool { bucket == ends.count }

    /// - Parameter room: where they are cut into buckets; what it has goes.
    init(_ given: EntryList, in room: EntryList = EntryList()) {
        var bits: UInt64 = 1
        while given.count >> bits > Self.bucketSize { bits += 1 }
        self.given = given
        bucketed = room
        isCut = given.count == 0
        shift = 64 - bits
        ends = [Int](repeating: 0, count: 1 << bits)
    }

    /// Cuts, about as long as giving `limit` entries takes; gives how much of that was needed.
    private mutating func cut(_ limit: Int) -> Int {
        var left = limit * Self.cutInTimeOfOne
        if counted < given.count {
            let end = min(counted + left, given.count)
            for index in counted..<end { ends[Int(given[index].hi >> shift)] += 1 }
            left -= end - counted
            counted = end
            guard counted == given.count else { return limit }
            var start = 0
            for index in ends.indices {
                let count = ends[index]
                ends[index] = start
                start += count
            }
            bucketed.resize(to: given.count)
        }
        let end = min(placed + left, given.count)
        for index in placed..<end {
            let bucket = Int(given[index].hi >> shift)
            bucketed[ends[bucket]] = given[index]
            ends[bucket] += 1
        }
        left -= end - placed
        placed = end
        isCut = placed == given.count
        return limit - left / Self.cutInTimeOfOne
    }

    /// Gives the next entries in order, about `limit` of them, or less where they are still being cut; gives how much was done.
    mutating func take(_ limit: Int, _ body: (Entry) throws -> Void) rethrows -> Int {
        guard limit > 0 else { return 0 }
        var taken = isCut ? 0 : cut(limit)
        guard isCut else { return taken }
        while taken < limit, bucket < ends.count {
            let range = (bucket == 0 ? 0 : ends[bucket - 1])..<ends[bucket]
            bucket += 1
            taken += range.count
            Self.sort(bucketed, range)
            for index in range { try body(bucketed[index]) }
        }
        return taken
    }

    /// By insertion: a bucket is short, and a long one is a single customer's, whose entries stand in order already.
    private static func sort(_ entries: EntryList, _ range: Range<Int>) {
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
