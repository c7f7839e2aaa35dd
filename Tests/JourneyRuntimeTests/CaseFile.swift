import Foundation
import JourneyModel

@testable import JourneyFaults

/// A file of cases; Tests/Corpus/cases/README.md tells the form.
struct Case {
    typealias Event = MadeUpEvent

    var file: String
    var title: String
    var until = "done"
    var program = ""
    var events: [Event] = []
    var expected: [String] = []
    /// What messages say, nil where the case does not look at it: `CUSTOMER JOURNEY STEP BODIES`.
    var texts: [String]?
    /// Of coupons that have files.
    var codes: [String: [String]] = [:]

    static let epoch = MadeUpEvent.epoch

    static func all(in folder: URL) throws -> [Case] {
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "case" }
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
        return try files.flatMap { try read($0) }
    }

    private static func read(_ url: URL) throws -> [Case] {
        var cases: [Case] = []
        var section = ""
        for line in try String(contentsOf: url, encoding: .utf8).components(separatedBy: "\n") {
            if line.hasPrefix("=== ") {
                cases.append(Case(file: url.lastPathComponent, title: String(line.dropFirst(4))))
                section = ""
            } else if line.hasPrefix("until ") {
                cases[cases.count - 1].until = String(line.dropFirst(6))
            } else if !line.hasPrefix(" ") {
                section = line
            } else if !cases.isEmpty {
                try cases[cases.count - 1].add(String(line.dropFirst(2)), to: section)
            }
        }
        return cases
    }

    /// Replaces each `expect` by what a run gives.
    static func rewrite(in folder: URL, run: (Case) throws -> [String]) throws {
        let all = try all(in: folder)
        for file in Set(all.map(\.file)).sorted() {
            let url = folder.appendingPathComponent(file)
            var cases = all.filter { $0.file == file }[...]
            var lines: [String] = []
            var isExpectation = false
            for line in try String(contentsOf: url, encoding: .utf8).components(separatedBy: "\n") {
                if isExpectation, line.hasPrefix(" ") { continue }
                isExpectation = line == "expect"
                lines.append(line)
                if isExpectation, let next = cases.popFirst() { lines += try run(next).map { "  " + $0 } }
            }
            try Data(lines.joined(separator: "\n").utf8).write(to: url)
        }
    }

    private mutating func add(_ line: String, to section: String) throws {
        switch section {
        case "program": program += line + "\n"
        case "events":
            let parts = line.split(separator: " ", maxSplits: 3).map(String.init)
            guard parts.count >= 3, let after = Self.duration(parts[0]) else { throw CaseError.badLine(file, line) }
            events.append(
                Event(at: Self.epoch + after, customer: parts[1], name: parts[2], properties: parts.count > 3 ? parts[3] : "{}"))
        case "expect": expected.append(line)
        case "texts": texts = (texts ?? []) + [line]
        case "codes":
            let words = line.split(separator: " ").map(String.init)
            codes[words[0]] = Array(words.dropFirst())
        default: throw CaseError.badLine(file, line)
        }
    }

    /// `1d2h30m`, as durations are written in the language.
    static func duration(_ text: String) -> Microseconds? {
        var total: Microseconds = 0
        var number = ""
        for character in text {
            if character.isNumber {
                number.append(character)
                continue
            }
            let units: [Character: Microseconds] = ["s": .second, "m": .minute, "h": .hour, "d": .day, "w": .week]
            guard let unit = units[character], let count = Int64(number) else { return nil }
            total += count * unit
            number = ""
        }
        return number.isEmpty ? total : nil
    }

    static func text(_ duration: Microseconds) -> String { duration.short }

    enum CaseError: Error { case badLine(String, String) }
}
