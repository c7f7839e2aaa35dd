import JourneyModel

/// Lines on a page with the comments between them: knows where things stood in the source, nothing of the language.
struct Page {
    /// The empty line before the next line, or before the first of the comments above it.
    enum Gap {
        case none
        /// Where the source has one.
        case kept
        case always
        /// Before an `else` or `end`: none before the word; the comments above it belong to the block that it closes.
        case closing
    }

    static let width = 100

    var gap = Gap.none
    var depth = 0
    var isEmpty: Bool { out.isEmpty }
    private var out = ""
    /// The line last laid may still take a comment behind it.
    private var isOpen = false
    private let source: SourceText
    private let tokens: [Token]
    private let comments: [Comment]
    private var nextComment = 0

    init(_ file: ParsedFile) {
        source = file.source
        comments = file.comments
        tokens = lex(file.source, names: file.names).tokens
        out.reserveCapacity(file.source.bytes.count + 256)
    }

    /// Lays a line: the comments that stood before it come first, then those that stood inside it.
    mutating func line(_ text: String, _ range: SourceRange) {
        var isFirst = true
        layComments(before: range.start, &isFirst)
        while let comment = comment(before: range.end) {
            lay(comment, hasGap: isFirst && wantsGap(at: range.start))
            isFirst = false
        }
        let hasGap = isFirst ? gap != .closing && wantsGap(at: range.start) : gap != .closing && hasEmptyLine(before: range.start)
        begin(hasGap: hasGap, depth)
        layText(text)
        isOpen = true
    }

    /// The `end` that closes a block.
    mutating func close(_ range: SourceRange, _ word: String) {
        gap = .closing
        let last = index(from: range.end) - 1
        let isKnown = tokens.indices.contains(last) && tokens[last].start >= range.start
        line(word, isKnown ? tokens[last].range : SourceRange(range.end, range.end))
    }

    /// The whole text, when nothing is left to lay.
    mutating func finished() -> String {
        var isFirst = true
        gap = isEmpty ? .none : .kept
        layComments(before: .max, &isFirst)
        if !out.isEmpty { out += "\n" }
        return out
    }

    /// The text on one line at the present depth, nil where it is too wide.
    func fitting(_ text: String) -> String? {
        let text = unbroken(text)
        // A character takes no more columns than it has bytes.
        return depth * 2 + text.utf8.count <= Self.width || depth * 2 + displayWidth(text) <= Self.width ? text : nil
    }

    // MARK: The source

    func hasComment(in range: SourceRange) -> Bool {
        var low = 0
        var high = comments.count
        while low < high {
            let middle = (low + high) / 2
            if comments[middle].range.start < range.start { low = middle + 1 } else { high = middle }
        }
        return low < comments.count && comments[low].range.start < range.end
    }

    /// The first token at or after an offset that is not sugar; an empty range at the offset where there is none.
    func token(after offset: Int) -> SourceRange {
        var index = index(from: offset)
        while index < tokens.count, tokens[index].kind == .comma || tokens[index].kind == .pause { index += 1 }
        return index < tokens.count ? tokens[index].range : SourceRange(offset, offset)
    }

    /// The first token of this keyword in a range; the end of the range where there is none.
    func token(_ keyword: Keyword, in range: SourceRange) -> SourceRange {
        var index = index(from: range.start)
        while index < tokens.count, tokens[index].start < range.end {
            if tokens[index].keyword == keyword { return tokens[index].range }
            index += 1
        }
        return SourceRange(range.end, range.end)
    }

    /// The number of the first token that starts at or after an offset.
    private func index(from offset: Int) -> Int {
        var low = 0
        var high = tokens.count
        while low < high {
            let middle = (low + high) / 2
            if tokens[middle].start < offset { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// An empty line stands before what begins here, or before the sugar that introduces it.
    private func hasEmptyLine(before offset: Int) -> Bool {
        if isAfterEmptyLine(offset) { return true }
        var index = index(from: offset)
        var start = offset
        while index > 0 {
            let sugar = tokens[index - 1]
            guard sugar.keyword == .then || sugar.kind == .comma || sugar.kind == .pause else { break }
            index -= 1
            start = Int(sugar.start)
        }
        return start != offset && isAfterEmptyLine(start)
    }

    private func isAfterEmptyLine(_ offset: Int) -> Bool {
        var newlines = 0
        var index = min(offset, source.bytes.count) - 1
        while index >= 0 {
            switch source.bytes[index] {
            case 0x0A: newlines += 1
            case 0x20, 0x09, 0x0D: break
            default: return newlines > 1
            }
            index -= 1
        }
        return false
    }

    // MARK: Laying

    private mutating func comment(before offset: Int) -> Comment? {
        guard nextComment < comments.count, comments[nextComment].range.start < offset else { return nil }
        nextComment += 1
        return comments[nextComment - 1]
    }

    private mutating func layComments(before offset: Int, _ isFirst: inout Bool) {
        while let comment = comment(before: offset) {
            if comment.isTrailing, isOpen {
                out += "  " + comment.text
                isOpen = false
            } else {
                lay(comment, hasGap: isFirst ? wantsGap(at: comment.range.start) : hasEmptyLine(before: comment.range.start))
                isFirst = false
            }
        }
    }

    private mutating func lay(_ comment: Comment, hasGap: Bool) {
        begin(hasGap: hasGap, gap == .closing ? depth + 1 : depth)
        out += comment.text
        isOpen = false
    }

    private func wantsGap(at offset: Int) -> Bool {
        switch gap {
        case .none: false
        case .always: true
        case .kept, .closing: hasEmptyLine(before: offset)
        }
    }

    private mutating func begin(hasGap: Bool, _ depth: Int) {
        if !out.isEmpty { out += hasGap ? "\n\n" : "\n" }
        for _ in 0..<depth { out += "  " }
    }

    /// A line that is too wide goes on below, four columns deeper, at the places that allow it.
    private mutating func layText(_ text: String) {
        if text.containsByte(where: { $0 == 2 }) { return layLines(text) }
        if let whole = fitting(text) {
            out += whole
            return
        }
        let indentation = depth * 2 + 4
        var column = depth * 2
        for (index, part) in text.split(separator: softBreak, omittingEmptySubsequences: false).enumerated() {
            let width = displayWidth(String(part))
            if index > 0 {
                if column + 1 + width <= Self.width {
                    out += " "
                    column += 1
                } else {
                    out += "\n" + String(repeating: " ", count: indentation)
                    column = indentation
                }
            }
            out += part
            column += width
        }
    }

    /// A text over several lines, which stand two columns deeper than what they belong to.
    private mutating func layLines(_ text: String) {
        for (index, line) in unbroken(text).split(separator: hardBreak, omittingEmptySubsequences: false).enumerated() {
            if index > 0 { out += "\n" }
            if index > 0, !line.isEmpty { out += String(repeating: " ", count: depth * 2 + 2) }
            out += line
        }
    }
}
