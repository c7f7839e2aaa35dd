import JourneyChannels
import JourneyModel
import XCTest

@testable import JourneyCompiler

/// What the check says of a message, its channel does: both know what an adapter sends.
final class AdapterContentTests: XCTestCase {
    private struct Nowhere: HTTPTransport {
        func send(_ request: HTTPRequest, deadline: Microseconds) async -> Result<HTTPResponse, HTTPFault> { .failure(.notSent("nobody there")) }
        func close() {}
    }

    private static let settings: [String: [String: Value]] = [
        "sms": ["access_key_id": .text("id"), "secret": .text("s"), "signature": .text("Shop")],
        "wecom": ["corp": .text("ww1"), "agent": .integer(1), "secret": .text("s")], "wecom_group": ["corp": .text("ww1"), "secret": .text("s")],
        "wecom_robot": ["key": .text("k")],
    ]

    func testCheckAndChannelsAgree() async throws {
        let names = ["text", "markdown", "title", "url", "appid", "template", "page"]
        var surroundings = ChannelSurroundings(clock: { .distantPast })
        surroundings.transport = { _ in Nowhere() }
        for (adapter, settings) in Self.settings.sorted(by: { $0.key < $1.key }) {
            let channel = try makeChannel(name: adapter, adapter: adapter, settings: settings, surroundings)
            let declared = ChannelConfiguration(name: adapter, also: [], title: nil, adapter: adapter, settings: [], limits: [], retries: nil)
            for subset in 0..<(1 << names.count) {
                let parts = names.indices.filter { subset >> $0 & 1 == 1 }.map { names[$0] }
                var message = ChannelMessage(
                    key: "k", customer: "c", channel: adapter, to: "13800000000", content: "m", journey: "j", step: "s", at: .distantPast)
                message.body.parts = parts.map { (name: $0, text: "x") }
                let replies = await channel.send([message])
                let isTaken: Bool
                switch AdapterContent.fault(Set(parts), via: declared) {
                case .nothing, .noTemplate: isTaken = false
                case nil, .incomplete, .noSubject: isTaken = true
                }
                XCTAssertEqual(replies.map(\.status), [isTaken ? .retry : .failed], "\(adapter): \(parts)")
            }
            await channel.close()
        }
    }
}
