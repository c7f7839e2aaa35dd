import Foundation
import JourneyModel
import XCTest

@testable import JourneyFaults

/// A few seeds of the simulation, in a debug build; `make simulate-faults` runs two thousand.
final class FaultSimulationTests: XCTestCase {
    private var folder = FileManager.default.temporaryDirectory

    override func setUpWithError() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("journey-faults-\(ProcessInfo.processInfo.globallyUniqueString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    override func tearDownWithError() throws { try FileManager.default.removeItem(at: folder) }

    private var corpus: String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Corpus/faults/seeds").path
    }

    func testSeedsThatFoundSomethingOnce() {
        let seeds = SeedCorpus.read(corpus)
        XCTAssertGreaterThanOrEqual(seeds.count, 3)
        for outcome in SeedRuns(jobs: 1).run(seeds, in: folder) {
            XCTAssertEqual(outcome.violations, [], outcome.swarm.command)
        }
    }

    func testAFewSeeds() {
        let outcomes = SeedRuns(jobs: 1).run(Array(2_000..<2_030), in: folder)
        for outcome in outcomes { XCTAssertEqual(outcome.violations, [], outcome.swarm.command) }
        let figures = outcomes.reduce(FaultFigures()) { $0 + $1.figures }
        XCTAssertGreaterThan(figures.breaks, 40)
        XCTAssertGreaterThan(figures.decisions, 1_000)
        XCTAssertGreaterThan(figures.messages, 200)
    }

    /// Nothing but the seed decides, on one thread or several.
    func testTheSameSeedGivesTheSameTrace() {
        let seeds = Array(UInt64(3_000)..<3_012)
        let traces = SeedRuns(jobs: 1).run(seeds, in: folder).map(\.trace)
        XCTAssertEqual(SeedRuns(jobs: 2).run(seeds, in: folder).map(\.trace), traces)
        XCTAssertEqual(Set(traces).count, seeds.count)
    }

    func testACommandSaysWhatIsLeftOfASeed() {
        var swarm = Swarm(seed: 7)
        XCTAssertEqual(swarm.command, "journey-simulate-faults --seed 7")
        swarm.events = [0, 1, 2, 5, 7, 8]
        swarm.customers = Swarm.mostCustomers
        swarm.classes = []
        XCTAssertTrue(swarm.command.hasSuffix("--customers 200 --events 0-2,5,7-8"), swarm.command)
        XCTAssertEqual(Swarm.indices("0-2,5,7-8"), swarm.events)
        for text in ["", "3-1", "a", "1-2-3", "-"] where text != "" { XCTAssertNil(Swarm.indices(text), text) }
    }

    func testALineOfTheCorpusSaysWhatIsLeftOfASeed() {
        var swarm = Swarm(seed: 7)
        XCTAssertEqual(Swarm(line: "7 "), swarm)
        swarm.classes.subtract([.pruning, .stops])
        swarm.customers = 3
        swarm.events = [0, 1, 5]
        XCTAssertEqual(Swarm(line: "7 --without pruning,stops --customers 3 --events 0-1,5 "), swarm)
        for line in ["", "seven", "7 --without nothing", "7 --customers", "7 --whatever 1"] { XCTAssertNil(Swarm(line: line[...]), line) }
    }

    func testQuietHoursAreFoundMinuteByMinute() throws {
        var look = WallLook(usual: "UTC")
        // The clocks skip 2:00 to 3:00 on 29 March: what begins at 2:30 begins at 3:00.
        let cases: [(String, Bool)] = [
            ("2026-03-29T00:59:59Z", false), ("2026-03-29T01:00:00Z", true), ("2026-03-29T01:59:00Z", true), ("2026-03-29T02:00:00Z", false),
            // And show 2:00 to 3:00 twice on 25 October: it begins at the first 2:30.
            ("2026-10-25T00:29:00Z", false), ("2026-10-25T00:30:00Z", true), ("2026-10-25T02:59:00Z", true), ("2026-10-25T03:00:00Z", false),
        ]
        for (text, isQuiet) in cases {
            let instant = try XCTUnwrap(Timestamp(rfc3339: text))
            XCTAssertEqual(look.quietEnd(from: 9_000, to: 14_400, at: instant, in: "Europe/Berlin") != nil, isQuiet, text)
        }
    }

    func testTimesThatClocksSkipOrShowTwiceAreFound() throws {
        var look = WallLook(usual: "Europe/Berlin")
        // From when, the time of the day, the zone, and when clocks first show it or are past it.
        let cases: [(String, Int, String, String)] = [
            ("2026-03-28T12:00:00Z", 9_000, "", "2026-03-29T01:00:00Z"), ("2026-03-29T01:00:01Z", 9_000, "", "2026-03-30T00:30:00Z"),
            ("2026-10-24T12:00:00Z", 9_000, "Europe/Berlin", "2026-10-25T00:30:00Z"), ("2026-10-25T00:30:01Z", 9_000, "", "2026-10-26T01:30:00Z"),
            ("2026-03-08T00:00:00Z", 9_000, "America/New_York", "2026-03-08T07:00:00Z"), ("2026-04-23T12:00:00Z", 1_800, "Africa/Cairo", "2026-04-23T22:00:00Z"),
            ("2026-09-05T12:00:00Z", 0, "America/Santiago", "2026-09-06T04:00:00Z"), ("2026-04-04T00:00:00Z", 6_300, "Australia/Lord_Howe", "2026-04-04T14:45:00Z"),
            ("2026-10-03T12:00:00Z", 8_100, "Australia/Lord_Howe", "2026-10-03T15:30:00Z"), ("2026-01-05T00:00:00Z", 9_000, "Asia/Kathmandu", "2026-01-05T20:45:00Z"),
        ]
        for (text, seconds, zone, found) in cases {
            XCTAssertEqual(look.next(from: try XCTUnwrap(Timestamp(rfc3339: text)), seconds, in: zone), Timestamp(rfc3339: found), "\(text) \(zone)")
        }
    }
}
