import JourneyLanguage
import JourneyModel

/// What may be compared with what.
extension Resolver {
    typealias Operand = (typed: Typed, expression: Expression)

    func checkComparable(_ sign: String, _ a: Operand, _ b: Operand, _ range: SourceRange) {
        infer(a, from: b.typed.type)
        infer(b, from: a.typed.type)
        let (left, right) = (a.typed.type, b.typed.type)
        if left == .any || right == .any { return checkOrder(sign, left == .any ? right : left, range) }
        if checkChoice(a, b) || checkChoice(b, a) || checkDay(a, b) || checkDay(b, a) || checkUnit(a, b) || checkUnit(b, a) { return }
        if left.isComparable(with: right) { return checkOrder(sign, left, range) }
        findings.report(.incomparable(sign, left.words, right.words), at: range)
    }

    /// `<` and its like ask what is greater.
    private func checkOrder(_ sign: String, _ type: ValueType, _ range: SourceRange) {
        if type.hasOrder || !["<", "<=", ">", ">=", "between"].contains(sign) { return }
        findings.report(.noOrder(sign, type.words), at: range)
    }

    private func infer(_ operand: Operand, from type: ValueType) {
        if let use = operand.typed.use, type != .any { context.uses.note(use, is: type, at: operand.expression.range, findings) }
    }

    /// A text beside what has a list of texts must be one of them.
    private func checkChoice(_ a: Operand, _ b: Operand) -> Bool {
        guard case .oneOf(let choices) = a.typed.type, case .literal(.text(let text)) = b.typed.formula else { return false }
        if choices.contains(text) { return true }
        let suggestion = closest(to: text, among: choices)
        findings.report(
            .notOneOf(text, of: Spelling.expression(a.expression), choices, suggestion: suggestion), at: b.expression.range,
            fix: suggestion.map { Diagnostic.Fix(b.expression.range, Spelling.text($0)) })
        return true
    }

    /// A text beside a date is read as one.
    private func checkDay(_ a: Operand, _ b: Operand) -> Bool {
        guard a.typed.type.isDay, b.typed.type.isText else { return false }
        guard case .literal(let value) = b.typed.formula, case .text(let text) = value else { return true }
        if CivilDate(text) == nil, Timestamp(rfc3339: text) == nil {
            findings.report(.notADay(text), at: b.expression.range)
        }
        return true
    }

    /// A number where a duration is meant, and the other way round.
    private func checkUnit(_ a: Operand, _ b: Operand) -> Bool {
        guard a.typed.type == .duration, b.typed.type == .number else { return false }
        if case .daysSince = b.typed.formula {
            findings.report(.daysWithUnit(Spelling.expression(a.expression)), at: a.expression.range, fix: days(a))
            return true
        }
        let text = Spelling.expression(b.expression)
        var fix: Diagnostic.Fix?
        if case .literal(.integer) = b.typed.formula { fix = .init(SourceRange(b.expression.range.end, b.expression.range.end), "d") }
        findings.report(.withoutUnit(text), at: b.expression.range, fix: fix)
        return true
    }

    /// `30d` as `30`, where it is whole days.
    private func days(_ operand: Operand) -> Diagnostic.Fix? {
        guard case .literal(.duration(let span)) = operand.typed.formula, span % .day == 0 else { return nil }
        return Diagnostic.Fix(operand.expression.range, String(span / .day))
    }

    func checkTexts(_ sign: Formula.Comparison, _ a: Operand, _ b: Operand) {
        let (left, right) = (a.typed.type, b.typed.type)
        let isList = left == .list
        if !left.isText, !isList, left != .any {
            findings.report(.notText(sign.rawValue, left.words, isWritten: false), at: a.expression.range)
        } else if !isList, right != .any, !right.isText, sign == .startsWith || left.isText {
            findings.report(.notText(sign.rawValue, right.words), at: b.expression.range)
        }
    }

    /// The text beside a property that holds the name of a message, a channel or a journey: the declared name of what it names.
    func referred(_ typed: Typed, by other: Typed) -> Formula {
        guard case .reference(let kind) = other.type, case .literal(.text(let name)) = typed.formula else { return typed.formula }
        return .literal(.text(context.names.canonical(name, kind)))
    }

    // MARK: Assignments

    /// A value that becomes an attribute, an argument or a property which has a type.
    func checkAssigned(_ value: Typed, _ expression: Expression, to name: Name, _ type: ValueType, _ use: TypeUses.Key?) {
        if let use { context.uses.note(use, is: value.type, at: expression.range, findings) }
        if let key = value.use { context.uses.note(key, is: type, at: expression.range, findings) }
        if case .oneOf(let choices) = type, case .literal(.text(let text)) = value.formula, !choices.contains(text) {
            let suggestion = closest(to: text, among: choices)
            findings.report(
                .notOneOf(text, of: name.text, choices, suggestion: suggestion), at: expression.range,
                fix: suggestion.map { Diagnostic.Fix(expression.range, Spelling.text($0)) })
            return
        }
        if type.isDay, value.type.isText {
            guard case .literal(.text(let text)) = value.formula, CivilDate(text) == nil, Timestamp(rfc3339: text) == nil else { return }
            findings.report(.notADay(text), at: expression.range)
        } else if !type.isComparable(with: value.type) {
            findings.report(.wrongType(name.text, type.words, value.type.words), at: expression.range)
        }
    }
}
