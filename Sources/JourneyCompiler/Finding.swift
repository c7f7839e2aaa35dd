import JourneyLanguage

/// Something that the checker finds, with its code, its severity and what it says in both languages.
///
/// Each finding is one static member in a file `Finding….swift`, so that all of it stands in one place; its long text, with a wrong and a
/// right example, is the entry of the same code in Explanations.
struct Finding {
    /// Stable for ever: `J1034`; a code is never used again for something else.
    let code: String
    let severity: Diagnostic.Severity
    /// An error under `check --strict`, such as a name that nothing declares.
    let isStrictError: Bool
    let wording: Wording

    init(
        _ code: String, _ severity: Diagnostic.Severity, _ english: String, _ chinese: String, label: Wording.Both? = nil,
        help: Wording.Both? = nil, isStrictError: Bool = false
    ) {
        self.code = code
        self.severity = severity
        self.isStrictError = isStrictError
        wording = Wording(english, chinese, label: label, help: help)
    }

    /// The one place where strictness changes a severity.
    func severity(isStrict: Bool) -> Diagnostic.Severity { isStrict && isStrictError ? .error : severity }

    /// `; did you mean …?` behind a sentence about an unknown name, empty where nothing is near.
    static func didYouMean(_ suggestion: String?) -> Bilingual {
        Bilingual(suggestion.map { "; did you mean `\($0)`?" } ?? "", suggestion.map { "，是不是 `\($0)`？" } ?? "")
    }
}
