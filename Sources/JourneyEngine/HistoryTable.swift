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
        /// Tells it from every other, and says what is kept of it.
        var name = ""

        var keepsMoments: Bool { latest > 0 || window != nil }
    }

    struct Feed: Sendable {
        var series: Int
        /// One of these must hold; empty: nothing is asked of the event.
        var conditions: [Formula]
    }

    private struct Kind: Hashable {
        var events: [EventMatcher]
        var property: String?
    }

    private(set) var series: [Series] = []
    /// By the event's number.
    private var feeds: [[Feed]] = []
    private var kinds: [Kind: Int] = [:]
    private var queries: [HistoryQuery: Int] = [:]
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
            series.name = Self.name(kind, series)
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
                case .history(let query): queries[query] = kinds[Kind(events: query.events, property: query.property)]
                case .daysSince(let event): sinces[event] = kinds[Self.kind(of: event)]
                default: break
                }
            }
        }
    }

    private static func kind(of event: String) -> Kind { Kind(events: [EventMatcher(event: event, condition: nil)], property: nil) }

    private static func note(_ query: HistoryQuery, _ found: inout [Kind: Series]) {
        let kind = Kind(events: query.events, property: query.property)
        var series = found[kind] ?? Series()
        switch (query.measure, query.within) {
        case (.atLeast, _): series.latest.raise(to: query.count)
        case (_, let window?): series.window = max(series.window ?? 0, window)
        case (_, nil): series.keepsTotals = true
        }
        found[kind] = series
    }

    private static func name(_ kind: Kind, _ series: Series) -> String {
        let events = kind.events.map(\.text).joined(separator: " or ")
        let kept = "latest \(series.latest), window \(series.window ?? -1), totals \(series.keepsTotals)"
        return "\(kind.property ?? "-") of \(events): \(kept)"
    }

    func feeds(of event: UInt32) -> [Feed] { Int(event) < feeds.count ? feeds[Int(event)] : [] }
    func series(of query: HistoryQuery) -> Int? { queries[query] }
    func series(since event: String) -> Int? { sinces[event] }
}

extension Int {
    fileprivate mutating func raise(to other: Int) { self = Swift.max(self, other) }
}
