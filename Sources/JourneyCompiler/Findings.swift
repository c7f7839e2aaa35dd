import JourneyLanguage

/// What is found in one file: the parser's diagnostics and the checker's.
final class Findings {
    private(set) var errorCount = 0
    let path: String
    private let parsed: [Diagnostic]
    private var checked: [Diagnostic] = []

    init(path: String, _ parsed: [Diagnostic]) {
        self.path = path
        self.parsed = parsed
    }

    /// The parser's word stands: where it found an error, what the checker thinks of the same place is a consequence.
    func report(_ finding: Finding, at range: SourceRange, fix: Diagnostic.Fix? = nil) {
        if finding.severity == .error { errorCount += 1 }
        let isKnown = parsed.contains { $0.severity == .error && $0.range.start < range.end && range.start < $0.range.end }
        if isKnown { return }
        let wording = finding.wording
        checked.append(
            Diagnostic(
                code: finding.code, severity: finding.severity, range: range, message: wording.message, label: wording.label,
                help: wording.help, fix: fix))
    }

    /// In the order of the text; at one place the parser's first, then as found.
    func sorted() -> [Diagnostic] {
        (parsed + checked).enumerated()
            .sorted { ($0.element.range.start, $0.offset) < ($1.element.range.start, $1.offset) }
            .map(\.element)
    }
}
