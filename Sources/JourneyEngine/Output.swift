import JourneyModel

/// What processing an event or a timer leads to, gathered over a batch until it is committed.
public struct Output {
    public var decisions: [Decision] = []
    public var messages: [Message] = []
    public var timers: [Timer] = []
    /// Indexed as `Deployment.counters`.
    public var tallies: [Int64]
    /// The number of the next watch or enrollment.
    public var nextNumber: UInt64
    /// Events that came too late to count for a trigger.
    public var lateIgnored: Int64 = 0
    /// Events that no longer had room among those kept of a customer's past.
    public var historyForgotten: Int64 = 0
    /// Something of the customer's state changed and must be written.
    public var isChanged = false
    /// An attribute or tag changed: exit conditions are to be looked at.
    var conditionsMayHaveChanged = false
    /// Attributes that changed in this turn and that a journey waits for, in their order: they queue behind the present event.
    var changes: [AttributeChange] = []
    /// Steps taken in this turn, of at most `Engine.stepLimit`.
    var steps = 0
    /// Whether decisions are wanted; a dry run that prints only totals does without.
    public let keepsDecisions: Bool

    public init(deployment: Deployment, nextNumber: UInt64, keepsDecisions: Bool) {
        tallies = [Int64](repeating: 0, count: deployment.counterCount)
        self.nextNumber = nextNumber
        self.keepsDecisions = keepsDecisions
    }

    mutating func takeNumber() -> UInt64 {
        defer { nextNumber &+= 1 }
        return nextNumber
    }

    mutating func count(_ index: Int, by amount: Int64 = 1) {
        let (sum, overflow) = tallies[index].addingReportingOverflow(amount)
        tallies[index] = overflow ? (amount > 0 ? .max : .min) : sum
    }
}
