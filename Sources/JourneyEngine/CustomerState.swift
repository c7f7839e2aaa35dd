import JourneyModel

/// All that the engine remembers of one customer. Small for the many who wait for nothing.
///
/// Journeys, attributes and tags are numbers of the store's name table, versions numbers of its version table.
public struct CustomerState: Equatable, Sendable {
    public var id: String
    public var attributes: [Attribute] = []
    /// Sorted.
    public var tags: [UInt32] = []
    public var entries: [EntryMemory] = []
    public var triggers: [TriggerMemory] = []
    /// In the order of entry.
    public var enrollments: [Enrollment] = []
    /// One for each schedule that was begun.
    public var schedules: [ScheduleMemory] = []
    /// What is kept of the past, ascending by series; of the deployment's epoch, else to be built anew.
    public var series: [SeriesMemory] = []
    public var epoch: UInt32 = 0
    /// Nil until looked at for the first time.
    public var membership: AudienceMembership?
    /// The ledger of what was consented to, in the order of time.
    public var consents: [Consent] = []

    // Of messages and coupons: empty for most.

    /// Messages queued within the longest cap.
    public var capPlaces: [CapPlace] = []
    public var suppressions: [Suppression] = []
    /// In the order in which they were given.
    public var coupons: [GivenCoupon] = []

    @usableFromInline var tie = Tie.none

    public init(id: String) { self.id = id }

    public struct Attribute: Equatable, Sendable {
        public var name: UInt32
        public var value: Value
        /// An older write that comes late does not overwrite a newer one.
        public var writtenAt: Timestamp
    }

    /// Remembers for ever that and when a customer entered a journey.
    public struct EntryMemory: Equatable, Sendable {
        public var journey: UInt32
        public var count: UInt32
        public var lastAt: Timestamp
        /// With `for each` the value that it was for; else unknown.
        public var instance = Value.unknown
    }

    /// Nothing in here needs to be kept.
    public var isEmpty: Bool {
        attributes.isEmpty && tags.isEmpty && entries.isEmpty && triggers.isEmpty && enrollments.isEmpty && consents.isEmpty
            && schedules.isEmpty && !hasSending && !hasPast && tie == .none
    }

    /// Gives back the memory of lists that grew and are empty again: most customers wait for nothing most of the time.
    mutating func giveBackRoom() {
        if enrollments.isEmpty, enrollments.capacity > 0 { enrollments = [] }
        if triggers.isEmpty, triggers.capacity > 0 { triggers = [] }
    }

    var hasPast: Bool { epoch != 0 || !series.isEmpty || membership != nil }

    public func attribute(_ name: UInt32) -> Value {
        for attribute in attributes where attribute.name == name { return attribute.value }
        return .unknown
    }

    /// Gives the value before where this one is another; nil where nothing changed.
    @discardableResult
    mutating func set(_ name: UInt32, to value: Value, at: Timestamp) -> Value? {
        for index in attributes.indices where attributes[index].name == name {
            guard attributes[index].writtenAt <= at else { return nil }
            let before = attributes[index].value
            attributes[index] = Attribute(name: name, value: value, writtenAt: at)
            return before == value ? nil : before
        }
        attributes.append(Attribute(name: name, value: value, writtenAt: at))
        return value == .unknown ? nil : .unknown
    }

    public func has(tag: UInt32) -> Bool { tags.contains(tag) }

    mutating func add(tag: UInt32) {
        let place = tags.firstIndex { $0 >= tag } ?? tags.count
        if place == tags.count || tags[place] != tag { tags.insert(tag, at: place) }
    }

    mutating func remove(tag: UInt32) { tags.removeAll { $0 == tag } }
}

/// What a trigger remembers of a customer: how far its pattern has come, and the watch it has begun.
public struct TriggerMemory: Equatable, Sendable {
    /// The first version of the journey that has this very trigger, so that an unchanged trigger carries on over versions.
    public var trigger: UInt32
    /// With `for each` the value that it is for; else unknown.
    public var instance: Value
    public var nextSerial: UInt32 = 0
    public var marks: [Mark] = []
    public var watch: Watch?

    public init(trigger: UInt32, instance: Value = .unknown) {
        self.trigger = trigger
        self.instance = instance
    }

    /// An event that has a place in the pattern and is not used up.
    public struct Mark: Equatable, Sendable {
        public var place: Place
        public var at: Timestamp
        /// The serials of the events on the way that leads here, this mark's own event last.
        public var used: [UInt32]
        /// The first event's values of the properties that `with same` compares, in the order of the pattern's `sames`.
        public var values: [Value] = []
    }

    public enum Place: Equatable, Sendable {
        /// A group of the base's `and`, or 0.
        case base(group: UInt32)
        /// The base and so many `then` parts are complete.
        case reached(stage: UInt32)

        /// Even for a group, odd for a stage.
        var number: UInt64 {
            switch self {
            case .base(let group): UInt64(group) << 1
            case .reached(let stage): UInt64(stage) << 1 | 1
            }
        }

        init?(number: UInt64) {
            guard let place = UInt32(exactly: number >> 1) else { return nil }
            self = number & 1 == 0 ? .base(group: place) : .reached(stage: place)
        }
    }

    /// A pending absence or silence.
    public struct Watch: Equatable, Sendable {
        public var number: UInt64
        public var beganAt: Timestamp
        public var due: Timestamp
        /// The version that was current when it began: its `capturedProperties` name the values below.
        public var version: UInt32
        public var captured: [Value]
    }

    var isIdle: Bool { marks.isEmpty && watch == nil }
}

/// One customer's way through one version of a journey.
public struct Enrollment: Equatable, Sendable {
    /// Unique in the store, in the order of entry.
    public var number: UInt64
    public var version: UInt32
    /// Counts the entries of this customer into this journey, from 1.
    public var ordinal: UInt32
    public var enteredAt: Timestamp
    /// Index of the state it stands in.
    public var state: UInt32
    public var stateEnteredAt: Timestamp
    /// When its timer fires; nil where it waits for none.
    public var due: Timestamp?
    /// The last step is done; only the goal is still open.
    public var isFinished = false
    public var hasReachedGoal = false
    /// With `for each` the value that it is for; else unknown.
    public var instance = Value.unknown
    /// Held out: reaches goals and does nothing outside itself.
    public var isShadow = false
    /// Stands at a send until the customer's best hour.
    public var awaitsBestHour = false
    /// What the journey remembers of events, in the order of `LoadedVersion.captured`.
    public var captured: [Value]

    // The way gone: empty for the most part.

    /// The loops it is in, outermost first.
    public var rounds: [Round] = []
    /// How often it came to the states within loops.
    public var visits: [Visit] = []
    /// The arms that it drew.
    public var arms: [Arm] = []
    /// Messages that its goal will be linked to, oldest first; none without an open goal.
    public var touches: [Touch] = []
    /// How many more there were before `touches`.
    public var earlierTouches: UInt32 = 0

    public init(
        number: UInt64, version: UInt32, ordinal: UInt32, enteredAt: Timestamp, state: UInt32, stateEnteredAt: Timestamp,
        due: Timestamp? = nil, isFinished: Bool = false, hasReachedGoal: Bool = false, isShadow: Bool = false,
        instance: Value = .unknown, captured: [Value]
    ) {
        self.number = number
        self.version = version
        self.ordinal = ordinal
        self.enteredAt = enteredAt
        self.state = state
        self.stateEnteredAt = stateEnteredAt
        self.due = due
        self.isFinished = isFinished
        self.hasReachedGoal = hasReachedGoal
        self.isShadow = isShadow
        self.instance = instance
        self.captured = captured
    }

    /// Where it stands in a loop.
    public struct Round: Equatable, Sendable {
        /// Index of the loop's head.
        public var head: UInt32
        /// From 1.
        public var number: UInt32
        /// When the first round began: earlier events do not end the loop.
        public var beganAt: Timestamp
        /// When this round began.
        public var startedAt: Timestamp
    }

    public struct Visit: Equatable, Sendable {
        public var state: UInt32
        public var count: UInt32
    }

    public struct Arm: Equatable, Sendable {
        /// Index of the split.
        public var state: UInt32
        /// Counts the split's arms from 0.
        public var arm: UInt32
    }

    /// Which time it stands in a state, from 1.
    func visit(of state: Int) -> UInt32 {
        #if FaultInjection
            if PlantedBug.chosen == .visitForgotten { return 1 }
        #endif
        return visits.first { $0.state == state }?.count ?? 1
    }

    mutating func noteVisit(of state: Int) {
        if let index = visits.firstIndex(where: { $0.state == state }) {
            visits[index].count &+= 1
        } else {
            visits.append(Visit(state: UInt32(truncatingIfNeeded: state), count: 1))
        }
    }
}
