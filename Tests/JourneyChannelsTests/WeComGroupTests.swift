import JourneyModel
import Synchronization
import XCTest

@testable import JourneyChannels

/// Tasks for employees, and group robots.
final class WeComGroupTests: XCTestCase {
    private let secret = "never-to-be-seen"

    private func group(_ server: FakeWeCom, sender: String = "") -> WeComGroupChannel {
        var settings = WeComGroupChannel.Settings(WeComAccount(corp: "ww1", secret: secret))
        settings.sender = sender
        return WeComGroupChannel(settings, transport: server.transport, clock: { Timestamp(microseconds: 0) })
    }

    private func robot(_ transport: any HTTPTransport) -> WeComRobotChannel {
        WeComRobotChannel(.init(key: secret), transport: transport, clock: { Timestamp(microseconds: 0) })
    }

    private func spoken(_ message: ChannelMessage) -> ChannelMessage {
        var message = message
        message.to = "user\(message.to.utf8.count)"
        message.body.parts = [(name: "text", text: message.content + "!")]
        return message
    }

    func testConforms() async throws {
        try await ChannelConformance.check({ group(FakeWeCom()) }, prepare: spoken)
        try await ChannelConformance.check({ robot(ScriptedTransport { _ in .json(#"{"errcode":0,"errmsg":"ok"}"#) }) }, prepare: spoken)
    }

    func testATaskForThoseWhoGetTheSame() async {
        let server = FakeWeCom()
        server.state.withLock { $0.invalid = ["wm2"] }
        let link = [("text", "茶"), ("title", "Tea"), ("url", "https://a.example"), ("description", "new")]
        let replies = await group(server, sender: "lin").send([
            .made("1", to: "wm1", link), .made("2", to: "wm2", link), .made("3", to: "wm3", [("text", "other"), ("sender", "wang")]), .made("4", to: "wm4"),
            .made("5", to: "", link),
        ])
        XCTAssertEqual(replies.map(\.status), [.sent, .unreachable, .sent, .failed, .unreachable])
        XCTAssertEqual(replies.map { $0.providerID.prefix(5) }, ["task-", "", "task-", "", ""])
        let bodies = server.requests.dropFirst().map { String(decoding: $0.body, as: UTF8.self) }.sorted()
        XCTAssertEqual(
            bodies,
            [
                #"{"chat_type":"single","external_userid":["wm1","wm2"],"sender":"lin","text":{"content":"茶"},"#
                    + #""attachments":[{"msgtype":"link","link":{"title":"Tea","desc":"new","url":"https://a.example"}}]}"#,
                #"{"chat_type":"single","external_userid":["wm3"],"sender":"wang","text":{"content":"other"}}"#,
            ])
        XCTAssertEqual(server.requests.last?.path, "/cgi-bin/externalcontact/add_msg_template")
    }

    func testATaskWithAMiniProgram() async {
        let server = FakeWeCom()
        let body = [("appid", "wx1"), ("title", "Order"), ("page", "p"), ("picture_id", "media")]
        _ = await group(server).send([.made("1", to: "wm1", body)])
        XCTAssertEqual(
            server.requests.last.map { String(decoding: $0.body, as: UTF8.self) },
            #"{"chat_type":"single","external_userid":["wm1"],"#
                + #""attachments":[{"msgtype":"miniprogram","miniprogram":{"title":"Order","pic_media_id":"media","appid":"wx1","page":"p"}}]}"#)
    }

    func testOneWhoIsNobodysCustomerDoesNotTakeTheOthersAlong() async {
        for code in [84061, 40096] {
            let server = FakeWeCom()
            server.state.withLock { $0.refusesRequestsWith = ["wm1": code] }
            let replies = await group(server).send((0..<5).map { .made("\($0)", to: "wm\($0)", [("text", "x")]) })
            XCTAssertEqual(replies.map(\.status), [.sent, .unreachable, .sent, .sent, .sent], "\(code)")
            XCTAssertEqual(server.state.withLock { $0.tasks.values.flatMap(\.receivers) }.sorted(), ["wm0", "wm2", "wm3", "wm4"])
        }
    }

    func testCodesOfTasks() async {
        let cases: [(ScriptedTransport.Answer, ChannelReply.Status)] = [
            (.json(#"{"errcode":41048}"#), .unreachable), (.json(#"{"errcode":41063}"#), .retry), (.json(#"{"errcode":45009}"#), .retry),
            (.json(#"{"errcode":60011}"#), .retry), (.json(#"{"errcode":40058}"#), .failed), (.failure(.unknown("no answer in time")), .uncertain),
            (.json("<html>"), .uncertain), (.json("", status: 503), .retry),
        ]
        for (index, (answer, status)) in cases.enumerated() {
            let server = FakeWeCom()
            server.state.withLock { $0.sendAnswer = answer }
            let replies = await group(server).send([.made("1", to: "wm1", [("text", "x")])])
            XCTAssertEqual(replies.map(\.status), [status], "case \(index)")
            XCTAssertFalse(replies[0].reason.contains(secret))
        }
    }

    func testTheRobotSpeaks() async {
        let transport = ScriptedTransport { _ in .json(#"{"errcode":0,"errmsg":"ok"}"#) }
        let replies = await robot(transport).send([
            .made("1", to: "", [("text", "a")]), .made("2", to: "lin", [("text", "b")]), .made("3", to: "lin", [("markdown", "*c*")]), .made("4", to: "lin"),
        ])
        XCTAssertEqual(replies.map(\.status), [.sent, .sent, .sent, .failed])
        XCTAssertEqual(
            transport.requests.map { String(decoding: $0.body, as: UTF8.self) },
            [
                #"{"msgtype":"text","text":{"content":"a"}}"#, #"{"msgtype":"text","text":{"content":"b","mentioned_list":["lin"]}}"#,
                #"{"msgtype":"markdown","markdown":{"content":"*c*"}}"#,
            ])
        XCTAssertEqual(transport.requests[0].url, "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=never-to-be-seen")
    }

    func testTheRobotTakesTwentyAMinute() async {
        let taken = Mutex(0)
        let transport = ScriptedTransport { _ in
            taken.withLock { taken in
                taken += 1
                return .json(taken <= 20 ? #"{"errcode":0}"# : #"{"errcode":45009,"errmsg":"api freq out of limit"}"#)
            }
        }
        let replies = await robot(transport).send((0..<50).map { .made("\($0)", to: "", [("text", "\($0)")]) })
        XCTAssertEqual(replies.map(\.status), (0..<50).map { $0 < 20 ? .sent : .retry })
        XCTAssertTrue(replies.dropFirst(20).allSatisfy { $0.retryAfter == .minute })
        XCTAssertEqual(transport.requests.count, 21, "after the refusal none is tried")
    }

    func testFaultsOfTheRobot() async {
        let cases: [(ScriptedTransport.Answer, ChannelReply.Status)] = [
            (.json(#"{"errcode":93000,"errmsg":"invalid webhook url \#(secret)"}"#), .retry), (.json(#"{"errcode":40058}"#), .failed),
            (.json(#"{"errcode":-1}"#), .retry), (.failure(.unknown("the connection broke")), .uncertain),
            (.failure(.notSent("`https://x?key=\(secret)` is no address of a server")), .retry), (.json("", status: 429), .retry),
        ]
        for (index, (answer, status)) in cases.enumerated() {
            let replies = await robot(ScriptedTransport { _ in answer }).send([.made("1", to: "", [("text", "x")])])
            XCTAssertEqual(replies.map(\.status), [status], "case \(index)")
            XCTAssertFalse(replies[0].reason.contains(secret), replies[0].reason)
        }
    }
}
