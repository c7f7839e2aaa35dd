import JourneyModel
import Synchronization
import XCTest

@testable import JourneyChannels

final class ExecChannelTests: XCTestCase {
    private let log = Notes()
    private let clock = HandClock()

    private func channel(_ script: String, timeout: Microseconds = 20 * .second, inFlight: Int = 16, idempotent: Bool = false) -> ExecChannel {
        var settings = ExecChannel.Settings(program: "sh")
        settings.arguments = ["-c", script]
        settings.timeout = timeout
        settings.inFlight = inFlight
        settings.isIdempotent = idempotent
        return ExecChannel(settings, clock: { [clock] in clock.now }, log: { [log] in log.add($0) })
    }

    private func messages(_ count: Int) -> [ChannelMessage] {
        (1...count).map {
            ChannelMessage(key: "k\($0)", customer: "c", channel: "push", content: "x", journey: "j", step: "s", at: Timestamp(microseconds: 0))
        }
    }

    /// Sets `key` from each line.
    private func loop(_ body: String) -> String {
        #"while IFS= read -r line; do key=${line#*\"key\":\"}; key=${key%%\"*}; "# + body + "; done"
    }

    private func answer(_ status: String, _ more: String = "") -> String { #"echo "{\"key\":\"$key\",\"status\":\"\#(status)\"\#(more)}""# }

    private static let adapters = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("journeys/adapters").path

    /// An adapter of somebody else, `JOURNEY_ADAPTER="/path/to/program arguments"`: what it is to send may reach real people.
    func testAnAdapterOfYourOwnConforms() async throws {
        let words = (ProcessInfo.processInfo.environment["JOURNEY_ADAPTER"] ?? "").split(separator: " ").map(String.init)
        guard let program = words.first else { return }
        var settings = ExecChannel.Settings(program: program)
        settings.arguments = Array(words.dropFirst())
        settings.isIdempotent = true
        try await ChannelConformance.check {
            ExecChannel(settings, clock: { Timestamp(microseconds: 0) }, log: { line in print(line) })
        } prepare: { message in
            var message = message
            message.to = "address-\(message.to.utf8.count)"
            message.body.parts = [(name: "text", text: message.content + "!")]
            return message
        }
    }

    func testTheSamplesConform() async throws {
        for sample in ["adapter.sh", "adapter.py"] {
            let scratch = try ScratchDirectory()
            if sample.hasSuffix("py"), !ProgramPath.exists("python3") { continue }
            var settings = ExecChannel.Settings(program: Self.adapters + "/" + sample)
            settings.arguments = [scratch.path + "/kept.jsonl"]
            settings.isIdempotent = true
            let channel = ExecChannel(settings, clock: { Timestamp(microseconds: 0) }, log: { [log] in log.add($0) })
            let awkward = ChannelConformance.awkwardMessages.filter { !$0.to.isEmpty }
            let replies = await channel.send(awkward)
            XCTAssertEqual(replies.map(\.status), awkward.map { _ in .sent }, "\(sample) \(log.lines)")
            await channel.close()
            let kept = try scratch.text("kept.jsonl").split(separator: "\n")
            let keys = try kept.map { try XCTUnwrap(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])["key"] as? String }
            XCTAssertEqual(Set(keys), Set(awkward.map(\.key)), sample)
        }
    }

    func testConforms() async throws {
        let reply = #"sed -u 's/^{"key":"\(\([^"\\]\|\\.\)*\)".*/{"key":"\1","status":"sent"}/'"#
        try await ChannelConformance.check { channel(reply, idempotent: true) }
    }

    func testAReplySaysAll() async {
        let channel = channel(
            loop(
                """
                case $key in k1) \(answer("sent", #",\"provider_id\":\"p7\""#));; k2) \(answer("retry", #",\"retry_after_ms\":1500,\"reason\":\"busy\""#));;
                k3) \(answer("failed"));; k4) \(answer("unreachable"));; *) \(answer("uncertain"));; esac
                """))
        let replies = await channel.send(messages(5))
        XCTAssertEqual(
            replies,
            [
                ChannelReply(.sent, providerID: "p7"), ChannelReply(.retry, reason: "busy", retryAfter: 1_500_000), ChannelReply(.failed),
                ChannelReply(.unreachable), ChannelReply(.uncertain),
            ])
        XCTAssertEqual(channel.counts, .init(starts: 1))
        await channel.close()
    }

    func testRepliesComeInAnyOrder() async {
        // All are taken before the first is answered, the last one first.
        let script = #"sed -n 's/^{"key":"\([^"]*\)".*/{"key":"\1","status":"sent","provider_id":"\1"}/;p;8q' | tac"#
        let channel = channel(script, inFlight: 8)
        let replies = await channel.send(messages(8))
        XCTAssertEqual(replies.map(\.providerID), messages(8).map(\.key))
        await channel.close()
    }

    func testGarbageAndSecondAnswersAreCountedAndSurvived() async {
        let channel = channel(
            loop(
                "echo 'Hello!'; echo '{\"key\":\"stranger\",\"status\":\"sent\"}'; echo '[1]'; echo '{\"key\":'; echo \"{\\\"key\\\":\\\"$key\\\",\\\"status\\\":\\\"lost\\\"}\"; "
                    + "echo trouble >&2; " + answer("sent") + "; " + answer("failed")), inFlight: 1)
        let replies = await channel.send(messages(3))
        XCTAssertEqual(replies.map(\.status), [.sent, .sent, .sent])
        await channel.close()
        XCTAssertEqual(channel.counts, .init(starts: 1, garbage: 12, strays: 6))
        XCTAssertTrue(log.lines.contains("sh: trouble"), "\(log.lines)")
        XCTAssertTrue(log.lines.contains("sh: a line that is no reply: Hello!"), "\(log.lines)")
    }

    func testDeathLeavesWhatItHadInDoubtAndIsFollowedByAPause() async {
        let channel = channel("read -r line; exit 3", inFlight: 1)
        let first = await channel.send(messages(2))
        XCTAssertEqual(first.map(\.status), [.uncertain, .retry])
        XCTAssertEqual(first.map(\.reason), ["the program `sh` ended before it answered: it ended with status 3", "the program `sh` is down and is started anew later"])
        XCTAssertEqual(first[1].retryAfter, .second)
        var pauses: [Microseconds?] = []
        for _ in 0..<8 {
            clock.move(by: .minute)
            pauses.append(await channel.send(messages(2))[1].retryAfter)
        }
        XCTAssertEqual(pauses, [2, 4, 8, 16, 32, 60, 60, 60].map { $0 * .second })
        XCTAssertEqual(channel.counts.starts, 9)
        await channel.close()
    }

    func testWhoAnswersAndEndsIsStartedAnewAtOnce() async {
        let channel = channel("IFS= read -r line; key=${line#*\\\"key\\\":\\\"}; key=${key%%\\\"*}; " + answer("sent"), inFlight: 1)
        for number in 1...3 {
            var reply = await channel.send(messages(1))
            // It may have answered and not yet be gone: then the next message finds it dying.
            for _ in 0..<50 where reply[0].status != .sent {
                clock.move(by: .minute)
                reply = await channel.send(messages(1))
            }
            XCTAssertEqual(reply.map(\.status), [.sent])
            XCTAssertGreaterThanOrEqual(channel.counts.starts, number)
        }
        await channel.close()
    }

    func testAHangingProgramIsEndedAndStartedAnew() async throws {
        let scratch = try ScratchDirectory()
        let channel = channel(
            "if [ -e \(scratch.path)/hung ]; then \(loop(answer("sent"))); fi; : > \(scratch.path)/hung; trap '' TERM; sleep 1000 & wait", timeout: 200_000)
        let first = await channel.send(messages(2))
        XCTAssertEqual(first.map(\.status), [.uncertain, .uncertain])
        XCTAssertTrue(first.allSatisfy { $0.reason.contains("in time") || $0.reason.contains("signal 9") }, "\(first)")
        clock.move(by: .minute)
        var second = await channel.send(messages(2))
        // On a busy machine it may be ended before it has begun to hang.
        for _ in 0..<50 where second.contains(where: { $0.status != .sent }) {
            clock.move(by: .minute)
            second = await channel.send(messages(2))
        }
        XCTAssertEqual(second.map(\.status), [.sent, .sent])
        XCTAssertGreaterThanOrEqual(channel.counts.starts, 2)
        await channel.close()
    }

    func testOneThatTakesNothingDoesNotHoldUs() async {
        let channel = channel("sleep 1000", timeout: 200_000, inFlight: 4)
        var large = messages(4)
        for index in large.indices { large[index].content = String(repeating: "x", count: 300_000) }
        let replies = await channel.send(large)
        // The first fills the pipe; the others never left.
        XCTAssertEqual(replies.filter { $0.status == .uncertain }.count, 1)
        XCTAssertEqual(replies.filter { $0.status == .retry }.count, 3)
        await channel.close()
    }

    func testALateReplyAnswersNothing() async {
        let slow = loop("if [ $key = k1 ]; then kept=$key; else " + answer("sent") + "; key=$kept; " + answer("sent") + "; key=k2; fi")
        let channel = channel(slow, timeout: 300_000, inFlight: 2)
        let lone = await channel.send(messages(1))
        XCTAssertEqual(lone.map(\.status), [.uncertain])
        await channel.close()
    }

    func testWhatCannotBeStartedIsRetried() async {
        let channel = ExecChannel(.init(program: "/nowhere/to/be/found"), clock: { Timestamp(microseconds: 0) }, log: { _ in })
        let replies = await channel.send(messages(2))
        XCTAssertEqual(replies.map(\.status), [.retry, .retry])
        // Whichever comes first tries; the other is told to come later.
        XCTAssertEqual(
            replies.map(\.reason).sorted(),
            [
                "cannot start the program `/nowhere/to/be/found`: No such file or directory",
                "the program `/nowhere/to/be/found` is down and is started anew later",
            ])
        await channel.close()
        let closed = await channel.send(messages(1))
        XCTAssertEqual(closed.map(\.status), [.retry])
    }

    func testNoMoreThanAgreedAreInHand() async throws {
        // Waits for two lines, answers both: a third in hand would be answered too early, one alone never.
        let pairs = #"while IFS= read -r a && IFS= read -r b; do for line in "$a" "$b"; do key=${line#*\"key\":\"}; key=${key%%\"*}; \#(answer("sent")); done; done"#
        let channel = channel(pairs, inFlight: 2)
        let replies = await channel.send(messages(40))
        XCTAssertEqual(replies.map(\.status), messages(40).map { _ in .sent })
        await channel.close()
    }
}

/// What was logged.
final class Notes: Sendable {
    private let kept = Mutex<[String]>([])
    var lines: [String] { kept.withLock { $0 } }
    func add(_ line: String) { kept.withLock { $0.append(line) } }
}

/// A clock that a test moves by hand.
final class HandClock: Sendable {
    private let time: Mutex<Timestamp>
    init(_ start: Timestamp = Timestamp(microseconds: 0)) { time = Mutex(start) }
    var now: Timestamp { time.withLock { $0 } }
    func move(by length: Microseconds) { time.withLock { $0 = $0 + length } }
}
