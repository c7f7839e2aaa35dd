import JourneyCompiler

extension Machine {
    /// What this journey asks for and this engine cannot do yet, in the words of the language; a journey with any must not run.
    public var unsupportedFeatures: [String] {
        var found: [String] = []
        func note(_ isUsed: Bool, _ feature: String) {
            if isUsed, !found.contains(feature) { found.append(feature) }
        }
        switch trigger {
        case .attributeChanges: note(true, "changes")
        case .attributeBecomes: note(true, "becomes")
        case .entersAudience: note(true, "enters audience")
        case .leavesAudience: note(true, "leaves audience")
        case .pattern(let pattern): note(!pattern.restarts.isEmpty, "restarting on")
        case .silence, .schedule: break
        }
        forEachMatcher { note($0.same != nil, "with same") }
        note(forEach != nil, "for each")
        for state in states {
            for transition in state.transitions {
                for action in transition.actions { noteAction(action, note) }
            }
        }
        forEachFormula { formula in formula.forEachPart { noteFormula($0, note) } }
        return found
    }

    private func noteAction(_ action: Action, _ note: (Bool, String) -> Void) {
        switch action {
        case .send(let send):
            note(send.isAtBestTime, "at best time")
        case .set, .add, .tag, .untag, .record, .start, .leave, .stop: break
        }
    }

    private func noteFormula(_ formula: Formula, _ note: (Bool, String) -> Void) {
        switch formula {
        case .inAudience: note(true, "in audience")
        case .history: note(true, "conditions on history")
        case .daysSince: note(true, "days since")
        case .link: note(true, "link")
        default: break
        }
    }
}
