import JourneyLanguage
import JourneyModel

/// Events with their conditions, and what a customer's past says of them.
extension Resolver {
    func matchers(_ events: Events) -> [EventMatcher] { events.alternatives.map(matcher) }

    func matcher(_ term: EventTerm) -> EventMatcher {
        let event = context.event(term.name)
        let inner = Resolver(context, scope, own: event)
        var matcher = EventMatcher(event: event, condition: nil)
        if case .trigger = scope {
            matcher.condition = term.condition.map(inner.condition)
            matcher.same = term.same.map { inner.property($0).name }
        } else if case .absence(let isFirst) = scope {
            inner.takeAbsence(term, isFirst, into: &matcher)
        } else if case .between = scope {
            inner.takeAbsence(term, true, into: &matcher)
        } else {
            matcher.condition = term.condition.map(inner.condition)
            // Behind the trigger it is clear which event is meant: the one that completed it.
            if let same = term.same {
                let (name, type, _) = inner.property(same)
                let equal = Formula.compare(
                    .equal, .property(name), inner.triggering(name, at: same.range, expecting: type).formula)
                matcher.condition = matcher.condition.map { .and($0, equal) } ?? equal
            }
        }
        return matcher
    }

    /// `paid where order = event.order` says `paid with same order`.
    private func takeAbsence(_ term: EventTerm, _ isFirst: Bool, into matcher: inout EventMatcher) {
        var same = term.same
        var rest: [Formula] = []
        for operand in term.condition.map({ Self.spine($0, .and) }) ?? [] {
            if same == nil, isFirst, let name = Self.sameProperty(operand) {
                same = name
            } else {
                rest.append(condition(operand))
            }
        }
        if !rest.isEmpty { matcher.condition = balanced(rest[...], Formula.and) }
        matcher.same = same.map { property($0).name }
    }

    /// `order` of `order = event.order`.
    private static func sameProperty(_ expression: Expression) -> Name? {
        guard case .binary(let sign, let left, let right) = expression.kind, sign == .equal || sign == .is,
            case .path(let a) = left.kind, case .path(let b) = right.kind
        else { return nil }
        let (own, other) = a.count == 1 ? (a, b) : (b, a)
        guard own.count == 1, other.count == 2, other[0].text == "event", own[0].text == other[1].text else { return nil }
        return own[0]
    }

    // MARK: History

    func query(_ history: Expression.History) -> (query: HistoryQuery, type: ValueType) {
        let matching = Resolver(context, historyScope)
        let events = history.events.alternatives.map(matching.matcher)
        var within: Microseconds?
        if case .within(let span) = history.span { within = span.microseconds }
        let measure = HistoryQuery.Measure(rawValue: history.measure.rawValue) ?? .atLeast
        var result = HistoryQuery(measure: measure, count: history.count, events: events, property: nil, within: within)
        guard let first = history.property.first, let last = history.property.last else { return (result, .number) }
        let name = history.property.map(\.text).joined(separator: ".")
        let range = SourceRange(first.range.start, last.range.end)
        let (property, type, use) = context.property(name, of: events.map(\.event), at: range)
        result.property = property
        switch measure {
        case .sum, .average:
            if let use { context.uses.note(use, is: .number, at: range, findings) }
            if type != .number, type != .any { findings.report(.noSum(measure.rawValue, name, type.words), at: range) }
            return (result, .number)
        case .min, .max:
            if type == .any || type == .number { return (result, type == .any ? .any : .number) }
            if type.isDay { return (result, type) }
            findings.report(.noSum(measure.rawValue, name, type.words), at: range)
            return (result, .any)
        case .atLeast, .number: return (result, .number)
        }
    }

    private var historyScope: Scope {
        switch scope {
        case .audience: .audience
        case .trigger: .past(of: own.map { [$0] } ?? [])
        case .between(let first): .past(of: first)
        case .past, .absence, .event, .customer, .message: scope.isOfPast ? scope : .event
        }
    }
}

extension Resolver.Scope {
    fileprivate var isOfPast: Bool { if case .past = self { true } else { false } }
}
