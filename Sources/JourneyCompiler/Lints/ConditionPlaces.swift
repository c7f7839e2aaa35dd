import JourneyLanguage

extension Program {
    /// Every condition of its journeys and audiences, those inside of a history included.
    var conditions: [Expression] {
        var found: [Expression] = []
        for item in items {
            switch item {
            case .audience(let audience): audience.condition.gatherConditions(into: &found)
            case .rule(let journey), .journey(let journey): journey.gatherConditions(into: &found)
            case .event, .customer, .message, .coupon, .channel, .policy, .calendar, .test: break
            }
        }
        return found
    }
}

extension Journey {
    func gatherConditions(into found: inout [Expression]) {
        trigger.forEachEvents { $0.gatherConditions(into: &found) }
        for header in headers {
            switch header.kind {
            case .audience(let condition): condition.gatherConditions(into: &found)
            case .goal(let events, _, _, _): events.gatherConditions(into: &found)
            case .exit(let exits):
                for exit in exits {
                    switch exit {
                    case .event(let term): term.condition?.gatherConditions(into: &found)
                    case .condition(let condition): condition.gatherConditions(into: &found)
                    }
                }
            case .forEach, .again, .priority, .owner, .holdOut, .rollOut, .dates, .expires, .messageClass: break
            }
        }
        steps.gatherConditions(into: &found)
    }
}

extension [Step] {
    fileprivate func gatherConditions(into found: inout [Expression]) {
        for step in self {
            switch step.kind {
            case .waitFor(let wait): wait.events.gatherConditions(into: &found)
            case .repeats(let loop): loop.until?.gatherConditions(into: &found)
            case .branch(let branches, _): for branch in branches { branch.condition.gatherConditions(into: &found) }
            default: break
            }
            step.forEachBlock { $0.gatherConditions(into: &found) }
        }
    }
}

extension Events {
    fileprivate func gatherConditions(into found: inout [Expression]) {
        for term in alternatives { term.condition?.gatherConditions(into: &found) }
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
    var conditions: [Expression] {
        var found: [Expression] = []
        gatherConditions(into: &found)
        return found
    }

    fileprivate func gatherConditions(into found: inout [Expression]) {
        found.append(self)
        forEachPart { part in
            if case .history(let history) = part.kind { history.events.gatherConditions(into: &found) }
        }
    }

    /// This expression and all within it, outermost first; the parser bounds how deep that is.
    func forEachPart(_ body: (Expression) -> Void) {
        body(self)
        switch kind {
        case .unary(_, let a), .isKnown(let a, _): a.forEachPart(body)
        case .binary(_, let a, let b):
            a.forEachPart(body)
            b.forEachPart(body)
        case .between(let a, let low, let high):
            a.forEachPart(body)
            low.forEachPart(body)
            high.forEachPart(body)
        case .isIn(let a, let choices, _):
            a.forEachPart(body)
            for choice in choices { choice.forEachPart(body) }
        case .literal, .percent, .now, .path, .hasTag, .inAudience, .consentedTo, .reachableVia, .given, .history, .daysSince, .weekday,
            .timeOfDay, .weekdayLiteral, .dateTime, .template:
            break
        }
    }
}
