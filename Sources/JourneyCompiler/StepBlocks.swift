import JourneyLanguage

extension Step {
    /// The blocks of steps within this one, in the order of the text.
    func forEachBlock(_ body: ([Step]) -> Void) {
        switch kind {
        case .waitFor(let wait):
            switch wait.outcome {
            case .goesOn: break
            case .orElse(let steps): body(steps)
            case .ifSo(let steps, let otherwise):
                body(steps)
                if let otherwise { body(otherwise) }
            }
        case .branch(let branches, let otherwise):
            for branch in branches { body(branch.steps) }
            if let otherwise { body(otherwise) }
        case .split(let split): for arm in split.arms { body(arm.steps) }
        case .repeats(let loop): body(loop.steps)
        case .give(_, let otherwise): if let otherwise { body(otherwise) }
        case .send, .wait, .waitUntil, .set, .add, .tag, .untag, .record, .start, .leave, .stop, .label: break
        }
    }
}
