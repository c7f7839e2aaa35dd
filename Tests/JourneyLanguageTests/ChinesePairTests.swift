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

    /// Each as it stands, with a space between all of its words, and glued.
    func testBothTonguesGiveTheSameTree() throws {
        var count = 0
        for file in ["programs.pairs", "rows.pairs"] {
            for pair in try pairs(file) {
                count += 1
                let english = read(pair.english, pair.names)
                XCTAssertEqual(english.diagnostics, [], pair.english)
                for chinese in [pair.chinese, spaced(pair.chinese, pair.names), glued(pair.chinese, knowingAll(pair.chinese, pair.names))] {
                    let chineseRead = read(chinese, knowingAll(pair.chinese, pair.names))
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

    // MARK: Spacing

    private func tokens(_ text: String, _ names: KnownNames) -> (source: SourceText, tokens: [Token]) {
        let source = SourceText(name: "test", text)
        return (source, lex(source, names: names).tokens)
    }

    private func knowingAll(_ text: String, _ names: KnownNames) -> KnownNames {
        let (source, tokens) = tokens(text, names)
        var names = names
        for token in tokens where token.kind == .name { names.add(source.value(of: token)) }
        return names
    }

    private func spaced(_ text: String, _ names: KnownNames) -> String {
        let (source, tokens) = tokens(text, names)
        var out = ""
        var isAfterDot = false
        for token in tokens.dropLast() {
            out += (out.isEmpty || isAfterDot || token.kind == .dot ? "" : " ") + source.text(token.range)
            isAfterDot = token.kind == .dot
        }
        return out
    }

    private func glued(_ text: String, _ names: KnownNames) -> String { Gluing.glued(text, names) }
}

/// Takes the spaces out that a Chinese writer leaves out: between Chinese words, and between them and numbers.
enum Gluing {
    static func glued(_ text: String, _ names: KnownNames) -> String {
        let source = SourceText(name: "test", text)
        var out = ""
        var end = 0
        var last: Token?
        for token in lex(source, names: names).tokens {
            let gap = source.text(SourceRange(end, Int(token.start)))
            out += gap == " " && last.map({ joins($0, token, source) }) == true ? "" : gap
            out += source.text(token.range)
            end = Int(token.end)
            last = token
        }
        return out
    }

    private static func joins(_ left: Token, _ right: Token, _ source: SourceText) -> Bool {
        let ends = isChinese(source.text(left.range).unicodeScalars.last) && left.kind != .text
        let begins = isChinese(source.text(right.range).unicodeScalars.first) && right.kind != .text
        return ends && (begins || isNumber(right)) || begins && isNumber(left)
    }

    private static func isNumber(_ token: Token) -> Bool { token.kind == .duration || token.kind == .integer }

    private static func isChinese(_ scalar: Unicode.Scalar?) -> Bool {
        scalar.map { (0x3400...0x9FFF).contains($0.value) } ?? false
    }
}
