import JourneyModel

/// Prints what stands on one line: steps without blocks, settings.
enum StepText {
    /// Nil for a step that holds other steps.
    static func simple(_ step: Step) -> String? {
        switch step.kind {
        case .send(let send): self.send(send)
        case .wait(let duration): "wait " + TriggerText.text(duration)
        case .waitFor(let wait): wait.outcome == .goesOn ? waitFor(wait) : nil
        case .branch: nil
        case .set(let attribute, let value):
            "set " + Spelling.name(attribute.text) + " to " + ExpressionText.value(value)
        case .add(let value, let attribute):
            "add " + ExpressionText.arithmetic(value) + " to " + Spelling.name(attribute.text)
        case .tag(let tag): "tag " + Spelling.name(tag.text)
        case .untag(let tag): "untag " + Spelling.name(tag.text)
        case .stop: "stop"
        default: nil
        }
    }

    static func waitFor(_ wait: Step.WaitFor) -> String {
        "wait up to " + TriggerText.text(wait.limit) + " for " + TriggerText.open(wait.events)
    }

    private static func send(_ send: Step.Send) -> String {
        var text = "send " + Spelling.name(send.content.text)
        if !send.arguments.isEmpty {
            let arguments = send.arguments.map { Spelling.name($0.name.text) + ": " + ExpressionText.value($0.value) }
            text += softBreak + "with " + arguments.joined(separator: "," + softBreak)
        }
        let channels = send.channels.map { Spelling.name($0.text) }
        return text + softBreak + "via " + channels.joined(separator: softBreak + "or else ")
    }

    static func setting(_ setting: ChannelDeclaration.Setting) -> String {
        let key = Spelling.name(setting.key.text) + " "
        switch setting.argument {
        case .word(let word): return key + Spelling.member(word)
        case .text(let text): return key + Spelling.text(text)
        case .number(let number): return key + Spelling.literal(number)
        case .duration(let duration): return key + durationText(duration)
        case .boolean(let holds): return key + (holds ? "true" : "false")
        case .environment(let name): return key + "env " + Spelling.member(name)
        }
    }
}

extension Formatter {
    mutating func step(_ step: Step) {
        if let text = StepText.simple(step) { return page.line(text, step.range) }
        switch step.kind {
        case .branch(let branches, let otherwise): branch(step, branches, otherwise)
        case .waitFor(let wait): waitFor(step, wait)
        default: break
        }
    }

    /// One way through a block: the words that open it, where they stand, and its steps.
    private struct Arm {
        var opening: String
        var range: SourceRange
        var steps: [Step]

        var end: Int { steps.last?.range.end ?? range.end }
    }

    private mutating func branch(_ step: Step, _ branches: [Step.Branch], _ otherwise: [Step]?) {
        let arms = self.arms("if ", at: step.range.start, branches, otherwise)
        if let line = oneLine(step, "", arms) { return page.line(line, step.range) }
        lay(arms)
        page.close(step.range)
    }

    private mutating func waitFor(_ step: Step, _ wait: Step.WaitFor) {
        let opening = StepText.waitFor(wait)
        var arms: [Arm] = []
        switch wait.outcome {
        case .goesOn: break
        case .orElse(let steps): arms.append(arm("or else", after: wait.events.range.end, steps))
        case .ifSo(let steps, let otherwise):
            arms.append(arm("if so", after: wait.events.range.end, steps))
            if let otherwise { arms += alternatives(otherwise, after: arms[0].end) }
        }
        if let line = oneLine(step, opening + " ", arms) { return page.line(line, step.range) }
        page.line(opening, SourceRange(step.range.start, wait.events.range.end))
        page.depth += 1
        page.gap = .none
        lay(arms)
        page.depth -= 1
        page.close(step.range)
    }

    private func arms(_ words: String, at start: Int, _ branches: [Step.Branch], _ otherwise: [Step]?) -> [Arm] {
        var arms: [Arm] = []
        for branch in branches {
            let words = arms.isEmpty ? words : "else if "
            let range = SourceRange(arms.last.map { page.token(after: $0.end).start } ?? start, branch.condition.range.end)
            arms.append(Arm(opening: words + ExpressionText.condition(branch.condition), range: range, steps: branch.steps))
        }
        if let otherwise { arms.append(arm("else", after: arms.last?.end ?? start, otherwise)) }
        return arms
    }

    /// What follows the steps of `if so`; there, `else if …` is read as an `else` that holds one `if`.
    private func alternatives(_ steps: [Step], after offset: Int) -> [Arm] {
        guard steps.count == 1, case .branch(let branches, let otherwise) = steps[0].kind else {
            return [arm("else", after: offset, steps)]
        }
        return arms("else if ", at: page.token(after: offset).start, branches, otherwise)
    }

    private func arm(_ words: String, after offset: Int, _ steps: [Step]) -> Arm {
        Arm(opening: words, range: page.token(after: offset), steps: steps)
    }

    /// `if vip is true stop end`: one arm with one simple step, without comments.
    private func oneLine(_ step: Step, _ prefix: String, _ arms: [Arm]) -> String? {
        guard arms.count == 1, arms[0].steps.count == 1, !page.hasComment(in: step.range),
            let text = StepText.simple(arms[0].steps[0])
        else { return nil }
        return page.fitting(prefix + arms[0].opening + " " + text + " end")
    }

    /// All arms on a line each where every one has one simple step; else each has its steps below it.
    private mutating func lay(_ arms: [Arm]) {
        let lines = arms.compactMap(line)
        if lines.count == arms.count {
            for (line, arm) in zip(lines, arms) {
                page.line(line, SourceRange(arm.range.start, arm.end))
                page.gap = .closing
            }
            return
        }
        for arm in arms {
            page.line(arm.opening, arm.range)
            page.depth += 1
            page.gap = .none
            steps(arm.steps)
            page.depth -= 1
            page.gap = .closing
        }
    }

    private func line(_ arm: Arm) -> String? {
        guard arm.steps.count == 1, !page.hasComment(in: SourceRange(arm.range.start, arm.end)),
            let text = StepText.simple(arm.steps[0])
        else { return nil }
        return page.fitting(arm.opening + " " + text)
    }
}
