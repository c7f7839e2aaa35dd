import JourneyModel

/// Prints triggers and the events in them.
extension Writer {
    /// A piece of a trigger that may have a line of its own, and where it ends in the source.
    typealias Part = (text: String, end: Int)

    /// `when` is not included.
    func parts(_ trigger: Trigger) -> [Part] {
        switch trigger.kind {
        case .pattern(let pattern): parts(pattern)
        case .silence, .every, .on, .onAttribute, .before, .changes, .becomes, .entersAudience, .leavesAudience:
            [(single(trigger.kind), trigger.range.end)]
        }
    }

    private func single(_ kind: Trigger.Kind) -> String {
        switch kind {
        case .pattern: return ""
        case .silence(nil, let span): return words(self[.silentFor], duration(span))
        case .silence(let events?, let span):
            return order(
                [self[.no], enclosed(events), self[.for], duration(span)], [duration(span), self[.not], open(events)])
        case .every(let recurrence, let time): return words(every(recurrence), at(time))
        case .on(let day, let time): return words(self[.on], date(day), at(time))
        case .onAttribute(let name, let time): return words(self[.on], self.name(name, .attribute), at(time))
        case .before(let span, let name, let time): return words(before(span, name), at(time))
        case .changes(let name): return words(self.name(name, .attribute), self[.changes])
        case .becomes(let name, let value): return words(self.name(name, .attribute), self[.becomes], self.value(value))
        case .entersAudience(let name): return words(self[.entersAudience], self.name(name, .audience))
        case .leavesAudience(let name): return words(self[.leavesAudience], self.name(name, .audience))
        }
    }

    func before(_ span: DurationLiteral, _ name: Name) -> String {
        let name = self.name(name, .attribute)
        return order([duration(span), self[.before], name], [name, self[.before], duration(span)])
    }

    private func every(_ recurrence: Recurrence) -> String {
        switch recurrence {
        case .day: return self[word: .everyDay]
        case .workday: return order([self[.every], self[.workday]], [self[.every] + self[.workday]])
        case .weekday(let day): return order([self[.every], weekday(day)], [self[.every] + weekday(day)])
        case .dayOfMonth(let day):
            return order([self[.every], "\(day)" + Self.ordinal(day), self[.ofMonth]], [self[.ofMonth], "\(day)号"])
        }
    }

    private static func ordinal(_ number: Int) -> String {
        switch number % 10 {
        case _ where number / 10 % 10 == 1: "th"
        case 1: "st"
        case 2: "nd"
        case 3: "rd"
        default: "th"
        }
    }

    private func parts(_ pattern: Pattern) -> [Part] {
        var parts: [Part] = []
        switch pattern.base {
        case .any(let events): parts.append((open(events), events.range.end))
        case .all(let groups, let within):
            let group = groups.map(enclosed).joined(separator: softBreak + self[.and] + " ")
            let end = max(within.range.end, groups.last?.range.end ?? 0)
            parts.append((order([group, window(within)], [window(within), group]), end))
        case .times(let events, let count, let within):
            let text = order(
                [enclosed(events), times(count), window(within)], [window(within), enclosed(events), times(count)])
            parts.append((text, max(within.range.end, events.range.end)))
        }
        if let events = pattern.restartingOn {
            parts.append((words(self[.restartingOn], open(events), order([], [closer(.restartingOn)])), events.range.end))
        }
        for follow in pattern.follows {
            let without = follow.without.map { broken(self[.without], open($0)) } ?? ""
            let text = order(
                [self[.then], enclosed(follow.events), window(follow.within), without],
                [self[.then], window(follow.within), open(follow.events), without])
            let end = max(follow.without?.range.end ?? 0, follow.within.range.end, follow.events.range.end)
            parts.append((text, end))
        }
        if let absence = pattern.absence {
            let text = order(
                [self[.butNot], enclosed(absence.events), window(absence.within)],
                [self[.but], window(absence.within), self[.not], open(absence.events)])
            parts.append((text, max(absence.within.range.end, absence.events.range.end)))
        }
        return parts
    }

    func window(_ literal: DurationLiteral) -> String {
        order([self[.within], duration(literal)], [duration(literal), self[.within]])
    }

    // MARK: Events

    /// Events at the end of a clause: the last condition needs no parentheses, for nothing after it could continue it.
    func open(_ events: Events) -> String {
        let last = events.alternatives.count - 1
        return events.alternatives.enumerated().map { term($1, isEnclosed: $0 < last) }
            .joined(separator: softBreak + self[.or] + " ")
    }

    /// Events before a window or a count, which a condition would swallow.
    func enclosed(_ events: Events) -> String {
        events.alternatives.map { term($0, isEnclosed: true) }.joined(separator: softBreak + self[.or] + " ")
    }

    func term(_ term: EventTerm, isEnclosed: Bool) -> String {
        var pieces = [name(term.name, .event)]
        if let condition = term.condition { pieces += [self[.where], inside([term.name.text]).condition(condition)] }
        if let same = term.same { pieces += [self[.withSame], property(same, of: [term.name.text])] }
        let text = words(pieces)
        return isEnclosed && term.condition != nil ? "(" + text + ")" : text
    }
}

extension Trigger {
    /// The events that begin it: those that `event.x` may be about.
    var eventNames: [String] {
        guard case .pattern(let pattern) = kind else { return [] }
        return pattern.base.eventNames
    }
}

extension Pattern.Base {
    var eventNames: [String] {
        switch self {
        case .any(let events), .times(let events, _, _): events.alternatives.map(\.name.text)
        case .all(let groups, _): groups.flatMap { $0.alternatives.map(\.name.text) }
        }
    }
}
