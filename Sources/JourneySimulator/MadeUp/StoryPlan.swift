import JourneyCompiler
import JourneyModel

/// Thinks out what somebody does for a motive: mostly what the journey is about, at times the other way.
///
/// Steps follow one another with a decreasing chance; what comes within a window comes at times after it; what must not come, comes now
/// and then. Choices of the journey are guessed: what is done for a way not gone is an event like any other.
struct StoryPlan {
    private let repertoire: Repertoire
    private let end: Timestamp
    private let zone: Zone
    private var numbers: SeededNumbers
    private var story: Story
    private(set) var deeds: [Deed] = []

    private static let mostDeeds = 60
    private static let mostStates = 40
    /// Goals and answers that come at all come within it.
    private static let patience: Microseconds = 20 * .day

    /// - Parameter end: nothing is done at or after it.
    init(_ repertoire: Repertoire, seed: UInt64, at: Timestamp, until end: Timestamp, zone: Zone) {
        self.repertoire = repertoire
        self.end = end
        self.zone = zone
        numbers = SeededNumbers(seed, 1)
        story = Story(seed: seed, since: at)
    }

    mutating func think(of motive: Repertoire.Motive) {
        switch motive {
        case .habit(let habit): _ = keep(habit, at: story.since)
        case .change(let attribute): add(.sets(attribute: attribute, nil), at: story.since)
        case .journey(let machine):
            if let entered = open(machine.trigger, at: story.since) { walk(machine, from: entered) }
        }
    }

    private mutating func add(_ what: Deed.What, at: Timestamp) {
        guard deeds.count < Self.mostDeeds, at < end else { return }
        deeds.append(Deed(at: max(at, story.since), what: what, story: story))
    }

    private mutating func act(_ events: [EventMatcher], at: Timestamp, opens: Bool = false) {
        guard let matcher = numbers.pick(events), let place = repertoire.place(of: matcher.event) else { return }
        if opens, story.opening == nil { story.opening = matcher.condition }
        add(.does(event: place, condition: matcher.condition, same: matcher.same), at: at)
    }

    /// A moment within a span; over days at an hour at which people are awake.
    private mutating func later(_ at: Timestamp, within span: Microseconds) -> Timestamp {
        let moment = at + (1 + numbers.below(max(span / .second - 1, 1))) * .second
        if span < 2 * .day { return moment }
        return max(at + .second, zone.instant(days: zone.local(moment).days, seconds: 8 * 3_600 + numbers.below(14 * 3_600)))
    }

    // MARK: Coming in

    /// When the journey would be entered; nil where it is not to be.
    private mutating func open(_ trigger: Machine.Trigger, at: Timestamp) -> Timestamp? {
        switch trigger {
        case .pattern(let pattern): return open(pattern, at: at)
        case .silence(let events, let length):
            if !events.isEmpty { act(events, at: at, opens: true) }
            return at + length
        case .schedule(let schedule): return next(schedule, after: at)
        case .attributeChanges(let name):
            add(.sets(attribute: name, nil), at: at)
            return at
        case .attributeBecomes(let name, let value):
            add(.sets(attribute: name, value), at: at)
            return at
        case .entersAudience(let name): return join(name, at: at).last
        case .leavesAudience(let name):
            let (last, window) = join(name, at: at)
            return last + window
        }
    }

    private mutating func open(_ pattern: EventPattern, at: Timestamp) -> Timestamp? {
        var last = at
        switch pattern.base {
        case .any(let events): act(events, at: at, opens: true)
        case .times(let events, let count, let within):
            // One less than wanted, as many, or one more.
            for round in 0..<max(min(count, Self.mostDeeds) - 1 + numbers.below(3), 1) {
                if round > 0 { last = later(last, within: within / Int64(max(count, 1))) }
                act(events, at: last, opens: true)
            }
        case .all(let groups, let within):
            let first = numbers.below(groups.count)
            for offset in groups.indices {
                if offset > 0 { last = later(last, within: within / Int64(groups.count)) }
                act(groups[(first + offset) % groups.count], at: last, opens: true)
            }
        }
        let span = pattern.absence?.within ?? .hour
        if !pattern.restarts.isEmpty, numbers.chance(25) {
            last = later(last, within: span / 3)
            act(pattern.restarts, at: last)
        }
        for follow in pattern.follows {
            guard numbers.chance(75) else { return nil }
            if numbers.chance(12) { act(follow.without, at: later(last, within: follow.within / 2)) }
            last = later(last, within: numbers.chance(85) ? follow.within : min(follow.within, 1_000 * .day) / 2 * 3)
            act(follow.events, at: last)
        }
        guard let absence = pattern.absence else { return last }
        switch numbers.below(100) {
        case 0..<30: act(absence.events, at: later(last, within: absence.within))
        case 30..<45: act(absence.events, at: last + absence.within + (1 + numbers.below(max(absence.within / 2 / .second, 1))) * .second)
        default: break
        }
        return last + absence.within
    }

    private mutating func keep(_ habit: Repertoire.Habit, at: Timestamp) -> Timestamp {
        let count = max(habit.count - 1 + numbers.below(3), 1)
        let span = min(habit.within ?? 30 * .day, 60 * .day) / Int64(count)
        var last = at
        for round in 0..<count {
            if round > 0 { last = later(last, within: span) }
            act(habit.events, at: last, opens: true)
        }
        return last
    }

    /// Does what makes a member; gives when it is done, and for how long it counts.
    private mutating func join(_ audience: String, at: Timestamp) -> (last: Timestamp, window: Microseconds) {
        var (last, window) = (at, Microseconds(0))
        for attribute in repertoire.memberships[audience] ?? [] { add(.sets(attribute: attribute, nil), at: last) }
        for habit in repertoire.audiences[audience] ?? [] {
            last = keep(habit, at: last)
            window = max(window, min(habit.within ?? 0, 400 * .day))
        }
        return (last, window)
    }

    private func next(_ schedule: Schedule, after at: Timestamp) -> Timestamp? {
        let today = zone.local(at).days
        func first(_ time: Int32, where isDay: (Int) -> Bool) -> Timestamp? {
            (today...today + 40).first { isDay($0) && zone.instant(days: $0, seconds: Int(time)) >= at }
                .map { zone.instant(days: $0, seconds: Int(time)) }
        }
        switch schedule {
        case .daily(let time): return first(time) { _ in true }
        case .workdays(let time): return first(time) { CivilDate.weekday(days: $0) < 6 }
        case .weekly(let weekday, let time): return first(time) { CivilDate.weekday(days: $0) == weekday }
        case .monthly(let day, let time): return first(time) { CivilDate(days: $0).day == min(day, 28) }
        case .once(let days, let time): return zone.instant(days: Int(days), seconds: Int(time))
        case .yearly, .before: return at
        }
    }

    // MARK: Inside

    private mutating func walk(_ machine: Machine, from entered: Timestamp) {
        if let goal = machine.goal, numbers.chance(30) { act(goal.events, at: later(entered, within: min(goal.within, Self.patience))) }
        if numbers.chance(6), let exit = numbers.pick(machine.exits), case .event(let matcher) = exit {
            act([matcher], at: later(entered, within: Self.patience / 2))
        }
        var (state, at) = (0, entered)
        for _ in 0..<Self.mostStates {
            guard at < end, machine.states.indices.contains(state) else { return }
            let ways = machine.states[state].transitions
            let free = ways.filter(\.isFree)
            if let way = numbers.pick(free) {
                if let loop = machine.states[state].loop, case .round = way.cause { at = later(at, within: loop.every) }
                state = way.target
                continue
            }
            guard let (target, moment) = wait(ways, at) else { return }
            (state, at) = (target, moment)
        }
    }

    /// Where a wait leads to, and when.
    private mutating func wait(_ ways: [Transition], _ at: Timestamp) -> (target: Int, at: Timestamp)? {
        var length: Microseconds = .day
        var over: Int?
        for way in ways {
            if case .timer(let after) = way.cause { (length, over) = (after, way.target) }
            if case .moment = way.cause { over = way.target }
        }
        for way in ways {
            guard case .event(let events) = way.cause, numbers.chance(45) else { continue }
            let moment = later(at, within: length)
            act(events, at: moment)
            return (way.target, moment)
        }
        return over.map { ($0, at + length) }
    }
}

extension Transition {
    /// Taken without waiting.
    fileprivate var isFree: Bool {
        switch cause {
        case .immediate, .arm, .given, .round, .roundsOver: true
        case .event, .timer, .moment: false
        }
    }
}
