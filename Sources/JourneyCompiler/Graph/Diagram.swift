import JourneyLanguage
import JourneyModel

/// A journey as boxes and arrows, before it is written in some notation.
///
/// The states of the machine stand inside the box `journey`; what leads there and away from it stands around it.
struct Diagram {
    struct Node {
        enum Kind {
            case idle, watch, step, wait, choice, done, goal, exit
        }

        /// Letters, digits and `_`; no two alike.
        var id: String
        var lines: [String]
        var kind: Kind
    }

    struct Edge {
        var from: String
        var to: String
        var label: String
    }

    /// Stands for the box of the journey where an edge begins or ends.
    static let box = "journey"
    /// Stands for the end of everything where an edge ends.
    static let end = ""

    var name: String
    var title: String
    var outside: [Node] = []
    var inside: [Node] = []
    var outsideEdges: [Edge] = []
    var insideEdges: [Edge] = []

    init(_ machine: Machine) {
        name = machine.name
        title = machine.title ?? machine.name
        outside.append(Node(id: "idle", lines: ["idle"], kind: .idle))
        addTrigger(machine)
        addEnds(machine)
        addStates(machine.states)
    }

    // MARK: The way in

    private mutating func addTrigger(_ machine: Machine) {
        let entry = machine.audience.map { "\nfor customers where " + $0.text } ?? ""
        switch machine.trigger {
        case .silence(let events, let duration):
            let text = events.isEmpty ? "any event" : events.openText
            addWatch("watching", "watching")
            addEdge("idle", "watching", text)
            addEdge("watching", "watching", text + " starts anew")
            addEdge("watching", Self.box, durationText(duration) + " over" + entry)
        case .pattern(let pattern): addPattern(pattern, entry)
        default: addEdge("idle", Self.box, machine.trigger.text + entry)
        }
    }

    private mutating func addPattern(_ pattern: EventPattern, _ entry: String) {
        var from = "idle"
        var label = pattern.base.text
        for (index, follow) in pattern.follows.enumerated() {
            let id = "seen_\(index + 1)"
            addWatch(id, "seen " + (index == 0 ? pattern.base.names : pattern.follows[index - 1].events.names))
            addEdge(from, id, label)
            if !follow.without.isEmpty { addEdge(id, "idle", follow.without.openText) }
            addEdge(id, "idle", durationText(follow.within) + " over")
            from = id
            label = follow.events.openText
        }
        if let absence = pattern.absence {
            addWatch("watching", "watching")
            addEdge(from, "watching", label)
            addEdge("watching", "idle", absence.events.openText)
            from = "watching"
            label = durationText(absence.within) + " over"
        }
        addEdge(from, Self.box, label + entry)
    }

    private mutating func addWatch(_ id: String, _ text: String) {
        outside.append(Node(id: id, lines: [text], kind: .watch))
    }

    private mutating func addEdge(_ from: String, _ to: String, _ label: String) {
        outsideEdges.append(Edge(from: from, to: to, label: label))
    }

    // MARK: The ways out

    private mutating func addEnds(_ machine: Machine) {
        if let goal = machine.goal {
            outside.append(Node(id: "goal", lines: ["goal"], kind: .goal))
            addEdge(Self.box, "goal", goal.text)
        }
        if !machine.exits.isEmpty {
            outside.append(Node(id: "exit", lines: ["exit"], kind: .exit))
            addEdge(Self.box, "exit", machine.exits.map(\.text).joined(separator: "\nor "))
        }
        addEdge(Self.box, machine.reentry == .once ? Self.end : "idle", machine.reentry.text)
    }

    // MARK: The steps

    private mutating func addStates(_ states: [State]) {
        let ids = states.map { $0.label.replacing("#", with: "_") }
        for (state, id) in zip(states, ids) {
            let actions = state.transitions.flatMap(\.actions).map(\.text)
            inside.append(Node(id: id, lines: [state.label] + actions, kind: Node.Kind(state.kind)))
            for transition in state.transitions {
                insideEdges.append(Edge(from: id, to: ids[transition.target], label: transition.text))
            }
        }
    }
}

extension Diagram.Node.Kind {
    init(_ kind: State.Kind) {
        switch kind {
        case .step: self = .step
        case .wait: self = .wait
        case .choice, .split, .give: self = .choice
        case .loop: self = .wait
        case .done: self = .done
        }
    }
}

extension Transition {
    /// Why it is taken: `after 2d`, `clicked where …`, `if tier is "gold"`, `else`; empty for the only way on.
    public var text: String {
        var parts: [String] = []
        switch cause {
        case .immediate: if condition == nil, !name.isEmpty { parts.append(name) }
        case .event(let events): parts.append(events.openText)
        case .timer(let duration): parts.append("after " + durationText(duration))
        case .moment(let moment): parts.append("at " + moment.text)
        case .arm(let share): parts.append(share == 0 ? name : "\(Spelling.percent(micros: Int64(share) * 100)) " + name)
        case .given, .round, .roundsOver: parts.append(name)
        }
        if let condition { parts.append("if " + condition.text) }
        return parts.joined(separator: " ")
    }
}

extension [EventMatcher] {
    /// Without conditions.
    var names: String { map { EventMatcher(event: $0.event, condition: nil).text }.joined(separator: " or ") }
}

extension EventPattern.Base {
    var names: String {
        switch self {
        case .any(let events), .times(let events, _, _): events.names
        case .all(let groups, _): groups.map(\.names).joined(separator: " and ")
        }
    }
}
