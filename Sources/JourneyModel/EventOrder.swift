/// Reads nothing of a line but its `at`, to find out whether a log is in order before it is taken in.
public enum EventOrder {
    /// The `at` of a line that is a valid event with one. On a line that `EventLineReader` rejects the answer means nothing.
    public static func at(of line: UnsafeRawBufferPointer) -> Answer {
        var walk = Walk(line)
        guard walk.skip(to: UInt8(ascii: "{")) else { return .absent }
        while walk.skip(to: UInt8(ascii: "\"")) {
            let start = walk.index
            walk.skipText()
            let isAt = walk.index - start == 4 && line[start + 1] == UInt8(ascii: "a") && line[start + 2] == UInt8(ascii: "t")
            if walk.hasEscapes { return .unclear }
            guard walk.skip(to: UInt8(ascii: ":")) else { return .absent }
            walk.index += 1
            walk.skipSpace()
            let value = walk.index
            walk.skipValue()
            if isAt { return at(UnsafeRawBufferPointer(rebasing: line[value..<max(walk.index, value)])) }
        }
        return .absent
    }

    public enum Answer: Equatable, Sendable {
        case at(Timestamp)
        case absent
        /// A name is written with escapes: only a full reading can tell.
        case unclear
    }

    private static func at(_ value: UnsafeRawBufferPointer) -> Answer {
        guard value.count > 2 else {
            return Value(jsonNumber: value).flatMap { Timestamp(milliseconds: $0) }.map { .at($0) } ?? .absent
        }
        if value[0] == UInt8(ascii: "\"") {
            return Timestamp(rfc3339: UnsafeRawBufferPointer(rebasing: value[1..<value.count - 1])).map { .at($0) } ?? .absent
        }
        return Value(jsonNumber: value).flatMap { Timestamp(milliseconds: $0) }.map { .at($0) } ?? .absent
    }

    private struct Walk {
        let bytes: UnsafeRawBufferPointer
        var index = 0
        /// Of the last text.
        var hasEscapes = false

        init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

        @inline(__always)
        mutating func skip(to byte: UInt8) -> Bool {
            while index < bytes.count {
                if bytes[index] == byte { return true }
                index += 1
            }
            return false
        }

        @inline(__always)
        mutating func skipSpace() {
            while index < bytes.count, bytes[index] <= 0x20 { index += 1 }
        }

        /// From an opening quote to behind the closing one.
        @inline(__always)
        mutating func skipText() {
            hasEscapes = false
            index += 1
            while index < bytes.count {
                skipPlain()
                guard index < bytes.count else { return }
                let byte = bytes[index]
                index += 1
                if byte == UInt8(ascii: "\"") { return }
                if byte == UInt8(ascii: "\\") {
                    hasEscapes = true
                    index += 1
                }
            }
            index = bytes.count
        }

        /// To the next quote or backslash, eight bytes at a time while there are as many.
        @inline(__always)
        private mutating func skipPlain() {
            let ones: UInt64 = 0x0101_0101_0101_0101
            while bytes.count - index >= 8 {
                let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
                let quote = word ^ (ones &* UInt64(UInt8(ascii: "\"")))
                let slash = word ^ (ones &* UInt64(UInt8(ascii: "\\")))
                let found = (((quote &- ones) & ~quote) | ((slash &- ones) & ~slash)) & (ones << 7)
                if found != 0 {
                    index += found.trailingZeroBitCount >> 3
                    return
                }
                index += 8
            }
            while index < bytes.count, bytes[index] != UInt8(ascii: "\""), bytes[index] != UInt8(ascii: "\\") { index += 1 }
        }

        /// To behind a value; brackets by their depth, texts unread.
        @inline(__always)
        mutating func skipValue() {
            var depth = 0
            while index < bytes.count {
                switch bytes[index] {
                case UInt8(ascii: "\""):
                    skipText()
                    if depth == 0 { return }
                    continue
                case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
                case UInt8(ascii: "}"), UInt8(ascii: "]"):
                    if depth == 0 { return }
                    depth -= 1
                case UInt8(ascii: ","), 0x20, 0x09, 0x0d:
                    if depth == 0 { return }
                default: break
                }
                index += 1
            }
        }
    }
}
