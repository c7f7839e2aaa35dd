import Foundation
import XCTest

/// Operators pause, resume, deploy and roll back while a scheduler runs, and while none does.
final class LiveOperatorTests: XCTestCase {
    private static let channel = "channel out adapter file path \"sent.jsonl\" end\n"
    private static let echo = "journey echo when asked again always send answer via out end\n"
    private static func talk(_ content: String) -> String {
        "journey talk when greeted again always wait up to 1h for poked if so send \(content) via out end end\n"
    }

    private func ingest(_ customer: String, _ event: String, in folder: URL, line: UInt = #line) throws {
        let result = try Program.run(
            ["ingest", "--store", "s.db"], input: "{\"customer\":\"\(customer)\",\"event\":\"\(event)\"}\n", in: folder)
        XCTAssertEqual(result.code, 0, result.errors, line: line)
    }

    @discardableResult
    private func journey(_ arguments: String..., in folder: URL, exits code: Int32 = 0, line: UInt = #line) throws -> Program.Result {
        let result = try Program.run(arguments + ["--store", "s.db"], in: folder)
        XCTAssertEqual(result.code, code, result.output + result.errors, line: line)
        return result
    }

    private func withScheduler(_ files: [String: String], _ body: (RunningProgram, URL) throws -> Void) throws {
        try withTemporaryFolder { folder in
            for (name, text) in files { try write(text, to: "journeys/" + name, in: folder) }
            let scheduler = try RunningProgram(["run", "journeys", "--store", "s.db"], in: folder)
            scheduler.waitUntilRunning()
            try body(scheduler, folder)
            XCTAssertEqual(scheduler.stop(), 0, scheduler.errors)
        }
    }

    private func waitForMessages(_ wanted: [String], in folder: URL, line: UInt = #line) {
        waitFor("\(wanted)", line: line) { SentMessage.short(in: folder).count >= wanted.count }
        XCTAssertEqual(SentMessage.short(in: folder), wanted, line: line)
    }

    private func isInside(_ customer: String, _ folder: URL) -> Bool {
        let shown = try? Program.run(["customer", "show", customer, "--store", "s.db", "--json"], in: folder)
        return shown?.output.contains("\"finished\":false") ?? false
    }

    func testPauseAndResumeOfARunningScheduler() throws {
        try withScheduler(["channel.journey": Self.channel, "echo.journey": Self.echo]) { scheduler, folder in
            try ingest("c1", "asked", in: folder)
            waitForMessages(["c1 answer"], in: folder)
            XCTAssertTrue(try journey("pause", "echo", "--hold", in: folder).output.contains("paused echo"))
            waitFor("the log") { scheduler.errors.contains("paused: echo, since") }
            try ingest("c2", "asked", in: folder)
            try waitFor("the held entry") { try journey("status", in: folder).output.contains("1 entry is held") }
            let preview = try journey("resume", "echo", "--dry-run", in: folder)
            XCTAssertTrue(preview.output.contains("1 held entry enters, 1 message would be sent"), preview.output)
            XCTAssertEqual(SentMessage.short(in: folder), ["c1 answer"])
            XCTAssertTrue(try journey("resume", "--all", in: folder).output.contains("resumed all journeys"))
            waitForMessages(["c1 answer", "c2 answer"], in: folder)
            waitFor("the log") { scheduler.errors.contains("journey `echo` goes on") }
            XCTAssertTrue(try journey("pause", "nothing", in: folder, exits: 1).errors.contains("no journey `nothing` is in this store; it has echo"))
            let audit = try journey("audit", in: folder).output
            for part in ["start", "new: echo", "pause echo --hold", "resume --all", "refused: no journey `nothing`"] {
                XCTAssertTrue(audit.contains(part), "\(part) in \(audit)")
            }
        }
    }

    /// The stop button outlives the scheduler, and works without one.
    func testPauseOfAllWithoutAScheduler() throws {
        try withTemporaryFolder { folder in
            try write(Self.channel + Self.echo, to: "echo.journey", in: folder)
            try Program.run(["run", "echo.journey", "--store", "s.db", "--once"], in: folder)
            try journey("pause", "--all", in: folder)
            try ingest("c1", "asked", in: folder)
            let paused = try Program.run(["run", "echo.journey", "--store", "s.db", "--once"], in: folder)
            XCTAssertTrue(paused.errors.contains("paused: echo, since"), paused.errors)
            XCTAssertEqual(SentMessage.short(in: folder), [])
            try journey("resume", "--all", in: folder)
            try ingest("c2", "asked", in: folder)
            try Program.run(["run", "echo.journey", "--store", "s.db", "--once"], in: folder)
            XCTAssertEqual(SentMessage.short(in: folder), ["c2 answer"])
        }
    }

    /// What a scheduler was asked for and did not come to, the next one does.
    func testAnOpenCommandIsDoneByTheNextScheduler() throws {
        try withTemporaryFolder { folder in
            try write(Self.channel + Self.echo, to: "echo.journey", in: folder)
            let stuck = try RunningProgram(["run", "echo.journey", "--store", "s.db"], in: folder)
            stuck.waitUntilRunning()
            stuck.signal(SIGSTOP)
            let command = try RunningProgram(["pause", "--all", "--store", "s.db"], in: folder, number: 1)
            try waitFor("the command") { try journey("audit", in: folder).output.contains("not done yet") }
            command.signal(SIGKILL)
            command.waitForEnd()
            stuck.signal(SIGKILL)
            stuck.waitForEnd()
            try ingest("c1", "asked", in: folder)
            let next = try Program.run(["run", "echo.journey", "--store", "s.db", "--once"], in: folder)
            XCTAssertTrue(next.errors.contains("paused: echo, since"), next.errors)
            XCTAssertEqual(SentMessage.short(in: folder), [])
        }
    }

    func testDeployMovesThoseInsideAndRollsBack() throws {
        try withScheduler(["channel.journey": Self.channel, "talk.journey": Self.talk("first")]) { scheduler, folder in
            try ingest("c1", "greeted", in: folder)
            waitFor("c1 to be inside") { self.isInside("c1", folder) }
            try write(Self.talk("second"), to: "journeys/talk.journey", in: folder)
            let looked = try journey("deploy", "journeys", "--dry-run", in: folder)
            XCTAssertTrue(looked.output.contains("1 customer waits in step wait#1 (wait up to 1h for poked); finishes on version 1"), looked.output)
            let deployed = try journey("deploy", "journeys", "--move", "--yes", in: folder)
            XCTAssertTrue(deployed.output.contains("1 customer waits in step wait#1 (wait up to 1h for poked); 1 continues"), deployed.output)
            XCTAssertTrue(deployed.output.contains("over the last 30d it would have had 1 entry"), deployed.output)
            waitFor("the move") { scheduler.errors.contains("1 customer continues in the current version") }
            try ingest("c1", "poked", in: folder)
            waitForMessages(["c1 second"], in: folder)

            XCTAssertTrue(try journey("deploy", "--rollback", "talk", in: folder).output.contains("rolled talk back to version 1"))
            try ingest("c2", "greeted", in: folder)
            waitFor("c2 to be inside") { self.isInside("c2", folder) }
            try ingest("c2", "poked", in: folder)
            waitForMessages(["c1 second", "c2 first"], in: folder)
            XCTAssertTrue(try journey("versions", in: folder).output.contains("current, rolled back"))
            XCTAssertTrue(try journey("status", in: folder).output.contains("rolled back  talk"))
            // The file is read again, and is still the one it was rolled back from.
            scheduler.signal(SIGHUP)
            waitFor("the reload") { scheduler.errors.contains("rolled back, so that an earlier version than the file's runs: journeys talk") }

            let other = try journey("deploy", "journeys/channel.journey", "--yes", in: folder, exits: 3)
            XCTAssertTrue(other.errors.contains("on this store; deploy these, or stop it first"), other.errors)
        }
    }
}
