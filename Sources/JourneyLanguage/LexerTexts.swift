extension Lexer {
    /// The longest placeholder in bytes; a brace that stands open for longer was never closed.
    private static let longestPlaceholder = 1000

    /// The sequences that open a text, with what closes it.
    private enum Quote {
        case plain, curly, fullWidth, triple

        var closer: [UInt8] {
            switch self {
            case .plain: [0x22]
            case .curly: [0xE2, 0x80, 0x9D]
            case .fullWidth: [0xEF, 0xBC, 0x82]
            case .triple: [0x22, 0x22, 0x22]
            }
        }

        var openerLength: Int { closer.count }
    }

    /// A text in double quotes of any kind, at `at`.
    mutating func text() {
        let start = at
        let quote = quote(start)
        let inside = start + quote.openerLength
        var brace: Int?
        var end = close(quote, from: inside, bracesNest: true, &brace)
        if end == nil, let opened = brace {
            // What stood before that brace was well closed.
            end = close(quote, from: opened, bracesNest: false, &brace)
            if end != nil { report(.unterminatedPlaceholder, opened, opened + 1, fix: "\\{") }
        }
        guard let end else {
            at = quote == .triple ? count : endOfLine(start)
            let opened = string(start, inside)
            report(.unterminatedText(opened: opened, closes: String(decoding: quote.closer, as: UTF8.self)), start, at)
            emit(.text, from: start, needsDecoding: true)
            lexed.brokenEnds.append(Int32(truncatingIfNeeded: at))
            return
        }
        at = end + quote.closer.count
        let needsDecoding = quote == .triple || (inside..<end).contains { bytes[$0] == UInt8(ascii: "\\") }
        if needsDecoding { checkEscapes(inside, end) }
        checkControls(inside, end)
        emit(.text, from: start, needsDecoding: needsDecoding)
    }

    private func quote(_ start: Int) -> Quote {
        if bytes[start] == 0xE2 { return .curly }
        if bytes[start] == 0xEF { return .fullWidth }
        return bytes[start + 1] == 0x22 && bytes[start + 2] == 0x22 ? .triple : .plain
    }

    private func isAt(_ closer: [UInt8], _ offset: Int) -> Bool {
        for i in closer.indices where bytes[offset + i] != closer[i] { return false }
        return true
    }

    /// Where the closing quote stands, nil where the line (for `"""` the file) ends before; `brace` is then the `{` that is still open.
    private func close(_ quote: Quote, from start: Int, bracesNest: Bool, _ brace: inout Int?) -> Int? {
        let closer = quote.closer
        var offset = start
        var braces = 0
        var opened = start
        var isNested = false
        defer { brace = braces > 0 ? opened : brace }
        while offset < count {
            let byte = bytes[offset]
            if braces > 0, offset - opened > Self.longestPlaceholder { return nil }
            if byte == UInt8(ascii: "\\") {
                let isUnicode = bytes[offset + 1] == UInt8(ascii: "u") && bytes[offset + 2] == UInt8(ascii: "{")
                offset += bytes[offset + 1] == 0x0A ? 1 : isUnicode ? 3 : 2
            } else if byte == 0x0A, quote != .triple {
                return nil
            } else if isNested {
                if byte == 0x22 { isNested = false }
                offset += 1
            } else if braces == 0, byte == closer[0], isAt(closer, offset) {
                return offset
            } else if byte == UInt8(ascii: "{"), bracesNest {
                if braces == 0 { opened = offset }
                braces += 1
                offset += 1
            } else if braces > 0 {
                if byte == UInt8(ascii: "}") { braces -= 1 }
                if byte == 0x22 { isNested = true }
                offset += 1
            } else {
                offset += 1
            }
        }
        return nil
    }

    private func endOfLine(_ start: Int) -> Int {
        var end = start
        while end < count, bytes[end] != 0x0A { end += 1 }
        while end > start + 1, bytes[end - 1] <= 0x20 { end -= 1 }
        return end
    }

    private mutating func checkEscapes(_ start: Int, _ end: Int) {
        var offset = start
        while offset < end {
            guard bytes[offset] == UInt8(ascii: "\\") else {
                offset += 1
                continue
            }
            let length = TextDecoder.escape(bytes + offset, limit: end - offset)?.length
            if length == nil {
                let shown = offset + 1 < end ? 1 + max(1, characterLength(offset + 1)) : 1
                report(
                    .unknownEscape(string(offset, offset + shown)), offset, offset + shown,
                    fix: "\\" + string(offset, offset + shown))
            }
            offset += length ?? 2
        }
    }

    private func characterLength(_ offset: Int) -> Int { bytes[offset] < 0x80 ? 1 : Characters.scalar(bytes + offset).count }

    private mutating func checkControls(_ start: Int, _ end: Int) {
        for offset in start..<end where bytes[offset] < 0x20 || bytes[offset] == 0x7F {
            guard roles[Int(bytes[offset])] == .control else { continue }
            report(.controlCharacter(UInt32(bytes[offset])), offset, offset + 1, fix: "")
            return
        }
    }

    /// `'…'`: said, and read as the text it means; a lone quote is a stray character.
    mutating func singleQuoted(_ length: Int) {
        let start = at
        var end = at + length
        while end < count, bytes[end] != 0x0A {
            let isPlain = bytes[end] == UInt8(ascii: "'")
            let isCurly = bytes[end] == 0xE2 && bytes[end + 1] == 0x80 && (bytes[end + 2] == 0x98 || bytes[end + 2] == 0x99)
            let isWide = bytes[end] == 0xEF && bytes[end + 1] == 0xBC && bytes[end + 2] == 0x87
            if isPlain && length == 1 || (isCurly || isWide) && length == 3 {
                at = end + length
                report(.singleQuotes, start, at, fix: "\"" + string(start + length, end) + "\"")
                return emit(.text, from: start, needsDecoding: true)
            }
            end += 1
        }
        report(.strayCharacter(string(start, start + length)), start, start + length)
        at += length
    }
}
