import Foundation
import JourneyLanguage

/// `journey fmt`: the canonical layout.
enum FormatCommand: Subcommand {
    static let command = Command(
        name: "fmt", summary: "lay journeys out in the one canonical way",
        discussion: "Files are rewritten in place, comments kept. `-` reads standard input and writes standard output. A translation "
            + "takes names from the `also` of all files given and of those beside them.",
        positionals: [.init(name: "PATH", help: "a .journey file, a folder of them, or `-`", repeats: true)],
        options: [
            .flag("check", "change nothing; name the files that are laid out otherwise and exit with 1"),
            .flag("diff", "change nothing; show what would change and exit with 1 where anything would"),
            .value("language", "LANGUAGE", "to write the journeys in; else that of each file", choices: ["en", "zh"]),
        ],
        examples: [
            .init("journey fmt journeys/", "lay out every file of a folder"),
            .init("journey fmt --diff cart.journey", "show what would change"),
            .init("journey fmt --language zh cart.journey", "translate into Chinese; `en` into English"),
            .init("journey fmt --check journeys/", "for a pipeline"),
            .init("journey fmt - < cart.journey", "show the layout"),
        ])

    static func run(_ arguments: Arguments) throws -> ExitCode {
        let paths = arguments.allPositionals("PATH")
        if paths == ["-"] {
            let bytes = FileHandle.standardInput.readDataToEndOfFile()
            let source = SourceText(name: "standard input", bytes: [UInt8](bytes))
            return try Layout([source], around: ["./-"], arguments).format(source) { put($0) }
        }
        var result = ExitCode.success
        // Names are those of the workspace: another one may call other things by them.
        for folder in try WorkspaceFolder.all(in: paths) {
            let sources = try folder.allFiles.map { path in
                guard let bytes = FileManager.default.contents(atPath: path) else {
                    throw Workspace.Failure.unreadable(path, "cannot be read")
                }
                return SourceText(name: path, bytes: [UInt8](bytes))
            }
            let layout = Layout(sources, around: folder.root.map { [$0 + "/-"] } ?? paths, arguments)
            for source in sources where source.name != folder.inherited {
                let code = try layout.format(source) { text in
                    guard Array(text.utf8) != source.bytes else { return }
                    put(source.name + "\n")
                    try rewrite(source.name, Array(text.utf8))
                }
                if code != .success { result = code }
            }
        }
        return result
    }
}

/// What one call of the command does to each source.
private struct Layout {
    private let arguments: Arguments
    private let language: Language?
    private let catalogue: Catalogue
    private let names: NameTranslation

    init(_ sources: [SourceText], around paths: [String], _ arguments: Arguments) {
        self.arguments = arguments
        language = arguments.value("language").flatMap(Language.init)
        catalogue = Catalogue(sources, around: paths)
        names = catalogue.names(in: language)
    }

    /// Lays one source out and keeps it, or shows what would change.
    func format(_ source: SourceText, keep: (String) throws -> Void) throws -> ExitCode {
        guard let text = formatted(source) else { return .problems }
        guard arguments.has("check") || arguments.has("diff") else {
            try keep(text)
            return .success
        }
        guard Array(text.utf8) != source.bytes else { return .success }
        if arguments.has("diff") {
            put(unifiedDiff(String(decoding: source.bytes, as: UTF8.self), text, name: source.name, ink: terminal.output))
        } else {
            put(source.name + "\n")
        }
        return .problems
    }

    /// Nil where the file has errors, which are told.
    private func formatted(_ source: SourceText) -> String? {
        let parsed = catalogue.read(source)
        guard parsed.hasErrors else { return JourneyLanguage.format(parsed, language: language, names: names) }
        put(DiagnosticRenderer(parsed, isColoured: terminal.errors.isOn).render(parsed.diagnostics) + "\n", to: 2)
        let sentence = Bilingual("`\(source.name)` has errors and was left as it is", "`\(source.name)` 有错误，没有改动")
        complain(sentence[parsed.language])
        return nil
    }
}
