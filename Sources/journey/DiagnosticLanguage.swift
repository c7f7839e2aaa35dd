import Glibc
import JourneyLanguage

/// What people are told about their files in: what they ask for, else Chinese for a file whose keywords mostly are, else the language of the
/// environment.
struct DiagnosticLanguage: Sendable {
    /// `--language`.
    var asked: Language?
    /// Of the environment, else English.
    var usual: Language

    static let option = Command.Option.value(
        "language", "LANGUAGE", "of the messages; else Chinese for files in Chinese, else that of LANG", choices: ["en", "zh"])

    /// - Parameter environment: the value of a variable.
    init(asked: String? = nil, environment: (String) -> String? = { name in getenv(name).map { String(cString: $0) } }) {
        self.asked = asked.flatMap(Language.init)
        let said = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap(environment).first { !$0.isEmpty }
        usual = said?.lowercased().hasPrefix("zh") == true ? .chinese : .english
    }

    func language(for source: SourceText) -> Language {
        asked ?? (writtenLanguage(of: source) == .chinese ? .chinese : usual)
    }

    /// - Parameter names: those of the workspace.
    func read(_ source: SourceText, names: KnownNames = .builtIn) -> ParsedFile {
        parse(source, language: language(for: source), names: names)
    }
}
