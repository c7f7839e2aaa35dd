/// Writes a file in the one canonical layout, comments kept.
///
/// What it writes parses to the same tree, and is written unchanged the next time. For files without errors: what the parser
/// could not understand is not in the tree and would be lost.
public func format(_ file: ParsedFile) -> String {
    var formatter = Formatter(page: Page(file))
    for item in file.program.items { formatter.item(item) }
    return formatter.page.finished()
}

/// Walks the tree and lays lines on a `Page`.
struct Formatter {
    var page: Page
    private var previousWasOneLine = true

    init(page: Page) { self.page = page }

    mutating func item(_ item: Item) {
        var oneLine: String?
        if case .rule(let rule) = item { oneLine = self.oneLine(rule) }
        let isApart = oneLine == nil || !previousWasOneLine
        previousWasOneLine = oneLine != nil
        page.gap = page.isEmpty ? .none : isApart ? .always : .kept
        if let oneLine {
            page.line(oneLine, item.range)
        } else {
            block(item)
        }
    }

    private mutating func block(_ item: Item) {
        switch item {
        case .rule(let rule): body(rule)
        case .journey(let journey): self.journey(journey)
        case .channel(let channel): self.channel(channel)
        case .policy(let policy): self.policy(policy)
        default: break
        }
    }

    /// A rule on one line, where it has no blocks, no comments inside and fits.
    private func oneLine(_ rule: Journey) -> String? {
        guard !page.hasComment(in: rule.range) else { return nil }
        var parts = ["when"] + TriggerText.parts(rule.trigger).map(\.text) + rule.headers.map(TriggerText.header)
        var steps: [String] = []
        for step in rule.steps {
            guard let text = StepText.simple(step) else { return nil }
            steps.append(text)
        }
        parts.append(steps.joined(separator: " then "))
        return page.fitting(parts.joined(separator: " "))
    }

    private mutating func journey(_ journey: Journey) {
        var text = "journey " + Spelling.name(journey.name?.text ?? "")
        if let title = journey.title { text += " " + Spelling.text(title) }
        page.line(text, SourceRange(journey.range.start, journey.range.start))
        page.depth += 1
        page.gap = .none
        body(journey)
        page.depth -= 1
        page.close(journey.range)
    }

    /// Trigger, headers and steps; a rule's headers and steps stand deeper than its `when`, a journey's beside it.
    private mutating func body(_ journey: Journey) {
        let isRule = journey.name == nil
        let parts = TriggerText.parts(journey.trigger)
        var end = page.token(.when, in: journey.range).start
        for (index, part) in parts.enumerated() {
            let deeper = index == 0 ? 0 : isRule ? 2 : 1
            page.depth += deeper
            page.line(index == 0 ? "when " + part.text : part.text, SourceRange(page.token(after: end).start, part.end))
            page.depth -= deeper
            page.gap = .none
            end = part.end
        }
        if isRule { page.depth += 1 }
        for header in journey.headers {
            page.line(TriggerText.header(header), header.range)
            page.gap = .none
        }
        page.gap = isRule && journey.headers.isEmpty && parts.count == 1 ? .none : .always
        steps(journey.steps)
        if isRule { page.depth -= 1 }
    }

    mutating func steps(_ steps: [Step]) {
        for step in steps {
            self.step(step)
            page.gap = .kept
        }
    }

    private mutating func channel(_ channel: ChannelDeclaration) {
        var text = "channel " + Spelling.name(channel.name.text)
        if let title = channel.title { text += " " + Spelling.text(title) }
        page.line(text, SourceRange(channel.range.start, channel.range.start))
        var lines = channel.settings.map { (text: StepText.setting($0), range: $0.range) }
        if let retries = channel.retries {
            let range = page.token(.retry, in: channel.range)
            let place = lines.firstIndex { $0.range.start > range.start } ?? lines.count
            lines.insert(("retry \(retries) times", range), at: place)
        }
        block(lines, channel.range)
    }

    private mutating func policy(_ policy: PolicyDeclaration) {
        page.line("policy", SourceRange(policy.range.start, policy.range.start))
        let lines = policy.rules.map { rule in
            switch rule.kind {
            case .timeZone(let zone): (text: "time zone " + Spelling.text(zone), range: rule.range)
            case .grace(let duration): (text: "grace " + TriggerText.text(duration), range: rule.range)
            default: (text: "", range: rule.range)
            }
        }
        block(lines, policy.range)
    }

    private mutating func block(_ lines: [(text: String, range: SourceRange)], _ range: SourceRange) {
        page.depth += 1
        page.gap = .none
        for line in lines {
            page.line(line.text, line.range)
            page.gap = .kept
        }
        page.depth -= 1
        page.close(range)
    }
}
