import JourneyCompiler
import JourneyLanguage
import JourneyReports

/// `journey check`: all that is wrong in journeys.
enum CheckCommand: Subcommand {
    static let command = Command(
        name: "check", summary: "say what is wrong in journeys",
        discussion: """
            Files are checked together, so that what is declared in one is known in all. A folder with a `catalogue.journey` is a workspace
            of its own, checked apart from the others. Messages are in the language that --language
            asks for, else in Chinese for a file whose keywords are mostly Chinese, else in that of the environment (LC_ALL, LC_MESSAGES, LANG).
            """,
        positionals: [.init(name: "PATH", help: "a .journey file, or a folder of them; with --explain, codes", isRequired: false, repeats: true)],
        options: [
            .flag("strict", "warnings fail the check too, and names that nothing declares are errors"),
            .flag("fix", "apply the fixes that are offered, then say what is left"),
            .flag("json", "one JSON object a line for each diagnostic, with its fix"),
            .flag("explain", "tell all about the code of a diagnostic; without a code, list all"),
            DiagnosticLanguage.option,
        ],
        examples: [
            .init("journey check journeys/", "check every .journey file in a folder"),
            .init("journey check --fix cart.journey", "mend what can be mended without asking"),
            .init("journey check --explain J0104", "what this code means, with a wrong and a right example"),
            .init("journey check --language zh cart.journey", "messages in Chinese"),
            .init("journey check --strict --json cart.journey", "for a pipeline"),
        ])

    static func run(_ arguments: Arguments) throws -> ExitCode {
        let language = DiagnosticLanguage(asked: arguments.value("language"))
        let paths = arguments.allPositionals("PATH")
        if arguments.has("explain") { return try explain(paths, in: language.asked ?? language.usual) }
        guard !paths.isEmpty else { throw UsageError("PATH is missing: a .journey file, or a folder of them") }
        let isStrict = arguments.has("strict")
        let isJSON = arguments.has("json")
        var workspaces = try WorkspaceFolder.all(in: paths).map { try Workspace($0, language: language, isStrict: isStrict) }
        if arguments.has("fix") {
            for index in workspaces.indices {
                let folder = workspaces[index].folder
                let mends = try workspaces[index].mend { try Workspace(folder, language: language, isStrict: isStrict) }
                put(told(mends, in: workspaces[index].language), to: isJSON ? 2 : 1)
            }
        }
        for workspace in workspaces {
            put(isJSON ? workspace.diagnosticsJSON : workspace.diagnosticsText(isColoured: terminal.output.isOn))
        }
        if !isJSON { put(Workspace.verdict(on: workspaces, in: Workspace.language(of: workspaces, language)) + "\n") }
        let severities = Set(workspaces.flatMap(\.compiled.diagnostics).map(\.diagnostic.severity))
        let fails = severities.contains(.error) || (isStrict && severities.contains(.warning))
        return fails ? .problems : .success
    }

    private static func told(_ mends: [Workspace.Mend], in language: Language) -> String {
        let ink = terminal.output
        var text = ""
        for mend in mends {
            text += ink(.green, Bilingual("mended", "已修改")[language]) + " \(mend.place): \(mend.code) \(mend.sentence[language])\n"
        }
        return text.isEmpty ? "" : text + "\n"
    }

    private static func explain(_ codes: [String], in language: Language) throws(UsageError) -> ExitCode {
        if codes.isEmpty {
            put(Explanation.list(in: language))
            return .success
        }
        var texts: [String] = []
        for written in codes {
            guard let explanation = Explanation.of(written) else {
                let near = Explanation.nearest(to: written).map { "`\($0)`" }.joined(separator: ", ")
                throw UsageError("there is no diagnostic `\(written)`; near it are \(near); `journey check --explain` lists all")
            }
            texts.append(explanation.text(in: language, isColoured: terminal.output.isOn))
        }
        put(texts.joined(separator: "\n"))
        return .success
    }
}

extension Workspace {
    /// As people read them, file after file.
    func diagnosticsText(isColoured: Bool) -> String {
        var text = ""
        for file in files {
            let renderer = DiagnosticRenderer(file.parsed, isColoured: isColoured)
            for diagnostic in compiled.diagnostics where diagnostic.path == file.path {
                text += renderer.render(diagnostic.diagnostic) + "\n"
            }
        }
        return text
    }

    var diagnosticsJSON: String {
        var text = ""
        for file in files {
            for diagnostic in compiled.diagnostics where diagnostic.path == file.path {
                text += diagnostic.diagnostic.json(in: file.parsed.source) + "\n"
            }
        }
        return text
    }

    /// `3 journeys in 2 files, 1 error`.
    var verdict: String { Self.verdict(on: [self], in: language) }

    static func verdict(on workspaces: [Workspace], in language: Language) -> String {
        let journeys = Int64(workspaces.reduce(0) { $0 + $1.compiled.machines.count })
        let files = Int64(workspaces.reduce(0) { $0 + $1.files.count })
        let whole = Bilingual("\(counted(journeys, "journey")) in \(counted(files, "file"))", "\(files) 个文件，\(journeys) 个旅程")
        var parts = [whole[language]]
        for severity in [Diagnostic.Severity.error, .warning, .note] {
            let found = workspaces.reduce(0) { $0 + $1.compiled.diagnostics.count { $0.diagnostic.severity == severity } }
            guard found > 0 else { continue }
            let word = severity.word
            parts.append(Bilingual(counted(Int64(found), word.english), "\(found) 个\(word.chinese)")[language])
        }
        if parts.count == 1 { return Bilingual("ok: ", "没有问题：")[language] + parts[0] }
        return parts.joined(separator: Bilingual(", ", "，")[language])
    }

    /// The machines, or the diagnostics on standard error where there are errors.
    func machines() -> [Machine]? {
        if compiled.hasErrors {
            put(diagnosticsText(isColoured: terminal.errors.isOn), to: 2)
            let (before, after) = (Bilingual("the journeys have errors; nothing was run (", "旅程有错误，没有运行（"), Bilingual(")", "）"))
            complain(before[language] + verdict + after[language])
            return nil
        }
        return compiled.machines
    }
}
