import JourneyCompiler
import JourneyEngine
import JourneyModel
import JourneyReports
import JourneyRuntime
import JourneyStore

extension Zone {
    /// A person's own, else the policy's.
    static func of(_ state: CustomerState?, policy: Policy?, names: NameTable) -> Zone {
        if case .text(let name)? = state?.attribute(names.number("timezone")), let zone = Zone.named(name) { return zone }
        return policy.flatMap { Zone.named($0.timeZone) } ?? .utc
    }
}

extension TimelineZone {
    init(_ zone: Zone) { self.init(name: zone.name) { Int(zone.offset(at: $0) / .second) } }
}

extension Retention {
    /// What to say beside a history; nil where it is whole.
    var told: String? { through.map { "what happened up to \($0.rfc3339) is no longer kept, but for what is known of the customer now" } }
}

/// One person as a store has it: the state, all ids, and the log of all of them.
struct PersonRecord {
    /// As it was asked for.
    let asked: String
    let state: CustomerState?
    /// The id first seen first.
    let ids: [String]
    /// Under each id in the order of the log, by time over all of them.
    let records: [LogRecord]

    init(_ id: String, in store: any Store) throws {
        asked = id
        state = try CustomerCache.state(of: id, in: store)
        ids = state?.ids ?? [id]
        let all = try ids.flatMap { try store.history(of: $0) }
        records = ids.count == 1 ? all : all.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
    }

    /// The id under which the person's state stands.
    var id: String { state?.id ?? asked }
    var isKnown: Bool { state != nil || !records.isEmpty }
    /// When the first event was, by its own time.
    var firstSeenAt: Timestamp? { records.filter { $0.kind == .event }.map(\.at).min() }
}
