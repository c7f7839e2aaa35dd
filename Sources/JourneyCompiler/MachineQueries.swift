import JourneyModel

extension Machine {
    /// The names of all events that this journey looks at, sorted by their bytes. Silence of any event names none.
    public var eventNames: [String] {
        var names: Set<String> = []
        forEachMatcher { names.insert($0.event) }
        return names.sorted(by: precedesInBytes)
    }

    /// The journeys that its steps start, each once, in the order of the text.
    public var startedJourneys: [String] {
        var names: [String] = []
        for action in states.flatMap(\.transitions).flatMap(\.actions) {
            if case .start(let journey) = action, !names.contains(journey) { names.append(journey) }
        }
        return names
    }

    /// Any event at all concerns this journey (`silent for D`).
    public var listensToEverything: Bool {
        if case .silence(let events, _) = trigger { return events.isEmpty }
        return false
    }

    /// The properties of the triggering event that later steps and conditions use, sorted by their bytes.
    public var capturedProperties: [String] {
        names { if case .triggerProperty(let name) = $0 { name } else { nil } }
    }

    /// The attributes of the customer that conditions and values read, sorted by their bytes.
    public var readAttributes: [String] {
        var names = Set(names { if case .attribute(let name) = $0 { name } else { nil } })
        switch trigger {
        case .schedule(.yearly(let name, _)), .schedule(.before(_, let name, _)), .attributeChanges(let name),
            .attributeBecomes(let name, _):
            names.insert(name)
        default: break
        }
        for case .moment(let moment) in states.flatMap(\.transitions).map(\.cause) {
            if let name = moment.attribute { names.insert(name) }
        }
        return names.sorted(by: precedesInBytes)
    }

    /// An upper bound of the time from a first event to the end of everything it can cause: all windows, waits and the goal's
    /// span together. Saturates.
    public var longestPath: Microseconds {
        var total: Microseconds = 0
        func add(_ duration: Microseconds) {
            let (sum, overflow) = total.addingReportingOverflow(max(duration, 0))
            total = overflow ? .max : sum
        }
        switch trigger {
        case .silence(_, let duration): add(duration)
        case .schedule, .attributeChanges, .attributeBecomes, .entersAudience, .leavesAudience: break
        case .pattern(let pattern):
            switch pattern.base {
            case .any: break
            case .all(_, let within), .times(_, _, let within): add(within)
            }
            for follow in pattern.follows { add(follow.within) }
            if let absence = pattern.absence { add(absence.within) }
        }
        if let goal { add(goal.within) }
        for state in states {
            // Steps within loops are gone through as often as all loops around them allow.
            let rounds = state.loops.reduce(1) { product, head in
                let (rounds, overflow) = product.multipliedReportingOverflow(by: max(states[head].loop?.limit ?? 1, 1))
                return overflow ? Int.max : rounds
            }
            func addTimes(_ duration: Microseconds, _ times: Int) {
                let (product, overflow) = max(duration, 0).multipliedReportingOverflow(by: Microseconds(times))
                add(overflow ? .max : product)
            }
            if let loop = state.loop { addTimes(loop.every, rounds) }
            for transition in state.transitions {
                if transition.actions.contains(where: \.isSendAtBestTime) { addTimes(.day, rounds) }
                switch transition.cause {
                case .timer(let after): addTimes(after, rounds)
                case .moment(let moment): addTimes(moment.longest, rounds)
                case .immediate, .event, .arm, .given, .round, .roundsOver: break
                }
            }
        }
        return total
    }

    private func names(_ pick: (Formula) -> String?) -> [String] {
        var names: Set<String> = []
        forEachFormula { root in
            root.forEachPart { if let name = pick($0) { names.insert(name) } }
        }
        return names.sorted(by: precedesInBytes)
    }

    /// Every matcher: the trigger's, the goal's, the exits', the waits'.
    public func forEachMatcher(_ body: (EventMatcher) -> Void) {
        switch trigger {
        case .silence(let events, _): events.forEach(body)
        case .pattern(let pattern): pattern.forEachMatcher(body)
        case .schedule, .attributeChanges, .attributeBecomes, .entersAudience, .leavesAudience: break
        }
        goal?.events.forEach(body)
        for case .event(let matcher) in exits { body(matcher) }
        for state in states {
            for case .event(let events) in state.transitions.map(\.cause) { events.forEach(body) }
        }
    }

    /// Every condition and value of the journey, whole.
    public func forEachFormula(_ body: (Formula) -> Void) {
        forEachMatcher { if let condition = $0.condition { body(condition) } }
        if let audience { body(audience) }
        for case .condition(let condition) in exits { body(condition) }
        for transition in states.flatMap(\.transitions) {
            if let condition = transition.condition { body(condition) }
            for action in transition.actions {
                switch action {
                case .send(let send):
                    send.arguments.forEach { body($0.value) }
                    send.shows.forEach(body)
                case .record(_, let arguments): arguments.forEach { body($0.value) }
                case .set(_, let value), .add(let value, _): body(value)
                case .tag, .untag, .start, .leave, .stop: break
                }
            }
        }
    }
}

extension Action {
    fileprivate var isSendAtBestTime: Bool { if case .send(let send) = self { send.isAtBestTime } else { false } }
}

extension Transition.Moment {
    /// The attribute it reads.
    var attribute: String? {
        switch self {
        case .attribute(let name, _), .before(_, let name, _): name
        case .time, .weekday, .workday, .date: nil
        }
    }

    /// An upper bound of a wait for it; a year for what an attribute or a date says.
    var longest: Microseconds {
        switch self {
        case .time: 25 * .hour
        case .weekday: 8 * .day
        case .workday: 31 * .day
        case .date, .attribute, .before: 366 * .day
        }
    }
}

extension EventPattern {
    func forEachMatcher(_ body: (EventMatcher) -> Void) {
        switch base {
        case .any(let events), .times(let events, _, _): events.forEach(body)
        case .all(let groups, _): groups.forEach { $0.forEach(body) }
        }
        restarts.forEach(body)
        for follow in follows {
            follow.events.forEach(body)
            follow.without.forEach(body)
        }
        absence?.events.forEach(body)
    }
}

extension Formula {
    /// This formula and all within it, outermost first.
    public func forEachPart(_ body: (Formula) -> Void) {
        body(self)
        for part in parts { part.forEachPart(body) }
    }

    /// What it is made of, in the order of the text.
    public var parts: [Formula] {
        switch self {
        case .literal, .now, .property, .triggerProperty, .attribute, .hasTag, .inAudience, .consentedTo, .reachableVia, .given,
            .daysSince, .lastEvent, .weekday, .timeOfDay, .localTime, .argument:
            []
        case .history(let query): query.events.compactMap(\.condition)
        case .text(let pieces): pieces
        case .not(let a), .negative(let a), .isKnown(let a), .formatted(let a, _), .link(let a): [a]
        case .and(let a, let b), .or(let a, let b), .compare(_, let a, let b), .arithmetic(_, let a, let b), .fallback(let a, let b):
            [a, b]
        case .between(let a, let low, let high): [a, low, high]
        case .isIn(let a, let choices, _): [a] + choices
        }
    }
}

/// The order of the UTF-8 bytes: what SQLite and every other machine sees, whatever the locale.
func precedesInBytes(_ a: String, _ b: String) -> Bool { a.utf8.lexicographicallyPrecedes(b.utf8) }
