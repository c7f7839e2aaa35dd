import Foundation
import JourneyCompiler
import XCTest

@testable import journey

/// How a report names the steps of a journey and where it puts them.
final class StepTitleTests: XCTestCase {
    func testStepsStandUnderTheWayThatLeadsToThem() throws {
        let cases: [(String, [String])] = [
            ("send a with k: 1 via sms or else email", ["send a via sms or else email"]),
            ("wait 1d12h send a via sms", ["wait 1d12h", "send a via sms"]),
            (
                "if x > 1 tag a else if x > 2 tag b else tag c end tag d",
                [
                    "if x > 1 [then: yes] [else if 2: else if x > 2] [else: else]", "then/tag a", "else if 2/tag b", "else/tag c",
                    "tag d",
                ]
            ),
            (
                "wait up to 7d for bought or paid or else if has tag a stop end tag b end tag c",
                [
                    "wait up to 7d for bought or paid [came: bought or paid came] [timeout: nothing came within 7d]",
                    "timeout/if has tag a [then: yes] [else: no]", "then/then/stop", "timeout/tag b", "tag c",
                ]
            ),
            ("if x is 1 stop end tag a", ["if x = 1 [then: yes] [else: no]", "then/stop", "tag a"]),
            ("wait up to 1d for bought tag a", ["wait up to 1d for bought [came: bought came] [timeout: nothing came within 1d]", "tag a"]),
        ]
        for (steps, expected) in cases { XCTAssertEqual(try outline("when browsed " + steps), expected, steps) }
    }

    /// A line for each step: its way once for each block around it, its title, its ways out.
    private func outline(_ text: String) throws -> [String] {
        try withTemporaryFolder { folder in
            let file = folder.appendingPathComponent("case.journey")
            try Data(text.utf8).write(to: file)
            let workspace = try Workspace([file.path])
            let machine = try XCTUnwrap(workspace.compiled.machines.first, workspace.diagnosticsText(isColoured: false))
            return zip(machine.states, machine.outline).filter { $0.0.kind != .done }.map { state, place in
                String(repeating: place.way + "/", count: place.depth) + state.title + state.ways.map { " [\($0.name): \($0.title)]" }.joined()
            }
        }
    }
}
