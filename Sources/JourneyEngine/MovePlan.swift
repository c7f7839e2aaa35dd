import JourneyCompiler

/// Where those who stand in a version of a journey go on in another: the counterpart of each state.
///
/// A state's counterpart bears the label that the author gave it. States without such a label are counterparts where they stand on the
/// same ways (the arm of a split, the `else` of an `if`) and look alike, in the order of the text, so that a step put in before them
/// does not mislead; then where their number and kind agree. Nobody goes on in a loop other than the one he is in.
public struct MovePlan: Sendable {
    /// By the old state.
    public let places: [Int?]
    /// By the old state, a split: the new arm of each old one.
    let arms: [Int: [Int?]]
    /// By the new state: messages and events of its label may be out already under the old version.
    let mayHaveActed: [Bool]

    public init(from old: Machine, to new: Machine) {
        var places = [Int?](repeating: nil, count: old.states.count)
        var isTaken = [Bool](repeating: false, count: new.states.count)
        func pair(_ a: Int, _ b: Int) {
            places[a] = b
            isTaken[b] = true
        }
        let (oldShapes, newShapes) = (Shape.all(of: old), Shape.all(of: new))
        for a in old.states.indices where old.states[a].hasOwnLabel {
            let b = new.states.indices.first { !isTaken[$0] && new.states[$0].label == old.states[a].label }
            if let b, old.states[a].isOfSameKind(as: new.states[b]) { pair(a, b) }
        }
        for a in old.states.indices where places[a] == nil {
            let b = new.states.indices.first { !isTaken[$0] && new.states[$0].label == old.states[a].label }
            if let b, oldShapes[a] == newShapes[b] { pair(a, b) }
        }
        // Shapes that occur as often on both sides keep their order.
        for a in old.states.indices where places[a] == nil {
            let here = old.states.indices.filter { places[$0] == nil && oldShapes[$0] == oldShapes[a] }
            let there = new.states.indices.filter { !isTaken[$0] && newShapes[$0] == oldShapes[a] }
            if here.count == there.count { for (a, b) in zip(here, there) { pair(a, b) } }
        }
        for a in old.states.indices where places[a] == nil {
            let found = new.states.indices.first {
                !isTaken[$0] && new.states[$0].label == old.states[a].label && new.states[$0].isOfSameKind(as: old.states[a])
                    && newShapes[$0].ways == oldShapes[a].ways
            }
            if let found { pair(a, found) }
        }
        arms = Self.arms(old, new, places)
        mayHaveActed = new.states.map { state in
            state.hasActions && old.states.contains { $0.label == state.label && $0.hasActions }
        }
        self.places = places.enumerated().map { index, place in
            guard let place else { return nil }
            let loops = old.states[index].loops.map { places[$0] }
            return loops == new.states[place].loops.map { Optional($0) } ? place : nil
        }
    }

    private static func arms(_ old: Machine, _ new: Machine, _ places: [Int?]) -> [Int: [Int?]] {
        var found: [Int: [Int?]] = [:]
        for (index, state) in old.states.enumerated() where state.kind == .split {
            guard let place = places[index] else { continue }
            found[index] = state.transitions.map { arm in new.states[place].transitions.firstIndex { $0.name == arm.name } }
        }
        return found
    }
}

extension State {
    /// Not made of a verb and a count.
    fileprivate var hasOwnLabel: Bool { !label.utf8.contains(UInt8(ascii: "#")) }

    fileprivate var hasActions: Bool { transitions.contains { !$0.actions.isEmpty } }

    fileprivate var isSend: Bool {
        transitions.contains { transition in
            if case .immediate = transition.cause, case .send? = transition.actions.first { true } else { false }
        }
    }

    fileprivate func isOfSameKind(as other: State) -> Bool { kind == other.kind && isSend == other.isSend }

    /// All but its label and where its ways lead.
    fileprivate var bare: State {
        var bare = self
        bare.label = ""
        bare.loops = bare.loops.map { _ in 0 }
        for index in bare.transitions.indices { bare.transitions[index].target = 0 }
        return bare
    }
}

/// What a state does and on which ways it stands.
private struct Shape: Hashable {
    var state: State
    /// The ways of branches around it, outermost first.
    var ways: [String]

    static func all(of machine: Machine) -> [Shape] {
        var shapes = machine.states.map { Shape(state: $0.bare, ways: []) }
        for (index, state) in machine.states.enumerated() where state.kind != .loop {
            let ways = state.transitions.filter { !$0.name.isEmpty }
            guard ways.count > 1 else { continue }
            let reached = ways.map { Shape.reached(from: $0.target, in: machine, without: index) }
            let branch = state.kind.rawValue + " " + (state.split?.name ?? "")
            for inner in machine.states.indices {
                // Where two ways meet is on neither.
                let leading = ways.indices.filter { reached[$0][inner] }
                if leading.count == 1 { shapes[inner].ways.append(branch + " " + ways[leading[0]].name) }
            }
        }
        return shapes
    }

    private static func reached(from start: Int, in machine: Machine, without branch: Int) -> [Bool] {
        var isReached = [Bool](repeating: false, count: machine.states.count)
        var open = [start]
        while let next = open.popLast() {
            if next == branch || isReached[next] { continue }
            isReached[next] = true
            for transition in machine.states[next].transitions { open.append(transition.target) }
        }
        return isReached
    }
}
