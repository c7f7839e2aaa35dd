import Foundation
import XCTest

/// Each scenario of the benchmark at a size at which it says nothing but that it runs.
final class ScenarioTests: XCTestCase {
    /// Products lie beside the test bundle.
    private static let program: URL = {
        let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundleURL
        let folder = bundle?.deletingLastPathComponent() ?? URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        return folder.appendingPathComponent("journey-bench")
    }()

    private static let tiny = [
        "--events", "3000", "--customers", "300", "--growth", "2000", "--timers", "300", "--enrollments", "500", "--live", "1", "--rounds", "1",
    ]

    private func measure(_ only: String) throws -> [[String: Any]] {
        let process = Process()
        process.executableURL = Self.program
        process.arguments = Self.tiny + ["--only", only, "--json"]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        XCTAssertEqual(process.terminationStatus, 0, only)
        return try String(decoding: data, as: UTF8.self).split(separator: "\n").map {
            try XCTUnwrap(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any], "\($0)")
        }
    }

    private func figures(_ only: String, _ name: String? = nil) throws -> [String: Double] {
        let found = try XCTUnwrap(measure(only).first { $0["what"] as? String == name ?? only }, "\(only) is not told")
        return found.compactMapValues { ($0 as? NSNumber)?.doubleValue }
    }

    func testScenariosOverALog() throws {
        for name in ["bare", "dry", "durable", "unmatched", "ten-dry", "ten-durable", "hundred-dry", "hundred-durable", "shared-dry", "shared-durable"] {
            let figures = try figures(name)
            XCTAssertEqual(figures["events"], 3_000, name)
            XCTAssertGreaterThan(figures["events_per_second"] ?? 0, 0, name)
            XCTAssertGreaterThan(figures["peak_megabytes"] ?? 0, 0, name)
            if name != "bare", name != "unmatched" { XCTAssertGreaterThan(figures["transitions"] ?? 0, 100, name) }
            if name == "unmatched" { XCTAssertEqual(figures["transitions"], 0) }
        }
    }

    /// Ten journeys that share the events that matter let in as many as the one that takes all of them.
    func testJourneysOfBandsShareTheEvents() throws {
        let (one, ten) = (try figures("dry"), try figures("ten-dry"))
        let (sentByOne, sentByTen) = (one["sent"] ?? 0, ten["sent"] ?? 0)
        XCTAssertGreaterThan(sentByTen, 4 * sentByOne, "each sends five messages instead of one")
        XCTAssertLessThan(sentByTen, 7 * sentByOne)
    }

    func testGrowthAndStoresOfWaitingCustomers() throws {
        for name in ["growth-1x", "growth-10x", "growth-100x"] {
            for kind in ["dry", "durable"] { XCTAssertEqual(try figures(name, "\(name)-\(kind)")["events"], 2_000, name) }
        }
        XCTAssertEqual(try figures("drain")["fired"], 300)
        let intake = try figures("intake")
        XCTAssertEqual(intake["fired"], 300)
        XCTAssertGreaterThan(intake["longest_gap_ms"] ?? 0, 0)
        XCTAssertGreaterThan(try figures("restart")["seconds"] ?? 0, 0)
        let idle = try figures("idle")["bytes_per_idle_customer"] ?? 0
        XCTAssertGreaterThan(idle, 20)
        XCTAssertLessThan(idle, 1_000)
    }

    func testLiveAndTheTable() throws {
        let lines = try measure("live")
        let live = try XCTUnwrap(lines.first { $0["what"] as? String == "live" })
        XCTAssertEqual((live["messages"] as? NSNumber)?.intValue, 500)
        let target = try XCTUnwrap(lines.first { $0["target"] as? String == "event in to message out, p99" })
        XCTAssertEqual((target["to_reach"] as? NSNumber)?.intValue, 100)
        XCTAssertNotNil(target["reached"])
    }
}
