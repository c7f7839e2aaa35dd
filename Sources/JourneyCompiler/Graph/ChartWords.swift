import JourneyLanguage
import JourneyModel

/// The language in words for people: durations spelled out, sentences with commas, in the tongue of the picture.
struct ChartWords {
    let language: Language

    var isChinese: Bool { language == .chinese }
    var yes: String { isChinese ? "是" : "yes" }
    var no: String { isChinese ? "否" : "no" }
    var end: String { isChinese ? "结束" : "end" }

    func word(_ keyword: Keyword) -> String { keyword.spelling(language) }

    /// `2 days`, `1 day 12 hours`, `2天`.
    func duration(_ duration: Microseconds) -> String {
        var parts: [String] = []
        var number = ""
        for character in durationText(duration) {
            guard let unit = Keywords.units.first(where: { $0.letter == String(character) }) else {
                number.append(character)
                continue
            }
            let name = isChinese ? unit.chinese.first : number == "1" ? unit.english.first : unit.english.dropFirst().first
            parts.append(number + (isChinese ? "" : " ") + (name ?? unit.letter))
            number = ""
        }
        return parts.joined(separator: isChinese ? "" : " ")
    }

    func text(_ events: [EventMatcher]) -> String {
        isChinese ? events.map(text).joined(separator: " 或 ") : events.openText
    }

    func text(_ event: EventMatcher) -> String {
        guard isChinese else { return event.text }
        return Spelling.name(event.event) + (event.condition.map { " 满足 " + ChineseFormula(inEvent: true).text($0) } ?? "")
            + (event.same.map { " 同一 " + $0 } ?? "")
    }

    func text(_ condition: Formula) -> String { isChinese ? ChineseFormula(inEvent: false).text(condition) : condition.text }

    func question(_ condition: Formula) -> String { text(condition) + (isChinese ? "？" : "?") }

    /// Something, within so long.
    func window(_ text: String, _ within: Microseconds) -> String {
        isChinese ? duration(within) + "内 " + text : text + " within " + duration(within)
    }

    func text(_ reentry: Machine.Reentry) -> String {
        switch reentry {
        case .once: isChinese ? "仅进入一次" : "once for each customer"
        case .always: isChinese ? "可重复进入" : "again every time"
        case .after(let duration): isChinese ? "间隔 \(self.duration(duration)) 可再次进入" : "again after \(self.duration(duration))"
        }
    }

    func channel(_ name: String) -> String { BuiltInChannels.name(of: name, in: isChinese ? .chinese : .english) ?? name }

    // MARK: Triggers

    func text(_ trigger: Machine.Trigger) -> String {
        switch trigger {
        case .silence(let events, let duration):
            let time = self.duration(duration)
            if events.isEmpty { return isChinese ? "沉默 " + time : "silent for " + time }
            return isChinese ? time + " 未 " + text(events) : "no " + text(events) + " for " + time
        case .pattern(let pattern): return text(pattern)
        case .schedule(let schedule): return text(schedule)
        case .attributeChanges, .attributeBecomes, .entersAudience, .leavesAudience:
            return isChinese ? chinese(trigger) : trigger.text
        }
    }

    private func text(_ pattern: EventPattern) -> String {
        var sentence = text(pattern.base)
        if !pattern.restarts.isEmpty {
            sentence += isChinese ? "，遇 \(text(pattern.restarts)) 重新计时" : ", restarting on " + text(pattern.restarts)
        }
        for follow in pattern.follows {
            sentence += (isChinese ? "，然后 " : ", then ") + window(text(follow.events), follow.within)
            if !follow.without.isEmpty { sentence += (isChinese ? "，期间 未 " : " without ") + text(follow.without) }
        }
        if let absence = pattern.absence {
            let events = text(absence.events)
            let time = duration(absence.within)
            sentence += isChinese ? "，但 \(time)内 未 \(events)" : ", but not \(events) within \(time)"
        }
        return sentence
    }

    private func text(_ base: EventPattern.Base) -> String {
        switch base {
        case .any(let events): text(events)
        case .all(let groups, let within): window(groups.map(text).joined(separator: isChinese ? " 且 " : " and "), within)
        case .times(let events, let count, let within):
            window(text(events) + (isChinese ? " \(count)次" : " \(count) times"), within)
        }
    }

    private func chinese(_ trigger: Machine.Trigger) -> String {
        switch trigger {
        case .attributeChanges(let name): name + " " + word(.changes)
        case .attributeBecomes(let name, let value): name + " " + word(.becomes) + " " + Spelling.literal(value)
        case .entersAudience(let name): word(.entersAudience) + " " + name
        case .leavesAudience(let name): word(.leavesAudience) + " " + name
        case .pattern, .silence, .schedule: text(trigger)
        }
    }
}
