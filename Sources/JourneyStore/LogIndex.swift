import JourneyModel

/// What is remembered of the log and the outbox: which ids were seen, and where each customer's records stand.
final class LogIndex {
    /// What came since the last fold.
    private var ids: EntrySet
    private var places: [Entry] = []
    private let foldEvery: Int

    init(_ database: Database, foldEvery: Int) throws {
        self.foldEvery = foldEvery
        ids = EntrySet(expecting: min(foldEvery, 1 << 20))
    }

    func load() throws {
        ids.removeAll()
        places.removeAll(keepingCapacity: true)
    }

    // MARK: Ids

    @inline(__always)
    func prefetch(_ entry: Entry) { ids.prefetch(entry) }

    /// Remembers an id; false where it was seen before.
    @inline(__always)
    func insert(_ entry: Entry) throws -> Bool { ids.insert(entry) }

    // MARK: Places of customers

    /// Messages are found in blocks of so many.
    static let messageBlock: Int64 = 64
    private static let messageFlag: UInt32 = 1 << 31

    @inline(__always)
    func note(_ customer: UInt64, chunk: Int64) { places.append(Entry(hi: customer, lo: UInt32(truncatingIfNeeded: chunk))) }

    func note(_ customer: UInt64, message: Int64) {
        places.append(Entry(hi: customer, lo: UInt32(truncatingIfNeeded: message / Self.messageBlock) | Self.messageFlag))
    }

    /// Chunks and blocks of messages where something of a customer may stand, ascending.
    func places(of customer: UInt64) throws -> (chunks: [Int64], messageBlocks: [Int64]) {
        let all = Set(places.lazy.filter { $0.hi == customer }.map(\.lo)).sorted()
        let cut = all.firstIndex { $0 & Self.messageFlag != 0 } ?? all.count
        return (all[..<cut].map(Int64.init), all[cut...].map { Int64($0 & ~Self.messageFlag) })
    }
}
