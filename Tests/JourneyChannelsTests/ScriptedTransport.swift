import JourneyModel
import Synchronization
import XCTest

@testable import JourneyChannels

/// A server that a test plays: no network, every request kept.
final class ScriptedTransport: HTTPTransport {
    typealias Answer = Result<HTTPResponse, HTTPFault>

    private let kept = Mutex<[HTTPRequest]>([])
    private let answer: @Sendable (HTTPRequest) async -> Answer

    init(_ answer: @escaping @Sendable (HTTPRequest) async -> Answer) { self.answer = answer }

    var requests: [HTTPRequest] { kept.withLock { $0 } }

    func send(_ request: HTTPRequest, deadline: Microseconds) async -> Answer {
        kept.withLock { $0.append(request) }
        return await answer(request)
    }

    func close() {}
}

extension Result where Success == HTTPResponse, Failure == HTTPFault {
    static func json(_ text: String, status: Int = 200, headers: [(name: String, value: String)] = []) -> Self {
        .success(HTTPResponse(status: status, headers: headers, body: Array(text.utf8)))
    }
}

extension HTTPRequest {
    /// The body as an object.
    var json: [String: Any] { (try? JSONSerialization.jsonObject(with: Data(body))) as? [String: Any] ?? [:] }

    /// A parameter of the query, decoded.
    func parameter(_ name: String) -> String? { URLComponents(string: url)?.queryItems?.first { $0.name == name }?.value }

    var path: String { URLComponents(string: url)?.path ?? "" }
}

extension ChannelMessage {
    static func made(_ key: String, to: String, _ body: [(String, String)] = [], with: String = "{}") -> ChannelMessage {
        var message = ChannelMessage(
            key: key, customer: "c-" + to, channel: "x", to: to, content: "coupon", with: with, journey: "rescue", step: "send#1",
            at: Timestamp(microseconds: 1_795_422_600_000_000))
        message.body.parts = body.map { (name: $0.0, text: $0.1) }
        return message
    }
}
