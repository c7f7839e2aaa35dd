import Foundation
import JourneyLanguage
import XCTest

/// The data files of the tests.
enum Corpus {
    static let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Corpus")

    /// The files of a folder with this extension, by name.
    static func files(_ folder: String, _ suffix: String) throws -> [URL] {
        try FileManager.default.contentsOfDirectory(at: directory.appendingPathComponent(folder), includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == suffix }
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
    }

    static func read(_ url: URL) throws -> SourceText {
        SourceText(name: url.lastPathComponent, bytes: Array(try Data(contentsOf: url)))
    }

    static func text(_ url: URL) throws -> String { String(decoding: try Data(contentsOf: url), as: UTF8.self) }

    /// Every good program of the corpus.
    static func programs() throws -> [SourceText] { try files("programs", "journey").map(read) }

    /// The programs that come with the project.
    static func shipped() throws -> [SourceText] {
        let folder = directory.deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("journeys")
        let all = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".journey") }.sorted()
        return try all.map { try read(folder.appendingPathComponent($0)) }
    }

    /// The programs of the project that have no errors: good ones, shipped ones, those of cases.
    static func everyProgram() throws -> [ParsedFile] {
        var sources = try ["format", "compile", "programs"].flatMap { try files($0, "journey") }.map(read) + shipped()
        for url in try files("cases", "case") {
            sources += programs(inCases: try text(url)).map { SourceText(name: url.lastPathComponent, $0) }
        }
        return sources.map { parse($0) }.filter { !$0.hasErrors }
    }

    /// What stands indented below `program` in each case.
    private static func programs(inCases text: String) -> [String] {
        var programs: [String] = []
        var isInside = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line == "program" {
                isInside = true
                programs.append("")
            } else if isInside, line.isEmpty || line.first == " " {
                programs[programs.count - 1] += line + "\n"
            } else {
                isInside = false
            }
        }
        return programs
    }

    /// Compares with a file of expected text; with UPDATE_EXPECTED set in the environment the file is written instead.
    static func expect(_ actual: String, _ url: URL, file: StaticString = #filePath, line: UInt = #line) throws {
        if ProcessInfo.processInfo.environment["UPDATE_EXPECTED"] != nil {
            try Data(actual.utf8).write(to: url)
            return
        }
        XCTAssertEqual(actual, try text(url), url.lastPathComponent, file: file, line: line)
    }
}

func parse(_ text: String) -> ParsedFile { parse(SourceText(name: "test", text)) }

/// Random numbers that are the same on every run (SplitMix64).
struct SeededRandom {
    var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func below(_ bound: Int) -> Int { bound > 0 ? Int(truncatingIfNeeded: next() % UInt64(bound)) : 0 }
}
