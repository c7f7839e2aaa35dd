import Foundation
import JourneyModel
import XCTest

@testable import JourneyChannels

/// The webhook over real connections to a server that does what servers do.
final class WebhookChannelTests: XCTestCase {
    private static let now = Timestamp(microseconds: 1_795_422_600_000_000)

    private func channel(_ url: String, _ change: (inout WebhookChannel.Settings) -> Void = { _ in }) -> WebhookChannel {
        var settings = WebhookChannel.Settings(url: url)
        settings.timeout = 300_000
        change(&settings)
        return WebhookChannel(settings, transport: HTTPSession(), clock: { Self.now })
    }

    func testConformance() async throws {
        let server = try SocketServer { _, _ in [.answer("200 OK")] }
        defer { server.stop() }
        try await ChannelConformance.check { channel(server.url) { $0.timeout = 10 * .second } }
    }

    func testWhatServersAnswer() async throws {
        let sent = ChannelReply(.sent)
        let rows: [(steps: [SocketServer.Step], reply: ChannelReply, line: UInt)] = [
            ([.answer("200 OK")], sent, #line),
            ([.answer("204 No Content")], sent, #line),
            ([.answer("200 OK", [], "thanks")], sent, #line),
            ([.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n")], sent, #line),
            ([.send("HTTP/1.0 200 OK\r\n\r\n"), .close], sent, #line),
            (
                [.answer("200 OK", [], #"{"status":"unreachable","reason":"moved","provider_id":"p1"}"#)],
                ChannelReply(.unreachable, providerID: "p1", reason: "moved"), #line
            ),
            (
                [.answer("200 OK", [], #"{"status":"retry","retry_after_ms":1500}"#)], ChannelReply(.retry, retryAfter: 1_500_000), #line
            ),
            (
                [.answer("429 Too Many Requests", ["Retry-After: 7"])],
                ChannelReply(.retry, reason: "the server answered 429", retryAfter: 7 * .second), #line
            ),
            (
                // The clock of the channel stands at 2026-11-23T08:30:00Z.
                [.answer("503 Service Unavailable", ["Retry-After: Mon, 23 Nov 2026 08:30:05 GMT"])],
                ChannelReply(.retry, reason: "the server answered 503", retryAfter: 5 * .second), #line
            ),
            (
                [.answer("503 Service Unavailable", ["Retry-After: Sun, 06 Nov 1994 08:49:37 GMT"])],
                ChannelReply(.retry, reason: "the server answered 503", retryAfter: 0), #line
            ),
            (
                [.answer("429 Too Many Requests", ["Retry-After: Fri, 31 Dec 9999 23:59:59 GMT"])],
                ChannelReply(.retry, reason: "the server answered 429", retryAfter: .day), #line
            ),
            (
                [.answer("429 Too Many Requests", ["Retry-After: -5"])], ChannelReply(.retry, reason: "the server answered 429"), #line
            ),
            (
                [.answer("503 Service Unavailable", ["Retry-After: 99999999999999999999"])],
                ChannelReply(.retry, reason: "the server answered 503", retryAfter: .day), #line
            ),
            (
                [.answer("429 Too Many Requests", ["Retry-After: soon"])], ChannelReply(.retry, reason: "the server answered 429"), #line
            ),
            ([.answer("500 Internal Server Error")], ChannelReply(.retry, reason: "the server answered 500"), #line),
            ([.answer("400 Bad Request")], ChannelReply(.failed, reason: "the server answered 400"), #line),
            ([.answer("410 Gone")], ChannelReply(.failed, reason: "the server answered 410: nobody is at this address"), #line),
            // Nobody named the place that it points to.
            (
                [.answer("302 Found", ["Location: http://127.0.0.1:1/"])], ChannelReply(.failed, reason: "the server answered 302"), #line
            ),
        ]
        for row in rows {
            let server = try SocketServer { _, _ in row.steps }
            let channel = channel(server.url) { $0.timeout = 10 * .second }
            let replies = await channel.send([ChannelConformance.message("m")])
            XCTAssertEqual(replies, [row.reply], line: row.line)
            XCTAssertEqual(server.requests.count, 1, line: row.line)
            await channel.close()
            server.stop()
        }
    }

    /// What may have been accepted is uncertain, never `retry` and never `failed`.
    func testAnswersThatDoNotCome() async throws {
        let rows: [(name: String, steps: [SocketServer.Step])] = [
            ("hangs", [.hang]), ("takes it and is gone", [.close]), ("resets", [.reset]),
            ("hangs in the head", [.send("HTTP/1.1 200 OK\r\nContent-"), .hang]),
            ("hangs in the body", [.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"), .hang]),
            ("is gone in the body", [.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"), .close]),
            ("drips for ever", [.drip("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n" + String(repeating: "x", count: 200))]),
            ("is no server of this kind", [.send("220 mail.example ESMTP\r\n"), .close]),
            ("says nonsense", [.send("\u{0}\u{1}\u{2}\r\n\r\n"), .close]),
        ]
        for row in rows {
            let server = try SocketServer { _, _ in row.steps }
            let channel = channel(server.url)
            let replies = await channel.send([ChannelConformance.message("m")])
            XCTAssertEqual(replies.map(\.status), [.uncertain], "\(row.name): \(replies)")
            XCTAssertNotEqual(replies.first?.reason, "", row.name)
            await channel.close()
            server.stop()
        }
    }

    /// What a key holds begins no header of its own.
    func testControlCharactersInHeaders() async throws {
        let server = try SocketServer { _, _ in [.answer("200 OK")] }
        defer { server.stop() }
        let channel = channel(server.url) { $0.timeout = 10 * .second }
        _ = await channel.send([ChannelConformance.message("a\r\nx-other: 1\u{0}\tb\u{7F}")])
        let request = try XCTUnwrap(server.requests.first)
        XCTAssertEqual(request.header("webhook-id"), "key a  x-other: 1  b ")
        XCTAssertNil(request.header("x-other"))
        await channel.close()
    }

    func testNothingListens() async throws {
        let server = try SocketServer { _, _ in [] }
        server.stop()
        for url in [server.url, "http://nowhere.invalid/", "http:///", "http://a b/", "http://127.0.0.1:99999/"] {
            let channel = channel(url) { $0.timeout = 5 * .second }
            let replies = await channel.send([ChannelConformance.message("m")])
            XCTAssertEqual(replies.map(\.status), [.retry], "\(url): \(replies)")
            await channel.close()
        }
    }

    func testALostReplyIsAskedForAgainUnderTheSameKey() async throws {
        let server = try SocketServer { number, _ in number == 0 ? [.reset] : [.answer("200 OK")] }
        defer { server.stop() }
        let channel = channel(server.url) { $0.timeout = 10 * .second }
        let first = await channel.send([ChannelConformance.message("m")])
        let second = await channel.send([ChannelConformance.message("m")])
        XCTAssertEqual((first + second).map(\.status), [.uncertain, .sent])
        XCTAssertEqual(server.requests.map { $0.header("idempotency-key") }, ["key m", "key m"])
        XCTAssertEqual(server.requests[0].body, server.requests[1].body)
        await channel.close()
    }

    /// A connection kept open may be closed by the server between two messages; whether the second was seen is then told truly.
    func testAConnectionThatTheServerClosedSinceThen() async throws {
        let server = try SocketServer { _, _ in [.answer("200 OK"), .close] }
        defer { server.stop() }
        let channel = channel(server.url) { $0.timeout = 10 * .second }
        for number in 0..<20 {
            let replies = await channel.send([ChannelConformance.message("m\(number)")])
            XCTAssertEqual(replies.map(\.status), [.sent])
        }
        XCTAssertEqual(server.requests.count, 20)
        await channel.close()
    }

    /// Nobody knows whether a request was taken whose connection, kept open since the one before, broke: the receiver that takes one key
    /// once is asked again at once, another one never is. Nothing waits until the deadline.
    func testAKeptConnectionThatBreaks() async throws {
        for isIdempotent in [true, false] {
            for last in [SocketServer.Step.reset, .close] {
                let server = try SocketServer { number, _ in number == 1 ? [last] : [.answer("200 OK")] }
                let channel = channel(server.url) {
                    $0.timeout = 60 * .second
                    $0.isIdempotent = isIdempotent
                }
                let first = await channel.send([ChannelConformance.message("1")])
                let second = await channel.send([ChannelConformance.message("2")])
                XCTAssertEqual(first, [ChannelReply(.sent)])
                let broke = ChannelReply(.uncertain, reason: "the connection that was kept open broke")
                XCTAssertEqual(second, [isIdempotent ? ChannelReply(.sent) : broke])
                XCTAssertEqual(
                    server.requests.map { $0.header("webhook-id") }, ["key 1", "key 2"] + (isIdempotent ? ["key 2"] : []))
                await channel.close()
                server.stop()
            }
        }
    }

    /// One that breaks each time is left to the dispatcher.
    func testKeptConnectionsThatBreakAgain() async throws {
        let server = try SocketServer { number, _ in number == 0 ? [.answer("200 OK")] : [.reset] }
        defer { server.stop() }
        let channel = channel(server.url) { $0.timeout = 60 * .second }
        _ = await channel.send([ChannelConformance.message("1")])
        let replies = await channel.send([ChannelConformance.message("2")])
        XCTAssertEqual(replies.map(\.status), [.uncertain])
        XCTAssertEqual(server.requests.count, 3)
        await channel.close()
    }

    /// A request without a body would be repeated unasked, and unseen, on a connection that was kept open: it asks for none.
    func testARequestWithoutABodyIsMadeOnceOnly() async throws {
        let server = try SocketServer { number, request in
            if number == 1 { return [.close] }
            return request.header("connection") == "close" ? [.answer("200 OK", ["Connection: close"]), .close] : [.answer("200 OK")]
        }
        defer { server.stop() }
        let session = HTTPSession()
        let answers = [
            await session.send(HTTPRequest("POST", server.url), deadline: 60 * .second),
            await session.send(HTTPRequest("POST", server.url), deadline: 60 * .second),
        ]
        XCTAssertEqual(try answers[0].get().status, 200)
        guard case .failure(.unknown) = answers[1] else { return XCTFail("\(answers[1])") }
        XCTAssertEqual(server.requests.count, 2)
        session.close()
        guard case .failure(.notSent) = await session.send(HTTPRequest("GET", server.url), deadline: .second) else {
            return XCTFail("a closed session was asked")
        }
    }

    /// Each request ends at its own deadline, whichever began first.
    func testDeadlinesOfRequestsUnderWay() async throws {
        let server = try SocketServer { _, _ in [.hang] }
        defer { server.stop() }
        let session = HTTPSession()
        let ended = await withTaskGroup(of: Int.self) { group in
            for tenths in [6, 1, 4, 2] {
                let url = server.url
                group.addTask {
                    let answer = await session.send(HTTPRequest("POST", url, body: [0]), deadline: Int64(tenths) * 100_000)
                    guard case .failure(.unknown("no answer in time")) = answer else { return -1 }
                    return tenths
                }
            }
            return await group.reduce(into: [Int]()) { $0.append($1) }
        }
        XCTAssertEqual(ended, [1, 2, 4, 6])
        session.close()
    }

    func testManyAtOnceEachWithItsOwnAnswer() async throws {
        let server = try SocketServer { _, request in
            let key = request.header("webhook-id") ?? ""
            return [.answer("200 OK", [], #"{"status":"sent","provider_id":"of \#(key)"}"#)]
        }
        defer { server.stop() }
        let channel = channel(server.url) {
            $0.timeout = 30 * .second
            $0.concurrency = 32
        }
        let messages = (0..<500).map { ChannelConformance.message("\($0)") }
        let replies = await channel.send(messages)
        XCTAssertEqual(replies.map(\.providerID), messages.map { "of \($0.key)" })
        await channel.close()
    }

    func testAnAnswerOfAnyLengthIsBounded() async throws {
        let server = try SocketServer { _, _ in
            [.send("HTTP/1.1 200 OK\r\n\r\n" + String(repeating: "x", count: 4 << 20)), .close]
        }
        defer { server.stop() }
        let channel = channel(server.url) { $0.timeout = 20 * .second }
        let replies = await channel.send([ChannelConformance.message("m")])
        XCTAssertEqual(replies.map(\.status), [.sent])
        await channel.close()
    }

    /// One below the bound and at it the whole answer, one above it what the bound lets in.
    func testAnswersAroundTheBound() async throws {
        let most = HTTPSession.bodyLimit
        let lengths = [most - 1, most, most + 1]
        let server = try SocketServer { number, _ in
            [.answer("200 OK", ["Connection: close"], String(repeating: "x", count: lengths[number])), .close]
        }
        defer { server.stop() }
        let session = HTTPSession()
        defer { session.close() }
        for length in lengths {
            let answer = await session.send(HTTPRequest("POST", server.url, body: [1]), deadline: 20 * .second)
            guard case .success(let response) = answer else {
                XCTFail("\(length): \(answer)")
                continue
            }
            XCTAssertEqual(response.body.count, min(length, most), "\(length)")
        }
    }

    /// The signature is that of Standard Webhooks; with two secrets either will do.
    func testSignatures() async throws {
        let server = try SocketServer { _, _ in [.answer("200 OK")] }
        defer { server.stop() }
        let secrets = [Array("new".utf8), Array("old".utf8)]
        let channel = channel(server.url) {
            $0.timeout = 10 * .second
            $0.secrets = secrets
        }
        _ = await channel.send([ChannelConformance.message("双十一")])
        let request = try XCTUnwrap(server.requests.first)
        let second = try XCTUnwrap(request.header("webhook-timestamp"))
        XCTAssertEqual(second, "\(Self.now.microseconds / .second)")
        let id = try XCTUnwrap(request.header("webhook-id"))
        let signed = Array("\(id).\(second).".utf8) + request.body
        let wanted = secrets.map { "v1," + Data(HMAC.sha256(signed, key: $0)).base64EncodedString() }
        XCTAssertEqual(request.header("webhook-signature"), wanted.joined(separator: " "))
        XCTAssertTrue(request.head.hasPrefix("POST /hook HTTP/1.1"), request.head)
        let body = try XCTUnwrap(JSONSerialization.jsonObject(with: Data(request.body)) as? [String: Any])
        XCTAssertEqual(body["customer"] as? String, "双十一")
        await channel.close()
    }
}
