import JourneyCompiler

/// `(bought where product = event.product) within 90d`: a question whose answer is another one for each entry. What can be told of an
/// event when it comes is told then; of those that remain the properties are kept that the rest of the condition looks at.
extension HistoryQuery {
    var isOfTheEntry: Bool { events.contains { $0.condition?.isOfTheEntry ?? false } }

    /// The kinds of events to keep, and what is asked of each of them later.
    var parts: [(kind: HistoryTable.Kind, condition: Formula?)] {
        guard isOfTheEntry else { return [(HistoryTable.Kind(events: events, property: property), nil)] }
        var names: [String] = []
        for matcher in events where !names.contains(matcher.event) { names.append(matcher.event) }
        return names.map { name in
            let (before, later) = Self.split(events.filter { $0.event == name }.map(\.condition))
            let kept = Set(later?.ownProperties ?? []).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            return (
                HistoryTable.Kind(events: [EventMatcher(event: name, condition: before)], property: property, kept: kept), later
            )
        }
    }

    /// What one event must fulfil when it comes, and what when it is asked about. Of several conditions, of which one must hold, nothing
    /// can be told before.
    private static func split(_ conditions: [Formula?]) -> (before: Formula?, later: Formula?) {
        let known = conditions.compactMap { $0 }
        guard known.count == conditions.count, let first = known.first else { return (nil, nil) }
        guard known.count == 1 else { return (nil, known.dropFirst().reduce(first) { .or($0, $1) }) }
        func both(_ formulas: [Formula]) -> Formula? {
            formulas.first.map { first in formulas.dropFirst().reduce(first) { .and($0, $1) } }
        }
        let operands = first.conjuncts
        return (both(operands.filter { !$0.isOfTheEntry }), both(operands.filter(\.isOfTheEntry)))
    }
}

extension Formula {
    /// Something in it is the entry's own.
    var isOfTheEntry: Bool {
        var found = false
        forEachPart { part in
            switch part {
            case .triggerProperty, .lastEvent: found = true
            default: break
            }
        }
        return found
    }

    /// A past event is compared with one of the entry.
    var comparesThePast: Bool {
        var found = false
        forEachPart { if case .history(let query) = $0, query.isOfTheEntry { found = true } }
        return found
    }

    fileprivate var ownProperties: [String] {
        var names: [String] = []
        forEachPart { if case .property(let name) = $0 { names.append(name) } }
        return names
    }

    fileprivate var conjuncts: [Formula] { if case .and(let a, let b) = self { a.conjuncts + b.conjuncts } else { [self] } }
}
