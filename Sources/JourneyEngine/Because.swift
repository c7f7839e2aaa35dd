import JourneyCompiler
import JourneyModel

/// Why a decision came out as it did, in the few bytes that the journal has for it: which parts of a question decided it, and the values
/// that they looked at.
///
/// A question is a list of conditions that the journey's machine has, so that the parts need no words here: a part is its place among
/// all parts of the question. A list of the version's number and, for each part, `place * 2 + holds` and the values it read.
public enum Because {
    /// More parts than these are not written.
    static let mostParts = 6
    /// Longer texts are cut and end in an ellipsis; bytes.
    static let longestText = 48

    static func fact(_ question: [Formula], version: UInt32, _ scope: Scope) -> Decision.Fact {
        var list: [Value] = [.integer(Int64(version))]
        var place = 0
        var written = 0
        for condition in question {
            let atoms = condition.atoms
            var decided: [Decided] = []
            _ = condition.decide(scope, from: 0, &decided)
            for part in decided where written < mostParts {
                list.append(.integer(Int64(place + part.place) * 2 + (part.holds ? 1 : 0)))
                list += atoms[part.place].looksAt(holding: part.holds).map { $0.reading(scope).shortened }
                written += 1
            }
            place += atoms.count
        }
        return .init(.because, .list(list))
    }

    /// The version whose machine has the question; nil where the fact has none.
    public static func version(_ fact: Value?) -> UInt32? {
        guard case .list(let list)? = fact, case .integer(let number)? = list.first else { return nil }
        return UInt32(exactly: number)
    }

    /// The parts that decided, each with its values; nothing where the fact does not fit the question.
    public static func parts(_ fact: Value?, of question: [Formula]) -> [DecidingPart] {
        guard case .list(let list)? = fact else { return [] }
        let atoms = question.flatMap(\.atoms)
        var parts: [DecidingPart] = []
        var next = 1
        while next < list.count {
            guard case .integer(let code) = list[next], code >= 0, code / 2 < atoms.count else { return [] }
            let atom = atoms[Int(code / 2)]
            let formulas = atom.looksAt(holding: code & 1 == 1)
            next += 1
            guard formulas.count <= list.count - next else { return [] }
            parts.append(
                DecidingPart(atom, holds: code & 1 == 1, readings: zip(formulas, list[next...]).map { .init($0, $1) }))
            next += formulas.count
        }
        return parts
    }
}

extension Machine {
    /// What a step asked before it went a way: the conditions up to that of the way, in the order of the text.
    public func question(of step: String, taken: String) -> [Formula] {
        states.first { $0.label == step }?.question(taken: taken) ?? []
    }

    /// What may end the journey at any time.
    public var exitQuestion: [Formula] { exits.compactMap { if case .condition(let formula) = $0 { formula } else { nil } } }
}

extension State {
    fileprivate func question(taken: String) -> [Formula] {
        let end = transitions.firstIndex { $0.name == taken } ?? transitions.count - 1
        return transitions.prefix(end + 1).compactMap { $0.cause == .immediate ? $0.condition : nil }
    }
}

extension LoadedVersion {
    /// Why a choice went a way; nothing where there was no question.
    func because(_ way: WayOut, from place: Int, _ scope: () -> Scope) -> [Decision.Fact] {
        guard way.transition.cause == .immediate else { return [] }
        let question = machine.states[place].question(taken: way.transition.name)
        return question.isEmpty ? [] : [Because.fact(question, version: number, scope())]
    }
}

extension Value {
    /// What the journal keeps of it: lists as their text.
    fileprivate var shortened: Value {
        switch self {
        case .text(let text): .text(text.shortened)
        case .list: .text(text.shortened)
        default: self
        }
    }
}

extension String {
    fileprivate var shortened: String {
        guard utf8.count > Because.longestText else { return self }
        var kept = ""
        var count = 0
        for character in unicodeScalars {
            count += UTF8.width(character)
            if count > Because.longestText - 3 { break }
            kept.unicodeScalars.append(character)
        }
        return kept + "…"
    }
}
