import JourneyModel
import Synchronization
import XCTest

@testable import JourneyChannels

/// Mail through msmtp, a program that is used as `sendmail`, to a server that the test plays.
///
/// Skipped where there is none: `apt-get install msmtp` brings it, and `make test` does so where it may.
final class RealMailTests: XCTestCase {
    private static let at = Timestamp(microseconds: 1_795_422_600_000_000)
    private static let program = ["/usr/bin/msmtp", "/usr/local/bin/msmtp"].first { FileManager.default.isExecutableFile(atPath: $0) }

    /// Speaks SMTP (RFC 5321) and keeps what it is given, without the dots that were put in.
    private final class MailSink: Sendable {
        struct State {
            var mails: [String] = []
            var receivers: [String] = []
            var data: [String]?
        }

        enum Temper: Sendable { case friendly, knowsNobody, isBusy, losesItsWord }

        let state = Mutex(State())
        private let temper: Temper
        private let server: Mutex<LineServer?> = Mutex(nil)

        init(_ temper: Temper) throws {
            self.temper = temper
            let made = try LineServer(greeting: "220 sink ESMTP\r\n") { [weak self] line in self?.answer(line) ?? nil }
            server.withLock { $0 = made }
        }

        var port: UInt16 { server.withLock { $0?.port ?? 0 } }
        func stop() { server.withLock { $0?.stop() } }

        /// Nil: the connection is broken off; empty: nothing is said yet.
        private func answer(_ line: String) -> String? {
            state.withLock { state in
                if state.data != nil {
                    guard line == "." else {
                        state.data?.append(line.hasPrefix(".") ? String(line.dropFirst()) : line)
                        return ""
                    }
                    state.mails.append((state.data ?? []).joined(separator: "\r\n") + "\r\n")
                    state.data = nil
                    return temper == .losesItsWord ? nil : "250 2.0.0 queued\r\n"
                }
                switch line.prefix(4).uppercased() {
                case "EHLO", "HELO": return "250 sink\r\n"
                case "RCPT":
                    state.receivers.append(String(line.drop { $0 != "<" }.dropFirst().prefix { $0 != ">" }))
                    switch temper {
                    case .knowsNobody: return "550 5.1.1 no such user\r\n"
                    case .isBusy: return "450 4.2.1 try later\r\n"
                    case .friendly, .losesItsWord: return "250 2.1.5 fine\r\n"
                    }
                case "DATA":
                    state.data = []
                    return "354 go on\r\n"
                case "QUIT": return "221 bye\r\n"
                default: return "250 fine\r\n"
                }
            }
        }
    }

    private func channel(_ scratch: ScratchDirectory, port: UInt16) throws -> EmailChannel {
        let program = try XCTUnwrap(Self.program)
        try scratch.write("defaults\nauth off\ntls off\naccount default\nhost 127.0.0.1\nport \(port)\nfrom tea@shop.example\n", to: "msmtprc")
        chmod(scratch.path + "/msmtprc", 0o600)
        try scratch.write("#!/bin/sh\nexec \(program) -C '\(scratch.path)/msmtprc' \"$@\"\n", to: "sendmail")
        chmod(scratch.path + "/sendmail", 0o755)
        var settings = EmailChannel.Settings(from: "茶店 <tea@shop.example>")
        settings.program = scratch.path + "/sendmail"
        settings.unsubscribe = "https://shop.example/leave?m={key}"
        return EmailChannel(settings, clock: { Self.at }, log: { _ in })
    }

    private static let text = "你好，林：\n.\n..two dots\nFrom here on\n" + String(repeating: "x", count: 2_000)

    func testMailsArriveAsTheyWereWritten() async throws {
        try XCTSkipIf(Self.program == nil, "msmtp is not installed: `apt-get install msmtp` lets this test run")
        let scratch = try ScratchDirectory()
        let sink = try MailSink(.friendly)
        let channel = try channel(scratch, port: sink.port)
        let bodies: [[(String, String)]] = [
            [("subject", "您的购物车还在等您"), ("text", Self.text), ("html", "<p>你好，<b>林</b></p>")],
            [("subject", "Plain"), ("text", ".\n.\n\n. a\n")],
            [("subject", "Html"), ("html", "<p>.</p>\n.\n")],
        ]
        for (number, body) in bodies.enumerated() {
            let message = ChannelMessage.made("k\(number)", to: "林 <lin@example.com>", body)
            let replies = await channel.send([message])
            XCTAssertEqual(replies, [ChannelReply(.sent)])
            let mail = MailMessage(from: try XCTUnwrap(MailAddress("茶店 <tea@shop.example>")), unsubscribe: "https://shop.example/leave?m={key}", at: Self.at)
            let written = mail.text(message, to: try XCTUnwrap(MailAddress(message.to)))
            XCTAssertEqual(sink.state.withLock { $0.mails.last }, written, "\(number): byte for byte")
            XCTAssertTrue(written.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"))
            XCTAssertTrue(written.split(separator: "\r\n").allSatisfy { $0.utf8.count <= 998 }, "RFC 5322, section 2.1.1")
        }
        XCTAssertEqual(sink.state.withLock { $0.receivers }, Array(repeating: "lin@example.com", count: 3))
        sink.stop()
    }

    func testWhatTheServerSaysReachesTheReply() async throws {
        try XCTSkipIf(Self.program == nil, "msmtp is not installed: `apt-get install msmtp` lets this test run")
        let cases: [(MailSink.Temper, ChannelReply.Status, mails: Int)] = [
            (.knowsNobody, .unreachable, 0), (.isBusy, .retry, 0), (.losesItsWord, .uncertain, 1),
        ]
        for (temper, status, mails) in cases {
            let scratch = try ScratchDirectory()
            let sink = try MailSink(temper)
            let replies = await (try channel(scratch, port: sink.port)).send([.made("k", to: "lin@example.com", [("subject", "s"), ("text", "t")])])
            XCTAssertEqual(replies.map(\.status), [status], "\(temper) \(replies)")
            XCTAssertEqual(sink.state.withLock { $0.mails.count }, mails, "\(temper)")
            sink.stop()
        }
        // Nobody is there.
        let scratch = try ScratchDirectory()
        let sink = try MailSink(.friendly)
        let port = sink.port
        sink.stop()
        let replies = await (try channel(scratch, port: port)).send([.made("k", to: "lin@example.com", [("subject", "s"), ("text", "t")])])
        XCTAssertEqual(replies.map(\.status), [.retry])
    }
}
