import JourneyLanguage

/// Conditions that hold whatever happens, or never do: two that exclude each other beside `and`, two of which one always holds
/// beside `or`, constants compared, and an `else if` that what stands above has answered.
struct ConstantCondition: Lint {
    func look(_ workspace: CheckedWorkspace) {
        for (conditions, findings) in zip(workspace.conditions, workspace.findings) {
            for condition in conditions { look(condition, findings) }
        }
        for journey in workspace.journeys where journey.written.verbs.contains(.branch) {
            for step in journey.written.steps {
                // What is asked first has nothing above it.
                if case .branch(let branches, _) = step.kind, branches.count > 1 { look(branches, workspace.findings[journey.file]) }
            }
        }
    }

    private func look(_ condition: Expression, _ findings: Findings) {
        switch condition.kind {
        case .unary(.not, _), .binary(.and, _, _), .binary(.or, _, _): break
        default:
            _ = look(at: condition, findings)
            return
        }
        var open = [condition]
        while let part = open.popLast() {
            switch part.kind {
            case .unary(.not, let operand): open.append(operand)
            case .binary(.and, _, _): open += look(at: part, .and, findings)
            case .binary(.or, _, _): open += look(at: part, .or, findings)
            default: _ = look(at: part, findings)
            }
        }
    }

    /// Gives the operands that are to be looked at by themselves.
    private func look(at group: Expression, _ sign: Expression.BinaryOperator, _ findings: Findings) -> [Expression] {
        let operands = Resolver.spine(group, sign)
        var others: [Expression] = []
        var isTold = false
        for operand in operands {
            switch operand.kind {
            case .binary(.and, _, _), .binary(.or, _, _), .unary(.not, _): others.append(operand)
            default: if look(at: operand, findings) { isTold = true }
            }
        }
        if isTold || !Conjunction.mayConflict(operands, isNegated: sign == .or) { return others }
        var all = Conjunction()
        for operand in operands {
            guard let conflict = all.take(operand, isNegated: sign == .or) else { continue }
            let text = findings.quote(conflict.part)
            let other = conflict.other.map(findings.quote)
            if sign == .and {
                findings.report(.neverTrue(text, beside: other), at: conflict.part.range)
            } else {
                findings.report(.alwaysTrue(text, beside: other), at: conflict.part.range)
            }
            break
        }
        return others
    }

    /// A condition by itself; true where it is constant.
    private func look(at part: Expression, _ findings: Findings) -> Bool {
        var truth = part.constantTruth
        if truth == nil, let claim = part.claim {
            if Conjunction.isImpossible(claim) {
                truth = false
            } else if let negated = part.negated(claim), Conjunction.isImpossible(negated) {
                truth = true
            }
        }
        guard let truth else { return false }
        // What compares two kinds of values is never true either, and was told as that.
        if findings.isTold(part.range) { return true }
        let text = findings.quote(part)
        findings.report(truth ? .alwaysTrue(text, beside: nil) : .neverTrue(text, beside: nil), at: part.range)
        return true
    }

    /// `else if` is asked where nothing above held.
    private func look(_ branches: [Step.Branch], _ findings: Findings) {
        var above = Conjunction()
        for branch in branches {
            if let conflict = above.conflict(with: branch.condition) {
                findings.report(
                    .neverAsked(findings.quote(conflict.part), above: conflict.other.map(findings.quote)), at: conflict.part.range)
            }
            // Of `not (a and b)` either may be the reason, so it says nothing of one value.
            if above.take(branch.condition, isNegated: true) != nil { return }
        }
    }
}
