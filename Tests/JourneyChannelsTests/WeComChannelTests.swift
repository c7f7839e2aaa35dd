import JourneyModel
import Synchronization
import XCTest

@testable import JourneyChannels

final class WeComChannelTests: XCTestCase {
    private static let secret = "never/to+be=seen"
    private let clock = HandClock()

    private func channel(_ transport: any HTTPTransport) -> WeComChannel {
        WeComChannel(.init(WeComAccount(corp: "ww1", secret: Self.secret), agent: 7), transport: transport, clock: { [clock] in clock.now })
    }

    private func sent(_ server: FakeWeCom) -> [[String: Any]] { server.requests.filter { $0.path == "/cgi-bin/message/send" }.map(\.json) }

    func testConforms() async throws {
        try await ChannelConformance.check {
            channel(FakeWeCom().transport)
        } prepare: { message in
            var message = message
            message.to = "user\(message.to.utf8.count)"
            message.body.parts = [(name: "text", text: message.content + "!")]
            return message
        }
    }

    func testKindsOfMessages() async throws {
        let table: [(body: [(String, String)], kind: String, json: String)] = [
            ([("text", "你好")], "text", #"{"content":"你好"}"#), ([("markdown", "**Hi**"), ("text", "Hi")], "markdown", #"{"content":"**Hi**"}"#),
            (
                [("title", "Tea"), ("url", "https://a.example/t"), ("text", "new"), ("picture", "https://a.example/p.png")], "news",
                #"{"articles":[{"title":"Tea","description":"new","url":"https://a.example/t","picurl":"https://a.example/p.png"}]}"#
            ),
            (
                [("appid", "wx1"), ("title", "Order"), ("page", "pages/o?id=1"), ("Amount", "19.90"), ("Due", "today")], "miniprogram_notice",
                #"{"appid":"wx1","page":"pages/o?id=1","title":"Order","content_item":[{"key":"Amount","value":"19.90"},{"key":"Due","value":"today"}]}"#
            ),
        ]
        for (body, kind, json) in table {
            let server = FakeWeCom()
            let replies = await channel(server.transport).send([.made("k", to: "lin", body)])
            XCTAssertEqual(replies, [ChannelReply(.sent, providerID: "m1")])
            XCTAssertEqual(
                String(decoding: server.requests[1].body, as: UTF8.self),
                #"{"touser":"lin","msgtype":"\#(kind)","agentid":7,"\#(kind)":\#(json)}"#)
            XCTAssertEqual(server.requests[1].parameter("access_token"), "token-1")
        }
    }

    func testEqualContentIsOneRequestForAThousand() async throws {
        let server = FakeWeCom()
        server.state.withLock { $0.invalid = ["u3", "u1500"] }
        var messages = (0..<2_100).map { ChannelMessage.made("k\($0)", to: "U\($0)", [("text", "sale")]) }
        messages[5].body.parts[0].text = "other"
        messages.append(.made("again", to: "u7", [("text", "sale")]))
        let replies = await channel(server.transport).send(messages)
        let sizes = sent(server).compactMap { ($0["touser"] as? String)?.split(separator: "|").count }
        XCTAssertEqual(sizes.sorted(), [1, 100, 1_000, 1_000], "u7 again fits into the third")
        for (index, reply) in replies.enumerated() {
            XCTAssertEqual(reply.status, [3, 1_500].contains(index) ? .unreachable : .sent, "\(index)")
        }
        XCTAssertEqual(replies[3].reason, "the user does not see the application (invaliduser)")
        for request in sent(server) {
            let users = (request["touser"] as? String ?? "").lowercased().split(separator: "|")
            XCTAssertEqual(Set(users).count, users.count, "nobody twice in one request")
        }
    }

    func testTheTokenIsAskedForOnceAndKept() async {
        let server = FakeWeCom()
        let channel = channel(server.transport)
        let messages = (0..<40).map { ChannelMessage.made("k\($0)", to: "u\($0)", [("text", "n\($0)")]) }
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<5 { 
                group.addTask {
                    let replies = await channel.send(messages)
                    XCTAssertTrue(replies.allSatisfy { $0.status == .sent })
                }
            }
        }
        XCTAssertEqual(server.tokensGiven, 1)
        clock.move(by: 6_899 * .second)
        _ = await channel.send([messages[0]])
        XCTAssertEqual(server.tokensGiven, 1)
        clock.move(by: 2 * .second)
        _ = await channel.send([messages[0]])
        XCTAssertEqual(server.tokensGiven, 2, "five minutes before its end another is asked for")
    }

    func testARefusedTokenIsRenewedOnceForAll() async {
        for code in [42001, 40014] {
            let server = FakeWeCom()
            server.state.withLock { $0.staleCode = code }
            let channel = channel(server.transport)
            let messages = (0..<40).map { ChannelMessage.made("k\($0)", to: "u\($0)", [("text", "n\($0)")]) }
            _ = await channel.send([messages[0]])
            server.state.withLock { $0.valid = "token-2" }
            let replies = await channel.send(messages)
            XCTAssertTrue(replies.allSatisfy { $0.status == .sent }, "\(code)")
            XCTAssertEqual(server.tokensGiven, 2, "\(code)")
        }
    }

    func testATokenThatIsNeverTakenIsNoEndlessLoop() async {
        let server = FakeWeCom()
        server.state.withLock { $0.valid = "none" }
        let replies = await channel(server.transport).send([.made("k", to: "lin", [("text", "x")])])
        XCTAssertEqual(replies.map(\.status), [.retry])
        XCTAssertEqual(server.requests.filter { $0.path == "/cgi-bin/message/send" }.count, 2)
    }

    func testEveryCodeHasItsMeaning() async {
        let cases: [(code: Int, status: ChannelReply.Status, wait: Microseconds?)] = [
            (-1, .retry, nil), (45009, .retry, .minute), (45033, .retry, 10 * .second), (60111, .unreachable, nil), (81013, .unreachable, nil),
            (40003, .unreachable, nil), (45002, .failed, nil), (40008, .failed, nil), (60020, .retry, 10 * .minute), (99999, .failed, nil),
        ]
        for (code, status, wait) in cases {
            let server = FakeWeCom()
            server.state.withLock { $0.sendAnswer = .json(#"{"errcode":\#(code),"errmsg":"\#(Self.secret)"}"#) }
            let replies = await channel(server.transport).send([.made("k", to: "lin", [("text", "x")])])
            XCTAssertEqual(replies.map(\.status), [status], "\(code)")
            XCTAssertEqual(replies[0].retryAfter, wait, "\(code)")
            XCTAssertTrue(replies[0].reason.contains("\(code)"), replies[0].reason)
        }
    }

    func testOneUnknownUserDoesNotTakeTheOthersAlong() async {
        let server = FakeWeCom()
        server.state.withLock { $0.refusesRequestsWith = ["u5": 60111] }
        let replies = await channel(server.transport).send((0..<8).map { .made("k\($0)", to: "u\($0)", [("text", "x")]) })
        XCTAssertEqual(replies.map(\.status), (0..<8).map { $0 == 5 ? .unreachable : .sent })
        XCTAssertEqual(server.state.withLock { $0.delivered }.sorted(), ["u0", "u1", "u2", "u3", "u4", "u6", "u7"], "each once")
    }

    func testLostSlowAndBrokenAnswers() async {
        let cases: [(ScriptedTransport.Answer, ChannelReply.Status, Microseconds?)] = [
            (.failure(.unknown("no answer in time")), .uncertain, nil), (.failure(.notSent("the server takes no connection")), .retry, nil),
            (.json("<html>", status: 502), .uncertain, nil), (.json("", status: 429, headers: [("Retry-After", "9")]), .retry, 9 * .second),
            (.json("<html>"), .uncertain, nil), (.json("[]"), .uncertain, nil), (.json(#"{"errcode":"0"}"#), .uncertain, nil),
        ]
        for (index, (answer, status, wait)) in cases.enumerated() {
            let server = FakeWeCom()
            server.state.withLock { $0.sendAnswer = answer }
            let replies = await channel(server.transport).send([.made("k", to: "lin", [("text", "x")])])
            XCTAssertEqual(replies.map(\.status), [status], "case \(index)")
            XCTAssertEqual(replies[0].retryAfter, wait, "case \(index)")
        }
    }

    func testWithoutATokenNothingLeavesAndNothingIsInDoubt() async {
        let cases: [ScriptedTransport.Answer] = [
            .json(#"{"errcode":40001,"errmsg":"invalid credential \#(Self.secret)"}"#), .json(#"{"errcode":-1}"#), .json(#"{"errcode":0}"#),
            .json("<html>", status: 500), .failure(.unknown("no answer in time")),
            .failure(.notSent("`https://x/?corpsecret=\(Self.secret)` is no address of a server")),
        ]
        for (index, answer) in cases.enumerated() {
            let server = FakeWeCom()
            server.state.withLock { $0.tokenAnswer = answer }
            let replies = await channel(server.transport).send((0..<20).map { .made("k\($0)", to: "u\($0)", [("text", "\($0)")]) })
            XCTAssertTrue(replies.allSatisfy { $0.status == .retry && $0.reason.hasPrefix("no access token: ") }, "case \(index) \(replies[0])")
            XCTAssertEqual(server.requests.count, 1, "case \(index): a refusal is not asked for twenty times")
            for reply in replies {
                XCTAssertFalse(reply.reason.contains(Self.secret) || reply.reason.contains(PercentCode.encoded(Self.secret)), reply.reason)
            }
        }
    }

    func testWhomNobodyMayReach() async {
        let server = FakeWeCom()
        let text = [("text", "x")]
        let replies = await channel(server.transport).send([
            .made("1", to: "", text), .made("2", to: "@all", text), .made("3", to: "a|b", text), .made("4", to: "lin"),
        ])
        XCTAssertEqual(replies.map(\.status), [.unreachable, .unreachable, .unreachable, .failed])
        XCTAssertEqual(replies[3].reason, "the message `coupon` says nothing on this channel: give it a text `for x`")
        XCTAssertTrue(server.requests.isEmpty)
    }
}
