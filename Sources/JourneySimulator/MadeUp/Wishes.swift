import JourneyCompiler
import JourneyModel

/// The properties of an event while it is made up.
struct Properties {
    private(set) var members: [(name: String, value: Value)] = []

    subscript(name: String) -> Value {
        get { members.first { $0.name == name }?.value ?? .unknown }
        set {
            if let place = members.firstIndex(where: { $0.name == name }) {
                members[place].value = newValue
            } else {
                members.append((name, newValue))
            }
        }
    }
}

/// Gives properties the values that make a condition hold, as far as it is simple: properties compared with what can be worked out.
struct Wishes {
    let palettes: (String) -> Palette?
    /// What names other than the event's own stand for.
    let known: (Formula) -> Value
    var numbers: SeededNumbers

    mutating func grant(_ formula: Formula, _ properties: inout Properties, isWanted: Bool = true) {
        switch formula {
        case .and(let a, let b), .or(let a, let b):
            let isBoth = if case .and = formula { isWanted } else { !isWanted }
            let takesFirst = numbers.chance(50)
            if isBoth || takesFirst { grant(a, &properties, isWanted: isWanted) }
            if isBoth || !takesFirst { grant(b, &properties, isWanted: isWanted) }
        case .not(let a): grant(a, &properties, isWanted: !isWanted)
        case .property(let name): properties[name] = .boolean(isWanted)
        case .isKnown(.property(let name)): if !isWanted { properties[name] = .unknown }
        case .compare(let sign, let a, let b):
            if case .property(let name) = a {
                compare(name, isWanted ? sign : sign.opposite, with: b, &properties)
            } else if case .property(let name) = b {
                compare(name, (isWanted ? sign : sign.opposite)?.turned, with: a, &properties)
            }
        case .between(.property(let name), let low, let high):
            guard isWanted else { return compare(name, .greater, with: high, &properties) }
            properties[name] = numbers.chance(50) ? value(low, properties) : value(high, properties)
        case .isIn(.property(let name), let choices, let negated):
            if negated != isWanted, let choice = numbers.pick(choices) { properties[name] = value(choice, properties) }
        default: break
        }
    }

    private mutating func compare(_ name: String, _ sign: Formula.Comparison?, with other: Formula, _ properties: inout Properties) {
        let other = value(other, properties)
        guard let sign, other != .unknown else { return }
        switch sign {
        case .equal, .startsWith: properties[name] = other
        case .contains: properties[name] = properties[name].isList ? .list([other]) : other
        case .notEqual: break
        case .less, .greater: properties[name] = near(name, other, sign == .less ? .less : .greater)
        case .lessOrEqual, .greaterOrEqual:
            properties[name] = numbers.chance(20) ? other : near(name, other, sign == .lessOrEqual ? .less : .greater)
        }
    }

    private mutating func near(_ name: String, _ value: Value, _ side: ThreeWay) -> Value {
        switch value {
        case .date(let days): .date(days: days &+ Int32(side == .less ? -1 - numbers.below(20) : 1 + numbers.below(20)))
        default: palettes(name)?.near(value, side, &numbers) ?? value
        }
    }

    private func value(_ formula: Formula, _ properties: Properties) -> Value {
        switch formula {
        case .literal(let value): value
        case .property(let name): properties[name]
        case .negative(let a): Value.negative(value(a, properties))
        case .arithmetic(let sign, let a, let b): Self.apply(sign, value(a, properties), value(b, properties))
        default: known(formula)
        }
    }

    private static func apply(_ sign: Formula.Arithmetic, _ a: Value, _ b: Value) -> Value {
        switch sign {
        case .plus: Value.plus(a, b)
        case .minus: Value.minus(a, b)
        case .times: Value.times(a, b)
        case .divided: Value.divided(a, by: b)
        }
    }
}

extension Value {
    fileprivate var isList: Bool { if case .list = self { true } else { false } }
}

extension Formula.Comparison {
    /// Holds where this does not; nil where nothing simple does.
    fileprivate var opposite: Formula.Comparison? {
        switch self {
        case .equal: .notEqual
        case .notEqual: .equal
        case .less: .greaterOrEqual
        case .lessOrEqual: .greater
        case .greater: .lessOrEqual
        case .greaterOrEqual: .less
        case .contains, .startsWith: nil
        }
    }

    /// With its sides exchanged.
    fileprivate var turned: Formula.Comparison? {
        switch self {
        case .equal, .notEqual: self
        case .less: .greater
        case .lessOrEqual: .greaterOrEqual
        case .greater: .less
        case .greaterOrEqual: .lessOrEqual
        case .contains, .startsWith: nil
        }
    }
}
