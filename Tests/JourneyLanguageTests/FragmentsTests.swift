import Foundation
import XCTest

@testable import JourneyLanguage

final class FragmentsTests: XCTestCase {
    /// Parts of sentences are handed to wordings in English: each must have its Chinese.
    func testEveryPartOfASentenceHasItsChinese() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Sources/JourneyLanguage")
        let handed = /(?:span|count|strayWord|window|noSteps|missingWithin|zeroDuration|countOutOfRange)\((?:[^()"]*|"[^"]*", )(?:of|after|in): "([^"]+)"/
        var parts: Set<String> = []
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) where name.hasPrefix("Parser") {
            let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
            for match in text.matches(of: handed) { parts.insert(String(match.1).replacing(/\\\([^)]*\)/, with: "3")) }
        }
        XCTAssertGreaterThan(parts.count, 8)
        for part in parts.sorted() {
            XCTAssertTrue(
                inChinese(part).unicodeScalars.contains { $0.value >= 0x4E00 }, "`\(part)` is missing in Fragments.swift")
        }
    }

    func testFrames() {
        XCTAssertEqual(inChinese("the journey `a`"), "旅程 `a` ")
        XCTAssertEqual(inChinese("`3 times`"), "`3次` ")
        XCTAssertEqual(inChinese("what nobody knows"), "what nobody knows")
    }

    func testWrittenLanguage() {
        let cases: [(String, Language?)] = [
            ("", nil), ("# 当 浏览", nil), ("when 浏览 send 优惠券 via 企业微信", .english), ("当 浏览 发送 coupon 通过 wecom", .chinese),
            ("当 browsed send coupon via c", .english), ("当 browsed 打标签 a send b via c", nil), ("当浏览就通过企业微信发送优惠券", .chinese), ("\"优惠券\"", nil), ("x y z", nil),
        ]
        for (text, language) in cases { XCTAssertEqual(writtenLanguage(of: SourceText(name: "a", text)), language, text) }
    }

    /// Problems with parts of their own: what they say of the author's words, in both languages.
    func testSlipsOfThoseWhoWriteAsTheySpeak() {
        let cases: [(Problem, english: String, chinese: String)] = [
            (
                .eventOfSeveralWords("added to cart", joined: "added_to_cart", isKnown: true),
                "`added to cart` is several words, and the name of an event is one | did you mean `added_to_cart`?",
                "`added to cart` 是几个词，而事件名只能是一个词 | 是不是 `added_to_cart`？"
            ),
            (
                .inForWithin("in 2 hours", window: "within 2h"), "a span of time is written `within 2h` here | write `within 2h`",
                "期限在这里要写成 `within 2h` | 写 `within 2h`"
            ),
            (.missingUnit("2"), "`2` says no unit of time | 2 what?", "`2` 后面没有时间单位 | 2 什么？"),
            (
                .windowBeforeAbsence("within 2d", absence: "but not bought"), "`within 2d` belongs after `but not bought` | move it",
                "`within 2d` 要写在 `but not bought` 那边 | 挪到后面"
            ),
            (.andBetweenSteps, "steps follow one another without `and` | delete it", "步骤之间不用写 `且` | 删掉"),
            (.ifForWhen, "what waits for an event begins with `when` | write `when`", "等事件发生要用 `当` 开头 | 写 `当`"),
            (
                .gluedName("发送优惠", keyword: .send, rest: "优惠"), "`发送优惠` reads as one name, which begins with the keyword `发送` | a space is missing",
                "`发送优惠` 被读成了一个名称，其实开头是关键词 `发送` | 缺一个空格"
            ),
        ]
        for (problem, english, chinese) in cases {
            let label = problem.wording.label
            XCTAssertEqual("\(problem.wording.message.english) | \(label?.english ?? "")", english)
            XCTAssertEqual("\(problem.wording.message.chinese) | \(label?.chinese ?? "")", chinese)
            XCTAssertNotNil(problem.wording.help, english)
        }
    }

    func testMending() {
        typealias Fix = Diagnostic.Fix
        let source = SourceText(name: "a", "when a sned b via c")
        let cases: [(fixes: [Fix], text: String, applied: [Int])] = [
            ([], "when a sned b via c", []),
            ([Fix(SourceRange(7, 11), "send")], "when a send b via c", [0]),
            // The earlier of two that touch wins; what only borders on it is applied too.
            ([Fix(SourceRange(8, 12), "x"), Fix(SourceRange(7, 11), "send"), Fix(SourceRange(11, 11), "!")], "when a send! b via c", [1, 2]),
            // One insertion at a place.
            ([Fix(SourceRange(19, 19), " end"), Fix(SourceRange(19, 19), " end")], "when a sned b via c end", [0]),
            ([Fix(SourceRange(0, 0), "# "), Fix(SourceRange(0, 4), "If")], "# when a sned b via c", [0]),
            ([Fix(SourceRange(18, 40), "z")], "when a sned b via c", []),
        ]
        for (fixes, text, applied) in cases {
            let result = mended(source, by: fixes)
            XCTAssertEqual(String(decoding: result.bytes, as: UTF8.self), text)
            XCTAssertEqual(result.applied, applied, text)
        }
    }
}
