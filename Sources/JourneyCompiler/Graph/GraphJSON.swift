import JourneyModel

/// The machine as JSON for other tools, indented, members always in this order, absent ones left out:
///
///     { "journey", "title", "version", "trigger", "customers", "again", "goal", "exits": [text], "priority", "owner",
///       "states": [ { "name", "kind": "step"|"wait"|"choice"|"done",
///                     "transitions": [ { "on": "immediate"|"event"|"timer", "to": name of a state, "name", "events": [text],
///                                        "after": text, "seconds": number, "condition": text, "actions": [text] } ] } ] }
///
/// Texts are as the language writes them. The first state is where a customer enters.
func graphJSON(_ machine: Machine) -> String {
    var members: [(String, JSONTree)] = [("journey", .text(machine.name))]
    if let title = machine.title { members.append(("title", .text(title))) }
    members += [("version", .text(machine.hash)), ("trigger", .text("when " + machine.trigger.text))]
    if let audience = machine.audience { members.append(("customers", .text(audience.text))) }
    members.append(("again", .text(machine.reentry.text)))
    if let goal = machine.goal { members.append(("goal", .text(goal.text))) }
    if !machine.exits.isEmpty { members.append(("exits", .list(machine.exits.map { .text($0.text) }))) }
    if machine.priority != 0 { members.append(("priority", .number(Int64(machine.priority)))) }
    if let owner = machine.owner { members.append(("owner", .text(owner))) }
    members.append(("states", .list(machine.states.map { tree($0, machine.states) })))
    return JSONTree.object(members).pretty(depth: 0) + "\n"
}

private func tree(_ state: State, _ states: [State]) -> JSONTree {
    .object([
        ("name", .text(state.label)), ("kind", .text(state.kind.rawValue)),
        ("transitions", .list(state.transitions.map { tree($0, states) })),
    ])
}

private func tree(_ transition: Transition, _ states: [State]) -> JSONTree {
    var members: [(String, JSONTree)] = []
    func add(_ key: String, _ value: JSONTree) { members.append((key, value)) }
    let to = JSONTree.text(states[transition.target].label)
    switch transition.cause {
    case .immediate: members += [("on", .text("immediate")), ("to", to)]
    case .event: members += [("on", .text("event")), ("to", to)]
    case .timer: members += [("on", .text("timer")), ("to", to)]
    case .moment(let moment): members += [("on", .text("timer")), ("to", to), ("until", .text(moment.text))]
    case .arm(let share): members += [("on", .text("draw")), ("to", to), ("share", .number(Int64(share)))]
    case .given: members += [("on", .text("give")), ("to", to)]
    case .round, .roundsOver: members += [("on", .text("repeat")), ("to", to)]
    }
    if !transition.name.isEmpty { add("name", .text(transition.name)) }
    if case .event(let events) = transition.cause { add("events", .list(events.map { .text($0.text) })) }
    if case .timer(let duration) = transition.cause {
        add("after", .text(durationText(duration)))
        add("seconds", .number(duration / Microseconds.second))
    }
    if let condition = transition.condition { add("condition", .text(condition.text)) }
    if !transition.actions.isEmpty { add("actions", .list(transition.actions.map { .text($0.text) })) }
    return .object(members)
}

/// JSON with its members in the order given.
private indirect enum JSONTree {
    case text(String)
    case number(Int64)
    case list([JSONTree])
    case object([(String, JSONTree)])

    func pretty(depth: Int) -> String {
        switch self {
        case .text(let text): return Value.text(text).json
        case .number(let number): return String(number)
        case .list(let elements): return Self.block("[", elements.map { $0.pretty(depth: depth + 1) }, "]", depth)
        case .object(let members):
            return Self.block("{", members.map { Value.text($0).json + ": " + $1.pretty(depth: depth + 1) }, "}", depth)
        }
    }

    private static func block(_ open: String, _ parts: [String], _ close: String, _ depth: Int) -> String {
        if parts.isEmpty { return open + close }
        let indentation = String(repeating: "  ", count: depth + 1)
        return open + "\n" + parts.map { indentation + $0 }.joined(separator: ",\n") + "\n" + indentation.dropLast(2) + close
    }
}
