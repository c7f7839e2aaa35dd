import JourneyLanguage
import JourneyModel

extension Expression {
    /// What a simple condition says, and of what; nil where it is not so simple.
    struct Claim {
        /// The same for the same value, however it is compared.
        var subject: String
        var claim: ValueRange.Claim
    }

    func claim(isNegated: Bool) -> Claim? {
        guard var found = positiveClaim else { return nil }
        if isNegated {
            // `contains` is false of an unknown, but of some known ones as well.
            if case .binary(let sign, _, _) = kind, sign == .contains || sign == .startsWith { return nil }
            if case .between = kind { return nil }
            found.claim = found.claim.negated
        }
        return found
    }

    private var positiveClaim: Claim? {
        switch kind {
        case .binary(let sign, let left, let right):
            if let subject = left.subject, let value = right.constant() { return Self.compare(subject, sign, value) }
            if let subject = right.subject, let value = left.constant(), let turned = sign.turned { return Self.compare(subject, turned, value) }
            return nil
        case .between(let value, let low, let high):
            guard let subject = value.subject, let from = low.constant(), let to = high.constant() else { return nil }
            // The hours of a day go round.
            if case .timeOfDay(let from) = from, case .timeOfDay(let to) = to, from > to { return nil }
            return Claim(subject: subject, claim: .init(test: .between(from, to), isTrueOfUnknown: false))
        case .isIn(let value, let choices, let negated):
            guard let subject = value.subject, choices.count <= ValueRange.mostValues else { return nil }
            let values = choices.compactMap { $0.constant() }
            guard values.count == choices.count else { return nil }
            return Claim(
                subject: subject, claim: .init(test: negated ? .notAmong(values) : .among(values), isTrueOfUnknown: negated))
        case .isKnown(let value, let negated):
            return value.subject.map { Claim(subject: $0, claim: .init(test: negated ? .none : .all, isTrueOfUnknown: negated)) }
        case .hasTag(let name): return Self.holds("has tag " + name.text)
        case .inAudience(let name): return Self.holds("in audience " + name.text)
        case .consentedTo(let name): return Self.holds("consented to " + name.text)
        case .reachableVia(let name): return Self.holds("reachable via " + name.text)
        case .given(let name): return Self.holds("given " + name.text)
        default: return nil
        }
    }

    /// What is either so or not so.
    private static func holds(_ subject: String) -> Claim {
        Claim(subject: subject, claim: .init(test: .among([.boolean(true)]), isTrueOfUnknown: false))
    }

    private static func compare(_ subject: String, _ sign: BinaryOperator, _ value: Value) -> Claim? {
        let test: ValueRange.Test
        switch sign {
        case .equal, .is: test = .among([value])
        case .notEqual, .isNot: return Claim(subject: subject, claim: .init(test: .notAmong([value]), isTrueOfUnknown: true))
        case .less: test = .below(value, isIncluded: false)
        case .lessOrEqual: test = .below(value, isIncluded: true)
        case .greater: test = .above(value, isIncluded: false)
        case .greaterOrEqual: test = .above(value, isIncluded: true)
        case .contains, .startsWith: test = .all
        case .and, .or, .plus, .minus, .times, .divided: return nil
        }
        return Claim(subject: subject, claim: .init(test: test, isTrueOfUnknown: false))
    }

    /// Names the value that a comparison looks at; nil for what has no name of its own.
    private var subject: String? {
        switch kind {
        case .path(let names): return "value " + names.map(\.text).joined(separator: ".")
        case .weekday: return "weekday"
        case .timeOfDay: return "time"
        case .daysSince(let name): return "days since " + name.text
        case .history(let history) where history.measure != .atLeast:
            guard let events = history.events.plainNames else { return nil }
            var span = "ever"
            if case .within(let duration) = history.span { span = String(duration.microseconds) }
            let property = history.property.map(\.text).joined(separator: ".")
            return "\(history.measure.rawValue) \(events) \(property) \(span)"
        default: return nil
        }
    }

    /// What it is whatever happens: a literal, or a calculation with literals.
    func constant(depth: Int = 0) -> Value? {
        switch kind {
        case .literal(.unknown): return nil
        case .literal(let value): return value
        case .percent(let micros): return .decimal(micros: micros)
        case .weekdayLiteral(let weekday): return .integer(Int64(weekday))
        case .unary(.minus, let operand) where depth < 16: return operand.constant(depth: depth + 1).map(Value.negative)
        case .binary(let sign, let left, let right) where depth < 16 && sign.isArithmetic:
            guard let a = left.constant(depth: depth + 1), let b = right.constant(depth: depth + 1) else { return nil }
            switch sign {
            case .plus: return Value.plus(a, b)
            case .minus: return Value.minus(a, b)
            case .times: return Value.times(a, b)
            default: return Value.divided(a, by: b)
            }
        default: return nil
        }
    }

    /// Of a comparison of two constants, and of `true` and `false`.
    var constantTruth: Bool? {
        if case .literal(.boolean(let holds)) = kind { return holds }
        guard case .binary(let sign, let left, let right) = kind, let a = left.constant(), let b = right.constant(),
            let claim = Self.compare("", sign, b)?.claim, sign != .contains, sign != .startsWith
        else { return nil }
        var range = ValueRange()
        range.take(.init(test: .among([a]), isTrueOfUnknown: false))
        range.take(claim)
        return !range.isImpossible
    }
}

extension Expression.BinaryOperator {
    var isArithmetic: Bool { self == .plus || self == .minus || self == .times || self == .divided }

    /// `5 < x` says `x > 5`.
    fileprivate var turned: Self? {
        switch self {
        case .equal, .notEqual, .is, .isNot: self
        case .less: .greater
        case .lessOrEqual: .greaterOrEqual
        case .greater: .less
        case .greaterOrEqual: .lessOrEqual
        case .contains, .startsWith, .and, .or, .plus, .minus, .times, .divided: nil
        }
    }
}

extension Events {
    /// Their names, where no condition tells one such event from another.
    var plainNames: String? {
        if alternatives.contains(where: { $0.condition != nil || $0.same != nil }) { return nil }
        return alternatives.map(\.name.text).joined(separator: " or ")
    }
}
