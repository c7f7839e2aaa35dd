import Foundation
import XCTest

/// A case of the command; Tests/Corpus/command/README.md tells the form.
struct CommandCase {
    struct Malformed: Error {
        var file: String
        var line: String
    }

    var file: String
    var title: String
    private var sections: [(name: String, text: String)] = []

    static func all() throws -> [CommandCase] {
        let folder = Program.repository.appendingPathComponent("Tests/Corpus/command")
        return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "case" }
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
            .flatMap(read)
    }

    private static func read(_ url: URL) throws -> [CommandCase] {
        var cases: [CommandCase] = []
        for line in try String(contentsOf: url, encoding: .utf8).components(separatedBy: "\n") {
            if line.hasPrefix("=== ") {
                cases.append(CommandCase(file: url.lastPathComponent, title: String(line.dropFirst(4))))
            } else if line.isEmpty {
                continue
            } else if line.hasPrefix("  "), let last = cases.last?.sections.indices.last {
                cases[cases.count - 1].sections[last].text += line.dropFirst(2) + "\n"
            } else if !line.hasPrefix(" "), !cases.isEmpty {
                cases[cases.count - 1].sections.append((line, ""))
            } else {
                throw Malformed(file: url.lastPathComponent, line: line)
            }
        }
        return cases
    }

    /// Fails where something is not as the case says.
    func check() throws {
        try withTemporaryFolder { folder in
            var script = ""
            var code: Int32 = 0
            for (name, text) in sections {
                if name.hasPrefix("file ") { try write(text, to: String(name.dropFirst(5)), in: folder) }
                if name == "sh" { script = text }
                if name.hasPrefix("exit "), let number = Int32(name.dropFirst(5)) { code = number }
            }
            let result = try shell(script, in: folder)
            let told = "\(file): \(title)\n--- out\n\(result.output)--- err\n\(result.errors)--- exit \(result.code)"
            XCTAssertEqual(result.code, code, told)
            for (name, text) in sections { try expect(name, text, result, folder, told) }
        }
    }

    private func expect(_ name: String, _ text: String, _ result: Program.Result, _ folder: URL, _ told: String) throws {
        switch name {
        case "sh": break
        case "out is": XCTAssertEqual(result.output, text, told)
        case "err is": XCTAssertEqual(result.errors, text, told)
        case "out": expectParts(text, of: result.output, told)
        case "err": expectParts(text, of: result.errors, told)
        case _ where name.hasPrefix("file ") || name.hasPrefix("exit "): break
        case _ where name.hasPrefix("leaves "):
            XCTAssertEqual(JourneyCommandTests.text(String(name.dropFirst(7)), in: folder), text, told)
        case _ where name.hasPrefix("makes no "): XCTAssertFalse(exists(String(name.dropFirst(9)), in: folder), told)
        default: throw Malformed(file: file, line: name)
        }
    }

    private func expectParts(_ parts: String, of text: String, _ told: String) {
        var rest = text[...]
        for part in parts.split(separator: "\n") {
            guard let found = rest.range(of: part) else {
                XCTFail("`\(part)` is missing in \(told)")
                return
            }
            rest = rest[found.upperBound...]
        }
    }
}

/// Runs a script whose `journey` is the built program.
func shell(_ script: String, in folder: URL) throws -> Program.Result {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", script]
    process.currentDirectoryURL = folder
    var environment = ProcessInfo.processInfo.environment
    environment["PATH"] = URL(fileURLWithPath: Program.path).deletingLastPathComponent().path + ":" + (environment["PATH"] ?? "")
    environment["JOURNEYS"] = Program.repository.appendingPathComponent("journeys").path
    // Messages are in English unless a case says otherwise.
    for name in ["LC_ALL", "LC_MESSAGES", "LANG"] { environment[name] = nil }
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    let names = ["shell-output", "shell-errors"]
    for name in names { try Data().write(to: folder.appendingPathComponent(name)) }
    process.standardOutput = try FileHandle(forWritingTo: folder.appendingPathComponent(names[0]))
    process.standardError = try FileHandle(forWritingTo: folder.appendingPathComponent(names[1]))
    try process.run()
    process.waitUntilExit()
    return Program.Result(code: process.terminationStatus, output: text(names[0], in: folder), errors: text(names[1], in: folder))
}
