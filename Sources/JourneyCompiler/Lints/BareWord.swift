import JourneyLanguage
import JourneyModel

/// `tier is gold`: two values are compared, and nothing knows a `gold`. A text was meant, which stands in quotes.
///
/// A bare name that is declared, given a value, or compared elsewhere as the value that it is, may stand there.
struct BareWord: Lint {
    /// A bare name where a text may stand, and the value that is asked whether it equals that.
    struct Candidate {
        var word: Name
        var value: Expression
    }

    func look(_ workspace: CheckedWorkspace) {
        var candidates: [(candidate: Candidate, findings: Findings)] = []
        for (program, findings) in zip(workspace.programs, workspace.findings) {
            for case .audience(let audience) in program.items {
                for condition in audience.condition.conditions { candidates += Self.candidates(condition).map { ($0, findings) } }
            }
        }
        for journey in workspace.journeys where !journey.written.bareWords.isEmpty {
            candidates += journey.written.bareWords.map { ($0, workspace.findings[journey.file]) }
        }
        if candidates.isEmpty { return }
        let known = known(workspace)
        for (candidate, findings) in candidates {
            let word = candidate.word
            if known.contains(word.text) || isDeclared(word.text, workspace) { continue }
            findings.report(
                .bareWord(word.text, beside: findings.quote(candidate.value)), at: word.range,
                fix: .init(word.range, Spelling.text(word.text)), insteadOf: Self.unknown)
        }
    }

    /// Those of a condition; sums and orders are no matter of words.
    static func candidates(_ condition: Expression) -> [Candidate] {
        var found: [Candidate] = []
        func take(_ other: Expression, _ value: Expression) {
            if let name = other.bareName { found.append(Candidate(word: name, value: value)) }
        }
        condition.forEachPart { part in
            switch part.kind {
            case .binary(let sign, let left, let right):
                switch sign {
                case .equal, .notEqual, .is, .isNot, .contains, .startsWith: take(right, left)
                case .less, .lessOrEqual, .greater, .greaterOrEqual, .plus, .minus, .times, .divided, .and, .or: break
                }
            case .isIn(let value, let choices, _): for choice in choices { take(choice, value) }
            default: break
            }
        }
        return found
    }

    /// What says of the same word only that nothing declares it.
    private static let unknown = [
        Finding.undeclared("", .attribute, suggestion: nil).code, Finding.undeclaredProperty("", event: "", suggestion: nil).code,
    ]

    /// The names that are compared as the value that they are, or given one.
    private func known(_ workspace: CheckedWorkspace) -> Set<String> {
        var known: Set<String> = []
        for condition in workspace.programs.lazy.flatMap(\.conditions) {
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
