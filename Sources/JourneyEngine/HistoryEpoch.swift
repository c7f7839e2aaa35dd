import JourneyModel

/// Which table of series and audiences the customers' memories belong to.
public struct HistoryEpoch: Equatable, Sendable {
    /// Another one for every change of what is kept; never 0 in a store.
    public var number: UInt32
    /// No event came before it: nothing needs to be built from the log.
    public var isFromTheStart: Bool
    /// The epochs before it, oldest first: what memories of them hold may stand in the log no more.
    public var former: [FormerEpoch] = []

    public init(number: UInt32, isFromTheStart: Bool) {
        self.number = number
        self.isFromTheStart = isFromTheStart
    }

    /// The epoch that the memory of a customer belongs to; nil where it is the present one, or none that is known.
    func former(of state: CustomerState) -> FormerEpoch? {
        if state.series.isEmpty { return nil }
        return former.first { $0.number == state.epoch || (state.epoch == 0 && $0.isFromTheStart) }
    }
}

/// A table of series that was, and what it has seen.
public struct FormerEpoch: Equatable, Sendable {
    public struct Series: Equatable, Sendable {
        /// Whose events, and which number of them.
        public var kind: String
        public var keepsTotals: Bool

        public init(kind: String, keepsTotals: Bool) {
            self.kind = kind
            self.keepsTotals = keepsTotals
        }
    }

    public var number: UInt32
    public var isFromTheStart: Bool
    /// In the order of the table.
    public var series: [Series]
    /// The place in the log and the engine time at which it ended.
    public var place: Int64
    public var clock: Timestamp

    public init(number: UInt32, isFromTheStart: Bool, series: [Series], place: Int64, clock: Timestamp) {
        self.number = number
        self.isFromTheStart = isFromTheStart
        self.series = series
        self.place = place
        self.clock = clock
    }

    func hasSeen(_ event: Engine.PastEvent) -> Bool { event.place <= place && event.at <= clock }
}
