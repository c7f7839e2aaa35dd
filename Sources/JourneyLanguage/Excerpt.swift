import JourneyModel

/// The lines of a source that a diagnostic shows, with carets under its range: its first line, and its last where that is another.
struct Excerpt {
    struct Line {
        /// From 1.
        var number: Int
        /// As a terminal shows it.
        var text: String
        /// Columns before the carets.
        var indentation: Int
        /// At least 1.
        var carets: Int
    }

    /// Tabs are shown as spaces up to the next multiple of this.
    private static let tabWidth = 4
    /// Of longer lines the part around the caret is shown, in bytes.
    private static let longestLine = 400

    private(set) var lines: [Line] = []
    /// Lines between the two are not shown.
    private(set) var leavesOut = false
    private let source: SourceText

    init(_ range: SourceRange, of source: SourceText) {
        self.source = source
        let first = source.line(at: range.start)
        let last = max(first, source.line(at: max(range.start, range.end - 1)))
        let whole = source.range(ofLine: first)
        lines.append(line(first, from: range.start, to: last > first ? whole.upperBound : range.end))
        guard last > first else { return }
        var start = source.range(ofLine: last).lowerBound
        while start < range.end, start < source.bytes.count, source.bytes[start] == 0x20 || source.bytes[start] == 0x09 { start += 1 }
        lines.append(line(last, from: start, to: range.end))
        leavesOut = last > first + 1
    }

    /// A line with its tabs widened, and the carets under the part of the range that lies on it.
    private func line(_ number: Int, from: Int, to: Int) -> Line {
        let whole = source.range(ofLine: number)
        let start = min(max(from, whole.lowerBound), whole.upperBound)
        let end = min(max(to, start), whole.upperBound)
        let first = boundary(max(whole.lowerBound, start - Self.longestLine / 2))
        let last = boundary(min(whole.upperBound, start + Self.longestLine))
        var shown = first > whole.lowerBound ? "…" : ""
        let indentation = widen(first..<start, into: &shown, from: shown.isEmpty ? 0 : 1)
        let until = widen(start..<min(end, last), into: &shown, from: indentation)
        _ = widen(min(end, last)..<last, into: &shown, from: until)
        if last < whole.upperBound { shown += "…" }
        return Line(number: number, text: shown, indentation: indentation, carets: max(1, until - indentation))
    }

    /// The beginning of the character that this byte is part of.
    private func boundary(_ offset: Int) -> Int {
        var offset = offset
        while offset > 0, offset < source.bytes.count, source.bytes[offset] & 0xC0 == 0x80 { offset -= 1 }
        return offset
    }

    /// Appends bytes as shown and gives the column after them.
    private func widen(_ range: Range<Int>, into shown: inout String, from column: Int) -> Int {
        let isPlain = source.bytes[range].allSatisfy { (0x20..<0x7F).contains($0) }
        if isPlain {
            shown += String(decoding: source.bytes[range], as: UTF8.self)
            return column + range.count
        }
        var column = column
        for character in String(decoding: source.bytes[range], as: UTF8.self) {
            if character == "\t" {
                let width = Self.tabWidth - column % Self.tabWidth
                shown += String(repeating: " ", count: width)
                column += width
            } else if character.unicodeScalars.allSatisfy(isPrintable) {
                shown.append(character)
                column += displayWidth(character)
            } else {
                for scalar in character.unicodeScalars {
                    shown.unicodeScalars.append(isPrintable(scalar) ? scalar : "\u{FFFD}")
                    column += isPrintable(scalar) ? displayWidth(Character(scalar)) : 1
                }
            }
        }
        return column
    }
}
