import JourneyModel
import JourneyReports
import XCTest

final class OpenMetricsTests: XCTestCase {
    func testFamilies() {
        var out = OpenMetrics()
        out.add("events", .counter, "Events taken in.", [.init(7)])
        out.add("empty", .gauge, "Left out.", [])
        out.add(
            "refused", .counter, "By reason, in \"words\"\nand \\ lines.",
            [.init(2, [("journey", "挽回"), ("reason", "a \"b\" \\ c\nd")]), .init(.decimal(micros: 1_500_000))])
        out.add("store_bytes", .gauge, "Size.", unit: "bytes", [.init(12)])
        XCTAssertEqual(
            out.text,
            #"""
            # TYPE journey_events counter
            # HELP journey_events Events taken in.
            journey_events_total 7
            # TYPE journey_refused counter
            # HELP journey_refused By reason, in \"words\"\nand \\ lines.
            journey_refused_total{journey="挽回",reason="a \"b\" \\ c\nd"} 2
            journey_refused_total 1.5
            # TYPE journey_store_bytes gauge
            # UNIT journey_store_bytes bytes
            # HELP journey_store_bytes Size.
            journey_store_bytes 12
            # EOF

            """#)
        XCTAssertEqual(OpenMetrics().text, "# EOF\n")
    }
}
