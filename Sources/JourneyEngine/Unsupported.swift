import JourneyCompiler

extension Machine {
    /// What this journey asks for and this engine cannot do yet, in the words of the language; a journey with any must not run.
    public var unsupportedFeatures: [String] {
        var found: [String] = []
        func note(_ isUsed: Bool, _ feature: String) {
            if isUsed, !found.contains(feature) { found.append(feature) }
        }
        switch trigger {
        case .attributeChanges, .attributeBecomes, .entersAudience, .leavesAudience, .pattern, .silence, .schedule: break
        }
        forEachFormula { formula in formula.forEachPart { noteFormula($0, note) } }
        return found
    }

    private func noteFormula(_ formula: Formula, _ note: (Bool, String) -> Void) {
        switch formula {
        case .history(let query):
            // What is kept of the past is kept for everybody who enters, not for one entry's event.
            for condition in query.events.compactMap(\.condition) {
                condition.forEachPart { part in
                    if case .triggerProperty = part { note(true, "event.PROPERTY in a condition on history") }
                }
            }
        default: break
        }
    }
}
