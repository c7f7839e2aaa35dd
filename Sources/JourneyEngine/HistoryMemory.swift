import JourneyModel

/// What is kept of one customer's past for one series of events: enough to answer every question that is asked of it, and no more.
///
/// Times are those of the events. Numbers are in millionths, sums exact in 128 bits.
public struct SeriesMemory: Equatable, Sendable {
    /// The most events of one series that are kept one by one; past it the oldest is forgotten, and counted.
    public static let limit = 10_000

    public struct Moment: Equatable, Sendable {
        public var at: Timestamp
        /// Of this event.
        public var micros: Int128
        /// Of all kept events up to this one.
        public var total: Int128

        public init(at: Timestamp, micros: Int128, total: Int128) {
            self.at = at
            self.micros = micros
            self.total = total
        }
    }

    /// Over everything.
    public struct Totals: Equatable, Sendable {
        public var count: Int64 = 0
        public var sum: Int128 = 0
        public var least: Int128 = .max
        public var greatest: Int128 = .min

        public init() {}

        mutating func add(_ micros: Int128) {
            count += 1
            sum &+= micros
            least = min(least, micros)
            greatest = max(greatest, micros)
        }
    }

    /// Index in the table of series of the epoch.
    public var series: UInt32
    public var totals = Totals()
    /// By `at`, equal ones in the order of arrival.
    public private(set) var moments: [Moment] = []
    /// The kept properties of each of them, as JSON members without braces; empty where the series keeps none.
    public private(set) var kept: [[UInt8]] = []

    public init(series: UInt32) { self.series = series }

    public init(series: UInt32, totals: Totals, events: [(at: Timestamp, micros: Int128)], kept: [[UInt8]] = []) {
        self.series = series
        self.totals = totals
        self.kept = kept
        var total: Int128 = 0
        moments = events.map { event in
            total &+= event.micros
            return Moment(at: event.at, micros: event.micros, total: total)
        }
    }

    /// Takes in one event, however late. False where an older one had to be forgotten for it.
    mutating func add(
        _ micros: Int128, at: Timestamp, now: Timestamp, properties: [UInt8] = [], keeping series: HistoryTable.Series
    ) -> Bool {
        if series.keepsTotals { totals.add(micros) }
        guard series.keepsMoments else { return true }
        if let last = moments.last, last.at > at {
            insertLate(micros, at, properties, series)
        } else {
            if !series.kept.isEmpty { kept.append(properties) }
            moments.append(Moment(at: at, micros: micros, total: (moments.last?.total ?? 0) &+ micros))
        }
        forgetOld(now, series)
        guard moments.count > Self.limit else { return true }
        removeFirst(moments.count - Self.limit)
        return false
    }

    mutating func removeFirst(_ count: Int) {
        moments.removeFirst(count)
        if !kept.isEmpty { kept.removeFirst(min(count, kept.count)) }
    }

    private mutating func insertLate(_ micros: Int128, _ at: Timestamp, _ properties: [UInt8], _ series: HistoryTable.Series) {
        let place = index { $0.at > at }
        if !series.kept.isEmpty { kept.insert(properties, at: min(place, kept.count)) }
        let before = place > 0 ? moments[place - 1].total : (moments.first.map { $0.total &- $0.micros } ?? 0)
        moments.insert(Moment(at: at, micros: micros, total: before), at: place)
        for index in place..<moments.count { moments[index].total &+= micros }
    }

    /// Lets go of what lies before the longest window and beyond the latest ones that are asked for: now and then, not one by one.
    mutating func forgetOld(_ now: Timestamp, _ series: HistoryTable.Series) {
        let free = moments.count - series.latest
        guard free > 0 else { return }
        let old = series.window.map { window in index { $0.at >= now - window } } ?? moments.count
        let count = min(free, old)
        if count >= max(1, moments.count / 4) { removeFirst(count) }
    }

    /// The first moment that a condition, false of the earlier ones, is true of.
    func index(where isAfter: (Moment) -> Bool) -> Int {
        var (low, high) = (0, moments.count)
        while low < high {
            let middle = (low + high) / 2
            if isAfter(moments[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// The sum of the moments from an index on.
    func sum(from start: Int) -> Int128 {
        guard let last = moments.last, start < moments.count else { return 0 }
        return last.total &- moments[start].total &+ moments[start].micros
    }
}

extension CustomerState {
    func series(_ number: Int) -> SeriesMemory? {
        for memory in series where memory.series == number { return memory }
        return nil
    }

    /// Takes an event into a series. False where the series was full.
    mutating func note(
        _ micros: Int128, at: Timestamp, now: Timestamp, properties: [UInt8], in number: Int, _ definition: HistoryTable.Series
    ) -> Bool {
        let place = series.firstIndex { $0.series >= number } ?? series.count
        if place == series.count || series[place].series != number {
            series.insert(SeriesMemory(series: UInt32(truncatingIfNeeded: number)), at: place)
        }
        return series[place].add(micros, at: at, now: now, properties: properties, keeping: definition)
    }
}
