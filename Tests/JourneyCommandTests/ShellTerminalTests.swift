import JourneyModel
import JourneyReports
import XCTest

@testable import journey

final class ShellTerminalTests: XCTestCase {
    func testColoursOnTerminalsOnly() {
        func terminal(_ output: Bool, _ errors: Bool, _ environment: [String: String] = [:], columns: Int? = nil) -> Terminal {
            Terminal(outputIsTerminal: output, errorsAreTerminal: errors, columns: columns) { environment[$0] }
        }
        XCTAssertEqual(terminal(true, true).output, Ink(isOn: true))
        XCTAssertEqual(terminal(false, true).output, .none)
        XCTAssertEqual(terminal(false, true).errors, Ink(isOn: true))
        XCTAssertTrue(terminal(false, true).showsProgress)
        XCTAssertFalse(terminal(true, false).showsProgress)
        XCTAssertEqual(terminal(true, true, ["NO_COLOR": "1"]).output, .none)
        XCTAssertEqual(terminal(true, true, ["NO_COLOR": "1"]).errors, .none)
        XCTAssertTrue(terminal(true, true, ["NO_COLOR": "1"]).showsProgress)
        XCTAssertEqual(terminal(true, true, ["NO_COLOR": ""]).output, Ink(isOn: true), "an empty NO_COLOR says nothing")
        XCTAssertEqual(terminal(true, true, ["TERM": "dumb"]).output, .none)
        XCTAssertFalse(terminal(true, true, ["TERM": "dumb"]).showsProgress)

        XCTAssertEqual(terminal(true, true).width, 80)
        XCTAssertEqual(terminal(true, true, ["COLUMNS": "100"]).width, 100)
        XCTAssertEqual(terminal(true, true, ["COLUMNS": "100"], columns: 120).width, 120)
        XCTAssertEqual(terminal(true, true, ["COLUMNS": "many"]).width, 80)
        XCTAssertEqual(terminal(true, true, ["COLUMNS": "1"]).width, 20)
    }

    func testProgressLines() {
        let bar = ProgressBar("reading", unit: .bytes, total: 2_000_000_000, width: 80)
        XCTAssertEqual(bar.line(1_000_000_000, 4), "reading  ███████████████░░░░░░░░░░░░░░░  50%  1 GB  250 MB/s  4 s left")
        XCTAssertEqual(bar.line(2_000_000_000, 4), "reading  ██████████████████████████████  100%  2 GB  500 MB/s")
        XCTAssertEqual(bar.line(0, 0), "reading  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░  0%  0 B  0 B/s")
        XCTAssertEqual(
            bar.line(9_000_000_000, 9), "reading  ██████████████████████████████  100%  9 GB  1 GB/s", "a file that grew")

        let open = ProgressBar("simulating", unit: .events, total: nil, width: 80)
        XCTAssertEqual(open.line(1_500_000, 3), "simulating  1,500,000 events  500,000 events/s")

        for width in [1, 10, 20, 40, 60, 200] {
            let narrow = ProgressBar("reading", unit: .events, total: 1_000, width: width)
            XCTAssertLessThan(displayWidth(narrow.line(500, 0.001)), max(width, 2), "\(width)")
        }
    }

    func testProgressIsDrawnNeitherAtOnceNorTooOften() {
        var bar = ProgressBar("reading", unit: .events, total: 100, width: 60)
        XCTAssertNil(bar.advance(to: 1, after: 0.2))
        XCTAssertEqual(bar.finish(), "", "nothing drawn, nothing to remove")
        let drawn = bar.advance(to: 50, after: 0.6)
        XCTAssertTrue(drawn?.hasPrefix("\rreading") == true && drawn?.hasSuffix("\u{1B}[K") == true, drawn ?? "nil")
        XCTAssertNil(bar.advance(to: 51, after: 0.65))
        XCTAssertNotNil(bar.advance(to: 52, after: 0.71))
        XCTAssertEqual(bar.finish(), "\r\u{1B}[K")
    }

    func testAmounts() {
        let bytes: [(Int64, String)] = [
            (0, "0 B"), (999, "999 B"), (1_000, "1 kB"), (1_250, "1.3 kB"), (999_949, "999.9 kB"), (999_950, "1 MB"),
            (12_300_000, "12.3 MB"),
            (.max, "9223 PB"),
        ]
        for (count, text) in bytes { XCTAssertEqual(byteText(count), text, "\(count)") }
        let times: [(Double, String)] = [
            (0, "0 s"), (0.2, "1 s"), (59, "59 s"), (200, "3 min 20 s"), (7_500, "2 h 5 min"), (.infinity, "long"),
            (.nan, "long"), (-5, "0 s"),
        ]
        for (seconds, text) in times { XCTAssertEqual(timeText(seconds), text, "\(seconds)") }
    }

    func testPut() throws {
        var ends: [Int32] = [0, 0]
        XCTAssertEqual(pipe(&ends), 0)
        XCTAssertTrue(put("优惠券\n", to: ends[1]))
        XCTAssertTrue(put("", to: ends[1]))
        close(ends[1])
        var bytes = [UInt8](repeating: 0, count: 100)
        XCTAssertEqual(read(ends[0], &bytes, 100), 10)
        close(ends[0])
        XCTAssertFalse(put("x", to: ends[1]))
    }
}
