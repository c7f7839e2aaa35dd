import JourneyLanguage
import JourneyModel

/// Turns steps into states: one for each step, in the order of the text, and `done` at the end.
struct StepLowering {
    let findings: Findings
    let channels: [String]

    /// A place that is not known yet when a transition to it is made; `places[number]` is the index of its state later.
    private typealias Label = Int

    private var states: [State] = []
    private var ranges: [SourceRange] = []
    private var places: [Int] = []
    private var counts: [String: Int] = [:]
    private var resolver: Resolver { Resolver(findings: findings, scope: .customer) }

    init(findings: Findings, channels: [String]) {
        self.findings = findings
        self.channels = channels
    }

    mutating func states(_ steps: [Step]) -> [State] {
        let done = newLabel()
        lower(steps, done, done: done)
        place(done)
        states.append(State(label: "done", kind: .done, transitions: []))
        for state in states.indices {
            for transition in states[state].transitions.indices {
                states[state].transitions[transition].target = places[states[state].transitions[transition].target]
            }
        }
        return reachable()
    }

    private mutating func newLabel() -> Label {
        places.append(0)
        return places.count - 1
    }

    /// The label stands for the state that is made next.
    private mutating func place(_ label: Label) { places[label] = states.count }

    private mutating func lower(_ steps: [Step], _ exit: Label, done: Label) {
        for (index, step) in steps.enumerated() {
            let isLast = index == steps.count - 1
            let next = isLast ? exit : newLabel()
            lower(step, next, done: done)
            if !isLast { place(next) }
        }
    }

    private mutating func lower(_ step: Step, _ next: Label, done: Label) {
        switch step.kind {
        case .send(let send):
            let action = Action.send(content: send.content.text, arguments: arguments(send), channels: fallbacks(send))
            act(step, "send", action, next)
        case .set(let attribute, let value):
            act(step, "set", .set(attribute: attribute.text, resolver.value(value).formula), next)
        case .add(let value, let attribute): act(step, "add", .add(amount(value), attribute: attribute.text), next)
        case .tag(let tag): act(step, "tag", .tag(tag.text), next)
        case .untag(let tag): act(step, "untag", .untag(tag.text), next)
        case .stop: act(step, "stop", .stop, done)
        case .wait(let duration):
            if duration.microseconds <= 0 { findings.report(.emptyWait, at: duration.range) }
            make(step, "wait", .wait, [Transition(cause: .timer(after: duration.microseconds), target: next)])
        case .waitFor(let wait): lower(step, wait, next, done: done)
        case .branch(let branches, let otherwise): lower(step, branches, otherwise, next, done: done)
        }
    }

    @discardableResult
    private mutating func make(_ step: Step, _ verb: String, _ kind: State.Kind, _ transitions: [Transition]) -> Int {
        let count = (counts[verb] ?? 0) + 1
        counts[verb] = count
        states.append(State(label: "\(verb)#\(count)", kind: kind, transitions: transitions))
        ranges.append(step.range)
        return states.count - 1
    }

    private mutating func act(_ step: Step, _ verb: String, _ action: Action, _ next: Label) {
        make(step, verb, .step, [Transition(cause: .immediate, actions: [action], target: next)])
    }

    private mutating func lower(_ step: Step, _ wait: Step.WaitFor, _ next: Label, done: Label) {
        let matching = Resolver(findings: findings, scope: .event)
        let events = wait.events.alternatives.map {
            EventMatcher(event: $0.name.text, condition: $0.condition.map(matching.condition))
        }
        if wait.limit.microseconds <= 0 { findings.report(.emptyWait, at: wait.limit.range) }
        var came: [Step] = []
        var missed: [Step] = []
        switch wait.outcome {
        case .goesOn: break
        case .orElse(let steps): missed = steps
        case .ifSo(let steps, let otherwise):
            came = steps
            missed = otherwise ?? []
        }
        let cameLabel = came.isEmpty ? next : newLabel()
        let missedLabel = missed.isEmpty ? next : newLabel()
        make(
            step, "wait", .wait,
            [
                Transition(cause: .event(events), target: cameLabel, name: "came"),
                Transition(cause: .timer(after: wait.limit.microseconds), target: missedLabel, name: "timeout"),
            ])
        lowerArm(came, cameLabel, next, done: done)
        lowerArm(missed, missedLabel, next, done: done)
    }

    private mutating func lower(_ step: Step, _ branches: [Step.Branch], _ otherwise: [Step]?, _ next: Label, done: Label) {
        let state = make(step, "if", .choice, [])
        var transitions: [Transition] = []
        var arms: [(steps: [Step], label: Label)] = []
        for (index, branch) in branches.enumerated() {
            let label = branch.steps.isEmpty ? next : newLabel()
            arms.append((branch.steps, label))
            let name = index == 0 ? "then" : "else if \(index + 1)"
            let condition = resolver.condition(branch.condition)
            transitions.append(Transition(cause: .immediate, condition: condition, target: label, name: name))
        }
        let last = otherwise ?? []
        let label = last.isEmpty ? next : newLabel()
        arms.append((last, label))
        transitions.append(Transition(cause: .immediate, target: label, name: "else"))
        states[state].transitions = transitions
        for arm in arms { lowerArm(arm.steps, arm.label, next, done: done) }
    }

    private mutating func lowerArm(_ steps: [Step], _ label: Label, _ next: Label, done: Label) {
        if steps.isEmpty { return }
        place(label)
        lower(steps, next, done: done)
    }

    // MARK: Reachability

    /// Without the states that nothing leads to, `done` last; the first of each run of them is reported.
    private func reachable() -> [State] {
        var isReached = [Bool](repeating: false, count: states.count)
        var open = [0]
        isReached[0] = true
        while let state = open.popLast() {
            for transition in states[state].transitions where !isReached[transition.target] {
                isReached[transition.target] = true
                open.append(transition.target)
            }
        }
        isReached[states.count - 1] = true
        var numbers: [Int] = []
        var kept = 0
        for state in states.indices {
            if !isReached[state], state == 0 || isReached[state - 1] {
                findings.report(.unreachable(states[state].label), at: ranges[state])
            }
            numbers.append(kept)
            if isReached[state] { kept += 1 }
        }
        return states.indices.filter { isReached[$0] }.map { index in
            var state = states[index]
            for transition in state.transitions.indices {
                state.transitions[transition].target = numbers[state.transitions[transition].target]
            }
            return state
        }
    }
}

extension StepLowering {
    private func arguments(_ send: Step.Send) -> [Action.Argument] {
        var names: Set<String> = []
        return send.arguments.map { argument in
            if !names.insert(argument.name.text).inserted {
                findings.report(.repeatedArgument(argument.name.text), at: argument.name.range)
            }
            return Action.Argument(name: argument.name.text, value: resolver.value(argument.value).formula)
        }
    }

    private func fallbacks(_ send: Step.Send) -> [String] {
        var names: Set<String> = []
        for channel in send.channels {
            if !names.insert(channel.text).inserted { findings.report(.repeatedChannel(channel.text), at: channel.range) }
            if !channels.isEmpty, !channels.contains(channel.text) {
                let suggestion = closest(to: channel.text, among: channels)
                findings.report(.undeclaredChannel(channel.text, suggestion: suggestion), at: channel.range)
            }
        }
        return send.channels.map(\.text)
    }

    private func amount(_ expression: Expression) -> Formula {
        let (formula, kind) = resolver.value(expression)
        if kind != .any, kind != .number, kind != .duration {
            findings.report(.noArithmetic("add", kind.rawValue), at: expression.range)
        }
        return formula
    }
}
