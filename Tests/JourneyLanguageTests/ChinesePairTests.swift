import XCTest

@testable import JourneyLanguage

/// Programs in English and in Chinese word order; the pairs are in Corpus/chinese.
final class ChinesePairTests: XCTestCase {
    private struct Pair {
        var english: String
        var chinese: String
        var names: KnownNames
    }

    /// `English | Chinese` a line, the names of both declared by the lines that begin with `// names`.
    private func pairs(_ file: String) throws -> [Pair] {
        let text = try Corpus.text(Corpus.directory.appendingPathComponent("chinese/" + file))
        let lines = text.split(separator: "\n").map(String.init)
        let declarations = lines.compactMap { $0.hasPrefix("// names ") ? String($0.dropFirst(9)) : nil }
        let names = KnownNames(of: [SourceText(name: "names", declarations.joined(separator: "\n"))])
        return lines.filter { !$0.hasPrefix("//") }.compactMap { line in
            guard let bar = line.range(of: " | ") else { return nil }
            return Pair(english: String(line[..<bar.lowerBound]), chinese: String(line[bar.upperBound...]), names: names)
        }
    }

    private func read(_ text: String, _ names: KnownNames) -> (tree: String, diagnostics: [String], program: Program) {
        let parsed = parse(SourceText(name: "test", text), names: names)
        return (TreeDump.dump(parsed.program), parsed.diagnostics.map(\.message), parsed.program)
    }

    /// Each as it stands, and with a space between all of its words.
    func testBothTonguesGiveTheSameTree() throws {
        var count = 0
        for file in ["programs.pairs", "rows.pairs"] {
            for pair in try pairs(file) {
                count += 1
                let english = read(pair.english, pair.names)
                XCTAssertEqual(english.diagnostics, [], pair.english)
                for chinese in [pair.chinese, spaced(pair.chinese, pair.names)] {
                    let chineseRead = read(chinese, pair.names)
                    XCTAssertEqual(chineseRead.diagnostics, [], chinese)
                    XCTAssertEqual(chineseRead.tree, english.tree, chinese)
                    XCTAssertTrue(chineseRead.program == english.program, chinese)
                }
            }
        }
        XCTAssertGreaterThan(count, 120)
    }

    /// What people of the trade write without spaces, and with no catalogue.
    func testSentencesOfTheTradeHaveNoErrors() throws {
        let text = try Corpus.text(Corpus.directory.appendingPathComponent("chinese/trade.glued"))
        let sentences = text.split(separator: "\n").filter { !$0.hasPrefix("//") }
        XCTAssertGreaterThanOrEqual(sentences.count, 60)
        for sentence in sentences {
            let parsed = parse(String(sentence))
            XCTAssertEqual(parsed.diagnostics.map(\.message), [], String(sentence))
            XCTAssertEqual(parsed.program.items.count, 1, String(sentence))
        }
    }

    private func spaced(_ text: String, _ names: KnownNames) -> String {
        let source = SourceText(name: "test", text)
        var out = ""
        var isAfterDot = false
        for token in lex(source, names: names).tokens.dropLast() {
            out += (out.isEmpty || isAfterDot || token.kind == .dot ? "" : " ") + source.text(token.range)
            isAfterDot = token.kind == .dot
        }
        return out
    }
}
