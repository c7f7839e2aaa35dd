import JourneyLanguage
import JourneyModel

/// `tier is gold`: two values are compared, and nothing knows a `gold`. A text was meant, which stands in quotes.
///
/// A bare name that is declared, given a value, or compared elsewhere as the value that it is, may stand there.
struct BareWord: Lint {
    func look(_ workspace: CheckedWorkspace) {
        var candidates: [(word: Name, beside: Expression, findings: Findings)] = []
        for (conditions, findings) in zip(workspace.conditions, workspace.findings) {
            for condition in conditions {
                condition.forEachPart { part in
                    Self.forEachOther(in: part) { other, value in
                        if let name = other.bareName { candidates.append((name, value, findings)) }
                    }
                }
            }
        }
        if candidates.isEmpty { return }
        let known = known(workspace)
        for (word, beside, findings) in candidates where !known.contains(word.text) && !isDeclared(word.text, workspace) {
            findings.report(
                .bareWord(word.text, beside: findings.quote(beside)), at: word.range, fix: .init(word.range, Spelling.text(word.text)),
                insteadOf: Self.unknown)
        }
    }

    /// What says of the same word only that nothing declares it.
    private static let unknown = [
        Finding.undeclared("", .attribute, suggestion: nil).code, Finding.undeclaredProperty("", event: "", suggestion: nil).code,
    ]

    /// What stands where a text may stand, and the value that is asked whether it equals that; sums and orders are no matter of words.
    private static func forEachOther(in part: Expression, _ body: (_ other: Expression, _ value: Expression) -> Void) {
        switch part.kind {
        case .binary(let sign, let left, let right):
            switch sign {
            case .equal, .notEqual, .is, .isNot, .contains, .startsWith: body(right, left)
            case .less, .lessOrEqual, .greater, .greaterOrEqual, .plus, .minus, .times, .divided, .and, .or: break
            }
        case .isIn(let value, let choices, _): for choice in choices { body(choice, value) }
        default: break
        }
    }

    /// The names that are compared as the value that they are, or given one.
    private func known(_ workspace: CheckedWorkspace) -> Set<String> {
        var known: Set<String> = []
        for condition in workspace.conditions.joined() {
            condition.forEachPart { part in
                for value in Self.compared(part) { if let name = value.bareName { known.insert(name.text) } }
            }
        }
        for step in workspace.journeys.lazy.flatMap(\.written.steps) {
            switch step.kind {
            case .set(let attribute, _), .add(_, let attribute): known.insert(attribute.text)
            case .send(let send): if let to = send.to { known.insert(to.text) }
            default: break
            }
        }
        return known
    }

    private static func compared(_ part: Expression) -> [Expression] {
        switch part.kind {
        case .binary(let sign, let left, let right):
            switch sign {
            case .equal, .notEqual, .is, .isNot, .contains, .startsWith: return [left]
            case .less, .lessOrEqual, .greater, .greaterOrEqual, .plus, .minus, .times, .divided: return [left, right]
            case .and, .or: return []
            }
        case .isIn(let value, _, _), .isKnown(let value, _), .between(let value, _, _): return [value]
        default: return []
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
