import JourneyCompiler
import JourneyModel

/// A condition of an event that compares one of its properties with what the text says, as most do: it is asked for each event and
/// journey, and needs nothing that is known of the customer.
final class PropertyCondition: Sendable {
    private let name: String
    /// All of them hold.
    private let bounds: [(comparison: Formula.Comparison, value: Value)]

    /// Nil where the condition is any other.
    init?(_ condition: Formula) {
        switch condition {
        case .compare(let comparison, .property(let name), .literal(let value)):
            self.name = name
            bounds = [(comparison, value)]
        case .between(.property(let name), .literal(let low), .literal(let high)):
            self.name = name
            bounds = [(.greaterOrEqual, low), (.lessOrEqual, high)]
        default: return nil
        }
    }

    func holds(_ event: EventView) -> Bool {
        let value = event.property(name)
        for bound in bounds where !bound.comparison.holds(value, bound.value) { return false }
        return true
    }
}
