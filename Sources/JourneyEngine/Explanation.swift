import JourneyCompiler
import JourneyModel

/// A part of a condition that decided it, with the values that it looked at: `tier is "gold"` did not hold, for tier was silver.
public struct DecidingPart: Equatable, Sendable {
    public struct Reading: Equatable, Sendable {
        public var of: Formula
        public var value: Value

        public init(_ of: Formula, _ value: Value) {
            self.of = of
            self.value = value
        }
    }

    /// Without `and`, `or` and `not`: those are what brings the parts together.
    public var condition: Formula
    public var holds: Bool
    /// In the order of the text. None where the part says it all, as `has tag vip` does.
    public var readings: [Reading]

    public init(_ condition: Formula, holds: Bool, readings: [Reading]) {
        self.condition = condition
        self.holds = holds
        self.readings = readings
    }
}

extension Engine {
    /// Whether a condition holds of a customer, and which of its parts made it so.
    /// - Parameters:
    ///   - event: what `where` is about; nil outside of the conditions of events.
    ///   - captured: what `event.x` is about, by name.
    public func explain(
        _ condition: Formula, of state: CustomerState, event: EventView? = nil, captured: [(name: String, value: Value)] = [],
        at now: Timestamp
    ) -> (holds: Bool, parts: [DecidingPart]) {
        var scope = scope(state, event, now)
        scope.capturedNames = captured.map(\.name)
        scope.captured = captured.map(\.value)
        var decided: [Decided] = []
        let holds = condition.decide(scope, from: 0, &decided)
        let atoms = condition.atoms
        return (
            holds,
            decided.map { part in
                let readings = atoms[part.place].looksAt(holding: part.holds)
                return DecidingPart(
                    atoms[part.place], holds: part.holds,
                    readings: readings.map { .init($0, $0.reading(scope)) })
            }
        )
    }
}

/// Where a part stands among all parts of a question, and how it came out.
struct Decided {
    var place: Int
    var holds: Bool
}

extension Formula {
    /// The parts that `and`, `or` and `not` join, in the order of the text.
    var atoms: [Formula] {
        switch self {
        case .and(let a, let b), .or(let a, let b): a.atoms + b.atoms
        case .not(let a): a.atoms
        default: [self]
        }
    }

    private var atomCount: Int {
        switch self {
        case .and(let a, let b), .or(let a, let b): a.atomCount + b.atomCount
        case .not(let a): a.atomCount
        default: 1
        }
    }

    /// Whether the condition holds, and which parts made it so: of an `and` that fails all that fail, of an `or` that holds the first
    /// that does.
    func decide(_ scope: borrowing Scope, from place: Int, _ parts: inout [Decided]) -> Bool {
        switch self {
        case .and(let a, let b): return decide(a, b, failsBy: false, scope, from: place, &parts)
        case .or(let a, let b): return decide(a, b, failsBy: true, scope, from: place, &parts)
        case .not(let a): return !a.decide(scope, from: place, &parts)
        default:
            let holds = holds(scope)
            parts.append(Decided(place: place, holds: holds))
            return holds
        }
    }

    /// - Parameter lone: the outcome of one side that settles the matter whatever the other is.
    private func decide(
        _ a: Formula, _ b: Formula, failsBy lone: Bool, _ scope: borrowing Scope, from place: Int, _ parts: inout [Decided]
    ) -> Bool {
        let start = parts.count
        let first = a.decide(scope, from: place, &parts)
        if lone, first { return true }
        let middle = parts.count
        let second = b.decide(scope, from: place + a.atomCount, &parts)
        if first == second { return first }
        if first == lone { parts.removeSubrange(middle...) } else { parts.removeSubrange(start..<middle) }
        return lone
    }

    /// What a part reads, each once. How often something happened is told where it was not often enough.
    func looksAt(holding holds: Bool) -> [Formula] {
        var found: [Formula] = []
        func look(_ formula: Formula) {
            switch formula {
            case .history(let query) where query.measure == .atLeast:
                if !holds, query.count > 1, !found.contains(formula) { found.append(formula) }
            case .property, .triggerProperty, .attribute, .history, .daysSince, .lastEvent, .weekday, .timeOfDay:
                if !found.contains(formula) { found.append(formula) }
            default: formula.parts.forEach(look)
            }
        }
        look(self)
        return found
    }

    /// The value, and of what is asked to have happened so many times how many times it did.
    func reading(_ scope: borrowing Scope) -> Value {
        if case .history(let query) = self, query.measure == .atLeast { return .integer(scope.number(of: query)) }
        return value(scope)
    }
}

extension Scope {
    /// How many events the memory of an `at least` has within its span; more than were asked for it may not have kept.
    fileprivate func number(of query: HistoryQuery) -> Int64 {
        let parts = surroundings.history.parts(of: query)
        if query.isCompared(parts) { return compared(query, parts).count }
        guard let memory = parts.first.flatMap({ memory($0.series) }) else { return 0 }
        return memory.moments.reduce(0) { count, moment in
            query.within.map { now - moment.at <= $0 } ?? true ? count + 1 : count
        }
    }
}
