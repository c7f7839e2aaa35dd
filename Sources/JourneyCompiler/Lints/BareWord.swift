import JourneyLanguage
import JourneyModel

/// `tier is gold`: two values are compared, and nothing knows a `gold`. A text was meant, which stands in quotes.
///
/// A bare name that is declared, given a value, or compared elsewhere as the value that it is, may stand there.
struct BareWord: Lint {
    func look(_ workspace: CheckedWorkspace) {
        var candidates: [(word: Name, beside: String, findings: Findings)] = []
        var known: Set<String> = []
        for (program, findings) in zip(workspace.programs, workspace.findings) {
            program.forEachCondition { condition in
                condition.forEachPart { part in
                    for (value, words) in Self.compared(part) {
                        if let name = value.bareName { known.insert(name.text) }
                        for word in words {
                            if let name = word.bareName { candidates.append((name, findings.quote(value), findings)) }
                        }
                    }
                }
            }
            gather(program, &known)
        }
        for (word, beside, findings) in candidates where !known.contains(word.text) && !isDeclared(word.text, workspace) {
            findings.report(
                .bareWord(word.text, beside: beside), at: word.range, fix: .init(word.range, Spelling.text(word.text)),
                insteadOf: Self.unknown)
        }
    }

    /// What says of the same word only that nothing declares it.
    private static let unknown = [
        Finding.undeclared("", .attribute, suggestion: nil).code, Finding.undeclaredProperty("", event: "", suggestion: nil).code,
    ]

    /// Values that are asked whether they equal others; sums and orders are no matter of words.
    private static func compared(_ part: Expression) -> [(value: Expression, others: [Expression])] {
        switch part.kind {
        case .binary(let sign, let left, let right):
            switch sign {
            case .equal, .notEqual, .is, .isNot, .contains, .startsWith: return [(left, [right])]
            case .less, .lessOrEqual, .greater, .greaterOrEqual, .plus, .minus, .times, .divided: return [(left, []), (right, [])]
            case .and, .or: return []
            }
        case .isIn(let value, let choices, _): return [(value, choices)]
        case .isKnown(let value, _), .between(let value, _, _): return [(value, [])]
        default: return []
        }
    }

    /// What steps give a value to.
    private func gather(_ program: Program, _ known: inout Set<String>) {
        for item in program.items {
            item.journey?.steps.forEachStep { step in
                switch step.kind {
                case .set(let attribute, _), .add(_, let attribute): known.insert(attribute.text)
                case .send(let send): if let to = send.to { known.insert(to.text) }
                default: break
                }
            }
        }
    }

    private func isDeclared(_ name: String, _ workspace: CheckedWorkspace) -> Bool {
        workspace.names.attributes.find(name) != nil || BuiltIn.attributes.contains(name)
            || workspace.names.properties.values.contains { $0.find(name) != nil }
    }
}

extension Expression {
    /// `gold`: one name, without a dot.
    fileprivate var bareName: Name? {
        if case .path(let names) = kind, names.count == 1 { names[0] } else { nil }
    }
}
