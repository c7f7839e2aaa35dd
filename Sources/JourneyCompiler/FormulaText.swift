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
        }
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
