import JourneyCompiler
import JourneyModel

/// What running journeys ask of the past: series of events, each kept once however many questions look at it.
struct HistoryTable: Sendable {
    /// Events of one kind, and the property that is summed up.
    struct Series: Sendable {
        var property: String?
        /// So many of the latest events are kept whatever their age: all that `at least N` and `days since` need.
        var latest = 0
        /// Every event up to this age is kept.
        var window: Microseconds?
        /// Count, sum and extremes over everything.
        var keepsTotals = false
        /// The properties that are kept of each event, for conditions that only an entry can tell.
        var kept: [String] = []
        /// Tells it from every other, and says what is kept of it.
        var name = ""
        /// The same without what is kept: who asks for more of a kind asks for the same.
        var kind = ""

        var keepsMoments: Bool { latest > 0 || window != nil }
    }

    struct Feed: Sendable {
        var series: Int
        /// One of these must hold; empty: nothing is asked of the event.
        var conditions: [Formula]
    }

    /// A series that a question looks at; a question of several events, some of which it compares with the entry's, looks at several.
    struct Part: Sendable {
        var series: Int
        /// The number of the event, where there is a condition.
        var event: UInt32
        /// Asked of what is kept of each event; nil: all count.
        var condition: Formula?
    }

    struct Kind: Hashable {
        var events: [EventMatcher]
        var property: String?
        var kept: [String] = []
    }

    private(set) var series: [Series] = []
    /// By the event's number.
    private var feeds: [[Feed]] = []
    private var kinds: [Kind: Int] = [:]
    private var queries: [HistoryQuery: [Part]] = [:]
    private var sinces: [String: Int] = [:]

    var isEmpty: Bool { series.isEmpty }
    /// Numbers of the events that any series takes in, ascending.
    var events: [UInt32] { feeds.indices.filter { !feeds[$0].isEmpty }.map { UInt32(truncatingIfNeeded: $0) } }

    /// What is kept, in one line: memories made under another are not those asked for.
    var signature: String { series.map(\.name).joined(separator: "; ") }

    init(_ formulas: [Formula], names: NameTable) {
        var found: [Kind: Series] = [:]
        for formula in formulas {
            formula.forEachPart { part in
                switch part {
                case .history(let query): Self.note(query, &found)
                case .daysSince(let event): found[Self.kind(of: event), default: Series()].latest.raise(to: 1)
                default: break
                }
            }
        }
        // In an order of their own: that of the journeys must not matter.
        var ordered = found.map { kind, series in
            var series = series
            series.property = kind.property
            series.kept = kind.kept
            series.name = Self.name(kind, series)
            series.kind = Self.name(kind)
            return (kind: kind, series: series)
        }
        ordered.sort { $0.series.name.utf8.lexicographicallyPrecedes($1.series.name.utf8) }
        for (index, (kind, series)) in ordered.enumerated() {
            self.series.append(series)
            kinds[kind] = index
            for event in Set(kind.events.map(\.event)) {
                let matchers = kind.events.filter { $0.event == event }
                let conditions = matchers.compactMap(\.condition)
                let number = Int(names.number(event))
                while feeds.count <= number { feeds.append([]) }
                feeds[number].append(Feed(series: index, conditions: conditions.count == matchers.count ? conditions : []))
            }
        }
        for formula in formulas {
            formula.forEachPart { part in
                switch part {
                case .history(let query):
                    queries[query] = query.parts.compactMap { part in
                        guard let series = kinds[part.kind], let event = part.kind.events.first?.event else { return nil }
                        return Part(series: series, event: names.number(event), condition: part.condition)
                    }
                case .daysSince(let event): sinces[event] = kinds[Self.kind(of: event)]
                default: break
                }
            }
        }
    }

    private static func kind(of event: String) -> Kind { Kind(events: [EventMatcher(event: event, condition: nil)], property: nil) }

    private static func note(_ query: HistoryQuery, _ found: inout [Kind: Series]) {
        let parts = query.parts
        let isCompared = parts.count > 1 || parts.contains { $0.condition != nil }
        for (kind, _) in parts {
            var series = found[kind] ?? Series()
            switch (query.measure, query.within) {
            // Which of the events count is not known before the question.
            case (_, let window?) where isCompared: series.window = max(series.window ?? 0, window)
            case (_, nil) where isCompared: series.latest = .max
            case (.atLeast, _): series.latest.raise(to: query.count)
            case (_, let window?): series.window = max(series.window ?? 0, window)
            case (_, nil): series.keepsTotals = true
            }
            found[kind] = series
        }
    }

    private static func name(_ kind: Kind) -> String {
        let properties = kind.kept.isEmpty ? "" : ", keeping " + kind.kept.joined(separator: " ")
        return "\(kind.property ?? "-") of \(kind.events.map(\.text).joined(separator: " or "))\(properties)"
    }

    private static func name(_ kind: Kind, _ series: Series) -> String {
        let events = kind.events.map(\.text).joined(separator: " or ")
        let kept = "latest \(series.latest), window \(series.window ?? -1), totals \(series.keepsTotals)"
        let properties = kind.kept.isEmpty ? "" : ", keeping " + kind.kept.joined(separator: " ")
        return "\(kind.property ?? "-") of \(events): \(kept)\(properties)"
    }

    func feeds(of event: UInt32) -> [Feed] { Int(event) < feeds.count ? feeds[Int(event)] : [] }
    func parts(of query: HistoryQuery) -> [Part] { queries[query] ?? [] }
    func series(since event: String) -> Int? { sinces[event] }
}

extension Int {
    fileprivate mutating func raise(to other: Int) { self = Swift.max(self, other) }
}
