import JourneyLanguage
import JourneyModel

/// A state chart by the W3C's recommendation of 2015; several journeys stand side by side in a `parallel`.
///
/// - Ids are the journey's name, a dot, and the state's name, made fit for XML: `cart_rescue.send_1`.
/// - `event` is the event's name, made fit in the same way; `cond` is a condition as the language writes it (so the data model
///   is the language's own).
/// - What a step does is an element in the namespace of actions, named by its verb, with the step as `text`.
/// - What a draw, a coupon pool, a loop or the calendar decides comes as an event of the state, asked for on entry: `given.ID`,
///   `round.ID`, an arm's name, `timer.ID`.
/// - A deadline is a `send` with a delay to the chart itself when its state is entered, cancelled when it is left.
/// - The state `journey` around the steps hears what ends the journey, goal before exits. A state chart asks inner states first,
///   the engine the outer one: an event that ends a wait and reaches the goal is the goal's.
func scxmlGraph(_ machines: [Machine]) -> String {
    var writer = StateChartWriter()
    let initial = machines.count == 1 ? " initial=\"\(id(machines[0], "idle"))\"" : ""
    let name = machines.count == 1 ? XMLText.name(machines[0].name) : "journeys"
    writer.open(
        "scxml xmlns=\"http://www.w3.org/2005/07/scxml\" xmlns:journey=\"urn:journey:actions\" version=\"1.0\""
            + " datamodel=\"journey\" name=\"\(name)\"\(initial)")
    if machines.count > 1 { writer.open("parallel id=\"journeys\"") }
    for machine in machines {
        if machines.count > 1 { writer.open("state id=\"\(XMLText.name(machine.name))\" initial=\"\(id(machine, "idle"))\"") }
        writer.add(machine)
        if machines.count > 1 { writer.close() }
    }
    if machines.count > 1 { writer.close() }
    writer.close()
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + writer.text
}

private func id(_ machine: Machine, _ state: String) -> String {
    XMLText.name(machine.name) + "." + XMLText.name(state.replacing("#", with: "_"))
}

private struct StateChartWriter {
    private(set) var text = ""
    private var open: [String] = []

    mutating func open(_ tag: String) {
        line("<\(tag)>")
        open.append(String(tag.prefix { $0 != " " }))
    }

    mutating func close() {
        guard let name = open.popLast() else { return }
        line("</\(name)>")
    }

    private mutating func line(_ content: String) {
        text += String(repeating: "  ", count: open.count) + content + "\n"
    }

    // MARK: A journey

    mutating func add(_ machine: Machine) {
        let journey = id(machine, "journey")
        addWatch(machine, to: journey)
        open("state id=\"\(journey)\" initial=\"\(id(machine, machine.states.first?.label ?? "done"))\"")
        if let goal = machine.goal {
            let reached = "<journey:goal text=\"\(XMLText.escaped("goal " + goal.text))\"/>"
            for event in goal.events {
                transition(event: event, to: goal.continues ? nil : id(machine, "goal"), [reached])
            }
        }
        for exit in machine.exits {
            switch exit {
            case .event(let matcher): transition(event: matcher, to: id(machine, "exit"))
            case .condition(let condition): transition(event: "*", cond: condition.text, to: id(machine, "exit"))
            }
        }
        let again = machine.reentry == .once ? "ended" : "idle"
        transition(event: "done.state." + journey, to: id(machine, again))
        for state in machine.states { add(state, machine) }
        close()
        let ends = [machine.goal?.continues == false ? "goal" : nil, machine.exits.isEmpty ? nil : "exit"].compactMap { $0 }
        for end in ends {
            open("state id=\"\(id(machine, end))\"")
            transition(to: id(machine, again))
            close()
        }
        if machine.reentry == .once { line("<final id=\"\(id(machine, "ended"))\"/>") }
    }

    /// From `idle` through what the trigger watches for into the journey.
    private mutating func addWatch(_ machine: Machine, to journey: String) {
        let idle = id(machine, "idle")
        let audience = machine.audience?.text
        open("state id=\"\(idle)\"")
        switch machine.trigger {
        case .silence(let events, let duration):
            let watching = id(machine, "watching")
            entries(events, to: watching)
            close()
            open("state id=\"\(watching)\"")
            timer(watching, duration, cond: audience, to: journey)
            entries(events, to: watching)
            close()
        case .pattern(let pattern): add(pattern, machine, audience, to: journey)
        case .schedule, .attributeChanges, .attributeBecomes, .entersAudience, .leavesAudience:
            let cond = [machine.trigger.text, audience].compactMap { $0 }.joined(separator: " and ")
            transition(event: "trigger." + idle, cond: cond, to: journey)
            close()
        }
    }

    private mutating func entries(_ events: [EventMatcher], to target: String) {
        if events.isEmpty { transition(event: "*", to: target) }
        for event in events { transition(event: event, to: target) }
    }

    /// Closes the state that is open, and opens one for each event of the sequence and for the absence.
    private mutating func add(_ pattern: EventPattern, _ machine: Machine, _ audience: String?, to journey: String) {
        let idle = id(machine, "idle")
        let watched =
            pattern.follows.indices.map { id(machine, "seen_\($0 + 1)") }
            + (pattern.absence == nil ? [] : [id(machine, "watching")])
        add(pattern.base, cond: watched.isEmpty ? audience : nil, to: watched.first ?? journey)
        for (index, follow) in pattern.follows.enumerated() {
            close()
            open("state id=\"\(watched[index])\"")
            timer(watched[index], follow.within, to: idle)
            for event in follow.without { transition(event: event, to: idle) }
            let isLast = index == watched.count - 1
            for event in follow.events {
                transition(event: event, cond: isLast ? audience : nil, to: isLast ? journey : watched[index + 1])
            }
        }
        if let absence = pattern.absence, let watching = watched.last {
            close()
            open("state id=\"\(watching)\"")
            timer(watching, absence.within, cond: audience, to: journey)
            for event in absence.events { transition(event: event, to: idle) }
            for event in pattern.restarts { transition(event: event, to: watching) }
        }
        close()
    }

    /// A count or several events in any order are a condition on the last of them.
    private mutating func add(_ base: EventPattern.Base, cond: String?, to target: String) {
        let counted = [base.text, cond].compactMap { $0 }.joined(separator: " and ")
        switch base {
        case .any(let events): for event in events { transition(event: event, cond: cond, to: target) }
        case .times(let events, _, _): transition(event: names(events), cond: counted, to: target)
        case .all(let groups, _): transition(event: names(groups.flatMap { $0 }), cond: counted, to: target)
        }
    }

    private func names(_ events: [EventMatcher]) -> String {
        var seen: Set<String> = []
        return events.map { XMLText.name($0.event) }.filter { seen.insert($0).inserted }.joined(separator: " ")
    }

    // MARK: States

    private mutating func add(_ state: State, _ machine: Machine) {
        let name = id(machine, state.label)
        if state.transitions.isEmpty { return line("<final id=\"\(name)\"/>") }
        open("state id=\"\(name)\"")
        let only = state.transitions.count == 1 ? state.transitions.first : nil
        if let only, only.condition == nil, !only.actions.isEmpty, case .immediate = only.cause {
            open("onentry")
            for action in only.actions { line(element(action)) }
            close()
            transition(to: id(machine, machine.states[only.target].label))
        } else {
            for case .timer(let duration) in state.transitions.map(\.cause) { deadline(name, duration) }
            if let text = state.request { line("<onentry>\(element(text))</onentry>") }
            for head in state.loops where machine.states[head].label != state.label {
                for until in machine.states[head].transitions {
                    if case .event = until.cause { add(until, name, to: id(machine, machine.states[until.target].label)) }
                }
            }
            for transition in state.transitions {
                add(transition, name, to: id(machine, machine.states[transition.target].label))
            }
        }
        close()
    }

    private mutating func add(_ transition: Transition, _ state: String, to target: String) {
        let cond = transition.condition?.text
        switch transition.cause {
        case .immediate: self.transition(cond: cond, to: target, transition.actions.map(element))
        case .event(let events):
            for event in events { self.transition(event: event, cond: cond, to: target, transition.actions.map(element)) }
        case .arm, .given, .round, .roundsOver:
            let event = (transition.name.isEmpty ? "next" : XMLText.name(transition.name)) + "." + state
            self.transition(event: event, cond: cond, to: target, transition.actions.map(element))
        case .timer, .moment: self.transition(event: "timer." + state, cond: cond, to: target, transition.actions.map(element))
        }
    }

    private func element(_ action: Action) -> String { element(action.text) }

    private func element(_ text: String) -> String {
        "<journey:\(XMLText.name(String(text.prefix { $0 != " " }))) text=\"\(XMLText.escaped(text))\"/>"
    }

    // MARK: Transitions

    private mutating func timer(_ state: String, _ delay: Microseconds, cond: String? = nil, to target: String) {
        deadline(state, delay)
        transition(event: "timer." + state, cond: cond, to: target)
    }

    private mutating func deadline(_ state: String, _ delay: Microseconds) {
        let event = "timer." + state
        line("<onentry><send id=\"\(event)\" event=\"\(event)\" delay=\"\(delay / Microseconds.second)s\"/></onentry>")
        line("<onexit><cancel sendid=\"\(event)\"/></onexit>")
    }

    private mutating func transition(event: EventMatcher, cond: String? = nil, to target: String?, _ content: [String] = []) {
        let conditions = [event.condition?.text(inEvent: true), cond].compactMap { $0 }
        let all = conditions.count == 1 ? conditions[0] : conditions.map { "(" + $0 + ")" }.joined(separator: " and ")
        transition(event: XMLText.name(event.event), cond: conditions.isEmpty ? nil : all, to: target, content)
    }

    private mutating func transition(event: String? = nil, cond: String? = nil, to target: String?, _ content: [String] = []) {
        var tag = "transition"
        if let event { tag += " event=\"\(event)\"" }
        if let cond { tag += " cond=\"\(XMLText.escaped(cond))\"" }
        if let target { tag += " target=\"\(target)\"" }
        if content.isEmpty { return line("<\(tag)/>") }
        open(tag)
        for element in content { line(element) }
        close()
    }
}

extension State {
    /// What it asks for on entry and waits to be told.
    fileprivate var request: String? {
        switch kind {
        case .split: split.map { "split " + Spelling.text($0.name) + ($0.isAdaptive ? " adaptively" : "") }
        case .give: coupon.map { "give " + Spelling.name($0) }
        case .loop: loop.map { "repeat up to \($0.limit) times every " + durationText($0.every) }
        case .wait:
            transitions.lazy.compactMap { transition in
                if case .moment(let moment) = transition.cause { "wait until " + moment.text } else { nil }
            }.first
        case .step, .choice, .done: nil
        }
    }
}
