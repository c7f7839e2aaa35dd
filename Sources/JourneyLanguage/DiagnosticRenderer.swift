/// Shows diagnostics to people: the line, a caret under what is meant, and how to mend it.
///
///     error[J0101]: `wen` is not known here; did you mean `when`?
///      --> cart.journey:1:1
///       |
///     1 | wen browsed send coupon via wecom
///       | ^^^ did you mean `when`?
public struct DiagnosticRenderer: Sendable {
    /// Tabs are shown as spaces up to the next multiple of this.
    static let tabWidth = 4
    /// Of longer lines the part around the caret is shown.
    static let longestLine = 400

    public let source: SourceText
    /// Writes ANSI colours.
    public let isColoured: Bool

    public init(_ source: SourceText, isColoured: Bool = false) {
        self.source = source
        self.isColoured = isColoured
    }

    /// Several diagnostics, a blank line between two.
    public func render(_ diagnostics: [Diagnostic]) -> String { diagnostics.map(render).joined(separator: "\n") }

    public func render(_ diagnostic: Diagnostic) -> String {
        let position = source.position(at: diagnostic.range.start)
        let number = String(position.line)
        let margin = String(repeating: " ", count: number.utf8.count)
        let bar = blue("\(margin) |")
        let (line, caret) = excerpt(diagnostic.range, line: position.line)
        let label = diagnostic.label.isEmpty ? "" : " " + diagnostic.label
        var lines = [
            paint("\(diagnostic.severity.rawValue)[\(diagnostic.code)]", diagnostic.severity) + bold(": " + diagnostic.message),
            "\(margin)\(blue("-->")) \(source.name):\(position.line):\(position.column)",
            bar,
            blue("\(number) |") + (line.isEmpty ? "" : " " + line),
            "\(bar) \(caret.indentation)\(paint(caret.carets + label, diagnostic.severity))",
        ]
        if let help = diagnostic.help { lines.append("\(margin) \(blue("=")) help: \(help)") }
        if let fix = diagnostic.fix { lines.append("\(margin) \(blue("=")) fix: \(describe(fix))") }
        return lines.joined(separator: "\n") + "\n"
    }

    private func describe(_ fix: Diagnostic.Fix) -> String {
        let old = source.text(fix.range)
        let new = fix.replacement.replacing("\n", with: "⏎")
        if old.isEmpty { return "insert `\(new.trimmed)`" }
        if new.isEmpty { return "delete `\(old)`" }
        return "replace `\(old)` by `\(new.trimmed)`"
    }

    // MARK: The line and its caret

    /// The line with its tabs widened, and the carets under the part of the range that lies on it, in columns of a terminal.
    private func excerpt(_ range: SourceRange, line: Int) -> (line: String, caret: (indentation: String, carets: String)) {
        let whole = source.range(ofLine: line)
        let start = min(max(range.start, whole.lowerBound), whole.upperBound)
        let end = min(max(range.end, start), whole.upperBound)
        let first = boundary(max(whole.lowerBound, start - Self.longestLine / 2))
        let last = boundary(min(whole.upperBound, start + Self.longestLine))
        var shown = first > whole.lowerBound ? "…" : ""
        let indentation = widen(first..<start, into: &shown, from: shown.isEmpty ? 0 : 1)
        let until = widen(start..<min(end, last), into: &shown, from: indentation)
        _ = widen(max(start, min(end, last))..<last, into: &shown, from: until)
        if last < whole.upperBound { shown += "…" }
        return (
            shown,
            (String(repeating: " ", count: indentation), String(repeating: "^", count: max(1, until - indentation)))
        )
    }

    /// The beginning of the character that this byte is part of.
    private func boundary(_ offset: Int) -> Int {
        var offset = offset
        while offset > 0, offset < source.bytes.count, source.bytes[offset] & 0xC0 == 0x80 { offset -= 1 }
        return offset
    }

    /// Appends bytes as shown and gives the column after them.
    private func widen(_ range: Range<Int>, into shown: inout String, from column: Int) -> Int {
        var column = column
        for scalar in String(decoding: source.bytes[range], as: UTF8.self).unicodeScalars {
            if scalar == "\t" {
                let width = Self.tabWidth - column % Self.tabWidth
                shown += String(repeating: " ", count: width)
                column += width
            } else if scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || (0x202A...0x202E).contains(scalar.value) {
                shown += "\u{FFFD}"
                column += 1
            } else {
                shown.unicodeScalars.append(scalar)
                column += displayWidth(scalar)
            }
        }
        return column
    }

    // MARK: Colours

    private func paint(_ text: String, _ severity: Diagnostic.Severity) -> String {
        switch severity {
        case .error: coloured(text, "1;31")
        case .warning: coloured(text, "1;33")
        case .note: coloured(text, "1;36")
        }
    }

    private func blue(_ text: String) -> String { coloured(text, "34") }
    private func bold(_ text: String) -> String { coloured(text, "1") }

    private func coloured(_ text: String, _ code: String) -> String { isColoured ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text }
}

extension String {
    fileprivate var trimmed: String {
        var slice = self[...]
        while slice.last == " " { slice.removeLast() }
        while slice.first == " " { slice.removeFirst() }
        return String(slice)
    }

    fileprivate func replacing(_ old: Character, with new: String) -> String {
        reduce(into: "") { text, character in
            if character == old { text += new } else { text.append(character) }
        }
    }
}
