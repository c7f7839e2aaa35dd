import JourneyCompiler

/// Where those who stand in a version of a journey go on in another: the counterpart of each state.
///
/// A state's counterpart bears the label that the author gave it. States without such a label are laid side by side in the order of the
/// text, those on the same ways (the arm of a split, the `else` of an `if`) with one another, so that as many as can be fit: best where
/// both look alike, else where kind and number agree. A step put in before them does not mislead, nor a step that was changed. Nobody
/// goes on in a loop other than the one he is in.
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
        for a in old.states.indices where old.states[a].hasOwnLabel {
            let b = new.states.indices.first { !isTaken[$0] && new.states[$0].label == old.states[a].label }
            guard let b, old.states[a].isOfSameKind(as: new.states[b]) else { continue }
            places[a] = b
            isTaken[b] = true
        }
        let (oldShapes, newShapes) = (Shape.all(of: old), Shape.all(of: new))
        for ways in Set(oldShapes.map(\.ways)) {
            let here = old.states.indices.filter { places[$0] == nil && oldShapes[$0].ways == ways }
            let there = new.states.indices.filter { !isTaken[$0] && newShapes[$0].ways == ways }
            let pairs = Self.laidSideBySide(here, there) { a, b in
                if oldShapes[a] == newShapes[b] { return old.states[a].label == new.states[b].label ? 5 : 4 }
                return old.states[a].label == new.states[b].label && old.states[a].isOfSameKind(as: new.states[b]) ? 2 : 0
            }
            for (a, b) in pairs { places[a] = b }
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

    private static let mostCompared = 4_000_000

    /// The pairs, in the order of both, whose fitness comes to most; the earlier ones where it is the same.
    private static func laidSideBySide(_ a: [Int], _ b: [Int], _ fitness: (Int, Int) -> Int) -> [(Int, Int)] {
        // Past it nobody wrote the text by hand: the labels of the author are all that is looked at.
        guard a.count * b.count <= mostCompared else { return [] }
        let width = b.count + 1
        var best = [Int](repeating: 0, count: (a.count + 1) * width)
        for i in a.indices.reversed() {
            for j in b.indices.reversed() {
                let fit = fitness(a[i], b[j])
                let paired = fit > 0 ? fit + best[(i + 1) * width + j + 1] : 0
                best[i * width + j] = max(paired, best[(i + 1) * width + j], best[i * width + j + 1])
            }
        }
        var pairs: [(Int, Int)] = []
        var (i, j) = (0, 0)
        while i < a.count, j < b.count {
            let fit = fitness(a[i], b[j])
            if fit > 0, best[i * width + j] == fit + best[(i + 1) * width + j + 1] {
                pairs.append((a[i], b[j]))
                (i, j) = (i + 1, j + 1)
            } else if best[i * width + j] == best[i * width + j + 1] {
                j += 1
            } else {
                i += 1
            }
        }
        return pairs
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
