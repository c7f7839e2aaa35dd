import Foundation
import JourneyCompiler
import JourneyLanguage
import JourneyModel
import XCTest

/// Wrong programs of `Corpus/rendering` as people see them, in both languages: wording, excerpt, caret, mend.
final class RenderingTests: XCTestCase {
    private let folder = Corpus.root.appendingPathComponent("rendering")

    func testWrongProgramsAsPeopleSeeThem() throws {
        let urls = Corpus.files(folder, "journey")
        XCTAssertGreaterThanOrEqual(urls.count, 15)
        for url in urls {
            for language in Language.allCases {
                let (file, diagnostics) = try found(url, language)
                XCTAssertFalse(diagnostics.isEmpty, url.lastPathComponent)
                let text = DiagnosticRenderer(file).render(diagnostics)
                try Corpus.check(text, against: url.deletingPathExtension().appendingPathExtension(language.rawValue))
            }
        }
    }

    /// The carets of a span on one line stand under its text, measured in columns of a terminal.
    func testCaretsStandUnderTheirText() throws {
        for url in Corpus.files(folder, "journey") {
            let (file, diagnostics) = try found(url, .english)
            for diagnostic in diagnostics {
                let marked = file.source.text(diagnostic.range)
                guard !marked.isEmpty, !marked.contains(where: { $0.isNewline || $0 == "\t" }) else { continue }
                let lines = DiagnosticRenderer(file).render(diagnostic).components(separatedBy: "\n")
                guard let at = lines.firstIndex(where: { $0.contains("^") }) else { return XCTFail(url.lastPathComponent) }
                let before = displayWidth(String(lines[at].prefix { $0 != "^" }))
                let carets = lines[at].drop { $0 != "^" }.prefix { $0 == "^" }.count
                let text = printable(lines[at - 1])
                guard let place = text.range(of: printable(marked)) else { return XCTFail("\(marked) in \(text)") }
                let places = text.ranges(of: printable(marked)).map { displayWidth(String(text[..<$0.lowerBound])) }
                XCTAssertTrue(places.contains(before), "\(url.lastPathComponent): \(marked) at \(place)")
                XCTAssertEqual(carets, displayWidth(printable(marked)), "\(url.lastPathComponent): \(marked)")
            }
        }
    }

    /// Both languages find the same, at the same place, with the same mend.
    func testLanguagesDifferInWordsOnly() throws {
        for url in Corpus.files(folder, "journey") + Corpus.files(Corpus.root.appendingPathComponent("diagnostics"), "journey") {
            let (english, chinese) = (try found(url, .english).diagnostics, try found(url, .chinese).diagnostics)
            XCTAssertEqual(english.map(\.code), chinese.map(\.code), url.lastPathComponent)
            XCTAssertEqual(english.map(\.range), chinese.map(\.range), url.lastPathComponent)
            XCTAssertEqual(english.map(\.fix), chinese.map(\.fix), url.lastPathComponent)
            XCTAssertEqual(english.map { $0.help == nil }, chinese.map { $0.help == nil }, url.lastPathComponent)
            for (one, other) in zip(english, chinese) {
                checkStyle([one.message, one.label, one.help ?? ""], .english, one.code)
                checkStyle([other.message, other.label, other.help ?? ""], .chinese, other.code)
            }
        }
    }

    /// Style of every sentence, apart from what it quotes: no full stop, quotation marks in pairs, the words of its language.
    private func checkStyle(_ sentences: [String], _ language: Language, _ code: String) {
        for sentence in sentences where !sentence.isEmpty {
            let told = "\(code): \(sentence)"
            let pieces = sentence.split(separator: "`", omittingEmptySubsequences: false)
            guard !pieces.contains(where: { $0.contains("\n") }) else { continue }
            XCTAssertEqual(pieces.count % 2, 1, told)
            let words = stride(from: 0, to: pieces.count, by: 2).map { pieces[$0] }.joined(separator: "|")
            XCTAssertFalse(words.hasSuffix(".") || words.hasSuffix("。"), told)
            switch language {
            case .english:
                XCTAssertFalse(words.unicodeScalars.contains { $0.value >= 0x3000 }, told)
                XCTAssertFalse(sentence.first?.isUppercase ?? false, told)
            case .chinese:
                XCTAssertNil(words.firstMatch(of: /[,;:?!()](?!\d)/)?.0, told)
                XCTAssertFalse(words.contains("  "), told)
                let latin = words.matches(of: /[A-Za-z]{3,}/).map { String($0.0) }.filter { !known.contains($0) }
                XCTAssertEqual(latin, [], told)
            }
        }
    }

    /// Words that Chinese sentences leave as they are.
    private let known: Set = ["UTF", "MiB"]

    private func found(_ url: URL, _ language: Language) throws -> (file: ParsedFile, diagnostics: [Diagnostic]) {
        let source = SourceText(name: url.lastPathComponent, bytes: [UInt8](try Data(contentsOf: url)))
        let file = parse(source, language: language)
        return (file, compile([(source.name, file)]).diagnostics.map(\.diagnostic))
    }
}

extension RenderingTests {
    /// All fixes of a file at once, again and again, come to rest and leave no more complaints than before: one mended can uncover another.
    func testFixesComeToRest() throws {
        for url in Corpus.files(Corpus.root.appendingPathComponent("rendering"), "journey")
            + Corpus.files(Corpus.root.appendingPathComponent("diagnostics"), "journey")
        {
            var source = SourceText(name: url.lastPathComponent, bytes: [UInt8](try Data(contentsOf: url)))
            var offered = fixes(source)
            let before = complaints(source)
            guard !offered.isEmpty else { continue }
            for _ in 0..<5 where !offered.isEmpty {
                source = SourceText(name: source.name, bytes: mended(source, by: offered).bytes)
                offered = fixes(source)
            }
            XCTAssertTrue(offered.isEmpty, "\(url.lastPathComponent) is offered \(offered) for ever")
            XCTAssertLessThanOrEqual(complaints(source), before, url.lastPathComponent)
        }
    }

    private func fixes(_ source: SourceText) -> [Diagnostic.Fix] {
        compile([(source.name, parse(source))]).diagnostics.compactMap(\.diagnostic.fix)
    }

    private func complaints(_ source: SourceText) -> Int { compile([(source.name, parse(source))]).diagnostics.count }
}

extension RenderingTests {
    func testSeverities() {
        let source = SourceText(name: "a", "when 浏览")
        func rendered(_ severity: Diagnostic.Severity, _ language: Language) -> String {
            let diagnostic = Diagnostic(code: "J9999", severity: severity, range: SourceRange(5, 11), message: "m", label: "l", help: "h")
            return DiagnosticRenderer(source, isColoured: true, language: language).render(diagnostic)
        }
        let cases: [(Diagnostic.Severity, Language, String)] = [
            (.error, .english, "\u{1B}[1;31merror[J9999]"), (.warning, .english, "\u{1B}[1;33mwarning[J9999]"),
            (.note, .english, "\u{1B}[1;36mnote[J9999]"), (.error, .chinese, "\u{1B}[1;31m错误[J9999]"),
            (.warning, .chinese, "\u{1B}[1;33m警告[J9999]"), (.note, .chinese, "\u{1B}[1;36m提示[J9999]"),
        ]
        for (severity, language, beginning) in cases {
            let text = rendered(severity, language)
            XCTAssertTrue(text.hasPrefix(beginning), text)
            XCTAssertTrue(text.contains("^^^^ l"), text)
        }
    }

    /// A place outside of the file, or in the middle of a character, is shown as well as it can be.
    func testAnyRangeIsShown() {
        for text in ["", "\n", "a", "当\r\n浏览\t\u{1F381}", "\u{FEFF}x\n\n", "e\u{301}"] {
            let source = SourceText(name: "a", text)
            for start in -1...source.bytes.count + 2 {
                for end in start...source.bytes.count + 3 {
                    let diagnostic = Diagnostic(code: "J9999", range: SourceRange(start, end), message: "m", fix: .init(SourceRange(start, end), "x"))
                    XCTAssertTrue(DiagnosticRenderer(source).render(diagnostic).contains("^"))
                }
            }
        }
    }
}
