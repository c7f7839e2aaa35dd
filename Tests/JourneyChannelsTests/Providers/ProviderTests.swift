import JourneyModel
import Synchronization
import XCTest

@testable import JourneyChannels

/// Every adapter over real connections to a provider that speaks its documented protocol, with what goes wrong on the way.
final class ProviderTests: XCTestCase {
    private let clock = HandClock(Timestamp(microseconds: 1_795_422_600_000_000))

    /// What an adapter says after a trouble, and how often the provider took the message.
    private struct Row: Sendable {
        var trouble: Trouble?
        var status: ChannelReply.Status
        /// Of the webhook, whose every 2xx says that it was taken.
        var webhook: ChannelReply.Status?
        var wait: Microseconds?
        var taken: Int
        /// The adapter's patience decides.
        var isShort = false
        var line: UInt
    }

    private static let rows: [Row] = [
        Row(trouble: nil, status: .sent, taken: 1, line: #line),
        Row(trouble: .breaksOff, status: .uncertain, taken: 0, isShort: true, line: #line),
        Row(trouble: .hangs, status: .uncertain, taken: 0, isShort: true, line: #line),
        Row(trouble: .drips, status: .uncertain, taken: 1, isShort: true, line: #line),
        Row(trouble: .takesAndHangs, status: .uncertain, taken: 1, isShort: true, line: #line),
        Row(trouble: .losesTheAnswer, status: .uncertain, taken: 1, isShort: true, line: #line),
        Row(trouble: .status(429, ["Retry-After: 7"]), status: .retry, wait: 7 * .second, taken: 0, line: #line),
        Row(trouble: .status(503), status: .retry, taken: 0, line: #line),
        // The gateway's server may have taken it.
        Row(trouble: .status(502), status: .uncertain, webhook: .retry, taken: 0, line: #line),
        Row(trouble: .status(504), status: .uncertain, webhook: .retry, taken: 0, line: #line),
        Row(trouble: .status(401), status: .retry, wait: 10 * .minute, taken: 0, line: #line),
        Row(trouble: .status(404), status: .failed, taken: 0, line: #line),
        Row(trouble: .says("<html>busy</html>"), status: .uncertain, webhook: .sent, taken: 0, line: #line),
        Row(trouble: .says(#"{"errcode":0"#), status: .uncertain, webhook: .sent, taken: 0, line: #line),
        Row(trouble: .says("[]"), status: .uncertain, webhook: .sent, taken: 0, line: #line),
        Row(trouble: .says(""), status: .uncertain, webhook: .sent, taken: 0, line: #line),
    ]

    func testEveryAdapterThroughEveryTrouble() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for name in PlayedProvider.names {
                group.addTask { [clock] in for row in Self.rows { try await Self.check(row, of: PlayedProvider(name, at: clock)) } }
            }
            try await group.waitForAll()
        }
    }

    private static func check(_ row: Row, of played: PlayedProvider) async throws {
        let name = played.name
        let server = try ProviderServer(played.fake, row.trouble.map { [$0] } ?? [], on: played.path)
        let channel = played.channel(to: server.address, timeout: row.isShort ? 700_000 : 20 * .second)
        let replies = await channel.send([played.message(1)])
        let wanted = name == "webhook" ? row.webhook ?? row.status : row.status
        XCTAssertEqual(replies.map(\.status), [wanted], name, line: row.line)
        XCTAssertEqual(replies.first?.retryAfter, row.wait, name, line: row.line)
        XCTAssertEqual(played.taken, Array(repeating: played.receiver(1), count: row.taken), name, line: row.line)
        XCTAssertFalse(replies[0].reason.contains(PlayedProvider.secret), name, line: row.line)
        await channel.close()
        // The next message finds a provider in order, and is another.
        let another = played.channel(to: server.address)
        let next = await another.send([played.message(2)])
        XCTAssertEqual(next.map(\.status), [.sent], name, line: row.line)
        await another.close()
        server.stop()
    }

    func testAProviderThatIsNotThereHasTakenNothing() async throws {
        for name in PlayedProvider.names {
            let played = PlayedProvider(name, at: clock)
            let server = try ProviderServer(played.fake)
            server.stop()
            let channel = played.channel(to: server.address)
            let replies = await channel.send([played.message(1)])
            XCTAssertEqual(replies.map(\.status), [.retry], name)
            XCTAssertFalse(replies[0].reason.contains(PlayedProvider.secret), name)
            await channel.close()
        }
    }

    func testWrongCredentialsWaitForSomebodyToSetThemRight() async throws {
        for name in PlayedProvider.names {
            let played = PlayedProvider(name, at: clock)
            let server = try ProviderServer(played.fake)
            let channel = played.channel(to: server.address, secret: "wrong-" + PlayedProvider.secret)
            let replies = await channel.send([played.message(1)])
            XCTAssertEqual(replies.map(\.status), [.retry], name)
            XCTAssertEqual(replies[0].retryAfter, 10 * .minute, name)
            XCTAssertTrue(played.taken.isEmpty, name)
            XCTAssertFalse(replies[0].reason.contains(PlayedProvider.secret), name)
            await channel.close()
            server.stop()
        }
    }

    // MARK: WeCom

    private func wecom(_ name: String) throws -> (PlayedProvider, FakeWeCom, ProviderServer, any Channel) {
        let played = PlayedProvider(name, at: clock)
        let fake = try XCTUnwrap(played.fake as? FakeWeCom)
        let server = try ProviderServer(fake)
        return (played, fake, server, played.channel(to: server.address))
    }

    /// Whether it has come of age, was taken back, or was never there: one new token, and every message arrives once.
    func testATokenThatEndsIsRenewedOnce() async throws {
        for name in ["wecom", "wecom_group"] {
            for code in [42001, 40014] {
                let (played, fake, server, channel) = try wecom(name)
                _ = await channel.send([played.message(0)])
                fake.state.withLock {
                    $0.staleCode = code
                    $0.tokens += 1
                }
                let replies = await channel.send((1...20).map { number in
                    var message = played.message(number)
                    message.body.parts[0].text = "text \(number)"
                    return message
                })
                XCTAssertEqual(Set(replies.map(\.status)), [.sent], "\(name) \(code)")
                XCTAssertEqual(played.taken.sorted(), (0...20).map(played.receiver).sorted(), "\(name) \(code)")
                XCTAssertEqual(server.requests.filter { $0.path == "/cgi-bin/gettoken" }.count, 2, "\(name) \(code)")
                await channel.close()
                server.stop()
            }
        }
    }

    func testATokenIsNotUsedPastItsTime() async throws {
        let (played, fake, server, channel) = try wecom("wecom")
        fake.state.withLock { $0.tokenEndsAt = .distantPast }
        for round in 1...4 {
            let replies = await channel.send([played.message(round)])
            XCTAssertEqual(replies.map(\.status), [.sent])
            clock.move(by: 3_000 * .second)
        }
        XCTAssertEqual(server.requests.filter { $0.path == "/cgi-bin/gettoken" }.count, 2, "one for two hours")
        XCTAssertEqual(server.requests.filter { $0.path == played.path }.count, 4, "none was refused")
        await channel.close()
        server.stop()
    }

    /// Codes of document/path/90313 that concern one message, asked over the wire.
    func testCodes() async throws {
        let cases: [(names: [String], code: Int, status: ChannelReply.Status, wait: Microseconds?)] = [
            (["wecom", "wecom_group", "wecom_robot"], -1, .retry, nil), (["wecom", "wecom_group", "wecom_robot"], 45009, .retry, .minute),
            (["wecom", "wecom_group"], 45033, .retry, 10 * .second), (["wecom_group"], 41063, .retry, .minute),
            (["wecom", "wecom_group"], 48002, .retry, 10 * .minute), (["wecom", "wecom_group"], 60020, .retry, 10 * .minute),
            (["wecom"], 301002, .retry, 10 * .minute), (["wecom_robot"], 93000, .retry, 10 * .minute), (["wecom"], 50003, .retry, 10 * .minute),
            (["wecom"], 60111, .unreachable, nil), (["wecom"], 81013, .unreachable, nil), (["wecom_group"], 40096, .unreachable, nil),
            (["wecom_group"], 41048, .unreachable, nil), (["wecom_group"], 84061, .unreachable, nil),
            (["wecom", "wecom_group", "wecom_robot"], 40058, .failed, nil), (["wecom", "wecom_robot"], 45002, .failed, nil),
            (["wecom_group"], 40007, .failed, nil), (["wecom"], 40201, .failed, nil), (["wecom"], 90500, .failed, nil),
        ]
        for (names, code, status, wait) in cases {
            for name in names {
                let (played, fake, server, channel) = try wecom(name)
                fake.state.withLock { $0.codes = [code] }
                let replies = await channel.send([played.message(1)])
                XCTAssertEqual(replies.map(\.status), [status], "\(name) \(code)")
                XCTAssertEqual(replies[0].retryAfter, wait, "\(name) \(code)")
                XCTAssertTrue(played.taken.isEmpty)
                await channel.close()
                server.stop()
            }
        }
    }

    func testSomeOfMany() async throws {
        for name in ["wecom", "wecom_group"] {
            let (played, fake, server, channel) = try wecom(name)
            fake.state.withLock {
                $0.invalid = ["wm3"]
                $0.refusesRequestsWith = ["wm6": name == "wecom" ? 60111 : 84061]
            }
            let replies = await channel.send((1...8).map(played.message))
            XCTAssertEqual(replies.map(\.status), (1...8).map { $0 == 3 || $0 == 6 ? .unreachable : .sent }, name)
            XCTAssertEqual(played.taken.sorted(), [1, 2, 4, 5, 7, 8].map(played.receiver), name)
            await channel.close()
            server.stop()
        }
    }

    func testTheRobotsTwentyAMinute() async throws {
        let (played, _, server, channel) = try wecom("wecom_robot")
        let replies = await channel.send((1...25).map(played.message))
        XCTAssertEqual(replies.map(\.status), (1...25).map { $0 <= 20 ? .sent : .retry })
        XCTAssertEqual(server.requests.count, 21)
        clock.move(by: .minute)
        let later = await channel.send((21...25).map(played.message))
        XCTAssertEqual(later.map(\.status), Array(repeating: .sent, count: 5))
        XCTAssertEqual(played.taken, (1...25).map(played.receiver), "in their order")
        await channel.close()
        server.stop()
    }

    // MARK: Aliyun

    func testWhatTheGatewayAndTheServiceRefuse() async throws {
        let cases: [(code: String, http: Int, status: ChannelReply.Status, wait: Microseconds?)] = [
            ("isv.BUSINESS_LIMIT_CONTROL", 200, .retry, 10 * .minute), ("isv.OUT_OF_SERVICE", 200, .retry, .hour),
            ("isv.AMOUNT_NOT_ENOUGH", 200, .retry, .hour), ("Throttling.User", 400, .retry, nil), ("Throttling.Api", 400, .retry, nil),
            ("ServiceUnavailable", 503, .retry, nil), ("InternalError", 500, .retry, nil), ("isp.SYSTEM_ERROR", 200, .retry, nil),
            ("isv.MOBILE_NUMBER_ILLEGAL", 200, .unreachable, nil), ("isv.BLACK_KEY_CONTROL_LIMIT", 200, .unreachable, nil),
            ("isv.CUSTOMER_REFUSED", 200, .unreachable, nil), ("isv.SMS_TEMPLATE_ILLEGAL", 200, .failed, nil),
            ("isv.SMS_SIGNATURE_ILLEGAL", 200, .failed, nil), ("isv.PARAM_LENGTH_LIMIT", 200, .failed, nil), ("isv.NEW", 200, .failed, nil),
            ("SignatureNonceUsed", 400, .uncertain, nil),
        ]
        for (code, http, status, wait) in cases {
            let played = PlayedProvider("sms", at: clock)
            let fake = try XCTUnwrap(played.fake as? FakeAliyun)
            let server = try ProviderServer(fake)
            fake.state.withLock { $0.codes = [(code, http)] }
            let channel = played.channel(to: server.address)
            let replies = await channel.send([played.message(1)])
            XCTAssertEqual(replies.map(\.status), [status], code)
            XCTAssertEqual(replies[0].retryAfter, wait, code)
            XCTAssertTrue(replies[0].reason.hasPrefix(code), code)
            XCTAssertTrue(played.taken.isEmpty)
            await channel.close()
            server.stop()
        }
    }

    /// The gateway works the signature out for itself, from what came over the wire.
    func testSignaturesOfAwkwardTexts() async throws {
        let played = PlayedProvider("sms", at: clock)
        let server = try ProviderServer(played.fake)
        let channel = played.channel(to: server.address)
        let texts = ["a b", "a+b&c=d%20", "~*'()!", "双十一 👩‍👩‍👧", "line\nbreak\ttab\u{0}", "\"\\/", String(repeating: "长", count: 500)]
        let messages = texts.enumerated().map { number, text in
            ChannelMessage.made("key \(number)/+", to: played.address(number), [("text", text)])
        }
        let replies = await channel.send(messages)
        XCTAssertEqual(replies.map(\.status), messages.map { _ in .sent }, "\(replies)")
        let fake = try XCTUnwrap(played.fake as? FakeAliyun)
        XCTAssertEqual(Set(fake.taken.map(\.key)), Set(messages.map(\.key)))
        await channel.close()
        server.stop()
    }

    func testAClockThatIsOff() async throws {
        for (off, status) in [(-14 * Microseconds.minute, ChannelReply.Status.sent), (16 * .minute, .retry), (-16 * .minute, .retry)] {
            let theirs = HandClock(clock.now)
            theirs.move(by: off)
            let played = PlayedProvider("sms", at: theirs)
            let server = try ProviderServer(FakeAliyun(keys: ["AK": PlayedProvider.secret], clock: { [clock] in clock.now }))
            let channel = played.channel(to: server.address)
            let replies = await channel.send([played.message(1)])
            XCTAssertEqual(replies.map(\.status), [status], "\(off)")
            await channel.close()
            server.stop()
        }
    }

    // MARK: Webhook

    func testSecretsChangeWithoutAMessageBeingRefused() async throws {
        for (theirs, ours, status) in [
            (["old"], ["new", "old"], ChannelReply.Status.sent), (["new", "old"], ["new", "old"], .sent), (["new"], ["new", "old"], .sent),
            (["new"], ["new"], .sent), (["new"], ["old"], .retry), (["new"], [], .retry),
        ] {
            let sink = WebhookSink(secrets: theirs, clock: { [clock] in clock.now })
            let server = try ProviderServer(sink)
            var settings = WebhookChannel.Settings(url: server.address + "/hook")
            settings.secrets = ours.map { Array($0.utf8) }
            let channel = WebhookChannel(settings, transport: HTTPSession(), clock: { [clock] in clock.now })
            let replies = await channel.send([ChannelConformance.message("双十一")])
            XCTAssertEqual(replies.map(\.status), [status], "\(theirs) \(ours)")
            await channel.close()
            server.stop()
        }
    }

    /// What was sent is worth nothing to somebody who caught it, soon after.
    func testTheReplayWindow() async throws {
        let sink = WebhookSink(secrets: [PlayedProvider.secret], clock: { [clock] in clock.now })
        let caught = Mutex<HTTPRequest?>(nil)
        let channel = WebhookChannel(
            {
                var settings = WebhookChannel.Settings(url: "http://127.0.0.1/hook")
                settings.secrets = [Array(PlayedProvider.secret.utf8)]
                return settings
            }(),
            transport: ScriptedTransport { request in
                caught.withLock { $0 = request }
                return sink.answer(request)
            }, clock: { [clock] in clock.now })
        let replies = await channel.send([ChannelConformance.message("a")])
        XCTAssertEqual(replies.map(\.status), [.sent])
        let request = try XCTUnwrap(caught.withLock { $0 })
        for (wait, status) in [(4 * Microseconds.minute, 200), (2 * .minute, 401)] {
            clock.move(by: wait)
            guard case .success(let response) = sink.answer(request) else { return XCTFail("no answer") }
            XCTAssertEqual(response.status, status)
        }
        XCTAssertEqual(sink.effects, ["a"], "and within it one key is one message")
    }

    /// The worked example of the specification's libraries.
    func testASecretInItsWrittenForm() throws {
        let settings = try WebhookChannel.Settings(
            channel: "w", ["url": .text("https://a.example"), "secret": .text("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")])
        let signed = Array(#"msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{"test": 2432232314}"#.utf8)
        XCTAssertEqual(
            settings.secrets.map { Data(HMAC.sha256(signed, key: $0)).base64EncodedString() }, ["g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="])
        XCTAssertThrowsError(
            try WebhookChannel.Settings(channel: "w", ["url": .text("https://a.example"), "secret": .text("whsec_no base64!")])
        ) { XCTAssertFalse("\($0)".contains("no base64")) }
    }
}
