import JourneyModel

/// A sorted run of entries in the file that never changes. In memory: the first hash of each page, and the filter.
final class Segment {
    enum Kind: Int64, CaseIterable {
        case ids = 1, places
    }

    let id: Int64
    let kind: Kind
    let level: Int
    let count: Int
    let fences: [UInt64]
    /// Nothing in it stands in later chunks or messages.
    let reach: LogIndex.Mark
    /// Nil where a reader did not load it.
    let filter: BlockedBloom?
    /// In which it was completed.
    let transaction: Int

    init(
        id: Int64, kind: Kind, level: Int, count: Int, fences: [UInt64], reach: LogIndex.Mark, filter: BlockedBloom?, transaction: Int
    ) {
        self.transaction = transaction
        self.id = id
        self.kind = kind
        self.level = level
        self.count = count
        self.fences = fences
        self.reach = reach
        self.filter = filter
    }

    func mayContain(_ hi: UInt64) -> Bool { filter?.view.mayContain(hi) ?? true }

    /// The first page that may hold `hi`: the last that begins below it.
    func firstPage(of hi: UInt64) -> Int {
        var low = 0
        var high = fences.count
        while low < high {
            let middle = (low + high) / 2
            if fences[middle] < hi { low = middle + 1 } else { high = middle }
        }
        return max(0, low - 1)
    }
}

/// The tables `segment` and `segment_page`.
final class SegmentTable {
    /// Entries a page: with SQLite's pages of 4 KB their bytes fill a local part and two overflow pages to the last few.
    static let entriesPerPage = 720
    static let pageBytes = entriesPerPage * Entry.size
    static let linesPerPage = pageBytes / BlockedBloom.lineBytes
    private static let firstFilterPage: Int64 = 0x80_0000

    private enum State: Int64 {
        /// Being written; found at opening it is what a crash left.
        case building = 0
        case live, garbage
    }

    private let transactions: Transactions?
    private let list: Statement
    private let insert: Write
    private let finish: Write
    private let discard: Write
    private let delete: Write
    private let readPage: Reading
    private let writePage: Write
    private let deletePages: Write
    private let lastPage: Statement
    private let readPages: Statement
    private let measurePages: Statement
    private var nextID: Int64 = 1
    /// Segments whose pages are still to be deleted.
    private(set) var garbage: [Int64] = []
    /// The open one.
    var transaction: Int { transactions?.number ?? 0 }
    /// Pages that are left of the first of them; nil where nobody looked.
    private var left: [ClosedRange<Int64>]?

    init(_ database: Database, _ reader: Database?) throws {
        transactions = database.transactions
        list = try database.prepare(
            "SELECT id, kind, level, state, n, lines, fences, last_chunk, last_message, sum FROM segment ORDER BY id", doing: "reading the index")
        insert = try database.prepareWrite(
            "INSERT INTO segment VALUES (?1, ?2, ?3, 0, 0, ?4, x'', ?5, ?6, row_sum(?1, ?2, ?3, 0, 0, ?4, x'', ?5, ?6))", doing: "writing the index")
        finish = try database.prepareWrite(
            """
            UPDATE segment SET state = 1, n = ?1, fences = ?2, sum = row_sum(id, kind, level, 1, ?1, lines, ?2, last_chunk, last_message)
            WHERE id = ?3
            """, doing: "writing the index")
        discard = try database.prepareWrite(
            """
            UPDATE segment SET state = 2, sum = row_sum(id, kind, level, 2, n, lines, fences, last_chunk, last_message) WHERE id = ?
            """, doing: "writing the index")
        delete = try database.prepareWrite("DELETE FROM segment WHERE id = ?", doing: "writing the index")
        readPage = try Reading(database, reader, "SELECT id, data, sum FROM segment_page WHERE id = ?", doing: "reading the index")
        writePage = try database.prepareSummedWrite("INSERT INTO segment_page VALUES (?, ?, ?)", doing: "writing the index")
        deletePages = try database.prepareWrite("DELETE FROM segment_page WHERE id BETWEEN ? AND ?", doing: "emptying the index")
        lastPage = try database.prepare("SELECT max(id) FROM segment_page WHERE id BETWEEN ? AND ?", doing: "emptying the index")
        readPages = try database.prepare(
            "SELECT id, data, sum FROM segment_page WHERE id BETWEEN ? AND ? ORDER BY id", doing: "reading the index")
        measurePages = try database.prepare(
            "SELECT sum(length(data)) FROM segment_page WHERE id BETWEEN ? AND ?", doing: "reading the index")
    }

    /// The live segments, oldest first; whatever a crash left half written becomes garbage.
    func load(withFilters: Bool) throws -> [Segment] {
        var segments: [Segment] = []
        nextID = 1
        garbage = []
        left = nil
        try list.forEach { row in
            // Pages are numbered by the segment's number and their own, 24 bits of it.
            let id = try row.count(0, "the number of a segment", upTo: 1 << 38)
            nextID = id + 1
            try row.checkSum(9, "segment \(id) of the index")
            guard row.integer(3) == State.live.rawValue else { return garbage.append(id) }
            guard let kind = Segment.Kind(rawValue: row.integer(1)), row.integer(5) > 0 else {
                throw StoreError.damaged("segment \(id) of the index is not readable")
            }
            let fences = row.withBytes(6) { bytes in
                stride(from: 0, to: bytes.count - 7, by: 8).map {
                    UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: $0, as: UInt64.self))
                }
            }
            let level = try row.count(2, "the level of segment \(id)", upTo: 64)
            // Fences tell the pages, all but the last full.
            let count = try row.count(4, "the size of segment \(id)", upTo: Int64(fences.count * Self.entriesPerPage))
            let reach = LogIndex.Mark(
                chunk: try row.count(7, "the last chunk of segment \(id)"), message: try row.count(8, "the last message of segment \(id)"))
            segments.append(
                Segment(
                    id: id, kind: kind, level: Int(level), count: Int(count), fences: fences, reach: reach,
                    filter: withFilters ? try filter(of: id, lines: try row.count(5, "the filter of segment \(id)")) : nil, transaction: 0))
        }
        return segments
    }

    private func filter(of segment: Int64, lines: Int64) throws -> BlockedBloom {
        // Room only for what is there.
        measurePages.bind(1, segment << 24 | Self.firstFilterPage)
        measurePages.bind(2, (segment + 1) << 24 - 1)
        let bytes = try measurePages.first { $0.integer(0) } ?? 0
        guard bytes == lines * Int64(BlockedBloom.lineBytes) else {
            throw StoreError.damaged("the filter of segment \(segment) of the index has another length")
        }
        let filter = BlockedBloom(lines: Int(lines))
        readPages.bind(1, segment << 24 | Self.firstFilterPage)
        readPages.bind(2, (segment + 1) << 24 - 1)
        var offset = 0
        try readPages.forEach { row in
            try row.checkSum(2, "the filter of segment \(segment) of the index")
            try row.withBytes(1) { bytes in
                guard bytes.count <= filter.bytes.count - offset else {
                    throw StoreError.damaged("the filter of segment \(segment) of the index is too long")
                }
                UnsafeMutableRawBufferPointer(rebasing: filter.bytes[offset...]).copyMemory(from: bytes)
                offset += bytes.count
            }
        }
        guard offset == filter.bytes.count else {
            throw StoreError.damaged("the filter of segment \(segment) of the index is too short")
        }
        return filter
    }

    // MARK: Writing

    func start(_ kind: Segment.Kind, level: Int, lines: Int, reach: LogIndex.Mark) throws -> Int64 {
        let id = nextID
        nextID += 1
        insert.bind(1, id)
        insert.bind(2, kind.rawValue)
        insert.bind(3, level)
        insert.bind(4, lines)
        insert.bind(5, reach.chunk)
        insert.bind(6, reach.message)
        try insert.run()
        return id
    }

    func write(page: Int, of segment: Int64, _ bytes: UnsafeRawBufferPointer) throws {
        try write(segment << 24 | Int64(page), bytes)
    }

    func write(filterPage page: Int, of segment: Int64, _ bytes: UnsafeRawBufferPointer) throws {
        try write(segment << 24 | Self.firstFilterPage + Int64(page), bytes)
    }

    private func write(_ id: Int64, _ bytes: UnsafeRawBufferPointer) throws {
        writePage.bind(1, id)
        writePage.bind(2, bytes: bytes)
        writePage.bindSum(3)
        try writePage.run()
    }

    func complete(_ segment: Segment) throws {
        finish.bind(1, segment.count)
        var fences: [UInt8] = []
        fences.reserveCapacity(segment.fences.count * 8)
        for fence in segment.fences { withUnsafeBytes(of: fence.littleEndian) { fences.append(contentsOf: $0) } }
        finish.bind(2, bytes: fences)
        finish.bind(3, segment.id)
        try finish.run()
    }

    // MARK: Reading

    /// The entries of a page where they lie.
    func withPage<Result>(_ page: Int, of segment: Segment, _ body: (UnsafeRawBufferPointer) throws -> Result) throws -> Result {
        let isDurable = transactions?.isDurable(segment.transaction) ?? true
        let readPage = isDurable ? readPage.newest : readPage.current
        readPage.bind(1, segment.id << 24 | Int64(page))
        let found = try readPage.first { row in
            try row.checkSum(2, "page \(page) of segment \(segment.id) of the index")
            return try row.withBytes(1, body)
        }
        guard let result = found else {
            throw StoreError.damaged("page \(page) of segment \(segment.id) of the index is missing")
        }
        return result
    }

    // MARK: Removing

    /// A segment that others stand for now.
    func discard(_ segment: Segment) throws {
        discard.bind(1, segment.id)
        try discard.run()
        garbage.append(segment.id)
    }

    /// Deletes at most so many pages of discarded segments.
    func collect(_ limit: Int) throws {
        var limit = Int64(limit)
        while limit > 0, let id = garbage.first {
            var ranges = try left ?? pages(of: id)
            if let range = ranges.first {
                let last = min(range.upperBound, range.lowerBound + limit - 1)
                deletePages.bind(1, range.lowerBound)
                deletePages.bind(2, last)
                try deletePages.run()
                limit -= last - range.lowerBound + 1
                ranges.removeFirst()
                if last < range.upperBound { ranges.insert(last + 1...range.upperBound, at: 0) }
            }
            left = ranges
            guard ranges.isEmpty else { continue }
            delete.bind(1, id)
            try delete.run()
            garbage.removeFirst()
            left = nil
            limit -= 1
        }
    }

    /// Where a segment has pages.
    private func pages(of segment: Int64) throws -> [ClosedRange<Int64>] {
        try [segment << 24, segment << 24 | Self.firstFilterPage].compactMap { first in
            lastPage.bind(1, first)
            lastPage.bind(2, first + Self.firstFilterPage - 1)
            return try lastPage.first { $0.isNull(0) ? nil : first...$0.integer(0) } ?? nil
        }
    }
}
