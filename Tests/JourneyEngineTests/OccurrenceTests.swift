import Foundation
import JourneyCompiler
import JourneyModel
import XCTest

@testable import JourneyEngine

/// Holds the occurrences of schedules to a table made by brute force over time zones' offsets.
final class OccurrenceTests: XCTestCase {
    static let table = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Corpus/zones/schedules.txt")

    func testTheTable() throws {
        var count = 0
        for line in try String(contentsOf: Self.table, encoding: .utf8).split(separator: "\n") {
            let halves = line.split(separator: ":")
            let words = halves[0].split(separator: " ").map(String.init)
            let expected = halves.count > 1 ? halves[1].split(separator: " ").compactMap { Int64($0) } : []
            guard words.count > 3, let seconds = Int64(words[words.count - 1]), let (schedule, date) = Self.schedule(words) else {
                return XCTFail("cannot be read: \(line)")
            }
            let zone = try XCTUnwrap(Zone.named(words[words.count - 2]))
            var now = Timestamp(microseconds: seconds * .second)
            var last: Int64?
            var found: [Int64] = []
            while found.count < expected.count,
                let next = schedule.next(from: now, after: last, in: zone, date: date, isWorkday: Workdays([]).contains)
            {
                found.append(next.due.microseconds / .second)
                (now, last) = (next.due, next.mark)
            }
            XCTAssertEqual(found, expected, String(halves[0]))
            count += 1
        }
        XCTAssertGreaterThan(count, 400)
    }

    /// Whatever the instant asked from, the next occurrence is the same until it is over: a timer can be found out anew.
    func testTheNextOccurrenceIsTheSameFromEveryInstantBeforeIt() throws {
        for name in ["Europe/Berlin", "America/Santiago", "Australia/Lord_Howe", "Pacific/Kiritimati", "Asia/Kathmandu"] {
            let zone = try XCTUnwrap(Zone.named(name))
            for schedule in [Schedule.daily(at: 1_800), .workdays(at: 9_000), .weekly(weekday: 7, at: 9_000), .monthly(day: 31, at: 86_340)] {
                var now = Timestamp(utcDays: 20_500)
                var next = try XCTUnwrap(schedule.next(from: now, after: nil, in: zone, date: .unknown, isWorkday: Workdays([]).contains))
                for _ in 0..<3_000 {
                    now = now + 3 * .hour + 7 * .minute
                    let found = try XCTUnwrap(schedule.next(from: now, after: nil, in: zone, date: .unknown, isWorkday: Workdays([]).contains))
                    XCTAssertGreaterThanOrEqual(found.due, now)
                    if now <= next.due { XCTAssertEqual(found, next) } else { XCTAssertGreaterThan(found.mark, next.mark) }
                    next = found
                }
            }
        }
    }

    func testWorkdaysOfCalendars() {
        let days = Workdays([
            .init(first: 4, last: 8, isWorkday: false), .init(first: 9, last: 10, isWorkday: true), .init(first: 6, last: 6, isWorkday: true),
        ])
        // 1970-01-01 is a Thursday.
        XCTAssertEqual((0..<13).filter(days.contains), [0, 1, 6, 9, 10, 11, 12])
    }

    /// From the ends of time nothing overflows.
    func testExtremes() {
        let zone = Zone.utc
        let edges: [Timestamp] = [.distantPast, .distantFuture, Timestamp(microseconds: 0)]
        let dates: [Value] = [.date(days: .max), .date(days: .min), .instant(.distantFuture), .instant(.distantPast), .text("x"), .unknown]
        for now in edges {
            for date in dates {
                for last in [nil, Int64.min, .max, 0] {
                    for schedule in [
                        Schedule.daily(at: 0), .workdays(at: 0), .weekly(weekday: 1, at: 0), .monthly(day: 31, at: 0), .once(days: .max, at: 86_399),
                        .yearly(attribute: "a", at: 0), .before(.max, attribute: "a", at: 0), .before(.max, attribute: "a", at: nil),
                    ] {
                        if let next = schedule.next(from: now, after: last, in: zone, date: date, isWorkday: { _ in false }) {
                            XCTAssertGreaterThanOrEqual(next.due, now)
                        }
                    }
                }
            }
        }
    }

    /// `weekly 7 9000`, as the table writes it.
    private static func schedule(_ words: [String]) -> (Schedule, Value)? {
        func number(_ place: Int) -> Int32 { Int32(words[place]) ?? 0 }
        func days(_ place: Int) -> Int32 { Int32(CivilDate(words[place])?.days ?? 0) }
        switch words[0] {
        case "daily": return (.daily(at: number(1)), .unknown)
        case "workdays": return (.workdays(at: number(1)), .unknown)
        case "weekly": return (.weekly(weekday: Int(number(1)), at: number(2)), .unknown)
        case "monthly": return (.monthly(day: Int(number(1)), at: number(2)), .unknown)
        case "once": return (.once(days: days(1), at: number(2)), .unknown)
        case "yearly": return (.yearly(attribute: "a", at: number(2)), .date(days: days(1)))
        case "before": return (.before(Microseconds(number(1)) * .day, attribute: "a", at: number(3)), .date(days: days(2)))
        default: return nil
        }
    }
}
