import JourneyCompiler
import JourneyModel

/// An event matcher with its event's number in the name table.
struct Matcher: Sendable {
    var event: UInt32
    var condition: Formula?
}

/// What the engine counts for each journey.
public enum Metric: Int, CaseIterable, Sendable {
    case watched, cancelled, fired, entered
    /// Customers who entered at least once.
    case customers
    /// Went through the last step.
    case finished
    case stopped, exited, failed
    case goals
    /// Goals that ended an enrollment before its last step.
    case endedByGoal
    /// Sum of the goal's values, in millionths.
    case goalValue
    case refusedAudience, refusedInside, refusedOnce, refusedAgain

    /// The metric of the counter in the store.
    public var name: String {
        switch self {
        case .endedByGoal: "ended by goal"
        case .goalValue: "goal value"
        case .refusedAudience: "refused: " + Refusal.audience.rawValue
        case .refusedInside: "refused: " + Refusal.inside.rawValue
        case .refusedOnce: "refused: " + Refusal.once.rawValue
        case .refusedAgain: "refused: " + Refusal.again.rawValue
        default: String(describing: self)
        }
    }
}

/// One version of a journey, ready to be interpreted: names are numbers, transitions sorted by cause.
public final class LoadedVersion: Sendable {
    public struct Identity: Sendable {
        public var number: UInt32
        /// The first version of the journey with an equal trigger.
        public var trigger: UInt32
        public var isCurrent: Bool
        /// Older events let nobody enter.
        public var deployedAt: Timestamp

        public init(number: UInt32, trigger: UInt32, isCurrent: Bool, deployedAt: Timestamp) {
            self.number = number
            self.trigger = trigger
            self.isCurrent = isCurrent
            self.deployedAt = deployedAt
        }
    }

    /// A transition and the index of the tally that counts it.
    struct WayOut: Sendable {
        var transition: Transition
        var tally: Int
    }

    struct LoadedState: Sendable {
        var label: String
        var isFinal: Bool
        var immediate: [WayOut]
        var events: [(matchers: [Matcher], way: WayOut)]
        var timer: (after: Microseconds, way: WayOut)?
        /// Index of the tally of visits; those of the transitions taken follow.
        var tally: Int
    }

    struct Pattern: Sendable {
        /// One group, or those of an `and`.
        var groups: [[Matcher]]
        /// How many events of the one group; 1 without `times`.
        var count: Int
        var within: Microseconds
        var follows: [(events: [Matcher], within: Microseconds, without: [Matcher])]
        var absence: (events: [Matcher], within: Microseconds)?
    }

    enum Trigger: Sendable {
        case pattern(Pattern)
        case silence(of: [Matcher], length: Microseconds)
        /// Not begun by events.
        case none
    }

    public let identity: Identity
    public let machine: Machine
    /// The journey's number in the name table.
    let journey: UInt32
    let captured: [String]
    let trigger: Trigger
    let goal: [Matcher]
    let exitEvents: [Matcher]
    let exitConditions: [Formula]
    let states: [LoadedState]
    /// Where this version's tallies begin.
    let tallies: Int
    /// Where those of the exits begin: one for each event, the last for the conditions.
    let exitTallies: Int

    var number: UInt32 { identity.number }

    init(_ machine: Machine, identity: Identity, names: NameTable, tallies: Int) {
        func load(_ matchers: [EventMatcher]) -> [Matcher] {
            matchers.map { Matcher(event: names.number($0.event), condition: $0.condition) }
        }
        self.identity = identity
        self.machine = machine
        self.tallies = tallies
        journey = names.number(machine.name)
        captured = machine.capturedProperties
        trigger =
            switch machine.trigger {
            case .silence(let of, let length): .silence(of: load(of), length: length)
            case .pattern(let pattern): .pattern(Pattern(pattern, load: load))
            case .schedule, .attributeChanges, .attributeBecomes, .entersAudience, .leavesAudience: .none
            }
        goal = load(machine.goal?.events ?? [])
        exitEvents = load(machine.exits.compactMap { if case .event(let matcher) = $0 { matcher } else { nil } })
        exitConditions = machine.exits.compactMap { if case .condition(let formula) = $0 { formula } else { nil } }
        var next = tallies + Metric.allCases.count
        states = machine.states.map { state in
            defer { next += 1 + state.transitions.count }
            return LoadedState(state, tally: next, load: load)
        }
        exitTallies = next
    }

    func tally(_ metric: Metric) -> Int { tallies + metric.rawValue }

    /// What counts the exits by an event, or (nil) by a condition.
    func exitTally(by event: UInt32?) -> Int {
        exitTallies + (event.flatMap { event in exitEvents.firstIndex { $0.event == event } } ?? exitEvents.count)
    }
}

extension LoadedVersion.LoadedState {
    init(_ state: State, tally: Int, load: ([EventMatcher]) -> [Matcher]) {
        label = state.label
        isFinal = state.transitions.isEmpty
        self.tally = tally
        immediate = []
        events = []
        for (index, transition) in state.transitions.enumerated() {
            let way = LoadedVersion.WayOut(transition: transition, tally: tally + 1 + index)
            switch transition.cause {
            case .immediate: immediate.append(way)
            case .event(let matchers): events.append((load(matchers), way))
            case .timer(let after): timer = (after, way)
            case .moment, .arm, .given, .round, .roundsOver: break
            }
        }
    }
}

extension LoadedVersion.Pattern {
    init(_ pattern: EventPattern, load: ([EventMatcher]) -> [Matcher]) {
        switch pattern.base {
        case .any(let events): (groups, count, within) = ([load(events)], 1, 0)
        case .all(let all, let span): (groups, count, within) = (all.map(load), 1, span)
        case .times(let events, let times, let span): (groups, count, within) = ([load(events)], times, span)
        }
        follows = pattern.follows.map { (load($0.events), $0.within, load($0.without)) }
        absence = pattern.absence.map { (load($0.events), $0.within) }
    }
}

extension Machine {
    /// The counters of those who left by `exit when`: one for each event, in the order of the text, the last for all conditions.
    public var exitMetrics: [String] {
        exits.compactMap { if case .event(let matcher) = $0 { "exited: " + matcher.event } else { nil } } + ["exited by a condition"]
    }
}
