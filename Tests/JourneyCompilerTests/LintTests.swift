import Foundation
import JourneyCompiler
import JourneyLanguage
import XCTest

/// Programs with what lints find in them, in both languages: `Corpus/compile/lints.findings`.
///
/// A case begins with `## `; its program stands behind `| `, a file of its own after each `|-- path`; what is found follows. Those
/// named `right` are to be silent.
final class LintTests: XCTestCase {
    private struct Case {
        var name: String
        var lines: [String] = []

        var files: [(path: String, text: String)] {
            var files: [(path: String, text: String)] = []
            for line in lines {
                if line.hasPrefix("|-- ") {
                    files.append((String(line.dropFirst(4)), ""))
                } else {
                    if files.isEmpty { files.append(("test.journey", "")) }
                    files[files.count - 1].text += line.dropFirst(2) + "\n"
                }
            }
            return files
        }
    }

    private let url = Corpus.root.appendingPathComponent("compile/lints.findings")

    private func cases() throws -> [Case] {
        var cases: [Case] = []
        for line in try Corpus.text(url).split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            if line.hasPrefix("## ") { cases.append(Case(name: String(line.dropFirst(3)))) }
            if line.hasPrefix("|"), !cases.isEmpty { cases[cases.count - 1].lines.append(line) }
        }
        return cases
    }

    private func found(_ files: [(path: String, text: String)], _ language: Language) -> [FileDiagnostic] {
        compile(files.map { ($0.path, parse(SourceText(name: $0.path, $0.text), language: language)) }).diagnostics
    }

    func testFindings() throws {
        var lines: [String] = []
        var codes: Set<String> = []
        for item in try cases() {
            lines += ["## \(item.name)"] + item.lines
            let english = found(item.files, .english)
            let chinese = found(item.files, .chinese)
            XCTAssertEqual(english.map(\.diagnostic.code), chinese.map(\.diagnostic.code), item.name)
            if item.name.hasSuffix("right") { XCTAssertEqual(english.map(\.diagnostic.message), [], item.name) }
            for (a, b) in zip(english, chinese) {
                codes.insert(a.diagnostic.code)
                lines += told(a, item) + ["    \(b.diagnostic.message)", "    ^ \(b.diagnostic.label)；\(b.diagnostic.help ?? "")"]
            }
        }
        try Corpus.check(lines.joined(separator: "\n") + "\n", against: url)
        let lints = Explanation.all.map(\.code).filter { $0 >= "J1200" && $0 < "J1300" }
        XCTAssertEqual(lints.filter { !codes.contains($0) }, [], "no case finds it")
    }

    private func told(_ found: FileDiagnostic, _ item: Case) -> [String] {
        let diagnostic = found.diagnostic
        let text = item.files.first { $0.path == found.path }?.text ?? ""
        let words = SourceText(name: found.path, text).text(diagnostic.range).split(separator: "\n").first ?? ""
        let file = item.files.count > 1 ? " in \(found.path)" : ""
        return [
            "\(diagnostic.code) \(diagnostic.severity.rawValue)\(file) «\(words)»: \(diagnostic.message)",
            "    ^ \(diagnostic.label); \(diagnostic.help ?? "")" + (diagnostic.fix.map { "; fix `\($0.replacement)`" } ?? ""),
        ]
    }

    /// What a fix is offered for is gone when it is applied.
    func testFixesMend() throws {
        for item in try cases() where item.files.count == 1 {
            let file = item.files[0]
            for diagnostic in found(item.files, .english).map(\.diagnostic) {
                guard let fix = diagnostic.fix else { continue }
                var bytes = Array(file.text.utf8)
                bytes.replaceSubrange(fix.range.start..<fix.range.end, with: Array(fix.replacement.utf8))
                let mended = [(path: file.path, text: String(decoding: bytes, as: UTF8.self))]
                let before = found(item.files, .english).filter { $0.diagnostic.code == diagnostic.code }.count
                let left = found(mended, .english)
                XCTAssertEqual(left.filter { $0.diagnostic.code == diagnostic.code }.count, before - 1, item.name)
                XCTAssertFalse(left.contains { $0.diagnostic.severity == .error }, item.name)
            }
        }
    }

    /// A thousand journeys for one event on one channel are told of a few times, and compared with their neighbours alone.
    func testManyJourneysOfOneEvent() {
        let text = (0..<1_000).map { "journey j\($0) when signed_up where source is \"s\" and age > \($0) send welcome via sms end\n" }.joined()
        let policy = "policy require consent marketing at most 3 messages per 7d end\n"
        let codes = found([("many.journey", policy + text)], .english).map(\.diagnostic.code)
        XCTAssertEqual(codes, Array(repeating: "J1213", count: 5))
    }

    /// Chains as long as a program may make them.
    func testLongConditions() {
        let or = (0..<90).map { "tier is not \"t\($0)\"" }.joined(separator: " or ")
        let and = (0..<90).map { "points > \($0)" }.joined(separator: " and ")
        let chain = (0..<2_000).map { "if points = \($0) tag t\($0) else " }.joined() + "stop end"
        XCTAssertEqual(found([("a.journey", "when browsed if \(or) stop end")], .english).map(\.diagnostic.code), ["J1202"])
        XCTAssertEqual(found([("a.journey", "when browsed if \(and) stop end")], .english).map(\.diagnostic.code), [])
        XCTAssertEqual(found([("a.journey", "when browsed \(chain)")], .english).map(\.diagnostic.code), [])
    }
}
