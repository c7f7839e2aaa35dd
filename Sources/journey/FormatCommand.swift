import Foundation
import JourneyLanguage

/// `journey fmt`: the canonical layout.
enum FormatCommand: Subcommand {
    static let command = Command(
        name: "fmt", summary: "lay journeys out in the one canonical way",
        discussion: "Files are rewritten in place, comments kept. `-` reads standard input and writes standard output.",
        positionals: [.init(name: "PATH", help: "a .journey file, a folder of them, or `-`", repeats: true)],
        options: [.flag("check", "change nothing; name the files that are laid out otherwise and exit with 1")],
        examples: [
            .init("journey fmt journeys/", "lay out every file of a folder"),
            .init("journey fmt --check journeys/", "for a pipeline"),
            .init("journey fmt - < cart.journey", "show the layout"),
        ])

    static func run(_ arguments: Arguments) throws -> ExitCode {
        let paths = arguments.allPositionals("PATH")
        if paths == ["-"] { return formatStandardInput() }
        var result = ExitCode.success
        for path in try paths.flatMap({ try Workspace.expand($0) }) {
            guard let bytes = FileManager.default.contents(atPath: path) else {
                throw Workspace.Failure.unreadable(path, "cannot be read")
            }
            let source = SourceText(name: path, bytes: [UInt8](bytes))
            guard let text = formatted(source) else {
                result = .problems
                continue
            }
            guard Array(text.utf8) != source.bytes else { continue }
            put(path + "\n")
            if arguments.has("check") {
                result = .problems
            } else {
                try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
            }
        }
        return result
    }

    private static func formatStandardInput() -> ExitCode {
        let bytes = FileHandle.standardInput.readDataToEndOfFile()
        guard let text = formatted(SourceText(name: "standard input", bytes: [UInt8](bytes))) else { return .problems }
        put(text)
        return .success
    }

    /// Nil where the file has errors, which are told.
    private static func formatted(_ source: SourceText) -> String? {
        let parsed = parse(source)
        guard parsed.hasErrors else { return format(parsed) }
        put(DiagnosticRenderer(source, isColoured: terminal.errors.isOn).render(parsed.diagnostics) + "\n", to: 2)
        complain("`\(source.name)` has errors and was left as it is")
        return nil
    }
}
