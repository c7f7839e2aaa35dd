import JourneyChannels
import JourneyCompiler
import JourneyModel
import JourneyStore

/// What lies between the outbox and one channel: its calls, its rate limits and its circuit breaker.
final class Lane {
    /// In line and under way, of a channel that takes a message twice as one.
    static let most = 2_000
    /// Messages with a channel that is not idempotent, for each of its calls: so many are in doubt when it is cut off. Only of those that
    /// say the same, and so may go in one request, it takes as many as one call may bring.
    static let mostInDoubt = 50
    /// Messages behind an open breaker that are looked at once a second.
    static let sweptAtOnce = 200

    let name: String
    var route: Dispatcher.Route
    let calls: LaneCalls
    private(set) var breaker = CircuitBreaker()
    /// By the time that limits count by.
    private(set) var buckets: [TokenBucket]
    /// How far the scheduler's time is ahead of that one.
    var lead: Microseconds = 0
    /// Why the breaker is open.
    private(set) var reason = ""
    /// When what waits behind an open breaker was looked at last.
    var sweptAt: Timestamp?
    /// Messages that it took: with whose journey the next turn begins.
    private(set) var turns = 0
    /// What the store says of it is no longer so.
    var isChanged = false

    private let most: Int
    private let batch: Int
    /// One call brings more of what says the same than of what does not.
    private let gathers: Bool

    init(_ name: String, _ route: Dispatcher.Route, most: Int, alarm: Alarm, on executor: (any TaskExecutor)? = nil) {
        self.name = name
        self.route = route
        self.most = min(most, Self.most)
        let limits = route.channel.limits
        batch = min(limits.batch, self.most)
        gathers = !route.channel.isIdempotent && batch > Self.mostInDoubt
        calls = LaneCalls(route.channel, batch: batch, alarm: alarm, on: executor)
        buckets = route.limits.map { TokenBucket(size: $0.count, span: $0.span) }
    }

    // MARK: Room

    /// How many messages it takes now.
    /// - Parameter isLive: the breaker holds, and no more is in line than keeps the channel busy until the next turn. A run to an end
    ///   tries each message as often as its channel says.
    func room(at now: Timestamp, isLive: Bool) -> Int {
        if route.channel.isImmediate { return most }
        if isLive {
            switch breaker.permission(at: now) {
            case .nothing: return 0
            case .oneMessage: return calls.inHand == 0 ? min(1, tokens(at: now)) : 0
            case .everything: break
            }
        }
        // Whether they say the same shows when they are there; and while some are in doubt no more may be than of any kind.
        let perCall = gathers && calls.inHand > 0 ? Self.mostInDoubt : batch
        let atOnce = perCall * min(route.channel.limits.concurrency, Self.most)
        // What waits in line is in doubt after a crash, and leaves later than its token was taken.
        let isDirect = !route.channel.isIdempotent || !buckets.isEmpty
        let wanted = isDirect ? atOnce : isLive ? atOnce * 2 : most
        let room = max(min(wanted, most, calls.inHand + tokens(at: now)) - calls.inHand, 0)
        // What waited in line behind a call that is not full would leave later than its token was taken, and be too many a span later.
        return buckets.isEmpty ? room : min(room, batch * calls.free)
    }

    /// What of the messages that found room it takes now.
    func share(of due: [OutboxMessage]) -> [OutboxMessage] {
        let usual = Self.mostInDoubt * min(route.channel.limits.concurrency, Self.most)
        guard gathers, calls.inHand == 0, due.count > usual, let first = due.first else { return due }
        let alike = due.filter { $0.saysTheSame(as: first) }
        return Array(alike.count > usual ? alike.prefix(batch) : due.prefix(usual))
    }

    private func tokens(at now: Timestamp) -> Int { buckets.lazy.map { [lead] in $0.available(at: now - lead) }.min() ?? most }

    /// When it takes something again; nil where nothing but its own calls keep it from that.
    func readyAt(_ now: Timestamp) -> Timestamp? { buckets.lazy.compactMap { [lead] in $0.readyAt(now - lead) }.max().map { $0 + lead } }

    // MARK: Calls

    /// Says that so many messages are about to be handed over.
    func take(_ count: Int, at now: Timestamp) {
        guard count > 0 else { return }
        turns &+= count
        if breaker.isOpen { breaker.probe() }
        for index in buckets.indices { buckets[index].take(count, at: now - lead) }
        if !buckets.isEmpty { isChanged = true }
    }

    func hand(over messages: [LaneCalls.Handed]) { calls.hand(over: messages, isProbe: breaker.isOpen) }

    /// Takes note of how a call ended; says whether the breaker opened just now.
    func note(_ answer: LaneCalls.Answer, at now: Timestamp) -> Bool {
        let isFault = answer.replies.allSatisfy { $0.status == .retry || $0.status == .uncertain }
        let before = breaker
        breaker.note(isFault: isFault, isProbe: answer.isProbe, at: now)
        if breaker.openUntil == before.openUntil { return false }
        reason = breaker.isOpen ? answer.replies.first?.reason ?? "the channel gave no reply" : ""
        isChanged = true
        return breaker.isOpen && !before.isOpen
    }

    /// Goes on under another declaration of the same channel: what was taken of its limits stays taken.
    func inherit(from lane: Lane) {
        for (index, bucket) in buckets.enumerated() {
            guard let old = lane.buckets.first(where: { $0.span == bucket.span }) else { continue }
            buckets[index] = TokenBucket(size: bucket.size, span: bucket.span, takings: old.takings)
        }
        lead = lane.lead
        isChanged = true
    }
}

// MARK: - In the store

/// What a store tells of a channel: what was taken of its limits, so that a restart does not give it anew, and its open breaker.
public struct LaneRecord: Sendable, Equatable {
    public var openUntil: Timestamp?
    public var reason = ""
    var buckets: [TokenBucket] = []

    private static let format: UInt8 = 1

    private static func name(_ channel: String) -> String { "lane " + channel }

    /// Nil where nothing was ever out of the ordinary.
    /// - Throws: `StoreError`.
    public static func read(_ channel: String, in store: any Store) throws -> LaneRecord? {
        try store.setting(name(channel), format: format, of: "the channel `\(channel)`") { reader in
            var record = LaneRecord()
            if try reader.flag() { record.openUntil = try reader.timestamp() }
            record.reason = try reader.text()
            for _ in 0..<(try reader.count()) {
                let (size, span) = (Int(clamping: try reader.unsigned()), try reader.signed())
                var takings: [TokenBucket.Taking] = []
                for _ in 0..<(try reader.count()) {
                    let at = try reader.timestamp()
                    takings.append(.init(since: at, at: at, tokens: Int(clamping: try reader.unsigned())))
                }
                record.buckets.append(TokenBucket(size: size, span: span, takings: takings))
            }
            return record
        }
    }

    /// - Parameter lead: of the scheduler's time over that of the takings. Written is how the former shows them, the one that a later
    ///   process can go on with.
    fileprivate func write(_ channel: String, lead: Microseconds, in store: any Store) throws {
        var out = ByteWriter()
        out.byte(Self.format)
        out.flag(openUntil != nil)
        if let openUntil { out.timestamp(openUntil) }
        out.text(reason)
        out.count(buckets.count)
        for bucket in buckets {
            out.unsigned(UInt64(bucket.size))
            out.signed(bucket.span)
            out.count(bucket.takings.count)
            for taking in bucket.takings {
                out.timestamp(taking.at + lead)
                out.unsigned(UInt64(max(taking.tokens, 0)))
            }
        }
        try store.set(setting: Self.name(channel), to: out.bytes)
    }
}

extension Lane {
    /// Takes up what an earlier process wrote. A breaker is closed at first: whether the channel works shows.
    ///
    /// How long ago that was the wall's clock alone can tell. Where it was set back since, everything was taken just now, which is the latest
    /// that can be: nothing comes back early, and nothing is held for longer than a span. Where it was set ahead, tokens come back early:
    /// to hold them all for a span after each start would be no limit that anybody asked for.
    func restore(from store: any Store, at now: Timestamp) throws {
        #if FaultInjection
            if PlantedBug.chosen == .rateAnew { return }
        #endif
        guard let record = try LaneRecord.read(name, in: store) else { return }
        for (index, bucket) in buckets.enumerated() where bucket.takings.isEmpty {
            guard let old = record.buckets.first(where: { $0.span == bucket.span }) else { continue }
            let takings = old.takings.map { taking in
                let at = min(taking.at, now) - lead
                return TokenBucket.Taking(since: at, at: at, tokens: taking.tokens)
            }
            buckets[index] = TokenBucket(size: bucket.size, span: bucket.span, takings: takings)
        }
        if record.openUntil != nil { isChanged = true }
    }

    /// In the open transaction.
    func save(to store: any Store) throws {
        guard isChanged else { return }
        try LaneRecord(openUntil: breaker.openUntil, reason: reason, buckets: buckets).write(name, lead: lead, in: store)
        isChanged = false
    }
}
