/// A place where a line that is too long may go on in the next one; the printer turns it into a space otherwise.
let softBreak = "\u{1}"

/// The text on one line.
func unbroken(_ text: String) -> String {
    guard text.utf8.contains(1) else { return text }
    return String(decoding: text.utf8.map { $0 == 1 ? 0x20 : $0 }, as: UTF8.self)
}

/// Prints expressions with the parentheses they need and no others.
enum ExpressionText {
    /// How tightly an expression holds together; an operand of a looser kind takes parentheses.
    private enum Level: Int {
        case or = 1, and, not, comparison, sum, product, sign, factor

        var tighter: Level { Level(rawValue: rawValue + 1) ?? .factor }
    }

    static func condition(_ expression: Expression) -> String { chain(expression) }

    /// At the level of `conj`: an `or` takes parentheses.
    static func alternative(_ expression: Expression) -> String { text(expression, within: .and) }

    static func value(_ expression: Expression) -> String { text(expression, within: .or) }

    /// At the level of `arith`: `add arith to name`.
    static func arithmetic(_ expression: Expression) -> String { text(expression, within: .sum) }

    static func path(_ names: [Name]) -> String {
        guard let first = names.first else { return "" }
        return names.dropFirst().reduce(into: first.text) { $0 += "." + Spelling.member($1.text) }
    }

    /// An expression whose outermost `and`s or `or`s are places to break the line. Walks the chain's spine without recursion.
    private static func chain(_ expression: Expression) -> String {
        guard case .binary(let sign, _, _) = expression.kind, sign == .and || sign == .or else { return value(expression) }
        return spine(expression, sign, separator: softBreak + sign.rawValue + " ")
    }

    private static func text(_ expression: Expression, within outer: Level) -> String {
        let (text, level) = bare(expression)
        return level.rawValue < outer.rawValue ? "(" + text + ")" : text
    }

    private static func bare(_ expression: Expression) -> (String, Level) {
        switch expression.kind {
        case .literal(let value): return (Spelling.literal(value), .factor)
        case .percent(let micros): return (Spelling.percent(micros: micros), .factor)
        case .now: return ("now", .factor)
        case .path(let names): return (path(names), .factor)
        case .hasTag(let name): return ("has tag " + Spelling.name(name.text), .factor)
        case .unary(.not, let operand): return ("not " + text(operand, within: .not), .not)
        case .unary(.minus, let operand): return ("-" + text(operand, within: .sign), .sign)
        case .binary(let sign, _, _): return (spine(expression, sign, separator: " " + sign.rawValue + " "), level(of: sign))
        case .between(let value, let low, let high):
            return (operand(value) + " between " + operand(low) + " and " + operand(high), .comparison)
        case .isIn(let value, let choices, let negated):
            let list = choices.map(operand).joined(separator: ", ")
            return (operand(value) + (negated ? " not in (" : " in (") + list + ")", .comparison)
        case .isKnown(let value, let negated): return (operand(value) + (negated ? " is unknown" : " is known"), .comparison)
        default: return ("", .factor)
        }
    }

    private static func operand(_ expression: Expression) -> String { text(expression, within: .sum) }

    /// `a + b + c` leans to the left; the spine is walked in a loop, so that a long chain needs no deep stack.
    private static func spine(_ expression: Expression, _ sign: Expression.BinaryOperator, separator: String) -> String {
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

    private static func level(of sign: Expression.BinaryOperator) -> Level {
        switch sign {
        case .or: .or
        case .and: .and
        case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .is, .isNot, .contains, .startsWith: .comparison
        case .plus, .minus: .sum
        case .times, .divided: .product
        }
    }
}
