import JourneyLanguage
import JourneyModel

extension Machine.Trigger {
    /// As the language writes it, without `when`.
    public var text: String {
        switch self {
        case .silence(let events, let duration):
            events.isEmpty ? "silent for " + durationText(duration) : "no " + events.text + " for " + durationText(duration)
        case .pattern(let pattern): pattern.text
        case .schedule(let schedule): schedule.text
        case .attributeChanges(let name): Spelling.name(name) + " changes"
        case .attributeBecomes(let name, let value): Spelling.name(name) + " becomes " + Spelling.literal(value)
        case .entersAudience(let name): "enters audience " + Spelling.name(name)
        case .leavesAudience(let name): "leaves audience " + Spelling.name(name)
        }
    }
}

extension Schedule {
    /// As the language writes it.
    public var text: String {
        switch self {
        case .daily(let time): "every day" + at(time)
        case .workdays(let time): "every workday" + at(time)
        case .weekly(let weekday, let time): "every " + weekdayText(weekday) + at(time)
        case .monthly(let day, let time): "every " + ordinalText(day) + " of month" + at(time)
        case .once(let days, let time): "on " + Spelling.literal(.date(days: days)) + at(time)
        case .yearly(let attribute, let time): "on " + Spelling.name(attribute) + at(time)
        case .before(let duration, let attribute, let time):
            durationText(duration) + " before " + Spelling.name(attribute) + (time.map(at) ?? "")
        }
    }
}

extension Transition.Moment {
    /// As the language writes it.
    public var text: String {
        switch self {
        case .time(let time): Spelling.literal(.timeOfDay(seconds: time))
        case .weekday(let weekday, let time): weekdayText(weekday) + at(time)
        case .workday(let time): "workday" + at(time)
        case .date(let days, let time): Spelling.literal(.date(days: days)) + at(time)
        case .attribute(let name, let time): Spelling.name(name) + (time.map(at) ?? "")
        case .before(let duration, let name, let time):
            durationText(duration) + " before " + Spelling.name(name) + (time.map(at) ?? "")
        }
    }
}

private func at(_ seconds: Int32) -> String { " at " + Spelling.literal(.timeOfDay(seconds: seconds)) }

/// `1st`, `22nd`.
private func ordinalText(_ number: Int) -> String {
    let ending =
        switch (number % 10, number % 100) {
        case (_, 11...13): "th"
        case (1, _): "st"
        case (2, _): "nd"
        case (3, _): "rd"
        default: "th"
        }
    return "\(number)\(ending)"
}

extension EventPattern {
    /// As the language writes it.
    public var text: String {
        var text = base.text
        if !restarts.isEmpty { text += ", restarting on " + restarts.openText + "," }
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
        case .send(let send):
            return "send " + Spelling.name(send.content) + with(send.arguments)
                + (send.to.map { " to " + Spelling.name($0) } ?? "") + " via "
                + send.channels.map(Spelling.name).joined(separator: " or else ") + (send.isAtBestTime ? " at best time" : "")
        case .set(let attribute, let value): return "set " + Spelling.name(attribute) + " to " + value.text
        case .add(let value, let attribute): return "add " + value.text + " to " + Spelling.name(attribute)
        case .tag(let tag): return "tag " + Spelling.name(tag)
        case .untag(let tag): return "untag " + Spelling.name(tag)
        case .record(let event, let arguments): return "record " + Spelling.name(event) + with(arguments)
        case .start(let journey): return "start " + Spelling.name(journey)
        case .leave(let journey): return "leave " + Spelling.name(journey)
        case .stop: return "stop"
        }
    }

    private func with(_ arguments: [Argument]) -> String {
        let list = arguments.map { Spelling.name($0.name) + ": " + $0.value.text }.joined(separator: ", ")
        return list.isEmpty ? "" : " with " + list
    }
}

private func window(_ duration: Microseconds) -> String { " within " + durationText(duration) }
