import Dispatch
import Glibc
import JourneyModel
import Synchronization

/// Whether the lines of a file come in order of `at`.
enum LineOrder {
    /// What the lines of a piece say, put together from piece to piece.
    private enum Answer {
        case sorted(first: Timestamp, last: Timestamp)
        /// No line has an `at` of its own.
        case empty
        case unsorted
        /// Only a full reading can tell.
        case unclear
        case failed(SystemError)

        func followed(by next: Answer) -> Answer {
            switch (self, next) {
            case (.failed, _), (.unsorted, _): self
            case (_, .failed), (_, .unsorted): next
            case (.unclear, _), (_, .unclear): .unclear
            case (.empty, _): next
            case (_, .empty): self
            case (.sorted(let first, let end), .sorted(let begin, let last)):
                begin < end ? .unsorted : .sorted(first: first, last: last)
            }
        }
    }

    /// A file shorter than this is not worth a second thread.
    static let leastPiece: UInt64 = 8 << 20

    /// Nil where only a full reading can tell. Leaves the file's own position alone.
    ///
    /// It is cut into two pieces, which two threads look through: a whole log passes by here before its first event is taken in.
    static func isSorted(_ file: Descriptor, from start: UInt64, leastPiece: UInt64 = LineOrder.leastPiece) throws(SystemError) -> Bool? {
        let size = try file.status().size
        let middle = start + (size > start ? (size - start) / 2 : 0)
        let cuts = middle - start <= leastPiece ? [start, .max] : [start, middle, .max]
        let number = file.number
        let answers = Mutex<[Int: Answer]>([:])
        DispatchQueue.concurrentPerform(iterations: cuts.count - 1) { piece in
            let answer = look(through: cuts[piece]..<cuts[piece + 1], of: number, isFirst: piece == 0)
            answers.withLock { $0[piece] = answer }
        }
        withExtendedLifetime(file) {}
        let answer = answers.withLock { answers in
            (0..<cuts.count - 1).reduce(Answer.empty) { $0.followed(by: answers[$1] ?? .unclear) }
        }
        switch answer {
        case .sorted, .empty: return true
        case .unsorted: return false
        case .unclear: return nil
        case .failed(let error): throw error
        }
    }

    /// The lines that begin in a range; a range that is not the first begins behind the first line feed at or after the byte before it.
    private static func look(through range: Range<UInt64>, of number: Int32, isFirst: Bool) -> Answer {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 2 * IntakeLimits.block + Limits.lineBytes, alignment: 64)
        defer { buffer.deallocate() }
        var answer: (first: Timestamp, last: Timestamp)?
        var isInLine = !isFirst
        var offset = isFirst ? range.lowerBound : range.lowerBound - 1
        var kept = 0
        while true {
            let room = UnsafeMutableRawBufferPointer(rebasing: buffer[kept..<min(kept + IntakeLimits.block, buffer.count)])
            let count: Int
            do { count = try Descriptor.read(number, into: room, at: offset) } catch { return .failed(error) }
            let base = offset - UInt64(kept)
            offset += UInt64(count)
            let filled = UnsafeRawBufferPointer(rebasing: buffer[..<(kept + count)])
            var lineStart = 0
            while lineStart < filled.count, isInLine || base + UInt64(lineStart) < range.upperBound {
                guard let end = lineEnd(filled, lineStart) ?? (count == 0 ? filled.count : nil) else { break }
                if isInLine {
                    isInLine = false
                } else {
                    switch EventOrder.at(of: UnsafeRawBufferPointer(rebasing: filled[lineStart..<end])) {
                    case .at(let instant):
                        if let last = answer?.last, instant < last { return .unsorted }
                        answer = (answer?.first ?? instant, instant)
                    case .unclear: return .unclear
                    case .absent: break
                    }
                }
                lineStart = end + 1
            }
            if count == 0 || base + UInt64(lineStart) >= range.upperBound { break }
            kept = max(filled.count - lineStart, 0)
            // An over-long line is rejected whatever it holds.
            if kept > Limits.lineBytes + IntakeLimits.block { return .unclear }
            if kept > 0, let base = buffer.baseAddress { memmove(base, base + lineStart, kept) }
        }
        return answer.map { .sorted(first: $0.first, last: $0.last) } ?? .empty
    }

    private static func lineEnd(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Int? {
        guard let base = bytes.baseAddress, let found = memchr(base + start, 0x0a, bytes.count - start) else { return nil }
        return UnsafeRawPointer(found) - base
    }
}
