import Foundation
import JourneyCompiler
import JourneyLanguage
import XCTest

#if canImport(FoundationXML)
    import FoundationXML
#endif

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
                    if format == .svg { checkXML(text) }
                    if format == .scxml { checkStateChart(text) }
                    return text
                }.joined(separator: "\n")
                let suffix = format == .mermaid ? "mmd" : format.rawValue
                try Corpus.check(text, against: url.deletingPathExtension().appendingPathExtension(suffix))
            }
        }
    }

    /// Chinese words on the picture, and a picture and a state chart of several journeys.
    func testLanguagesAndSeveral() throws {
        let graph = Corpus.root.appendingPathComponent("graph")
        let names = ["long_texts", "sequence", "whole"].map { $0 + ".journey" }
        let files = try names.map { ($0, try Corpus.parsed(graph.appendingPathComponent($0))) }
        let machines = compile(files.map { (path: $0.0, parsed: $0.1) }).machines
        let picture = machinesGraph(machines, as: .svg, in: .chinese)
        checkXML(picture)
        try Corpus.check(picture, against: graph.appendingPathComponent("several.zh.svg"))
        let chart = machinesGraph(machines, as: .scxml)
        checkStateChart(chart)
        try Corpus.check(chart, against: graph.appendingPathComponent("several.scxml"))
        XCTAssertEqual(picture, machinesGraph(machines, as: .svg, in: .chinese))
    }

    /// Everything that a machine can hold, in each notation and both tongues.
    func testWholeMachines() throws {
        let graph = Corpus.root.appendingPathComponent("graph")
        for (name, machines) in [("every_step", [MachineSamples.everyStep]), ("triggers", MachineSamples.triggers)] {
            for language in Language.allCases {
                let picture = machinesGraph(machines, as: .svg, in: language)
                checkXML(picture)
                try Corpus.check(picture, against: graph.appendingPathComponent("\(name).\(language.rawValue).svg"))
            }
            let chart = machinesGraph(machines, as: .scxml)
            checkStateChart(chart)
            try Corpus.check(chart, against: graph.appendingPathComponent(name + ".scxml"))
            for text in machinesGraph(machines, as: .mermaid).components(separatedBy: "stateDiagram-v2\n").dropFirst() {
                checkMermaid("stateDiagram-v2\n" + text)
            }
        }
    }

    private func checkXML(_ text: String, file: StaticString = #filePath, line: UInt = #line) {
        let parser = XMLParser(data: Data(text.utf8))
        XCTAssertTrue(parser.parse(), "\(String(describing: parser.parserError))", file: file, line: line)
    }

    /// Well-formed, no id twice, and every target and initial state is there.
    private func checkStateChart(_ text: String, file: StaticString = #filePath, line: UInt = #line) {
        checkXML(text, file: file, line: line)
        func all(_ attribute: String) -> [String] {
            text.components(separatedBy: " \(attribute)=\"").dropFirst().map { String($0.prefix { $0 != "\"" }) }
        }
        let states = text.components(separatedBy: "\n").filter { !$0.contains("<send ") }.joined(separator: "\n")
        let ids = states.components(separatedBy: " id=\"").dropFirst().map { String($0.prefix { $0 != "\"" }) }
        XCTAssertEqual(Set(ids).count, ids.count, file: file, line: line)
        for target in all("target") + all("initial") { XCTAssertTrue(ids.contains(target), target, file: file, line: line) }
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
