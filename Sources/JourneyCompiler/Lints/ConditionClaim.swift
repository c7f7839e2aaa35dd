import JourneyLanguage
import JourneyModel

extension Expression {
    /// What a simple condition says, and of what; nil where it is not so simple.
    struct Claim {
        var subject: Subject
        var claim: ValueRange.Claim
    }

    /// The value that a condition looks at, the same however it is compared.
    enum Subject: Hashable {
        /// A name, or several with dots between.
        case value(String)
        case weekday, time
        case daysSince(String)
        case past(History.Measure, of: String, property: String, within: Microseconds?)
        // What is either so or not so.
        case tag(String), audience(String), consent(String), channel(String), coupon(String)

        /// A number of events: never negative and never unknown.
        var isCount: Bool {
            if case .past(.number, _, _, _) = self { true } else { false }
        }
    }

    func claim(isNegated: Bool) -> Claim? {
        guard let claim else { return nil }
        return isNegated ? negated(claim) : claim
    }

    /// What follows where this condition, which makes the claim, does not hold.
    func negated(_ claim: Claim) -> Claim? {
        // `contains` is false of an unknown, but of some known ones as well.
        if case .binary(let sign, _, _) = kind, sign == .contains || sign == .startsWith { return nil }
        if case .between = kind { return nil }
        return Claim(subject: claim.subject, claim: claim.claim.negated)
    }

    /// Whether it is worth the while to ask: a single bound leaves some value on both of its sides, unless it bounds a count.
    var mayBeConstant: Bool {
        switch kind {
        case .between: true
        case .binary(_, let left, let right): left.isCount || right.isCount
        case .isIn(let value, let choices, _): choices.isEmpty || value.isCount
        case .isKnown(let value, _): value.isCount
        default: false
        }
    }

    private var isCount: Bool {
        if case .history(let history) = kind { history.measure == .number } else { false }
    }

    /// What a condition that is no `and`, `or` or `not` looks at; of one that makes a claim, what the claim is of.
    var subjectOfCondition: Subject? {
        switch kind {
        case .binary(_, let left, let right): return left.subject ?? right.subject
        case .between(let value, _, _), .isIn(let value, _, _), .isKnown(let value, _): return value.subject
        case .history(let history): return history.events.plainNames.map { .past(.atLeast, of: $0, property: "", within: nil) }
        case .hasTag(let name): return .tag(name.text)
        case .inAudience(let name): return .audience(name.text)
        case .consentedTo(let name): return .consent(name.text)
        case .reachableVia(let name): return .channel(name.text)
        case .given(let name): return .coupon(name.text)
        default: return nil
        }
    }

    /// What it says where it holds.
    var claim: Claim? {
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
        case .hasTag(let name): return Self.holds(.tag(name.text))
        case .inAudience(let name): return Self.holds(.audience(name.text))
        case .consentedTo(let name): return Self.holds(.consent(name.text))
        case .reachableVia(let name): return Self.holds(.channel(name.text))
        case .given(let name): return Self.holds(.coupon(name.text))
        default: return nil
        }
    }

    private static func holds(_ subject: Subject) -> Claim {
        Claim(subject: subject, claim: .init(test: .among([.boolean(true)]), isTrueOfUnknown: false))
    }

    private static func compare(_ subject: Subject, _ sign: BinaryOperator, _ value: Value) -> Claim? {
        test(sign, value).map { Claim(subject: subject, claim: $0) }
    }

    private static func test(_ sign: BinaryOperator, _ value: Value) -> ValueRange.Claim? {
        let test: ValueRange.Test
        switch sign {
        case .equal, .is: test = .among([value])
        case .notEqual, .isNot: return .init(test: .notAmong([value]), isTrueOfUnknown: true)
        case .less: test = .below(value, isIncluded: false)
        case .lessOrEqual: test = .below(value, isIncluded: true)
        case .greater: test = .above(value, isIncluded: false)
        case .greaterOrEqual: test = .above(value, isIncluded: true)
        case .contains, .startsWith: test = .all
        case .and, .or, .plus, .minus, .times, .divided: return nil
        }
        return .init(test: test, isTrueOfUnknown: false)
    }

    /// Nil for what has no name of its own.
    private var subject: Subject? {
        switch kind {
        case .path(let names): return .value(Self.dotted(names))
        case .weekday: return .weekday
        case .timeOfDay: return .time
        case .daysSince(let name): return .daysSince(name.text)
        case .history(let history) where history.measure != .atLeast:
            guard let events = history.events.plainNames else { return nil }
            var within: Microseconds?
            if case .within(let duration) = history.span { within = duration.microseconds }
            return .past(history.measure, of: events, property: Self.dotted(history.property), within: within)
        default: return nil
        }
    }

    private static func dotted(_ names: [Name]) -> String {
        if names.count == 1 { return names[0].text }
        return names.map(\.text).joined(separator: ".")
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
            let claim = Self.test(sign, b), sign != .contains, sign != .startsWith
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
        if alternatives.count == 1 { return alternatives[0].name.text }
        return alternatives.map(\.name.text).joined(separator: " or ")
    }
}
