import Foundation
import JourneyLanguage

/// `journey fmt`: the canonical layout.
enum FormatCommand: Subcommand {
    static let command = Command(
        name: "fmt", summary: "lay journeys out in the one canonical way",
        discussion: "Files are rewritten in place, comments kept. `-` reads standard input and writes standard output.",
        positionals: [.init(name: "PATH", help: "a .journey file, a folder of them, or `-`", repeats: true)],
        options: [
            .flag("check", "change nothing; name the files that are laid out otherwise and exit with 1"),
            .flag("diff", "change nothing; show what would change and exit with 1 where anything would"),
        ],
        examples: [
            .init("journey fmt journeys/", "lay out every file of a folder"),
            .init("journey fmt --diff cart.journey", "show what would change"),
            .init("journey fmt --check journeys/", "for a pipeline"),
            .init("journey fmt - < cart.journey", "show the layout"),
        ])

    static func run(_ arguments: Arguments) throws -> ExitCode {
        let paths = arguments.allPositionals("PATH")
        if paths == ["-"] {
            let bytes = FileHandle.standardInput.readDataToEndOfFile()
            return try format(SourceText(name: "standard input", bytes: [UInt8](bytes)), arguments) { put($0) }
        }
        var result = ExitCode.success
        for path in try paths.flatMap({ try Workspace.expand($0) }) {
            guard let bytes = FileManager.default.contents(atPath: path) else {
                throw Workspace.Failure.unreadable(path, "cannot be read")
            }
            let code = try format(SourceText(name: path, bytes: [UInt8](bytes)), arguments) { text in
                guard Array(text.utf8) != [UInt8](bytes) else { return }
                put(path + "\n")
                try rewrite(path, Array(text.utf8))
            }
            if code != .success { result = code }
        }
        return result
    }

    /// Lays one source out and keeps it, or shows what would change.
    private static func format(_ source: SourceText, _ arguments: Arguments, keep: (String) throws -> Void) throws -> ExitCode {
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
    private static func formatted(_ source: SourceText) -> String? {
        let parsed = DiagnosticLanguage().read(source)
        guard parsed.hasErrors else { return JourneyLanguage.format(parsed) }
        put(DiagnosticRenderer(parsed, isColoured: terminal.errors.isOn).render(parsed.diagnostics) + "\n", to: 2)
        let sentence = Bilingual("`\(source.name)` has errors and was left as it is", "`\(source.name)` 有错误，没有改动")
        complain(sentence[parsed.language])
        return nil
    }
}
