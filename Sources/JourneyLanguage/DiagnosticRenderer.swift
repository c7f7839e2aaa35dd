import JourneyModel

/// Shows diagnostics to people: the line, a caret under what is meant, and how to mend it.
///
///     error[J0101]: `wen` is not known here; did you mean `when`?
///      --> cart.journey:1:1
///       |
///     1 | wen browsed send coupon via wecom
///       | ^^^ did you mean `when`?
public struct DiagnosticRenderer: Sendable {
    public let source: SourceText
    /// Writes ANSI colours.
    public let isColoured: Bool
    /// Of the words around the diagnostics, which have their own.
    public let language: Language

    public init(_ source: SourceText, isColoured: Bool = false, language: Language = .english) {
        self.source = source
        self.isColoured = isColoured
        self.language = language
    }

    /// In the language of the file's diagnostics.
    public init(_ file: ParsedFile, isColoured: Bool = false) {
        self.init(file.source, isColoured: isColoured, language: file.language)
    }

    /// Several diagnostics, a blank line between two.
    public func render(_ diagnostics: [Diagnostic]) -> String { diagnostics.map(render).joined(separator: "\n") }

    public func render(_ diagnostic: Diagnostic) -> String {
        let start = source.position(at: diagnostic.range.start)
        let excerpt = Excerpt(diagnostic.range, of: source)
        let margin = String(repeating: " ", count: excerpt.lines.map { String($0.number).utf8.count }.max() ?? 1)
        let bar = blue("\(margin) |")
        let isChinese = language == .chinese
        let heading = "\(diagnostic.severity.word[language])[\(diagnostic.code)]"
        var lines = [
            paint(heading, diagnostic.severity) + bold((isChinese ? "：" : ": ") + printable(diagnostic.message)),
            "\(margin)\(blue("-->")) \(printable(source.name)):\(start.line):\(start.column)",
            bar,
        ]
        for (index, line) in excerpt.lines.enumerated() {
            let isLast = index == excerpt.lines.count - 1
            if index > 0, excerpt.leavesOut { lines.append(blue("…")) }
            let number = String(line.number)
            let padding = String(repeating: " ", count: margin.count - number.count)
            let label = isLast && !diagnostic.label.isEmpty ? " " + printable(diagnostic.label) : ""
            let indentation = String(repeating: " ", count: line.indentation)
            lines.append(blue("\(padding)\(number) |") + (line.text.isEmpty ? "" : " " + line.text))
            lines.append("\(bar) \(indentation)\(paint(String(repeating: "^", count: line.carets) + label, diagnostic.severity))")
        }
        if let help = diagnostic.help { lines.append(hint(isChinese ? "建议：" : "help: ", help, margin)) }
        if let fix = diagnostic.fix {
            lines.append(hint(isChinese ? "修改：" : "fix: ", fix.sentence(in: source)[language], margin))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func hint(_ word: String, _ text: String, _ margin: String) -> String { "\(margin) \(blue("=")) \(word)\(printable(text))" }

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
