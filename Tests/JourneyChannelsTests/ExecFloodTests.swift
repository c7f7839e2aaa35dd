import JourneyModel
import XCTest

@testable import JourneyChannels

/// Programs that misbehave by the megabyte: the messages get their replies, and neither memory nor the log grows with what they say.
final class ExecFloodTests: XCTestCase {
    private let log = Notes()
    private let clock = HandClock()

    private func channel(_ script: String, timeout: Microseconds = 20 * .second) -> ExecChannel {
        var settings = ExecChannel.Settings(program: "sh")
        settings.arguments = ["-c", script]
        settings.timeout = timeout
        settings.inFlight = 1
        return ExecChannel(settings, clock: { [clock] in clock.now }, log: { [log] in log.add($0) })
    }

    private func messages(_ count: Int) -> [ChannelMessage] {
        (1...count).map {
            ChannelMessage(key: "k\($0)", customer: "c", channel: "push", content: "x", journey: "j", step: "s", at: Timestamp(microseconds: 0))
        }
    }

    /// A reply to each line, after `first`.
    private func answering(_ first: String) -> String {
        #"while IFS= read -r line; do key=${line#*\"key\":\"}; key=${key%%\"*}; "# + first + #"; echo "{\"key\":\"$key\",\"status\":\"sent\"}"; done"#
    }

    private func kilobytes() -> Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        return line.flatMap { Int($0.filter(\.isNumber)) } ?? 0
    }

    /// 100 MB of complaints in lines of 64 KB, and 100 MB without a line break.
    func testAFloodOfErrors() async {
        let lines = "head -c 65536 /dev/zero | tr '\\0' x"
        for flood in [
            "i=0; part=$(\(lines)); while [ $i -lt 1600 ]; do echo $part >&2; i=$((i+1)); done", "head -c 100000000 /dev/zero | tr '\\0' y >&2",
        ] {
            let before = kilobytes()
            let channel = channel(answering("if [ $key = k1 ]; then \(flood); fi"), timeout: 300 * .second)
            let replies = await channel.send(messages(3))
            XCTAssertEqual(replies.map(\.status), [.sent, .sent, .sent])
            await channel.close()
            XCTAssertLessThan(kilobytes() - before, 60_000)
        }
        XCTAssertLessThanOrEqual(log.lines.reduce(0) { $0 + $1.utf8.count }, 2 * (ExecChannel.toldInAMinute + 2) * 520)
    }

    /// Short lines: so many in the log, the rest as a number when the next minute begins.
    func testTheLogTellsHowMuchMoreThereWas() async {
        for (count, told, untold) in [
            (ExecChannel.toldInAMinute - 1, ExecChannel.toldInAMinute - 1, 0), (ExecChannel.toldInAMinute, ExecChannel.toldInAMinute, 0),
            (ExecChannel.toldInAMinute + 1, ExecChannel.toldInAMinute, 1),
        ] {
            let notes = Notes()
            var settings = ExecChannel.Settings(program: "sh")
            settings.arguments = ["-c", answering("i=0; while [ $i -lt \(count) ]; do echo nonsense; i=$((i+1)); done")]
            settings.inFlight = 1
            let channel = ExecChannel(settings, clock: { [clock] in clock.now }, log: { notes.add($0) })
            _ = await channel.send(messages(1))
            XCTAssertEqual(notes.lines.count, told)
            XCTAssertEqual(channel.counts.untold, untold)
            clock.move(by: .minute)
            _ = await channel.send(messages(1))
            XCTAssertEqual(notes.lines.contains("sh: \(untold) more lines"), untold > 0)
            await channel.close()
        }
    }

    /// A line up to the bound comes as it is, a longer one in parts, in whatever pieces it is read.
    func testLinesAroundTheBound() {
        let most = LineCutter.limit
        for (length, parts) in [(most - 1, [most - 1]), (most, [most]), (most + 1, [most, 1])] {
            for piece in [length + 6, 65_536] {
                var cutter = LineCutter()
                var lines: [Int] = []
                let bytes = [UInt8](repeating: 0x78, count: length) + Array("\nnext\n".utf8)
                for start in stride(from: 0, to: bytes.count, by: piece) {
                    cutter.take(bytes[start..<min(start + piece, bytes.count)]) { lines.append($0.count) }
                }
                cutter.finish { lines.append($0.count) }
                XCTAssertEqual(lines, parts + [4], "\(length) in pieces of \(piece)")
            }
        }
    }

    /// However it goes wrong, each message gets a reply in its time, and closing comes to an end.
    func testMischief() async {
        let sent: [ChannelReply.Status] = [.sent, .sent]
        let table: [(name: String, script: String, statuses: [ChannelReply.Status])] = [
            ("closes its output", "exec >&-; read -r line; sleep 1000", [.uncertain, .retry]),
            ("leaves a child behind that holds its pipes", "read -r line; sleep 1000 & exit 0", [.uncertain, .retry]),
            ("will not end", "trap '' TERM INT HUP; read -r line; while :; do sleep 1; done", [.uncertain, .uncertain]),
            ("nests without end", answering("head -c 200000 /dev/zero | tr '\\0' '['; echo"), sent),
            ("nests objects", answering("head -c 100000 /dev/zero | sed 's/\\x00/{\"a\":/g'; echo"), sent),
            ("talks no text", answering("printf '\\377\\376\\000\\n'"), sent),
            ("answers with lists", answering("echo '[[[]]]'; echo '{\"key\":[1],\"status\":{}}'; echo null; echo 7"), sent),
        ]
        for (name, script, statuses) in table {
            let isSlow = statuses != sent
            let channel = channel(script, timeout: isSlow ? 400_000 : 20 * .second)
            let replies = await channel.send(messages(2))
            if isSlow {
                XCTAssertTrue(replies.allSatisfy { $0.status == .uncertain || $0.status == .retry }, "\(name): \(replies)")
                XCTAssertTrue(replies.contains { $0.status == .uncertain }, "\(name): \(replies)")
            } else {
                XCTAssertEqual(replies.map(\.status), statuses, "\(name): \(replies)")
            }
            await channel.close()
        }
    }

    /// What a reply brings along is cut, however few characters it says it is.
    func testTextsOfRepliesAreBounded() throws {
        let accents = String(repeating: "\u{301}", count: 100_000)
        for (count, kept) in [(199, 199), (200, 200), (201, 200)] {
            let id = String(repeating: "x", count: count)
            XCTAssertEqual(AnswerJSON(Array(#"{"status":"sent","provider_id":"\#(id)"}"#.utf8))?.reply?.providerID.utf8.count, kept)
        }
        for (count, kept) in [(499, 499), (500, 500), (501, 500)] {
            let reason = String(repeating: "忙", count: count)
            XCTAssertEqual(AnswerJSON(Array(#"{"status":"retry","reason":"\#(reason)"}"#.utf8))?.reply?.reason.count, kept)
        }
        let reply = try XCTUnwrap(AnswerJSON(Array(#"{"status":"sent","provider_id":"a\#(accents)","reason":"a\#(accents)"}"#.utf8))?.reply)
        XCTAssertLessThanOrEqual(reply.providerID.utf8.count, 800)
        XCTAssertLessThanOrEqual(reply.reason.utf8.count, 2_000)
    }

    /// Who talks without end and answers nothing is ended; the message is in doubt, and the next ones wait for a new start.
    func testChatterWithoutReplies() async {
        for chatter in ["yes nonsense", #"yes '{"key":"nobody","status":"sent"}'"#, "tr '\\0' x </dev/zero"] {
            let channel = channel("read -r line; \(chatter)", timeout: 300 * .second)
            let replies = await channel.send(messages(2))
            XCTAssertEqual(replies.map(\.status), [.uncertain, .retry], chatter)
            await channel.close()
        }
    }
}
