import Glibc
import JourneyModel

/// Cuts a stream of bytes into lines and turns them into events: what files, pipes and directories have in common.
///
/// The owner fills `room` from wherever its bytes come; a line is parsed where it lies in the buffer.
final class LineFeed {
    let name: String
    var context: EventContext
    private let lineReader: EventLineReader
    private let csv: EventCSVReader?

    private var buffer: UnsafeMutableRawBufferPointer
    /// The bytes not yet parsed.
    private var start = 0
    private var end = 0
    /// How much of them was searched for the end of a line in vain.
    private var searched = 0
    private var search = CSVRecord.Search()
    /// An over-long line is being dropped up to its end.
    private var isDropping = false

    /// Of the first byte not parsed, from the start of the stream.
    private(set) var offset: UInt64 = 0
    /// Lines before `offset`.
    private(set) var lineCount: UInt64 = 0

    init(name: String, context: EventContext, format: EventFormat) {
        self.name = name
        self.context = context
        lineReader = EventLineReader()
        if case .csv(let map) = format { csv = EventCSVReader(map: map) } else { csv = nil }
        buffer = .allocate(byteCount: IntakeLimits.block + Limits.lineBytes, alignment: 64)
    }

    deinit { buffer.deallocate() }

    /// Begins anew, at `offset` of the stream with so many lines before it.
    func restart(offset: UInt64, lineCount: UInt64) {
        start = 0
        end = 0
        searched = 0
        search = CSVRecord.Search()
        isDropping = false
        self.offset = offset
        self.lineCount = lineCount
    }

    /// Begins at an offset of a file, with its header read where it has one. Lines are counted from there.
    func restart(_ file: Descriptor, at offset: UInt64) throws {
        if offset > 0, needsHeader {
            restart(offset: 0, lineCount: 0)
            let room = room()
            let read = UnsafeRawBufferPointer(rebasing: room[..<(try file.read(into: room, at: 0))])
            var search = CSVRecord.Search()
            let end = CSVRecord.end(read, from: 0, state: &search) ?? read.count
            do { try csv?.readHeader(UnsafeRawBufferPointer(rebasing: read[..<end])) } catch {
                throw IntakeError(source: name, reason: "\(error)")
            }
        }
        if offset > 0 { try file.seek(to: offset) }
        restart(offset: offset, lineCount: 0)
    }

    /// Lines before those counted so far.
    func addLines(_ count: UInt64) { lineCount += count }

    var isCSV: Bool { csv != nil }
    var needsHeader: Bool { csv.map { !$0.hasHeader } ?? false }
    /// Bytes that no line end follows yet.
    var pending: Int { end - start }
    /// Of the first byte not yet filled in.
    var endOffset: UInt64 { offset + UInt64(end - start) }

    /// Where the next bytes go: at least a block.
    func room() -> UnsafeMutableRawBufferPointer {
        if buffer.count - end < IntakeLimits.block, start > 0, let base = buffer.baseAddress {
            memmove(base, base + start, end - start)
            end -= start
            start = 0
        }
        return UnsafeMutableRawBufferPointer(rebasing: buffer[end..<min(end + IntakeLimits.block, buffer.count)])
    }

    func filled(_ count: Int) { end += count }

    /// Parses whole lines until `batch` has `limit` events; true when lines may be left.
    func parse(into batch: inout EventBatch, limit: Int, rejects: inout [Rejection]) throws -> Bool {
        while batch.events.count < limit, batch.bytes.count < IntakeLimits.batchBytes {
            guard let lineEnd = findLineEnd() else {
                dropOverlong(&rejects)
                return false
            }
            try take(lineEnd, next: lineEnd + 1, &batch, &rejects)
        }
        return start < end
    }

    /// Takes what is left at the end of the stream as its last line. A line that does not parse is rejected but not consumed when
    /// `keepsBroken`: its writer may not have finished it.
    func parseLast(into batch: inout EventBatch, keepsBroken: Bool, rejects: inout [Rejection]) throws {
        if isDropping {
            skip(to: end)
            isDropping = false
        }
        guard start < end else { return }
        let before = (start, offset, lineCount, rejects.count)
        try take(end, next: end, &batch, &rejects)
        if keepsBroken, rejects.count > before.3 {
            (start, offset, lineCount) = (before.0, before.1, before.2)
        }
    }

    @inline(__always)
    private func findLineEnd() -> Int? {
        guard start < end else { return nil }
        if csv != nil {
            return CSVRecord.end(UnsafeRawBufferPointer(rebasing: buffer[..<end]), from: start, state: &search)
        }
        let from = start + searched
        guard let base = buffer.baseAddress, let found = memchr(base + from, 0x0a, end - from) else {
            searched = end - start
            return nil
        }
        searched = 0
        return UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }

    /// The line from `start` to `lineEnd`.
    @inline(__always)
    private func take(
        _ lineEnd: Int, next: Int, _ batch: inout EventBatch, _ rejects: inout [Rejection]
    ) throws {
        let line = UnsafeRawBufferPointer(rebasing: buffer[start..<lineEnd])
        let position = offset
        skip(to: next)
        let number = lineCount + 1
        // A record of a CSV file may hold line feeds.
        lineCount = csv == nil ? number : line.reduce(number) { $1 == 0x0a ? $0 + 1 : $0 }
        if isDropping {
            isDropping = false
            return
        }
        if line.count <= 1, line.isEmpty || line[0] == 0x0d { return }
        do throws(EventFault) {
            if let csv {
                if !csv.hasHeader { return try readFirst(line) }
                try csv.read(line, position: position, next: offset, context: context, into: &batch)
            } else {
                try lineReader.read(line, position: position, next: offset, context: context, into: &batch)
            }
        } catch {
            if needsHeader { throw IntakeError(source: name, reason: error.reason) }
            reject(line, number, error.reason, &rejects)
        }
    }

    private func readFirst(_ line: UnsafeRawBufferPointer) throws(EventFault) { try csv?.readHeader(line) }

    private func skip(to next: Int) {
        offset += UInt64(next - start)
        start = next
        searched = 0
    }

    /// A line longer than allowed is rejected as soon as that is known, and dropped as it comes.
    private func dropOverlong(_ rejects: inout [Rejection]) {
        guard end - start > Limits.lineBytes || (isDropping && start < end) else { return }
        if !isDropping {
            reject(
                UnsafeRawBufferPointer(rebasing: buffer[start..<end]), lineCount + 1, EventFault.lineTooLong().reason, &rejects)
            isDropping = true
        }
        search = CSVRecord.Search()
        skip(to: end)
    }

    private func reject(_ line: UnsafeRawBufferPointer, _ number: UInt64, _ reason: String, _ rejects: inout [Rejection]) {
        rejects.append(
            Rejection(source: name, line: number, reason: reason, text: Array(line.prefix(Limits.rejectedTextBytes))))
    }
}
