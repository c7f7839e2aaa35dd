import JourneyLanguage
import JourneyModel

extension Machine.Trigger {
    /// As the language writes it, without `when`.
    public var text: String {
        switch self {
        case .silence(let events, let duration):
            events.isEmpty ? "silent for " + durationText(duration) : "no " + events.text + " for " + durationText(duration)
        case .pattern(let pattern): pattern.text
        }
    }
}

extension EventPattern {
    /// As the language writes it.
    public var text: String {
        var text = base.text
        for follow in follows { text += " " + follow.text }
        if let absence { text += " but not " + absence.events.text + window(absence.within) }
        return text
    }
}

extension EventPattern.Base {
    var text: String {
        switch self {
        case .any(let events): events.openText
        case .all(let groups, let within): groups.map(\.text).joined(separator: " and ") + window(within)
        case .times(let events, let count, let within): "\(events.text) \(count) times" + window(within)
        }
    }
}

extension EventPattern.Follow {
    var text: String { "then " + events.text + window(within) + (without.isEmpty ? "" : " without " + without.openText) }
}

extension Machine.Reentry {
    /// As the language writes it.
    public var text: String {
        switch self {
        case .once: "once"
        case .always: "again always"
        case .after(let duration): "again after " + durationText(duration)
        }
    }
}

extension Machine.Goal {
    /// As the language writes it, without `goal`.
    public var text: String {
        events.text + window(within) + (value.map { " value " + Spelling.name($0) } ?? "") + (continues ? " and continue" : "")
    }
}

extension Machine.Exit {
    /// As the language writes it, without `exit when`.
    public var text: String {
        switch self {
        case .event(let matcher): matcher.text
        case .condition(let condition): condition.text
        }
    }
}

extension Action {
    /// As the language writes it.
    public var text: String {
        switch self {
        case .send(let content, let arguments, let channels):
            let with = arguments.map { Spelling.name($0.name) + ": " + $0.value.text }.joined(separator: ", ")
            return "send " + Spelling.name(content) + (with.isEmpty ? "" : " with " + with) + " via "
                + channels.map(Spelling.name).joined(separator: " or else ")
        case .set(let attribute, let value): return "set " + Spelling.name(attribute) + " to " + value.text
        case .add(let value, let attribute): return "add " + value.text + " to " + Spelling.name(attribute)
        case .tag(let tag): return "tag " + Spelling.name(tag)
        case .untag(let tag): return "untag " + Spelling.name(tag)
        case .stop: return "stop"
        }
    }
}

private func window(_ duration: Microseconds) -> String { " within " + durationText(duration) }
