import JourneyModel
import XCTest

final class ValueTests: XCTestCase {
    func testNumbersAreExact() {
        let cases: [(String, Value?)] = [
            ("0", .integer(0)), ("-0", .integer(0)), ("10.0", .integer(10)), ("1e1", .integer(10)), ("1E+1", .integer(10)),
            ("12.5", .decimal(micros: 12_500_000)),
            ("-12.5", .decimal(micros: -12_500_000)), ("9223372036854775807", .integer(.max)),
            ("-9223372036854775808", .integer(.min)),
            ("9223372036854775808", .text("9223372036854775808")), ("0.0000005", .decimal(micros: 1)), ("0.0000004", .integer(0)),
            ("-0.0000005", .decimal(micros: -1)), ("0.1234565", .decimal(micros: 123_457)), ("0.9999995", .integer(1)),
            ("0.00000009", .integer(0)),
            ("9007199254740993.0", .integer(9_007_199_254_740_993)), ("1e400", .text("1e400")), ("1e-400", .integer(0)),
            ("0e999999999999999999999", .integer(0)),
            ("1e99999999999999999999999", .text("1e99999999999999999999999")), ("125e-1", .decimal(micros: 12_500_000)),
            ("0.00125e3", .decimal(micros: 1_250_000)),
            ("9223372036854.775807", .decimal(micros: .max)), ("9223372036854.775808", .text("9223372036854.775808")),
            ("100e17", .text("100e17")), ("1e18", .integer(1_000_000_000_000_000_000)),
            ("", nil), ("-", nil), ("01", nil), ("1.", nil), (".5", nil), ("+1", nil), ("1e", nil), ("1e+", nil), ("1x", nil),
            ("NaN", nil), ("0x10", nil), ("1 ", nil),
        ]
        for (text, value) in cases { XCTAssertEqual(Value(jsonNumber: text), value, text) }
    }

    func testComparison() {
        let cases: [(Value, Value, ThreeWay?)] = [
            (.integer(10), .decimal(micros: 10_500_000), .less), (.integer(.max), .decimal(micros: .max), .greater),
            (.integer(1), .integer(1), .equal),
            (.unknown, .unknown, nil), (.integer(1), .text("1"), nil), (.text("a"), .text("b"), .less),
            (.text("é"), .text("e\u{301}"), .greater),
            (.boolean(true), .boolean(true), .equal), (.boolean(true), .boolean(false), nil),
            (.date(days: 1), .date(days: 2), .less),
            (.text("2026-11-21"), .date(days: 20_778), .equal), (.date(days: 20_777), .text("2026-11-21T23:00:00-05:00"), .less),
            (.date(days: 20_778), .text("soon"), nil),
            (.instant(Timestamp(microseconds: 0)), .text("1970-01-01T00:00:00Z"), .equal),
            (.instant(Timestamp(microseconds: 0)), .text("1970-01-02"), .less),
            (.instant(Timestamp(microseconds: 0)), .date(days: 0), .equal),
            (.date(days: 1), .instant(Timestamp(microseconds: 0)), .greater), (.duration(1), .duration(2), .less),
            (.duration(1), .integer(1), nil),
            (.list([.integer(1)]), .list([.integer(1)]), .equal), (.list([.integer(1)]), .list([]), nil),
            (.timeOfDay(seconds: 1), .timeOfDay(seconds: 0), .greater),
        ]
        for (a, b, expected) in cases { XCTAssertEqual(Value.compare(a, b), expected, "\(a) \(b)") }
    }

    func testArithmetic() {
        func decimal(_ text: String) -> Value { Value(jsonNumber: text) ?? .unknown }
        let cases: [(Value, Value)] = [
            (.plus(.integer(1), .integer(2)), .integer(3)), (.plus(.integer(.max), .integer(1)), .unknown),
            (.minus(.integer(.min), .integer(1)), .unknown),
            (.plus(decimal("0.1"), decimal("0.2")), decimal("0.3")), (.plus(decimal("0.5"), decimal("0.5")), .integer(1)),
            (.times(decimal("1.5"), .integer(2)), .integer(3)),
            (.times(decimal("0.001"), decimal("0.0005")), decimal("0.000001")),
            (.times(decimal("-0.001"), decimal("0.0005")), decimal("-0.000001")), (.times(.integer(.max), .integer(2)), .unknown),
            (.times(.integer(.min), decimal("0.5")), .integer(-4_611_686_018_427_387_904)),
            (.times(.integer(.min), .decimal(micros: .min)), .unknown),
            (.divided(.integer(1), by: .integer(3)), decimal("0.333333")),
            (.divided(.integer(2), by: .integer(3)), decimal("0.666667")),
            (.divided(.integer(-2), by: .integer(3)), decimal("-0.666667")),
            (.divided(.integer(6), by: .integer(3)), .integer(2)),
            (.divided(.integer(1), by: .integer(0)), .unknown), (.divided(.integer(.min), by: .integer(-1)), .unknown),
            (.divided(.integer(.max), by: .decimal(micros: 1)), .unknown), (.negative(.integer(.min)), .unknown),
            (.negative(.integer(4)), .integer(-4)),
            (.plus(.text("1"), .integer(1)), .unknown), (.plus(.unknown, .integer(1)), .unknown),
            (.plus(.boolean(true), .integer(1)), .unknown),
            (.plus(.instant(Timestamp(microseconds: 5)), .duration(6)), .instant(Timestamp(microseconds: 11))),
            (.plus(.duration(.max), .duration(1)), .unknown),
            (.minus(.instant(Timestamp(microseconds: 5)), .instant(Timestamp(microseconds: 2))), .duration(3)),
            (.minus(.date(days: 3), .date(days: 1)), .duration(2 * .day)),
            (.plus(.date(days: 3), .duration(.day)), .date(days: 4)), (.plus(.date(days: 3), .duration(.hour)), .unknown),
            (.plus(.date(days: .max), .duration(.day)), .unknown),
            (.minus(.date(days: 3), .duration(.min)), .unknown), (.divided(.duration(.day), by: .duration(.hour)), .integer(24)),
            (.divided(.duration(3), by: .integer(2)), .duration(2)),
            (.times(.duration(.hour), decimal("1.5")), .duration(90 * .minute)),
            (.divided(.duration(3), by: .integer(0)), .unknown), (.negative(.duration(.min)), .unknown),
        ]
        for (index, (result, expected)) in cases.enumerated() { XCTAssertEqual(result, expected, "case \(index)") }
    }

    func testRendering() {
        let cases: [(Value, String, String)] = [
            (.unknown, "null", ""), (.boolean(true), "true", "true"), (.integer(-5), "-5", "-5"),
            (.decimal(micros: 12_500_000), "12.5", "12.5"),
            (.decimal(micros: -1), "-0.000001", "-0.000001"),
            (.decimal(micros: .min), "-9223372036854.775808", "-9223372036854.775808"),
            (.text("a\"\\\n\u{1}é"), "\"a\\\"\\\\\\n\\u0001é\"", "a\"\\\n\u{1}é"),
            (.list([.integer(1), .text("x")]), "[1,\"x\"]", "1, x"),
            (.date(days: 20_778), "\"2026-11-21\"", "2026-11-21"),
            (.instant(Timestamp(microseconds: 0)), "\"1970-01-01T00:00:00.000Z\"", "1970-01-01T00:00:00.000Z"),
            (.duration(.day), "\"1d\"", "1d"), (.timeOfDay(seconds: 32_400), "\"9:00\"", "9:00"),
            (.timeOfDay(seconds: -1), "\"\"", ""),
        ]
        for (value, json, text) in cases {
            XCTAssertEqual(value.json, json)
            XCTAssertEqual(value.text, text)
        }
    }
}
