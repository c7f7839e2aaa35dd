/// A file's bytes with its lines, the text that every `SourceRange` points into.
public struct SourceText: Sendable {
    /// What diagnostics call the file, usually its path.
    public let name: String
    public let bytes: [UInt8]
    /// Offset of the first byte of each line; line 1 is at index 0.
    public let lineStarts: [Int]

    /// A place as people count: both from 1, the column in characters (Unicode scalars), a tab being one.
    public struct Position: Hashable, Sendable {
        public var line: Int
        public var column: Int

        public init(line: Int, column: Int) {
            self.line = line
            self.column = column
        }
    }

    /// Of a file with a line longer than a block: how many characters begin before each block of bytes. Else empty.
    private let charactersBeforeBlocks: [Int]
    private static let block = 4_096

    public init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
        var starts = [0]
        bytes.withUnsafeBufferPointer { bytes in
            for offset in bytes.indices where bytes[offset] == 0x0A { starts.append(offset + 1) }
        }
        lineStarts = starts
        let hasLongLine = zip(starts, starts.dropFirst() + [bytes.count]).contains { $1 - $0 > Self.block }
        charactersBeforeBlocks = hasLongLine ? Self.charactersBeforeBlocks(bytes) : []
    }

    public init(name: String, _ text: String) { self.init(name: name, bytes: Array(text.utf8)) }

    /// The number of the line, from 1, that the byte at this offset stands on; offsets past the end are on the last line.
    public func line(at offset: Int) -> Int {
        var low = 0
        var high = lineStarts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        return low + 1
    }

    public func position(at offset: Int) -> Position {
        let line = line(at: offset)
        let start = lineStarts[line - 1]
        let end = clamped(offset, from: start)
        let isShort = charactersBeforeBlocks.isEmpty || end - start < Self.block
        let characters = isShort ? Self.characters(bytes, start, end) : characters(before: end) - characters(before: start)
        return Position(line: line, column: characters + 1)
    }

    private func characters(before offset: Int) -> Int {
        let block = offset / Self.block
        return charactersBeforeBlocks[block] + Self.characters(bytes, block * Self.block, offset)
    }

    private static func characters(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Int {
        bytes.withUnsafeBufferPointer { bytes in
            var count = 0
            for offset in start..<end where bytes[offset] & 0xC0 != 0x80 { count += 1 }
            return count
        }
    }

    private static func charactersBeforeBlocks(_ bytes: [UInt8]) -> [Int] {
        var counts = [0]
        for start in stride(from: 0, to: bytes.count, by: block) {
            counts.append((counts.last ?? 0) + characters(bytes, start, min(start + block, bytes.count)))
        }
        return counts
    }

    /// The bytes of a line, without its line end; a line that does not exist is empty.
    public func range(ofLine line: Int) -> Range<Int> {
        guard line >= 1, line <= lineStarts.count else { return bytes.count..<bytes.count }
        let start = lineStarts[line - 1]
        var end = line < lineStarts.count ? lineStarts[line] - 1 : bytes.count
        if end > start, bytes[end - 1] == 0x0D { end -= 1 }
        return start..<end
    }

    /// The text of a range; invalid UTF-8 reads as U+FFFD, a range outside the file is cut to it.
    public func text(_ range: SourceRange) -> String {
        let start = clamped(range.start, from: 0)
        return String(decoding: bytes[start..<clamped(range.end, from: start)], as: UTF8.self)
    }

    /// What a text says between its quotes, or a name as it is spelled.
    func value(of token: Token) -> String {
        let slice = bytes[Int(token.start)..<Int(token.end)]
        switch token.kind {
        case .text:
            if token.needsDecoding { return TextDecoder.text(slice) }
            let quote = slice.first == 0x22 ? 1 : 3
            return String(decoding: slice.dropFirst(quote).dropLast(quote), as: UTF8.self)
        default: return token.needsDecoding ? TextDecoder.name(slice) : String(decoding: slice, as: UTF8.self)
        }
    }

    private func clamped(_ offset: Int, from start: Int) -> Int { min(max(offset, start), bytes.count) }
}
