import JourneyModel
import XCTest

@testable import JourneyChannels

final class SMSChannelTests: XCTestCase {
    private let secret = "never-to-be-seen-7731"
    private let clock = HandClock(Timestamp(microseconds: 1_698_315_752_000_000))
    private static let accepted = #"{"Message":"OK","RequestId":"F655A8D5-B967-440B-8683-DAD6FF8DE990","Code":"OK","BizId":"900619746936498440^0"}"#

    private func channel(_ transport: ScriptedTransport, template: String = "SMS_1") -> SMSChannel {
        var settings = SMSChannel.Settings(accessKeyID: "AK", accessKeySecret: secret, signature: "茶店")
        settings.template = template
        return SMSChannel(settings, transport: transport, clock: { [clock] in clock.now })
    }

    /// The worked example of the page that `ACS3Signature` names.
    func testTheSignatureIsThatOfTheDocumentation() {
        let request = ACS3Signature(
            accessKeyID: "YourAccessKeyId", accessKeySecret: "YourAccessKeySecret", server: "ecs.cn-shanghai.aliyuncs.com", version: "2014-05-26"
        ).request(
            "RunInstances", [("RegionId", "cn-shanghai"), ("ImageId", "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd")],
            nonce: "3156853299f313e23d1673dc12e1703d", at: Timestamp(microseconds: 1_698_315_752_000_000))
        XCTAssertEqual(
            request.headers.first { $0.name == "Authorization" }?.value,
            "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;"
                + "x-acs-version,Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0")
        XCTAssertEqual(
            request.url,
            "https://ecs.cn-shanghai.aliyuncs.com/?ImageId=win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd&RegionId=cn-shanghai")
        XCTAssertEqual(request.headers.map(\.name), ["x-acs-action", "x-acs-content-sha256", "x-acs-date", "x-acs-signature-nonce", "x-acs-version", "Authorization"])
    }

    func testQueriesAreWrittenAsTheSignatureWants() {
        XCTAssertEqual(ACS3Signature.query([("b", "a b*~"), ("B", "茶+/=&"), ("a", "")]), "B=%E8%8C%B6%2B%2F%3D%26&a=&b=a%20b%2A~")
    }

    func testConforms() async throws {
        try await ChannelConformance.check {
            channel(ScriptedTransport { _ in .json(Self.accepted) })
        } prepare: { message in
            var message = message
            message.to = "+8613800000000"
            return message
        }
    }

    func testWhatIsAsked() async {
        let transport = ScriptedTransport { _ in .json(Self.accepted) }
        let channel = channel(transport)
        let message = ChannelMessage.made("k1", to: "+8613800000000", [("text", "你好"), ("template", "SMS_9")], with: #"{"code":"A1","off":5,"text":"old"}"#)
        let replies = await channel.send([message, .made("k1", to: "13800000000")])
        XCTAssertEqual(replies.map(\.providerID), ["900619746936498440^0", "900619746936498440^0"])
        let asked = transport.requests.sorted { $0.url.utf8.count > $1.url.utf8.count }
        XCTAssertEqual(asked[0].parameter("PhoneNumbers"), "8613800000000")
        XCTAssertEqual(asked[0].parameter("SignName"), "茶店")
        XCTAssertEqual(asked[0].parameter("TemplateCode"), "SMS_9")
        XCTAssertEqual(asked[0].parameter("TemplateParam"), #"{"code":"A1","off":"5","text":"你好"}"#)
        XCTAssertEqual(asked[0].parameter("OutId"), "k1")
        XCTAssertEqual(asked[1].parameter("TemplateCode"), "SMS_1")
        XCTAssertEqual(asked[1].parameter("TemplateParam"), "{}")
        let nonces = asked.map { request in request.headers.first { $0.name == "x-acs-signature-nonce" }?.value }
        XCTAssertNotEqual(nonces[0], nonces[1])
    }

    func testEveryAnswerHasItsMeaning() async {
        let cases: [(answer: ScriptedTransport.Answer, status: ChannelReply.Status, wait: Microseconds?)] = [
            (.json(Self.accepted), .sent, nil),
            (.json(#"{"Code":"isv.BUSINESS_LIMIT_CONTROL","Message":"触发小时级流控Permits:5"}"#), .retry, 10 * .minute),
            (.json(#"{"Code":"isv.DAY_LIMIT_CONTROL"}"#), .retry, .hour), (.json(#"{"Code":"isv.AMOUNT_NOT_ENOUGH"}"#), .retry, .hour),
            (.json(#"{"Code":"isv.MOBILE_NUMBER_ILLEGAL"}"#), .unreachable, nil),
            (.json(#"{"Code":"isv.SMS_TEMPLATE_ILLEGAL"}"#), .failed, nil), (.json(#"{"Code":"isv.SMS_SIGNATURE_ILLEGAL"}"#), .failed, nil),
            (.json(#"{"Code":"isv.TEMPLATE_MISSING_PARAMETERS"}"#), .failed, nil), (.json(#"{"Code":"isp.SYSTEM_ERROR"}"#), .retry, nil),
            (.json(#"{"Code":"isp.RAM_PERMISSION_DENY"}"#), .retry, 10 * .minute), (.json(#"{"Code":"isv.NEVER_HEARD_OF"}"#), .failed, nil),
            (.json(#"{"Code":"Throttling.User"}"#, status: 400, headers: [("Retry-After", "7")]), .retry, 7 * .second),
            (.json(#"{"Code":"SignatureDoesNotMatch","Message":"never-to-be-seen-7731"}"#, status: 403), .retry, 10 * .minute),
            (.json(#"{"Code":"SignatureNonceUsed"}"#, status: 400), .uncertain, nil),
            (.json(#"{"Code":"InternalError"}"#, status: 500), .retry, nil), (.json("<html>", status: 502), .uncertain, nil),
            (.json("", status: 429, headers: [("Retry-After", "3")]), .retry, 3 * .second), (.json("<html>"), .uncertain, nil),
            (.json(""), .uncertain, nil), (.json("[]", status: 403), .failed, nil), (.failure(.notSent("no connection")), .retry, nil),
            (.failure(.unknown("no answer in time")), .uncertain, nil),
            (.failure(.notSent("`https://x/?PhoneNumbers=86138&s=never-to-be-seen-7731` is no address of a server")), .retry, nil),
        ]
        for (index, (answer, status, wait)) in cases.enumerated() {
            let replies = await channel(ScriptedTransport { _ in answer }).send([.made("k", to: "+8613800000000")])
            XCTAssertEqual(replies.map(\.status), [status], "case \(index)")
            XCTAssertEqual(replies[0].retryAfter, wait, "case \(index)")
            XCTAssertFalse(replies[0].reason.contains(secret), "case \(index)")
            XCTAssertEqual(replies[0].reason.isEmpty, status == .sent, "case \(index)")
        }
    }

    func testWhatCannotBeSentIsNotAsked() async {
        let transport = ScriptedTransport { _ in .json(Self.accepted) }
        let none = channel(transport, template: "")
        let replies = await none.send([.made("1", to: ""), .made("2", to: "lin@example.com"), .made("3", to: "+8613800000000")])
        XCTAssertEqual(replies.map(\.status), [.unreachable, .unreachable, .failed])
        XCTAssertEqual(replies[2].reason, "the message `coupon` names no approved template: give it a part `template`, or the channel one")
        XCTAssertTrue(transport.requests.isEmpty)
    }

    func testTheSecretLeavesOnlyAsASignature() async {
        let transport = ScriptedTransport { _ in .json(Self.accepted) }
        _ = await channel(transport).send([.made("1", to: "+8613800000000")])
        for request in transport.requests {
            XCTAssertFalse((request.url + request.headers.map { $0.name + $0.value }.joined() + String(decoding: request.body, as: UTF8.self)).contains(secret))
        }
    }
}
