import JourneyChannels
import JourneyModel
import JourneyStore
import Synchronization
import XCTest

@testable import JourneyFaults
@testable import JourneyRuntime

/// Retries, fallbacks, keys and crashes of the dispatcher, under a virtual clock.
final class DispatcherTests: XCTestCase {
    private let start = Case.epoch

    // MARK: Replies

    func testReplies() async throws {
        let rows: [(replies: [String: [ChannelReply]], attempts: String, end: OutboxMessage.Status, line: UInt)] = [
            (["a": [.init(.sent)]], "a", .sent, #line),
            (["a": [.init(.retry), .init(.retry), .init(.sent)]], "aaa", .sent, #line),
            (["a": [.init(.failed)], "b": [.init(.sent)]], "ab", .sent, #line),
            (["a": [.init(.unreachable)], "b": [.init(.retry), .init(.sent)]], "abb", .sent, #line),
            (["a": [.init(.unreachable)], "b": [.init(.unreachable)]], "ab", .unreachable, #line),
            (["a": [.init(.unreachable)], "b": [.init(.failed)]], "ab", .failed, #line),
            // Two retries on each channel, then the next; never after an uncertain end.
            (["a": [.init(.retry)], "b": [.init(.retry)]], "aaabbb", .failed, #line),
            (["a": [.init(.uncertain)], "b": [.init(.sent)]], "aaa", .uncertain, #line),
            (["a": [.init(.uncertain), .init(.sent)], "b": []], "aa", .sent, #line),
            // What may have arrived once is in doubt whatever is said later, but for a definite word.
            (["a": [.init(.uncertain), .init(.retry)], "b": [.init(.sent)]], "aaa", .uncertain, #line),
            (["a": [.init(.retry), .init(.uncertain), .init(.retry)], "b": [.init(.sent)]], "aaa", .uncertain, #line),
            (["a": [.init(.uncertain), .init(.failed)], "b": [.init(.sent)]], "aab", .sent, #line),
            (["a": [.init(.uncertain), .init(.unreachable)], "b": [.init(.retry)]], "aabbb", .failed, #line),
            // No reply at all is no definite one.
            (["a": []], "aaa", .uncertain, #line),
            (["b": [.init(.sent)]], "b", .sent, #line),
        ]
        for row in rows {
            let store = try self.store(messages: 1)
            let line = Line()
            let routes = row.replies.mapValues { Dispatcher.Route(channel: FakeChannel(line, $0), retries: 2) }
            let dispatcher = Dispatcher(store: store, routes: routes)
            try await run(dispatcher, store)
            let message = try XCTUnwrap(store.messages(of: "c1").first)
            XCTAssertEqual(line.messages.map(\.channel).joined(), row.attempts, line: row.line)
            XCTAssertEqual(message.status, row.end, line: row.line)
            XCTAssertEqual(Set(line.messages.map(\.key)).count, Set(line.messages.map(\.channel)).count, line: row.line)
            XCTAssertTrue(line.messages.allSatisfy { $0.key == "key1-\($0.channel)" }, line: row.line)
        }
    }

    func testUncertainIsTheEndWhereTheChannelIsNotIdempotent() async throws {
        let store = try self.store(messages: 1)
        let line = Line()
        let routes = ["a": Dispatcher.Route(channel: FakeChannel(line, [.init(.uncertain)], isIdempotent: false)), "b": route(line)]
        try await run(Dispatcher(store: store, routes: routes), store)
        XCTAssertEqual(line.messages.map(\.channel), ["a"])
        XCTAssertEqual(try store.outboxCounts(), [.uncertain: 1])
    }

    // MARK: Time

    func testBackOffGrowsWithJitterAndIsTheSameEveryTime() async throws {
        var runs: [[Microseconds]] = []
        for _ in 0..<2 {
            let store = try self.store(messages: 1)
            let line = Line()
            let dispatcher = Dispatcher(
                store: store, routes: ["a": .init(channel: FakeChannel(line, [.init(.retry)]), retries: 20), "b": route(line)])
            let instants = try await run(dispatcher, store)
            runs.append(zip(instants, instants.dropFirst()).map { $1 - $0 })
        }
        XCTAssertEqual(runs[0], runs[1])
        // 20 retries, and the fallback at once.
        XCTAssertEqual(runs[0].count, 20)
        for (attempt, pause) in runs[0].enumerated() {
            let whole = min(Microseconds.second << Int64(min(attempt, 12)), .hour)
            XCTAssertGreaterThanOrEqual(pause, 100_000, "attempt \(attempt)")
            XCTAssertLessThanOrEqual(pause, whole + 100_000, "attempt \(attempt)")
        }
        XCTAssertGreaterThan(Set(runs[0].suffix(8)).count, 4)
    }

    func testWhatAChannelAsksForIsBounded() async throws {
        let asked: [(Microseconds, Microseconds)] = [
            (-5, .second), (0, .second), (.minute, .minute), (40 * .day, .day), (.max, .day), (.min, .second),
        ]
        for (asked, pause) in asked {
            let store = try self.store(messages: 1)
            let line = Line()
            let replies = [ChannelReply(.retry, retryAfter: asked), ChannelReply(.sent)]
            let instants = try await run(Dispatcher(store: store, routes: ["a": .init(channel: FakeChannel(line, replies))]), store)
            XCTAssertEqual(instants, [start, start + pause])
        }
    }

    func testEveryMessageLeavesOnceWhateverTheSizeOfABatch() async throws {
        for (batch, isIdempotent) in [(1, true), (7, true), (1_000, true), (1_000, false), (7, false)] {
            let store = try self.store(messages: 180)
            let line = Line()
            let channel = FakeChannel(line, [.init(.sent)], isIdempotent: isIdempotent)
            try await run(Dispatcher(store: store, routes: ["a": .init(channel: channel)], batch: batch), store)
            XCTAssertEqual(line.messages.map(\.key), (1...180).map { "key\($0)-a" })
            XCTAssertEqual(try store.outboxCounts(), [.sent: 180])
        }
    }

    // MARK: Crashes

    /// The process dies after the channel took the messages and before that is written down.
    func testACrashBetweenSendingAndTheMark() async throws {
        let files = try StoreFiles()
        for isIdempotent in [true, false] {
            let path = files.new()
            let line = Line()
            func route() -> [String: Dispatcher.Route] {
                ["a": .init(channel: FakeChannel(line, [.init(.sent)], isIdempotent: isIdempotent)), "b": self.route(line)]
            }
            var store = try StoreFiles.open(path)
            try fill(store, 3)
            // The mark before the hand-over costs begin, three updates and commit; the next begin breaks.
            let breaking = BreakingStore(store, after: 5, commitsBeforeBreaking: false)
            do {
                _ = try await Dispatcher(store: breaking, routes: route()).runOnce(at: start)
                XCTFail("did not break")
            } catch is BreakingStore.Broken {}
            store.close()
            XCTAssertEqual(line.messages.count, 3)
            store = try StoreFiles.open(path)
            let dispatcher = Dispatcher(store: store, routes: route())
            let outcomes = try await dispatcher.runOnce(at: start + .minute)
            if isIdempotent {
                XCTAssertEqual(line.messages.map(\.key), ["key1-a", "key2-a", "key3-a", "key1-a", "key2-a", "key3-a"])
                XCTAssertEqual(try store.outboxCounts(), [.sent: 3])
            } else {
                XCTAssertEqual(line.messages.map(\.key), ["key1-a", "key2-a", "key3-a"])
                XCTAssertEqual(try store.outboxCounts(), [.uncertain: 3])
                XCTAssertEqual(outcomes.map(\.status), [.uncertain, .uncertain, .uncertain])
            }
            XCTAssertEqual(try store.sendingMessages(), [])
            store.close()
        }
    }

    /// What an earlier process had handed over may have arrived: the next channel is not for it, however the first one ends.
    func testACrashLeavesDoubt() async throws {
        for (reply, attempts, end) in [(ChannelReply(.retry), "aaa", OutboxMessage.Status.uncertain), (.init(.failed), "ab", .sent)] {
            let store = MemoryStore(keepsLog: true)
            try fill(store, 1)
            try store.begin()
            var sending = try XCTUnwrap(store.message(1))
            sending.status = .sending
            try store.update(sending)
            try store.commit()
            let line = Line()
            let routes = ["a": Dispatcher.Route(channel: FakeChannel(line, [reply]), retries: 2), "b": route(line)]
            try await run(Dispatcher(store: store, routes: routes), store)
            XCTAssertEqual(line.messages.map(\.channel).joined(), attempts)
            XCTAssertEqual(try store.outboxCounts(), [end: 1])
        }
    }

    /// A message in doubt that may not leave any more is put aside: its place in the caps stays taken.
    func testWhatIsInDoubtDoesNotExpire() async throws {
        let store = MemoryStore(keepsLog: true)
        try fill(store, 1, expiresAt: start + .hour)
        let line = Line()
        let dispatcher = Dispatcher(store: store, routes: ["a": .init(channel: FakeChannel(line, [.init(.uncertain)])), "b": route(line)])
        _ = try await dispatcher.runOnce(at: start)
        let outcomes = try await dispatcher.runOnce(at: start + 2 * .hour)
        XCTAssertEqual(outcomes.map(\.status), [.uncertain])
        XCTAssertEqual(try store.outboxCounts(), [.uncertain: 1])
        XCTAssertEqual(line.messages.count, 1)
    }

    /// A break at every verb: a channel that is not idempotent never gets a message twice, an idempotent one gets them all.
    func testACrashAtEveryVerb() async throws {
        for isIdempotent in [true, false] {
            for verbs in 0..<30 {
                let store = try self.store(messages: 3)
                let line = Line()
                let channel = FakeChannel(line, [.init(.sent)], isIdempotent: isIdempotent)
                do {
                    let breaking = BreakingStore(store, after: verbs, commitsBeforeBreaking: verbs % 2 == 1)
                    _ = try await Dispatcher(store: breaking, routes: ["a": .init(channel: channel)]).runOnce(at: start)
                } catch is BreakingStore.Broken {
                    try? store.rollback()
                }
                try await run(Dispatcher(store: store, routes: ["a": .init(channel: channel)]), store)
                let counts = try store.outboxCounts()
                XCTAssertEqual((counts[.sent] ?? 0) + (counts[.uncertain] ?? 0), 3)
                let keys = line.messages.map(\.key)
                if isIdempotent {
                    XCTAssertEqual(Set(keys).count, 3)
                    XCTAssertEqual(counts[.sent], 3)
                } else {
                    XCTAssertEqual(Set(keys).count, keys.count)
                }
            }
        }
    }

    // MARK: Arrangement

    private func route(_ line: Line) -> Dispatcher.Route { .init(channel: FakeChannel(line, [.init(.sent)])) }

    private func store(messages: Int) throws -> MemoryStore {
        let store = MemoryStore(keepsLog: true)
        try fill(store, messages)
        return store
    }

    private func fill(_ store: any Store, _ count: Int, expiresAt: Timestamp? = nil) throws {
        try store.begin()
        for number in 1...count {
            _ = try store.enqueue(
                OutboxMessage(
                    key: "key\(number)", customer: "c\(number)", journey: "j", step: "send#1", content: "m", channels: ["a", "b"],
                    arguments: "{}", queuedAt: start, expiresAt: expiresAt, nextAttemptAt: start))
        }
        try store.commit()
    }

    /// Jumps from attempt to attempt; gives their instants.
    @discardableResult
    private func run(_ dispatcher: Dispatcher, _ store: any Store) async throws -> [Timestamp] {
        _ = try await dispatcher.runOnce(at: start - 1)
        var instants: [Timestamp] = []
        while let next = try store.nextAttempt(), instants.count < 100 {
            instants.append(next)
            _ = try await dispatcher.runOnce(at: next)
        }
        return instants
    }
}

/// What channels were handed, in order. Channels are called side by side.
final class Line: Sendable {
    private let handed = Mutex<[ChannelMessage]>([])

    var messages: [ChannelMessage] { handed.withLock { $0 } }
    func add(_ messages: [ChannelMessage]) { handed.withLock { $0 += messages } }
}

/// Answers each message with the next reply of its list, the last one again and again; none where the list is empty.
final class FakeChannel: Channel, @unchecked Sendable {
    let isIdempotent: Bool
    private let line: Line
    private let replies: [ChannelReply]
    private var answered: [String: Int] = [:]

    init(_ line: Line, _ replies: [ChannelReply], isIdempotent: Bool = true) {
        self.line = line
        self.replies = replies
        self.isIdempotent = isIdempotent
    }

    func send(_ messages: [ChannelMessage]) async -> [ChannelReply] {
        line.add(messages)
        return messages.compactMap { message in
            let number = answered[message.key] ?? 0
            answered[message.key] = number + 1
            return replies.isEmpty ? nil : replies[min(number, replies.count - 1)]
        }
    }

    func close() async {}
}
