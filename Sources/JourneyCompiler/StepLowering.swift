import JourneyLanguage
import JourneyModel

/// Turns steps into states: one for each step, in the order of the text, and `done` at the end.
struct StepLowering {
    let context: CheckContext
    var findings: Findings { context.findings }

    /// A place that is not known yet when a transition to it is made; `places[number]` is the index of its state later.
    typealias Label = Int

    var states: [State] = []
    /// Of each state but `done`.
    private var sources: [Step] = []
    private var places: [Int] = []
    /// So many steps of each verb.
    private var counts = [Int](repeating: 0, count: Verb.allCases.count)
    /// The heads of the loops around the step being lowered.
    var loops: [Int] = []
    /// The author's name for the next step.
    private var label: String?
    private var labels: Set<String> = []
    /// All waits of a fixed length together; saturates.
    private(set) var waited: Microseconds = 0
    let resolver: Resolver
    /// Of events that waits and rounds look for.
    let matching: Resolver

    /// - Parameter stepCount: of all steps, those in blocks among them.
    init(_ context: CheckContext, stepCount: Int) {
        self.context = context
        states.reserveCapacity(stepCount + 1)
        sources.reserveCapacity(stepCount)
        places.reserveCapacity(stepCount + 1)
        resolver = Resolver(context, .customer)
        matching = Resolver(context, .event)
    }

    /// What states are called after.
    enum Verb: Int, CaseIterable {
        case send, set, add, tag, untag, stop, wait, `if`, split, `repeat`, give, record, start, leave

        private static let words = [
            "send", "set", "add", "tag", "untag", "stop", "wait", "if", "split", "repeat", "give", "record", "start", "leave",
        ]
        /// Of each verb the first labels; few journeys have more.
        private static let labels = words.map { word in (0...9).map { word + "#\($0)" } }

        /// `send#1`
        func label(_ count: Int) -> String { count < 10 ? Self.labels[rawValue][count] : Self.words[rawValue] + "#\(count)" }
    }

    /// A step that nothing leads to.
    struct Unreachable {
        var label: String
        var step: Step
    }

    struct Result {
        var states: [State]
        /// Of each state but `done`.
        var steps: [Step]
        /// The first of each run.
        var unreachable: [Unreachable]
    }

    mutating func states(_ steps: [Step]) -> Result {
        let done = newLabel()
        lower(steps, done, done: done)
        place(done)
        states.append(State(label: "done", kind: .done, transitions: []))
        for state in states.indices {
            for transition in states[state].transitions.indices { states[state].transitions[transition].lead(to: places) }
        }
        return mayEndEarly ? reachable() : Result(states: states, steps: sources, unreachable: [])
    }

    mutating func newLabel() -> Label {
        places.append(0)
        return places.count - 1
    }

    /// The label stands for the state that is made next.
    mutating func place(_ label: Label) { places[label] = states.count }

    mutating func place(_ label: Label, at state: Int) { places[label] = state }

    mutating func lower(_ steps: [Step], _ exit: Label, done: Label) {
        // A label is no state of its own: it names the one that follows.
        let lastState = steps.lastIndex { if case .label = $0.kind { false } else { true } }
        for (index, step) in steps.enumerated() {
            if case .label(let name) = step.kind {
                take(label: name, of: step, isFollowed: index < lastState ?? -1)
                continue
            }
            let isLast = index == lastState
            let next = isLast ? exit : newLabel()
            lower(step, next, done: done)
            if !isLast { place(next) }
        }
    }

    private mutating func lower(_ step: Step, _ next: Label, done: Label) {
        switch step.kind {
        case .send(let send): act(step, .send, .send(action(send)), next)
        case .set(let attribute, let value): act(step, .set, set(attribute, value), next)
        case .add(let value, let attribute): act(step, .add, add(value, attribute), next)
        case .tag(let tag): act(step, .tag, .tag(tag.text), next)
        case .untag(let tag): act(step, .untag, .untag(tag.text), next)
        case .stop: act(step, .stop, .stop, done)
        case .wait(let duration):
            take(duration)
            make(step, .wait, .wait, [Transition(cause: .timer(after: duration.microseconds), target: next)])
        case .waitFor(let wait): lower(step, wait, next, done: done)
        case .branch(let branches, let otherwise): lower(step, branches, otherwise, next, done: done)
        case .waitUntil(let moment):
            make(step, .wait, .wait, [Transition(cause: .moment(self.moment(moment)), target: next)])
        case .split(let split): lower(step, split, next, done: done)
        case .repeats(let loop): lower(step, loop, next, done: done)
        case .give(let coupon, let otherwise): lower(step, give: coupon, otherwise, next, done: done)
        case .record(let event, let values): act(step, .record, record(event, values), next)
        case .start(let journey): act(step, .start, .start(journey: context.name(journey, .journey)), next)
        case .leave(let journey): act(step, .leave, .leave(journey: context.name(journey, .journey)), next)
        case .label: break
        }
    }

    /// The length of a wait.
    mutating func take(_ duration: DurationLiteral) {
        if duration.microseconds <= 0 { return findings.report(.emptyWait, at: duration.range) }
        let (sum, overflow) = waited.addingReportingOverflow(duration.microseconds)
        waited = overflow ? .max : sum
    }

    private mutating func take(label name: Name, of step: Step, isFollowed: Bool) {
        if name.text.contains("#") || name.text == "done" || !labels.insert(name.text).inserted {
            findings.report(.unusableLabel(name.text), at: name.range)
        } else if !isFollowed {
            findings.report(.labelWithoutStep(name.text), at: step.range)
        } else {
            label = name.text
        }
    }

    @discardableResult
    mutating func make(_ step: Step, _ verb: Verb, _ kind: State.Kind, _ transitions: [Transition]) -> Int {
        counts[verb.rawValue] += 1
        let label = label ?? verb.label(counts[verb.rawValue])
        states.append(State(label: label, kind: kind, loops: loops, transitions: transitions))
        self.label = nil
        sources.append(step)
        return states.count - 1
    }

    private mutating func act(_ step: Step, _ verb: Verb, _ action: Action, _ next: Label) {
        make(step, verb, .step, [Transition(cause: .immediate, actions: [action], target: next)])
    }

    // MARK: Reachability

    /// Every other step than these leads to the one after it; a split does where it has arms.
    private var mayEndEarly: Bool { counts[Verb.stop.rawValue] > 0 || counts[Verb.split.rawValue] > 0 }

    /// Without the states that nothing leads to, `done` last.
    private func reachable() -> Result {
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
        if isReached.allSatisfy({ $0 }) { return Result(states: states, steps: sources, unreachable: []) }
        var numbers: [Int] = []
        var kept = 0
        var result = Result(states: [], steps: [], unreachable: [])
        for state in states.indices {
            if !isReached[state], state == 0 || isReached[state - 1] {
                result.unreachable.append(Unreachable(label: states[state].label, step: sources[state]))
            }
            numbers.append(kept)
            if isReached[state] { kept += 1 }
        }
        for index in states.indices where isReached[index] {
            var state = states[index]
            for transition in state.transitions.indices {
                state.transitions[transition].target = numbers[state.transitions[transition].target]
            }
            state.loops = state.loops.map { numbers[$0] }
            result.states.append(state)
            if index < sources.count { result.steps.append(sources[index]) }
        }
        return result
    }
}

extension Transition {
    /// From a label to the state that has its place.
    fileprivate mutating func lead(to places: [Int]) { target = places[target] }
}
