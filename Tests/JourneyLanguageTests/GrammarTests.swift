import Foundation
import XCTest

@testable import JourneyLanguage

/// Grammar/Journey.ebnf and the parser are one: productions are methods, quoted words are keywords.
final class GrammarTests: XCTestCase {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The grammar without its comments.
    private func grammar() throws -> String {
        let text = try String(contentsOf: Self.root.appendingPathComponent("Grammar/Journey.ebnf"), encoding: .utf8)
        var bare = ""
        var depth = 0
        var rest = Substring(text)
        while !rest.isEmpty {
            if rest.hasPrefix("(*") {
                depth += 1
                rest.removeFirst(2)
            } else if rest.hasPrefix("*)") {
                depth -= 1
                rest.removeFirst(2)
            } else {
                let character = rest.removeFirst()
                if depth == 0 { bare.append(character) }
            }
        }
        XCTAssertEqual(depth, 0)
        return bare
    }

    private func productions(_ grammar: String) -> [String] {
        grammar.split(separator: "\n").compactMap { line in
            guard let first = line.first, first.isLetter, let equal = line.firstIndex(of: "=") else { return nil }
            return line[..<equal].trimmingCharacters(in: .whitespaces)
        }
    }

    func testEveryProductionIsAMethodOfTheParser() throws {
        let folder = Self.root.appendingPathComponent("Sources/JourneyLanguage")
        let sources = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.lastPathComponent.hasPrefix("Parser") }
            .map { try String(contentsOf: $0, encoding: .utf8) }
            .joined()
        let productions = try productions(grammar())
        XCTAssertGreaterThan(productions.count, 30)
        for production in productions { XCTAssertTrue(sources.contains("func \(production)("), production) }
    }

    func testEveryQuotedWordIsAKeyword() throws {
        let forms = Set(Keywords.rows.flatMap(\.english))
        let pieces = try grammar().components(separatedBy: "\"")
        for quoted in stride(from: 1, to: pieces.count, by: 2).map({ pieces[$0] }) where quoted.contains(where: \.isLetter) {
            XCTAssertTrue(forms.contains(quoted), quoted)
        }
    }

    func testEveryUsedProductionIsDefined() throws {
        let grammar = try grammar()
        let defined = Set(productions(grammar))
        let pieces = grammar.components(separatedBy: "\"")
        let outside = stride(from: 0, to: pieces.count, by: 2).map { pieces[$0] }.joined(separator: " ")
        for word in outside.split(whereSeparator: { !$0.isLetter }) where word.first?.isLowercase == true {
            XCTAssertTrue(defined.contains(String(word)), String(word))
        }
    }
}
