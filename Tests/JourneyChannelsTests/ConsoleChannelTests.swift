import JourneyModel
import XCTest

@testable import JourneyChannels

final class ConsoleChannelTests: XCTestCase {
    func testConforms() async throws {
        let null = open("/dev/null", O_WRONLY)
        defer { close(null) }
        try await ChannelConformance.check { try makeChannel(name: "wecom", adapter: "console", settings: [:], output: null, clock: { .distantPast }) }
    }

    func testOneReadableLineAMessage() {
        let cases: [(ChannelMessage, String)] = [
            (
                ChannelMessage(
                    key: "k", customer: "c42", channel: "wecom", content: "coupon", journey: "cart_rescue", step: "send#1",
                    at: Timestamp(microseconds: 1_795_422_600_000_000)),
                "2026-11-23 08:30:00  wecom → c42  coupon  (cart_rescue, send#1)\n"
            ),
            (
                ChannelMessage(
                    key: "k", customer: "王", channel: "sms", to: "138", content: "优惠券", with: #"{"off":5}"#, journey: "j",
                    step: "s",
                    at: Timestamp(microseconds: -1)),
                "1969-12-31 23:59:59  sms → 王 <138>  优惠券 {\"off\":5}  (j, s)\n"
            ),
            (
                ChannelMessage(
                    key: "k", customer: "a\nb\u{1B}[2J\u{202E}", channel: "sms", content: "x", journey: "j", step: "s",
                    at: Timestamp(microseconds: 0)),
                "1970-01-01 00:00:00  sms → a\u{FFFD}b\u{FFFD}[2J\u{FFFD}  x  (j, s)\n"
            ),
        ]
        for (message, line) in cases { XCTAssertEqual(ConsoleChannel.line(message), line) }
    }

    func testAClosedReaderIsRetried() async throws {
        let before = signal(SIGPIPE, SIG_IGN)
        defer { signal(SIGPIPE, before) }
        var ends: [Int32] = [0, 0]
        XCTAssertEqual(pipe(&ends), 0)
        close(ends[0])
        defer { close(ends[1]) }
        let replies = await ConsoleChannel(descriptor: ends[1]).send(ChannelConformance.awkwardMessages)
        XCTAssertEqual(replies.map(\.status), ChannelConformance.awkwardMessages.map { _ in .retry })
        XCTAssertEqual(replies.first?.reason, "cannot print: Broken pipe")
    }
}
