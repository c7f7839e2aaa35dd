import JourneyLanguage
import JourneyModel

/// Conditions that are all to hold: finds the one that cannot, beside those before it.
///
/// It knows comparisons with constants, tags and their like, and histories; what else stands among them is taken as possible.
struct Conjunction {
    struct Conflict {
        /// What cannot hold.
        var part: Expression
        /// Beside which; nil where that is more than one, or nothing.
        var other: Expression?
    }

    private struct Said {
        var range = ValueRange()
        var parts: [(part: Expression, claim: ValueRange.Claim)] = []
    }

    /// `at least N times within D`, which holds or does not.
    private struct Past {
        var count: Int
        var within: Microseconds
        var isNegated: Bool
        var part: Expression
    }

    private var said: [Expression.Subject: Said] = [:]
    private var pasts: [String: [Past]] = [:]

    /// Takes a condition, `and` apart; gives the first part that makes all of it impossible.
    mutating func take(_ condition: Expression, isNegated: Bool = false) -> Conflict? {
        for (part, isNegated, written) in Self.parts(condition, isNegated) {
            if let past = Self.past(part, isNegated, written) {
                let key = past.key
                if let other = pasts[key]?.first(where: { Self.exclude($0, past.past) }) { return Conflict(part: written, other: other.part) }
                if pasts[key]?.count ?? 0 < ValueRange.mostValues { pasts[key, default: []].append(past.past) }
            } else if let found = part.claim(isNegated: isNegated) {
                var known = said[found.subject] ?? Self.start(found.subject)
                known.range.take(found.claim)
                if known.range.isImpossible { return conflict(written, found, known.parts) }
                if known.parts.count < ValueRange.mostValues { known.parts.append((written, found.claim)) }
                said[found.subject] = known
            }
        }
        return nil
    }

    /// The first part of a condition that cannot hold beside what was taken, each looked at by itself.
    func conflict(with condition: Expression) -> Conflict? {
        for (part, isNegated, written) in Self.parts(condition, false) {
            if let past = Self.past(part, isNegated, written) {
                if let other = pasts[past.key]?.first(where: { Self.exclude($0, past.past) }) { return Conflict(part: written, other: other.part) }
            } else if let found = part.claim(isNegated: isNegated), let known = said[found.subject] {
                var range = known.range
                range.take(found.claim)
                if range.isImpossible { return conflict(written, found, known.parts) }
            }
        }
        return nil
    }

    /// Whether it is worth the while to take these: two parts of them look at the same thing, or one cannot hold by itself.
    static func mayConflict(_ conditions: [Expression], isNegated: Bool) -> Bool {
        var subjects: [Expression.Subject] = []
        return conditions.contains { mayConflict($0, isNegated, &subjects) }
    }

    /// Goes through the same parts as `parts`; the parser bounds how deep they stand.
    private static func mayConflict(_ condition: Expression, _ isNegated: Bool, _ subjects: inout [Expression.Subject]) -> Bool {
        switch condition.kind {
        case .binary(.and, let a, let b) where !isNegated, .binary(.or, let a, let b) where isNegated:
            return mayConflict(a, isNegated, &subjects) || mayConflict(b, isNegated, &subjects)
        case .unary(.not, let operand): return mayConflict(operand, !isNegated, &subjects)
        default: break
        }
        if condition.mayBeConstant { return true }
        guard let subject = condition.subjectOfCondition else { return false }
        if subjects.contains(subject) { return true }
        subjects.append(subject)
        return false
    }

    /// Of one comparison by itself: `number of bought ever < 0`.
    static func isImpossible(_ found: Expression.Claim) -> Bool {
        if !found.subject.isCount, found.claim.isSatisfiable { return false }
        var range = start(found.subject).range
        range.take(found.claim)
        return range.isImpossible
    }

    /// What is known of a value before anything is said: counts are never negative and never unknown.
    private static func start(_ subject: Expression.Subject) -> Said {
        var said = Said()
        if subject.isCount { said.range.take(.init(test: .above(.integer(0), isIncluded: true), isTrueOfUnknown: false)) }
        return said
    }

    private func conflict(
        _ part: Expression, _ found: Expression.Claim, _ parts: [(part: Expression, claim: ValueRange.Claim)]
    ) -> Conflict {
        let other = parts.first { earlier in
            var range = Self.start(found.subject).range
            range.take(earlier.claim)
            range.take(found.claim)
            return range.isImpossible
        }
        return Conflict(part: part, other: other?.part)
    }

    /// A simple condition, and the words that are told of: with the `not` around it.
    private typealias Part = (part: Expression, isNegated: Bool, written: Expression)

    /// The operands of `and`, or of `or` where it is negated, in the order of the text.
    private static func parts(_ condition: Expression, _ isNegated: Bool) -> [Part] {
        switch condition.kind {
        case .binary(.and, _, _), .binary(.or, _, _), .unary(.not, _): break
        default: return [(condition, isNegated, condition)]
        }
        var found: [Part] = []
        var open: [(part: Expression, isNegated: Bool, written: Expression?)] = [(condition, isNegated, nil)]
        while let (part, isNegated, written) = open.popLast() {
            switch part.kind {
            case .binary(.and, let a, let b) where !isNegated, .binary(.or, let a, let b) where isNegated:
                open += [(b, isNegated, written), (a, isNegated, written)]
            case .unary(.not, let operand): open.append((operand, !isNegated, written ?? part))
            default: found.append((part, isNegated, written ?? part))
            }
        }
        return found
    }

    private static func past(_ part: Expression, _ isNegated: Bool, _ written: Expression) -> (key: String, past: Past)? {
        guard case .history(let history) = part.kind, history.measure == .atLeast, let key = history.events.plainNames else { return nil }
        var within = Microseconds.max
        if case .within(let duration) = history.span { within = duration.microseconds }
        return (key, Past(count: history.count, within: within, isNegated: isNegated, part: written))
    }

    /// Three in the last week are two in the last month.
    private static func exclude(_ a: Past, _ b: Past) -> Bool {
        if a.isNegated == b.isNegated { return false }
        let (positive, negative) = a.isNegated ? (b, a) : (a, b)
        return positive.count >= negative.count && positive.within <= negative.within
    }
}
