/// Writes a file in the one canonical layout, comments kept.
///
/// What it writes parses to the same tree, and is written unchanged the next time. For files without errors: what the parser
/// could not understand is not in the tree and would be lost.
///
/// - Parameters:
///   - language: the tongue to write; nil keeps that of the file.
///   - names: what the workspace's names are called in that tongue; nil leaves them as they are written.
public func format(_ file: ParsedFile, language: Language? = nil, names: NameTranslation? = nil) -> String {
    let names = names ?? NameTranslation([file.program], to: nil)
    let writer = Writer(language: language ?? file.writtenLanguage ?? .english, names: names, source: file.source)
    var formatter = Formatter(page: Page(file), writer: writer)
    for item in file.program.items { formatter.item(item) }
    return formatter.page.finished()
}

/// Walks the tree and lays lines on a `Page`.
struct Formatter {
    var page: Page
    var writer: Writer
    private var previousWasOneLine = true

    init(page: Page, writer: Writer) {
        self.page = page
        self.writer = writer
    }

    mutating func item(_ item: Item) {
        var line: String?
        writer.triggerEvents = []
        switch item {
        case .rule(let rule):
            writer.triggerEvents = rule.trigger.eventNames
            line = oneLine(rule)
        case .journey(let journey): writer.triggerEvents = journey.trigger.eventNames
        case .event, .customer, .audience, .message, .coupon, .channel, .policy, .calendar, .test: break
        }
        let isOneLine = line != nil || isAudience(item)
        page.gap = page.isEmpty ? .none : isOneLine && previousWasOneLine ? .kept : .always
        previousWasOneLine = isOneLine
        if let line { page.line(line, item.range) } else { block(item) }
    }

    private func isAudience(_ item: Item) -> Bool {
        if case .audience = item { true } else { false }
    }

    private mutating func block(_ item: Item) {
        switch item {
        case .rule(let rule): body(rule)
        case .journey(let journey): self.journey(journey)
        case .event(let event): self.event(event)
        case .customer(let customer): self.customer(customer)
        case .audience(let audience): self.audience(audience)
        case .message(let message): self.message(message)
        case .coupon(let coupon): self.coupon(coupon)
        case .channel(let channel): self.channel(channel)
        case .policy(let policy): self.policy(policy)
        case .calendar(let calendar): self.calendar(calendar)
        case .test(let test): self.test(test)
        }
    }

    /// A rule on one line, where it has no blocks, no comments inside and fits.
    private func oneLine(_ rule: Journey) -> String? {
        guard !page.hasComment(in: rule.range) else { return nil }
        var steps: [String] = []
        for step in rule.steps {
            guard let text = writer.simple(step) else { return nil }
            steps.append(text)
        }
        let parts = [writer[.when]] + writer.parts(rule.trigger).map(\.text) + rule.headers.map(writer.header)
        let last = steps.joined(separator: " " + writer[.then] + " ")
        return page.fitting(writer.words(parts + [writer[word: .thenFirst], last]))
    }

    private mutating func journey(_ journey: Journey) {
        let name = { (name: Name) in Spelling.name(name.text) }
        let text = writer.words(
            writer[.journey], journey.name.map(name) ?? "", journey.formerly.map { writer.words(writer[.formerly], name($0)) } ?? "",
            journey.title.map { Spelling.text($0) } ?? "")
        page.line(text, SourceRange(journey.range.start, journey.range.start))
        page.depth += 1
        page.gap = .none
        body(journey)
        page.depth -= 1
        page.close(journey.range, writer[.end])
    }

    /// Trigger, headers and steps; a rule's headers and steps stand deeper than its `when`, a journey's beside it.
    private mutating func body(_ journey: Journey) {
        let isRule = journey.name == nil
        let parts = writer.parts(journey.trigger)
        var end = page.token(.when, in: journey.range).start
        for (index, part) in parts.enumerated() {
            let deeper = index == 0 ? 0 : isRule ? 2 : 1
            page.depth += deeper
            let text = index == 0 ? writer.words(writer[.when], part.text) : part.text
            page.line(text, SourceRange(page.token(after: end).start, part.end))
            page.depth -= deeper
            page.gap = .none
            end = part.end
        }
        if isRule { page.depth += 1 }
        for header in journey.headers {
            page.line(writer.header(header), header.range)
            page.gap = .none
        }
        page.gap = isRule && journey.headers.isEmpty && parts.count == 1 ? .none : .always
        steps(journey.steps)
        if isRule { page.depth -= 1 }
    }
}
