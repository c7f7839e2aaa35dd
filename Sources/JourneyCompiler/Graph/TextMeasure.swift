/// How wide a text is and where its lines break, without the fonts of the reader: an estimate on the wide side.
struct TextMeasure {
    /// In pixels.
    let size: Int
    var isBold = false

    /// In whole pixels, rounded up.
    func width(_ text: some StringProtocol) -> Int { (thousandths(text.unicodeScalars) * size + 999) / 1000 }

    private func thousandths(_ scalars: some Sequence<Unicode.Scalar>) -> Int {
        scalars.reduce(0) { $0 + advance($1) }
    }

    /// In thousandths of the font's size. ASCII as in Helvetica, a tenth wider; East Asian characters fill the square.
    private func advance(_ scalar: Unicode.Scalar) -> Int {
        if scalar.isASCII {
            let index = Int(scalar.value)
            let width = index < 32 || index > 126 ? 300 : Self.ascii[index - 32]
            return width * (isBold ? 118 : 110) / 100
        }
        switch scalar.value {
        case 0x300...0x36F, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0x20D0...0x20FF, 0xFE00...0xFE0F, 0xFEFF: return 0
        // Quotation marks and dashes, too, fill the square in Chinese fonts.
        case 0x1100...0x115F, 0x2010...0x2027, 0x2E80...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF,
            0xFE30...0xFE6F,
            0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F000...0x1FAFF, 0x20000...0x3FFFD:
            return 1000
        default: return 750
        }
    }

    /// From space to tilde.
    private static let ascii: [Int] = [
        278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556,
        556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
        667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556,
        556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
    ]

    /// At most `limit` lines of at most `width` pixels, of about the same length; what does not fit ends in `…`.
    func lines(_ text: String, width: Int, limit: Int) -> [String] {
        let widest = filled(text, width: width, limit: limit)
        guard widest.count > 1, widest.last?.last != "…" else { return widest }
        // The narrowest column of as many lines leaves no single word at the end; Chinese would break inside words in it.
        var (tooNarrow, wide) = (text.contains(where: isWide) ? width * 4 / 5 : width / 2, width)
        while wide - tooNarrow > 2 {
            let middle = (tooNarrow + wide) / 2
            let lines = filled(text, width: middle, limit: limit + 1)
            if lines.count > widest.count || lines.last?.last == "…" { tooNarrow = middle } else { wide = middle }
        }
        return filled(text, width: wide, limit: limit)
    }

    /// Each line as full as it gets.
    private func filled(_ text: String, width: Int, limit: Int) -> [String] {
        var lines: [String] = []
        var rest = Substring(text.split(whereSeparator: \.isWhitespace).joined(separator: " "))
        while !rest.isEmpty {
            let fitting = prefix(rest, width)
            if fitting.endIndex == rest.endIndex {
                lines.append(String(rest))
                return lines
            }
            if lines.count == limit - 1 {
                let cut = prefix(rest, width - self.width("…"))
                lines.append(trimmed(cut) + "…")
                return lines
            }
            let end = breakPlace(rest, fitting.endIndex)
            lines.append(trimmed(rest[..<end]))
            rest = rest[end...].drop(while: { $0 == " " })
        }
        return lines
    }

    private func trimmed(_ text: Substring) -> String {
        var text = text
        while text.last == " " { text.removeLast() }
        return String(text)
    }

    /// As many characters as fit, at least one.
    private func prefix(_ text: Substring, _ width: Int) -> Substring {
        var used = 0
        var end = text.startIndex
        while end < text.endIndex {
            used += thousandths(text[end].unicodeScalars)
            if used * size > width * 1000, end > text.startIndex { break }
            end = text.index(after: end)
        }
        return text[..<end]
    }

    /// The last place up to `end` where a line may break: at a space, else at a wide character that no space stands shortly
    /// before, else behind `_` or a dot; else `end`.
    private func breakPlace(_ text: Substring, _ end: Substring.Index) -> Substring.Index {
        var place = end
        var distance = 0
        var wide: (place: Substring.Index, distance: Int)?
        var soft: Substring.Index?
        while place > text.startIndex {
            let before = text[text.index(before: place)]
            if before == " " || text[place] == " " { return place }
            if wide == nil, mayBreak(text, place) { wide = (place, distance) }
            if let wide, distance > wide.distance + 5 { return wide.place }
            if soft == nil, before == "_" || before == "." { soft = place }
            place = text.index(before: place)
            distance += 1
        }
        return wide?.place ?? soft ?? end
    }

    /// Between a wide character and another, but not such that a sign of closing begins a line, or one of opening ends one.
    private func mayBreak(_ text: Substring, _ place: Substring.Index) -> Bool {
        let (before, after) = (text[text.index(before: place)], text[place])
        guard isWide(before) || isWide(after), !"，。、；：？！）》”’)?,;:…".contains(after), !"（《“‘(".contains(before) else {
            return false
        }
        guard before == "\"" || after == "\"" else { return true }
        return text[..<place].count { $0 == "\"" }.isMultiple(of: 2)
    }

    private func isWide(_ character: Character) -> Bool {
        character.unicodeScalars.first.map { !$0.isASCII && advance($0) >= 1000 } ?? false
    }
}
