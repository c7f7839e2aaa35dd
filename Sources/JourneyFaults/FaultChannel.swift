import JourneyChannels
import JourneyModel

/// A channel that fails in the ways that a seed allows, and remembers what it was asked.
final class FaultChannel: Channel, @unchecked Sendable {
    let name: String
    let isIdempotent: Bool
    let limits: ChannelLimits
    private let swarm: Swarm
    private let time: VirtualTime
    private let witness: Witness
    /// Calls of each key so far.
    private var calls: [String: Int] = [:]
    /// Keys of messages of whose fate the provider told.
    private var told: Set<String> = []
    private let hash: SipHash
    /// Down from the first to the second, by the true time.
    private let outage: (from: Timestamp, until: Timestamp)?
    /// Nothing goes wrong any more.
    var isSound = false
    /// The process that asked is gone.
    var isUnheard = false
    /// The process that may ask was told to stop.
    var isStopping = false
    /// What the provider tells of a message, and when, by the true time.
    var tells: (ProviderReceipt, Timestamp) -> Void = { _, _ in }

    init(_ name: String, _ swarm: Swarm, from start: Timestamp, _ time: VirtualTime, _ witness: Witness) {
        self.name = name
        self.swarm = swarm
        self.time = time
        self.witness = witness
        var random = swarm.numbers(for: .channels)
        for _ in name.utf8 { _ = random.next() }
        isIdempotent = random.chance(60)
        limits = ChannelLimits(batch: 1 + random.below(6), concurrency: 1 + random.below(3))
        hash = SipHash(k0: random.next(), k1: random.next())
        let begin = start + Microseconds(random.below(72)) * .hour
        outage = swarm.has(.serverErrors) && random.chance(50) ? (begin, begin + Microseconds(1 + random.below(180)) * .minute) : nil
    }

    fileprivate enum Fate {
        case sent, timeout(accepted: Bool), lost, retry, tooMany(Microseconds), failed, unreachable
    }

    func send(_ messages: [ChannelMessage]) async -> [ChannelReply] {
        var replies: [ChannelReply] = []
        var fates: [Fate] = []
        for message in messages {
            witness.ask(
                SeenMessage(
                    key: message.key, channel: message.channel, customer: message.customer, content: message.content,
                    arguments: message.with, body: "\(message.body)", at: message.at), isIdempotent: isIdempotent)
            let call = (calls[message.key] ?? 0) + 1
            calls[message.key] = call
            if isStopping { witness.fault("\(message.key) goes to \(name) after the scheduler was asked to stop") }
            fates.append(fate(of: message.key, call))
            // It is sent before anybody hears of it.
            witness.answer(message.key, accepted: fates[fates.count - 1].isAccepted, isSettled: false)
            if fates[fates.count - 1].isAccepted { tell(of: message) }
        }
        await time.pass(length(of: messages[0].key, fates))
        for (message, fate) in zip(messages, fates) {
            var reply = Self.reply(fate)
            if reply.status == .sent, swarm.has(.receipts) { reply.providerID = Self.providerID(message.key) }
            replies.append(reply)
            let isDefinite = [.failed, .unreachable, .retry].contains(reply.status)
            if !isUnheard { witness.answer(message.key, accepted: fate.isAccepted, isSettled: isDefinite) }
        }
        return replies
    }

    func wasAsked(_ key: String) -> Bool { calls[key] != nil }

    func close() async {}

    private static func providerID(_ key: String) -> String { "p-" + key }

    /// Whether a message arrived, failed or was opened: before the provider answers, soon after, or days later, and perhaps twice.
    private func tell(of message: ChannelMessage) {
        guard swarm.has(.receipts), !isSound else { return }
        let number = hash.hash64("receipt " + message.key)
        // A message that it was handed twice arrives once.
        guard number % 100 < 70, told.insert(message.key).inserted else { return }
        let statuses = [["delivered"], ["delivered", "opened"], ["failed"], ["opened", "clicked"], ["failed"], ["delivered"]]
        let delays: [Microseconds] = [0, 0, 300_000, .second, 10 * .minute, 6 * .hour, 3 * .day]
        var at = time.instant + delays[Int((number >> 8) % 7)]
        for status in statuses[Int((number >> 16) % 6)] {
            let receipt = ProviderReceipt(
                id: "r-\(status)-\(message.key)", at: at, customer: message.customer, status: status, channel: name,
                key: (number >> 24) % 3 == 0 ? "" : message.key, providerID: (number >> 24) % 3 == 1 ? "" : Self.providerID(message.key),
                attempt: message.key)
            tells(receipt, at)
            if (number >> 32) % 4 == 0 { tells(receipt, at + ((number >> 36) % 2 == 0 ? Microseconds.second : .day)) }
            at = at + .minute
        }
    }

    private func length(of key: String, _ fates: [Fate]) -> Microseconds {
        if isSound || isUnheard { return 0 }
        if fates.contains(where: { if case .timeout = $0 { true } else { false } }) { return 30 * .second }
        return Microseconds(hash.hash64("length " + key) % 4) * 700_000
    }

    private func fate(of key: String, _ call: Int) -> Fate {
        if isSound { return .sent }
        if let outage, outage.from <= time.instant, time.instant < outage.until { return .retry }
        let number = hash.hash64("\(key) \(call)")
        switch number % 100 {
        case 0..<10 where swarm.has(.timeouts): return .timeout(accepted: number & 1024 == 0)
        case 10..<20 where swarm.has(.lostReplies): return .lost
        case 20..<32 where swarm.has(.serverErrors): return .retry
        case 32..<42 where swarm.has(.tooMany):
            let absurd: [Microseconds] = [0, -5, .second, .hour, 40 * .day, .max]
            return .tooMany(absurd[Int(number >> 32) % absurd.count])
        case 42..<50 where swarm.has(.refusals): return .failed
        case 50..<56 where swarm.has(.refusals): return .unreachable
        default: return .sent
        }
    }

    private static func reply(_ fate: Fate) -> ChannelReply {
        switch fate {
        case .sent: ChannelReply(.sent)
        case .timeout: ChannelReply(.uncertain, reason: "no answer in time")
        case .lost: ChannelReply(.uncertain, reason: "the answer was lost")
        case .retry: ChannelReply(.retry, reason: "503")
        case .tooMany(let length): ChannelReply(.retry, reason: "429", retryAfter: length)
        case .failed: ChannelReply(.failed, reason: "refused")
        case .unreachable: ChannelReply(.unreachable, reason: "unknown number")
        }
    }
}

extension FaultChannel.Fate {
    fileprivate var isAccepted: Bool {
        switch self {
        case .sent, .lost: true
        case .timeout(let accepted): accepted
        default: false
        }
    }
}
