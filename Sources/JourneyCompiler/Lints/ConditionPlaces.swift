import JourneyLanguage

extension Program {
    /// Every condition of its journeys and audiences, those inside of a history included.
    func forEachCondition(_ body: (Expression) -> Void) {
        for item in items {
            if case .audience(let audience) = item { audience.condition.forEachCondition(body) }
            item.journey?.forEachCondition(body)
        }
    }
}

extension Journey {
    func forEachCondition(_ body: (Expression) -> Void) {
        func look(_ events: Events) {
            for term in events.alternatives { term.condition?.forEachCondition(body) }
        }
        trigger.forEachEvents(look)
        for header in headers {
            switch header.kind {
            case .audience(let condition): condition.forEachCondition(body)
            case .goal(let events, _, _, _): look(events)
            case .exit(let exits):
                for exit in exits {
                    switch exit {
                    case .event(let term): term.condition?.forEachCondition(body)
                    case .condition(let condition): condition.forEachCondition(body)
                    }
                }
            case .forEach, .again, .priority, .owner, .holdOut, .rollOut, .dates, .expires, .messageClass: break
            }
        }
        steps.forEachStep { step in
            switch step.kind {
            case .waitFor(let wait): look(wait.events)
            case .repeats(let loop): if let until = loop.until { look(until) }
            case .branch(let branches, _): for branch in branches { branch.condition.forEachCondition(body) }
            default: break
            }
        }
    }
}

extension Trigger {
    /// The events of its pattern or silence, in the order of the text.
    func forEachEvents(_ body: (Events) -> Void) {
        switch kind {
        case .silence(let events, _): if let events { body(events) }
        case .pattern(let pattern):
            switch pattern.base {
            case .any(let events), .times(let events, _, _): body(events)
            case .all(let groups, _): groups.forEach(body)
            }
            if let events = pattern.restartingOn { body(events) }
            for follow in pattern.follows {
                body(follow.events)
                if let without = follow.without { body(without) }
            }
            if let absence = pattern.absence { body(absence.events) }
        case .every, .on, .onAttribute, .before, .changes, .becomes, .entersAudience, .leavesAudience: break
        }
    }
}

extension Expression {
    /// This condition, and those of the events that its histories look for.
    func forEachCondition(_ body: (Expression) -> Void) {
        var open = [self]
        while let condition = open.popLast() {
            body(condition)
            condition.forEachPart { part in
                guard case .history(let history) = part.kind else { return }
                open += history.events.alternatives.compactMap(\.condition)
            }
        }
    }

    /// This expression and all within it, outermost first; in a loop, for a chain may be long.
    func forEachPart(_ body: (Expression) -> Void) {
        var open = [self]
        while let part = open.popLast() {
            body(part)
            switch part.kind {
            case .unary(_, let a), .isKnown(let a, _): open.append(a)
            case .binary(_, let a, let b): open += [b, a]
            case .between(let a, let low, let high): open += [high, low, a]
            case .isIn(let a, let choices, _): open += choices.reversed() + [a]
            case .literal, .percent, .now, .path, .hasTag, .inAudience, .consentedTo, .reachableVia, .given, .history, .daysSince, .weekday,
                .timeOfDay, .weekdayLiteral, .dateTime, .template:
                break
            }
        }
    }
}
