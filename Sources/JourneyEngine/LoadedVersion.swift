import JourneyCompiler
import JourneyModel

/// An event matcher with its event's number in the name table.
struct Matcher: Sendable {
    let event: UInt32
    let condition: Formula?
    /// The property whose value must be that of the event it is compared with.
    let same: String?
    /// The condition, where it looks at one property of the event and at nothing else.
    let property: PropertyCondition?

    init(event: UInt32, condition: Formula? = nil, same: String? = nil) {
        self.event = event
        self.condition = condition
        self.same = same
        property = same == nil ? condition.flatMap(PropertyCondition.init) : nil
    }
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
    /// Without the property of `for each`.
    case refusedInstance
    /// `for each` has had as many values of the customer as are kept apart.
    case refusedValues
    case refusedDates, refusedRollOut
    /// Sent out by another journey's `leave`.
    case left
    case refusedPaused
    /// Occurrences of the schedule that nothing ran for in time.
    case missed
    /// Entered as shadows, and what these came to; they are in no other total.
    case heldOut, heldOutGoals, heldOutGoalValue
    /// Ended because an earlier entry of the same person stays.
    case merged

    /// The metric of the counter in the store.
    public var name: String {
        switch self {
        case .endedByGoal: "ended by goal"
        case .goalValue: "goal value"
        case .refusedAudience: "refused: " + Refusal.audience.rawValue
        case .refusedInside: "refused: " + Refusal.inside.rawValue
        case .refusedOnce: "refused: " + Refusal.once.rawValue
        case .refusedAgain: "refused: " + Refusal.again.rawValue
        case .refusedInstance: "refused: " + Refusal.instance.rawValue
        case .refusedValues: "refused: " + Refusal.values.rawValue
        case .refusedDates: "refused: " + Refusal.dates.rawValue
        case .refusedRollOut: "refused: " + Refusal.rollOut.rawValue
        case .refusedPaused: "refused: " + Refusal.paused.rawValue
        case .heldOut: "held out"
        case .heldOutGoals: "goals of the held out"
        case .heldOutGoalValue: "goal value of the held out"
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
        /// Since when its trigger is in force without a break, over versions that have an equal one.
        public var inForceSince: Timestamp

        public init(number: UInt32, trigger: UInt32, isCurrent: Bool, deployedAt: Timestamp, inForceSince: Timestamp = .distantPast) {
            self.number = number
            self.trigger = trigger
            self.isCurrent = isCurrent
            self.deployedAt = deployedAt
            self.inForceSince = inForceSince
        }
    }

    /// A transition and the index of the tally that counts it.
    ///
    /// As a state, a class: it is looked at in every step, and copying one would count up what every part of it holds.
    final class WayOut: Sendable {
        let transition: Transition
        let tally: Int

        init(transition: Transition, tally: Int) {
            self.transition = transition
            self.tally = tally
        }
    }

    final class LoadedState: Sendable {
        let label: String
        let isFinal: Bool
        let immediate: [WayOut]
        let events: [(matchers: [Matcher], way: WayOut)]
        let timer: (after: Microseconds, way: WayOut)?
        let moment: (moment: Transition.Moment, way: WayOut)?
        let split: State.Split?
        /// The arms of a split, in the order of the text.
        let arms: [WayOut]
        let loop: State.Loop?
        /// The message of a send.
        let send: Action.Send?
        /// Of a `give`: the pool, and the ways with a code and without.
        let coupon: String?
        let given: WayOut?
        let noneLeft: WayOut?
        /// Of a loop's head: into the next round, and out when there is none.
        let round: WayOut?
        let over: WayOut?
        /// Of a loop's head: what ends it from anywhere within.
        let until: [(matchers: [Matcher], way: WayOut)]
        /// The heads of the loops around it, outermost first.
        let loops: [Int]
        /// Index of the tally of visits; those of the transitions taken follow, of a split those of the goals by arm.
        let tally: Int

        init(_ state: State, tally: Int, load: ([EventMatcher]) -> [Matcher]) {
            label = state.label
            isFinal = state.transitions.isEmpty
            self.tally = tally
            split = state.split
            loop = state.loop
            coupon = state.coupon
            loops = state.loops
            var (immediate, arms): ([WayOut], [WayOut]) = ([], [])
            var (events, until): ([(matchers: [Matcher], way: WayOut)], [(matchers: [Matcher], way: WayOut)]) = ([], [])
            var timer: (after: Microseconds, way: WayOut)?
            var moment: (moment: Transition.Moment, way: WayOut)?
            var send: Action.Send?
            var (given, noneLeft, round, over): (WayOut?, WayOut?, WayOut?, WayOut?)
            for (index, transition) in state.transitions.enumerated() {
                let way = WayOut(transition: transition, tally: tally + 1 + index)
                switch transition.cause {
                case .immediate:
                    immediate.append(way)
                    if case .send(let asked)? = transition.actions.first { send = asked }
                case .event(let matchers) where state.kind == .loop: until.append((load(matchers), way))
                case .event(let matchers): events.append((load(matchers), way))
                case .timer(let after): timer = (after, way)
                case .moment(let at): moment = (at, way)
                case .arm: arms.append(way)
                case .round: round = way
                case .roundsOver: over = way
                case .given(true): given = way
                case .given(false): noneLeft = way
                }
            }
            (self.immediate, self.arms, self.events, self.until) = (immediate, arms, events, until)
            (self.timer, self.moment, self.send) = (timer, moment, send)
            (self.given, self.noneLeft, self.round, self.over) = (given, noneLeft, round, over)
        }
    }

    final class Pattern: Sendable {
        /// One group, or those of an `and`.
        let groups: [[Matcher]]
        /// How many events of the one group; 1 without `times`.
        let count: Int
        let within: Microseconds
        let follows: [(events: [Matcher], within: Microseconds, without: [Matcher])]
        let absence: (events: [Matcher], within: Microseconds)?
        /// Each of these begins the window of a pending watch anew.
        let restarts: [Matcher]
        /// The properties that `with same` compares inside base and sequence, each once.
        let sames: [String]
        /// Indices in `sames` of those that each group compares with the first, and of all that the base compares.
        let groupSames: [[Int]]
        let baseSames: [Int]

        init(_ pattern: EventPattern, load: ([EventMatcher]) -> [Matcher]) {
            switch pattern.base {
            case .any(let events): (groups, count, within) = ([load(events)], 1, 0)
            case .all(let all, let span): (groups, count, within) = (all.map(load), 1, span)
            case .times(let events, let times, let span): (groups, count, within) = ([load(events)], times, span)
            }
            follows = pattern.follows.map { (load($0.events), $0.within, load($0.without)) }
            absence = pattern.absence.map { (load($0.events), $0.within) }
            restarts = load(pattern.restarts)
            var sames: [String] = []
            for matcher in groups.joined() + follows.flatMap({ $0.events + $0.without }) {
                if let same = matcher.same, !sames.contains(same) { sames.append(same) }
            }
            // What must not come between may be compared with the first event otherwise.
            for matcher in follows.flatMap(\.without) {
                matcher.condition?.forEachPart { if case .triggerProperty(let name) = $0, !sames.contains(name) { sames.append(name) } }
            }
            self.sames = sames
            let groups = self.groups
            groupSames = groups.map { group in sames.indices.filter { index in group.contains { $0.same == sames[index] } } }
            baseSames = sames.indices.filter { index in groups.joined().contains { $0.same == sames[index] } }
        }
    }

    enum Trigger: Sendable {
        case pattern(Pattern)
        case silence(of: [Matcher], length: Microseconds)
        /// A change of this attribute; to a value, where one is given.
        case attribute(UInt32, becomes: Value?)
        case audience(UInt32, enters: Bool)
        /// Not begun by events.
        case none
    }

    public let identity: Identity
    public let machine: Machine
    /// The journey's number in the name table.
    let journey: UInt32
    /// What an enrollment remembers of events: properties of the trigger's; `EVENT\u{0}PROPERTY` of the last such event; and, for who
    /// starts other journeys, the whole of the trigger's under `wholeEvent`.
    let captured: [String]
    /// The property of `for each`.
    let forEach: String?
    /// How many of them are the trigger's; they come first.
    let triggerProperties: Int
    /// The events whose last one is remembered: number, and where each property stands in `captured`.
    let lastEvents: [LastEvent]
    let trigger: Trigger
    /// A condition of the trigger compares past events with the one that it is about.
    let triggerComparesThePast: Bool
    let goal: [Matcher]
    let exitEvents: [Matcher]
    let exitConditions: [Formula]
    let states: [LoadedState]
    /// Where this version's tallies begin.
    let tallies: Int
    /// Where those of the exits begin: one for each event, the last for the conditions.
    let exitTallies: Int

    var number: UInt32 { identity.number }

    struct LastEvent: Sendable {
        var event: UInt32
        var properties: [(name: String, place: Int)]
    }

    /// No property has this name.
    static let wholeEvent = "\u{0}"

    init(_ machine: Machine, identity: Identity, names: NameTable, tallies: Int) {
        func load(_ matchers: [EventMatcher]) -> [Matcher] {
            matchers.map { Matcher(event: names.number($0.event), condition: $0.condition, same: $0.same) }
        }
        self.identity = identity
        self.machine = machine
        self.tallies = tallies
        journey = names.number(machine.name)
        var captured = machine.capturedProperties + machine.comparedProperties
        triggerProperties = captured.count
        lastEvents = machine.lastEvents.map { event, properties in
            let places = properties.enumerated().map { (name: $1, place: captured.count + $0) }
            captured += properties.map { Formula.lastEventKey(event, $0) }
            return LastEvent(event: names.number(event), properties: places)
        }
        if machine.startsJourneys { captured.append(Self.wholeEvent) }
        self.captured = captured
        forEach = machine.forEach
        trigger =
            switch machine.trigger {
            case .silence(let of, let length): .silence(of: load(of), length: length)
            case .pattern(let pattern): .pattern(Pattern(pattern, load: load))
            case .attributeChanges(let name): .attribute(names.number(name), becomes: nil)
            case .attributeBecomes(let name, let value): .attribute(names.number(name), becomes: value)
            case .entersAudience(let name): .audience(names.number(name), enters: true)
            case .leavesAudience(let name): .audience(names.number(name), enters: false)
            case .schedule: .none
            }
        triggerComparesThePast = machine.trigger.comparesThePast
        goal = load(machine.goal?.events ?? [])
        exitEvents = load(machine.exits.compactMap { if case .event(let matcher) = $0 { matcher } else { nil } })
        exitConditions = machine.exits.compactMap { if case .condition(let formula) = $0 { formula } else { nil } }
        var next = tallies + Metric.allCases.count
        states = machine.states.map { state in
            defer { next += state.tallyNames.count }
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

extension State {
    /// The metrics counted of it, in the order of the tallies.
    var tallyNames: [String] {
        ["reached"] + transitions.map { "took: " + $0.name }
            + (split == nil ? [] : transitions.map { "goals: " + $0.name })
    }
}

extension Machine {
    /// The properties of the trigger's event that `with same` compares with later ones, where no formula captures them already.
    fileprivate var comparedProperties: [String] {
        var found: [String] = []
        let known = capturedProperties
        forEachMatcher { if let same = $0.same, !known.contains(same), !found.contains(same) { found.append(same) } }
        return found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// The events of which the last one's properties are read, sorted by their bytes.
    var lastEvents: [(event: String, properties: [String])] {
        var found: [String: Set<String>] = [:]
        forEachFormula { root in
            root.forEachPart { if case .lastEvent(let event, let property) = $0 { found[event, default: []].insert(property) } }
        }
        return found.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map { event, properties in
            (event, properties.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
        }
    }

    var startsJourneys: Bool {
        states.contains { state in
            state.transitions.contains { $0.actions.contains { if case .start = $0 { true } else { false } } }
        }
    }

    /// The counters of those who left by `exit when`: one for each event, in the order of the text, the last for all conditions.
    public var exitMetrics: [String] {
        exits.compactMap { if case .event(let matcher) = $0 { "exited: " + matcher.event } else { nil } } + ["exited by a condition"]
    }
}

extension Machine.Trigger {
    fileprivate var comparesThePast: Bool {
        let matchers: [EventMatcher]
        switch self {
        case .silence(let events, _): matchers = events
        case .pattern(let pattern):
            let base: [EventMatcher]
            switch pattern.base {
            case .any(let events), .times(let events, _, _): base = events
            case .all(let groups, _): base = Array(groups.joined())
            }
            matchers = base + pattern.restarts + pattern.follows.flatMap(\.events)
        default: matchers = []
        }
        return matchers.contains { $0.condition?.comparesThePast ?? false }
    }
}
