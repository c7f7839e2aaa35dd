import JourneyLanguage
import JourneyModel

extension Resolver {
    func value(_ expression: Expression) -> Typed {
        switch expression.kind {
        case .literal(let value): return Typed(.literal(value), ValueType(of: value))
        case .percent(let micros): return Typed(.literal(.decimal(micros: micros)), .number)
        case .now: return outsideAudience("now", Typed(.now, .instant), expression.range)
        case .path(let names): return path(names, expression.range)
        case .unary(.minus, let operand): return negative(operand)
        case .binary(let sign, _, _):
            if let arithmetic = Self.arithmetic(sign) { return chain(expression, arithmetic) }
        case .history(let history) where history.measure != .atLeast:
            let (query, type) = query(history)
            return Typed(.history(query), type)
        case .daysSince(let event): return Typed(.daysSince(context.event(event)), .number)
        case .weekday: return outsideAudience("weekday", Typed(.weekday, .weekday), expression.range)
        case .weekdayLiteral(let day): return Typed(.literal(.integer(Int64(day))), .weekday)
        case .timeOfDay: return outsideAudience("time", Typed(.timeOfDay, .time), expression.range)
        case .dateTime(let date, let time): return Typed(.localTime(days: date.days, seconds: time.seconds), .instant)
        case .template(let template): return Typed(text(template), .text)
        case .unary(.not, _), .between, .isIn, .isKnown, .hasTag, .inAudience, .consentedTo, .reachableVia, .given, .history: break
        }
        findings.report(.conditionAsValue(), at: expression.range)
        return Typed(.literal(.unknown), .any)
    }

    /// Who is in an audience changes with events and spans, so that it can be kept without asking for everybody at every moment.
    private func outsideAudience(_ word: String, _ value: Typed, _ range: SourceRange) -> Typed {
        if case .audience = scope { findings.report(.notInAudience(word), at: range) }
        return value
    }

    // MARK: Arithmetic

    private func negative(_ operand: Expression) -> Typed {
        let typed = value(operand)
        switch typed.formula {
        case .literal(.integer(let number)) where number != .min: return Typed(.literal(.integer(-number)), typed.type)
        case .literal(.decimal(let micros)) where micros != .min: return Typed(.literal(.decimal(micros: -micros)), typed.type)
        default: break
        }
        if typed.type != .any, typed.type != .number, typed.type != .duration {
            findings.report(.noArithmetic("-", typed.type.words), at: operand.range)
        }
        return Typed(.negative(typed.formula), typed.type)
    }

    /// `a + b - c`, which leans to the left; in a loop, as the chains of conditions are.
    private func chain(_ expression: Expression, _ last: Formula.Arithmetic) -> Typed {
        var steps: [(sign: Formula.Arithmetic, operand: Expression)] = []
        var rest = expression
        while case .binary(let inner, let left, let right) = rest.kind, let sign = Self.arithmetic(inner) {
            steps.append((sign, right))
            rest = left
        }
        var result = value(rest)
        check(result.type, steps.last?.sign ?? last, rest.range)
        for (sign, operand) in steps.reversed() {
            let typed = value(operand)
            check(typed.type, sign, operand.range)
            infer(result, rest.range, typed.type)
            infer(typed, operand.range, result.type)
            checkPair(sign, result, typed, operand.range)
            result = Typed(.arithmetic(sign, result.formula, typed.formula), Self.type(sign, result, typed))
        }
        return result
    }

    private func infer(_ typed: Typed, _ range: SourceRange, _ other: ValueType) {
        if other == .number, let use = typed.use { context.uses.note(use, is: .number, at: range, findings) }
    }

    private func check(_ type: ValueType, _ sign: Formula.Arithmetic, _ range: SourceRange) {
        let isFine =
            switch type.broad {
            case .number, .duration, .any: true
            case .date, .instant: sign == .plus || sign == .minus
            default: false
            }
        if !isFine { findings.report(.noArithmetic(sign.rawValue, type.words), at: range) }
    }

    /// `expires_on + 3` asks for `3d`.
    private func checkPair(_ sign: Formula.Arithmetic, _ a: Typed, _ b: Typed, _ range: SourceRange) {
        guard sign == .plus || sign == .minus, b.type == .number, a.type.isDay || a.type == .duration else { return }
        guard case .literal(let number) = b.formula else { return }
        var fix: Diagnostic.Fix?
        if case .integer = number { fix = Diagnostic.Fix(SourceRange(range.end, range.end), "d") }
        findings.report(.withoutUnit(Spelling.literal(number)), at: range, fix: fix)
    }

    private static func type(_ sign: Formula.Arithmetic, _ a: Typed, _ b: Typed) -> ValueType {
        switch (sign, a.type, b.type) {
        case (_, .number, .number): return .number
        case (.plus, .duration, .duration), (.minus, .duration, .duration): return .duration
        case (.minus, .instant, .instant), (.minus, .date, .date), (.minus, .instant, .date), (.minus, .date, .instant): return .duration
        case (.plus, .instant, .duration), (.minus, .instant, .duration): return .instant
        case (.plus, .date, .duration), (.minus, .date, .duration): return .date
        case (.divided, .duration, .duration): return .number
        case (.times, .duration, .number), (.times, .number, .duration), (.divided, .duration, .number): return .duration
        // No property or attribute is a duration, so `now - paid_at` is one.
        case (.minus, .instant, .any) where b.use != nil, (.minus, .date, .any) where b.use != nil: return .duration
        case (.minus, .any, .instant) where a.use != nil, (.minus, .any, .date) where a.use != nil: return .duration
        default: return .any
        }
    }

    private static func arithmetic(_ sign: Expression.BinaryOperator) -> Formula.Arithmetic? {
        switch sign {
        case .plus: .plus
        case .minus: .minus
        case .times: .times
        case .divided: .divided
        default: nil
        }
    }

    // MARK: Texts

    /// One formula for the whole text; a single placeholder keeps the text's kind all the same.
    func text(_ template: Template) -> Formula {
        .text(
            template.pieces.map { piece in
                switch piece {
                case .text(let text): .literal(.text(text))
                case .value(let placeholder): self.placeholder(placeholder)
                }
            })
    }

    private func placeholder(_ placeholder: Template.Placeholder) -> Formula {
        let typed = value(placeholder.value)
        var formula = typed.formula
        if placeholder.isLink { formula = .link(formula) }
        if let format = placeholder.format {
            check(format, typed, placeholder.value.range)
            formula = .formatted(formula, as: format.text)
        }
        for fallback in placeholder.fallbacks { formula = .fallback(formula, value(fallback).formula) }
        return formula
    }

    private func check(_ format: Name, _ typed: Typed, _ range: SourceRange) {
        guard let known = BuiltIn.formats.first(where: { $0.name == format.text }) else {
            let suggestion = closest(to: format.text, among: BuiltIn.formats.map(\.name))
            findings.report(
                .unknownFormat(format.text, BuiltIn.formats.map(\.name), suggestion: suggestion), at: format.range,
                fix: suggestion.map { Diagnostic.Fix(format.range, $0) })
            return
        }
        if typed.type != .any, !known.types.contains(typed.type) {
            findings.report(.wrongFormat(format.text, typed.type.words), at: range)
        } else if let use = typed.use, known.types == [.number] {
            context.uses.note(use, is: .number, at: range, findings)
        }
    }
}
