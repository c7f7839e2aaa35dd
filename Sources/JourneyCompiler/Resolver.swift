import JourneyLanguage
import JourneyModel

/// Finds for every name where its value comes from, and for every expression whether it is a value or a condition.
struct Resolver {
    enum Scope {
        /// `where` of an event that makes up the trigger: `event.x` is its own property.
        case trigger
        /// `where` of an event whose absence the trigger asks for: `event` is what began the waiting; `isFirst`: that is the pattern's
        /// first event.
        case absence(isFirst: Bool)
        /// `where` of an event that must not come between two of the trigger: `event` is the pattern's first, one of these.
        case between(first: [String])
        /// `where` of a past event that a trigger's event, or one that must not come between, is compared with: `event` is one of these.
        case past(of: [String])
        /// `where` of an event that a goal, an exit, a wait or a history looks for.
        case event
        /// Everywhere else: a bare name is an attribute of the customer.
        case customer
        /// The condition of an audience: there is no journey around it, and it changes with events and spans alone.
        case audience
        /// A placeholder of a message: the arguments of its sends come before the customer's attributes.
        case message(arguments: Set<String>)
    }

    let context: CheckContext
    let scope: Scope
    /// The event whose `where` this is: a bare name is its property.
    let own: String?

    var findings: Findings { context.findings }

    init(_ context: CheckContext, _ scope: Scope, own: String? = nil) {
        self.context = context
        self.scope = scope
        self.own = own
    }

    // MARK: Conditions

    func condition(_ expression: Expression) -> Formula {
        switch expression.kind {
        case .binary(.and, _, _): return balanced(Self.spine(expression, .and).map(condition)[...], Formula.and)
        case .binary(.or, _, _): return balanced(Self.spine(expression, .or).map(condition)[...], Formula.or)
        case .unary(.not, let operand): return .not(condition(operand))
        case .binary(let sign, let left, let right):
            if let comparison = Self.comparison(sign) { return compare(comparison, sign, left, right, expression.range) }
        case .between(let value, let low, let high): return between(value, low, high)
        case .isIn(let value, let choices, let negated): return isIn(value, choices, negated)
        case .isKnown(let value, let negated):
            let known = Formula.isKnown(self.value(value).formula)
            return negated ? .not(known) : known
        case .hasTag(let tag): return .hasTag(tag.text)
        case .inAudience(let name): return .inAudience(context.name(name, .audience))
        case .consentedTo(let purpose): return .consentedTo(purpose.text)
        case .reachableVia(let channel): return .reachableVia(context.name(channel, .channel))
        case .given(let coupon): return .given(context.name(coupon, .coupon))
        case .history(let history) where history.measure == .atLeast: return .history(query(history).query)
        case .literal(.boolean(let holds)): return .literal(.boolean(holds))
        default: break
        }
        if case .literal = expression.kind {
            findings.report(.bareLiteral(Spelling.expression(expression)), at: expression.range)
            return value(expression).formula
        }
        findings.report(.bareCondition(Spelling.expression(expression)), at: expression.range, fix: fix(bare: expression))
        return value(expression).formula
    }

    private func fix(bare expression: Expression) -> Diagnostic.Fix? {
        guard case .path = expression.kind else { return nil }
        return Diagnostic.Fix(SourceRange(expression.range.end, expression.range.end), " is true")
    }

    /// The operands of `a and b and c`, which leans to the left; in a loop, for a chain may be long.
    static func spine(_ expression: Expression, _ sign: Expression.BinaryOperator) -> [Expression] {
        var operands: [Expression] = []
        var rest = expression
        while case .binary(let inner, let left, let right) = rest.kind, inner == sign {
            operands.append(right)
            rest = left
        }
        operands.append(rest)
        operands.reverse()
        return operands
    }

    /// `and` and `or` are associative: a balanced tree of a chain is as deep as its logarithm and asks in the same order.
    func balanced(_ operands: ArraySlice<Formula>, _ join: (Formula, Formula) -> Formula) -> Formula {
        if operands.count == 1, let only = operands.first { return only }
        let middle = operands.startIndex + operands.count / 2
        return join(balanced(operands[..<middle], join), balanced(operands[middle...], join))
    }

    private func compare(
        _ comparison: Formula.Comparison, _ sign: Expression.BinaryOperator, _ left: Expression, _ right: Expression,
        _ range: SourceRange
    ) -> Formula {
        if let formula = conditionCompared(left, right, isEqual: comparison == .equal, range) { return formula }
        let a = value(left)
        let b = value(right)
        if Self.isName(a.formula), a.formula == b.formula {
            findings.report(.comparedWithItself(Spelling.expression(left)), at: range)
        }
        switch comparison {
        case .contains, .startsWith: checkTexts(comparison, (a, left), (b, right))
        default: checkComparable(sign.rawValue, (a, left), (b, right), range)
        }
        return .compare(comparison, referred(a, by: b), referred(b, by: a))
    }

    /// `asked ever = false`: a condition needs no comparison.
    private func conditionCompared(_ left: Expression, _ right: Expression, isEqual: Bool, _ range: SourceRange) -> Formula? {
        guard case .literal(.boolean(let value)) = right.kind else { return nil }
        switch left.kind {
        case .hasTag, .inAudience, .consentedTo, .reachableVia, .given, .isKnown, .isIn, .between: break
        case .history(let history) where history.measure == .atLeast: break
        default: return nil
        }
        let written = findings.text(left.range)
        let ours = value == isEqual ? written : "not \(written)"
        let isEnglish = (written.utf8.first ?? 0) < 0x80
        findings.report(.conditionAsValue(isEnglish || value == isEqual ? ours : "非 (\(written))"), at: range, fix: .init(range, isEnglish || value == isEqual ? ours : "非 (\(written))"))
        return .literal(.boolean(true))
    }

    private static func isName(_ formula: Formula) -> Bool {
        switch formula {
        case .property, .triggerProperty, .attribute: true
        default: false
        }
    }

    private func between(_ value: Expression, _ low: Expression, _ high: Expression) -> Formula {
        let typed = self.value(value)
        let from = self.value(low)
        let to = self.value(high)
        checkComparable("between", (typed, value), (from, low), low.range)
        checkComparable("between", (typed, value), (to, high), high.range)
        if typed.type == .any { checkComparable("between", (from, low), (to, high), high.range) }
        // The hours of a day go round: `time between 22:00 and 8:00` is the night.
        if case .literal(let a) = from.formula, case .literal(let b) = to.formula, Self.isGreater(a, b) {
            findings.report(
                .emptyRange(Spelling.literal(a), Spelling.literal(b)), at: SourceRange(low.range.start, high.range.end))
        }
        return .between(typed.formula, from.formula, to.formula)
    }

    private func isIn(_ value: Expression, _ choices: [Expression], _ negated: Bool) -> Formula {
        let typed = self.value(value)
        let formulas = choices.map { choice in
            let other = self.value(choice)
            checkComparable("in", (typed, value), (other, choice), choice.range)
            return referred(other, by: typed)
        }
        return .isIn(typed.formula, formulas, negated: negated)
    }

    private static func isGreater(_ a: Value, _ b: Value) -> Bool {
        switch (a, b) {
        case (.integer, .integer), (.integer, .decimal), (.decimal, .integer), (.decimal, .decimal), (.duration, .duration),
            (.date, .date):
            Value.compare(a, b) == .greater
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
