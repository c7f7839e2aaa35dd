import JourneyModel
import XCTest

@testable import JourneyChannels

final class EmailChannelTests: XCTestCase {
    private static let corpus = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Corpus/mail")
    private static let at = Timestamp(microseconds: 1_795_422_600_000_000)
    private static let text = "Hello Lin,\n\nyour tea waits = 10% off.\n"

    // MARK: The text of a mail

    func testGoldenMails() throws {
        let long = String(repeating: "茶与茶具，今天送达。", count: 12)
        let cases: [(name: String, from: String, to: String, body: [(String, String)], unsubscribe: String)] = [
            ("plain", "shop@shop.example", "lin@example.com", [("subject", "Your cart"), ("text", Self.text)], ""),
            (
                "alternative", "茶店 <tea@shop.example>", "林 <lin@example.com>",
                [("subject", "您的购物车还在等您"), ("text", "你好，林：\n茶在等你。"), ("html", "<p>你好，<b>林</b>：</p>\n<p>茶在等你。</p>")],
                "https://shop.example/leave?m={key}&a={to}"
            ),
            ("html_only", "Tea, \"and\" more <tea@shop.example>", "lin@example.com", [("subject", ""), ("html", "<p style=\"color:red\">Tea</p>")], "mailto:leave@shop.example"),
            ("long", "shop@shop.example", "lin@example.com", [("subject", long), ("text", long + "\n.\nFrom here on \n" + String(repeating: "x", count: 200))], ""),
            (
                "injection", "shop@shop.example", "Lin\r\nBcc: all@example.com <lin@example.com>",
                [("subject", "Hi\r\nBcc: all@example.com\r\n\r\nBody\u{0}\u{85}\u{2028}x"), ("text", "a\r\nb\rc\u{0}d")], ""
            ),
        ]
        for (name, from, to, body, unsubscribe) in cases {
            let mail = MailMessage(
                from: try XCTUnwrap(MailAddress(from)), replyTo: MailAddress("help@shop.example"), unsubscribe: unsubscribe, at: Self.at)
            let text = mail.text(.made("k/\(name)", to: to, body), to: try XCTUnwrap(MailAddress(to)))
            let file = Self.corpus.appendingPathComponent(name + ".eml")
            if ProcessInfo.processInfo.environment["UPDATE_EXPECTED"] != nil { try Data(text.utf8).write(to: file) }
            XCTAssertEqual(text, String(decoding: try Data(contentsOf: file), as: UTF8.self), name)
            let lines = text.split(separator: "\r\n", omittingEmptySubsequences: false)
            XCTAssertTrue(text.utf8.allSatisfy { $0 < 0x80 && $0 != 0 }, name)
            XCTAssertTrue(lines.allSatisfy { $0.utf8.count <= 78 && !$0.utf8.contains(0x0A) && !$0.utf8.contains(0x0D) || $0.hasPrefix("List-") }, name)
            XCTAssertFalse(lines.contains { $0.hasPrefix("Bcc") }, name)
        }
    }

    func testAddresses() {
        let cases: [(String, name: String?, address: String)] = [
            ("lin@example.com", "", "lin@example.com"), ("Lin <lin+tea@example.com>", "Lin", "lin+tea@example.com"),
            ("\"Lin, W.\" <lin@example.com>", "Lin, W.", "lin@example.com"), ("林 <a@b>", "林", "a@b"),
            ("", nil, ""), ("lin", nil, ""), ("lin@", nil, ""), ("@b", nil, ""), ("a@b@c", nil, ""), ("a b@c", nil, ""), ("a@b\n", nil, ""),
            ("a@b, c@d", nil, ""), ("-f@example.com", nil, ""), ("a@-b", nil, ""), ("a..b@c", nil, ""), ("<a@b>, <c@d>", nil, ""), ("a@b>", nil, ""),
            ("a@b\r\nBcc: c@d", nil, ""), (String(repeating: "a", count: 65) + "@b", nil, ""), ("a;b@c", nil, ""), ("lin@例子.com", nil, ""),
        ]
        for (text, name, address) in cases {
            let read = MailAddress(text)
            XCTAssertEqual(read?.name, name, text)
            XCTAssertEqual(read?.address ?? "", address, text)
        }
    }

    func testQuotedPrintable() {
        let cases: [(String, String)] = [
            ("a=b", "a=3Db"), ("tail \nnext\t", "tail=20\r\nnext=09"), ("é", "=C3=A9"), (".\nFrom x", "=2E\r\n=46rom x"), ("", ""), ("a\r\n\r\nb\rc", "a\r\n\r\nb\r\nc"),
            (String(repeating: "x", count: 76), String(repeating: "x", count: 76)),
            (String(repeating: "x", count: 77), String(repeating: "x", count: 75) + "=\r\nxx"),
            (String(repeating: "é", count: 13), String(repeating: "=C3=A9", count: 12) + "=C3=\r\n=A9"),
        ]
        for (text, encoded) in cases { XCTAssertEqual(MailText.quotedPrintable(text), encoded, text) }
    }

    func testDates() {
        let cases: [(Int64, String)] = [
            (0, "Thu, 01 Jan 1970 00:00:00 +0000"), (1_795_422_600_000_000, "Mon, 23 Nov 2026 08:30:00 +0000"), (-1, "Wed, 31 Dec 1969 23:59:59 +0000"),
            (951_782_400_000_000, "Tue, 29 Feb 2000 00:00:00 +0000"),
        ]
        for (microseconds, text) in cases { XCTAssertEqual(MailDate.text(Timestamp(microseconds: microseconds)), text) }
    }

    // MARK: The program

    private func channel(_ scratch: ScratchDirectory, _ script: String, timeout: Microseconds = 20 * .second, _ log: Notes = Notes()) throws -> EmailChannel {
        try scratch.write("#!/bin/sh\n" + script + "\n", to: "sendmail")
        chmod(scratch.path + "/sendmail", 0o755)
        var settings = EmailChannel.Settings(from: "shop@shop.example")
        settings.program = scratch.path + "/sendmail"
        settings.timeout = timeout
        return EmailChannel(settings, clock: { Self.at }, log: { log.add($0) })
    }

    private static let mail: [(String, String)] = [("subject", "s"), ("text", "t")]

    func testConforms() async throws {
        let scratch = try ScratchDirectory()
        try await ChannelConformance.check {
            try channel(scratch, "cat > /dev/null")
        } prepare: { message in
            var message = message
            message.to = "lin@example.com"
            message.body.parts = [(name: "subject", text: message.content), (name: "text", text: message.content + "!")]
            return message
        }
    }

    func testTheProgramGetsTheMailAndNothingElse() async throws {
        let scratch = try ScratchDirectory()
        let channel = try channel(scratch, #"printf '%s|' "$@" > "\#(scratch.path)/arguments"; cat > "\#(scratch.path)/mail""#)
        let message = ChannelMessage.made("k", to: "lin@example.com", [("subject", "Tea"), ("text", String(repeating: "tea ", count: 50_000))])
        let replies = await channel.send([message])
        XCTAssertEqual(replies, [ChannelReply(.sent)])
        XCTAssertEqual(try scratch.text("arguments"), "-t|-i|")
        let mail = MailMessage(from: try XCTUnwrap(MailAddress("shop@shop.example")), at: Self.at)
        XCTAssertEqual(try scratch.text("mail"), mail.text(message, to: try XCTUnwrap(MailAddress("lin@example.com"))).replacing("\r\n", with: "\n"))
    }

    func testEveryEndHasItsMeaning() async throws {
        let cases: [(script: String, status: ChannelReply.Status)] = [
            ("cat >/dev/null", .sent), ("exit 0", .sent), ("cat >/dev/null; exit 64", .failed), ("cat >/dev/null; exit 65", .failed),
            ("cat >/dev/null; exit 67", .unreachable), ("cat >/dev/null; exit 68", .unreachable), ("exit 69", .retry), ("exit 70", .retry), ("exit 71", .retry),
            ("exit 75", .retry), ("exit 74", .uncertain), ("exit 76", .uncertain),
            ("cat >/dev/null; echo 'server message: 550 5.1.1 no such user' >&2; echo 'could not send mail' >&2; exit 65", .unreachable),
            ("cat >/dev/null; echo 'server message: 550 5.7.1 no such luck' >&2; exit 65", .failed),
            ("cat >/dev/null; echo 'server message: 450 4.1.1 try later' >&2; exit 69", .retry), ("exit 77", .retry), ("exit 78", .retry), ("exit 1", .uncertain), ("kill -9 $$", .uncertain), ("exec /nowhere", .retry),
        ]
        for (script, status) in cases {
            let scratch = try ScratchDirectory()
            let replies = await (try channel(scratch, script)).send([.made("k", to: "lin@example.com", Self.mail)])
            XCTAssertEqual(replies.map(\.status), [status], script)
            XCTAssertEqual(replies[0].reason.isEmpty, status == .sent, script)
        }
    }

    func testAProgramThatHangsIsEnded() async throws {
        let scratch = try ScratchDirectory()
        let replies = await (try channel(scratch, "trap '' TERM; sleep 1000 & wait", timeout: 200_000)).send([.made("k", to: "lin@example.com", Self.mail)])
        XCTAssertEqual(replies.map(\.status), [.uncertain])
        XCTAssertTrue(replies[0].reason.hasSuffix("did not end in time"))
    }

    func testWhatTheProgramSaysIsLogged() async throws {
        let scratch = try ScratchDirectory()
        let log = Notes()
        _ = await (try channel(scratch, "cat >/dev/null; echo one >&2; printf 'queue\\033 is full' >&2; exit 75", log)).send([
            .made("k", to: "lin@example.com", Self.mail)
        ])
        XCTAssertEqual(log.lines, ["\(scratch.path)/sendmail: queue\u{FFFD} is full"])
    }

    func testWhatCannotBeSentStartsNothing() async throws {
        let scratch = try ScratchDirectory()
        let channel = try channel(scratch, "cat > \(scratch.path)/mail")
        let replies = await channel.send([
            .made("1", to: "", Self.mail), .made("2", to: "a@b\nBcc: c@d", Self.mail), .made("3", to: "lin@example.com", [("subject", "s")]),
        ])
        XCTAssertEqual(replies.map(\.status), [.unreachable, .unreachable, .failed])
        XCTAssertEqual(replies[2].reason, "the message `coupon` says nothing on this channel: give it a `body` for `x`")
        XCTAssertThrowsError(try scratch.text("mail"))
    }
}
