import JourneyModel

/// What processing an event or a timer leads to, gathered over a batch until it is committed.
public struct Output {
    public var decisions: [Decision] = []
    public var messages: [Message] = []
    public var timers: [Timer] = []
    /// Timers that were out in a journey that stands still, as they were due: kept until it goes on.
    public var frozen: [Timer] = []
    /// What steps emitted, to be logged.
    public var recorded: [RecordedEvent] = []
    /// What adaptive splits have learnt; kept over batches.
    public var experiments = Experiments()
    public var pauses = Pauses()
    /// Set by the runtime.
    public var schedules = ScheduleBounds()
    public var coupons = CouponPools()
    /// Enrollments that a goal or an exit ended: what is held of their messages does not leave.
    public var endings: [Ending] = []
    /// Enrollments that a merge ended: what waits of their messages does not leave.
    public var merged: [Ending] = []
    /// Set by the runtime for the length of a turn: the message that the event is a receipt of.
    public var receipt: SentMessage?
    /// Totals that are too rare for a place in `tallies`: what became of messages that never left.
    public var outcomes: [Outcome: Int64] = [:]
    /// Indexed as `Deployment.counters`.
    public var tallies: [Int64]
    /// The number of the next watch or enrollment.
    public var nextNumber: UInt64
    /// Events that came too late to count for a trigger.
    public var lateIgnored: Int64 = 0
    /// Events that no longer had room among those kept of a customer's past.
    public var historyForgotten: Int64 = 0
    /// Attributes, tags, consents and suppressions that were not noted, for the store holds as many names as it can.
    public var namesRefused: Int64 = 0
    /// Something of the customer's state changed and must be written.
    public var isChanged = false
    /// An attribute or tag changed: exit conditions are to be looked at.
    var conditionsMayHaveChanged = false
    /// What steps caused, to be seen to behind the present event, first in first out.
    var queue: [Cause] = []
    /// Audiences that are kept up are to be looked at after the present instant.
    var audiencesMayHaveChanged = false
    /// The only enrollment that the event being seen to concerns.
    var concerned: UInt64?
    /// The event being seen to was recorded by a step.
    var isOfAStep = false
    /// This turn looked at audiences.
    var isOfAudiences = false
    /// Steps taken in this turn, of at most `Engine.stepLimit`.
    var steps = 0
    /// Whether decisions are wanted; a dry run that prints only totals does without.
    public let keepsDecisions: Bool

    public struct Ending: Sendable {
        public var customer: String
        public var enrollment: UInt64
        /// `goal`, `exit` or `merged`.
        public var reason: String
    }

    public struct Outcome: Hashable, Sendable {
        public var journey: String
        public var step: String
        /// `held_out via sms`.
        public var metric: String
    }

    public init(deployment: Deployment, nextNumber: UInt64, keepsDecisions: Bool) {
        tallies = [Int64](repeating: 0, count: deployment.counterCount)
        self.nextNumber = nextNumber
        self.keepsDecisions = keepsDecisions
    }

    mutating func takeNumber() -> UInt64 {
        defer { nextNumber &+= 1 }
        return nextNumber
    }

    /// The same without a copy of the enrollment, for what is counted in every step.
    @inline(__always)
    mutating func count(_ index: Int, isShadow: Bool) {
        if !isShadow { count(index) }
    }

    /// A shadow is in no total but its own.
    @inline(__always)
    mutating func count(_ index: Int, of enrollment: Enrollment, by amount: Int64 = 1) {
        if !enrollment.isShadow { count(index, by: amount) }
    }

    @inline(__always)
    mutating func count(_ index: Int, by amount: Int64 = 1) {
        let (sum, overflow) = tallies[index].addingReportingOverflow(amount)
        tallies[index] = overflow ? (amount > 0 ? .max : .min) : sum
    }
}
