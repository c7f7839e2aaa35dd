import JourneyChannels
import JourneyModel
import JourneyStore
import XCTest

@testable import JourneyFaults
@testable import JourneyRuntime

/// A refused message says nothing against its channel.
final class ConcernTests: XCTestCase {
    private final class Answering: Channel {
        let isIdempotent = false
        let reply: ChannelReply
        init(_ reply: ChannelReply) { self.reply = reply }
        func send(_ messages: [ChannelMessage]) async -> [ChannelReply] { messages.map { _ in reply } }
        func close() async {}
    }

    private func outcomes(_ status: ChannelReply.Status, channels: [String] = ["hook"]) async throws -> [Dispatcher.Outcome] {
        let store = MemoryStore(keepsLog: true)
        try store.begin()
        _ = try store.enqueue(
            OutboxMessage(
                key: "k", customer: "lin", journey: "j", step: "send#1", content: "m", channels: channels, arguments: "{}",
                queuedAt: Case.epoch, nextAttemptAt: Case.epoch))
        try store.commit()
        let routes = ["hook": Dispatcher.Route(channel: Answering(ChannelReply(status, reason: "said so")), retries: 0)]
        return try await Dispatcher(store: store, routes: routes).runOnce(at: Case.epoch)
    }

    func testWhatAnOutcomeSaysSomethingOf() async throws {
        let expected: [(ChannelReply.Status, Dispatcher.Outcome.Concern)] = [
            (.sent, .channel), (.retry, .channel), (.uncertain, .channel), (.failed, .message), (.unreachable, .customer),
        ]
        for (status, concern) in expected {
            let found = try await outcomes(status).map(\.concern)
            XCTAssertEqual(found, [concern], "\(status)")
        }
        let undeclared = try await outcomes(.sent, channels: ["fax"]).map(\.concern)
        XCTAssertEqual(undeclared, [.channel], "no such channel")
    }

    func testHealthTellsRefusalsFromFailures() {
        var health = ChannelHealth()
        func note(_ status: OutboxMessage.Status, _ concern: Dispatcher.Outcome.Concern) {
            health.note(.init(key: "k", channel: "hook", status: status, reason: "r", concern: concern), at: Case.epoch)
        }
        note(.failed, .message)
        XCTAssertTrue(health.hasRefused)
        XCTAssertEqual([health.outcome, "\(health.failuresInARow)"], ["refused", "1"])
        note(.pending, .channel)
        XCTAssertFalse(health.hasRefused)
        XCTAssertEqual([health.outcome, "\(health.failuresInARow)"], ["pending", "2"])
        note(.unreachable, .customer)
        XCTAssertEqual(health.failuresInARow, 2)
        note(.sent, .channel)
        XCTAssertFalse(health.isFailing || health.hasRefused)
    }
}
