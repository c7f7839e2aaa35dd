import JourneyLanguage
import JourneyModel

/// Steps that lead several ways.
extension StepLowering {
    mutating func lower(_ step: Step, _ wait: Step.WaitFor, _ next: Label, done: Label) {
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

    mutating func lower(_ step: Step, _ branches: [Step.Branch], _ otherwise: [Step]?, _ next: Label, done: Label) {
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

    mutating func lowerArm(_ steps: [Step], _ label: Label, _ next: Label, done: Label) {
        if steps.isEmpty { return }
        place(label)
        lower(steps, next, done: done)
    }

    /// Arms without a name are called by their number.
    mutating func lower(_ step: Step, _ split: Step.Split, _ next: Label, done: Label) {
        let state = make(step, "split", .split, [])
        states[state].split = State.Split(name: split.name, isAdaptive: split.isAdaptive)
        let arms = split.arms.map { (steps: $0.steps, label: $0.steps.isEmpty ? next : newLabel()) }
        states[state].transitions = zip(split.arms, arms).enumerated().map { index, arm in
            Transition(
                cause: .arm(share: split.isAdaptive ? 0 : arm.0.share?.tenThousandths ?? 0), target: arm.1.label,
                name: arm.0.name ?? "\(index + 1)")
        }
        for arm in arms { lowerArm(arm.steps, arm.label, next, done: done) }
    }

    mutating func lower(_ step: Step, give coupon: Name, _ otherwise: [Step]?, _ next: Label, done: Label) {
        let steps = otherwise ?? []
        let missed = steps.isEmpty ? next : newLabel()
        let state = make(
            step, "give", .give,
            [
                Transition(cause: .given(true), target: next, name: "given"),
                Transition(cause: .given(false), target: missed, name: "none left"),
            ])
        states[state].coupon = coupon.text
        lowerArm(steps, missed, next, done: done)
    }

    mutating func lower(_ step: Step, _ loop: Step.Repeat, _ next: Label, done: Label) {
        let matching = Resolver(findings: findings, scope: .event)
        let head = make(step, "repeat", .loop, [])
        states[head].loop = State.Loop(limit: loop.times, every: loop.every.microseconds)
        loops.append(head)
        defer { loops.removeLast() }
        states[head].loops = loops
        let start = newLabel()
        let again = newLabel()
        // The body leads back to the head, which was made before it.
        place(again, at: head)
        var transitions = [
            Transition(cause: .round, target: loop.steps.isEmpty ? again : start, name: "round"),
            Transition(cause: .roundsOver, target: next, name: "over"),
        ]
        if let until = loop.until {
            let events = until.alternatives.map {
                EventMatcher(event: $0.name.text, condition: $0.condition.map(matching.condition))
            }
            transitions.append(Transition(cause: .event(events), target: next, name: "until"))
        }
        states[head].transitions = transitions
        lowerArm(loop.steps, start, again, done: done)
    }

    func moment(_ moment: Step.Moment) -> Transition.Moment {
        switch moment {
        case .time(let time): .time(time.seconds)
        case .weekday(let weekday, let time): .weekday(weekday, at: time?.seconds ?? 0)
        case .workday(let time): .workday(at: time?.seconds ?? 0)
        case .date(let date, let time): .date(date.days, at: time?.seconds ?? 0)
        case .attribute(let name, let time): .attribute(name.text, at: time?.seconds)
        case .before(let duration, let name, let time): .before(duration.microseconds, attribute: name.text, at: time?.seconds)
        }
    }
}
