import Foundation
import XCTest

/// A running scheduler stops, goes on and changes its journeys as it is told, and loses nothing on the way.
final class LiveControlTests: XCTestCase {
    private static let channel = "channel out adapter file path \"sent.jsonl\" end\n"
    private static let echo = "journey echo when asked again always send answer via out end\n"

    private func ingest(_ customer: String, _ event: String, in folder: URL, line: UInt = #line) throws {
        let result = try Program.run(
            ["ingest", "--store", "s.db"], input: "{\"customer\":\"\(customer)\",\"event\":\"\(event)\"}\n", in: folder)
        XCTAssertEqual(result.code, 0, result.errors, line: line)
    }

    private func waitForMessages(_ wanted: [String], in folder: URL, line: UInt = #line) {
        waitFor("\(wanted)", line: line) { SentMessage.short(in: folder).count >= wanted.count }
        XCTAssertEqual(SentMessage.short(in: folder), wanted, line: line)
    }

    // MARK: Stopping

    func testTermDrainsAndARestartContinues() throws {
        try withTemporaryFolder { folder in
            try write(Self.channel + Self.echo, to: "echo.journey", in: folder)
            let count = 25_000
            var log = ""
            for number in 0..<count {
                // Microseconds keep the order strict; every tenth event is one that answers.
                let digits = String(1_000_000 + number).dropFirst()
                let event = number % 10 == 0 ? "asked" : "seen"
                log += "{\"customer\":\"c\(number)\",\"event\":\"\(event)\",\"at\":\"2026-01-05T00:00:00.\(digits)Z\"}\n"
            }
            try write(log, to: "log.jsonl", in: folder)
            let arguments = ["run", "echo.journey", "--store", "s.db", "--backfill", "--events", "log.jsonl"]
            for round in 0..<3 {
                let before = lines("sent.jsonl", in: folder).count
                let scheduler = try RunningProgram(arguments, in: folder)
                scheduler.waitUntilRunning()
                if round < 2 { waitFor("progress") { lines("sent.jsonl", in: folder).count > before || before == count / 10 } }
                if round == 2 { waitFor("the rest") { lines("sent.jsonl", in: folder).count >= count / 10 } }
                XCTAssertEqual(scheduler.stop(), 0, scheduler.errors)
                XCTAssertTrue(scheduler.errors.contains("stopped: pending 0"), scheduler.errors)
            }
            let sent = try SentMessage.all(in: folder)
            XCTAssertEqual(sent.map(\.customer), (0..<count / 10).map { "c\($0 * 10)" })
            XCTAssertEqual(Set(sent.map(\.key)).count, sent.count)
            let status = try Program.run(["status", "--store", "s.db", "--json"], in: folder)
            XCTAssertTrue(status.output.contains("\"totals\":{\"events\":\(count),\"duplicates\":0"), status.output)
            XCTAssertTrue(status.output.contains("\"offset\":\(log.utf8.count)"), status.output)
        }
    }

    func testTimersSurviveARestart() throws {
        try withTemporaryFolder { folder in
            let nudge = "journey nudge when browsed but not bought within 2s send nudge via out wait 1s send last via out end\n"
            try write(Self.channel + nudge, to: "nudge.journey", in: folder)
            try ingest("looker", "browsed", in: folder)
            // The first one makes the store: events from before its journeys let nobody in, so `--backfill`.
            let arguments = ["run", "nudge.journey", "--store", "s.db", "--backfill"]
            let first = try RunningProgram(arguments, in: folder)
            try waitFor("the event") {
                try Program.run(["status", "--store", "s.db", "--json"], in: folder).output.contains("\"events\":1,")
            }
            XCTAssertEqual(first.stop(), 0)
            XCTAssertEqual(SentMessage.short(in: folder), [])
            let shown = try Program.run(["customer", "show", "looker", "--store", "s.db", "--json"], in: folder)
            XCTAssertTrue(shown.output.contains("\"watches\":[{\"journey\":\"nudge\""), shown.output)

            let second = try RunningProgram(arguments, in: folder)
            waitForMessages(["looker nudge", "looker last"], in: folder)
            XCTAssertEqual(second.stop(), 0)
            // Each a second after the one before, to the microsecond, however long nobody was there to fire it.
            let instants = try SentMessage.all(in: folder).compactMap { Self.micros($0.at) }
            XCTAssertEqual(instants.count, 2)
            XCTAssertEqual((instants.last ?? 0) - (instants.first ?? 0), 1_000_000)
        }
    }

    /// Of the hour: `…T08:30:01.250000Z`.
    private static func micros(_ text: String) -> Int? {
        let parts = text.dropLast().split(separator: "T").last?.split(separator: ":").map(String.init) ?? []
        guard parts.count == 3, let hour = Int(parts[0]), let minute = Int(parts[1]) else { return nil }
        let second = parts[2].split(separator: ".").map(String.init)
        let fraction = (second.count > 1 ? second[1] : "").padding(toLength: 6, withPad: "0", startingAt: 0)
        guard let whole = Int(second[0]), let micros = Int(fraction) else { return nil }
        return ((hour * 60 + minute) * 60 + whole) * 1_000_000 + micros
    }

    /// A run that ends stops too, even while it waits for a channel that does not answer.
    func testInterruptEndsARunThatWaitsForARetry() throws {
        try withTemporaryFolder { folder in
            try write("channel out adapter file path \"out/sent.jsonl\" end\n" + Self.echo, to: "echo.journey", in: folder)
            XCTAssertEqual(mkfifo(folder.appendingPathComponent("pipe").path, 0o600), 0)
            let run = try RunningProgram(["run", "echo.journey", "--store", "s.db", "--once", "--events", "pipe", "--backfill"], in: folder)
            waitFor("the journey to be deployed") { run.errors.contains("new: journeys echo") }
            try FileManager.default.removeItem(at: folder.appendingPathComponent("out"))
            try write("", to: "out", in: folder)
            let writer = try FileHandle(forWritingTo: folder.appendingPathComponent("pipe"))
            try writer.write(contentsOf: Data("{\"customer\":\"c1\",\"event\":\"asked\",\"at\":\"2026-01-05T00:00:00Z\"}\n".utf8))
            try writer.close()
            // After the third attempt it waits for two seconds or more.
            try waitFor("three refused attempts") {
                try Program.run(["status", "--store", "s.db", "--json"], in: folder).output.contains("\"retried\":3")
            }
            run.signal(SIGINT)
            XCTAssertEqual(run.waitForEnd(within: 1), 0, run.errors)
            try FileManager.default.removeItem(at: folder.appendingPathComponent("out"))
            let last = try Program.run(["run", "echo.journey", "--store", "s.db", "--once"], in: folder)
            XCTAssertEqual(last.code, 0, last.errors)
            XCTAssertEqual(SentMessage.short("out/sent.jsonl", in: folder), ["c1 answer"])
        }
    }

    func testMessageOfARefusingChannelIsKept() throws {
        try withTemporaryFolder { folder in
            let program = "channel out adapter file path \"full/sent.jsonl\" end\n" + Self.echo
            try write(program, to: "echo.journey", in: folder)
            let first = try RunningProgram(["run", "echo.journey", "--store", "s.db"], in: folder)
            first.waitUntilRunning()
            // Where its folder was stands a file now: every attempt is refused.
            try FileManager.default.removeItem(at: folder.appendingPathComponent("full"))
            try write("", to: "full", in: folder)
            try ingest("c1", "asked", in: folder)
            try waitFor("a refused attempt") {
                try Program.run(["status", "--store", "s.db", "--json"], in: folder).output.contains("\"retried\":1")
            }
            XCTAssertEqual(first.stop(), 0)
            XCTAssertTrue(first.errors.contains("channel `out` does not send: cannot open `full/sent.jsonl`"), first.errors)
            XCTAssertTrue(first.errors.contains("stopped: pending 1"), first.errors)

            // The channel cannot be opened: nothing runs, nothing is lost.
            let refused = try Program.run(["run", "echo.journey", "--store", "s.db", "--once"], in: folder)
            XCTAssertEqual(refused.code, 3)
            XCTAssertTrue(refused.errors.contains("cannot open `full/sent.jsonl` for messages"), refused.errors)

            try FileManager.default.removeItem(at: folder.appendingPathComponent("full"))
            let last = try Program.run(["run", "echo.journey", "--store", "s.db", "--once"], in: folder)
            XCTAssertEqual(last.code, 0, last.errors)
            XCTAssertEqual(SentMessage.short("full/sent.jsonl", in: folder), ["c1 answer"])
        }
    }

    /// A server that takes connections and never says a word: asked to stop, the scheduler ends in time, and what is with the channel is
    /// sent again at the next start, under the same key.
    func testAServerThatHangsDoesNotKeepItFromEnding() throws {
        let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(server) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(server, address, length) == 0 && listen(server, 16) == 0 && getsockname(server, address, &length) == 0
            }
        }
        XCTAssertTrue(isListening)
        let port = UInt16(bigEndian: address.sin_port)
        let channel = "channel out adapter webhook url \"http://127.0.0.1:\(port)/\" timeout 5m end\n"
        try withTemporaryFolder { folder in
            try write(channel + Self.echo, to: "echo.journey", in: folder)
            let scheduler = try RunningProgram(["run", "echo.journey", "--store", "s.db"], in: folder)
            scheduler.waitUntilRunning()
            try ingest("c1", "asked", in: folder)
            try waitFor("the message to be with the channel") {
                try Program.run(["outbox", "list", "--store", "s.db", "--json"], in: folder).output.contains("\"sending\"")
            }
            // Events go on being decided meanwhile.
            try ingest("c2", "asked", in: folder)
            try waitFor("c2's message, too") {
                try Program.run(["outbox", "list", "--store", "s.db", "--json"], in: folder).output.contains("c2")
            }
            XCTAssertEqual(scheduler.stop(), 0, scheduler.errors)
            XCTAssertTrue(scheduler.errors.contains("stopped"), scheduler.errors)
            try write("channel out adapter file path \"sent.jsonl\" end\n" + Self.echo, to: "echo.journey", in: folder)
            let next = try Program.run(["run", "echo.journey", "--store", "s.db", "--once"], in: folder)
            XCTAssertEqual(next.code, 0, next.errors)
            XCTAssertEqual(SentMessage.short("sent.jsonl", in: folder), ["c1 answer", "c2 answer"])
        }
    }

    // MARK: Changing journeys

    private func withScheduler(_ files: [String: String], _ body: (RunningProgram, URL) throws -> Void) throws {
        try withTemporaryFolder { folder in
            for (name, text) in files { try write(text, to: "journeys/" + name, in: folder) }
            let scheduler = try RunningProgram(["run", "journeys", "--store", "s.db"], in: folder)
            scheduler.waitUntilRunning()
            try body(scheduler, folder)
            XCTAssertEqual(scheduler.stop(), 0, scheduler.errors)
        }
    }

    private func reload(_ scheduler: RunningProgram, expecting text: String, line: UInt = #line) {
        let before = scheduler.errors.components(separatedBy: text).count
        scheduler.signal(SIGHUP)
        waitFor(text, line: line) { scheduler.errors.components(separatedBy: text).count > before }
    }

    func testBrokenFileLeavesWhatRunsUntouched() throws {
        try withScheduler(["channel.journey": Self.channel, "echo.journey": Self.echo]) { scheduler, folder in
            try write("journey echo when asked sned other via out end", to: "journeys/echo.journey", in: folder)
            // A second file that is sound is not taken either: all or nothing.
            try write("journey more when asked again always send more via out end", to: "journeys/more.journey", in: folder)
            reload(scheduler, expecting: "the journeys have errors; those that run go on unchanged")
            XCTAssertTrue(scheduler.errors.contains("journeys/echo.journey:1:"), scheduler.errors)
            try ingest("c1", "asked", in: folder)
            waitForMessages(["c1 answer"], in: folder)
            // A channel that is not declared is as bad as a mistake in the text.
            try write("journey echo when asked send other via owt end", to: "journeys/echo.journey", in: folder)
            reload(scheduler, expecting: "those that run go on unchanged")
            try ingest("c2", "asked", in: folder)
            waitForMessages(["c1 answer", "c2 answer"], in: folder)
            // Mended, both run.
            try write(Self.echo, to: "journeys/echo.journey", in: folder)
            reload(scheduler, expecting: "read anew: journeys 2")
            try ingest("c3", "asked", in: folder)
            waitForMessages(["c1 answer", "c2 answer", "c3 answer", "c3 more"], in: folder)
        }
    }

    func testChangeOfTheFolderIsNoticed() throws {
        try withScheduler(["channel.journey": Self.channel, "echo.journey": Self.echo]) { scheduler, folder in
            try write(Self.echo.replacingOccurrences(of: "answer", with: "reply"), to: "journeys/echo.journey", in: folder)
            waitFor("the change to be noticed") { scheduler.errors.contains("read anew: journeys 1") }
            XCTAssertTrue(scheduler.errors.contains("changed: journeys echo"), scheduler.errors)
            try ingest("c1", "asked", in: folder)
            waitForMessages(["c1 reply"], in: folder)
        }
    }

    private static func talk(_ content: String) -> String {
        "journey talk when asked again always wait up to 1h for poked if so send \(content) via out end end\n"
    }

    func testThoseInsideStayOnTheirVersion() throws {
        try withScheduler(["channel.journey": Self.channel, "talk.journey": Self.talk("first")]) { scheduler, folder in
            try ingest("c1", "asked", in: folder)
            waitFor("c1 to be inside") { self.isInside("c1", folder) }
            try write(Self.talk("second"), to: "journeys/talk.journey", in: folder)
            reload(scheduler, expecting: "changed: journeys talk")
            try ingest("c2", "asked", in: folder)
            waitFor("c2 to be inside") { self.isInside("c2", folder) }
            try ingest("c1", "poked", in: folder)
            waitForMessages(["c1 first"], in: folder)
            try ingest("c2", "poked", in: folder)
            waitForMessages(["c1 first", "c2 second"], in: folder)
        }
    }

    private func isInside(_ customer: String, _ folder: URL) -> Bool {
        let shown = try? Program.run(["customer", "show", customer, "--store", "s.db", "--json"], in: folder)
        return shown?.output.contains("\"finished\":false") ?? false
    }

    func testVanishedJourneyStopsEntryOnly() throws {
        let files = ["channel.journey": Self.channel, "echo.journey": Self.echo, "talk.journey": Self.talk("word")]
        try withScheduler(files) { scheduler, folder in
            try ingest("c1", "asked", in: folder)
            waitFor("c1 to be inside") { self.isInside("c1", folder) }
            try FileManager.default.removeItem(at: folder.appendingPathComponent("journeys/talk.journey"))
            reload(scheduler, expecting: "gone, so that nobody enters any more: journeys talk")
            try ingest("c2", "asked", in: folder)
            waitForMessages(["c1 answer", "c2 answer"], in: folder)
            XCTAssertFalse(isInside("c2", folder))
            try ingest("c2", "poked", in: folder)
            try ingest("c1", "poked", in: folder)
            waitForMessages(["c1 answer", "c2 answer", "c1 word"], in: folder)
        }
    }

    /// Without any declaration messages are printed, and those inside a journey that is gone are no exception, after a restart too.
    func testVanishedJourneyGoesOnPrinting() throws {
        let talk = Self.talk("word").replacingOccurrences(of: "via out", with: "via letter")
        let other = "when seen send hello via phone"
        try withTemporaryFolder { folder in
            try write(talk, to: "journeys/talk.journey", in: folder)
            try write(other, to: "journeys/other.journey", in: folder)
            let first = try RunningProgram(["run", "journeys", "--store", "s.db"], in: folder)
            first.waitUntilRunning()
            for customer in ["c1", "c2"] {
                try ingest(customer, "asked", in: folder)
                waitFor("\(customer) to be inside") { self.isInside(customer, folder) }
            }
            try FileManager.default.removeItem(at: folder.appendingPathComponent("journeys/talk.journey"))
            reload(first, expecting: "gone, so that nobody enters any more: journeys talk")
            try ingest("c1", "poked", in: folder)
            waitFor("the word") { first.output.contains("letter → c1  word") }
            XCTAssertEqual(first.stop(), 0)
            try ingest("c2", "poked", in: folder)
            let last = try Program.run(["run", "journeys", "--store", "s.db", "--once"], in: folder)
            XCTAssertTrue(last.output.contains("letter → c2  word"), last.output + last.errors)
        }
    }

    // MARK: Beside it

    func testSecondSchedulerIsRefusedAndReadersAreNot() throws {
        try withScheduler(["channel.journey": Self.channel, "echo.journey": Self.echo]) { scheduler, folder in
            try ingest("c1", "asked", in: folder)
            waitForMessages(["c1 answer"], in: folder)
            for arguments in [[], ["--once"]] {
                let second = try Program.run(["run", "journeys", "--store", "s.db"] + arguments, in: folder)
                XCTAssertEqual(second.code, 3)
                let message = "a scheduler runs on `s.db` already, pid \(scheduler.pid); stop it first"
                XCTAssertTrue(second.errors.contains(message), second.errors)
            }
            let status = try Program.run(["status", "--store", "s.db"], in: folder)
            XCTAssertEqual(status.code, 0, status.errors)
            XCTAssertTrue(status.output.contains("running, pid \(scheduler.pid)"), status.output)
            let shown = try Program.run(["customer", "show", "c1", "--store", "s.db"], in: folder)
            XCTAssertEqual(shown.code, 0, shown.errors)
            XCTAssertTrue(shown.output.contains("answer"), shown.output)
            // Neither has disturbed it.
            try ingest("c2", "asked", in: folder)
            waitForMessages(["c1 answer", "c2 answer"], in: folder)
        }
    }
}
