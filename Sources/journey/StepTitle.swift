import JourneyCompiler
import JourneyModel

extension State {
    /// The step as the language writes it, without what a message is filled with: `send coupon via wecom`, `wait up to 1d for clicked`.
    var title: String {
        for transition in transitions {
            switch transition.actions.first {
            case .send(var send):
                send.arguments = []
                return Action.send(send).text
            case let action?: return action.text
            case nil: continue
            }
        }
        switch kind {
        case .choice: return "if " + (transitions.first?.condition?.text ?? "")
        case .split: return "split \"" + (split?.name ?? "") + "\""
        case .give: return "give " + (coupon ?? "")
        case .loop: return "repeat up to \(loop?.limit ?? 0) times every " + durationText(loop?.every ?? 0)
        case .step, .wait, .done: break
        }
        for transition in transitions { if case .moment(let moment) = transition.cause { return "wait until " + moment.text } }
        return awaited.isEmpty ? "wait \(length)" : "wait up to \(length) for " + awaited.joined(separator: " or ")
    }

    /// The events that end the wait.
    var awaited: [String] {
        transitions.flatMap { transition -> [String] in
            if case .event(let matchers) = transition.cause { return matchers.map(\.event) }
            return []
        }
    }

    /// `wait until …`.
    var waitsForMoment: Bool { transitions.contains { if case .moment = $0.cause { true } else { false } } }

    private var length: String {
        for transition in transitions { if case .timer(let after) = transition.cause { return durationText(after) } }
        return ""
    }

    /// The ways out, where there are several, each as the machine names it and as a reader sees it.
    var ways: [(name: String, title: String)] {
        let named = transitions.filter { !$0.name.isEmpty }
        return named.enumerated().map { index, transition in (transition.name, title(of: transition, index, of: named.count)) }
    }

    private func title(of way: Transition, _ index: Int, of count: Int) -> String {
        switch way.cause {
        case .event: awaited.joined(separator: " or ") + " came"
        case .timer: "nothing came within \(length)"
        case .moment, .arm, .given, .round, .roundsOver: way.name
        case .immediate where index == 0: "yes"
        case .immediate where index == count - 1: count == 2 ? "no" : "else"
        case .immediate: "else if " + (way.condition?.text ?? "")
        }
    }
}

extension Machine {
    /// For each state, how many blocks of the text it stands in, and on which way of the innermost.
    ///
    /// States stand in the order of the text, so the arms of a block are the states from behind it to where all of them meet.
    var outline: [(depth: Int, way: String)] {
        var outline = [(depth: Int, way: String)](repeating: (0, ""), count: states.count)
        for (index, state) in states.enumerated() {
            if state.kind == .loop {
                for inner in index + 1..<max(end(ofLoop: index), index + 1) {
                    outline[inner].depth += 1
                    outline[inner].way = state.transitions.first { $0.cause == .round }?.name ?? ""
                }
                continue
            }
            let ways = state.transitions.filter { !$0.name.isEmpty }.map { (name: $0.name, target: ahead($0.target, of: index)) }
            guard ways.count > 1, let last = ways.map(\.target).max() else { continue }
            let meet = states.indices[index..<last].reduce(last) { meet, inner in
                // `stop` leads out of everything, and `until` out of the loop.
                let isWayOut = states[inner].kind == .loop || states[inner].transitions.contains { $0.actions.contains(.stop) }
                return isWayOut ? meet : max(meet, states[inner].transitions.map { ahead($0.target, of: inner) }.max() ?? 0)
            }
            let arms = ways.filter { $0.target < meet }.sorted { $0.target < $1.target }
            for inner in index + 1..<max(meet, index + 1) {
                outline[inner].depth += 1
                outline[inner].way = arms.last { $0.target <= inner }?.name ?? ""
            }
        }
        return outline
    }

    /// Where a way leads in the order of the text: back to a loop's head is out of its last step.
    private func ahead(_ target: Int, of index: Int) -> Int { target > index ? target : end(ofLoop: target) }

    private func end(ofLoop head: Int) -> Int { (states.lastIndex { $0.loops.contains(head) } ?? head) + 1 }
}
