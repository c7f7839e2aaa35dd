/// A name and how often.
public struct Tally: Sendable, Equatable {
    public var name: String
    public var count: Int64

    public init(_ name: String, _ count: Int64) {
        self.name = name
        self.count = count
    }
}

/// What became of the watches of a journey whose trigger waits for an absence.
public struct WatchCounts: Sendable, Equatable {
    public var begun: Int64
    public var cancelled: Int64
    public var fired: Int64
    public var pending: Int64

    public init(begun: Int64, cancelled: Int64, fired: Int64, pending: Int64) {
        self.begun = begun
        self.cancelled = cancelled
        self.fired = fired
        self.pending = pending
    }
}

/// One of several ways out of a step, and how many took it.
public struct WayCount: Sendable, Equatable {
    /// As the machine has it: `came`, `else if 2`.
    public var name: String
    /// What stands in a report instead of the name, where there is something better: `bought came`.
    public var title: String
    public var count: Int64

    public init(_ name: String, title: String = "", _ count: Int64) {
        self.name = name
        self.title = title
        self.count = count
    }
}

/// How many enrollments came to a step.
public struct StepCount: Sendable, Equatable {
    /// The stable name: `send#1`.
    public var label: String
    /// What stands in a report instead of the label, where there is something better: `send coupon via wecom`.
    public var title: String
    /// How many blocks of the journey the step stands in.
    public var depth: Int
    /// The way of the step around it on which it stands; empty at depth 0.
    public var way: String
    public var reached: Int64
    /// How many left by each way, where there are several.
    public var ways: [WayCount]

    public init(
        label: String, title: String = "", depth: Int = 0, way: String = "", reached: Int64, ways: [WayCount] = []
    ) {
        self.label = label
        self.title = title
        self.depth = depth
        self.way = way
        self.reached = reached
        self.ways = ways
    }
}

/// A journey in figures.
public struct JourneySummary: Sendable, Equatable {
    public var name: String
    public var title: String
    /// Nil where the trigger waits for no absence.
    public var watches: WatchCounts?
    public var entered: Int64
    /// Those who entered, each once.
    public var customers: Int64
    /// Matches that let nobody in, by reason.
    public var refused: [Tally]
    /// Entered as shadows, for comparison: in none of the other figures. Their goals are theirs alone.
    public var heldOut: Int64
    public var heldOutGoals: Int64
    /// Inside now.
    public var active: Int64
    /// Went through to the end.
    public var finished: Int64
    /// The journey has a goal, reached or not.
    public var hasGoal: Bool
    public var goals: Int64
    /// The sum over the conversions, as a decimal number; empty where they carry no value.
    public var goalValue: String
    /// Of its messages that were sent, in millionths; 0 where no channel says what one costs.
    public var cost: Int64
    /// Ended by `exit when` or `stop`, by what ended it.
    public var exits: [Tally]
    /// In the order of the journey's text.
    public var steps: [StepCount]

    public init(
        name: String, title: String = "", watches: WatchCounts? = nil, entered: Int64, customers: Int64 = 0, refused: [Tally] = [],
        heldOut: Int64 = 0, heldOutGoals: Int64 = 0, active: Int64 = 0, finished: Int64 = 0, hasGoal: Bool = false, goals: Int64 = 0, goalValue: String = "",
        cost: Int64 = 0, exits: [Tally] = [], steps: [StepCount] = []
    ) {
        self.name = name
        self.title = title
        self.watches = watches
        self.entered = entered
        self.customers = customers
        self.refused = refused
        self.heldOut = heldOut
        self.heldOutGoals = heldOutGoals
        self.active = active
        self.finished = finished
        self.hasGoal = hasGoal
        self.goals = goals
        self.goalValue = goalValue
        self.cost = cost
        self.exits = exits
        self.steps = steps
    }
}

/// The messages of one channel by outcome (`sent`, `capped`, `failed` …).
public struct ChannelSummary: Sendable, Equatable {
    public var channel: String
    public var outcomes: [Tally]
    /// What the provider told of messages after it took them: `delivered`, `opened`, `clicked`, `failed`, `unsubscribed`.
    public var receipts: [Tally]
    /// Of those sent, in millionths; 0 where the channel does not say what one costs.
    public var cost: Int64

    public init(channel: String, outcomes: [Tally], receipts: [Tally] = [], cost: Int64 = 0) {
        self.channel = channel
        self.outcomes = outcomes
        self.receipts = receipts
        self.cost = cost
    }
}
