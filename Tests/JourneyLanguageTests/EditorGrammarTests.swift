import Foundation
import JourneyLanguage
import XCTest

/// Grammar/journey.tmLanguage.json, by which editors colour journeys, is made from the keyword table.
final class EditorGrammarTests: XCTestCase {
    private static let url = Corpus.directory.deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Grammar/journey.tmLanguage.json")

    func testTheEditorGrammarIsThatOfTheKeywordTable() throws {
        try Corpus.expect(EditorGrammar.json(), Self.url)
    }

    func testItsPatternsAreRegularExpressionsAndFindEveryKeyword() throws {
        let patterns = try EditorGrammar.keywordPatterns.map { try NSRegularExpression(pattern: $0.match) }
        for row in Keywords.rows {
            for form in row.english + row.chinese where form.unicodeScalars.allSatisfy({ $0.properties.isAlphabetic || $0 == " " }) {
                let whole = NSRange(form.startIndex..., in: form)
                let isFound = patterns.contains { $0.firstMatch(in: form, range: whole)?.range == whole }
                XCTAssertTrue(isFound, "no pattern colours `\(form)`")
            }
        }
    }
}

/// Makes the TextMate grammar: what VS Code, Sublime Text, GitHub and most editors read.
private enum EditorGrammar {
    struct Pattern {
        var name: String
        var match: String
    }

    /// What a keyword is to a reader, by its place in the language.
    private static let kinds: [(name: String, keywords: ClosedRange<UInt8>)] = [
        ("storage.type.declaration", Keyword.journey.rawValue...Keyword.test.rawValue),
        ("keyword.control.trigger", Keyword.when.rawValue...Keyword.at.rawValue),
        ("keyword.other.header", Keyword.for.rawValue...Keyword.transactional.rawValue),
        ("keyword.control.step", Keyword.send.rawValue...Keyword.label.rawValue),
        ("keyword.operator.word", Keyword.is.rawValue...Keyword.sunday.rawValue),
        ("keyword.operator.word", Keyword.equal.rawValue...Keyword.member.rawValue),
    ]

    static let keywordPatterns: [Pattern] = {
        var forms: [String: [String]] = [:]
        for row in Keywords.rows {
            let kind = kinds.first { $0.keywords.contains(row.keyword.rawValue) }?.name ?? "support.type.property"
            forms[kind, default: []] += row.english + row.chinese
        }
        return forms.keys.sorted().flatMap { kind in patterns(kind, forms[kind] ?? []) }
    }()

    /// English words end at a word's edge; Chinese ones stand glued to others.
    private static func patterns(_ kind: String, _ forms: [String]) -> [Pattern] {
        let words = Set(forms.filter { $0.unicodeScalars.contains { $0.properties.isAlphabetic } })
        let longestFirst = words.sorted { ($0.utf8.count, $1) > ($1.utf8.count, $0) }
        let alternatives = longestFirst.map { $0.split(separator: " ").joined(separator: "\\s+") }
        let english = alternatives.filter(\.isASCII)
        let chinese = alternatives.filter { !$0.isASCII }.map { $0.replacing("\\s+", with: "\\s*") }
        return [
            english.isEmpty ? nil : Pattern(name: kind, match: "(?i)\\b(?:" + english.joined(separator: "|") + ")\\b"),
            chinese.isEmpty ? nil : Pattern(name: kind, match: "(?:" + chinese.joined(separator: "|") + ")"),
        ].compactMap { $0 }
    }

    private static var units: String {
        Keywords.units.flatMap { [$0.letter] + $0.english + $0.chinese }.sorted { ($0.utf8.count, $1) > ($1.utf8.count, $0) }
            .joined(separator: "|")
    }

    static func json() -> String {
        let literals = [
            Pattern(name: "comment.line.number-sign", match: "#.*$"),
            Pattern(name: "constant.numeric.date", match: "\\b\\d{4}-\\d{2}-\\d{2}\\b"),
            Pattern(name: "constant.numeric.time", match: "\\b\\d{1,2}:\\d{2}\\b"),
            Pattern(name: "constant.numeric.duration", match: "(?i)(?:\\b\\d+\\s*(?:\(units))\\s*)+"),
            Pattern(name: "constant.numeric.percent", match: "\\b\\d+(?:\\.\\d+)?[%％]"),
            Pattern(name: "constant.numeric", match: "\\b\\d[\\d_]*(?:\\.\\d+)?\\b"),
        ]
        let plain = (literals + keywordPatterns).map { ["name": $0.name + ".journey", "match": $0.match] as [String: Any] }
        let texts = [("\"\"\"", "\"\"\""), ("\"", "\""), ("“", "”"), ("＂", "＂")].map(text)
        let grammar: [String: Any] = [
            "$schema": "https://raw.githubusercontent.com/martinring/tmlanguage/master/tmlanguage.json",
            "name": "Journey", "scopeName": "source.journey", "fileTypes": ["journey"],
            "patterns": [plain[0]] + texts + plain.dropFirst(),
            "repository": ["placeholder": placeholder],
        ]
        let options: JSONSerialization.WritingOptions = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let data = (try? JSONSerialization.data(withJSONObject: grammar, options: options)) ?? Data()
        return String(decoding: data, as: UTF8.self) + "\n"
    }

    private static func text(_ opener: String, _ closer: String) -> [String: Any] {
        [
            "name": "string.quoted.double.journey", "begin": opener, "end": closer,
            "patterns": [
                ["name": "constant.character.escape.journey", "match": "\\\\(?:u\\{[0-9A-Fa-f]+\\}|.)"],
                ["include": "#placeholder"],
            ],
        ]
    }

    private static var placeholder: [String: Any] {
        ["name": "meta.embedded.placeholder.journey", "begin": "\\{", "end": "\\}", "patterns": [["include": "$self"]]]
    }
}

extension String {
    fileprivate var isASCII: Bool { utf8.allSatisfy { $0 < 0x80 } }
}
