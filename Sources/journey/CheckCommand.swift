import JourneyCompiler
import JourneyLanguage
import JourneyReports

/// `journey check`: all that is wrong in journeys.
enum CheckCommand: Subcommand {
    static let command = Command(
        name: "check", summary: "say what is wrong in journeys",
        discussion: "Files are checked together, so that channels declared in one are known in all.",
        positionals: [.init(name: "PATH", help: "a .journey file, or a folder of them", repeats: true)],
        options: [.flag("strict", "warnings fail the check too"), .flag("json", "one JSON object a line for each diagnostic")],
        examples: [
            .init("journey check journeys/", "check every .journey file in a folder"),
            .init("journey check --strict --json cart.journey", "for a pipeline"),
        ])

    static func run(_ arguments: Arguments) throws -> ExitCode {
        let workspace = try Workspace(arguments.allPositionals("PATH"))
        if arguments.has("json") {
            put(workspace.diagnosticsJSON)
        } else {
            put(workspace.diagnosticsText(isColoured: terminal.output.isOn))
            put(workspace.verdict + "\n")
        }
        let severities = Set(workspace.compiled.diagnostics.map(\.diagnostic.severity))
        let fails = severities.contains(.error) || (arguments.has("strict") && severities.contains(.warning))
        return fails ? .problems : .success
    }
}

extension Workspace {
    /// As people read them, file after file.
    func diagnosticsText(isColoured: Bool) -> String {
        var text = ""
        for file in files {
            let renderer = DiagnosticRenderer(file.parsed.source, isColoured: isColoured)
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
    var verdict: String {
        func found(_ severity: Diagnostic.Severity) -> Int64 { Int64(compiled.diagnostics.count { $0.diagnostic.severity == severity }) }
        var parts = ["\(counted(Int64(compiled.machines.count), "journey")) in \(counted(Int64(files.count), "file"))"]
        for (severity, noun) in [(Diagnostic.Severity.error, "error"), (.warning, "warning"), (.note, "note")] where found(severity) > 0 {
            parts.append(counted(found(severity), noun))
        }
        return parts.count == 1 ? "ok: " + parts[0] : parts.joined(separator: ", ")
    }

    /// The machines, or the diagnostics on standard error where there are errors.
    func machines() -> [Machine]? {
        if compiled.hasErrors {
            put(diagnosticsText(isColoured: terminal.errors.isOn), to: 2)
            complain("the journeys have errors; nothing was run (\(verdict))")
            return nil
        }
        return compiled.machines
    }
}
