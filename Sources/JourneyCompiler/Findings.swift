import JourneyLanguage

/// What is found in one file: the parser's diagnostics and the checker's.
final class Findings {
    private(set) var errorCount = 0
    let path: String
    private let file: ParsedFile
    private let isStrict: Bool
    private let parsed: [Diagnostic]
    private var checked: [Diagnostic] = []

    /// - Parameter isStrict: what is a strict error is one.
    init(path: String, _ file: ParsedFile, isStrict: Bool = false) {
        self.path = path
        self.isStrict = isStrict
        self.file = file
        parsed = file.diagnostics
    }

    /// The parser's word stands: where it found an error, what the checker thinks of the same place is a consequence.
    func report(_ finding: Finding, at range: SourceRange, fix: Diagnostic.Fix? = nil) {
        let severity = finding.severity(isStrict: isStrict)
        if severity == .error { errorCount += 1 }
        let isKnown = parsed.contains { $0.severity == .error && $0.range.start < range.end && range.start < $0.range.end }
        if isKnown { return }
        var diagnostic = finding.wording.diagnostic(finding.code, severity, at: range, fix: fix, in: file.language)
        diagnostic.adapt(to: file.writtenLanguage, saidIn: file.language, in: file.source)
        checked.append(diagnostic)
    }

    /// In the order of the text; at one place the parser's first, then as found.
    func sorted() -> [Diagnostic] {
        (parsed + checked).enumerated()
            .sorted { ($0.element.range.start, $0.offset) < ($1.element.range.start, $1.offset) }
            .map(\.element)
    }
}
