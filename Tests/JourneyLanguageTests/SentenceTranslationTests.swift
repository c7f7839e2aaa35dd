import Foundation
import XCTest

@testable import JourneyLanguage

/// Sentences of the grammar in Chinese: translated, spaced and glued they say the same, and come back without loss.
///
/// SENTENCES in the environment raises their number.
final class SentenceTranslationTests: XCTestCase {
    private static let rounds = ProcessInfo.processInfo.environment["SENTENCES"].flatMap(Int.init) ?? 1000

    /// Generated files, and each in Chinese.
    private func sentences(_ seed: UInt64, _ body: (ParsedFile, String) throws -> Void) throws {
        var generator = SentenceGenerator(grammar: try Grammar(), seed: seed)
        for _ in 0..<Self.rounds {
            let parsed = parse(SourceText(name: "english", SentenceGenerator.text(generator.sentence("file"), [" "])))
            try body(parsed, format(parsed, language: .chinese, names: NameTranslation([parsed.program], to: .chinese)))
        }
    }

    func testTranslationIsWithoutLoss() throws {
        var failures = Failures()
        try sentences(20_261_122) { english, chinese in
            let there = parse(SourceText(name: "chinese", chinese), names: english.names)
            guard failures.check(there, english, chinese) else { return }
            let back = format(there, language: .english, names: NameTranslation([there.program], to: .english))
            let again = parse(SourceText(name: "english again", back), names: english.names)
            _ = failures.check(again, english, chinese + "\n--\n" + back)
            let formatted = format(there)
            _ = failures.check(parse(SourceText(name: "formatted", formatted), names: english.names), english, formatted)
        }
        failures.report()
    }

    /// Other forms of the keywords stand for the first ones.
    func testOtherFormsOfChineseKeywordsAreRead() throws {
        var random = SeededRandom(seed: 8)
        var failures = Failures()
        try sentences(20_261_124) { english, chinese in
            let source = SourceText(name: "chinese", chinese)
            guard parse(source, names: english.names).program == english.program else { return }
            let text = ChineseForms.exchanged(source, english.names, &random)
            _ = failures.check(parse(SourceText(name: "other forms", text), names: english.names), english, text)
        }
        failures.report()
    }

    /// Chinese words in the order of the grammar.
    func testChineseWordsInEnglishOrderAreRead() throws {
        var random = SeededRandom(seed: 9)
        var failures = Failures()
        var generator = SentenceGenerator(grammar: try Grammar(), seed: 20_261_125)
        (generator.names, generator.soft, generator.wordsAnywhere) = (ChineseForms.names, ["颜色", "备注"], ["尺码"])
        for _ in 0..<Self.rounds {
            let words = generator.sentence("file")
            let english = parse(SourceText(name: "english", SentenceGenerator.text(words, [" "])))
            XCTAssertEqual(english.diagnostics.filter { $0.severity == .error }.map(\.message), [])
            let text = SentenceGenerator.text(words.map { ChineseForms.word($0, &random) }, [" "])
            _ = failures.check(parse(SourceText(name: "chinese words", text), names: english.names), english, text)
        }
        failures.report()
    }

    func testChineseIsReadWithoutSpaces() throws {
        var random = SeededRandom(seed: 7)
        var failures = Failures()
        try sentences(20_261_123) { english, chinese in
            var names = english.names
            let source = SourceText(name: "chinese", chinese)
            for token in lex(source, names: names).tokens where token.kind == .name { names.add(source.value(of: token)) }
            guard parse(source, names: names).program == english.program else { return }
            let all = random.below(2) == 0
            let glued = Gluing.glued(chinese, names) { !all && random.below(3) == 0 }
            _ = failures.check(parse(SourceText(name: "glued", glued), names: names), english, chinese + "\n--\n" + glued)
        }
        failures.report()
    }
}

/// Counts what did not keep its meaning, and shows the first and the shortest of them.
private struct Failures {
    private var count = 0
    private var shown: [String] = []

    mutating func check(_ read: ParsedFile, _ expected: ParsedFile, _ text: String) -> Bool {
        let errors = read.diagnostics.filter { $0.severity == .error }
        if errors.isEmpty, read.program == expected.program { return true }
        count += 1
        let source = String(decoding: expected.source.bytes, as: UTF8.self)
        shown.append("\(source)\n=>\n\(text)\n" + DiagnosticRenderer(read.source).render(errors))
        return false
    }

    func report(file: StaticString = #filePath, line: UInt = #line) {
        let most = ProcessInfo.processInfo.environment["SENTENCES_SHOWN"].flatMap(Int.init) ?? 8
        for text in shown.sorted(by: { $0.utf8.count < $1.utf8.count }).prefix(most) { XCTFail(text, file: file, line: line) }
        XCTAssertEqual(count, 0, file: file, line: line)
    }
}

/// Chinese forms of the keywords, those that mean the same at every place.
private enum ChineseForms {
    static let names = ["浏览", "购买", "加购", "等级", "金额", "优惠券", "企业微信", "短信", "会员", "购物车提醒", "a1"]

    /// Chinese words that stand for others at some places only.
    private static let settled: Set = ["然后", "就", "则", "后", "其次", "没等到", "不成则", "领完则", "每", "每隔", "直到", "至", "来自", "有效期 自", "为", "沉默"]

    /// Groups of words of which each can stand for each.
    private static let groups: [[String]] = [["未", "没有", "没", "尚未", "还未", "还没", "还没有"], ["非", "不"]]

    /// The forms that may stand where this one does.
    private static let forms: [String: [String]] = {
        var forms: [String: [String]] = [:]
        for row in Keywords.rows where row.keyword != .not && row.keyword != .silentFor {
            let alike = row.chinese.filter { $0 != row.chineseCloser && !settled.contains($0) }
            for form in alike { forms[form] = alike }
        }
        for group in groups { for form in group { forms[form] = group } }
        return forms
    }()

    static func exchanged(_ source: SourceText, _ names: KnownNames, _ random: inout SeededRandom) -> String {
        var out = ""
        var end = 0
        for token in lex(source, names: names).tokens {
            out += source.text(SourceRange(end, Int(token.start)))
            let written = source.text(token.range)
            let others = token.kind == .name || token.kind == .text ? nil : forms[written]
            out += others.map { $0[random.below($0.count)] } ?? written
            end = Int(token.end)
        }
        return out
    }

    /// The Chinese form of a keyword of the grammar; any other word as it is.
    static func word(_ word: String, _ random: inout SeededRandom) -> String {
        guard let row = Keywords.rows.first(where: { $0.english.contains(word) }), word.contains(where: \.isLetter) else { return word }
        // 曾经 begins what it holds of; behind it stands 过.
        if row.keyword == .ever { return "过" }
        let forms = row.chinese.filter { $0 != row.chineseCloser && $0 != "就" && $0 != "则" && $0 != "后" }
        return forms.isEmpty ? word : forms[random.below(forms.count)]
    }
}
