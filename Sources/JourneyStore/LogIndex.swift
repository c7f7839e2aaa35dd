import JourneyModel

/// What is remembered of the log and the outbox: which ids were seen, and where each customer's records stand.
///
/// New entries are kept in memory; a fold writes them to the file as two sorted segments, a slice of work a commit. Until both
/// are complete the entries count as not folded, and are read again from the log when the store is opened.
final class LogIndex {
    /// How far a fold reaches: to these numbers, inclusive.
    struct Mark: Equatable {
        var chunk: Int64
        var message: Int64
    }

    /// Where a fold sorts.
    private struct Room {
        let list = EntryList()
        let ids = EntryList()
        let places = EntryList()
    }

    /// A fold under way. Its entries are still looked up in memory.
    private final class Fold {
        let mark: Mark
        let ids: EntrySet
        let places: EntryList
        let room: Room
        private var idRun: EntryRun
        private var placeRun: EntryRun
        private let idBuilder: SegmentBuilder
        private let placeBuilder: SegmentBuilder

        init(_ table: SegmentTable, _ mark: Mark, ids: EntrySet, places: EntryList, in room: Room) throws {
            self.mark = mark
            self.room = room
            self.ids = ids
            self.places = places
            room.list.removeAll()
            room.list.reserve(ids.count)
            ids.forEach { room.list.append($0) }
            idRun = EntryRun(room.list, in: room.ids)
            placeRun = EntryRun(places, in: room.places)
            idBuilder = try SegmentBuilder(table, .ids, level: 0, reach: mark, expecting: ids.count)
            placeBuilder = try SegmentBuilder(table, .places, level: 0, reach: mark, expecting: places.count)
        }

        /// Writes about so many entries; gives both segments once all are written.
        func work(_ entries: Int) throws -> (ids: Segment, places: Segment)? {
            var left = entries
            left -= try idRun.take(left, idBuilder.append)
            left -= try placeRun.take(left, placeBuilder.append)
            guard idRun.isAtEnd, placeRun.isAtEnd else { return nil }
            return (try idBuilder.finish(), try placeBuilder.finish())
        }
    }

    /// What came since the last fold began.
    private var ids: EntrySet
    private var places = EntryList()
    private var fold: Fold?
    /// The last one: the next uses its memory.
    private var done: Fold?
    /// Entries when `takeAdded` was last asked.
    private var counted = 0
    private let foldEvery: Int
    private var placesEvery: Int { foldEvery * 4 }
    /// What is gone, and the messages that no segment tells of any more.
    fileprivate var gone = Mark(chunk: 0, message: 0)
    fileprivate var loose: [Entry] = []
    private let table: SegmentTable
    fileprivate let oldIDs: SegmentStack
    fileprivate let oldPlaces: SegmentStack

    init(_ database: Database, _ reader: Database?, foldEvery: Int) throws {
        self.foldEvery = foldEvery
        ids = EntrySet()
        table = try SegmentTable(database, reader)
        oldIDs = SegmentStack(table, .ids)
        oldPlaces = SegmentStack(table, .places)
    }

    /// `toWrite`: filters are worth their loading; a reader that looks up one customer goes without.
    func load(toWrite: Bool) throws {
        makeTail()
        fold = nil
        gone = Mark(chunk: 0, message: 0)
        loose = []
        let segments = try table.load(withFilters: toWrite)
        oldIDs.load(segments)
        oldPlaces.load(segments)
    }

    /// Room for as much as comes until the next fold: to move what is there into a larger one would be a stop.
    private func makeTail() {
        ids = done?.ids ?? EntrySet(expecting: min(foldEvery, 1 << 20))
        places = done?.places ?? EntryList(expecting: min(placesEvery, 1 << 22))
        if done != nil {
            ids.removeAll()
            places.removeAll()
        }
        done = nil
        counted = 0
    }

    // MARK: Ids

    /// How many lookups are under way at once.
    private static let group = 16

    /// Remembers ids in their order; `isNew[i]` is false where the id was seen before.
    func insert(_ entries: UnsafePointer<Entry>, _ isNew: UnsafeMutableBufferPointer<Bool>) throws {
        let ids = ids
        let folding = fold?.ids
        let filters = oldIDs.filters
        var start = 0
        while start < isNew.count {
            let end = min(start + Self.group, isNew.count)
            for index in start..<end {
                ids.prefetch(entries[index])
                folding?.prefetch(entries[index])
            }
            for filter in filters {
                for index in start..<end { filter.prefetch(entries[index].hi) }
            }
            for index in start..<end {
                let entry = entries[index]
                var isOld = folding?.contains(entry) ?? false
                if !isOld, filters.contains(where: { $0.mayContain(entry.hi) }) { isOld = try oldIDs.contains(entry) }
                isNew[index] = !isOld && ids.insert(entry)
            }
            start = end
        }
    }

    /// Remembers one; false where it was seen before.
    func insert(_ entry: Entry) throws -> Bool {
        if let fold, fold.ids.contains(entry) { return false }
        return try !oldIDs.contains(entry) && ids.insert(entry)
    }

    /// Whether one was seen, and nothing else.
    func knows(_ entry: Entry) throws -> Bool {
        try ids.contains(entry) || fold?.ids.contains(entry) == true || oldIDs.contains(entry)
    }

    /// Remembers one that is known to be new.
    func remember(_ entry: Entry) {
        #if FaultInjection
            if PlantedBug.chosen == .idsForgotten { return }
        #endif
        _ = ids.insert(entry)
    }

    // MARK: Places of customers

    /// Messages are found in blocks of so many.
    static let messageBlock: Int64 = 64
    fileprivate static let messageFlag: UInt32 = 1 << 31

    @inline(__always)
    func note(_ customer: UInt64, chunk: Int64) { places.append(Entry(hi: customer, lo: UInt32(truncatingIfNeeded: chunk))) }

    func note(_ customer: UInt64, message: Int64) { places.append(Self.place(of: customer, message: message)) }

    fileprivate static func place(of customer: UInt64, message: Int64) -> Entry {
        Entry(hi: customer, lo: UInt32(truncatingIfNeeded: message / messageBlock) | messageFlag)
    }

    /// Chunks and blocks of messages where something of a customer may stand, ascending.
    func places(of customer: UInt64) throws -> (chunks: [Int64], messageBlocks: [Int64]) {
        var found: Set<UInt32> = []
        places.forEach(customer) { found.insert($0) }
        fold?.places.forEach(customer) { found.insert($0) }
        try oldPlaces.forEach(customer) { found.insert($0) }
        found.formUnion(loose.lazy.filter { $0.hi == customer }.map(\.lo))
        let all = found.filter { $0 & Self.messageFlag != 0 || Int64($0) > gone.chunk }.sorted()
        let cut = all.firstIndex { $0 & Self.messageFlag != 0 } ?? all.count
        return (all[..<cut].map(Int64.init), all[cut...].map { Int64($0 & ~Self.messageFlag) })
    }

    // MARK: Folding

    /// How many ids have come since this was last asked: a measure for the work that is due.
    func takeAdded() -> Int {
        defer { counted = ids.count }
        return max(0, ids.count - counted)
    }

    var isFolding: Bool { fold != nil }
    var wantsFold: Bool { fold == nil && (ids.count >= foldEvery || places.count >= placesEvery) }
    var hasWork: Bool { fold != nil || wantsFold || oldIDs.isMerging || oldPlaces.isMerging || !table.garbage.isEmpty }

    /// There is nothing to do: the system gets back what a fold would use again.
    func rest() { done = nil }

    /// Begins to fold all that is in memory; what comes from now on is beyond the mark.
    func beginFold(_ mark: Mark) throws {
        fold = try Fold(table, mark, ids: ids, places: places, in: done?.room ?? Room())
        makeTail()
    }

    /// A slice of folding, merging and clearing away; gives the mark of a fold that became complete.
    func work(_ entries: Int) throws -> Mark? {
        var mark: Mark?
        if let fold, let segments = try fold.work(entries) {
            oldIDs.add(segments.ids)
            oldPlaces.add(segments.places)
            mark = fold.mark
            done = fold
            self.fold = nil
        }
        let merged = try oldIDs.work(entries, without: gone)
        _ = try oldPlaces.work(entries - merged, without: gone)
        try table.collect(max(1, entries / SegmentTable.entriesPerPage))
        return mark
    }
}

// MARK: Letting go

extension LogIndex {
    /// A place in the log or the outbox that is empty.
    static func isGone(_ place: UInt32, _ gone: Mark) -> Bool {
        if place & messageFlag == 0 { return Int64(place) <= gone.chunk }
        return (Int64(place & ~messageFlag) + 1) * messageBlock - 1 <= gone.message
    }

    /// The log begins after a chunk, and the outbox has nothing up to a message but what is loose.
    func letGo(_ mark: Mark, loose messages: [(customer: UInt64, number: Int64)]) {
        gone = mark
        loose = messages.map { Self.place(of: $0.customer, message: $0.number) }
        oldIDs.staysSlim = true
        oldPlaces.staysSlim = true
    }

    /// How far the segments tell of messages that tell of no chunk any more; nil where there are none such.
    func emptyReach(through chunk: Int64) -> Int64? {
        [oldIDs.emptyReach(through: chunk), oldPlaces.emptyReach(through: chunk)].compactMap { $0 }.max()
    }

    /// Discards the segments that tell of nothing beyond a mark.
    func discard(through mark: Mark) throws {
        try oldIDs.discard(through: mark)
        try oldPlaces.discard(through: mark)
    }
}
