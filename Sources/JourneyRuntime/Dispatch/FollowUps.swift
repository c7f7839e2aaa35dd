import JourneyChannels
import JourneyModel
import JourneyStore
import Synchronization

/// Tasks that channels made of messages, looked at again and again until the fate of each message is known.
///
/// They are kept in the store, so that a restart goes on where it stood, and name messages by their numbers in the outbox, so that what
/// is forgotten there is forgotten here. What becomes of a message comes in through the inbox, as a provider's receipt would.
final class FollowUps {
    /// Looks under way at once.
    static let mostAtOnce = 8

    private unowned let dispatcher: Dispatcher
    /// Some channel makes tasks.
    var isNeeded = false
    private let calls = FollowUpCalls()
    /// Nil before the store was asked.
    private var pages: FollowUpPages?
    /// Before it nothing is due.
    private var nextAt = Timestamp.distantPast
    private var underWay: [String: [FollowUpCalls.Asked]] = [:]
    /// People who have a task live by it, however far the engine's time runs ahead; nil: there is no other time than the engine's.
    var outside: (any WallClock)?

    init(_ dispatcher: Dispatcher) { self.dispatcher = dispatcher }

    /// Nothing was asked whose answer is not written down.
    var isIdle: Bool { underWay.isEmpty }

    func untilAnswered() async { if !isIdle { await calls.untilAnswered() } }

    /// A message became a task, in the open transaction.
    func note(_ message: OutboxMessage, at now: Timestamp) throws {
        guard isNeeded, !message.providerID.isEmpty, channel(message.channelName) != nil else { return }
        try load()
        let now = instant(now)
        pages?.add(message.number, to: message.providerID, on: message.channelName, at: now)
        nextAt = min(nextAt, now + FollowUpPages.firstPause)
    }

    /// Before the dispatcher's transaction ends.
    func save() throws {
        if pages?.isChanged == true { try pages?.save(to: dispatcher.store) }
    }

    /// Writes down what was found, and chooses what to ask next, in the dispatcher's transaction; what it returns is to be begun when that
    /// is durable.
    func turn(at now: Timestamp) throws -> [FollowUpCalls.Call] {
        guard isNeeded else { return [] }
        try settleAnswers(at: now)
        let now = instant(now)
        var begun: [FollowUpCalls.Call] = []
        if now >= nextAt, underWay.count < Self.mostAtOnce {
            nextAt = .distantFuture
            for (place, record) in pages?.records ?? [] where underWay[record.id] == nil {
                guard record.dueAt <= now, let channel = channel(record.channel) else {
                    nextAt = min(nextAt, max(record.dueAt, now + .second))
                    continue
                }
                if underWay.count >= Self.mostAtOnce {
                    nextAt = now
                    break
                }
                if let call = try call(record, at: place, channel, now) { begun.append(call) }
            }
        }
        if pages?.isChanged == true { try dispatcher.begin() }
        return begun
    }

    /// Writes down what was found, in the dispatcher's transaction.
    func settleAnswers(at now: Timestamp) throws {
        guard isNeeded else { return }
        try load()
        for answer in calls.takeAnswers() { try settle(answer, at: now) }
        if pages?.isChanged == true { try dispatcher.begin() }
    }

    func begin(_ calls: [FollowUpCalls.Call]) { for call in calls { self.calls.begin(call) } }

    private func channel(_ name: String) -> (any TaskChannel)? { dispatcher.lane(name)?.route.channel as? any TaskChannel }

    private func instant(_ now: Timestamp) -> Timestamp { min(now, outside?.now() ?? now) }

    private func load() throws {
        guard pages == nil else { return }
        var loaded = try FollowUpPages(from: dispatcher.store)
        // Asked by an earlier process, which did not write the answer down: nobody knows whether there are two tasks now.
        for (place, record) in loaded.records where record.step == .reassigning {
            for number in record.numbers { try doubt(number, "the process ended while the message was given to somebody else") }
            loaded.remove(at: place)
        }
        pages = loaded
    }

    // MARK: Asking

    /// What to ask of a task; nil where none of its messages waits any more.
    private func call(_ record: FollowUpPages.Record, at place: FollowUpPages.Place, _ channel: any TaskChannel, _ now: Timestamp) throws
        -> FollowUpCalls.Call?
    {
        var asked: [FollowUpCalls.Asked] = []
        for number in record.numbers {
            guard let row = try waiting(number, on: record.channel) else { continue }
            if record.step == .toReassign { dispatcher.gate?.expect(true, providerIDOf: number) }
            asked.append(.init(number: number, message: row.forChannel(at: try dispatcher.address(of: row))))
        }
        guard !asked.isEmpty else {
            pages?.remove(at: place)
            return nil
        }
        underWay[record.id] = asked
        let task = ChannelTask(id: record.id, receivers: asked.map(\.message.to), createdAt: record.createdAt, remindedAt: record.remindedAt)
        guard record.step == .toReassign else { return FollowUpCalls.Call(channel: channel, task: task, reassigned: nil, now: now) }
        var asking = record
        asking.step = .reassigning
        asking.numbers = asked.map(\.number)
        pages?.replace(at: place, asking)
        return FollowUpCalls.Call(channel: channel, task: task, reassigned: asked.map(\.message), now: now)
    }

    /// The row of a message that is a task still; nil where a receipt, an operator or a pruning was before.
    private func waiting(_ number: Int64, on channel: String) throws -> OutboxMessage? {
        guard let row = try dispatcher.store.message(number), row.status == .sent, row.channelName == channel else { return nil }
        return row
    }

    // MARK: Answers

    private func settle(_ answer: FollowUpCalls.Answer, at now: Timestamp) throws {
        guard let asked = underWay.removeValue(forKey: answer.id), let (place, record) = pages?.record(answer.id) else { return }
        nextAt = .distantPast
        switch answer.outcome {
        case .report(let report): try settle(report, record, at: place, asked, now)
        case .reassigned(let replies): try settle(replies, record, at: place, asked, now)
        }
    }

    private func settle(
        _ report: TaskReport, _ record: FollowUpPages.Record, at place: FollowUpPages.Place, _ asked: [FollowUpCalls.Asked], _ now: Timestamp
    ) throws {
        var record = record
        var open: [FollowUpCalls.Asked] = []
        for one in asked {
            let state = report.states[one.message.to] ?? .created
            if state.receipt == nil { open.append(one) } else { try tell(state, one, on: record.channel, now) }
        }
        // Those that became tasks while it was asked stay.
        record.numbers.removeAll { number in asked.contains { $0.number == number } && !open.contains { $0.number == number } }
        let today = instant(now)
        if report.hasReminded { record.remindedAt = record.remindedAt.filter { today - $0 < .day } + [today] }
        record.dueAt = today + min(max(report.pause, .second), .day)
        if report.isOver, !record.isReassigned, !open.isEmpty, channel(record.channel)?.reassigns == true {
            record.step = .toReassign
            record.dueAt = today
        } else if report.isOver {
            for one in open { try tell(.declined, one, on: record.channel, now) }
            record.numbers.removeAll { number in open.contains { $0.number == number } }
        }
        if record.numbers.isEmpty { pages?.remove(at: place) } else { pages?.replace(at: place, record) }
    }

    private func settle(
        _ replies: [ChannelReply], _ record: FollowUpPages.Record, at place: FollowUpPages.Place, _ asked: [FollowUpCalls.Asked], _ now: Timestamp
    ) throws {
        var later: [Int64] = []
        var pause = Microseconds.minute
        pages?.remove(at: place)
        for (index, one) in asked.enumerated() {
            let reply = index < replies.count ? replies[index] : .missing
            dispatcher.gate?.expect(false, providerIDOf: one.number)
            guard var row = try waiting(one.number, on: record.channel) else { continue }
            switch reply.status {
            case .sent:
                try dispatcher.begin()
                row.providerID = reply.providerID
                try dispatcher.gate?.tieReceipts(to: row)
                try dispatcher.store.update(row)
                pages?.add(one.number, to: reply.providerID, on: record.channel, at: instant(now), isReassigned: true)
            case .retry:
                later.append(one.number)
                pause = max(pause, min(reply.retryAfter ?? 0, .day))
            case .failed, .unreachable: try tell(.declined, one, on: record.channel, now)
            case .uncertain: try doubt(one.number, reply.reason)
            }
        }
        guard !later.isEmpty else { return }
        var again = record
        again.numbers = later
        again.step = .toReassign
        again.dueAt = instant(now) + pause
        pages?.put(again)
    }

    private func tell(_ state: TaskReport.State, _ one: FollowUpCalls.Asked, on channel: String, _ now: Timestamp) throws {
        guard let receipt = state.receipt, try waiting(one.number, on: channel) != nil else { return }
        let message = one.message
        var line = JSONObject(receipt: "task-\(state.rawValue)-\(message.key)", of: message.customer, at: now)
        line.add("status", receipt)
        line.add("key", message.key)
        line.add("task", state.rawValue)
        if state != .sent { line.add("reason", Self.words(state)) }
        try dispatcher.begin()
        try dispatcher.store.putInInbox([line.bytes])
    }

    private static func words(_ state: TaskReport.State) -> String {
        switch state {
        case .declined: "declined: nobody did it in time"
        case .capped: "capped: the customer has had as many as the provider lets through"
        case .unreachable: "the provider finds no way to the customer"
        case .created, .confirmed, .sent: ""
        }
    }

    private func doubt(_ number: Int64, _ reason: String) throws {
        guard var row = try dispatcher.store.message(number), row.status == .sent else { return }
        row.status = .uncertain
        row.reason = reason
        try dispatcher.begin()
        try dispatcher.store.update(row)
    }
}
