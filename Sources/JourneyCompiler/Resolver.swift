import JourneyLanguage
import JourneyModel

/// Finds for every name where its value comes from, and for every expression whether it is a value or a condition.
struct Resolver {
    enum Scope {
        /// `where` of an event that makes up the trigger: `event.x` is its own property.
        case trigger
        /// `where` of an event whose absence the trigger asks for.
        case absence
        /// `where` of an event that a goal, an exit or a wait looks for.
        case event
        /// Everywhere else: a bare name is an attribute of the customer.
        case customer
    }

    /// What a value is, as far as the text alone tells.
    enum Kind: String {
        case number = "a number"
        case text = "a text"
        case boolean = "true or false"
        case duration = "a duration"
        case date = "a date"
        case instant = "an instant"
        case time = "a time of day"
        case weekday = "a day of the week"
        case any = "a value"
    }

    let findings: Findings
    let scope: Scope

    // MARK: Conditions

    func condition(_ expression: Expression) -> Formula {
        switch expression.kind {
        case .binary(.and, _, _): return balanced(spine(expression, .and).map(condition)[...], Formula.and)
        case .binary(.or, _, _): return balanced(spine(expression, .or).map(condition)[...], Formula.or)
        case .unary(.not, let operand): return .not(condition(operand))
        case .binary(let sign, let left, let right):
            if let comparison = Self.comparison(sign) { return compare(comparison, sign, left, right, expression.range) }
        case .between(let value, let low, let high): return between(value, low, high)
        case .isIn(let value, let choices, let negated):
            return .isIn(self.value(value).formula, choices.map { self.value($0).formula }, negated: negated)
        case .isKnown(let value, let negated):
            let known = Formula.isKnown(self.value(value).formula)
            return negated ? .not(known) : known
        case .hasTag(let tag): return .hasTag(tag.text)
        case .inAudience(let name): return .inAudience(name.text)
        case .consentedTo(let purpose): return .consentedTo(purpose.text)
        case .reachableVia(let channel): return .reachableVia(channel.text)
        case .given(let coupon): return .given(coupon.text)
        case .history(let history) where history.measure == .atLeast: return .history(query(history))
        case .literal(.boolean(let holds)): return .literal(.boolean(holds))
        default: break
        }
        findings.report(.bareCondition(Spelling.expression(expression)), at: expression.range, fix: fix(bare: expression))
        return value(expression).formula
    }

    private func fix(bare expression: Expression) -> Diagnostic.Fix? {
        guard case .path = expression.kind else { return nil }
        return Diagnostic.Fix(SourceRange(expression.range.end, expression.range.end), " is true")
    }

    /// The operands of `a and b and c`, which leans to the left; in a loop, for a chain may be long.
    private func spine(_ expression: Expression, _ sign: Expression.BinaryOperator) -> [Expression] {
        var operands: [Expression] = []
        var rest = expression
        while case .binary(let inner, let left, let right) = rest.kind, inner == sign {
            operands.append(right)
            rest = left
        }
        operands.append(rest)
        return operands.reversed()
    }

    /// `and` and `or` are associative: a balanced tree of a chain is as deep as its logarithm and asks in the same order.
    private func balanced(_ operands: ArraySlice<Formula>, _ join: (Formula, Formula) -> Formula) -> Formula {
        if operands.count == 1, let only = operands.first { return only }
        let middle = operands.startIndex + operands.count / 2
        return join(balanced(operands[..<middle], join), balanced(operands[middle...], join))
    }

    private func compare(
        _ comparison: Formula.Comparison, _ sign: Expression.BinaryOperator, _ left: Expression, _ right: Expression,
        _ range: SourceRange
    ) -> Formula {
        let (a, kindA) = value(left)
        let (b, kindB) = value(right)
        if a == b, isName(a) {
            findings.report(.comparedWithItself(Spelling.expression(left)), at: range)
        }
        if comparison == .startsWith {
            if kindB != .any, kindB != .text { findings.report(.notText(sign.rawValue, kindB.rawValue), at: right.range) }
        } else if comparison != .contains, kindA != .any, kindB != .any, kindA != kindB {
            findings.report(.incomparable(sign.rawValue, kindA.rawValue, kindB.rawValue), at: range)
        }
        return .compare(comparison, a, b)
    }

    private func isName(_ formula: Formula) -> Bool {
        switch formula {
        case .property, .triggerProperty, .attribute: true
        default: false
        }
    }

    private func between(_ value: Expression, _ low: Expression, _ high: Expression) -> Formula {
        let (formula, kind) = self.value(value)
        let (from, kindLow) = self.value(low)
        let (to, kindHigh) = self.value(high)
        for (bound, other) in [(low, kindLow), (high, kindHigh)] where kind != .any && other != .any && kind != other {
            findings.report(.incomparable("between", kind.rawValue, other.rawValue), at: bound.range)
        }
        if kindLow != .any, kindHigh != .any, kindLow != kindHigh {
            findings.report(.incomparable("between", kindLow.rawValue, kindHigh.rawValue), at: high.range)
        }
        if case .literal(let a) = from, case .literal(let b) = to, Self.isGreater(a, b) {
            findings.report(
                .emptyRange(Spelling.literal(a), Spelling.literal(b)), at: SourceRange(low.range.start, high.range.end))
        }
        return .between(formula, from, to)
    }

    private static func isGreater(_ a: Value, _ b: Value) -> Bool {
        switch (a, b) {
        case (.integer(let a), .integer(let b)): a > b
        case (.decimal(let a), .decimal(let b)): a > b
        case (.duration(let a), .duration(let b)): a > b
        case (.date(let a), .date(let b)): a > b
        default: false
        }
    }

    private static func comparison(_ sign: Expression.BinaryOperator) -> Formula.Comparison? {
        switch sign {
        case .equal, .is: .equal
        case .notEqual, .isNot: .notEqual
        case .less: .less
        case .lessOrEqual: .lessOrEqual
        case .greater: .greater
        case .greaterOrEqual: .greaterOrEqual
        case .contains: .contains
        case .startsWith: .startsWith
        case .and, .or, .plus, .minus, .times, .divided: nil
        }
    }
}
