import JourneyModel
import JourneyRuntime
import XCTest

@testable import JourneyChannels
@testable import JourneyStore

/// What the dispatcher makes of providers' answers: what is repeated, what never is, and what a restart finds.
final class ProviderDispatchTests: XCTestCase {
    private let clock = HandClock(Timestamp(microseconds: 1_795_422_600_000_000))

    private func open(_ scratch: ScratchDirectory) throws -> SQLiteStore {
        var options = SQLiteStore.Options(creationSalt: Array(0..<16))
        options.syncs = false
        options.checkpointsInBackground = false
        return try SQLiteStore(path: scratch.path + "/shop.db", options: options)
    }

    private func enqueue(_ played: PlayedProvider, _ count: Int, in store: any Store) throws {
        try store.begin()
        for number in 1...count {
            let message = played.message(number)
            var body = JSONObject()
            body.add("text", message.text)
            _ = try store.enqueue(
                OutboxMessage(
                    key: "key-\(number)", customer: "c\(number)", journey: "j", step: "send#1", content: "m", channels: [played.name],
                    arguments: "{}", queuedAt: clock.now, address: message.to, bodies: "[\(body.text)]", nextAttemptAt: clock.now))
        }
        try store.commit()
    }

    private func dispatcher(_ played: PlayedProvider, _ store: any Store, to address: String, timeout: Microseconds) -> Dispatcher {
        Dispatcher(store: store, routes: [played.name: .init(channel: played.channel(to: address, timeout: timeout), retries: 3)])
    }

    /// Goes on until nothing waits any more.
    private func run(_ dispatcher: Dispatcher, _ store: any Store) async throws {
        while true {
            _ = try await dispatcher.runOnce(at: clock.now)
            guard let next = try dispatcher.nextAttempt(after: clock.now) else { return }
            clock.move(by: max(next - clock.now, 0))
        }
    }

    private func keys(_ played: PlayedProvider, _ number: Int) -> String {
        played.name == "webhook" ? "key-\(number)-webhook" : played.receiver(number)
    }

    /// The provider took it, and its answer never came: who knows keys is asked again, and does nothing twice; of the others nobody
    /// knows, and nothing is sent again.
    func testAnAnswerThatIsLost() async throws {
        for name in PlayedProvider.names {
            for trouble in [Trouble.losesTheAnswer, .takesAndHangs] {
                let played = PlayedProvider(name, at: clock)
                let store = MemoryStore()
                try enqueue(played, 1, in: store)
                let server = try ProviderServer(played.fake, [trouble], on: played.path)
                try await run(dispatcher(played, store, to: server.address, timeout: 500_000), store)
                XCTAssertEqual(try store.outboxCounts(), [played.isIdempotent ? .sent : .uncertain: 1], "\(name) \(trouble)")
                XCTAssertEqual(played.taken, Array(repeating: keys(played, 1), count: played.isIdempotent ? 2 : 1), "\(name) \(trouble)")
                if let sink = played.fake as? WebhookSink { XCTAssertEqual(sink.effects, ["c1"]) }
                server.stop()
            }
        }
    }

    func testWhatIsPutOffIsSentLaterAndOnce() async throws {
        for name in PlayedProvider.names {
            let played = PlayedProvider(name, at: clock)
            let store = MemoryStore()
            try enqueue(played, 3, in: store)
            let server = try ProviderServer(played.fake, [.status(429, ["Retry-After: 7"]), .status(503)], on: played.path)
            let begin = clock.now
            try await run(dispatcher(played, store, to: server.address, timeout: 20 * .second), store)
            XCTAssertEqual(try store.outboxCounts(), [.sent: 3], name)
            XCTAssertEqual(played.taken.sorted(), (1...3).map { keys(played, $0) }, name)
            XCTAssertGreaterThanOrEqual(clock.now - begin, 7 * .second, name)
            server.stop()
        }
    }

    /// The process ends while the provider has the message and has not answered; another opens the store.
    func testARestartInTheMiddle() async throws {
        for name in PlayedProvider.names {
            let played = PlayedProvider(name, at: clock)
            let scratch = try ScratchDirectory()
            var store = try open(scratch)
            try enqueue(played, 1, in: store)
            let server = try ProviderServer(played.fake, [.takesAndHangs], on: played.path)
            let first = dispatcher(played, store, to: server.address, timeout: 20 * .second)
            _ = try await first.turn(at: clock.now)
            // The call runs on its own; what it reaches is seen on the other side.
            for _ in 0..<20_000 where played.taken.isEmpty { usleep(1_000) }
            store.close()

            store = try open(scratch)
            let second = dispatcher(played, store, to: server.address, timeout: 20 * .second)
            try await run(second, store)
            XCTAssertEqual(try store.outboxCounts(), [played.isIdempotent ? .sent : .uncertain: 1], name)
            XCTAssertEqual(played.taken, Array(repeating: keys(played, 1), count: played.isIdempotent ? 2 : 1), name)
            if let sink = played.fake as? WebhookSink { XCTAssertEqual(sink.effects, ["c1"]) }
            // Nor does a third begin send anything.
            clock.move(by: .day)
            try await run(dispatcher(played, store, to: server.address, timeout: 20 * .second), store)
            XCTAssertEqual(played.taken.count, played.isIdempotent ? 2 : 1, name)
            store.close()
            server.stop()
        }
    }
}
