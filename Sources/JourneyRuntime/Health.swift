import JourneyCompiler
import JourneyEngine
import JourneyModel
import JourneyStore

/// How a source was last read.
public struct SourceHealth: Sendable, Equatable {
    /// The time of the last event that came, those of its batch taken together.
    public var lastEventAt: Timestamp
    public var position: SourcePosition
}

/// What a channel last said.
public struct ChannelHealth: Sendable, Equatable {
    public var lastSentAt: Timestamp?
    public var lastFailedAt: Timestamp?
    /// Since the last message that was sent.
    public var failuresInARow: Int64 = 0
    /// Of the last failure: `failed`, `uncertain`; `pending` of one that is tried again; `refused` where the channel works and did not take
    /// the message.
    public var outcome = ""
    public var reason = ""

    public var isFailing: Bool { failuresInARow > 0 }
    /// Its last word was about a message, not about itself.
    public var hasRefused: Bool { isFailing && outcome == Self.refused }

    private static let refused = "refused"
}

/// What a store remembers for those who watch over it.
public enum Health {
    private static let sourcesSetting = "source health"
    private static let channelsSetting = "channel health"
    private static let format: UInt8 = 1
    /// Names of events that nobody knows, each counted apart; more are counted together.
    static let mostUnknown = 500
    static let otherNames = "…"

    /// By the source's name.
    public static func sources(in store: any Store) throws -> [String: SourceHealth] {
        try store.setting(sourcesSetting, format: format, of: "its sources") { reader in
            var found: [String: SourceHealth] = [:]
            for _ in 0..<(try reader.count()) {
                let name = try reader.text()
                found[name] = SourceHealth(
                    lastEventAt: Timestamp(microseconds: try reader.signed()),
                    position: SourcePosition(identity: try reader.text(), offset: try reader.unsigned()))
            }
            return found
        } ?? [:]
    }

    static func write(_ sources: [String: SourceHealth], to store: any Store) throws {
        var out = ByteWriter()
        out.byte(format)
        out.count(sources.count)
        for (name, source) in sources.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
            out.text(name)
            out.signed(source.lastEventAt.microseconds)
            out.text(source.position.identity)
            out.unsigned(source.position.offset)
        }
        try store.set(setting: sourcesSetting, to: out.bytes)
    }

    /// By the channel's name.
    public static func channels(in store: any Store) throws -> [String: ChannelHealth] {
        try store.setting(channelsSetting, format: format, of: "its channels") { reader in
            func instant() throws -> Timestamp? {
                let number = try reader.signed()
                return number == .min ? nil : Timestamp(microseconds: number)
            }
            var found: [String: ChannelHealth] = [:]
            for _ in 0..<(try reader.count()) {
                let name = try reader.text()
                found[name] = ChannelHealth(
                    lastSentAt: try instant(), lastFailedAt: try instant(), failuresInARow: try reader.signed(), outcome: try reader.text(),
                    reason: try reader.text())
            }
            return found
        } ?? [:]
    }

    static func write(_ channels: [String: ChannelHealth], to store: any Store) throws {
        var out = ByteWriter()
        out.byte(format)
        out.count(channels.count)
        for (name, channel) in channels.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
            out.text(name)
            out.signed(channel.lastSentAt?.microseconds ?? .min)
            out.signed(channel.lastFailedAt?.microseconds ?? .min)
            out.signed(channel.failuresInARow)
            out.text(channel.outcome)
            out.text(channel.reason)
        }
        try store.set(setting: channelsSetting, to: out.bytes)
    }

    // MARK: Events that nobody knows

    static func unknownEvent(_ name: String) -> Counter { Counter(metric: "unknown event: " + name) }

    /// Events that came and that no deployed journey or catalogue knows now, the most frequent first.
    public static func unknownEvents(in counters: [Counter: Int64], known: Set<String>) -> [(name: String, count: Int64)] {
        counters.compactMap { counter, count -> (name: String, count: Int64)? in
            guard counter.metric.hasPrefix("unknown event: "), counter.journey.isEmpty, count > 0 else { return nil }
            let name = String(counter.metric.dropFirst(15))
            return known.contains(name) ? nil : (name, count)
        }.sorted { $0.count != $1.count ? $0.count > $1.count : $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }
}

extension ChannelHealth {
    /// - Parameter outcome: of an attempt, or what a rule made of a message; the latter says nothing of the channel.
    mutating func note(_ outcome: Dispatcher.Outcome, at now: Timestamp) {
        switch outcome.status {
        case .sent:
            lastSentAt = now
            failuresInARow = 0
        // The channel works; the customer is not there.
        case .unreachable: break
        case .failed, .uncertain, .pending:
            lastFailedAt = now
            failuresInARow = failuresInARow == .max ? .max : failuresInARow + 1
            self.outcome = outcome.concern == .message ? Self.refused : outcome.status.name
            reason = outcome.reason
        case .dropped, .expired, .sending, .held, .suppressed, .noConsent, .capped, .merged: break
        }
    }
}

/// Notes, of the events that a batch brings, those whose names nobody knows, and how far the sources came.
struct IntakeHealth {
    private var sources: [String: SourceHealth]?
    private var known: Set<String> = []
    /// By the intake's number of the name.
    private var isUnknown: [Bool] = []
    private var hasUnknown = false
    private var counted: Set<UInt32> = []
    /// By the intake's number of the name; all zero between batches.
    private var counts: [Int64] = []

    /// Other journeys know other events.
    mutating func use(_ deployment: Deployment) {
        known = deployment.knownEvents
        isUnknown = []
        counts = []
        hasUnknown = false
    }

    mutating func count(_ batch: borrowing EventBatch, _ isNew: [Bool], in store: any Store) {
        while isUnknown.count < batch.names.count {
            let name = batch.names[UInt32(isUnknown.count)]
            isUnknown.append(!name.hasPrefix("$") && !known.contains(name))
            counts.append(0)
            if isUnknown.last == true { hasUnknown = true }
        }
        guard hasUnknown else { return }
        for index in batch.events.indices where isNew[index] && isUnknown[Int(batch.events[index].name)] {
            counts[Int(batch.events[index].name)] += 1
        }
        for number in counts.indices where counts[number] > 0 {
            let name = UInt32(truncatingIfNeeded: number)
            if counted.count < Health.mostUnknown { counted.insert(name) }
            store.count(Health.unknownEvent(counted.contains(name) ? batch.names[name] : Health.otherNames), by: counts[number])
            counts[number] = 0
        }
    }

    /// In the open transaction.
    mutating func note(_ batch: borrowing EventBatch, _ positions: [(source: String, position: SourcePosition)], in store: any Store) throws {
        guard !positions.isEmpty, let last = batch.events.lazy.map(\.at).max() else { return }
        var found = try sources ?? Health.sources(in: store)
        let before = found
        for (source, position) in positions where found[source]?.position != position && position.offset > 0 {
            found[source] = SourceHealth(lastEventAt: last, position: position)
        }
        if found != before { try Health.write(found, to: store) }
        sources = found
    }
}

extension Deployment {
    /// The events that a journey, an audience or the catalogue names.
    public var knownEvents: Set<String> {
        var known = Set(definitions.events)
        func note(_ formula: Formula) {
            formula.forEachPart { part in
                switch part {
                case .history(let query): known.formUnion(query.events.map(\.event))
                case .daysSince(let event), .lastEvent(let event, _): known.insert(event)
                default: break
                }
            }
        }
        for version in versions {
            known.formUnion(version.machine.eventNames)
            version.machine.forEachFormula(note)
        }
        for audience in definitions.audiences { note(audience.formula) }
        return known
    }
}
