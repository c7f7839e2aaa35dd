import XCTest

/// What a goal is linked to when channels, rules and operators had a say in what became of the messages; cases/attribution.case holds the
/// rest.
final class AttributionTests: XCTestCase {
    private static let program = "journey news when visited goal bought within 7d send news via sms or else email end"

    private static let scenes: [LeavingTests.Scene] = [
        .init(
            title: "sent, failed, sent by another channel",
            program: """
                journey news when visited goal bought within 7d send news via sms end
                journey more when visited goal bought within 7d send more via push end
                journey mail when visited goal bought within 7d send mail via push or else email end
                """,
            replies: ["push": [.failed]],
            lines: [
                .event("1h", "visited"), .turn("1h"), .expect(["sent email", "failed push", "sent sms"]), .event("2h", "bought"),
                .goals(["event=bought after=mail/email@1h", "event=bought", "event=bought after=news/sms@1h"]),
            ]),
        .init(
            title: "put off by its channel, then sent", program: program, replies: ["sms": [.retry, .sent]],
            lines: [
                .event("1h", "visited"), .turn("1h"), .expect(["pending sms"]), .event("1h1s", "bought"), .goals(["event=bought"]),
            ]),
        .init(
            title: "sent at the second try", program: program, replies: ["sms": [.retry, .sent]],
            lines: [
                .event("1h", "visited"), .turn("1h"), .turn("2h"), .expect(["sent sms"]), .event("3h", "bought"),
                .goals(["event=bought after=news/sms@1h"]),
            ]),
        .init(
            title: "in doubt: it may have arrived", program: program, replies: ["sms": [.uncertain]],
            lines: [
                .event("1h", "visited"), .turn("1h"), .turn("2h"), .turn("3h"), .turn("4h"), .turn("5h"), .turn("6h"), .turn("7h"),
                .expect(["uncertain sms"]), .event("8h", "bought"), .goals(["event=bought after=news/sms@1h"]),
            ]),
        .init(
            title: "held by quiet hours that began in the outbox",
            program: "policy quiet from 22:00 to 8:00 end \(program)",
            lines: [
                .event("21h59m", "visited"), .turn("22h"), .expect(["held sms"]), .event("23h", "bought"), .goals(["event=bought"]),
                .expect(["dropped sms"]),
            ]),
        .init(
            title: "held by quiet hours, and sent after them",
            program: "policy quiet from 22:00 to 8:00 end \(program)",
            lines: [
                .event("21h59m", "visited"), .turn("22h"), .turn("1d8h"), .expect(["sent sms"]), .event("1d9h", "bought"),
                .goals(["event=bought after=news/sms@21h59m"]),
            ]),
        .init(
            title: "a receipt of failure, and the next channel", program: program,
            lines: [
                .event("1h", "visited"), .turn("1h"), .event("2h", "$message", LeavingTests.receipt("failed")), .turn("3h"),
                .expect(["sent email"]), .event("4h", "bought"), .goals(["event=bought after=news/email@1h"]),
            ]),
        .init(
            title: "a receipt of failure, and no other channel",
            program: "journey news when visited goal bought within 7d send news via sms end",
            lines: [
                .event("1h", "visited"), .turn("1h"), .event("2h", "$message", LeavingTests.receipt("failed")), .expect(["failed sms"]),
                .event("4h", "bought"), .goals(["event=bought"]),
            ]),
        .init(
            title: "on its way to the next channel", program: program,
            lines: [
                .event("1h", "visited"), .turn("1h"), .event("2h", "$message", LeavingTests.receipt("failed")), .event("4h", "bought"),
                .goals(["event=bought"]),
            ]),
        .init(
            title: "recorded: a receipt of failure before the message's batch is closed takes the next channel", program: program,
            isBackfill: true,
            lines: [
                .together([("1h", "visited", "{}"), ("2h", "$message", LeavingTests.receipt("failed")), ("4h", "bought", "{}")]),
                .goals(["event=bought after=news/email@1h"]), .expect(["pending email"]), .turn("4h"), .expect(["sent email"]),
            ]),
        .init(
            title: "recorded: it failed everywhere before its batch is closed", program: program, isBackfill: true,
            lines: [
                .together([
                    ("1h", "visited", "{}"), ("2h", "$message", LeavingTests.receipt("failed")),
                    ("3h", "$message", LeavingTests.receipt("failed", "email")), ("4h", "bought", "{}"),
                ]), .goals(["event=bought"]), .expect(["failed email"]), .turn("4h"), .expect(["failed email"]),
            ]),
        .init(
            title: "live: what has not left cannot have failed", program: program,
            lines: [
                .together([("1h", "visited", "{}"), ("2h", "$message", LeavingTests.receipt("failed")), ("4h", "bought", "{}")]),
                .goals(["event=bought after=news/sms@1h"]), .turn("4h"), .expect(["sent sms"]),
            ]),
    ]

    func testScenes() async throws { try await LeavingTests.play(Self.scenes) }
}
