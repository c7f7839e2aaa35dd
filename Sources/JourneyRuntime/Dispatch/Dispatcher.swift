import JourneyChannels
import JourneyCompiler
import JourneyModel
import JourneyStore

/// Brings messages from the outbox to their channels and writes down what became of them.
///
/// A message leaves only after its batch is durable, and after it is durably marked as `sending`. What a crash leaves so is sent again
/// under the same key where the channel is idempotent, else put aside as `uncertain`. Each channel has a lane of its own, which takes as
/// many messages as the channel does: none of them makes another one, or the engine, wait. Journeys take turns, transactional messages
/// come before marketing.
public final class Dispatcher {
    /// What became of an attempt.
    public struct Outcome: Sendable, Equatable {
        /// What it says something of. Not written down.
        public enum Concern: Sendable {
            /// The channel works, or does not.
            case channel
            /// The channel works, and does not take this message.
            case message
            /// Nothing is wrong with either: the customer cannot be reached, or a rule says no.
            case customer
        }

        public var key: String
        public var channel: String
        public var status: OutboxMessage.Status
        public var reason: String
        public var concern = Concern.customer
    }

    public struct Route: Sendable {
        public var channel: any Channel
        /// How often a failed sending is tried again.
        public var retries: Int
        /// Of one message that it takes, in millionths.
        public var cost: Int64
        /// How many messages it may take; all of them hold.
        public var limits: [Rate]

        public init(channel: any Channel, retries: Int = 5, cost: Int64 = 0, limits: [Rate] = []) {
            self.channel = channel
            self.retries = retries
            self.cost = cost
            self.limits = limits
        }
    }

    let store: any Store
    private(set) var lanes: [Lane] = []
    /// Of channels that are declared otherwise by now, with calls under way.
    private var leavingLanes: [Lane] = []
    private var hasRecovered = false
    /// What nobody outside hears of may become durable beside what follows.
    var handsOver = false
    private var isWriting = false
    /// What channels said in the open transaction.
    var heard: [(outcome: Outcome, at: Timestamp)] = []
    /// What they last said; nil before the first word.
    private var health: [String: ChannelHealth]?
    /// Something was handed to a lane, and its answer is not written down yet.
    private var mayHaveAnswers = false
    private let most: Int
    private(set) lazy var followUps = FollowUps(self)
    private let executor: (any TaskExecutor)?
    /// Rung where a channel answered and could do with more than it has.
    public let alarm = Alarm()
    /// Asked when a message leaves, and told of its end; without one nothing is looked at again.
    public weak var gate: (any MessageGate)?
    /// The machine's time, as `WallClock` has it; 0 where messages leave by another one.
    public var uptime: () -> Microseconds = { 0 }
    private var pace = Pace()

    /// - Parameters:
    ///   - batch: messages that a channel has in hand at most.
    ///   - executor: where calls of channels run; nil: wherever there is room. A simulation has but one thread.
    public init(store: any Store, routes: [String: Route], batch: Int = 2_000, callsRunOn executor: (any TaskExecutor)? = nil) {
        self.store = store
        self.executor = executor
        most = max(batch, 1)
        use(routes)
    }

    /// Changes the channels, between two turns. Calls under way end on the channel on which they began.
    public func use(_ routes: [String: Route]) {
        let before = lanes
        lanes = routes.keys.sorted().compactMap { name in
            guard let route = routes[name] else { return nil }
            let lane = Lane(name, route, most: most, alarm: alarm, on: executor)
            guard let old = before.first(where: { $0.name == name }) else { return lane }
            lane.inherit(from: old)
            return lane
        }
        leavingLanes += before
        followUps.isNeeded = routes.values.contains { $0.channel is any TaskChannel }
    }

    func lane(_ name: String) -> Lane? { lanes.first { $0.name == name } }

    // MARK: Turns

    /// What the next turn has to do, without waiting for any channel: writes down the answers that came, and hands over what is due and
    /// finds room. For a scheduler that goes on.
    public func turn(at now: Timestamp) async throws -> [Outcome] {
        try await turn(at: now, looksAgain: true, isLive: true).outcomes
    }

    /// Sends what is due at an instant until nothing is, and waits for the answers. What a rate limit keeps back stays.
    /// - Parameter looks: whether a message may still leave is looked at again. Under a virtual clock each leaves at the instant at which
    ///   it was queued: it was looked at then.
    public func runOnce(at now: Timestamp, looksAgain looks: Bool = true) async throws -> [Outcome] {
        var outcomes: [Outcome] = []
        while true {
            let (found, hasMoved) = try await turn(at: now, looksAgain: looks, isLive: false)
            outcomes += found
            if !hasMoved { return outcomes }
            if mayHaveAnswers { for lane in lanes + leavingLanes { await lane.calls.untilIdle() } }
            await followUps.untilAnswered()
        }
    }

    /// Hands one message to its channel now, whatever else waits.
    public func send(_ message: OutboxMessage, at now: Timestamp) async throws -> [Outcome] {
        let marked = lane(message.channelName) == nil ? message : try mark(message)
        try end()
        return try await send([marked], lane(message.channelName), at: now)
    }

    /// When there is something to do next: a message is due, and its channel takes it. Nil where nothing waits.
    public func nextAttempt(after now: Timestamp) throws -> Timestamp? {
        keepPace(at: now)
        return try store.waitingWays().lazy.map { waiting in
            max(waiting.nextAttemptAt, self.lane(waiting.way.channelName)?.readyAt(now) ?? .distantPast)
        }.min()
    }

    private func keepPace(at now: Timestamp) {
        pace.look(at: now, uptime: uptime())
        for lane in lanes { lane.lead = pace.lead }
    }

    private func turn(at now: Timestamp, looksAgain looks: Bool, isLive: Bool) async throws -> (outcomes: [Outcome], hasMoved: Bool) {
        keepPace(at: now)
        var outcomes = try recover(at: now) + collect(at: now, isLive: isLive)
        var leaving: [(lane: Lane?, messages: [OutboxMessage])] = []
        var hasMoved = !outcomes.isEmpty
        for (name, ways) in try dueWays(at: now) {
            let lane = lane(name)
            let room = lane?.room(at: now, isLive: isLive) ?? most
            if room == 0, let lane, isLive { outcomes += try sweep(lane, ways, at: now) }
            var due = try TurnTaking.pull(room, from: ways, beginningAt: lane?.turns ?? 0) {
                try store.dueMessages(at: now, on: $0, limit: $1)
            }
            if due.isEmpty { continue }
            hasMoved = true
            if looks || gate?.mayPark == true { outcomes += try keepBack(&due, at: now, looksAgain: looks) }
            if let lane { due = lane.share(of: due) }
            lane?.take(due.count, at: now)
            if let lane, !lane.route.channel.isImmediate { due = try due.map(mark) }
            leaving.append((lane, due))
        }
        for lane in lanes where lane.isChanged {
            try begin()
            try lane.save(to: store)
        }
        let asked = try followUps.turn(at: now)
        #if FaultInjection
            if PlantedBug.chosen == .sentBeforeCommit {
                for (lane, messages) in leaving {
                    lane?.hand(over: try messages.map { LaneCalls.Handed(message: $0, asked: $0.forChannel(at: try address(of: $0))) })
                }
                mayHaveAnswers = true
                try end()
                return (outcomes, hasMoved)
            }
        #endif
        try end()
        // Decided, and so on its way: a message leaves once it is durable.
        if !asked.isEmpty || leaving.contains(where: { $0.lane?.route.channel.isImmediate == false }) { try store.settle() }
        followUps.begin(asked)
        if !asked.isEmpty { hasMoved = true }
        for (lane, messages) in leaving {
            if let lane, !lane.route.channel.isImmediate {
                mayHaveAnswers = true
                lane.hand(over: try messages.map { LaneCalls.Handed(message: $0, asked: $0.forChannel(at: try address(of: $0))) })
            } else if !messages.isEmpty {
                outcomes += try await send(messages, lane, at: now)
            }
        }
        return (outcomes, hasMoved)
    }

    /// The channels that have something due, in the order of their names, each with its ways.
    private func dueWays(at now: Timestamp) throws -> [(name: String, ways: [OutboxWay])] {
        var found: [(name: String, ways: [OutboxWay])] = []
        for waiting in try store.waitingWays() where waiting.nextAttemptAt <= now {
            let name = waiting.way.channelName
            if let place = found.firstIndex(where: { $0.name == name }) {
                found[place].ways.append(waiting.way)
            } else {
                found.append((name, [waiting.way]))
            }
        }
        return found.count < 2 ? found : found.sorted { $0.name < $1.name }
    }

    /// Asks a channel in place.
    private func send(_ messages: [OutboxMessage], _ lane: Lane?, at now: Timestamp) async throws -> [Outcome] {
        var replies: [ChannelReply] = []
        if let lane {
            if let reply = lane.route.channel.standingReply {
                replies = [ChannelReply](repeating: reply, count: messages.count)
            } else {
                let asked = try messages.map { $0.forChannel(at: try address(of: $0)) }
                replies = await lane.route.channel.send(asked)
            }
        } else {
            replies = messages.map { ChannelReply(.unreachable, reason: "no channel `\($0.channelName)` is declared") }
        }
        var outcomes: [Outcome] = []
        outcomes.reserveCapacity(messages.count)
        for (index, message) in messages.enumerated() {
            let reply = index < replies.count ? replies[index] : .missing
            try write(message, settled(message, reply, by: lane, at: now, isLive: false), reply, at: now, &outcomes)
        }
        try end(isDurable: !handsOver)
        return outcomes
    }

    func address(of message: OutboxMessage) throws -> String {
        guard let gate else { return message.address ?? "" }
        return try gate.address(of: message) ?? ""
    }

    // MARK: Stopping

    /// True where no call is under way.
    public var isIdle: Bool { (lanes + leavingLanes).allSatisfy(\.calls.isIdle) && followUps.isIdle }

    /// Writes down the answers that came, and hands nothing over; what is in line and not under way waits in the outbox again.
    public func windDown(at now: Timestamp) throws -> [Outcome] {
        #if FaultInjection
            let staying = PlantedBug.chosen == .stopGoesOn ? [] : lanes + leavingLanes
        #else
            let staying = lanes + leavingLanes
        #endif
        for lane in staying { try withdraw(lane) }
        let outcomes = try collect(at: now, isLive: true)
        try followUps.settleAnswers(at: now)
        for lane in lanes where lane.isChanged {
            try begin()
            try lane.save(to: store)
        }
        try end()
        return outcomes
    }

    func withdraw(_ lane: Lane) throws {
        for message in lane.calls.withdraw() {
            guard var row = try store.message(message.number), row.isWithChannel(as: message) else { continue }
            row.status = .pending
            try begin()
            try store.update(row)
        }
    }

    // MARK: Transactions

    func begin() throws {
        if isWriting { return }
        try store.begin()
        isWriting = true
    }

    private func end(isDurable: Bool = true) throws {
        guard isWriting else { return }
        isWriting = false
        try gate?.writeCustomers()
        try noteHealth()
        try followUps.save()
        if isDurable { try store.commit() } else { try store.handOver() }
    }

    /// Writes down what the channels last said, for those who ask how they do.
    private func noteHealth() throws {
        guard store.isDurable, !heard.isEmpty else { return }
        var found = try health ?? Health.channels(in: store)
        let before = found
        for (outcome, at) in heard { found[outcome.channel, default: ChannelHealth()].note(outcome, at: at) }
        heard.removeAll(keepingCapacity: true)
        if found != before { try Health.write(found, to: store) }
        health = found
    }

    /// What an earlier process handed over and did not mark.
    private func recover(at now: Timestamp) throws -> [Outcome] {
        if hasRecovered { return [] }
        for lane in lanes { try lane.restore(from: store, at: now) }
        var outcomes: [Outcome] = []
        let reply = ChannelReply(.uncertain, reason: "the process ended while the message was with the channel")
        for message in try store.sendingMessages() {
            var isSentAgain = lane(message.channelName)?.route.channel.isIdempotent == true
            #if FaultInjection
                if PlantedBug.chosen == .crashResends { isSentAgain = true }
            #endif
            if isSentAgain {
                var again = message
                again.status = .pending
                again.isInDoubt = true
                try begin()
                try store.update(again)
            } else {
                try write(message, message.ended(.uncertain, reply), reply, at: now, &outcomes)
            }
        }
        try end()
        hasRecovered = true
        return outcomes
    }

    private func mark(_ message: OutboxMessage) throws -> OutboxMessage {
        var sending = message
        sending.status = .sending
        try begin()
        try store.update(sending)
        return sending
    }

    private func collect(at now: Timestamp, isLive: Bool) throws -> [Outcome] {
        guard mayHaveAnswers || !leavingLanes.isEmpty else { return [] }
        var outcomes: [Outcome] = []
        for lane in lanes + leavingLanes {
            for answer in lane.calls.takeAnswers() {
                if isLive, lane.note(answer, at: now) { try withdraw(lane) }
                for (index, message) in answer.messages.enumerated() {
                    let reply = index < answer.replies.count ? answer.replies[index] : .missing
                    try settle(message, reply, lane, at: now, isLive, &outcomes)
                }
            }
        }
        for lane in leavingLanes where lane.calls.inHand == 0 {
            let channel = lane.route.channel
            if !lanes.contains(where: { $0.route.channel === channel }) { Task { await channel.close() } }
        }
        leavingLanes.removeAll { $0.calls.inHand == 0 }
        mayHaveAnswers = (lanes + leavingLanes).contains { $0.calls.inHand > 0 }
        return outcomes
    }
}
