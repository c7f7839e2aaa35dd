import Foundation
import XCTest

/// The machine gives out in the middle: the program says so, and a later run goes on where it stopped.
final class TroubleTests: XCTestCase {
    private func log(_ count: Int) -> String {
        (0..<count).map { number in
            let digits = String(1_000_000 + number).dropFirst()
            let event = number % 10 == 0 ? "asked" : "seen"
            return "{\"id\":\"e\(number)\","
                + "\"customer\":\"c\(number)\",\"event\":\"\(event)\",\"at\":\"2026-01-05T00:00:00.\(digits)Z\"}\n"
        }.joined()
    }

    private func expectAll(_ count: Int, in folder: URL, line: UInt = #line) throws {
        let sent = try SentMessage.all(in: folder)
        XCTAssertEqual(sent.map(\.customer), (0..<count / 10).map { "c\($0 * 10)" }, line: line)
        XCTAssertEqual(Set(sent.map(\.key)).count, sent.count, line: line)
    }

    /// A limit on the size of files stands for a full disk: every file stops growing there, the store's first.
    func testDiskFillsUpAmidARun() throws {
        let program = "channel out adapter file path \"sent.jsonl\" end\njourney echo when asked send answer via out end\n"
        let run = "journey run echo.journey --store s.db --events log.jsonl --once --backfill --until last"
        let count = 25_000
        try withTemporaryFolder { folder in
            try write(program, to: "echo.journey", in: folder)
            try write(log(count), to: "log.jsonl", in: folder)
            // In blocks of 512 bytes (or 1,024, by the shell); the messages are some 400 kB.
            for limit in [200, 600, 800, 1_200, 2_400] {
                let result = try shell("ulimit -f \(limit); trap '' XFSZ; exec \(run)", in: folder)
                guard result.code != 0 else { continue }
                XCTAssertEqual(result.code, 3, result.errors)
                XCTAssertTrue(result.errors.contains("error: "), result.errors)
                XCTAssertTrue(["disk", "full", "write"].contains { result.errors.contains($0) }, result.errors)
            }
            let last = try shell(run, in: folder)
            XCTAssertEqual(last.code, 0, last.errors)
            try expectAll(count, in: folder)
            let status = try Program.run(["status", "--store", "s.db", "--json"], in: folder)
            XCTAssertTrue(status.output.contains("\"totals\":{\"events\":\(count)"), status.output)
            XCTAssertTrue(status.output.contains("\"pending\":0"), status.output)
        }
    }

    /// Rights do not bind the superuser.
    func testNoRightsSayWhatTheyForbid() throws {
        try XCTSkipIf(geteuid() == 0, "the superuser may write everywhere")
        try withTemporaryFolder { folder in
            try write("when asked send answer via out", to: "a.journey", in: folder)
            try write(log(10), to: "log.jsonl", in: folder)
            let made = try shell(
                "mkdir shut; journey run a.journey --store shut/s.db --once; rm shut/s.db.lock; chmod 500 shut", in: folder)
            XCTAssertEqual(made.code, 0, made.errors)
            defer { _ = try? shell("chmod 700 shut", in: folder) }
            let cases = [
                ("journey run a.journey --store shut/s.db --once", "the store `shut/s.db` needs a file `shut/s.db.lock` beside it"),
                ("journey run a.journey --store shut/t.db --once", "the store `shut/t.db` needs a file `shut/t.db.lock` beside it"),
                ("journey ingest --store shut/t.db log.jsonl", "unable to open database file"),
                ("chmod 000 log.jsonl; journey simulate a.journey --events log.jsonl", "the events `log.jsonl` cannot be read: Permission denied"),
                ("chmod 000 a.journey; journey check a.journey", "`a.journey` cannot be read"),
            ]
            for (script, message) in cases {
                let result = try shell(script, in: folder)
                XCTAssertEqual(result.code, 3, script)
                XCTAssertTrue(result.errors.contains(message), script + ": " + result.errors)
            }
        }
    }

    /// A source that cannot be read yet is told at once, and read when it comes.
    func testMissingSourceIsToldAndAwaited() throws {
        try withTemporaryFolder { folder in
            let program = "channel out adapter file path \"sent.jsonl\" end journey echo when asked send answer via out end"
            try write(program, to: "a.journey", in: folder)
            let arguments = ["run", "a.journey", "--store", "s.db", "--backfill", "--events", "log.jsonl"]
            let scheduler = try RunningProgram(arguments, in: folder)
            waitFor("the message") {
                scheduler.errors.contains("source `log.jsonl` cannot be read: cannot open it: No such file or directory")
            }
            try write(log(10), to: "log.jsonl", in: folder)
            waitFor("the answer") { SentMessage.short(in: folder) == ["c0 answer"] }
            waitFor("the message") { scheduler.errors.contains("source `log.jsonl` is read again") }
            XCTAssertEqual(scheduler.stop(), 0)
        }
    }
}
