import JourneyChannels
import JourneyModel
import JourneyStore

// What becomes of messages: at the gate, and by the answers of channels. All of it inside the dispatcher's transaction.
extension Dispatcher {
    /// Takes out what may not leave now, and writes down why.
    func keepBack(_ due: inout [OutboxMessage], at now: Timestamp, looksAgain looks: Bool) throws -> [Outcome] {
        var outcomes: [Outcome] = []
        var leaving: [OutboxMessage] = []
        for message in due {
            if let kept = try kept(message, at: now, looksAgain: looks) {
                try write(message, kept, nil, at: now, &outcomes)
            } else {
                leaving.append(message)
            }
        }
        due = leaving
        return outcomes
    }

    private func kept(_ message: OutboxMessage, at now: Timestamp, looksAgain looks: Bool) throws -> OutboxMessage? {
        if let parked = gate?.park(message) { return parked }
        if !looks { return nil }
        let kept = message.isExpired(at: now) ? message.ended(.expired, ChannelReply(.failed)) : try gate?.look(at: message, at: now)
        guard let kept, message.isInDoubt, kept.channel != message.channel || !kept.status.isWaiting else { return kept }
        // It may have arrived: it ends neither as if it had not, nor on another channel.
        var inDoubt = message
        inDoubt.status = .uncertain
        inDoubt.reason = kept.reason.isEmpty ? "it may have arrived, and cannot be tried again: \(kept.status.name)" : kept.reason
        return inDoubt
    }

    /// Looks through what waits behind an open breaker, once a second: what has expired ends, and what the channel has not been asked for
    /// takes its next channel once the breaker has been open for a minute.
    func sweep(_ lane: Lane, _ ways: [OutboxWay], at now: Timestamp) throws -> [Outcome] {
        guard let openSince = lane.breaker.openSince, now - (lane.sweptAt ?? .distantPast) >= .second else { return [] }
        lane.sweptAt = now
        let isLong = now - openSince >= .minute
        var outcomes: [Outcome] = []
        let due = try TurnTaking.pull(Lane.sweptAtOnce, from: ways, beginningAt: lane.turns) {
            try store.dueMessages(at: now, on: $0, limit: $1)
        }
        for message in due {
            if let kept = try kept(message, at: now, looksAgain: true) {
                try write(message, kept, nil, at: now, &outcomes)
            } else if isLong, message.attempts == 0, !message.isInDoubt, message.channel + 1 < message.channels.count {
                let reply = ChannelReply(.failed, reason: "the channel is out of order: \(lane.reason)")
                // It is the channel that does not send, not the message that is refused.
                try write(
                    message, settled(message, reply, by: lane, at: now, isLive: true), ChannelReply(.retry, reason: reply.reason), at: now, &outcomes)
            }
        }
        return outcomes
    }

    /// An answer to what was handed over: a receipt may have told of the message since.
    func settle(
        _ message: OutboxMessage, _ reply: ChannelReply, _ lane: Lane, at now: Timestamp, _ isLive: Bool, _ outcomes: inout [Outcome]
    ) throws {
        guard let row = try store.message(message.number) else { return }
        if row.isWithChannel(as: message) {
            return try write(row, settled(row, reply, by: lane, at: now, isLive: isLive), reply, at: now, &outcomes)
        }
        // The receipt decided; the provider's id is news all the same.
        guard row.channel == message.channel, row.providerID.isEmpty, !reply.providerID.isEmpty else { return }
        var known = row
        known.providerID = reply.providerID
        try begin()
        try gate?.tieReceipts(to: known)
        try store.update(known)
    }

    /// Writes what became of a message.
    /// - Parameter reply: of a channel; nil where the message was kept back.
    func write(
        _ message: OutboxMessage, _ answered: OutboxMessage, _ reply: ChannelReply?, at now: Timestamp, _ outcomes: inout [Outcome]
    ) throws {
        try begin()
        var settled = answered
        try gate?.settle(&settled, was: message, at: now)
        if settled.providerID != message.providerID { try gate?.tieReceipts(to: answered) }
        try store.update(settled)
        if reply != nil, settled.status == .sent { try followUps.note(settled, at: now) }
        if let reply {
            try note(
                Outcome(
                    key: message.key, channel: message.channelName, status: reply.outcome(answered), reason: reply.reason,
                    concern: lane(message.channelName) == nil ? .channel : reply.concern),
                of: message, at: now, &outcomes)
            if store.isDurable, let outcome = outcomes.last { heard.append((outcome, now)) }
        }
        // What a rule made of it, beside what the channel said.
        if settled.status != answered.status || (reply == nil && settled.status != message.status) {
            try note(
                Outcome(key: message.key, channel: settled.channelName, status: settled.status, reason: settled.reason), of: message,
                at: now, &outcomes)
        }
    }

    private func note(_ outcome: Outcome, of message: OutboxMessage, at now: Timestamp, _ outcomes: inout [Outcome]) throws {
        store.count(Counter(journey: message.journey, step: message.step, metric: outcome.metric), by: 1)
        if outcome.status == .sent, let cost = lane(outcome.channel)?.route.cost, cost > 0 {
            store.count(Counter(journey: message.journey, step: message.step, metric: "cost: " + outcome.channel), by: cost)
        }
        if store.isDurable { try store.append(.reply, customer: message.customer, at: now, bytes: outcome.encoded()) }
        outcomes.append(outcome)
    }

    /// A message as an answer leaves it.
    func settled(_ message: OutboxMessage, _ reply: ChannelReply, by lane: Lane?, at now: Timestamp, isLive: Bool) -> OutboxMessage {
        var message = message
        message.status = .pending
        message.attempts += 1
        message.reason = reply.reason
        message.providerID = reply.providerID
        switch reply.status {
        case .sent:
            message.status = .sent
        #if FaultInjection
            case .uncertain where PlantedBug.chosen == .uncertainRetried: message.nextAttemptAt = now + .second
        #endif
        case .uncertain where lane?.route.channel.isIdempotent != true:
            message.status = .uncertain
        case .retry, .uncertain:
            if reply.status == .uncertain { message.isInDoubt = true }
            if Retrying.isWorthwhile(message, most: lane?.route.retries ?? 0, at: now, isLive: isLive) {
                message.nextAttemptAt = now + Retrying.pause(message, asked: reply.retryAfter)
            } else if message.isInDoubt {
                // It may have arrived by some attempt: no other channel may send it too.
                message.status = .uncertain
            } else {
                message.fallBack(to: .failed, at: now)
            }
        case .failed: message.fallBack(to: .failed, at: now)
        case .unreachable: message.fallBack(to: .unreachable, at: now)
        }
        return message
    }
}

/// When a message that a channel put off is tried again.
enum Retrying {
    /// A scheduler that goes on gives a message up so long after it was queued, however many tries are left; the second is always made.
    static let longest: Microseconds = .day
    static let shortestPause: Microseconds = 100_000

    private static let jitter = SipHash(k0: 1, k1: 2)

    /// - Parameter message: with the attempt that failed counted.
    static func isWorthwhile(_ message: OutboxMessage, most retries: Int, at now: Timestamp, isLive: Bool) -> Bool {
        guard message.attempts <= retries else { return false }
        return !isLive || message.attempts == 1 || now - message.queuedAt < longest
    }

    /// Any time up to 1 s, 2 s, 4 s and so on up to 1 h, as the key decides, so that what failed at once does not come back at once; what
    /// the channel asks for, from 1 s to a day.
    static func pause(_ message: OutboxMessage, asked: Microseconds?) -> Microseconds {
        if let asked { return min(max(asked, .second), .day) }
        let whole = min(Microseconds.second << Int64(min(message.attempts - 1, 12)), .hour)
        return shortestPause + Microseconds(jitter.hash64("\(message.attemptKey)/\(message.attempts)") % UInt64(whole))
    }
}

extension OutboxMessage {
    var channelName: String { channel < channels.count ? channels[channel] : "" }

    /// The idempotency key of the attempts on the channel now tried.
    var attemptKey: String {
        #if FaultInjection
            if PlantedBug.chosen == .keyOfAttempt, attempts > 0 { return "\(key)-\(channelName)-\(attempts)" }
        #endif
        return "\(key)-\(channelName)"
    }

    func isExpired(at now: Timestamp) -> Bool {
        #if FaultInjection
            if PlantedBug.chosen == .expiredLeaves { return false }
        #endif
        return expiresAt.map { now > $0 } ?? false
    }

    /// As it was handed over.
    func isWithChannel(as handed: OutboxMessage) -> Bool {
        status == .sending && channel == handed.channel && attempts == handed.attempts
    }

    /// On the channel now tried.
    func saysTheSame(as other: OutboxMessage) -> Bool {
        if bodies.isEmpty || other.bodies.isEmpty {
            return bodies == other.bodies && content == other.content && arguments == other.arguments
        }
        return MessageBody(channel, of: bodies) == MessageBody(other.channel, of: other.bodies)
    }

    func ended(_ status: Status, _ reply: ChannelReply) -> OutboxMessage {
        var message = self
        message.status = status
        message.attempts += 1
        message.reason = reply.reason
        return message
    }

    func forChannel(at address: String) -> ChannelMessage {
        var message = ChannelMessage(
            key: attemptKey, customer: customer, channel: channelName, to: address, content: content, with: arguments, journey: journey,
            step: step, at: queuedAt)
        if !bodies.isEmpty { message.body = MessageBody(channel, of: bodies) }
        return message
    }
}

extension ChannelReply {
    static let missing = ChannelReply(.uncertain, reason: "the channel gave no reply")

    fileprivate var concern: Dispatcher.Outcome.Concern {
        switch status {
        case .sent, .retry, .uncertain: .channel
        case .failed: .message
        case .unreachable: .customer
        }
    }

    /// What became of this attempt, given what became of the message.
    fileprivate func outcome(_ message: OutboxMessage) -> OutboxMessage.Status {
        switch status {
        case .sent: .sent
        case .unreachable: .unreachable
        case .failed: .failed
        case .uncertain: message.status == .uncertain ? .uncertain : .pending
        case .retry: message.status == .uncertain || (message.status == .pending && message.attempts > 0) ? message.status : .failed
        }
    }
}
