import JourneyChannels
import JourneyModel
import JourneyStore

/// Brings messages from the outbox to their channels and writes down what became of them.
///
/// A message leaves only after its batch is durable. What a crash leaves between a channel's answer and its mark is sent again under
/// the same key where the channel is idempotent. Where it is not, the message is marked as `sending` before it is handed over, and a
/// dispatcher that finds such a mark at its start puts the message aside as `uncertain`.
public final class Dispatcher {
    /// What became of an attempt.
    public struct Outcome: Sendable, Equatable {
        public var key: String
        public var channel: String
        public var status: OutboxMessage.Status
        public var reason: String
    }

    public struct Route: Sendable {
        public var channel: any Channel
        /// How often a failed sending is tried again.
        public var retries: Int
        /// Of one message that it takes, in millionths.
        public var cost: Int64

        public init(channel: any Channel, retries: Int = 5, cost: Int64 = 0) {
            self.channel = channel
            self.retries = retries
            self.cost = cost
        }
    }

    private let store: any Store
    private var routes: [String: Route]
    private let batch: Int
    private let jitter = SipHash(k0: 1, k1: 2)
    private var hasRecovered = false
    /// What the channels last said; nil before the first word.
    private var health: [String: ChannelHealth]?
    /// Asked when a message leaves, and told of its end; without one nothing is looked at again.
    public weak var gate: (any MessageGate)?

    /// Messages handed at once to a channel that is not idempotent: so many at most are in doubt after a crash.
    static let markedBatch = 50

    public init(store: any Store, routes: [String: Route], batch: Int = 1_000) {
        self.store = store
        self.routes = routes
        self.batch = batch
    }

    /// Changes the channels, between two rounds.
    public func use(_ routes: [String: Route]) { self.routes = routes }

    /// Sends what is due at an instant, until nothing is.
    /// - Parameter looks: whether a message may still leave is looked at again. Under a virtual clock each leaves at the instant at which
    ///   it was queued: it was looked at then.
    ///   - isInterrupted: asked between batches; true leaves the rest for later.
    public func runOnce(at now: Timestamp, looksAgain looks: Bool = true, isInterrupted: () throws -> Bool = { false }) async throws -> [Outcome] {
        var outcomes = try recover(at: now)
        while try !isInterrupted() {
            var due = try store.dueMessages(at: now, limit: batch)
            if due.isEmpty { return outcomes }
            if looks || gate?.mayPark == true { outcomes += try keepBack(&due, at: now, looksAgain: looks) }
            if !due.isEmpty { outcomes += try await send(try mark(due), at: now) }
        }
        return outcomes
    }

    /// Hands one message to its channel now, whatever else waits.
    public func send(_ message: OutboxMessage, at now: Timestamp) async throws -> [Outcome] {
        try await send(try mark([message]), at: now)
    }

    /// Takes out what may not leave now, and writes down why.
    private func keepBack(_ due: inout [OutboxMessage], at now: Timestamp, looksAgain looks: Bool) throws -> [Outcome] {
        var kept: [(OutboxMessage, OutboxMessage, ChannelReply)] = []
        var leaving: [OutboxMessage] = []
        let reply = ChannelReply(.failed, reason: "")
        for message in due {
            if let parked = gate?.park(message) {
                kept.append((message, parked, reply))
            } else if !looks {
                leaving.append(message)
            } else if message.isExpired(at: now) {
                kept.append((message, message.ended(.expired, reply), reply))
            } else if let changed = try gate?.look(at: message, at: now) {
                kept.append((message, changed, reply))
            } else {
                leaving.append(message)
            }
        }
        due = leaving
        return kept.isEmpty ? [] : try write(kept, at: now, isAttempt: false)
    }

    /// What an earlier process handed over and did not mark.
    private func recover(at now: Timestamp) throws -> [Outcome] {
        if hasRecovered { return [] }
        let lost = try store.sendingMessages()
        let reply = ChannelReply(.uncertain, reason: "the process ended while the message was with the channel")
        let outcomes = lost.isEmpty ? [] : try write(lost.map { ($0, $0.ended(.uncertain, reply), reply) }, at: now)
        hasRecovered = true
        return outcomes
    }

    /// Gives what may leave now: all for idempotent channels, of the others the first few, durably marked.
    private func mark(_ due: [OutboxMessage]) throws -> [OutboxMessage] {
        let isMarked = due.map { routes[$0.channelName]?.channel.isIdempotent == false }
        guard isMarked.contains(true) else { return due }
        var leaving: [OutboxMessage] = []
        var marked = 0
        try store.begin()
        for (message, needsMark) in zip(due, isMarked) {
            if needsMark {
                if marked == Self.markedBatch { continue }
                marked += 1
                var sending = message
                sending.status = .sending
                try store.update(sending)
            }
            leaving.append(message)
        }
        try store.commit()
        return leaving
    }

    private func send(_ due: [OutboxMessage], at now: Timestamp) async throws -> [Outcome] {
        var replies = [ChannelReply?](repeating: nil, count: due.count)
        var byChannel: [String: [Int]] = [:]
        for (index, message) in due.enumerated() { byChannel[message.channelName, default: []].append(index) }
        for name in byChannel.keys.sorted() {
            guard let route = routes[name], let indices = byChannel[name] else { continue }
            let messages = try indices.map { index in
                due[index].forChannel(at: try address(of: due[index]))
            }
            let answers = await route.channel.send(messages)
            for (index, reply) in zip(indices, answers) { replies[index] = reply }
        }
        return try settle(due, replies, at: now)
    }

    private func address(of message: OutboxMessage) throws -> String {
        guard let gate else { return message.address ?? "" }
        return try gate.address(of: message) ?? ""
    }

    private func settle(_ due: [OutboxMessage], _ replies: [ChannelReply?], at now: Timestamp) throws -> [Outcome] {
        try write(
            zip(due, replies).map { message, reply in
                let reply = reply ?? missingReply(message.channelName)
                return (message, settle(message, reply, at: now), reply)
            }, at: now)
    }

    private func missingReply(_ channel: String) -> ChannelReply {
        routes[channel] == nil
            ? ChannelReply(.unreachable, reason: "no channel `\(channel)` is declared")
            : ChannelReply(.uncertain, reason: "the channel gave no reply")
    }

    /// - Parameter isAttempt: a channel answered; else the messages were kept back.
    private func write(
        _ settled: [(OutboxMessage, OutboxMessage, ChannelReply)], at now: Timestamp, isAttempt: Bool = true
    ) throws -> [Outcome] {
        var outcomes: [Outcome] = []
        try store.begin()
        for (message, answered, reply) in settled {
            var settled = answered
            try gate?.settle(&settled, was: message, at: now)
            try store.update(settled)
            if isAttempt {
                let status = reply.outcome(answered)
                try note(
                    Outcome(key: message.key, channel: message.channelName, status: status, reason: reply.reason), of: message, at: now,
                    &outcomes)
            }
            // What a rule made of it, beside what the channel said.
            if settled.status != answered.status || (!isAttempt && settled.status != message.status) {
                try note(
                    Outcome(key: message.key, channel: settled.channelName, status: settled.status, reason: settled.reason), of: message,
                    at: now, &outcomes)
            }
        }
        try gate?.writeCustomers()
        if store.isDurable, isAttempt { try noteHealth(outcomes, at: now) }
        try store.commit()
        return outcomes
    }

    private func noteHealth(_ outcomes: [Outcome], at now: Timestamp) throws {
        var found = try health ?? Health.channels(in: store)
        let before = found
        for outcome in outcomes { found[outcome.channel, default: ChannelHealth()].note(outcome, at: now) }
        if found != before { try Health.write(found, to: store) }
        health = found
    }

    private func note(_ outcome: Outcome, of message: OutboxMessage, at now: Timestamp, _ outcomes: inout [Outcome]) throws {
        store.count(Counter(journey: message.journey, step: message.step, metric: outcome.metric), by: 1)
        if outcome.status == .sent, let cost = routes[outcome.channel]?.cost, cost > 0 {
            store.count(Counter(journey: message.journey, step: message.step, metric: "cost: " + outcome.channel), by: cost)
        }
        if store.isDurable { try store.append(.reply, customer: message.customer, at: now, bytes: outcome.encoded()) }
        outcomes.append(outcome)
    }

    private func settle(_ message: OutboxMessage, _ reply: ChannelReply, at now: Timestamp) -> OutboxMessage {
        var message = message
        message.status = .pending
        let route = routes[message.channelName]
        message.attempts += 1
        message.reason = reply.reason
        message.providerID = reply.providerID
        switch reply.status {
        case .sent:
            message.status = .sent
        case .uncertain where route?.channel.isIdempotent != true:
            message.status = .uncertain
        case .retry, .uncertain:
            if message.attempts <= route?.retries ?? 0 {
                message.nextAttemptAt = now + pause(message, reply.retryAfter)
            } else if reply.status == .uncertain {
                // It may have arrived: no other channel may send it too.
                message.status = .uncertain
            } else {
                message.fallBack(to: .failed, at: now)
            }
        case .failed: message.fallBack(to: .failed, at: now)
        case .unreachable: message.fallBack(to: .unreachable, at: now)
        }
        return message
    }

    /// Exponential from 1 s to 1 h, half of it jitter that the key decides; what the channel asks for, up to a day.
    private func pause(_ message: OutboxMessage, _ asked: Microseconds?) -> Microseconds {
        if let asked { return min(max(asked, .second), .day) }
        let whole = min(Microseconds.second << Int64(min(message.attempts - 1, 12)), .hour)
        let draw = jitter.hash64("\(message.attemptKey)/\(message.attempts)") % UInt64(whole / 2)
        return whole / 2 + Microseconds(draw)
    }
}

extension OutboxMessage {
    var channelName: String { channel < channels.count ? channels[channel] : "" }

    /// The idempotency key of the attempts on the channel now tried.
    var attemptKey: String { "\(key)-\(channelName)" }

    func isExpired(at now: Timestamp) -> Bool { expiresAt.map { now > $0 } ?? false }

    fileprivate func ended(_ status: Status, _ reply: ChannelReply) -> OutboxMessage {
        var message = self
        message.status = status
        message.attempts += 1
        message.reason = reply.reason
        return message
    }

    fileprivate func forChannel(at address: String) -> ChannelMessage {
        var message = ChannelMessage(
            key: attemptKey, customer: customer, channel: channelName, to: address, content: content, with: arguments, journey: journey,
            step: step, at: queuedAt)
        if !bodies.isEmpty { message.body = MessageBody(channel, of: bodies) }
        return message
    }
}

extension ChannelReply {
    /// What became of this attempt, given what became of the message.
    fileprivate func outcome(_ message: OutboxMessage) -> OutboxMessage.Status {
        switch status {
        case .sent: .sent
        case .unreachable: .unreachable
        case .failed: .failed
        case .uncertain: message.status == .uncertain ? .uncertain : .pending
        case .retry: message.status == .pending && message.attempts > 0 ? .pending : .failed
        }
    }
}

extension Dispatcher.Outcome {
    /// `sent via wecom`.
    var metric: String { "\(status.name) via \(channel)" }

    public func encoded() -> [UInt8] {
        var out = ByteWriter()
        out.text(key)
        out.text(channel)
        out.unsigned(UInt64(status.rawValue))
        out.text(reason)
        return out.bytes
    }

    /// - Throws: `DecodingFailure` on bytes that no `encoded()` wrote.
    public init(encoded bytes: [UInt8]) throws {
        self = try bytes.withUnsafeBytes { buffer in
            var reader = ByteReader(buffer)
            let (key, channel) = (try reader.text(), try reader.text())
            guard let status = OutboxMessage.Status(rawValue: Int(truncatingIfNeeded: try reader.unsigned())) else {
                throw DecodingFailure(what: "unknown outcome of a message", offset: reader.offset)
            }
            return Self(key: key, channel: channel, status: status, reason: try reader.text())
        }
    }
}
