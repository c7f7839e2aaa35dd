import JourneyModel

/// Lays steps, and the blocks of those that hold others.
extension Formatter {
    mutating func steps(_ steps: [Step]) {
        for step in steps {
            self.step(step)
            page.gap = .kept
        }
    }

    private mutating func step(_ step: Step) {
        if let text = writer.simple(step) { return page.line(text, step.range) }
        switch step.kind {
        case .branch(let branches, let otherwise):
            lay(step, arms(writer[.if], at: step.range.start, branches, otherwise))
        case .waitFor(let wait): waitFor(step, wait)
        case .give(let coupon, let otherwise):
            let opening = writer.give(coupon)
            guard let otherwise else { return }
            layBelow(step, opening, end: coupon.range.end, [arm(writer[word: .orElseGive], after: coupon.range.end, otherwise)])
        case .split(let split): self.split(step, split)
        case .repeats(let loop):
            let end = max(loop.until?.range.end ?? 0, loop.every.range.end)
            let opening = SourceRange(step.range.start, end)
            lay(step, [Arm(opening: writer.repeats(loop), range: opening, steps: loop.steps)], isOneLine: false)
        case .send, .wait, .waitUntil, .set, .add, .tag, .untag, .record, .start, .leave, .stop, .label: break
        }
    }

    /// One way through a block: the words that open it, where they stand, and its steps.
    private struct Arm {
        var opening: String
        var range: SourceRange
        var steps: [Step]

        var end: Int { steps.last?.range.end ?? range.end }
    }

    private mutating func waitFor(_ step: Step, _ wait: Step.WaitFor) {
        let end = max(wait.events.range.end, wait.limit.range.end)
        var arms: [Arm] = []
        switch wait.outcome {
        case .goesOn: break
        case .orElse(let steps): arms.append(arm(writer[word: .orElseWait], after: end, steps))
        case .ifSo(let steps, let otherwise):
            arms.append(arm(writer[.ifSo], after: end, steps))
            if let otherwise { arms += alternatives(otherwise, after: arms[0].end) }
        }
        layBelow(step, writer.waitFor(wait), end: end, arms)
    }

    private mutating func split(_ step: Step, _ split: Step.Split) {
        let names = split.arms.map { ($0.share.map(writer.percent) ?? "", $0.name.map { Spelling.text($0) } ?? "") }
        let widths = (names.map { displayWidth($0.0) }.max() ?? 0, names.map { displayWidth($0.1) }.max() ?? 0)
        var arms: [Arm] = []
        for (arm, (share, name)) in zip(split.arms, names) {
            let isShort = arm.steps.count <= 1
            let opening = isShort ? writer.words(padded(share, widths.0), padded(name, widths.1)) : writer.words(share, name)
            arms.append(Arm(opening: opening, range: arm.range, steps: arm.steps))
        }
        let opening = writer.words(writer[.split], Spelling.text(split.name), split.isAdaptive ? writer[.adaptively] : "")
        page.line(opening, SourceRange(step.range.start, split.arms.first?.range.start ?? step.range.start))
        page.depth += 1
        page.gap = .none
        lay(arms, isTable: true)
        page.depth -= 1
        page.close(step.range, writer[.end])
    }

    private func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - displayWidth(text)))
    }

    private func arms(_ words: String, at start: Int, _ branches: [Step.Branch], _ otherwise: [Step]?) -> [Arm] {
        var arms: [Arm] = []
        for branch in branches {
            let words = arms.isEmpty ? words : writer[.elseIf]
            let range = SourceRange(arms.last.map { page.token(after: $0.end).start } ?? start, branch.condition.range.end)
            let opening = writer.words(words, writer.condition(branch.condition))
            arms.append(Arm(opening: opening, range: range, steps: branch.steps))
        }
        if let otherwise { arms.append(elseArm(after: arms.last?.end ?? start, otherwise)) }
        return arms
    }

    /// What follows the steps of `if so`; there, `else if …` is read as an `else` that holds one `if`.
    private func alternatives(_ steps: [Step], after offset: Int) -> [Arm] {
        guard steps.count == 1, case .branch(let branches, let otherwise) = steps[0].kind else {
            return [elseArm(after: offset, steps)]
        }
        return arms(writer[.elseIf], at: page.token(after: offset).start, branches, otherwise)
    }

    /// An `if` that is the first step of an `else` must not be taken for `else if`.
    private func elseArm(after offset: Int, _ steps: [Step]) -> Arm {
        guard case .branch = steps.first?.kind else { return arm(writer[.else], after: offset, steps) }
        let then = writer.order([writer[.then]], [writer[word: .thenFirst]])
        return arm(writer.words(writer[.else], then), after: offset, steps)
    }

    private func arm(_ words: String, after offset: Int, _ steps: [Step]) -> Arm {
        Arm(opening: words, range: page.token(after: offset), steps: steps)
    }

    // MARK: Laying

    /// A step whose first arm begins with the step itself.
    private mutating func lay(_ step: Step, _ arms: [Arm], isOneLine: Bool = true) {
        if isOneLine, let line = oneLine(step, "", arms) { return page.line(line, step.range) }
        lay(arms, isTable: isOneLine)
        page.close(step.range, writer[.end])
    }

    /// A step with its arms deeper below it.
    private mutating func layBelow(_ step: Step, _ opening: String, end: Int, _ arms: [Arm]) {
        if let line = oneLine(step, opening + " ", arms) { return page.line(line, step.range) }
        page.line(opening, SourceRange(step.range.start, end))
        page.depth += 1
        page.gap = .none
        lay(arms, isTable: true)
        page.depth -= 1
        page.close(step.range, writer[.end])
    }

    /// `if vip is true stop end`: one arm with one simple step, without comments.
    private func oneLine(_ step: Step, _ prefix: String, _ arms: [Arm]) -> String? {
        guard arms.count == 1, arms[0].steps.count == 1, !page.hasComment(in: step.range),
            let text = writer.simple(arms[0].steps[0])
        else { return nil }
        return page.fitting(prefix + arms[0].opening + " " + text + " " + writer[.end])
    }

    /// All arms on a line each where every one has one simple step; else each has its steps below it.
    private mutating func lay(_ arms: [Arm], isTable: Bool) {
        let lines = isTable ? arms.compactMap(line) : []
        if !lines.isEmpty, lines.count == arms.count {
            for (line, arm) in zip(lines, arms) {
                page.line(line, SourceRange(arm.range.start, arm.end))
                page.gap = .closing
            }
            return
        }
        for arm in arms {
            page.line(withoutPadding(arm.opening), arm.range)
            page.depth += 1
            page.gap = .none
            steps(arm.steps)
            page.depth -= 1
            page.gap = .closing
        }
    }

    private func line(_ arm: Arm) -> String? {
        guard arm.steps.count == 1, !page.hasComment(in: SourceRange(arm.range.start, arm.end)),
            let text = writer.simple(arm.steps[0])
        else { return arm.steps.isEmpty ? withoutPadding(arm.opening) : nil }
        return page.fitting(arm.opening + " " + text)
    }

    private func withoutPadding(_ text: String) -> String {
        var text = Substring(text)
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
