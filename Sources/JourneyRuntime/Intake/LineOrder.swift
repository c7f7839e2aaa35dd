import Glibc
import JourneyModel

/// Whether the lines of a file come in order of `at`.
enum LineOrder {
    /// Nil where only a full reading can tell. Leaves the file's own position alone.
    static func isSorted(_ file: Descriptor, from start: UInt64) throws(SystemError) -> Bool? {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 2 * IntakeLimits.block + Limits.lineBytes, alignment: 64)
        defer { buffer.deallocate() }
        var latest = Timestamp.distantPast
        var offset = start
        var kept = 0
        while true {
            let room = UnsafeMutableRawBufferPointer(rebasing: buffer[kept..<min(kept + IntakeLimits.block, buffer.count)])
            let count = try file.read(into: room, at: offset)
            offset += UInt64(count)
            let filled = UnsafeRawBufferPointer(rebasing: buffer[..<(kept + count)])
            var lineStart = 0
            while lineStart < filled.count {
                guard let end = lineEnd(filled, lineStart) ?? (count == 0 ? filled.count : nil) else { break }
                switch EventOrder.at(of: UnsafeRawBufferPointer(rebasing: filled[lineStart..<end])) {
                case .at(let instant):
                    if instant < latest { return false }
                    latest = instant
                case .unclear: return nil
                case .absent: break
                }
                lineStart = end + 1
            }
            if count == 0 { return true }
            kept = max(filled.count - lineStart, 0)
            // An over-long line is rejected whatever it holds.
            if kept > Limits.lineBytes + IntakeLimits.block { return nil }
            if kept > 0, let base = buffer.baseAddress { memmove(base, base + lineStart, kept) }
        }
    }

    private static func lineEnd(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Int? {
        guard let base = bytes.baseAddress, let found = memchr(base + start, 0x0a, bytes.count - start) else { return nil }
        return UnsafeRawPointer(found) - base
    }
}
