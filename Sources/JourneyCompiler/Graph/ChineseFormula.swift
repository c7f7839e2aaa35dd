import JourneyLanguage

/// A condition or value in Chinese words and Chinese order, for people to read.
struct ChineseFormula {
    /// A bare name is the event's property.
    let inEvent: Bool

    func text(_ formula: Formula) -> String { text(formula, within: 1) }

    /// Levels as in the grammar: 1 or, 2 and, 3 not, 4 comparison, 5 sum, 6 product, 7 sign, 8 factor.
    private func text(_ formula: Formula, within outer: Int) -> String {
        let (text, level) = bare(formula)
        return level < outer ? "（" + text + "）" : text
    }

    private func bare(_ formula: Formula) -> (String, Int) {
        switch formula {
        case .literal(.boolean(let value)): (word(value ? .true : .false), 8)
        case .now: (word(.now), 8)
        case .literal, .property, .triggerProperty, .attribute, .argument, .lastEvent, .localTime, .text, .link:
            (formula.text(inEvent: inEvent), 8)
        case .fallback(let value, let other):
            (text(value, within: 2) + " " + word(.or) + " " + text(other, within: 2), 1)
        case .formatted: (formula.text(inEvent: inEvent), 1)
        case .hasTag(let tag): (word(.hasTag) + " " + tag, 8)
        case .inAudience(let name): (word(.inAudience) + " " + name, 8)
        case .consentedTo(let purpose): (word(.consentedTo) + " " + purpose, 8)
        case .reachableVia(let channel): (word(.reachableVia) + " " + ChartWords(language: .chinese).channel(channel), 8)
        case .given(let coupon): (word(.given) + " " + coupon, 8)
        case .history(let query): (text(query), 8)
        case .daysSince(let event): (word(.daysSince) + " " + event + " 天数", 8)
        case .weekday: (word(.weekday), 8)
        case .timeOfDay: (word(.time), 8)
        case .not(.isKnown(let value)): (text(value, within: 5) + " " + word(.isUnknown), 4)
        case .not(let condition): (word(.not) + " " + text(condition, within: 8), 3)
        case .negative(let value): ("-" + text(value, within: 7), 7)
        case .and(let a, let b): (text(a, within: 2) + " " + word(.and) + " " + text(b, within: 2), 2)
        case .or(let a, let b): (text(a, within: 1) + " " + word(.or) + " " + text(b, within: 1), 1)
        case .compare(let sign, let a, let b): (text(a, within: 5) + " " + word(sign, b) + " " + text(b, within: 5), 4)
        case .arithmetic(let sign, let a, let b):
            sign == .plus || sign == .minus
                ? (text(a, within: 5) + " " + sign.rawValue + " " + text(b, within: 6), 5)
                : (text(a, within: 6) + " " + sign.rawValue + " " + text(b, within: 7), 6)
        case .between(let value, let low, let high):
            (text(value, within: 5) + " 介于 " + text(low, within: 5) + " 至 " + text(high, within: 5) + " 之间", 4)
        case .isIn(let value, let choices, let negated):
            (
                text(value, within: 5) + " " + word(negated ? .notIn : .in) + "（"
                    + choices.map { text($0, within: 5) }.joined(separator: "、") + "）", 4
            )
        case .isKnown(let value): (text(value, within: 5) + " " + word(.isKnown), 4)
        }
    }

    private func text(_ query: HistoryQuery) -> String {
        let words = ChartWords(language: .chinese)
        let events = words.text(query.events)
        let span = query.within.map { words.duration($0) + "内" } ?? word(.ever)
        let property = query.property.map { "." + $0 } ?? ""
        return switch query.measure {
        case .atLeast: span + " " + events + (query.count == 1 ? " 过" : " \(word(.atLeast)) \(query.count)次")
        case .number: "\(span) \(events) \(word(.numberOf))"
        case .sum: "\(span) \(events)\(property) \(word(.sumOf))"
        case .average: "\(span) \(events)\(property) \(word(.averageOf))"
        case .max: "\(span) \(events)\(property) \(word(.maxOf))"
        case .min: "\(span) \(events)\(property) \(word(.minOf))"
        }
    }

    private func word(_ keyword: Keyword) -> String { keyword.spelling(.chinese) }

    /// Texts and truth values read better with `是`.
    private func word(_ sign: Formula.Comparison, _ operand: Formula) -> String {
        let isWord =
            switch operand {
            case .literal(.text), .literal(.boolean): true
            default: false
            }
        return switch sign {
        case .equal: word(isWord ? .is : .equal)
        case .notEqual: word(isWord ? .isNot : .notEqual)
        case .less: word(.less)
        case .lessOrEqual: word(.lessOrEqual)
        case .greater: word(.greater)
        case .greaterOrEqual: word(.greaterOrEqual)
        case .contains: word(.contains)
        case .startsWith: word(.startsWith)
        }
    }
}
