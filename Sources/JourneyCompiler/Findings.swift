import JourneyLanguage

/// What is found in one file: the parser's diagnostics and the checker's.
final class Findings {
    private(set) var errorCount = 0
    let path: String
    private let file: ParsedFile
    private let isStrict: Bool
    private let parsed: [Diagnostic]
    /// Of the parser's.
    private let errors: [SourceRange]
    private var checked: [Diagnostic] = []
    private var told: Set<Told> = []

    private struct Told: Hashable {
        var kind: NameKind
        var name: String
    }

    /// - Parameter isStrict: what is a strict error is one.
    init(path: String, _ file: ParsedFile, isStrict: Bool = false) {
        self.path = path
        self.isStrict = isStrict
        self.file = file
        parsed = file.diagnostics
        errors = parsed.filter { $0.severity == .error }.map(\.range)
    }

    /// The parser's word stands: where it found an error, what the checker thinks of the same place is a consequence.
    func report(_ finding: Finding, at range: SourceRange, fix: Diagnostic.Fix? = nil) {
        let severity = finding.severity(isStrict: isStrict)
        if severity == .error { errorCount += 1 }
        if errors.contains(where: { $0.start < range.end && range.start < $0.end }) { return }
        var diagnostic = finding.wording.diagnostic(finding.code, severity, at: range, fix: fix, in: file.language)
        diagnostic.adapt(to: file.writtenLanguage, saidIn: file.language, in: file.source)
        checked.append(diagnostic)
    }

    /// The same, in the place of what was said of the range by other codes.
    func report(_ finding: Finding, at range: SourceRange, fix: Diagnostic.Fix?, insteadOf codes: [String]) {
        checked.removeAll { codes.contains($0.code) && $0.range.start == range.start && $0.range.end == range.end }
        report(finding, at: range, fix: fix)
    }

    /// Something is said already of what stands there.
    func isTold(_ range: SourceRange) -> Bool {
        checked.contains { $0.range.start < range.end && range.start < $0.range.end }
    }

    /// What most keywords of the file are, and the first that is of the other language.
    var writtenLanguage: Language? { file.writtenLanguage }
    var foreignKeyword: SourceRange? { file.foreignKeyword }
    var guessedNames: [SourceRange] { file.guessedNames }

    /// A name of a kind that is told of once was told of.
    func hasTold(_ kind: NameKind, _ name: String) -> Bool { told.contains(Told(kind: kind, name: name)) }
    func note(told kind: NameKind, _ name: String) { told.insert(Told(kind: kind, name: name)) }

    /// The place as a finding in another file names it: `cart.journey:12`, in the same file `line 12`.
    func place(_ range: SourceRange, from other: Findings) -> Bilingual {
        let line = file.source.line(at: range.start)
        return other === self ? Bilingual("line \(line)", "第 \(line) 行") : Bilingual("`\(path):\(line)`", "`\(path):\(line)`")
    }

    /// The author's own words.
    func text(_ range: SourceRange) -> String { file.source.text(range) }

    /// In the order of the text; at one place the parser's first, then as found.
    func sorted() -> [Diagnostic] {
        if checked.isEmpty { return parsed }
        return (parsed + checked).enumerated()
            .sorted { ($0.element.range.start, $0.offset) < ($1.element.range.start, $1.offset) }
            .map(\.element)
    }
}
