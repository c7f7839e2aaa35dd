import Foundation
import XCTest

/// A scheduler that follows a file and sends over HTTP and into a file is killed again and again, at random moments and at named points
/// of a sending. In the end the receivers have every message, a repetition has the same key, what must not be repeated came once at most,
/// and all is decided as without a kill.
///
/// `JOURNEY_KILLS` sets how many kills there are, `JOURNEY_SEED` when they fall.
final class LiveKillTests: XCTestCase {
    private static let environment = ProcessInfo.processInfo.environment
    private let seed = environment["JOURNEY_SEED"].flatMap(UInt64.init) ?? 20_261_121
    private let kills = environment["JOURNEY_KILLS"].flatMap(Int.init) ?? 14

    /// Where a process ends.
    private enum Moment: Equatable {
        case after(milliseconds: UInt32)
        case sink(MessageSink.Point)
        /// A line has just come into the file of messages.
        case line
    }

    private static func program(_ port: UInt16) -> String {
        """
        channel hook adapter webhook url "http://127.0.0.1:\(port)/hook" end
        channel risky adapter webhook url "http://127.0.0.1:\(port)/risky" idempotent false end
        channel out adapter file path "sent.jsonl" end
        journey echo when asked again always send answer via hook wait 10s send more via out end
        journey dare when tried again always send risk via risky end
        journey miss when asked but not bought within 30s again always send reminder via out send nudge via hook end
        """
    }

    /// Events a minute apart: all timers of one are over before the next, so that it does not matter what is read when.
    private static func events(of round: Int) -> String {
        (0..<4).map { index in
            let number = round * 4 + index
            let name = ["asked", "tried", "asked", "bought"][index]
            let minute = number % 60 < 10 ? "0\(number % 60)" : "\(number % 60)"
            let hour = number / 60 % 24 < 10 ? "0\(number / 60 % 24)" : "\(number / 60 % 24)"
            let day = number / 1_440 + 10
            return #"{"customer":"c\#(number % 7)","event":"\#(name)","at":"2026-01-\#(day)T\#(hour):\#(minute):00Z"}"# + "\n"
        }.joined()
    }

    func testKilledWhileItSends() throws {
        print("live kills \(kills), seed \(seed)")
        try withTemporaryFolder { work in
            let calm = try MessageSink(log: work.appendingPathComponent("calm.log").path)
            defer { calm.stop() }
            let wanted = try run(calm, in: work.appendingPathComponent("calm"), moments: [])
            var random = Seeded(seed)
            let moments = (0..<kills).map { number in
                [
                    Moment.sink(.taken), .after(milliseconds: .random(in: 5...150, using: &random)), .sink(.answered), .line,
                    .after(milliseconds: .random(in: 20...600, using: &random)),
                ][number % 5]
            }
            let sink = try MessageSink(log: work.appendingPathComponent("sink.log").path)
            defer { sink.stop() }
            let found = try run(sink, in: work.appendingPathComponent("killed"), moments: moments)
            try compare(found, wanted)
        }
    }

    private struct Account {
        var taken: [MessageSink.Taken]
        var lines: [SentMessage]
        /// Keys of messages put aside.
        var uncertain: [String]
        var decisions: Int
        var events: Int
    }

    private func run(_ sink: MessageSink, in folder: URL, moments: [Moment]) throws -> Account {
        try write(Self.program(sink.port), to: "case.journey", in: folder)
        try write(Self.events(of: 0), to: "log.jsonl", in: folder)
        let arguments = ["run", "case.journey", "--store", "s.db", "--events", "log.jsonl", "--backfill"]
        var met: [String: Int] = [:]
        for (round, moment) in moments.enumerated() {
            try append(Self.events(of: round + 1), to: "log.jsonl", in: folder)
            let name = try killed(arguments, sink, moment, in: folder)
            met[name, default: 0] += 1
        }
        if moments.isEmpty { for round in 0..<kills { try append(Self.events(of: round + 1), to: "log.jsonl", in: folder) } }
        let last = try Program.run(arguments + ["--once", "--until", "done"], in: folder)
        XCTAssertEqual(last.code, 0, last.errors)
        for name in met.keys.sorted() { print("  \(name): \(met[name] ?? 0)") }
        return try account(sink, in: folder)
    }

    /// Gives what met the process.
    private func killed(_ arguments: [String], _ sink: MessageSink, _ moment: Moment, in folder: URL) throws -> String {
        let before = size("sent.jsonl", in: folder)
        let process = try Program.start(arguments, in: folder, discarding: true)
        let pid = process.processIdentifier
        var isMet = true
        switch moment {
        case .after(let milliseconds): usleep(milliseconds * 1_000)
        case .sink(let point):
            sink.end(pid, at: point)
            for _ in 0..<3_000 where process.isRunning { usleep(1_000) }
            isMet = !sink.spare()
        case .line:
            isMet = false
            for _ in 0..<30_000 where process.isRunning && !isMet {
                usleep(100)
                isMet = size("sent.jsonl", in: folder) > before
            }
        }
        XCTAssertTrue(process.isRunning || isMet && moment == .sink(.taken) || moment == .sink(.answered), "the scheduler ended by itself")
        kill(pid, SIGKILL)
        process.waitUntilExit()
        switch moment {
        case .after: return "killed at a random moment"
        case .sink(let point): return "killed when a message was \(point)" + (isMet ? "" : ", which none was")
        case .line: return "killed when a line was written" + (isMet ? "" : ", which none was")
        }
    }

    private func size(_ name: String, in folder: URL) -> Int64 {
        var status = stat()
        return stat(folder.appendingPathComponent(name).path, &status) == 0 ? Int64(status.st_size) : 0
    }

    private func account(_ sink: MessageSink, in folder: URL) throws -> Account {
        let listed = try Program.run(["outbox", "list", "--store", "s.db", "--json", "--limit", "100000"], in: folder)
        let open = try listed.output.split(separator: "\n").map { line in
            try XCTUnwrap(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        }
        XCTAssertEqual(open.filter { $0["status"] as? String != "uncertain" }.count, 0, listed.output)
        let doctor = try Program.run(["doctor", "--store", "s.db"], in: folder)
        XCTAssertEqual(doctor.code, 0, doctor.output)
        let status = try Program.run(["status", "--store", "s.db", "--json"], in: folder)
        let object = try XCTUnwrap(JSONSerialization.jsonObject(with: Data(status.output.utf8)) as? [String: Any], status.errors)
        let examined = try Program.run(["doctor", "--store", "s.db", "--json"], in: folder)
        let extent = (try JSONSerialization.jsonObject(with: Data(examined.output.utf8)) as? [String: Any])?["looked_at"] as? [String: Any]
        return Account(
            taken: sink.taken, lines: try SentMessage.all(in: folder),
            uncertain: open.map { "\($0["key"] as? String ?? "")-\($0["channel"] as? String ?? "")" },
            decisions: try XCTUnwrap(extent?["decisions"] as? Int), events: try XCTUnwrap((object["totals"] as? [String: Any])?["events"] as? Int, status.output))
    }

    private func compare(_ found: Account, _ wanted: Account) throws {
        XCTAssertEqual(found.events, (kills + 1) * 4)
        XCTAssertEqual(found.events, wanted.events)
        XCTAssertEqual(found.decisions, wanted.decisions)
        // Over HTTP: each at least once, under its key.
        func keys(_ path: String, _ account: Account) -> [String] { account.taken.filter { $0.path == path }.map(\.key) }
        XCTAssertGreaterThan(wanted.taken.count, kills * 3)
        XCTAssertEqual(Set(keys("hook", found)), Set(keys("hook", wanted)))
        XCTAssertEqual(Set(found.taken.filter { $0.path == "hook" }), Set(wanted.taken.filter { $0.path == "hook" }), "one key, two messages")
        // What must not be repeated: once at most, and what nobody knows of is put aside.
        let risky = keys("risky", found)
        XCTAssertEqual(Set(risky).count, risky.count, "a message that must not be repeated came twice")
        XCTAssertEqual(Set(risky).union(found.uncertain), Set(keys("risky", wanted)))
        XCTAssertEqual(wanted.uncertain, [])
        // In the file: the same.
        XCTAssertEqual(Set(found.lines.map(\.key)), Set(wanted.lines.map(\.key)))
        func contents(_ account: Account) -> Set<String> { Set(account.lines.map { "\($0.key) \($0.customer) \($0.content) \($0.at)" }) }
        XCTAssertEqual(contents(found), contents(wanted), "one key, two messages")
        print(
            """
            \(kills) kills: \(found.taken.count) messages over HTTP (\(wanted.taken.count) without kills), \(found.lines.count) in the file \
            (\(wanted.lines.count)), \(found.uncertain.count) put aside
            """)
    }
}
