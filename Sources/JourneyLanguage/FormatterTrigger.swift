import JourneyModel

/// Prints triggers and headers.
enum TriggerText {
    /// A piece of a trigger that may have a line of its own, and where it ends in the source.
    typealias Part = (text: String, end: Int)

    /// `when` is not included.
    static func parts(_ trigger: Trigger) -> [Part] {
        switch trigger.kind {
        case .silence(nil, let duration): [("silent for " + text(duration), duration.range.end)]
        case .silence(let events?, let duration): [("no " + enclosed(events) + " for " + text(duration), duration.range.end)]
        case .pattern(let pattern): parts(pattern)
        default: []
        }
    }

    private static func parts(_ pattern: Pattern) -> [Part] {
        var parts: [Part] = []
        switch pattern.base {
        case .any(let events): parts.append((open(events), events.range.end))
        case .all(let groups, let within):
            let text = groups.map(enclosed).joined(separator: softBreak + "and ") + window(within)
            parts.append((text, within.range.end))
        case .times(let events, let count, let within):
            parts.append(("\(enclosed(events)) \(count) times" + window(within), within.range.end))
        }
        for follow in pattern.follows {
            let without = follow.without.map { softBreak + "without " + open($0) } ?? ""
            let text = "then " + enclosed(follow.events) + window(follow.within) + without
            parts.append((text, follow.without?.range.end ?? follow.within.range.end))
        }
        if let absence = pattern.absence {
            parts.append(("but not " + enclosed(absence.events) + window(absence.within), absence.within.range.end))
        }
        return parts
    }

    static func header(_ header: Header) -> String {
        switch header.kind {
        case .audience(let condition): return "for customers where " + ExpressionText.condition(condition)
        case .again(.once): return "once"
        case .again(.always): return "again always"
        case .again(.after(let duration)): return "again after " + text(duration)
        case .goal(let events, let within, let value, let continues):
            return "goal " + enclosed(events) + window(within) + (value.map { " value " + Spelling.name($0.text) } ?? "")
                + (continues ? " and continue" : "")
        case .exit(let exits): return "exit when " + TriggerText.exits(exits)
        case .priority(let number): return "priority \(number)"
        case .owner(let name): return "owner " + Spelling.text(name)
        default: return ""
        }
    }

    private static func exits(_ exits: [Header.Exit]) -> String {
        exits.enumerated().map { index, exit in
            switch exit {
            case .event(let term): TriggerText.term(term, isEnclosed: index < exits.count - 1)
            case .condition(let condition): ExpressionText.alternative(condition)
            }
        }.joined(separator: softBreak + "or ")
    }

    /// Events at the end of a clause: the last condition needs no parentheses, for nothing after it could continue it.
    static func open(_ events: Events) -> String {
        let last = events.alternatives.count - 1
        return events.alternatives.enumerated().map { term($1, isEnclosed: $0 < last) }.joined(separator: softBreak + "or ")
    }

    /// Events before a window or a count, which a condition would swallow.
    private static func enclosed(_ events: Events) -> String {
        events.alternatives.map { term($0, isEnclosed: true) }.joined(separator: softBreak + "or ")
    }

    private static func term(_ term: EventTerm, isEnclosed: Bool) -> String {
        guard let condition = term.condition else { return Spelling.name(term.name.text) }
        let text = Spelling.name(term.name.text) + " where " + ExpressionText.condition(condition)
        return isEnclosed ? "(" + text + ")" : text
    }

    static func text(_ duration: DurationLiteral) -> String { durationText(duration.microseconds) }

    private static func window(_ duration: DurationLiteral) -> String { " within " + text(duration) }
}
