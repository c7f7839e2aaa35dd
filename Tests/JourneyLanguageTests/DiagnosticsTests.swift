import Foundation
import JourneyLanguage
import XCTest

/// Broken programs. A line's complaints stand at its end, each as `#! CODE «TEXT IT POINTS AT» message`; they are taken off
/// before parsing, so nothing else in the file changes. Those of files `zh_…` are said in Chinese. What is expected and not found fails as does the other way round.
///
/// With UPDATE_EXPECTED set in the environment the complaints are written into the files instead; read them before you keep them.
final class DiagnosticsTests: XCTestCase {
    func testBrokenProgramsGiveTheirComplaints() throws {
        let files = try Corpus.files("diagnostics", "journey")
        XCTAssertGreaterThanOrEqual(files.count, 30)
        for url in files {
            let lines = try Corpus.text(url).split(separator: "\n", omittingEmptySubsequences: false).map(withoutComplaints)
            let source = SourceText(name: url.lastPathComponent, lines.joined(separator: "\n"))
            let parsed = parse(source, language: url.lastPathComponent.hasPrefix("zh_") ? .chinese : .english)
            XCTAssertFalse(parsed.diagnostics.isEmpty, url.lastPathComponent)
            var complaints = [[String]](repeating: [], count: lines.count)
            for diagnostic in parsed.diagnostics {
                let pointsAt = source.text(diagnostic.range).split(separator: "\n").first ?? ""
                let line = source.position(at: diagnostic.range.start).line
                complaints[line - 1].append("  #! \(diagnostic.code) «\(pointsAt)» \(diagnostic.message)")
            }
            let annotated = zip(lines, complaints).map { $0 + $1.joined() }.joined(separator: "\n")
            try Corpus.expect(annotated, url)
        }
    }

    /// Every code of the lexer and the parser has a program that shows it.
    func testEveryCodeHasItsCase() throws {
        // No text at all, 4 MiB of it, nesting, numbers and floods, which tests of their own make.
        let unshown: Set = ["J0001", "J0017", "J0120", "J0172", "J0173", "J0199"]
        let folder = Corpus.directory.deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Sources/JourneyLanguage")
        var codes: Set<String> = []
        for file in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        where file.lastPathComponent.hasPrefix("Problems") {
            for match in try Corpus.text(file).matches(of: /"(J0[0-9]{3})"/) { codes.insert(String(match.1)) }
        }
        var shown: Set<String> = []
        var programs = 0
        for url in try Corpus.files("diagnostics", "journey") {
            for line in try Corpus.text(url).split(separator: "\n") {
                let marks = line.matches(of: /#! (J0[0-9]{3})/)
                programs += marks.isEmpty ? 0 : 1
                for mark in marks { shown.insert(String(mark.1)) }
            }
        }
        XCTAssertEqual(codes.subtracting(shown).subtracting(unshown).sorted(), [], "add a case to Tests/Corpus/diagnostics")
        XCTAssertGreaterThanOrEqual(programs, 120)
    }

    private func withoutComplaints(_ line: Substring) -> String {
        guard let mark = line.range(of: "  #! ") else { return String(line) }
        return String(line[..<mark.lowerBound])
    }

    /// Where a fix is applied, its complaint is gone.
    func testFixesMend() throws {
        var fixes = 0
        for url in try Corpus.files("diagnostics", "journey") {
            let lines = try Corpus.text(url).split(separator: "\n", omittingEmptySubsequences: false).map(withoutComplaints)
            let source = SourceText(name: url.lastPathComponent, lines.joined(separator: "\n"))
            let parsed = parse(source)
            for diagnostic in parsed.diagnostics {
                guard let fix = diagnostic.fix else { continue }
                fixes += 1
                var bytes = source.bytes
                bytes.replaceSubrange(fix.range.start..<fix.range.end, with: Array(fix.replacement.utf8))
                let mended = parse(SourceText(name: "mended", bytes: bytes))
                let before = parsed.diagnostics.filter { $0.message == diagnostic.message }.count
                let after = mended.diagnostics.filter { $0.message == diagnostic.message }.count
                XCTAssertLessThan(after, before, "\(url.lastPathComponent): \(diagnostic.message)")
            }
        }
        XCTAssertGreaterThan(fixes, 15)
    }

    /// Where each complaint of a spoken sentence has its fix, the fixes lead to a program; only what nobody can guess is asked for then.
    func testFixesOfSpokenSentencesGivePrograms() throws {
        let askedFor: Set = ["J0109", "J0140"]
        var mendedSentences = 0
        for url in try Corpus.files("diagnostics", "journey") {
            let name = url.lastPathComponent
            guard name.hasPrefix("spoken_") || name == "zh_spoken.journey" || name == "zh_glued.journey" else { continue }
            for line in try Corpus.text(url).split(separator: "\n") where line.contains("  #! ") {
                var source = SourceText(name: name, withoutComplaints(line))
                guard parse(source).diagnostics.allSatisfy({ $0.fix != nil }) else { continue }
                for _ in 0..<3 {
                    let fixes = parse(source).diagnostics.compactMap(\.fix)
                    source = SourceText(name: name, bytes: mended(source, by: fixes).bytes)
                }
                let left = parse(source).diagnostics.filter { $0.severity == .error && !askedFor.contains($0.code) }
                XCTAssertEqual(left.map(\.message), [], source.text(SourceRange(0, source.bytes.count)))
                mendedSentences += 1
            }
        }
        XCTAssertGreaterThan(mendedSentences, 110)
    }

    func testRendering() throws {
        let folder = Corpus.directory.appendingPathComponent("diagnostics")
        let source = try Corpus.read(folder.appendingPathComponent("rendering.broken"))
        try Corpus.expect(
            DiagnosticRenderer(source).render(parse(source).diagnostics), folder.appendingPathComponent("rendering.expected"))
    }

    func testColoursFrameTheSameText() {
        let parsed = parse("wen a send b via c")
        let coloured = DiagnosticRenderer(parsed.source, isColoured: true).render(parsed.diagnostics)
        XCTAssertTrue(coloured.contains("\u{1B}[1;31merror[J0101]\u{1B}[0m"))
        let plain = coloured.replacingOccurrences(of: "\u{1B}\\[[0-9;]*m", with: "", options: .regularExpression)
        XCTAssertEqual(plain, DiagnosticRenderer(parsed.source).render(parsed.diagnostics))
    }

    func testJSON() {
        let parsed = parse("when 浏览\nsned \"a\\\"b\" via c")
        XCTAssertEqual(
            parsed.diagnostics.map { $0.json(in: parsed.source) },
            [
                #"{"code":"J0101","severity":"error","file":"test","start":12,"end":16,"line":2,"column":1,"endLine":2,"endColumn":5,"#
                    + #""message":"`sned` is not known here; did you mean `send`?","label":"did you mean `send`?","expected":[],"#
                    + #""fix":{"start":12,"end":16,"line":2,"column":1,"endLine":2,"endColumn":5,"replacement":"send"}}"#
            ])
    }

    func testAHundredComplaintsAreEnough() {
        let parsed = parse(String(repeating: "when a send via b\n", count: 500))
        XCTAssertEqual(parsed.diagnostics.count, 100)
        XCTAssertEqual(parsed.diagnostics.last?.code, "J0199")
    }

    func testLongLinesAreCutAroundTheCaret() {
        let parsed = parse(
            "when a where x = \"" + String(repeating: "长", count: 5000) + "\" sned b via c" + String(repeating: " ", count: 5000))
        XCTAssertEqual(parsed.diagnostics.count, 1)
        let lines = DiagnosticRenderer(parsed.source).render(parsed.diagnostics).split(separator: "\n")
        XCTAssertLessThan(lines[3].count, 1000)
        XCTAssertTrue(lines[3].contains("sned"))
    }
}
