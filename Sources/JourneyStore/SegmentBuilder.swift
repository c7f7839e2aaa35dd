/// Writes a segment from entries given in ascending order, over as many transactions as it takes.
final class SegmentBuilder {
    private let table: SegmentTable
    private let id: Int64
    private let kind: Segment.Kind
    private let level: Int
    private let reach: LogIndex.Mark
    private let filter: BlockedBloom
    private let page: UnsafeMutableRawBufferPointer
    private var inPage = 0
    private var count = 0
    private var fences: [UInt64] = []
    private var last: Entry?
    private var filterPages = 0

    /// `expected`: at least as many entries as will come.
    init(_ table: SegmentTable, _ kind: Segment.Kind, level: Int, reach: LogIndex.Mark, expecting expected: Int) throws {
        self.table = table
        self.kind = kind
        self.level = level
        self.reach = reach
        filter = BlockedBloom(lines: BlockedBloom.lines(for: expected))
        id = try table.start(kind, level: level, lines: filter.lines, reach: reach)
        page = .allocate(byteCount: SegmentTable.pageBytes, alignment: 8)
    }

    deinit { page.deallocate() }

    /// The same entry again is left out.
    func append(_ entry: Entry) throws {
        guard entry != last, let base = page.baseAddress else { return }
        last = entry
        if inPage == 0 { fences.append(entry.hi) }
        entry.write(to: base + inPage * Entry.size)
        filter.insert(entry.hi)
        inPage += 1
        count += 1
        guard inPage == SegmentTable.entriesPerPage else { return }
        try writePage()
        // What lies before this entry's line will not change any more.
        try writeFilter(before: filter.line(entry.hi))
    }

    private func writePage() throws {
        guard inPage > 0 else { return }
        try table.write(page: fences.count - 1, of: id, UnsafeRawBufferPointer(rebasing: page[..<(inPage * Entry.size)]))
        inPage = 0
    }

    private func writeFilter(before line: Int) throws {
        while (filterPages + 1) * SegmentTable.linesPerPage <= line { try writeFilterPage() }
    }

    private func writeFilterPage() throws {
        let start = filterPages * SegmentTable.pageBytes
        let end = min(start + SegmentTable.pageBytes, filter.bytes.count)
        try table.write(filterPage: filterPages, of: id, UnsafeRawBufferPointer(rebasing: filter.bytes[start..<end]))
        filterPages += 1
    }

    func finish() throws -> Segment {
        try writePage()
        while filterPages * SegmentTable.pageBytes < filter.bytes.count { try writeFilterPage() }
        let segment = Segment(id: id, kind: kind, level: level, count: count, fences: fences, reach: reach, filter: filter, transaction: table.transaction)
        try table.complete(segment)
        return segment
    }
}
