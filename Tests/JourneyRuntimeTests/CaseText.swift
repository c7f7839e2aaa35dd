import Foundation

/// A file of cases as text: `=== title` begins one, indented lines belong to the line without indentation before them.
struct CaseText {
    var file: String
    var title: String
    /// Lines without indentation, in their order.
    var heads: [String] = []
    /// Indented lines with what they stand below.
    var lines: [(section: String, text: String)] = []

    static func all(in folder: URL) throws -> [CaseText] { try files(in: folder).flatMap(read) }

    private static func files(in folder: URL) throws -> [URL] {
        try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "case" }.sorted { $0.lastPathComponent < $1.lastPathComponent }
    }

    private static func read(_ url: URL) throws -> [CaseText] {
        var cases: [CaseText] = []
        for line in try String(contentsOf: url, encoding: .utf8).components(separatedBy: "\n") {
            let last = cases.count - 1
            if line.hasPrefix("=== ") {
                cases.append(CaseText(file: url.lastPathComponent, title: String(line.dropFirst(4))))
            } else if last < 0 {
                continue
            } else if !line.hasPrefix(" ") {
                cases[last].heads.append(line)
            } else {
                cases[last].lines.append((cases[last].heads.last { !$0.hasPrefix("until ") } ?? "", String(line.dropFirst(2))))
            }
        }
        return cases
    }

    /// Puts in the place of each `expect` what a run of its case gives.
    /// - Parameter run: of the cases of the folder, in the order in which `all` gives them.
    static func rewrite<Subject>(_ cases: [Subject], in folder: URL, run: (Subject) throws -> [String]) throws {
        var left = cases[...]
        for url in try files(in: folder) {
            var lines: [String] = []
            var isExpectation = false
            for line in try String(contentsOf: url, encoding: .utf8).components(separatedBy: "\n") {
                if isExpectation, line.hasPrefix(" ") { continue }
                isExpectation = line == "expect"
                lines.append(line)
                if isExpectation, let next = left.popFirst() { lines += try run(next).map { "  " + $0 } }
            }
            try Data(lines.joined(separator: "\n").utf8).write(to: url)
        }
    }
}
