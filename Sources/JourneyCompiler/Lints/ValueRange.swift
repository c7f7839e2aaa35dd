import JourneyModel

/// What a comparison says of a value, and what several that must all hold leave of it.
struct ValueRange {
    /// The known values that a comparison is true of.
    enum Test {
        case all, none
        case among([Value])
        case notAmong([Value])
        case below(Value, isIncluded: Bool)
        case above(Value, isIncluded: Bool)
        case between(Value, Value)

        /// The known values that it is not true of; more than these where they cannot be said.
        var negated: Test {
            switch self {
            case .all: .none
            case .none, .between: .all
            case .among(let values): .notAmong(values)
            case .notAmong(let values): .among(values)
            case .below(let value, let isIncluded): .above(value, isIncluded: !isIncluded)
            case .above(let value, let isIncluded): .below(value, isIncluded: !isIncluded)
            }
        }
    }

    /// A comparison; logic is two-valued, so it is true or false of an unknown, too.
    struct Claim {
        var test: Test
        var isTrueOfUnknown: Bool

        var negated: Claim { Claim(test: test.negated, isTrueOfUnknown: !isTrueOfUnknown) }

        /// Some value does it for certain, where nothing else is said of it.
        var isSatisfiable: Bool {
            if isTrueOfUnknown { return true }
            switch test {
            case .all, .notAmong, .below, .above: return true
            case .among(let values): return !values.isEmpty
            case .none, .between: return false
            }
        }
    }

    private var mayBeUnknown = true
    private var isEmpty = false
    private var choices: [Value]?
    private var excluded: [Value] = []
    private var low: (value: Value, isIncluded: Bool)?
    private var high: (value: Value, isIncluded: Bool)?

    /// Longer lists are not looked at: what they leave is then more than it could be.
    static let mostValues = 256

    /// Nothing is left.
    var isImpossible: Bool {
        if mayBeUnknown { return false }
        if isEmpty { return true }
        if let choices { return !choices.contains(where: admits) }
        guard let low, let high, let order = Value.compare(low.value, high.value) else { return false }
        switch order {
        case .less: return false
        case .greater: return true
        case .equal: return !(low.isIncluded && high.isIncluded) || !admits(low.value)
        }
    }

    mutating func take(_ claim: Claim) {
        if !claim.isTrueOfUnknown { mayBeUnknown = false }
        switch claim.test {
        case .all: break
        case .none: isEmpty = true
        case .among(let values):
            choices = choices?.filter { choice in values.contains { Value.compare($0, choice) == .equal } } ?? values
        case .notAmong(let values): if excluded.count < Self.mostValues { excluded += values }
        case .below(let value, let isIncluded): limit(high: value, isIncluded)
        case .above(let value, let isIncluded): limit(low: value, isIncluded)
        case .between(let from, let to):
            limit(low: from, true)
            limit(high: to, true)
        }
    }

    private mutating func limit(low value: Value, _ isIncluded: Bool) {
        guard let known = low else { return low = (value, isIncluded) }
        switch Value.compare(value, known.value) {
        case .greater: low = (value, isIncluded)
        case .equal: low = (value, isIncluded && known.isIncluded)
        case .less, nil: break
        }
    }

    private mutating func limit(high value: Value, _ isIncluded: Bool) {
        guard let known = high else { return high = (value, isIncluded) }
        switch Value.compare(value, known.value) {
        case .less: high = (value, isIncluded)
        case .equal: high = (value, isIncluded && known.isIncluded)
        case .greater, nil: break
        }
    }

    private func admits(_ value: Value) -> Bool {
        if excluded.contains(where: { Value.compare($0, value) == .equal }) { return false }
        if let low {
            let order = Value.compare(value, low.value)
            if order != .greater, !(order == .equal && low.isIncluded) { return false }
        }
        if let high {
            let order = Value.compare(value, high.value)
            if order != .less, !(order == .equal && high.isIncluded) { return false }
        }
        return true
    }
}
