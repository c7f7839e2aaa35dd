import JourneyModel
import XCTest

@testable import JourneyReports

final class TextTests: XCTestCase {
    func testDisplayWidth() {
        let cases = [
            ("", 0), ("abc", 3), ("优惠券", 6), ("ｆｕｌｌ", 8), ("é", 1), ("e\u{301}", 1), ("🎁", 2), ("👩‍👩‍👧", 2), ("❤️", 2), ("한국", 4),
            ("│█▏…–", 5), ("a\u{200B}b", 2),
        ]
        for (text, width) in cases { XCTAssertEqual(displayWidth(text), width, text) }
    }

    func testShortened() {
        XCTAssertEqual(shortened("abcdef", to: 6), "abcdef")
        XCTAssertEqual(shortened("abcdefg", to: 6), "abcde…")
        XCTAssertEqual(shortened("优惠券提醒", to: 6), "优惠…")
        XCTAssertEqual(shortened("abc", to: 0), "")
        XCTAssertEqual(shortened("abc", to: -1), "")
    }

    func testPrintable() {
        XCTAssertEqual(printable("a\u{1B}[31m\n\u{202E}b优"), "a\u{FFFD}[31m\u{FFFD}\u{FFFD}b优")
    }

    func testGrouped() {
        let cases: [(Int64, String)] = [
            (0, "0"), (999, "999"), (1_000, "1,000"), (-1_234_567, "-1,234,567"), (.max, "9,223,372,036,854,775,807"),
            (.min, "-9,223,372,036,854,775,808"),
        ]
        for (number, text) in cases { XCTAssertEqual(grouped(number), text) }
        XCTAssertEqual(grouped("123456.7"), "123,456.7")
        XCTAssertEqual(grouped("170141183460469231731"), "170,141,183,460,469,231,731")
        for text in ["", "-", "abc", "1e5", "12a"] { XCTAssertEqual(grouped(text), text) }
    }

    func testPercent() {
        let cases: [(Int64, Int64, String)] = [
            (0, 0, "–"), (0, 5, "0%"), (5, 5, "100%"), (1, 3, "33.3%"), (1, 2, "50%"), (1, 100_000, "<0.1%"),
            (99_999, 100_000, "99.9%"),
            (6, 5, "120%"),
        ]
        for (part, whole, text) in cases { XCTAssertEqual(percent(part, of: whole), text) }
    }

    func testSpans() {
        let cases: [(Microseconds, String, String)] = [
            (2 * .day, "2 days", "2-day"), (.day, "1 day", "1-day"), (36 * .hour, "36 hours", "36-hour"),
            (90 * .minute, "90 minutes", "90-minute"), (14 * .day, "14 days", "14-day"), (0, "0 seconds", "0-second"),
            (1_500, "1,500 microseconds", "1,500-microsecond"), (5_000, "5 milliseconds", "5-millisecond"),
        ]
        for (span, text, adjective) in cases {
            XCTAssertEqual(spanText(span), text)
            XCTAssertEqual(spanAdjective(span), adjective)
        }
    }

    func testBars() {
        XCTAssertEqual(bar(0, of: 10, width: 8), "")
        XCTAssertEqual(bar(10, of: 10, width: 8), "████████")
        XCTAssertEqual(bar(20, of: 10, width: 8), "████████")
        XCTAssertEqual(bar(1, of: 1_000_000, width: 8), "▏")
        XCTAssertEqual(bar(5, of: 16, width: 8), "██▌")
        XCTAssertEqual(bar(5, of: 0, width: 8), "")
    }

    func testTableAlignsColumnsOfAnyScript() {
        var table = TextTable([.init("name", limit: 8), .init("n", .right), .init("")], indent: 1)
        table.add(["优惠券", "1,000", "x"])
        table.add(["abcdefghij", "2"])
        table.add([""])
        XCTAssertEqual(
            table.text(),
            " name          n\n ────────  ─────  ─\n 优惠券    1,000  x\n abcdefg…      2\n\n".replacingOccurrences(
                of: "\n\n", with: "\n \n"))
    }

    func testInk() {
        XCTAssertEqual(Ink(isOn: true)(.green, "5"), "\u{1B}[32m5\u{1B}[0m")
        XCTAssertEqual(Ink(isOn: true)(nil, "5"), "5")
        XCTAssertEqual(Ink.none(.green, "5"), "5")
    }
}
