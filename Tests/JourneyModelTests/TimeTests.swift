import JourneyModel
import XCTest

final class TimeTests: XCTestCase {
    func testInstantsAreReadAndWritten() {
        let cases: [(String, String)] = [
            ("2026-11-21T08:30:00Z", "2026-11-21T08:30:00.000Z"),
            ("2026-11-21t08:30:00z", "2026-11-21T08:30:00.000Z"),
            ("2026-11-21 08:30:00Z", "2026-11-21T08:30:00.000Z"),
            ("2026-11-21T16:30:00+08:00", "2026-11-21T08:30:00.000Z"),
            ("2026-11-21T00:30:00.25-09:30", "2026-11-21T10:00:00.250Z"),
            ("2026-11-21T08:30:00.123456Z", "2026-11-21T08:30:00.123456Z"),
            ("2026-11-21T08:30:00.1234569Z", "2026-11-21T08:30:00.123456Z"),
            ("2026-11-21T08:30:00.123000Z", "2026-11-21T08:30:00.123Z"),
            ("1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z"),
            ("0000-02-29T00:00:00Z", "0000-02-29T00:00:00.000Z"),
            ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59.000Z"),
            ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59.999999Z"),
            ("2017-01-01T07:59:60.5+08:00", "2016-12-31T23:59:59.999999Z"),
        ]
        for (text, written) in cases { XCTAssertEqual(Timestamp(rfc3339: text)?.rfc3339, written, text) }
        XCTAssertEqual(Timestamp(rfc3339: "2026-11-21T08:30:00Z")?.microseconds, 1_795_249_800_000_000)
    }

    func testWhatIsNoInstantSaysWhy() {
        let cases: [(String, TimestampFault)] = [
            ("", .shape), ("2026-11-21", .shape), ("2026-11-21T08:30Z", .shape), ("2026-11-21T08:30:00", .zone),
            ("2026-11-21T08:30:00.5", .zone), ("2026-11-21T08:30:00.Z", .shape), ("2026-11-21T08:30:00+0800", .shape),
            ("2026-11-21T08:30:00+08", .shape), ("2026-11-21T08:30:00Zx", .shape), ("2026-11-21T08:30:00 Z", .shape),
            ("2026-13-21T08:30:00Z", .range), ("2026-00-21T08:30:00Z", .range), ("2026-02-29T08:30:00Z", .range),
            ("2026-04-31T08:30:00Z", .range), ("2026-01-00T08:30:00Z", .range), ("2026-11-21T24:00:00Z", .range),
            ("2026-11-21T08:60:00Z", .range), ("2026-11-21T08:30:61Z", .range), ("2026-11-21T08:30:60Z", .range),
            ("2026-11-21T08:30:00+24:00", .range), ("2026-11-21T08:30:00+08:60", .range), ("+026-11-21T08:30:00Z", .shape),
            ("2026-11-21T08:3é:00Z", .shape),
        ]
        for (text, fault) in cases {
            XCTAssertThrowsError(try Array(text.utf8).withUnsafeBytes { try Timestamp(parsing: $0) }, text) {
                XCTAssertEqual($0 as? TimestampFault, fault, text)
            }
        }
    }

    func testExtremesDoNotTrap() {
        XCTAssertEqual(Timestamp.distantFuture.rfc3339, "294247-01-10T04:00:54.775807Z")
        XCTAssertEqual(Timestamp.distantPast.rfc3339, "-290308-12-21T19:59:05.224192Z")
        XCTAssertNil(Timestamp(epochMilliseconds: .max))
        XCTAssertEqual(Timestamp(microseconds: -1).epochMilliseconds, -1)
        XCTAssertEqual(Timestamp.distantPast.epochMilliseconds, -9_223_372_036_854_776)
        XCTAssertEqual(Timestamp(utcDays: .max), .distantFuture)
        XCTAssertEqual(Timestamp(utcDays: .min), .distantPast)
    }

    func testEveryDayOfEightHundredYearsComesBack() {
        var previous = CivilDate(days: -146_098)
        for days in -146_097...146_097 {
            let date = CivilDate(days: days)
            XCTAssertEqual(date.days, days)
            XCTAssertTrue(previous < date)
            XCTAssertEqual(date.weekday, previous.weekday % 7 + 1)
            previous = date
        }
        XCTAssertEqual(CivilDate(days: 0).weekday, 4)
        XCTAssertEqual(CivilDate(days: 20_778).text, "2026-11-21")
        XCTAssertEqual(CivilDate("2026-11-21")?.weekday, 6)
        _ = CivilDate(days: .max)
        _ = CivilDate(days: .min)
    }

    func testDatesAndTimesOfDay() {
        for text in ["2026-02-29", "2026-1-01", "2026-01-1", "2026/01/01", "", "2026-01-011", "2100-02-29"] {
            XCTAssertNil(CivilDate(text), text)
        }
        XCTAssertEqual(CivilDate("2000-02-29")?.days, 11_016)
        let times: [(String, Int?)] = [
            ("9:00", 32_400), ("09:00", 32_400), ("23:59:59", 86_399), ("0:00:01", 1), ("24:00", nil), ("9:60", nil), ("9", nil),
            ("9:0", nil), ("", nil), ("09:00:60", nil), ("09:00:5", nil), ("09:00-05", nil), ("123:00", nil),
        ]
        for (text, seconds) in times { XCTAssertEqual(CivilTime(text)?.seconds, seconds, text) }
        XCTAssertEqual(CivilTime(seconds: 32_400)?.text, "9:00")
        XCTAssertEqual(CivilTime(seconds: 86_399)?.text, "23:59:59")
    }

    func testDurationsReadAsTheLanguageWritesThem() {
        let cases: [(Microseconds, String)] = [
            (0, "0s"), (90 * .second, "90s"), (60 * .second, "1m"), (120 * .second, "2m"), (121 * .second, "2m1s"),
            (90 * .minute, "90m"),
            (120 * .minute, "2h"), (150 * .minute, "2h30m"), (2 * .hour, "2h"), (36 * .hour, "1d12h"), (2 * .day, "2d"),
            (14 * .day, "14d"), (.day + .second, "1d1s"), (3_661 * .second, "1h1m1s"), (-2 * .day, "-2d"), (999_999, "0s"),
            (.min, "-106751991d4h54s"), (30 * .second, "30s"),
        ]
        for (duration, text) in cases { XCTAssertEqual(durationText(duration), text) }
    }
}
