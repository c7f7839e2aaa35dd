import JourneyCompiler
import JourneyModel

/// Answers about a customer's past, from what is kept of it.
extension Scope {
    func holds(_ query: HistoryQuery) -> Bool {
        guard query.measure == .atLeast else { return value(query) == .boolean(true) }
        let parts = surroundings.history.parts(of: query)
        if query.isCompared(parts) { return compared(query, parts).count >= query.count }
        guard let memory = parts.first.flatMap({ memory($0.series) }), query.count > 0 else { return query.count <= 0 }
        let place = memory.moments.count - query.count
        guard place >= 0 else { return false }
        return query.within.map { now - memory.moments[place].at <= $0 } ?? true
    }

    func value(_ query: HistoryQuery) -> Value {
        if query.measure == .atLeast { return .boolean(holds(query)) }
        let parts = surroundings.history.parts(of: query)
        if query.isCompared(parts) { return Self.value(query.measure, compared(query, parts)) }
        guard let memory = parts.first.flatMap({ memory($0.series) }) else { return Self.ofNothing(query.measure) }
        guard let within = query.within else { return Self.value(query.measure, memory.totals) }
        let start = memory.index { now - $0.at <= within }
        let count = memory.moments.count - start
        guard count > 0 else { return Self.ofNothing(query.measure) }
        switch query.measure {
        case .atLeast, .number: return .integer(Int64(count))
        case .sum: return Value(exactMicros: memory.sum(from: start))
        case .average: return Value(averageOf: memory.sum(from: start), count: Int64(count))
        case .max: return memory.moments[start...].map(\.micros).max().map { Value(exactMicros: $0) } ?? .unknown
        case .min: return memory.moments[start...].map(\.micros).min().map { Value(exactMicros: $0) } ?? .unknown
        }
    }

    /// Of a question that compares past events with one of the entry: what those come to that it is about, each looked at.
    func compared(_ query: HistoryQuery, _ parts: [HistoryTable.Part]) -> SeriesMemory.Totals {
        var totals = SeriesMemory.Totals()
        for part in parts {
            guard let memory = memory(part.series) else { continue }
            let start = query.within.map { within in memory.index { now - $0.at <= within } } ?? 0
            for place in start..<memory.moments.count {
                if let condition = part.condition {
                    guard place < memory.kept.count, holds(condition, of: part.event, memory.moments[place].at, memory.kept[place])
                    else { continue }
                }
                totals.add(memory.moments[place].micros)
            }
        }
        return totals
    }

    private func holds(_ condition: Formula, of event: UInt32, _ at: Timestamp, _ properties: [UInt8]) -> Bool {
        properties.withUnsafeBytes { bytes in
            var inner = self
            inner.event = EventView(name: event, at: at, properties: bytes)
            return condition.holds(inner)
        }
    }

    /// Whole days of 24 hours.
    func daysSince(_ event: String) -> Value {
        guard let series = surroundings.history.series(since: event), let last = memory(series)?.moments.last else { return .unknown }
        return .integer(max(now - last.at, 0) / .day)
    }

    /// Nothing counts 0 and sums to 0; it has no average and no extremes.
    private static func ofNothing(_ measure: HistoryQuery.Measure) -> Value {
        switch measure {
        case .number, .sum: .integer(0)
        case .average, .max, .min: .unknown
        case .atLeast: .boolean(false)
        }
    }

    private static func value(_ measure: HistoryQuery.Measure, _ totals: SeriesMemory.Totals) -> Value {
        guard totals.count > 0 else { return ofNothing(measure) }
        return switch measure {
        case .atLeast, .number: .integer(totals.count)
        case .sum: Value(exactMicros: totals.sum)
        case .average: Value(averageOf: totals.sum, count: totals.count)
        case .max: Value(exactMicros: totals.greatest)
        case .min: Value(exactMicros: totals.least)
        }
    }

    func memory(_ number: Int) -> SeriesMemory? {
        for memory in series where memory.series == number { return memory }
        return nil
    }

    // MARK: When an answer changes by itself

    /// The first instant after `now` at which an answer inside the formula may be another one with no further event; nil: never.
    func nextChange(_ formula: Formula) -> Timestamp? {
        var next: Timestamp?
        func note(_ instant: Timestamp?) {
            if let instant, instant > now { next = min(next ?? instant, instant) }
        }
        nextChange(formula, depth: 0, note)
        return next
    }

    private func nextChange(_ formula: Formula, depth: Int, _ note: (Timestamp?) -> Void) {
        // Days that are compared with a number matter only where they reach and where they pass it.
        if case .compare(_, .daysSince(let event), .literal(let days)) = formula, case .integer(let days) = days, days >= 0,
            days < 1_000_000
        {
            let last = surroundings.history.series(since: event).flatMap(memory)?.moments.last?.at
            note(last.map { $0 + days * .day })
            note(last.map { $0 + (days + 1) * .day })
            return
        }
        switch formula {
        case .history(let query): note(leaves(query))
        case .daysSince(let event):
            guard let last = surroundings.history.series(since: event).flatMap(memory)?.moments.last?.at else { return }
            note(last + (max(now - last, 0) / .day + 1) * .day)
        case .inAudience(let name):
            if depth < AudienceTable.depth, let inner = surroundings.audiences[name] { nextChange(inner, depth: depth + 1, note) }
        default: formula.parts.forEach { nextChange($0, depth: depth, note) }
        }
    }

    /// When the first event leaves the query's window.
    private func leaves(_ query: HistoryQuery) -> Timestamp? {
        guard let within = query.within else { return nil }
        let parts = surroundings.history.parts(of: query)
        let isCompared = query.isCompared(parts)
        return parts.compactMap { part in
            guard let memory = memory(part.series) else { return nil }
            if query.measure == .atLeast, !isCompared {
                let place = memory.moments.count - query.count
                return place >= 0 && query.count > 0 ? memory.moments[place].at + within + 1 : nil
            }
            let start = memory.index { now - $0.at <= within }
            return start < memory.moments.count ? memory.moments[start].at + within + 1 : nil
        }.min()
    }
}

extension HistoryQuery {
    /// Each past event has to be looked at.
    func isCompared(_ parts: [HistoryTable.Part]) -> Bool { parts.count > 1 || parts.first?.condition != nil }
}
