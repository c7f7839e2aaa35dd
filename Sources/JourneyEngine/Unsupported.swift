import JourneyCompiler

extension Machine {
    /// What this journey asks for and this engine cannot do yet, in the words of the language; a journey with any must not run.
    public var unsupportedFeatures: [String] {
        var found: [String] = []
        func note(_ isUsed: Bool, _ feature: String) {
            if isUsed, !found.contains(feature) { found.append(feature) }
        }
        switch trigger {
        case .schedule: note(true, trigger.text)
        case .attributeChanges, .attributeBecomes, .entersAudience, .leavesAudience, .pattern, .silence: break
        }
        note(dates != nil, "from … until")
        note(rollOut != 10_000, "roll out to")
        note(holdOut != 0, "hold out")
        note(expires != nil, "expires")
        note(isTransactional, "class transactional")
        note(formerly != nil, "formerly")
        for state in states {
            note(state.kind == .split, "split")
            note(state.kind == .give, "give")
            note(state.kind == .loop, "repeat")
            for transition in state.transitions {
                if case .moment = transition.cause { note(true, "wait until") }
                for action in transition.actions { noteAction(action, note) }
            }
        }
        forEachFormula { formula in formula.forEachPart { noteFormula($0, note) } }
        return found
    }

    private func noteAction(_ action: Action, _ note: (Bool, String) -> Void) {
        switch action {
        case .record: note(true, "record")
        case .start: note(true, "start")
        case .leave: note(true, "leave")
        case .send(let send):
            note(send.to != nil, "send … to")
            note(send.isAtBestTime, "at best time")
        case .set, .add, .tag, .untag, .stop: break
        }
    }

    private func noteFormula(_ formula: Formula, _ note: (Bool, String) -> Void) {
        switch formula {
        case .given: note(true, "given")
        case .history(let query):
            // What is kept of the past is kept for everybody who enters, not for one entry's event.
            for condition in query.events.compactMap(\.condition) {
                condition.forEachPart { part in
                    if case .triggerProperty = part { note(true, "event.PROPERTY in a condition on history") }
                }
            }
        case .lastEvent: note(true, "EVENT.property")
        case .weekday: note(true, "weekday")
        case .timeOfDay: note(true, "time")
        case .localTime: note(true, "a date with a time")
        case .text, .fallback, .formatted, .link: note(true, "{…} in texts")
        default: break
        }
    }
}
