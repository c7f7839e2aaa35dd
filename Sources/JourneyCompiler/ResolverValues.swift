import JourneyLanguage
import JourneyModel

extension Resolver {
    typealias Typed = (formula: Formula, kind: Kind)

    func value(_ expression: Expression) -> Typed {
        switch expression.kind {
        case .literal(let value): return (.literal(value), Self.kind(of: value))
        case .percent(let micros): return (.literal(.decimal(micros: micros)), .number)
        case .now: return (.now, .instant)
        case .path(let names): return (path(names, expression.range), .any)
        case .unary(.minus, let operand): return negative(operand)
        case .binary(let sign, _, _):
            if let arithmetic = Self.arithmetic(sign) { return chain(expression, arithmetic) }
        case .history(let history) where history.measure != .atLeast: return (.history(query(history)), .number)
        case .daysSince(let event): return (.daysSince(event.text), .number)
        case .weekday: return (.weekday, .weekday)
        case .weekdayLiteral(let day): return (.literal(.integer(Int64(day))), .weekday)
        case .timeOfDay: return (.timeOfDay, .time)
        case .dateTime(let date, let time): return (.localTime(days: date.days, seconds: time.seconds), .instant)
        case .template(let template): return (text(template), .text)
        case .unary(.not, _), .between, .isIn, .isKnown, .hasTag, .inAudience, .consentedTo, .reachableVia, .given, .history: break
        }
        findings.report(.conditionAsValue, at: expression.range)
        return (.literal(.unknown), .any)
    }

    private func negative(_ operand: Expression) -> Typed {
        let (formula, kind) = value(operand)
        switch formula {
        case .literal(.integer(let number)) where number != .min: return (.literal(.integer(-number)), kind)
        case .literal(.decimal(let micros)) where micros != .min: return (.literal(.decimal(micros: -micros)), kind)
        default: break
        }
        if kind != .any, kind != .number, kind != .duration {
            findings.report(.noArithmetic("-", kind.rawValue), at: operand.range)
        }
        return (.negative(formula), kind)
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
        check(result.kind, steps.last?.sign ?? last, rest.range)
        for (sign, operand) in steps.reversed() {
            let (formula, kind) = value(operand)
            check(kind, sign, operand.range)
            result = (.arithmetic(sign, result.formula, formula), Self.kind(sign, result.kind, kind))
        }
        return result
    }

    private func check(_ kind: Kind, _ sign: Formula.Arithmetic, _ range: SourceRange) {
        let isFine =
            switch kind {
            case .number, .duration, .any: true
            case .date, .instant: sign == .plus || sign == .minus
            case .text, .boolean, .time, .weekday: false
            }
        if !isFine { findings.report(.noArithmetic(sign.rawValue, kind.rawValue), at: range) }
    }

    private static func kind(_ sign: Formula.Arithmetic, _ a: Kind, _ b: Kind) -> Kind {
        switch (sign, a, b) {
        case (_, .number, .number): .number
        case (.plus, .duration, .duration), (.minus, .duration, .duration): .duration
        case (.minus, .instant, .instant): .duration
        case (.plus, .instant, .duration), (.minus, .instant, .duration): .instant
        default: .any
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

    private static func kind(of value: Value) -> Kind {
        switch value {
        case .integer, .decimal: .number
        case .text: .text
        case .boolean: .boolean
        case .duration: .duration
        case .date: .date
        case .instant: .instant
        case .timeOfDay: .time
        case .unknown, .list: .any
        }
    }

    // MARK: History and texts

    func query(_ history: Expression.History) -> HistoryQuery {
        let matching = Resolver(findings: findings, scope: .event)
        let events = history.events.alternatives.map {
            EventMatcher(event: $0.name.text, condition: $0.condition.map(matching.condition))
        }
        var within: Microseconds?
        if case .within(let span) = history.span { within = span.microseconds }
        let measure = HistoryQuery.Measure(rawValue: history.measure.rawValue) ?? .atLeast
        let property = history.property.map(\.text).joined(separator: ".")
        return HistoryQuery(
            measure: measure, count: history.count, events: events, property: property.isEmpty ? nil : property, within: within)
    }

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
        var formula = value(placeholder.value).formula
        if placeholder.isLink { formula = .link(formula) }
        if let format = placeholder.format { formula = .formatted(formula, as: format.text) }
        if let fallback = placeholder.fallback { formula = .fallback(formula, value(fallback).formula) }
        return formula
    }

    // MARK: Names

    private func path(_ names: [Name], _ range: SourceRange) -> Formula {
        guard let first = names.first else { return .literal(.unknown) }
        let rest = names.dropFirst().map(\.text).joined(separator: ".")
        if rest.isEmpty { return isInEvent ? .property(first.text) : .attribute(first.text) }
        switch first.text {
        case "customer": return .attribute(rest)
        case "event":
            switch scope {
            case .trigger: return .property(rest)
            case .event, .customer: return .triggerProperty(rest)
            case .absence:
                findings.report(.eventInAbsence(rest), at: range)
                return .triggerProperty(rest)
            }
        default:
            if isInEvent { return .property(first.text + "." + rest) }
            return .lastEvent(first.text, property: rest)
        }
    }

    private var isInEvent: Bool {
        switch scope {
        case .trigger, .absence, .event: true
        case .customer: false
        }
    }
}
