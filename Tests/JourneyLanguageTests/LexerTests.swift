import JourneyModel
import XCTest

@testable import JourneyLanguage

final class LexerTests: XCTestCase {
    private func tokens(_ text: String) -> [String] {
        lex(SourceText(name: "test", text)).tokens.dropLast().map { token in
            switch token.kind {
            case .keyword: "\(token.keyword)"
            case .integer, .decimal, .percent, .duration, .time, .date, .ordinal: "\(token.kind) \(token.value)"
            default: "\(token.kind)"
            }
        }
    }

    private func codes(_ text: String) -> [String] { lex(SourceText(name: "test", text)).diagnostics.map(\.code) }

    func testValues() {
        let cases: [(String, String)] = [
            ("12", "integer 12"), ("1_000", "integer 1000"), ("１２", "integer 12"),
            ("9223372036854775807", "integer 9223372036854775807"),
            ("12.5", "decimal 12500000"), ("0.000001", "decimal 1"), ("１２．５", "decimal 12500000"),
            ("50%", "percent 500000"), ("５０％", "percent 500000"), ("2.5%", "percent 25000"),
            ("30s", "duration 30000000"), ("15m", "duration 900000000"), ("2h", "duration 7200000000"),
            ("2d", "duration 172800000000"),
            ("1w", "duration 604800000000"), ("1d12h", "duration 129600000000"), ("2 days", "duration 172800000000"),
            ("15 minutes", "duration 900000000"), ("1 day 12 hours", "duration 129600000000"), ("1.5h", "duration 5400000000"),
            ("2天", "duration 172800000000"), ("3小时", "duration 10800000000"), ("1周", "duration 604800000000"),
            ("2 D", "duration 172800000000"),
            ("9:00", "time 32400"), ("23:59", "time 86340"), ("9：30", "time 34200"),
            ("1970-01-01", "date 0"), ("2026-11-11", "date 20768"), ("2000-02-29", "date 11016"), ("1969-12-31", "date -1"),
            ("1st", "ordinal 1"),
        ]
        for (text, expected) in cases {
            XCTAssertEqual(tokens(text), [expected], text)
            XCTAssertEqual(codes(text), [], text)
        }
    }

    func testSequences() {
        let cases: [(String, [String])] = [
            ("a.b", ["name", "dot", "name"]), ("a. B", ["name", "pause", "name"]), ("a.", ["name", "pause"]),
            ("event.in audience", ["event", "dot", "in", "audience"]),
            ("in audience x", ["inAudience", "name"]), ("wait   up\n\tto 2d", ["waitUpTo", "duration 172800000000"]),
            ("wait up 2d", ["wait", "name", "duration 172800000000"]), ("is notx", ["is", "name"]), ("but　not", ["butNot"]),
            ("price≥10", ["name", "greaterOrEqual", "integer 10"]), ("a！＝b", ["name", "notEqual", "name"]),
            ("a ≠ b", ["name", "notEqual", "name"]),
            ("（a、b）", ["leftParenthesis", "name", "comma", "name", "rightParenthesis"]),
            ("等级 不少于 3", ["name", "greaterOrEqual", "integer 3"]),
            ("3 times", ["integer 3", "times"]), ("7 days since x", ["duration 604800000000", "name", "name"]),
            ("2天内", ["duration 172800000000", "within"]), ("5 3", ["integer 5", "integer 3"]),
            ("20 per second", ["integer 20", "per", "name"]),
            ("2026-11-11 20:00", ["date 20768", "time 72000"]), ("10-2", ["integer 10", "minus", "integer 2"]),
            ("\u{FEFF}when\u{A0}a\u{200B}b", ["when", "name", "name"]), ("时间", ["time"]),
            ("最多 等待 1天", ["waitUpTo", "duration 86400000000"]),
        ]
        for (text, expected) in cases {
            XCTAssertEqual(tokens(text), expected, text)
            XCTAssertEqual(codes(text), [], text)
        }
    }

    func testTexts() {
        let cases: [(String, String)] = [
            (#""plain""#, "plain"), ("“弯引号”", "弯引号"), ("“a\"b”", "a\"b"), (#""a\"b\\c\n\t\{\}\u{4F60}""#, "a\"b\\c\n\t{}你"),
            ("＂宽＂", "宽"),
            ("\"\"\"\n    one\n      two \"quoted\"\n    \"\"\"", "one\n  two \"quoted\""), ("\"\"\"one\ntwo\"\"\"", "one\ntwo"),
            ("\"\"", ""),
            ("\"# no comment\"", "# no comment"), ("\"１２％\"", "１２％"),
        ]
        for (text, expected) in cases {
            let parsed = parse("when a where b = \(text) stop")
            XCTAssertEqual(parsed.diagnostics, [], text)
            guard case .rule(let rule) = parsed.program.items.first, case .pattern(let pattern) = rule.trigger.kind,
                case .any(let events) = pattern.base, case .binary(_, _, let value) = events.alternatives[0].condition?.kind
            else { return XCTFail(text) }
            XCTAssertEqual(value.kind, .literal(.text(expected)), text)
        }
    }

    func testWhatIsWrong() {
        let cases: [(String, [String])] = [
            ("'a'", ["J0007"]), ("'", ["J0003"]), ("\"a", ["J0004"]), ("\"\"\"a", ["J0004"]), ("“a\"", ["J0004"]),
            (#""\q""#, ["J0006"]),
            (#""\u{110000}""#, ["J0006"]), (#""\u{D800}""#, ["J0006"]), ("\"{a", ["J0004"]), ("\"{a\"", ["J0005"]),
            ("\"{a}\"", []), ("\"{a or \"b\"}c\"", []), ("\"{a or \"b\"}{c\"", ["J0005"]), ("9223372036854775808", ["J0008"]), ("9999999999999.5", ["J0008"]),
            ("1.1234567", ["J0009"]),
            ("1 month", ["J0011"]), ("2个月", ["J0011"]), ("3x", ["J0010"]), ("2 dayz", []), ("2dayz", ["J0010"]),
            ("99999999999d", ["J0012"]),
            ("12h1d", ["J0018"]), ("24:00", ["J0013"]), ("9:5", ["J0013"]), ("2026-02-29", ["J0014"]), ("2026-13-01", ["J0014"]),
            ("a == b", ["J0015"]),
            ("a && b", ["J0015"]), ("a <> b", ["J0015"]), ("> .5", ["J0016"]), ("\u{1}", ["J0002"]), ("a ¿", ["J0003"]),
            ("a @ b", ["J0003"]),
            ("\"a\u{7}b\"", ["J0002"]), ("1d5", ["J0010"]),
        ]
        for (text, expected) in cases { XCTAssertEqual(codes(text), expected, text) }
    }

    func testBytesThatAreNoText() {
        let bytes: [UInt8] =
            Array("when a".utf8) + [0xFF, 0xFE] + Array(" send \"".utf8) + [0xC3, 0x28] + Array("\" via c".utf8) + [0xE4, 0xBD]
        let parsed = parse(SourceText(name: "test", bytes: bytes))
        XCTAssertEqual(parsed.diagnostics.map(\.code), ["J0001", "J0001", "J0001"])
        XCTAssertEqual(parsed.diagnostics.map { [$0.range.start, $0.range.end] }, [[6, 8], [15, 16], [24, 26]])
        XCTAssertEqual(parsed.program.items.count, 1)
    }

    // MARK: The keyword table

    func testEveryKeywordHasARowAndEveryFormIsOneKeyword() {
        var seen: [String: Keyword] = [:]
        for row in Keywords.rows {
            XCTAssertFalse(row.english.isEmpty, "\(row.keyword)")
            for form in row.english + row.chinese {
                XCTAssertNil(seen[form], "`\(form)` stands in two rows")
                seen[form] = row.keyword
            }
        }
        for keyword in Keyword.allCases where keyword != .none {
            XCTAssertEqual(Keywords.rows.filter { $0.keyword == keyword }.count, 1, "\(keyword)")
        }
    }

    func testEveryFormIsReadAsItsKeyword() {
        for row in Keywords.rows {
            for form in row.english + row.chinese where form.utf8.first.map({ $0 >= 0x61 }) == true {
                let lexed = lex(SourceText(name: "test", form)).tokens
                XCTAssertEqual(lexed.count, 2, form)
                let signs: [Keyword: Token.Kind] = [
                    .equal: .equal, .notEqual: .notEqual, .less: .less, .lessOrEqual: .lessOrEqual, .greater: .greater,
                    .greaterOrEqual: .greaterOrEqual, .member: .dot,
                ]
                if let sign = signs[row.keyword] {
                    XCTAssertEqual(lexed[0].kind, sign, form)
                } else {
                    XCTAssertEqual(lexed[0].keyword, row.keyword, form)
                }
            }
        }
    }

    func testReservedWords() {
        let reserved = """
            when then but not and or within without where with same if so else end again once goal exit send via to wait until split \
            repeat set add tag untag give record start leave stop label is in between contains ever true false for
            """
        let words = Set(reserved.split(separator: " ").map(String.init))
        for row in Keywords.rows where !row.english.contains(where: { $0.contains(" ") }) {
            XCTAssertEqual(row.isReserved, words.contains(row.english[0]), row.english[0])
        }
        XCTAssertTrue(Keyword.message.isAllowedAsName)
        XCTAssertFalse(Keyword.hasTag.isAllowedAsName)
        XCTAssertFalse(Keyword.equal.isAllowedAsName)
        XCTAssertEqual(Keyword.waitUpTo.spelling(.chinese), "最多 等待")
    }

    // MARK: Lines and nearest words

    func testPositions() {
        let source = SourceText(name: "test", "a\r\n\t浏览 b\n")
        XCTAssertEqual(source.position(at: 0), .init(line: 1, column: 1))
        XCTAssertEqual(source.position(at: 11), .init(line: 2, column: 5))
        XCTAssertEqual(source.position(at: 99), .init(line: 3, column: 1))
        XCTAssertEqual(source.text(SourceRange(4, 10)), "浏览")
        XCTAssertEqual(source.range(ofLine: 1), 0..<1)
        XCTAssertEqual(source.range(ofLine: 9), 13..<13)
    }

    func testClosest() {
        let verbs = ["send", "wait", "set", "stop", "split", "tag"]
        let cases: [(String, String?)] = [
            ("sned", "send"), ("SEND", "send"), ("wiat", "wait"), ("stp", "stop"), ("spilt", "split"), ("tga", "tag"), ("t", nil),
            ("banana", nil),
            ("coupon", nil), ("st", "set"), ("", nil),
        ]
        for (word, expected) in cases { XCTAssertEqual(closest(to: word, among: verbs), expected, word) }
        XCTAssertNil(closest(to: String(repeating: "a", count: 100_000), among: ["aaa"]))
        XCTAssertEqual(closest(to: "企业威信", among: ["短信", "企业微信"]), "企业微信")
    }
}
