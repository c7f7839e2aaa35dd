import Foundation
import XCTest

/// `run --once` over recorded events decides what `simulate` decides, however the events come.
final class OnceTests: XCTestCase {
    private static let program = """
        channel out adapter file path "sent.jsonl" end
        journey rescue
          when browsed but not bought within 2d
          again after 3d
          goal bought within 5d value price
          send reminder with what: event.product via out
          wait up to 1d for bought
            if so tag buyer
            else send coupon via out
          end
        end
        """

    /// Three weeks of a small shop, in order, each event at an instant of its own.
    private static let log: [String] = {
        var random = Seeded(7)
        var minute = 0
        return (0..<400).map { number in
            minute += Int.random(in: 1...150, using: &random)
            let (customer, kind) = (Int.random(in: 0..<25, using: &random), Int.random(in: 0..<3, using: &random))
            let price = Int.random(in: 1...300, using: &random)
            let time = String(format: "2026-01-%02dT%02d:%02d:%02dZ", 1 + minute / 1_440, minute / 60 % 24, minute % 60, number % 60)
            return "{\"id\":\"e\(number)\",\"customer\":\"c\(customer)\",\"event\":\"\(kind == 0 ? "bought" : "browsed")\","
                + "\"at\":\"\(time)\",\"product\":\"p\(number % 9)\",\"price\":\(price)}"
        }
    }()

    private func withShop(_ body: (URL) throws -> Void) throws {
        try withTemporaryFolder { folder in
            try write(Self.program, to: "rescue.journey", in: folder)
            try write(Self.text(Self.log), to: "log.jsonl", in: folder)
            try body(folder)
        }
    }

    private static func text(_ lines: [String]) -> String { lines.map { $0 + "\n" }.joined() }

    /// The decisions of one run, a line each.
    private func once(
        _ store: String, _ sources: [String], _ more: [String] = ["--until", "last"], in folder: URL, line: UInt = #line
    ) throws -> [String] {
        let events = sources.flatMap { ["--events", $0] }
        let arguments = ["run", "rescue.journey", "--store", store, "--once", "--backfill", "--json"] + events + more
        let result = try Program.run(arguments, in: folder)
        XCTAssertEqual(result.code, 0, result.errors, line: line)
        return result.output.split(separator: "\n").map(String.init)
    }

    private func simulated(_ more: [String] = ["--until", "last"], in folder: URL) throws -> [String] {
        let result = try Program.run(["simulate", "rescue.journey", "--events", "log.jsonl", "--json"] + more, in: folder)
        XCTAssertEqual(result.code, 0, result.errors)
        return result.output.split(separator: "\n").map(String.init)
    }

    func testEveryUntilGivesWhatSimulateGives() throws {
        try withShop { folder in
            var counts: [Int] = []
            for until in ["now", "last", "done", "2026-01-09T10:00:00Z", "2026-01-09"] {
                let wanted = try simulated(["--until", until], in: folder)
                let found = try once("\(until).db", ["log.jsonl"], ["--until", until], in: folder)
                XCTAssertEqual(found, wanted, until)
                counts.append(found.count)
            }
            XCTAssertGreaterThan(counts[4], 20)
            XCTAssertLessThan(counts[4], counts[3])
            XCTAssertLessThan(counts[3], counts[1])
            XCTAssertLessThan(counts[1], counts[2])
            XCTAssertEqual(counts[0], counts[2], "by now all of it is over")
            // Without `--until` a dry run goes to the end and a run to the present.
            XCTAssertEqual(try simulated([], in: folder).count, counts[2])
            XCTAssertEqual(try once("default.db", ["log.jsonl"], [], in: folder).count, counts[0])
        }
    }

    func testInputInAnyFormGivesTheSameDecisions() throws {
        try withShop { folder in
            let wanted = try simulated(in: folder)
            var random = Seeded(11)
            let shuffled = Self.log.shuffled(using: &random)
            try write(Self.text(shuffled), to: "shuffled.jsonl", in: folder)
            XCTAssertEqual(try once("shuffled.db", ["shuffled.jsonl"], in: folder), wanted)
            // Sorted sources that are merged; unsorted ones that are sorted together; a spool folder; all twice over.
            for (number, lines) in [Self.log, shuffled].enumerated() {
                let odd = lines.enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
                let even = lines.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
                try write(Self.text(odd), to: "odd.jsonl", in: folder)
                try write(Self.text(even), to: "even.jsonl", in: folder)
                XCTAssertEqual(try once("merged\(number).db", ["odd.jsonl", "even.jsonl"], in: folder), wanted)
                XCTAssertEqual(try once("twice\(number).db", ["odd.jsonl", "log.jsonl", "even.jsonl"], in: folder), wanted)
                try write(Self.text(odd), to: "spool\(number)/1.jsonl", in: folder)
                try write(Self.text(even), to: "spool\(number)/2.jsonl", in: folder)
                XCTAssertEqual(try once("spool\(number).db", ["spool\(number)"], in: folder), wanted)
                XCTAssertTrue(exists("spool\(number)/done/2.jsonl", in: folder))
            }
            let piped = try Program.run(
                ["run", "rescue.journey", "--store", "piped.db", "--once", "--backfill", "--json", "--events", "-", "--until", "last"],
                input: Self.text(shuffled), in: folder)
            XCTAssertEqual(piped.output, Self.text(wanted))
            // By way of the inbox.
            XCTAssertEqual(try Program.run(["ingest", "--store", "inbox.db", "shuffled.jsonl"], in: folder).code, 0)
            XCTAssertEqual(try once("inbox.db", [], in: folder), wanted)
        }
    }

    func testCSVAndCompressedInput() throws {
        try withShop { folder in
            let wanted = try simulated(in: folder)
            var rows = "nr,who,what,ts,product,price\n"
            for line in Self.log {
                let event = try XCTUnwrap(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
                rows += ["id", "customer", "event", "at", "product", "price"].map { "\(event[$0] ?? "")" }.joined(separator: ",") + "\r\n"
            }
            try write(rows, to: "log.csv", in: folder)
            let map = ["--map", "id=nr,customer=who,event=what,at=ts", "--until", "last"]
            XCTAssertEqual(try once("csv.db", ["log.csv"], map, in: folder), wanted)
            for name in ["log.csv", "log.jsonl"] {
                let gzip = Process()
                gzip.executableURL = URL(fileURLWithPath: "/usr/bin/env")
                gzip.arguments = ["gzip", "-k", name]
                gzip.currentDirectoryURL = folder
                try gzip.run()
                gzip.waitUntilExit()
                try XCTSkipIf(gzip.terminationStatus != 0, "no gzip")
                XCTAssertEqual(try once(name + ".gz.db", [name + ".gz"], map, in: folder), wanted)
            }
        }
    }

    func testTheSameFileTwiceIsOneEffect() throws {
        try withShop { folder in
            let first = try once("s.db", ["log.jsonl"], in: folder)
            let sent = SentMessage.short(in: folder)
            XCTAssertEqual(try once("s.db", ["log.jsonl"], in: folder), [])
            try write(Self.text(Self.log), to: "copy.jsonl", in: folder)
            XCTAssertEqual(try once("s.db", ["copy.jsonl"], in: folder), [])
            XCTAssertEqual(SentMessage.short(in: folder), sent)
            XCTAssertEqual(Set(try SentMessage.all(in: folder).map(\.key)).count, sent.count)
            XCTAssertEqual(first.filter { $0.contains("\"action\":\"send\"") }.count, sent.count)
        }
    }

    /// The places where the log is cut, and how the second part comes: the file grows, or is another.
    func testInPartsWithARestartBetween() throws {
        try withShop { folder in
            let wanted = try simulated(in: folder)
            for (number, cuts) in [[200], [1, 399], [100, 101, 300]].enumerated() {
                var grown: [String] = []
                var apart: [String] = []
                for (start, end) in zip([0] + cuts, cuts + [Self.log.count]) {
                    try write(Self.text(Array(Self.log[..<end])), to: "growing\(number).jsonl", in: folder)
                    grown += try once("grown\(number).db", ["growing\(number).jsonl"], in: folder)
                    try write(Self.text(Array(Self.log[start..<end])), to: "part\(end).jsonl", in: folder)
                    apart += try once("apart\(number).db", ["part\(end).jsonl"], in: folder)
                }
                XCTAssertEqual(grown, wanted)
                XCTAssertEqual(apart, wanted)
            }
            // The clock may stop anywhere, also amid the log and past its end.
            var stopped: [String] = []
            for until in ["2026-01-07", "2026-01-07T12:30:00Z", "last", "done"] {
                stopped += try once("stopped.db", ["log.jsonl"], ["--until", until], in: folder)
            }
            XCTAssertEqual(stopped, try simulated(["--until", "done"], in: folder))
        }
    }

    func testHistoryIsNoTriggerWithoutBackfill() throws {
        try withShop { folder in
            let arguments = ["run", "rescue.journey", "--store", "s.db", "--once", "--events", "log.jsonl", "--json"]
            let result = try Program.run(arguments, in: folder)
            XCTAssertEqual(result.code, 0, result.errors)
            XCTAssertEqual(result.output, "")
            XCTAssertTrue(
                result.errors.contains("400 events from before the journeys' first deployment let nobody enter; `--backfill` lets them"),
                result.errors)
            XCTAssertFalse(exists("sent.jsonl", in: folder) && !SentMessage.short(in: folder).isEmpty)
        }
    }

    func testRejectedLinesAreKeptAndTold() throws {
        try withShop { folder in
            var broken = Self.log
            broken.insert("{\"customer\":\"c1\"", at: 100)
            broken.insert("{\"customer\":\"c1\",\"event\":\"browsed\",\"at\":\"soon\"}", at: 200)
            try write(Self.text(broken), to: "broken.jsonl", in: folder)
            let wanted = try simulated(in: folder)
            XCTAssertEqual(try once("s.db", ["broken.jsonl"], in: folder), wanted)
            let rejected = lines("s.db.rejects.jsonl", in: folder)
            XCTAssertEqual(rejected.count, 2)
            for (line, number) in zip(rejected, [101, 201]) { XCTAssertTrue(line.contains("\"line\":\(number),"), line) }
        }
    }
}
