import JourneyModel

/// How many people are made up, for how long, and out of which seed. The same terms over the same workspace give the same events.
public struct MadeUpTerms: Sendable, Equatable {
    public var customers: Int
    public var days: Int
    public var seed: UInt64
    /// Days since 1970-01-01; everything begins at 0:00 UTC of it.
    public var startDay: Int

    /// Monday, 5 January 2026: fixed, so that the same command says the same next year.
    public static let usualStartDay = CivilDate(year: 2026, month: 1, day: 5)?.days ?? 0

    public static let mostCustomers = 1_000_000
    public static let mostDays = 1_100
    /// Customers times days.
    public static let mostCustomerDays = 100_000_000

    public init(customers: Int, days: Int = 30, seed: UInt64 = 1, startDay: Int = Self.usualStartDay) {
        self.customers = min(max(customers, 1), Self.mostCustomers)
        self.days = min(max(days, 1), Self.mostDays)
        self.seed = seed
        self.startDay = min(max(startDay, -100_000), 1_000_000)
    }

    public var start: Timestamp { Timestamp(microseconds: Int64(startDay) * .day) }
    /// Nothing that people do by themselves comes at or after it.
    public var end: Timestamp { start + Int64(days) * .day }

    /// As events name them: `c1` is the first.
    public static func name(of customer: Int) -> String { "c\(customer + 1)" }
}
