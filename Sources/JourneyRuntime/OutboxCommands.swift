import JourneyEngine
import JourneyModel
import JourneyStore

/// What operators do to messages that wait or are in doubt: try again, drop, or say that they arrived.
public enum OutboxCommand: String, Sendable, CaseIterable {
    case retry, drop, confirm

    /// As commands are stored: `outbox retry`.
    public var verb: String { "outbox " + rawValue }

    public init?(verb: String) {
        guard let command = Self.allCases.first(where: { $0.verb == verb }) else { return nil }
        self = command
    }

    /// The messages that it can be done to.
    public var statuses: [OutboxMessage.Status] {
        switch self {
        case .retry: [.failed, .unreachable, .uncertain]
        case .drop: [.pending, .held, .uncertain]
        case .confirm: [.uncertain]
        }
    }

    /// What it is done to where nobody says a status: what is in doubt might have arrived, so that it is sent again only where somebody
    /// says so.
    public var usualStatuses: [OutboxMessage.Status] { self == .retry ? [.failed, .unreachable] : statuses }

    /// Which messages: by their numbers, else all of these statuses, of one journey where one is named.
    public struct Choice: Sendable, Equatable {
        public var numbers: [Int64]
        public var status: OutboxMessage.Status?
        public var journey: String?

        public init(numbers: [Int64] = [], status: OutboxMessage.Status? = nil, journey: String? = nil) {
            self.numbers = numbers
            self.status = status
            self.journey = journey
        }

        /// As commands are stored.
        public var json: String {
            var members = ["\"numbers\":[\(numbers.map(String.init).joined(separator: ","))]"]
            if let status { members.append("\"status\":\(JSONText.quoted(status.name))") }
            if let journey { members.append("\"journey\":\(JSONText.quoted(journey))") }
            return "{\(members.joined(separator: ","))}"
        }

        public init(json: String) {
            self.init()
            JSONMembers.forEach(in: Array(json.utf8.dropFirst().dropLast())) { name, value in
                switch (name, value) {
                case ("numbers", .list(let list)): numbers = list.compactMap { if case .integer(let number) = $0 { number } else { nil } }
                case ("status", .text(let text)): status = OutboxMessage.Status.allCases.first { $0.name == text }
                case ("journey", .text(let text)): journey = text
                default: break
                }
            }
        }
    }

    /// A transaction does so many at most, so that a scheduler stops for a moment only.
    static let most = 10_000

    /// Does it, in the open transaction. Gives what became of it, in words.
    ///
    /// - Parameter giveBack: gives a message's place in the caps back to its customer.
    /// - Throws: `Engine.Refused` where none of the numbers is of a message that this can be done to.
    func perform(_ choice: Choice, in store: any Store, at now: Timestamp, giveBack: (OutboxMessage) throws -> Void) throws -> String {
        var done = 0
        var others = 0
        for number in choice.numbers {
            guard let message = try store.message(number), statuses.contains(message.status) else {
                others += 1
                continue
            }
            try perform(message, in: store, at: now, giveBack)
            done += 1
        }
        if choice.numbers.isEmpty {
            for status in choice.status.map({ [$0] }) ?? usualStatuses where statuses.contains(status) {
                var last: Int64 = 0
                while done < Self.most {
                    let messages = try store.messages(standing: status, after: last, limit: 1_000)
                    for message in messages where choice.journey ?? message.journey == message.journey && done < Self.most {
                        try perform(message, in: store, at: now, giveBack)
                        done += 1
                    }
                    guard messages.count == 1_000, let end = messages.last else { break }
                    last = end.number
                }
            }
        }
        let misfits = "\(others) not there, or not \(statuses.map(\.name).joined(separator: ", "))"
        if done == 0, others > 0 { throw Engine.Refused("\(misfits): `journey outbox list` shows what is") }
        let what = "\(done) \(done == 1 ? "message" : "messages") \(words)"
        let left = others == 0 ? "" : "; " + misfits
        return what + left + (done == Self.most ? "; there may be more, ask again" : "")
    }

    private var words: String {
        switch self {
        case .retry: "will be tried again"
        case .drop: "dropped"
        case .confirm: "confirmed as sent"
        }
    }

    private func perform(
        _ message: OutboxMessage, in store: any Store, at now: Timestamp, _ giveBack: (OutboxMessage) throws -> Void
    ) throws {
        var changed = message
        switch self {
        case .retry:
            // What is in doubt may have arrived there: no other channel may send it too. All else begins anew.
            if message.status != .uncertain { changed.channel = 0 }
            changed.status = .pending
            changed.isInDoubt = message.status == .uncertain
            changed.attempts = 0
            changed.nextAttemptAt = now
            changed.reason = ""
        case .drop:
            changed.status = .dropped
            changed.reason = "dropped by an operator"
            try giveBack(message)
        case .confirm:
            changed.status = .sent
            changed.reason = "confirmed by an operator"
        }
        try store.update(changed)
        if changed.status == .pending { return }
        let outcome = Dispatcher.Outcome(
            key: message.key, channel: message.channelName, status: changed.status, reason: changed.reason)
        store.count(Counter(journey: message.journey, step: message.step, metric: outcome.metric), by: 1)
        if store.isDurable { try store.append(.reply, customer: message.customer, at: now, bytes: outcome.encoded()) }
    }
}

extension Stepper {
    /// Does an operator's command about messages and ends its row, in a transaction of its own. False where the verb is none of these:
    /// `outbox retry`, `outbox drop`, `outbox confirm`, `send`.
    public func perform(messageCommand command: StoredCommand, at now: Timestamp) throws -> Bool {
        let verb = OutboxCommand(verb: command.verb)
        if verb == nil, command.verb != TestMessage.verb { return false }
        try store.begin()
        var status = StoredCommand.Status.done
        var result = ""
        do {
            if let verb {
                result = try verb.perform(.init(json: command.arguments), in: store, at: now) { message in
                    let slot = try Array(message.customer.utf8).withUnsafeBytes { try cache.slot(of: $0, in: store) }
                    cache.update(slot) { state in
                        let wasNews = engine.noteProgress(
                            of: message.key, enrollment: message.enrollment, channel: message.channelName, isOut: false, in: &state)
                        return state.giveBackPlace(ofMessage: message.key) || wasNews
                    }
                }
            } else {
                let test = TestMessage(json: command.arguments)
                let message = try test.queued(by: engine, number: command.number, of: try state(of: test.customer), in: store, at: now)
                result = "queued via \(message.channelName)"
            }
        } catch let refused as Engine.Refused {
            status = .refused
            result = refused.description
        }
        try command.end(status, result, at: now, in: store)
        try commit()
        return true
    }
}
