import Foundation
import JourneyCompiler
import JourneyLanguage
import XCTest

final class GraphTests: XCTestCase {
    /// The journeys of `Corpus/graph` in each notation.
    func testGraphs() throws {
        let programs = Corpus.files(Corpus.root.appendingPathComponent("graph"), "journey")
        XCTAssertGreaterThan(programs.count, 3)
        for url in programs {
            let workspace = compile([(url.lastPathComponent, try Corpus.parsed(url))])
            XCTAssertFalse(workspace.hasErrors, url.lastPathComponent)
            for format in GraphFormat.allCases {
                let text = try workspace.machines.map { machine -> String in
                    let text = machineGraph(machine, as: format)
                    if format == .mermaid { checkMermaid(text) }
                    if format == .json { _ = try JSONSerialization.jsonObject(with: Data(text.utf8)) }
                    return text
                }.joined(separator: "\n")
                let suffix = format == .mermaid ? "mmd" : format.rawValue
                try Corpus.check(text, against: url.deletingPathExtension().appendingPathExtension(suffix))
            }
        }
    }

    /// The lines of Mermaid's grammar that the graphs use; entities are read before the grammar is.
    private func checkMermaid(_ text: String, file: StaticString = #filePath, line: UInt = #line) {
        let id = "[a-z]+(_[0-9]+)?"
        let place = "(\(id)|\\[\\*\\])"
        let shapes = [
            "stateDiagram-v2", "state journey \\{", "\\}", "state \(id) <<choice>>", "state \"[^\"\n]*\" as \(id)",
            "journey : [^:;\n]+",
            "\(place) --> \(place)( : [^:;\n]+)?",
        ]
        for row in text.split(separator: "\n") {
            let row = row.trimmingCharacters(in: [" "]).replacingOccurrences(
                of: "#[0-9]+;", with: "§", options: .regularExpression)
            let isKnown = shapes.contains { row.range(of: "^\($0)$", options: .regularExpression) != nil }
            XCTAssertTrue(isKnown && !row.contains("#") && !row.contains("%"), row, file: file, line: line)
        }
    }
}
