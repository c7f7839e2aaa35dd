/// What a diagnostic says, in both languages of its readers.
///
/// Style: lower-case start, no full stop, the author's text in backticks. Chinese as a colleague in marketing would say it: full-width
/// punctuation, keywords in their Chinese spelling (`inChinese`), a space between Chinese and backticks.
public struct Wording: Sendable, Hashable {
    public typealias Both = (english: String, chinese: String)

    /// One sentence.
    public var message: Bilingual
    /// Stands beside the caret.
    public var label: Bilingual?
    /// How to mend it.
    public var help: Bilingual?
    /// What could stand there.
    public var expected: [Bilingual]

    public init(_ english: String, _ chinese: String, label: Both? = nil, help: Both? = nil, expected: [Bilingual] = []) {
        message = Bilingual(english, chinese)
        self.label = label.map { Bilingual($0.english, $0.chinese) }
        self.help = help.map { Bilingual($0.english, $0.chinese) }
        self.expected = expected
    }

    /// The diagnostic that says it in one language.
    public func diagnostic(
        _ code: String, _ severity: Diagnostic.Severity, at range: SourceRange, fix: Diagnostic.Fix?, in language: Language
    ) -> Diagnostic {
        var diagnostic = Diagnostic(
            code: code, severity: severity, range: range, message: message[language], label: label?[language] ?? "",
            expected: expected.map { $0[language] }, help: help?[language], fix: fix)
        diagnostic.wording = self
        return diagnostic
    }
}
