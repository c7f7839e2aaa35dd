import Foundation
import XCTest

/// A running scheduler takes events from everywhere they may come from, each once.
final class LiveIntakeTests: XCTestCase {
    private static let program = """
        channel out adapter file path "sent.jsonl" end
        journey echo when asked again always send answer via out end
        """

    /// An event of the past, a minute after the one before.
    private func event(_ number: Int, id: String? = nil) -> String {
        let id = id.map { "\"id\":\"\($0)\"," } ?? ""
        return "{\(id)\"customer\":\"c\(number)\",\"event\":\"asked\",\"at\":\"2026-01-05T00:\(10 + number):00Z\"}\n"
    }

    private func answers(_ numbers: ClosedRange<Int>) -> [String] { numbers.map { "c\($0) answer" } }

    private func withScheduler(
        _ sources: [String], prepare: (URL) throws -> Void = { _ in }, _ body: (RunningProgram, URL) throws -> Void
    ) throws {
        try withTemporaryFolder { folder in
            try write(Self.program, to: "echo.journey", in: folder)
            try prepare(folder)
            let events = sources.flatMap { ["--events", $0] }
            let scheduler = try RunningProgram(["run", "echo.journey", "--store", "s.db", "--backfill"] + events, in: folder)
            scheduler.waitUntilRunning()
            try body(scheduler, folder)
            XCTAssertEqual(scheduler.stop(), 0, scheduler.errors)
        }
    }

    private func waitForAnswers(_ numbers: ClosedRange<Int>, in folder: URL, line: UInt = #line) {
        let wanted = answers(numbers)
        waitFor("\(wanted.count) answers", line: line) { SentMessage.short(in: folder).count >= wanted.count }
        XCTAssertEqual(SentMessage.short(in: folder), wanted, line: line)
    }

    func testFileIsFollowedAcrossRotationAndTruncation() throws {
        try withScheduler(["log.jsonl"]) { scheduler, folder in
            // It may come later than the scheduler.
            try write(event(1) + event(2), to: "log.jsonl", in: folder)
            waitForAnswers(1...2, in: folder)
            // A line that is not whole waits for its end.
            let third = event(3)
            try append(String(third.prefix(20)), to: "log.jsonl", in: folder)
            try append(String(third.dropFirst(20)) + event(4), to: "log.jsonl", in: folder)
            waitForAnswers(1...4, in: folder)
            // Rotated; the writer still holds the old file for a line.
            let old = try FileHandle(forWritingTo: folder.appendingPathComponent("log.jsonl"))
            try old.seekToEnd()
            try FileManager.default.moveItem(
                at: folder.appendingPathComponent("log.jsonl"), to: folder.appendingPathComponent("log.jsonl.1"))
            try old.write(contentsOf: Data(event(5).utf8))
            try old.close()
            waitForAnswers(1...5, in: folder)
            try write(event(6) + event(7), to: "log.jsonl", in: folder)
            waitForAnswers(1...7, in: folder)
            // Truncated, and written anew.
            let same = try FileHandle(forWritingTo: folder.appendingPathComponent("log.jsonl"))
            try same.truncate(atOffset: 0)
            try same.write(contentsOf: Data(event(8).utf8))
            waitForAnswers(1...8, in: folder)
            try same.write(contentsOf: Data(event(9).utf8))
            waitForAnswers(1...9, in: folder)
        }
    }

    func testSpoolFilesGoToDoneAfterTheyAreDurable() throws {
        let spool = { (folder: URL) in
            try FileManager.default.createDirectory(at: folder.appendingPathComponent("spool"), withIntermediateDirectories: true)
        }
        try withScheduler(["spool"], prepare: spool) { scheduler, folder in
            // Written under a name that is not looked at, then moved, as producers do.
            try write(event(1) + "no event\n" + event(2), to: "spool/.a", in: folder)
            try FileManager.default.moveItem(
                at: folder.appendingPathComponent("spool/.a"), to: folder.appendingPathComponent("spool/a.jsonl"))
            waitFor("a.jsonl in done/") { exists("spool/done/a.jsonl", in: folder) }
            let status = try Program.run(["status", "--store", "s.db", "--json"], in: folder)
            XCTAssertTrue(status.output.contains("\"totals\":{\"events\":2"), status.output + status.errors)
            XCTAssertFalse(exists("spool/a.jsonl", in: folder))
            waitForAnswers(1...2, in: folder)
            let rejected = lines("s.db.rejects.jsonl", in: folder)
            XCTAssertEqual(rejected.count, 1)
            XCTAssertTrue(rejected.first?.contains("\"source\":\"spool/a.jsonl\",\"line\":2,") ?? false, "\(rejected)")
            // The same file again, under its name and under another, brings nothing new; its lines have no ids.
            for name in ["a.jsonl", "b.jsonl"] {
                try write(event(1) + "no event\n" + event(2), to: "spool/.again", in: folder)
                try FileManager.default.moveItem(
                    at: folder.appendingPathComponent("spool/.again"), to: folder.appendingPathComponent("spool/" + name))
            }
            waitFor("both in done/") { exists("spool/done/a.jsonl.1", in: folder) && exists("spool/done/b.jsonl", in: folder) }
            try write(event(3), to: "spool/c.jsonl", in: folder)
            waitForAnswers(1...3, in: folder)
        }
    }

    func testStandardInput() throws {
        try withScheduler(["-"]) { scheduler, folder in
            scheduler.type(event(1))
            waitForAnswers(1...1, in: folder)
            scheduler.type(event(2) + "broken\n" + event(3))
            waitForAnswers(1...3, in: folder)
            try scheduler.input.fileHandleForWriting.close()
            // The scheduler goes on with its inbox.
            _ = try Program.run(["ingest", "--store", "s.db", "-"], input: event(4), in: folder)
            waitForAnswers(1...4, in: folder)
        }
    }

    func testNamedPipeServesOneWriterAfterAnother() throws {
        let pipe = { (folder: URL) in
            XCTAssertEqual(mkfifo(folder.appendingPathComponent("events.pipe").path, 0o600), 0)
        }
        try withScheduler(["events.pipe"], prepare: pipe) { scheduler, folder in
            for number in 1...3 {
                let writer = try FileHandle(forWritingTo: folder.appendingPathComponent("events.pipe"))
                try writer.write(contentsOf: Data(event(number).utf8))
                try writer.close()
                waitForAnswers(1...number, in: folder)
            }
        }
    }

    func testSeveralSourcesAtOnce() throws {
        try withScheduler(["a.jsonl", "b.jsonl"]) { scheduler, folder in
            try write(event(1), to: "a.jsonl", in: folder)
            waitForAnswers(1...1, in: folder)
            try write(event(2), to: "b.jsonl", in: folder)
            waitForAnswers(1...2, in: folder)
            try append(event(3), to: "a.jsonl", in: folder)
            waitForAnswers(1...3, in: folder)
        }
    }

    func testIngestBesideARunningScheduler() throws {
        try withScheduler([]) { scheduler, folder in
            try write(event(1, id: "x1") + event(2), to: "two.jsonl", in: folder)
            var ingest = try Program.run(["ingest", "--store", "s.db", "two.jsonl"], in: folder)
            XCTAssertEqual(ingest.code, 0, ingest.errors)
            XCTAssertEqual(ingest.output, "2 events taken in\n")
            waitForAnswers(1...2, in: folder)
            // Once more: the one has an id, the other gets it from its file and place.
            _ = try Program.run(["ingest", "--store", "s.db", "two.jsonl"], in: folder)

            try write("who,what,when\nc3,asked,2026-01-05T00:13:00Z\n,asked,2026-01-05T00:13:00Z\n", to: "three.csv", in: folder)
            ingest = try Program.run(
                ["ingest", "--store", "s.db", "--map", "customer=who,event=what,at=when", "--json", "three.csv"], in: folder)
            XCTAssertEqual(ingest.code, 0, ingest.errors)
            XCTAssertEqual(ingest.output, "{\"events\":1,\"rejected\":1}\n")
            XCTAssertTrue(ingest.errors.contains("three.csv:3: "), ingest.errors)
            waitForAnswers(1...3, in: folder)

            // Two equal lines from a stream without id and time are two events, now; a bad line between them stops neither.
            let line = "{\"customer\":\"c4\",\"event\":\"asked\"}\n"
            ingest = try Program.run(["ingest", "--store", "s.db"], input: line + "[]\n" + line, in: folder)
            XCTAssertEqual(ingest.code, 0, ingest.errors)
            XCTAssertTrue(ingest.errors.contains("-:2: "), ingest.errors)
            waitFor("both") { SentMessage.short(in: folder).count >= 5 }
            XCTAssertEqual(SentMessage.short(in: folder), answers(1...4) + ["c4 answer"])
            XCTAssertEqual(lines("s.db.rejects.jsonl", in: folder).count, 2)
            let status = try Program.run(["status", "--store", "s.db", "--json"], in: folder)
            XCTAssertTrue(status.output.contains("\"duplicates\":2"), status.output)
            XCTAssertTrue(status.output.contains("\"inbox\":0"), status.output)
        }
    }

    func testTimersFireByTheClock() throws {
        try withTemporaryFolder { folder in
            let program = """
                channel out adapter file path "sent.jsonl" end
                journey nudge when browsed but not bought within 1s send nudge via out wait 1s send reminder via out end
                """
            try write(program, to: "nudge.journey", in: folder)
            let scheduler = try RunningProgram(["run", "nudge.journey", "--store", "s.db", "--events", "-"], in: folder)
            scheduler.waitUntilRunning()
            scheduler.type("{\"customer\":\"buyer\",\"event\":\"browsed\"}\n{\"customer\":\"looker\",\"event\":\"browsed\"}\n")
            scheduler.type("{\"customer\":\"buyer\",\"event\":\"bought\"}\n")
            waitFor("the second message") { SentMessage.short(in: folder).count >= 2 }
            XCTAssertEqual(SentMessage.short(in: folder), ["looker nudge", "looker reminder"])
            XCTAssertEqual(scheduler.stop(), 0)
        }
    }
}
