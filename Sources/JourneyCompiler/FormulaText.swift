import JourneyLanguage
import JourneyModel

extension Formula {
    /// As the language writes it outside of an event's `where`: a bare name is an attribute.
    public var text: String { text(inEvent: false) }

    /// As the language writes it; inside an event's `where` a bare name is that event's property.
    public func text(inEvent: Bool) -> String { FormulaText(inEvent: inEvent).text(self, within: 1) }
}

extension EventMatcher {
    /// `bought`, or `bought where total > 100`.
    public var text: String {
        Spelling.name(event) + (condition.map { " where " + $0.text(inEvent: true) } ?? "")
            + (same.map { " with same " + Spelling.name($0) } ?? "")
    }
}

extension [EventMatcher] {
    /// `browsed or (searched where price > 5)`: ready for a window or a count behind it.
    public var text: String {
        map { $0.condition == nil ? $0.text : "(" + $0.text + ")" }.joined(separator: " or ")
    }

    /// `browsed or searched where price > 5`: nothing that a condition could swallow stands behind it.
    var openText: String {
        guard let last else { return "" }
        return count == 1 ? last.text : Array(dropLast()).text + " or " + last.text
    }
}

/// Levels as in the grammar: 1 or, 2 and, 3 not, 4 comparison, 5 sum, 6 product, 7 sign, 8 factor.
private struct FormulaText {
    let inEvent: Bool

    func text(_ formula: Formula, within outer: Int) -> String {
        let (text, level) = bare(formula)
        return level < outer ? "(" + text + ")" : text
    }

    private func bare(_ formula: Formula) -> (String, Int) {
        switch formula {
        case .literal(let value): (Spelling.literal(value), 8)
        case .now: ("now", 8)
        case .property(let name): (path(inEvent ? nil : "property", name), 8)
        case .triggerProperty(let name): (path("event", name), 8)
        case .attribute(let name): (path(inEvent || name.contains(".") ? "customer" : nil, name), 8)
        case .argument(let name): (path(nil, name), 8)
        case .hasTag(let tag): ("has tag " + Spelling.name(tag), 8)
        case .not(.isKnown(let value)): (text(value, within: 5) + " is unknown", 4)
        case .not(let condition): ("not " + text(condition, within: 8), 3)
        case .negative(let value): ("-" + text(value, within: 7), 7)
        // Both are associative, so the same sign inside needs no parentheses.
        case .and(let a, let b): (text(a, within: 2) + " and " + text(b, within: 2), 2)
        case .or(let a, let b): (text(a, within: 1) + " or " + text(b, within: 1), 1)
        case .compare(let sign, let a, let b): (text(a, within: 5) + " " + word(sign, b) + " " + text(b, within: 5), 4)
        case .arithmetic(let sign, let a, let b):
            sign == .plus || sign == .minus
                ? (text(a, within: 5) + " " + sign.rawValue + " " + text(b, within: 6), 5)
                : (text(a, within: 6) + " " + sign.rawValue + " " + text(b, within: 7), 6)
        case .between(let value, let low, let high):
            (text(value, within: 5) + " between " + text(low, within: 5) + " and " + text(high, within: 5), 4)
        case .isIn(let value, let choices, let negated):
            (
                text(value, within: 5) + (negated ? " not in (" : " in (")
                    + choices.map { text($0, within: 5) }.joined(separator: ", ") + ")", 4
            )
        case .isKnown(let value): (text(value, within: 5) + " is known", 4)
        case .inAudience(let name): ("in audience " + Spelling.name(name), 8)
        case .consentedTo(let purpose): ("consented to " + Spelling.name(purpose), 8)
        case .reachableVia(let channel): ("reachable via " + Spelling.name(channel), 8)
        case .given(let coupon): ("given " + Spelling.name(coupon), 8)
        case .history(let query): (query.text, 8)
        case .daysSince(let event): ("days since " + Spelling.name(event), 8)
        case .lastEvent(let event, let property): (path(event, property), 8)
        case .weekday: ("weekday", 8)
        case .timeOfDay: ("time", 8)
        case .localTime(let days, let seconds):
            (Spelling.literal(.date(days: days)) + " " + Spelling.literal(.timeOfDay(seconds: seconds)), 8)
        case .text(let pieces): ("\"" + pieces.map(piece).joined() + "\"", 8)
        case .fallback(let value, let other): (text(value, within: 2) + " or " + text(other, within: 2), 1)
        case .formatted(let value, let format): (text(value, within: 1) + " as " + format, 1)
        case .link(let address): ("link " + text(address, within: 8), 8)
        }
    }

    private func piece(_ formula: Formula) -> String {
        if case .literal(.text(let text)) = formula {
            return String(Spelling.text(text).dropFirst().dropLast()).replacing("{", with: "\\{")
        }
        return "{" + text(formula, within: 1) + "}"
    }

    /// Texts and truth values read better with `is`.
    private func word(_ sign: Formula.Comparison, _ operand: Formula) -> String {
        guard case .literal(let value) = operand else { return sign.rawValue }
        switch (sign, value) {
        case (.equal, .text), (.equal, .boolean): return "is"
        case (.notEqual, .text), (.notEqual, .boolean): return "is not"
        default: return sign.rawValue
        }
    }

    private func path(_ owner: String?, _ name: String) -> String {
        let members = name.split(separator: ".", omittingEmptySubsequences: false).map { Spelling.member(String($0)) }
        return ([owner].compactMap { $0 } + members).joined(separator: ".")
    }
}

extension HistoryQuery {
    /// As the language writes it.
    var text: String {
        let span = within.map { " within " + durationText($0) } ?? " ever"
        switch measure {
        case .atLeast: return events.text + (count == 1 ? "" : " at least \(count) times") + span
        case .number: return "number of " + events.text + span
        case .sum, .average, .max, .min:
            return measure.rawValue + " " + events.text + (property.map { "." + Spelling.member($0) } ?? "") + span
        }
    }
}

/// `monday` for 1 and so on.
func weekdayText(_ weekday: Int) -> String {
    let names: [Keyword] = [.monday, .tuesday, .wednesday, .thursday, .friday, .saturday, .sunday]
    return names.indices.contains(weekday - 1) ? names[weekday - 1].spelling() : String(weekday)
}
