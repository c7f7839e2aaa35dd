import JourneyEngine
import JourneyLanguage
import JourneyModel

// What a conversion is linked to.
extension Explainer {
    /// `` `bought` reached the goal, worth 59.9: 2h after `coupon` via wecom, 1d after entering``.
    func reachedGoal(_ decision: Decision) -> Bilingual {
        let event = decision[.event]?.text ?? ""
        let value = decision[.value]?.text ?? ""
        let reached = Bilingual(
            "`\(event)` reached the goal" + (value.isEmpty ? "" : ", worth \(value)"), "`\(event)` 达成目标" + (value.isEmpty ? "" : "，价值 \(value)"))
        let conversion = Conversion(decision)
        return reached.followed(by: conversion.late(time)).followed(by: conversion.links)
    }

    /// For programs, as in the JSON of decisions.
    func goalFacts(_ decision: Decision) -> [(name: String, json: String)] {
        var facts: [(name: String, json: String)] = []
        if let entry = decision[.since] { facts.append(("entered_at", entry.json)) }
        if let at = decision[.happenedAt] { facts.append(("event_at", at.json)) }
        if let messages = decision.messagesBefore {
            facts.append(("messages", "[" + messages.map(\.json).joined(separator: ",") + "]"))
        }
        if let earlier = decision[.earlierMessages] { facts.append(("earlier_messages", earlier.json)) }
        return facts
    }
}

/// A goal that was reached, with what came before it.
struct Conversion {
    private let at: Timestamp
    private let isLate: Bool
    private let enteredAt: Timestamp?
    /// Nil for who is held out.
    private let messages: [AttributedMessage]?
    private let count: Int64

    init(_ decision: Decision) {
        if case .instant(let at)? = decision[.happenedAt] { (self.at, isLate) = (at, true) } else { (at, isLate) = (decision.at, false) }
        if case .instant(let entry)? = decision[.since] { enteredAt = entry } else { enteredAt = nil }
        messages = decision.messagesBefore
        var count = Int64(decision.messagesBefore?.count ?? 0)
        if case .integer(let earlier)? = decision[.earlierMessages] { count += earlier }
        self.count = count
    }

    /// When it happened, where that was known only later.
    func late(_ time: SpokenTime) -> Bilingual {
        guard isLate else { return Bilingual("", "") }
        let told = time.text(at)
        return Bilingual("it happened at \(told) and came late", "发生于 \(told)，迟到")
    }

    /// `2h after `coupon` via wecom, 1d after entering`; nothing for a decision of an earlier release.
    var links: Bilingual {
        guard let enteredAt else { return Bilingual("", "") }
        let entry = length(from: enteredAt)
        let entered = Bilingual("\(entry.english) after entering", "进入后 \(entry.chinese)")
        guard let messages else { return entered }
        guard let last = messages.last else { return entered.followed(by: Bilingual("no message before it", "此前没有消息"), ", ", "，") }
        let span = length(from: last.at)
        let others = count > 1 ? Bilingual(" (the last of \(count) messages)", "（\(count) 条消息中的最后一条）") : Bilingual("", "")
        let sent = Bilingual(
            "\(span.english) after `\(last.content)` via \(last.channel)\(others.english)",
            "`\(last.content)` 通过 \(last.channel) 发送后 \(span.chinese)\(others.chinese)")
        return sent.followed(by: entered, ", ", "，")
    }

    /// To the second under an hour, to the minute under a day, to the hour beyond.
    private func length(from instant: Timestamp) -> Bilingual {
        let span = max(at - instant, 0)
        if span < .second { return Bilingual("right", "立即") }
        let unit: Microseconds = span < .hour ? .second : span < .day ? .minute : .hour
        let rounded = span / unit * unit
        return Bilingual(spelled(duration: rounded, in: .english), spelled(duration: rounded, in: .chinese))
    }
}
