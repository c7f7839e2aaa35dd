import JourneyLanguage
import JourneyModel

/// Steps that lead several ways.
extension StepLowering {
    mutating func lower(_ step: Step, _ wait: Step.WaitFor, _ next: Label, done: Label) {
        let events = matching.matchers(wait.events)
        take(wait.limit)
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
            step, .wait, .wait,
            [
                Transition(cause: .event(events), target: cameLabel, name: "came"),
                Transition(cause: .timer(after: wait.limit.microseconds), target: missedLabel, name: "timeout"),
            ])
        lowerArm(came, cameLabel, next, done: done)
        lowerArm(missed, missedLabel, next, done: done)
    }

    mutating func lower(_ step: Step, _ branches: [Step.Branch], _ otherwise: [Step]?, _ next: Label, done: Label) {
        let state = make(step, .if, .choice, [])
        var transitions: [Transition] = []
        var arms: [(steps: [Step], label: Label)] = []
        transitions.reserveCapacity(branches.count + 1)
        arms.reserveCapacity(branches.count + 1)
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
        check(split, step.range)
        let state = make(step, .split, .split, [])
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
            step, .give, .give,
            [
                Transition(cause: .given(true), target: next, name: "given"),
                Transition(cause: .given(false), target: missed, name: "none left"),
            ])
        states[state].coupon = context.name(coupon, .coupon)
        lowerArm(steps, missed, next, done: done)
    }

    mutating func lower(_ step: Step, _ loop: Step.Repeat, _ next: Label, done: Label) {
        if loop.steps.allSatisfy({ if case .label = $0.kind { true } else { false } }) {
            findings.report(.emptyRepeat, at: step.range)
        }
        let head = make(step, .repeat, .loop, [])
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
            transitions.append(Transition(cause: .event(matching.matchers(until)), target: next, name: "until"))
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
        case .attribute(let name, let time): .attribute(context.dateAttribute(name), at: time?.seconds)
        case .before(let duration, let name, let time): before(duration, name, at: time)
        }
    }

    private func before(_ duration: DurationLiteral, _ name: Name, at time: TimeLiteral?) -> Transition.Moment {
        context.checkWholeDays(duration, at: time)
        return .before(duration.microseconds, attribute: context.dateAttribute(name), at: time?.seconds)
    }

    // MARK: Shares

    private func check(_ split: Step.Split, _ range: SourceRange) {
        if split.arms.count < 2 { findings.report(.singleArm, at: split.arms.first?.range ?? range) }
        var names: Set<String> = []
        for arm in split.arms {
            if let name = arm.name, !names.insert(name).inserted { findings.report(.armTwice(name), at: arm.range) }
            if let share = arm.share { context.checkPrecision(share) }
        }
        if !split.isAdaptive { checkSum(split.arms) }
    }

    private func checkSum(_ arms: [Step.Split.Arm]) {
        let shares = arms.compactMap(\.share)
        let sum = shares.reduce(Int64(0)) { $0.addingReportingOverflow($1.micros).partialValue }
        let whole: Int64 = 1_000_000
        guard sum != whole, let last = shares.last, let arm = arms.last else { return }
        // The last arm is the one that is most often left to be whatever remains.
        let rest = last.micros.addingReportingOverflow(whole).partialValue.subtractingReportingOverflow(sum).partialValue
        let isMendable = rest > 0 && rest <= whole
        let mended = isMendable ? Spelling.percent(micros: rest) : nil
        findings.report(
            .sharesDoNotSum(Spelling.percent(micros: sum), lastArm: arm.name ?? "\(arms.count)", mended), at: last.range,
            fix: mended.map { Diagnostic.Fix(last.range, $0) })
    }
}
