import XCTest

final class CommandCaseTests: XCTestCase {
    func testCases() throws {
        let cases = try CommandCase.all()
        XCTAssertGreaterThan(cases.count, 60)
        for one in cases { try one.check() }
    }

    /// Help comes for every command, in all three ways of asking, and shows how it is used.
    func testEveryCommandHasHelpWithAnExample() throws {
        let list = try Program.run([]).output
        let block = list.components(separatedBy: "commands\n").last?.components(separatedBy: "\n\n").first ?? ""
        let commands = block.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces).components(separatedBy: "  ")[0] }
        XCTAssertGreaterThanOrEqual(commands.count, 8)
        for command in commands {
            let words = command.split(separator: " ").map(String.init)
            let help = try Program.run(words + ["--help"])
            XCTAssertEqual(help.code, 0)
            let parts = help.output.components(separatedBy: "\nexamples\n")
            XCTAssertTrue(parts.count == 2 && parts[1].contains("journey \(command) "), help.output)
            XCTAssertTrue(help.output.contains("\nusage\n  journey \(command)"), help.output)
            XCTAssertEqual(try Program.run(words + ["-h"]).output, help.output)
            XCTAssertEqual(try Program.run(["help"] + words).output, help.output)
            XCTAssertEqual(help.errors, "")
        }
    }
}
