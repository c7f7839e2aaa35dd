import JourneyModel

extension Machine {
    /// The names of all events that this journey looks at, sorted by their bytes. Silence of any event names none.
    public var eventNames: [String] {
        var names: Set<String> = []
        forEachMatcher { names.insert($0.event) }
        return names.sorted(by: precedesInBytes)
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
        names { if case .attribute(let name) = $0 { name } else { nil } }
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
            for case .timer(let after) in state.transitions.map(\.cause) { add(after) }
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
                case .send(_, let arguments, _): arguments.forEach { body($0.value) }
                case .set(_, let value), .add(let value, _): body(value)
                case .tag, .untag, .stop: break
                }
            }
        }
    }
}

extension EventPattern {
    func forEachMatcher(_ body: (EventMatcher) -> Void) {
        switch base {
        case .any(let events), .times(let events, _, _): events.forEach(body)
        case .all(let groups, _): groups.forEach { $0.forEach(body) }
        }
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
        switch self {
        case .literal, .now, .property, .triggerProperty, .attribute, .hasTag: break
        case .not(let a), .negative(let a), .isKnown(let a): a.forEachPart(body)
        case .and(let a, let b), .or(let a, let b), .compare(_, let a, let b), .arithmetic(_, let a, let b):
            a.forEachPart(body)
            b.forEachPart(body)
        case .between(let a, let low, let high):
            a.forEachPart(body)
            low.forEachPart(body)
            high.forEachPart(body)
        case .isIn(let a, let choices, _):
            a.forEachPart(body)
            choices.forEach { $0.forEachPart(body) }
        }
    }
}

/// The order of the UTF-8 bytes: what SQLite and every other machine sees, whatever the locale.
func precedesInBytes(_ a: String, _ b: String) -> Bool { a.utf8.lexicographicallyPrecedes(b.utf8) }
