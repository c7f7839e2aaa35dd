import JourneyChannels
import JourneyCompiler
import JourneyModel
import JourneyStore
import Synchronization
import XCTest

@testable import JourneyRuntime

/// The live turn: who leaves when, and that nobody waits for a channel; under a virtual clock.
final class LaneTests: XCTestCase {
    private let start = Case.epoch

    // MARK: Slow channels

    func testAChannelThatNeverAnswersStopsNoOther() async throws {
        let store = MemoryStore(keepsLog: true)
        try fill(store, 3_000, channels: ["slow"])
        try fill(store, 50, channels: ["fast"])
        let slow = Gated(limits: .init(batch: 1, concurrency: 4))
        let line = Line()
        let dispatcher = Dispatcher(
            store: store, routes: ["slow": .init(channel: slow), "fast": .init(channel: FakeChannel(line, [.init(.sent)]))])
        for _ in 0..<20 { _ = try await dispatcher.turn(at: start) }
        await dispatcher.lane("fast")?.calls.untilIdle()
        _ = try await dispatcher.turn(at: start)
        XCTAssertEqual(try store.outboxCounts()[.sent], 50)
        XCTAssertEqual(Set(line.messages.map(\.key)).count, 50)
        // In hand is what the lane has room for; the rest waits in the outbox.
        XCTAssertEqual(try store.outboxCounts()[.sending], 8)
        // At the end what is not under way goes back.
        await slow.untilCalled(4)
        _ = try dispatcher.windDown(at: start)
        XCTAssertFalse(dispatcher.isIdle)
        XCTAssertEqual(try store.outboxCounts(), [.sent: 50, .sending: 4, .pending: 2_996])
        slow.open()
        await dispatcher.lane("slow")?.calls.untilIdle()
        _ = try dispatcher.windDown(at: start)
        XCTAssertTrue(dispatcher.isIdle)
        XCTAssertEqual(try store.outboxCounts(), [.sent: 54, .pending: 2_996])
        XCTAssertLessThanOrEqual(slow.most, 4)
    }

    func testWhatIsInDoubtIsNeverRepeated() async throws {
        // So many are with the channel at once; of what goes in one request as many as go in one.
        for (isIdempotent, contents, inDoubt) in [(true, 1, 2_000), (false, 1, 1_000), (false, 2, 1_000), (false, 100, 50), (false, 5_000, 50)] {
            let store = MemoryStore(keepsLog: true)
            try fill(store, 5_000, channels: ["a"], contents: contents)
            let gated = Gated(limits: .init(), isIdempotent: isIdempotent)
            let first = Dispatcher(store: store, routes: ["a": .init(channel: gated)])
            _ = try await first.turn(at: start)
            await gated.untilCalled(1)
            let marked = try store.outboxCounts()[.sending] ?? 0
            XCTAssertEqual(marked, inDoubt == 1_000 ? 1_000 / contents : inDoubt)
            _ = try await first.turn(at: start)
            XCTAssertEqual(try store.outboxCounts()[.sending], marked)
            // The process is gone; the channel has what it has.
            let line = Line()
            let second = Dispatcher(store: store, routes: ["a": .init(channel: FakeChannel(line, [.init(.sent)], isIdempotent: isIdempotent))])
            _ = try await second.runOnce(at: start)
            XCTAssertEqual(try store.outboxCounts(), isIdempotent ? [.sent: 5_000] : [.sent: 5_000 - marked, .uncertain: marked])
            XCTAssertEqual(Set(line.messages.map(\.key)).count, line.messages.count)
            XCTAssertTrue(isIdempotent || Set(line.messages.map(\.key)).isDisjoint(with: gated.keys))
            gated.open()
        }
    }

    /// Receipts may overtake the answer of the call.
    func testAReceiptOvertakesTheAnswer() async throws {
        let store = MemoryStore(keepsLog: true)
        try fill(store, 3, channels: ["a", "b"])
        let gated = Gated(limits: .init(), reply: ChannelReply(.uncertain, providerID: "p"), isIdempotent: false)
        let dispatcher = Dispatcher(store: store, routes: ["a": .init(channel: gated), "b": .init(channel: Gated(limits: .init()))])
        _ = try await dispatcher.turn(at: start)
        await gated.untilCalled(1)
        try store.begin()
        var delivered = try XCTUnwrap(store.message(1))
        delivered.status = .sent
        try store.update(delivered)
        var failed = try XCTUnwrap(store.message(2))
        failed.fallBack(to: .failed, at: start + .hour)
        try store.update(failed)
        try store.commit()
        gated.open()
        await dispatcher.lane("a")?.calls.untilIdle()
        let outcomes = try await dispatcher.turn(at: start)
        XCTAssertEqual(outcomes.map(\.key), ["key3"])
        let rows = try (1...3).map { try XCTUnwrap(store.message($0)) }
        XCTAssertEqual(rows.map(\.status), [.sent, .pending, .uncertain])
        XCTAssertEqual(rows.map(\.channel), [0, 1, 0])
        XCTAssertEqual(rows[0].providerID, "p")
    }

    // MARK: Order

    func testTransactionalFirstAndJourneysInTurns() async throws {
        let store = MemoryStore(keepsLog: true)
        try fill(store, 40, channels: ["a"], journey: "big")
        try fill(store, 3, channels: ["a"], journey: "small")
        try fill(store, 2, channels: ["a", "b"], journey: "fallback")
        try fill(store, 2, channels: ["a"], journey: "receipt", isTransactional: true)
        let line = Line()
        let dispatcher = Dispatcher(store: store, routes: ["a": .init(channel: FakeChannel(line, [.init(.sent)]))], batch: 12)
        _ = try await dispatcher.runOnce(at: start)
        let journeys = line.messages.map(\.journey)
        XCTAssertEqual(Array(journeys[..<2]), ["receipt", "receipt"])
        XCTAssertEqual(Set(journeys[2..<9]).count, 3)
        XCTAssertEqual(Set(journeys[2..<12].filter { $0 != "big" }).count, 2)
        XCTAssertEqual(journeys[2..<12].filter { $0 == "big" }.count, 5)
        XCTAssertEqual(journeys.count, 47)
    }

    func testARoomForOneIsSharedToo() throws {
        let ways = ["x", "y", "z"].map { OutboxWay(channels: ["a"], channel: 0, isTransactional: false, journey: $0) }
        var left = ["x": 100, "y": 2, "z": 3]
        var taken: [String] = []
        for turn in 0..<12 {
            let pulled = TurnTaking.pull(1, from: ways.filter { left[$0.journey] ?? 0 > 0 }, beginningAt: turn) { way, limit in
                Array(repeating: message(1, ["a"], way.journey), count: min(limit, left[way.journey] ?? 0))
            }
            for message in pulled { left[message.journey, default: 0] -= 1 }
            taken += pulled.map(\.journey)
        }
        XCTAssertEqual(taken.count, 12)
        XCTAssertEqual(left["y"], 0)
        XCTAssertEqual(left["z"], 0)
    }

    // MARK: Limits

    func testRateLimitsHoldAtOnceAndOverARestart() async throws {
        let store = MemoryStore(keepsLog: true)
        try fill(store, 100, channels: ["a"])
        let line = Line()
        let limits = [Rate(count: 5, per: .second), Rate(count: 20, per: .minute)]
        func route() -> [String: Dispatcher.Route] { ["a": .init(channel: FakeChannel(line, [.init(.sent)]), limits: limits)] }
        var dispatcher = Dispatcher(store: store, routes: route())
        var sent: [(at: Timestamp, count: Int)] = []
        var now = start
        while try store.outboxCounts()[.pending] ?? 0 > 0 {
            let before = line.messages.count
            _ = try await dispatcher.runOnce(at: now)
            sent.append((now, line.messages.count - before))
            guard let next = try dispatcher.nextAttempt(after: now) else { break }
            XCTAssertGreaterThan(next, now)
            now = next
            if sent.count % 3 == 0 { dispatcher = Dispatcher(store: store, routes: route()) }
            if sent.count % 5 == 0 { dispatcher.use(route()) }
            if sent.count > 100 { return XCTFail("does not end") }
        }
        XCTAssertEqual(line.messages.count, 100)
        XCTAssertEqual(sent.map(\.count), [Int](repeating: 5, count: 20))
        for (rate, size) in [(Microseconds.second, 5), (.minute, 20)] {
            for end in sent { XCTAssertLessThanOrEqual(sent.reduce(0) { $1.at <= end.at && end.at - $1.at < rate ? $0 + $1.count : $0 }, size) }
        }
        XCTAssertEqual(now - start, 4 * .minute + 3 * .second)
    }

    /// The wall's clock is set while the machine's passes: neither brings a token back, nor keeps one.
    func testLimitsCountByTheMachinesTime() async throws {
        let steps: [(after: Microseconds, wall: Microseconds, sent: Int, isNew: Bool, line: UInt)] = [
            (0, 0, 3, false, #line),
            // The wall leaps ahead by a day, then back.
            (10 * .second, .day, 0, false, #line), (49 * .second, -.hour, 0, false, #line), (.second, -.day, 3, false, #line),
            // A new process knows nothing but the wall: set back, nothing comes back early, and all after a minute at the latest.
            (30 * .second, -3 * .day, 0, true, #line), (59 * .second, -3 * .day, 0, false, #line), (.second, -3 * .day, 3, false, #line),
            // Where it stands still over a restart the limit holds.
            (20 * .second, -3 * .day, 0, true, #line), (39 * .second, 0, 0, false, #line), (.second, 0, 3, false, #line),
        ]
        let store = MemoryStore(keepsLog: true)
        try fill(store, 100, channels: ["a"])
        let line = Line()
        func dispatcher() -> Dispatcher {
            let channel = FakeChannel(line, [.init(.sent)])
            return Dispatcher(store: store, routes: ["a": .init(channel: channel, limits: [Rate(count: 3, per: .minute)])])
        }
        var running = dispatcher()
        var passed: Microseconds = 1
        for step in steps {
            passed += step.after
            if step.isNew { running = dispatcher() }
            running.uptime = { [passed] in passed }
            let before = line.messages.count
            // Messages are due by the wall.
            _ = try await running.runOnce(at: start + 10 * .day + passed + step.wall)
            XCTAssertEqual(line.messages.count - before, step.sent, line: step.line)
        }
    }

    // MARK: Breaker

    func testAChannelOutOfOrderIsSparedAndMessagesTakeTheNextOne() async throws {
        let store = MemoryStore(keepsLog: true)
        try fill(store, 30, channels: ["a"])
        try fill(store, 20, channels: ["a", "b"], journey: "other")
        let line = Line()
        let gated = Gated(limits: .init(batch: 1, concurrency: 1), reply: ChannelReply(.retry, reason: "down"))
        gated.open()
        let dispatcher = Dispatcher(store: store, routes: ["a": .init(channel: gated), "b": .init(channel: FakeChannel(line, [.init(.sent)]))])
        var now = start
        func turns(_ count: Int, _ pause: Microseconds) async throws {
            for _ in 0..<count {
                _ = try await dispatcher.turn(at: now)
                for lane in dispatcher.lanes { await lane.calls.untilIdle() }
                now = now + pause
            }
        }
        try await turns(10, 1_000)
        let calls = gated.keys.count
        XCTAssertTrue((5...7).contains(calls), "\(calls)")
        XCTAssertEqual(try LaneRecord.read("a", in: store)?.reason, "down")
        XCTAssertNotNil(try LaneRecord.read("a", in: store)?.openUntil)
        XCTAssertNil(try store.outboxCounts()[.sending])
        // Half a minute: trials after 1, 2, 4, 8, 16 s.
        try await turns(30, .second)
        XCTAssertLessThanOrEqual(gated.keys.count - calls, 5)
        XCTAssertGreaterThanOrEqual(gated.keys.count - calls, 4)
        // Past a minute what has another channel takes it.
        try await turns(40, .second)
        XCTAssertGreaterThan(line.messages.count, 0)
        gated.answer(ChannelReply(.sent))
        try await turns(600, .second)
        XCTAssertEqual(try store.outboxCounts(), [.sent: 50])
        XCTAssertNil(try LaneRecord.read("a", in: store)?.openUntil)
    }

    func testCustomersWhoCannotBeReachedOpenNoBreaker() async throws {
        let store = MemoryStore(keepsLog: true)
        try fill(store, 50, channels: ["a"])
        let gated = Gated(limits: .init(batch: 1, concurrency: 1), reply: ChannelReply(.unreachable))
        gated.open()
        let dispatcher = Dispatcher(store: store, routes: ["a": .init(channel: gated)])
        for _ in 0..<60 {
            _ = try await dispatcher.turn(at: start)
            await dispatcher.lane("a")?.calls.untilIdle()
        }
        XCTAssertEqual(try store.outboxCounts(), [.unreachable: 50])
    }

    func testATryEndsADayAfterItWasQueued() {
        var message = message(1, ["a"])
        let rows: [(attempts: Int, after: Microseconds, isLive: Bool, again: Bool)] = [
            (1, .hour, true, true), (3, .hour, true, true), (3, .day, true, false), (3, .day, false, true), (1, 3 * .day, true, true),
            (6, .hour, true, false),
        ]
        for row in rows {
            message.attempts = row.attempts
            XCTAssertEqual(Retrying.isWorthwhile(message, most: 5, at: start + row.after, isLive: row.isLive), row.again, "\(row)")
        }
    }

    // MARK: Arrangement

    private func message(_ number: Int, _ channels: [String], _ journey: String = "j", isTransactional: Bool = false, content: String = "m")
        -> OutboxMessage
    {
        OutboxMessage(
            key: "key\(number)", customer: "c\(number)", journey: journey, step: "send#1", content: content, channels: channels,
            arguments: "{}", queuedAt: start, isTransactional: isTransactional, nextAttemptAt: start)
    }

    private func fill(
        _ store: any Store, _ count: Int, channels: [String], journey: String = "j", isTransactional: Bool = false, contents: Int = 1
    ) throws {
        try store.begin()
        let first = try store.outboxCounts().reduce(0) { $0 + $1.value }
        for number in first + 1...first + count {
            _ = try store.enqueue(message(number, channels, journey, isTransactional: isTransactional, content: "m\(number % contents)"))
        }
        try store.commit()
    }
}

/// Answers nothing before it is opened.
private final class Gated: Channel {
    let limits: ChannelLimits
    let isIdempotent: Bool

    private struct State {
        var isOpen = false
        var reply: ChannelReply
        var held: [CheckedContinuation<Void, Never>] = []
        var keys: [String] = []
        var calls = 0
        var underWay = 0
        var most = 0
        var waiter: (calls: Int, continuation: CheckedContinuation<Void, Never>)?
    }
    private let state: Mutex<State>

    init(limits: ChannelLimits, reply: ChannelReply = ChannelReply(.sent), isIdempotent: Bool = true) {
        self.limits = limits
        self.isIdempotent = isIdempotent
        state = Mutex(State(reply: reply))
    }

    var keys: [String] { state.withLock { $0.keys } }
    /// Calls under way at once.
    var most: Int { state.withLock { $0.most } }

    func answer(_ reply: ChannelReply) { state.withLock { $0.reply = reply } }

    func open() {
        let held = state.withLock { state in
            defer { state.held = [] }
            state.isOpen = true
            return state.held
        }
        for continuation in held { continuation.resume() }
    }

    func untilCalled(_ calls: Int) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.calls < calls { state.waiter = (calls, continuation) }
                return state.calls >= calls
            }
            if isThere { continuation.resume() }
        }
    }

    func send(_ messages: [ChannelMessage]) async -> [ChannelReply] {
        let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
            state.keys += messages.map(\.key)
            state.calls += 1
            state.underWay += 1
            state.most = max(state.most, state.underWay)
            guard let waiter = state.waiter, state.calls >= waiter.calls else { return nil }
            state.waiter = nil
            return waiter.continuation
        }
        waiter?.resume()
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                if !state.isOpen { state.held.append(continuation) }
                return state.isOpen
            }
            if isOpen { continuation.resume() }
        }
        return state.withLock { state in
            state.underWay -= 1
            return messages.map { _ in state.reply }
        }
    }

    func close() async {}
}
