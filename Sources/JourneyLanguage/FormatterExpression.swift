import JourneyModel

/// A place where a line that is too long may go on in the next one; the printer turns it into a space otherwise.
let softBreak = "\u{1}"

/// The end of a line inside of a text over several lines.
let hardBreak = "\u{2}"

/// The text on one line.
func unbroken(_ text: String) -> String {
    guard text.containsByte(where: { $0 == 1 }) else { return text }
    return String(decoding: text.utf8.map { $0 == 1 ? 0x20 : $0 }, as: UTF8.self)
}

/// How tightly an expression holds together; an operand of a looser kind takes parentheses.
private enum Level: Int {
    case or = 1, and, not, comparison, sum, product, sign, factor

    var tighter: Level { Level(rawValue: rawValue + 1) ?? .factor }
}

/// Prints expressions with the parentheses they need and no others.
extension Writer {
    /// An expression whose outermost `and`s or `or`s are places to break the line.
    func condition(_ expression: Expression) -> String {
        guard case .binary(let sign, _, _) = expression.kind, sign == .and || sign == .or else { return value(expression) }
        return spine(expression, sign, separator: softBreak + self.sign(sign) + " ")
    }

    /// At the level of `conjunction`: an `or` takes parentheses.
    func alternative(_ expression: Expression) -> String { text(expression, within: .and) }

    func value(_ expression: Expression) -> String { text(expression, within: .or) }

    /// At the level of `arithmetic`: `add arithmetic to name`.
    func arithmetic(_ expression: Expression) -> String { text(expression, within: .sum) }

    private func text(_ expression: Expression, within outer: Level) -> String {
        let (text, level) = bare(expression)
        return level.rawValue < outer.rawValue ? "(" + text + ")" : text
    }

    private func bare(_ expression: Expression) -> (String, Level) {
        switch expression.kind {
        case .literal(let value): return (literal(value), .factor)
        case .percent(let micros): return (Spelling.percent(micros: micros), .factor)
        case .template(let template): return (self.template(template), .factor)
        case .now: return (self[.now], .factor)
        case .weekday: return (self[.weekday], .factor)
        case .timeOfDay: return (self[.time], .factor)
        case .weekdayLiteral(let day): return (weekday(day), .factor)
        case .dateTime(let date, let time): return (words(self.date(date), self.time(time)), .factor)
        case .path(let names): return (path(names), .factor)
        case .hasTag(let name): return (words(self[.hasTag], self.name(name)), .factor)
        case .inAudience(let name): return (words(self[.inAudience], self.name(name, .audience)), .factor)
        case .consentedTo(let name): return (words(self[.consentedTo], purpose(name)), .factor)
        case .reachableVia(let name): return (words(self[.reachableVia], self.name(name, .channel)), .factor)
        case .given(let name): return (words(self[.given], self.name(name, .coupon)), .factor)
        case .history(let history): return (self.history(history), .factor)
        case .daysSince(let name):
            return (words(self[.daysSince], self.name(name, .event), order([], [closer(.daysSince)])), .factor)
        case .unary(.not, let operand): return (negation(operand), .not)
        case .unary(.minus, let operand): return ("-" + text(operand, within: .sign), .sign)
        case .binary(let sign, _, _):
            return (spine(expression, sign, separator: " " + self.sign(sign) + " "), level(of: sign))
        case .between(let value, let low, let high): return (between(operand(value), operand(low), operand(high)), .comparison)
        case .isIn(let value, let choices, let negated):
            let list = "(" + choices.map(operand).joined(separator: ", ") + ")"
            return (words(operand(value), self[negated ? .notIn : .in], list), .comparison)
        case .isKnown(let value, let negated): return (words(operand(value), self[negated ? .isUnknown : .isKnown]), .comparison)
        }
    }

    private func operand(_ expression: Expression) -> String { text(expression, within: .sum) }

    private func between(_ value: String, _ low: String, _ high: String) -> String {
        order([value, self[.between], low, self[.and], high], [value, self[.between], low, "至", high, closer(.between)])
    }

    /// In Chinese the negation of a plain history stands before its events: `7天 内 未 购买`.
    private func negation(_ operand: Expression) -> String {
        if language == .chinese, case .history(let history) = operand.kind, history.measure == .atLeast, history.count == 1,
            case .within(let window) = history.span
        {
            return words(self.window(window), self[.not], grouped(history.events))
        }
        return words(self[word: .not], text(operand, within: .not))
    }

    /// `a + b + c` leans to the left; the spine is walked in a loop, so that a long chain needs no deep stack.
    private func spine(_ expression: Expression, _ sign: Expression.BinaryOperator, separator: String) -> String {
        let level = level(of: sign)
        var operands: [String] = []
        var rest = expression
        while case .binary(let inner, let left, let right) = rest.kind, inner == sign {
            operands.append(text(right, within: level.tighter))
            rest = left
            // A comparison does not chain: `(a < b) < c`.
            if level == .comparison { break }
        }
        operands.append(text(rest, within: level == .comparison ? .sum : level))
        return operands.reversed().joined(separator: separator)
    }

    private func level(of sign: Expression.BinaryOperator) -> Level {
        switch sign {
        case .or: .or
        case .and: .and
        case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .is, .isNot, .contains, .startsWith: .comparison
        case .plus, .minus: .sum
        case .times, .divided: .product
        }
    }

    private func sign(_ sign: Expression.BinaryOperator) -> String {
        switch sign {
        case .and: self[.and]
        case .or: self[.or]
        case .equal: self[.equal]
        case .notEqual: self[.notEqual]
        case .less: self[.less]
        case .lessOrEqual: self[.lessOrEqual]
        case .greater: self[.greater]
        case .greaterOrEqual: self[.greaterOrEqual]
        case .is: self[.is]
        case .isNot: self[.isNot]
        case .contains: self[.contains]
        case .startsWith: self[.startsWith]
        case .plus, .minus, .times, .divided: sign.rawValue
        }
    }

    // MARK: Paths

    /// A bare or dotted name; its head says whose the members are.
    func path(_ names: [Name]) -> String {
        guard let head = names.first else { return "" }
        guard names.count > 1 else { return operand(head) }
        let first: String
        var scope: (Name) -> String
        switch head.text {
        case "customer":
            first = spelled(head) { _ in self[.customer] }
            scope = { name in self.spelled(name) { self.names.name($0, .attribute) } }
        case "event":
            first = spelled(head) { _ in self[.event] }
            scope = { name in self.spelled(name) { self.names.property($0, of: self.triggerEvents) } }
        default:
            first = spelled(head) { self.names.name($0, .event) }
            scope = { name in self.spelled(name) { self.names.property($0, of: [head.text]) } }
        }
        return names.dropFirst().reduce(into: first) { text, name in
            let member = scope(name)
            text += "." + Spelling.member(member, isDeclared: self.names.isDeclared(member))
            scope = { name in self.spelled(name) { $0 } }
        }
    }

    // MARK: History

    private func history(_ history: Expression.History) -> String {
        let span: String
        switch history.span {
        case .within(let window): span = self.window(window)
        case .ever: span = self[.ever]
        }
        var events = grouped(history.events)
        let names = history.events.alternatives.map(\.name.text)
        for property in history.property {
            let member = spelled(property) { self.names.property($0, of: names) }
            events += "." + Spelling.member(member, isDeclared: self.names.isDeclared(member))
        }
        switch history.measure {
        case .atLeast where history.count == 1: return order([events, span], [span, events, closer(.ever)])
        case .atLeast:
            let count = words(self[.atLeast], times(history.count))
            return order([events, count, span], [span, events, count])
        case .number: return order([self[.numberOf], events, span], [span, events, self[.numberOf]])
        case .sum: return order([self[.sumOf], events, span], [span, events, self[.sumOf]])
        case .average: return order([self[.averageOf], events, span], [span, events, self[.averageOf]])
        case .max: return order([self[.maxOf], events, span], [span, events, self[.maxOf]])
        case .min: return order([self[.minOf], events, span], [span, events, self[.minOf]])
        }
    }

    /// Events as one operand.
    private func grouped(_ events: Events) -> String {
        let isPlain = events.alternatives.count == 1 && events.alternatives[0].condition == nil && events.alternatives[0].same == nil
        let text = unbroken(open(events))
        return isPlain ? text : "(" + text + ")"
    }
}
