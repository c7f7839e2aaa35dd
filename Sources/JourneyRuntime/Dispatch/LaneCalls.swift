import JourneyChannels
import JourneyStore
import Synchronization

/// The calls of one channel: messages in line, some of them under way, answers to be fetched.
///
/// So many tasks as calls may be under way take from the line until it is empty, so that nobody waits here for a channel.
final class LaneCalls: Sendable {
    struct Handed: Sendable {
        /// As it stands in the outbox, `sending`.
        var message: OutboxMessage
        var asked: ChannelMessage
    }

    /// One call that ended; a reply may be missing.
    struct Answer: Sendable {
        var messages: [OutboxMessage]
        var replies: [ChannelReply]
        var isProbe: Bool
    }

    private struct State {
        var line: [Handed] = []
        /// Of the next in line: what is before it is gone.
        var head = 0
        var isProbe = false
        /// Handed over and not fetched yet.
        var inHand = 0
        var underWay = 0
        var workers = 0
        var answers: [Answer] = []
        var waiter: CheckedContinuation<Void, Never>?

        var isIdle: Bool { underWay == 0 && head == line.count }
    }

    private let channel: any Channel
    private let limits: ChannelLimits
    private let executor: (any TaskExecutor)?
    private let alarm: Alarm
    private let state = Mutex(State())

    /// - Parameters:
    ///   - alarm: rung where a call could be made and nothing is in line.
    ///   - executor: where the calls run; nil: wherever there is room.
    init(_ channel: any Channel, batch: Int, alarm: Alarm, on executor: (any TaskExecutor)?) {
        self.channel = channel
        self.alarm = alarm
        self.executor = executor
        limits = ChannelLimits(batch: min(channel.limits.batch, batch), concurrency: channel.limits.concurrency)
    }

    var inHand: Int { state.withLock { $0.inHand } }
    var isIdle: Bool { state.withLock { $0.isIdle } }
    /// Calls that may begin at once; what is handed over beyond them waits in line.
    var free: Int {
        state.withLock { state in
            let inLine = (state.line.count - state.head + limits.batch - 1) / limits.batch
            return max(limits.concurrency - state.underWay - inLine, 0)
        }
    }

    func hand(over messages: [Handed], isProbe: Bool) {
        guard !messages.isEmpty else { return }
        let workers = state.withLock { state in
            if state.head > 256, state.head > state.line.count / 2 {
                state.line.removeSubrange(..<state.head)
                state.head = 0
            }
            state.line += messages
            state.isProbe = isProbe
            state.inHand += messages.count
            let calls = (state.line.count - state.head + limits.batch - 1) / limits.batch
            let more = min(limits.concurrency - state.workers, calls)
            state.workers += max(more, 0)
            return max(more, 0)
        }
        for _ in 0..<workers { Task(executorPreference: executor) { await self.work() } }
    }

    /// Takes back what is in line and not under way.
    func withdraw() -> [OutboxMessage] {
        state.withLock { state in
            let waiting = state.line[state.head...].map(\.message)
            state.line.removeAll(keepingCapacity: true)
            state.head = 0
            state.inHand -= waiting.count
            return waiting
        }
    }

    func takeAnswers() -> [Answer] {
        state.withLock { state in
            defer { state.answers.removeAll(keepingCapacity: true) }
            for answer in state.answers { state.inHand -= answer.messages.count }
            return state.answers
        }
    }

    /// Returns when every call has ended.
    func untilIdle() async {
        await withCheckedContinuation { continuation in
            let isIdle = state.withLock { state in
                if !state.isIdle { state.waiter = continuation }
                return state.isIdle
            }
            if isIdle { continuation.resume() }
        }
    }

    private func work() async {
        while let (handed, isProbe) = next() {
            let replies = await channel.send(handed.map(\.asked))
            finish(Answer(messages: handed.map(\.message), replies: replies, isProbe: isProbe))
        }
        alarm.ring()
    }

    private func next() -> (handed: [Handed], isProbe: Bool)? {
        state.withLock { state in
            guard state.head < state.line.count else {
                state.workers -= 1
                return nil
            }
            let end = min(state.head + limits.batch, state.line.count)
            let handed = Array(state.line[state.head..<end])
            state.head = end
            if state.head == state.line.count {
                state.line.removeAll(keepingCapacity: true)
                state.head = 0
            }
            state.underWay += 1
            return (handed, state.isProbe)
        }
    }

    private func finish(_ answer: Answer) {
        let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
            state.underWay -= 1
            state.answers.append(answer)
            guard state.isIdle else { return nil }
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume()
    }
}
