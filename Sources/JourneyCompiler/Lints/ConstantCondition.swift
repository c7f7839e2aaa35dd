import JourneyLanguage

/// Conditions that hold whatever happens, or never do: two that exclude each other beside `and`, two of which one always holds
/// beside `or`, constants compared, and an `else if` that what stands above has answered.
struct ConstantCondition: Lint {
    /// A part that is constant.
    struct Verdict {
        var part: Expression
        var truth: Bool
        /// What decides it together with the part; nil where that is the part alone, or more than one.
        var other: Expression?
        var isByItself: Bool
    }

    func look(_ workspace: CheckedWorkspace) {
        for (program, findings) in zip(workspace.programs, workspace.findings) {
            for case .audience(let audience) in program.items {
                for condition in audience.condition.conditions { tell(Self.verdicts(condition), findings) }
            }
        }
        for journey in workspace.journeys {
            let findings = workspace.findings[journey.file]
            tell(journey.written.verdicts, findings)
            guard journey.written.verbs.contains(.branch) else { continue }
            for step in journey.written.steps {
                // What is asked first has nothing above it.
                if case .branch(let branches, _) = step.kind, branches.count > 1 { look(branches, findings) }
            }
        }
    }

    private func tell(_ verdicts: [Verdict], _ findings: Findings) {
        for verdict in verdicts {
            // What compares two kinds of values is never true either, and was told as that.
            if verdict.isByItself, findings.isTold(verdict.part.range) { continue }
            let text = findings.quote(verdict.part)
            let other = verdict.other.map(findings.quote)
            findings.report(verdict.truth ? .alwaysTrue(text, beside: other) : .neverTrue(text, beside: other), at: verdict.part.range)
        }
    }

    /// What is constant in a condition, found by its text alone.
    static func verdicts(_ condition: Expression) -> [Verdict] {
        switch condition.kind {
        case .unary(.not, _), .binary(.and, _, _), .binary(.or, _, _): break
        default: return verdict(condition).map { [$0] } ?? []
        }
        var found: [Verdict] = []
        var open = [condition]
        while let part = open.popLast() {
            switch part.kind {
            case .unary(.not, let operand): open.append(operand)
            case .binary(.and, _, _): open += look(at: part, .and, &found)
            case .binary(.or, _, _): open += look(at: part, .or, &found)
            default: if let verdict = verdict(part) { found.append(verdict) }
            }
        }
        return found
    }

    /// Gives the operands that are to be looked at by themselves.
    private static func look(at group: Expression, _ sign: Expression.BinaryOperator, _ found: inout [Verdict]) -> [Expression] {
        let operands = Resolver.spine(group, sign)
        var others: [Expression] = []
        let before = found.count
        for operand in operands {
            switch operand.kind {
            case .binary(.and, _, _), .binary(.or, _, _), .unary(.not, _): others.append(operand)
            default: if let verdict = verdict(operand) { found.append(verdict) }
            }
        }
        if found.count > before || !Conjunction.mayConflict(operands, isNegated: sign == .or) { return others }
        var all = Conjunction()
        for operand in operands {
            guard let conflict = all.take(operand, isNegated: sign == .or) else { continue }
            found.append(Verdict(part: conflict.part, truth: sign == .or, other: conflict.other, isByItself: false))
            break
        }
        return others
    }

    /// Of a condition by itself.
    private static func verdict(_ part: Expression) -> Verdict? {
        var truth = part.constantTruth
        if truth == nil, part.mayBeConstant, let claim = part.claim {
            if Conjunction.isImpossible(claim) {
                truth = false
            } else if let negated = part.negated(claim), Conjunction.isImpossible(negated) {
                truth = true
            }
        }
        return truth.map { Verdict(part: part, truth: $0, isByItself: true) }
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
