/// Texts in which values are put: `亲爱的{name or "朋友"}`.
///
/// The lexer gives a text as one token. What stands between its braces is cut into tokens here and read by the same methods as
/// everything else, with its places in the file.
extension Parser {
    /// Where the first placeholder of a text begins, nil where it has none.
    func firstPlaceholder(_ token: Token) -> Int? {
        var offset = Int(token.start)
        let end = Int(token.end)
        while offset < end {
            if source.bytes[offset] == UInt8(ascii: "{") { return offset }
            offset += source.bytes[offset] == UInt8(ascii: "\\") ? escapeLength(offset, end) : 1
        }
        return nil
    }

    /// `\u{…}` has braces of its own.
    private func escapeLength(_ offset: Int, _ end: Int) -> Int {
        guard offset + 2 < end, source.bytes[offset + 1] == UInt8(ascii: "u"), source.bytes[offset + 2] == UInt8(ascii: "{") else { return 2 }
        return 3
    }

    /// `TEXT`, with its placeholders
    mutating func template() throws(Panic) -> Template {
        let token = current
        guard token.kind == .text else { throw failExpecting(.text) }
        advance()
        guard firstPlaceholder(token) != nil else {
            let text = text(token)
            return Template(pieces: text.isEmpty ? [] : [.text(text)], range: token.range)
        }
        let (raw, ranges, isTriple) = split(token)
        var values: [Template.Piece] = []
        // One that is wrong is said, and the others are read on.
        for range in ranges {
            complainedAt = -1
            if let placeholder = try? inside(range) { values.append(.value(placeholder)) }
        }
        complainedAt = -1
        var pieces: [Template.Piece] = []
        for (number, text) in TextDecoder.pieces(raw, isTriple: isTriple).enumerated() {
            if !text.isEmpty { pieces.append(.text(text)) }
            if number < values.count { pieces.append(values[number]) }
        }
        return Template(pieces: pieces, range: token.range)
    }

    /// The bytes between the quotes with a mark in the place of each placeholder, and the placeholders with their braces.
    private func split(_ token: Token) -> (raw: [UInt8], placeholders: [SourceRange], isTriple: Bool) {
        var start = Int(token.start)
        var end = Int(token.end)
        let isTriple = source.bytes[start] == 0x22 && end - start >= 6 && source.bytes[start + 1] == 0x22 && source.bytes[start + 2] == 0x22
        let quote = isTriple || source.bytes[start] >= 0x80 ? 3 : 1
        start += quote
        if end - start >= quote { end -= quote }
        var raw: [UInt8] = []
        raw.reserveCapacity(end - start)
        var ranges: [SourceRange] = []
        var offset = start
        while offset < end {
            let byte = source.bytes[offset]
            if byte == UInt8(ascii: "{"), let close = closingBrace(offset, end) {
                ranges.append(SourceRange(offset, close + 1))
                raw.append(TextDecoder.mark)
                offset = close + 1
            } else {
                let length = byte == UInt8(ascii: "\\") ? min(escapeLength(offset, end), end - offset) : 1
                for place in offset..<offset + length {
                    raw.append(source.bytes[place] == TextDecoder.mark ? UInt8(ascii: "?") : source.bytes[place])
                }
                offset += length
            }
        }
        return (raw, ranges, isTriple)
    }

    /// The brace that closes the one at an offset; the same rule as the lexer's, to which texts inside are opaque.
    func closingBrace(_ opening: Int, _ end: Int) -> Int? {
        var offset = opening
        var braces = 0
        var isText = false
        while offset < end {
            switch source.bytes[offset] {
            case UInt8(ascii: "\\"): offset += escapeLength(offset, end) - 1
            case 0x22: isText.toggle()
            case UInt8(ascii: "{") where !isText: braces += 1
            case UInt8(ascii: "}") where !isText:
                braces -= 1
                if braces == 0 { return offset }
            default: break
            }
            offset += 1
        }
        return nil
    }

    /// Reads what stands between two braces; tokens of its own, depth and complaints of this parser.
    private mutating func inside(_ range: SourceRange) throws(Panic) -> Template.Placeholder {
        try enter()
        defer { leave() }
        // `{{name}}`, as other programs write it.
        if range.end - range.start > 4, source.bytes[range.start + 1] == UInt8(ascii: "{"), source.bytes[range.end - 2] == UInt8(ascii: "}") {
            let inner = SourceRange(range.start + 1, range.end - 1)
            report(.foreignOperator(source.text(range), ours: source.text(inner)), range, fix: source.text(inner))
            return try inside(inner)
        }
        let start = range.start + 1
        let value = SourceText(name: "", bytes: Array(source.bytes[start..<range.end - 1]))
        var lexed = lex(value, language: language, names: names, isValue: true)
        for i in lexed.tokens.indices {
            lexed.tokens[i].start += Int32(truncatingIfNeeded: start)
            lexed.tokens[i].end += Int32(truncatingIfNeeded: start)
        }
        // The closing brace is what complaints find at the end.
        if let last = lexed.tokens.indices.last { lexed.tokens[last].end += 1 }
        for var diagnostic in lexed.diagnostics {
            diagnostic.range = SourceRange(diagnostic.range.start + start, diagnostic.range.end + start)
            if let fix = diagnostic.fix {
                diagnostic.fix = .init(SourceRange(fix.range.start + start, fix.range.end + start), fix.replacement)
            }
            if muted == 0 { diagnostics.append(diagnostic) }
            complaints += 1
        }
        let outer = (tokens, at, whereEvent)
        (tokens, at, whereEvent) = (lexed.tokens, 0, nil)
        defer { (tokens, at, whereEvent) = outer }
        if let comment = lexed.comments.first {
            report(.strayCharacter("#"), SourceRange(comment.range.start + start, comment.range.start + start + 1))
        }
        var placeholder = try placeholder()
        placeholder.range = range
        return placeholder
    }

    /// `"link" TEXT ["as" name] | arithmetic {"or" arithmetic} ["as" name {"or" arithmetic}]`, between braces
    mutating func placeholder() throws(Panic) -> Template.Placeholder {
        let isLink = keyword == .link && peek().kind == .text
        if isLink { advance() }
        let value = isLink ? try literal() : try arithmetic()
        var fallbacks: [Expression] = []
        while !isLink, accept(.or) { fallbacks.append(try arithmetic()) }
        let format = accept(.as) ? try name(.name) : nil
        // The two stand in either order.
        while !isLink, format != nil, accept(.or) { fallbacks.append(try arithmetic()) }
        if current.kind != .endOfFile {
            try mendPlaceholder()
            throw failExpecting(.sign("}"))
        }
        return Template.Placeholder(value: value, fallbacks: fallbacks, format: format, isLink: isLink, range: value.range)
    }
}
