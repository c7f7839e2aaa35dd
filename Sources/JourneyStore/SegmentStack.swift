/// The segments of one kind, and the merging of eight of a level into one of the next, so that a search asks few of them.
final class SegmentStack {
    private static let fanIn = 8

    fileprivate let table: SegmentTable
    private let kind: Segment.Kind
    fileprivate var segments: [Segment] = [] {
        didSet { filters = segments.compactMap { $0.filter?.view } }
    }
    /// Those of the segments.
    private(set) var filters: [BlockedBloom.View] = []
    fileprivate var merge: SegmentMerge?
    /// What is old is let go, a segment at a time: none may hold more than half of all.
    var staysSlim = false

    init(_ table: SegmentTable, _ kind: Segment.Kind) {
        self.table = table
        self.kind = kind
    }

    func load(_ loaded: [Segment]) {
        segments = loaded.filter { $0.kind == kind }
        merge = nil
    }

    func add(_ segment: Segment) { segments.append(segment) }

    var isMerging: Bool { merge != nil || due != nil }

    // MARK: Searching

    func contains(_ entry: Entry) throws -> Bool {
        for segment in segments where segment.mayContain(entry.hi) {
            if try find(entry, in: segment) { return true }
        }
        return false
    }

    private func find(_ entry: Entry, in segment: Segment) throws -> Bool {
        var found = false
        try forEach(entry.hi, in: segment) { if $0 == entry.lo { found = true } }
        return found
    }

    /// The `lo` of every entry with this `hi`.
    func forEach(_ hi: UInt64, _ body: (UInt32) -> Void) throws {
        for segment in segments where segment.mayContain(hi) { try forEach(hi, in: segment, body) }
    }

    private func forEach(_ hi: UInt64, in segment: Segment, _ body: (UInt32) -> Void) throws {
        var page = segment.firstPage(of: hi)
        while page < segment.fences.count, segment.fences[page] <= hi {
            try table.withPage(page, of: segment) { bytes in
                guard let base = bytes.baseAddress else { return }
                let count = bytes.count / Entry.size
                var low = 0
                var high = count
                while low < high {
                    let middle = (low + high) / 2
                    if Entry(at: base + middle * Entry.size).hi < hi { low = middle + 1 } else { high = middle }
                }
                while low < count {
                    let entry = Entry(at: base + low * Entry.size)
                    guard entry.hi == hi else { break }
                    body(entry.lo)
                    low += 1
                }
            }
            page += 1
        }
    }

    // MARK: Merging

    /// The oldest segments of the lowest level that has enough of them.
    private var due: [Segment]? {
        for level in Set(segments.map(\.level)).sorted() {
            let same = segments.filter { $0.level == level }
            guard same.count >= Self.fanIn else { continue }
            let oldest = Array(same.prefix(Self.fanIn))
            if !staysSlim || Self.count(oldest) <= Self.count(segments) / 2 { return oldest }
        }
        return nil
    }

    private static func count(_ segments: [Segment]) -> Int { segments.reduce(0) { $0 + $1.count } }

    /// Merges about so many entries; gives how many.
    func work(_ entries: Int, without gone: LogIndex.Mark) throws -> Int {
        guard entries > 0 else { return 0 }
        if merge == nil, let due { merge = try SegmentMerge(table, kind, due, without: gone) }
        guard let merge else { return 0 }
        let done = try merge.work(entries)
        if let merged = try merge.finish() {
            let gone = Set(merge.inputs.map(\.id))
            segments.removeAll { gone.contains($0.id) }
            // What is left may be nothing.
            if merged.count > 0 { segments.append(merged) } else { try table.discard(merged) }
            for input in merge.inputs { try table.discard(input) }
            self.merge = nil
        }
        return done
    }
}

// MARK: Letting go

extension SegmentStack {
    private func isEmpty(_ segment: Segment, through chunk: Int64) -> Bool {
        segment.reach.chunk <= chunk && merge?.inputs.contains { $0.id == segment.id } != true
    }

    /// How far the segments tell of messages that tell of no chunk beyond one; nil where there are none such.
    func emptyReach(through chunk: Int64) -> Int64? { segments.filter { isEmpty($0, through: chunk) }.map(\.reach.message).max() }

    /// Discards the segments that tell of nothing beyond a mark.
    func discard(through mark: LogIndex.Mark) throws {
        for segment in segments where isEmpty(segment, through: mark.chunk) && segment.reach.message <= mark.message {
            try table.discard(segment)
            segments.removeAll { $0.id == segment.id }
        }
    }
}

/// One merge under way.
final class SegmentMerge {
    let inputs: [Segment]
    private let table: SegmentTable
    private let kind: Segment.Kind
    private let gone: LogIndex.Mark
    private let builder: SegmentBuilder
    private var cursors: [Cursor]

    /// Reads a segment page by page.
    private struct Cursor {
        let segment: Segment
        var current: Entry
        private var entries: [Entry] = []
        private var index = 0
        private var page = 0

        /// Nil where the segment is empty.
        init?(_ segment: Segment, _ table: SegmentTable) throws {
            self.segment = segment
            current = Entry(hi: 0, lo: 0)
            guard try advance(table) else { return nil }
        }

        mutating func advance(_ table: SegmentTable) throws -> Bool {
            if index == entries.count {
                guard page < segment.fences.count else { return false }
                try table.withPage(page, of: segment) { bytes in
                    entries.removeAll(keepingCapacity: true)
                    guard let base = bytes.baseAddress else { return }
                    for index in 0..<bytes.count / Entry.size { entries.append(Entry(at: base + index * Entry.size)) }
                }
                guard !entries.isEmpty else {
                    throw StoreError.damaged("page \(page) of segment \(segment.id) of the index is empty")
                }
                page += 1
                index = 0
            }
            current = entries[index]
            index += 1
            return true
        }
    }

    /// - Parameter gone: places up to there are left out.
    init(_ table: SegmentTable, _ kind: Segment.Kind, _ inputs: [Segment], without gone: LogIndex.Mark) throws {
        self.table = table
        self.kind = kind
        self.gone = gone
        self.inputs = inputs
        let count = inputs.reduce(0) { $0 + $1.count }
        let level = (inputs.map(\.level).max() ?? 0) + 1
        let reach = LogIndex.Mark(
            chunk: inputs.map(\.reach.chunk).max() ?? 0, message: inputs.map(\.reach.message).max() ?? 0)
        builder = try SegmentBuilder(table, kind, level: level, reach: reach, expecting: count)
        cursors = try inputs.compactMap { try Cursor($0, table) }
    }

    func work(_ limit: Int) throws -> Int {
        var done = 0
        while done < limit, !cursors.isEmpty {
            var least = 0
            for index in 1..<cursors.count where cursors[index].current < cursors[least].current { least = index }
            let entry = cursors[least].current
            if kind == .ids || !LogIndex.isGone(entry.lo, gone) { try builder.append(entry) }
            done += 1
            if try !cursors[least].advance(table) { cursors.remove(at: least) }
        }
        return done
    }

    /// The merged segment, once all has been read.
    func finish() throws -> Segment? { cursors.isEmpty ? try builder.finish() : nil }
}
