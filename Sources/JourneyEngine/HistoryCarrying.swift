import JourneyModel

/// What a memory holds of events that the log has let go of goes on into the memory that stands for it.
extension Engine {
    /// - Parameters:
    ///   - old: memories under the series of another epoch, or of another id.
    ///   - seen: the events that they have taken in and that the log still has.
    ///   - prunedThrough: later events are all in the log.
    func carry(
        _ old: [SeriesMemory], of epoch: FormerEpoch, _ seen: [PastEvent], notBefore prunedThrough: Timestamp, into state: inout CustomerState,
        _ now: Timestamp
    ) {
        // What the log still has of it, taken in as it is taken in now.
        var known = state
        known.series = []
        var output = Output(deployment: deployment, nextNumber: 0, keepsDecisions: false)
        feed(seen, &known, now, &output)
        for (number, series) in deployment.history.series.enumerated() {
            guard let place = epoch.series.firstIndex(where: { $0.kind == series.kind }),
                let memory = old.first(where: { $0.series == place })
            else { continue }
            let gone = memory.rest(without: known.series(number), through: prunedThrough, hasTotals: epoch.series[place].keepsTotals)
            state.take(gone, in: number, series, now)
        }
    }

    /// The series of the present epoch, as one that ends here.
    var presentEpoch: FormerEpoch {
        FormerEpoch(
            number: deployment.epoch.number, isFromTheStart: deployment.epoch.isFromTheStart, series: deployment.history.tables,
            place: .max, clock: .distantFuture)
    }
}

extension HistoryTable {
    /// What tells memories of this table how to go on under another.
    var tables: [FormerEpoch.Series] { series.map { FormerEpoch.Series(kind: $0.kind, keepsTotals: $0.keepsTotals) } }
}

extension SeriesMemory {
    /// What it holds beyond another memory of the same events, of times that the log may have let go of.
    func rest(without known: SeriesMemory?, through last: Timestamp, hasTotals: Bool) -> SeriesMemory {
        var left = known?.moments ?? []
        var events: [(at: Timestamp, micros: Int128)] = []
        var properties: [[UInt8]] = []
        for (index, moment) in moments.enumerated() where moment.at <= last {
            if let same = left.firstIndex(where: { $0.at == moment.at && $0.micros == moment.micros }) {
                left.remove(at: same)
                continue
            }
            events.append((moment.at, moment.micros))
            if index < kept.count { properties.append(kept[index]) }
        }
        var rest = Totals()
        if hasTotals {
            rest = totals
            rest.count = max(0, totals.count - (known?.totals.count ?? 0))
            rest.sum = totals.sum &- (known?.totals.sum ?? 0)
        } else {
            for event in events { rest.add(event.micros) }
        }
        return SeriesMemory(series: series, totals: rest, events: events, kept: properties)
    }

    /// Takes in what another memory holds beside it.
    mutating func take(_ other: SeriesMemory, keeping series: HistoryTable.Series, now: Timestamp) {
        if series.keepsTotals, other.totals.count > 0 {
            totals.count += other.totals.count
            totals.sum &+= other.totals.sum
            totals.least = min(totals.least, other.totals.least)
            totals.greatest = max(totals.greatest, other.totals.greatest)
        }
        guard series.keepsMoments, !other.moments.isEmpty else { return }
        var all: [(at: Timestamp, micros: Int128, properties: [UInt8])] = []
        for memory in [other, self] {
            for (index, moment) in memory.moments.enumerated() {
                all.append((moment.at, moment.micros, index < memory.kept.count ? memory.kept[index] : []))
            }
        }
        let ordered = all.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
        self = SeriesMemory(
            series: self.series, totals: totals, events: ordered.map { ($0.at, $0.micros) }, kept: series.kept.isEmpty ? [] : ordered.map(\.properties))
        forgetOld(now, series)
        if moments.count > Self.limit { removeFirst(moments.count - Self.limit) }
    }
}

extension CustomerState {
    fileprivate mutating func take(_ memory: SeriesMemory, in number: Int, _ series: HistoryTable.Series, _ now: Timestamp) {
        if memory.totals.count == 0, memory.moments.isEmpty { return }
        let place = self.series.firstIndex { $0.series >= number } ?? self.series.count
        if place == self.series.count || self.series[place].series != number {
            self.series.insert(SeriesMemory(series: UInt32(truncatingIfNeeded: number)), at: place)
        }
        self.series[place].take(memory, keeping: series, now: now)
    }
}
