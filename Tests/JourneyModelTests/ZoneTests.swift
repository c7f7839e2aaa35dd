import Foundation
import JourneyModel
import XCTest

/// Holds zones to a table of their changes, minute by minute around each.
final class ZoneTests: XCTestCase {
    private static let table = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Corpus/zones/2024-2027.txt")

    func testAgainstTheTable() throws {
        var zones = 0
        var minutes = 0
        var zone = Zone.utc
        for line in try String(contentsOf: Self.table, encoding: .utf8).split(separator: "\n") {
            let words = line.split(separator: " ")
            let numbers = words.compactMap { Int64($0) }
            switch words[0] {
            case "zone":
                zone = try XCTUnwrap(Zone.named(String(words[1])))
                zones += 1
                XCTAssertEqual(zone.offset(at: try XCTUnwrap(Timestamp(rfc3339: "2024-01-01T00:00:00Z"))), numbers[0] * .second)
            case "at":
                XCTAssertEqual(zone.offset(at: Self.at(numbers[0])), numbers[1] * .second, zone.name)
                XCTAssertNotEqual(zone.offset(at: Self.at(numbers[0]) - 1), numbers[1] * .second, zone.name)
            default:
                for minute in 0..<numbers[2] {
                    let local = numbers[0] + 60 * minute
                    let found = zone.instant(days: Int(local / 86_400), seconds: Int(local % 86_400))
                    XCTAssertEqual(found, Self.at(numbers[1] + numbers[3] * minute), "\(zone.name) \(local)")
                    minutes += 1
                }
            }
        }
        XCTAssertEqual(zones, 12)
        XCTAssertGreaterThan(minutes, 12_000)
    }

    func testThereAndBack() throws {
        for name in ["Asia/Shanghai", "America/New_York", "Pacific/Apia", "Australia/Lord_Howe", "UTC"] {
            let zone = try XCTUnwrap(Zone.named(name))
            for hour in stride(from: Int64(-4_000), to: 1_100_000, by: 317) {
                let instant = Self.at(hour * 3_600)
                let local = zone.local(instant)
                XCTAssertTrue((0..<Microseconds.day).contains(local.time))
                let back = zone.instant(days: local.days, seconds: Int(local.time / .second))
                // Of an hour that the clocks show twice, the first.
                XCTAssertTrue(back == instant || (back < instant && instant - back <= .hour), "\(name) \(hour)")
            }
        }
    }

    func testADayThatWasSkippedIsItsEnd() throws {
        let apia = try XCTUnwrap(Zone.named("Pacific/Apia"))
        let day = try XCTUnwrap(CivilDate("2011-12-30")).days
        for seconds in [0, 43_200, 86_399] {
            XCTAssertEqual(apia.instant(days: day, seconds: seconds).rfc3339, "2011-12-30T10:00:00.000Z")
        }
    }

    func testUnknownNamesAndExtremes() throws {
        for name in ["", "Nowhere/Town", String(repeating: "x", count: 10_000)] { XCTAssertNil(Zone.named(name)) }
        let zone = try XCTUnwrap(Zone.named("Europe/Berlin"))
        XCTAssertEqual(zone.instant(days: .max, seconds: 0), .distantFuture)
        XCTAssertEqual(zone.instant(days: .min, seconds: 0), .distantPast)
        _ = zone.local(.distantPast)
        _ = zone.local(.distantFuture)
        XCTAssertEqual(zone.local(Self.at(-1)).days, 0)
        XCTAssertEqual(Zone.utc.local(Self.at(-1)).days, -1)
    }

    private static func at(_ seconds: Int64) -> Timestamp { Timestamp(microseconds: seconds * .second) }
}
