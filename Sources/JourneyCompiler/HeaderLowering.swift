import JourneyLanguage
import JourneyModel

extension JourneyLowering {
    func apply(_ header: Header, of trigger: Trigger, to machine: inout Machine) {
        let resolver = Resolver(context, .customer)
        switch header.kind {
        case .audience(let condition): machine.audience = resolver.condition(condition)
        case .again(.once): machine.reentry = .once
        case .again(.always): machine.reentry = .always
        case .again(.after(let duration)): machine.reentry = .after(duration.microseconds)
        case .goal(let events, let within, let value, let continues):
            let matchers = matchers(events, .event)
            machine.goal = Machine.Goal(
                events: matchers, within: within.microseconds, value: value.map { goalValue($0, matchers) }, continues: continues)
        case .exit(let exits):
            machine.exits += exits.map { exit in
                switch exit {
                case .event(let term): .event(Resolver(context, .event).matcher(term))
                case .condition(let condition): .condition(resolver.condition(condition))
                }
            }
        case .priority(let number): machine.priority = number
        case .owner(let name): machine.owner = name
        case .forEach(let name): machine.forEach = forEach(name, trigger)
        case .holdOut(let share): machine.holdOut = self.share(share, whole: .holdsOutEverybody)
        case .rollOut(let share): machine.rollOut = self.share(share)
        case .dates(let from, let until):
            if let until, until.days < from.days { findings.report(.datesReversed, at: header.range) }
            machine.dates = Machine.Dates(from: from.days, until: until?.days)
        case .expires(let duration): machine.expires = duration.microseconds
        case .messageClass(let isTransactional): machine.isTransactional = isTransactional
        }
    }

    /// What a conversion is worth is a number of the goal's event.
    private func goalValue(_ name: Name, _ events: [EventMatcher]) -> String {
        let (property, type, use) = context.property(name.text, of: events.map(\.event), at: name.range)
        if type != .any, type != .number { findings.report(.goalValueNotNumber(name.text, type.words), at: name.range) }
        if let use { context.uses.note(use, is: .number, at: name.range, findings) }
        return property
    }

    /// The trigger's event must have the property, else nobody could enter.
    private func forEach(_ name: Name, _ trigger: Trigger) -> String {
        switch (trigger.kind, context.trigger) {
        // One for each value that the attribute gets.
        case (.changes(let attribute), _) where isSame(attribute, name), (.becomes(let attribute, _), _) where isSame(attribute, name):
            return context.attribute(attribute)
        case (.every, _), (.on, _), (.onAttribute, _), (.before, _), (.changes, _), (.becomes, _), (.entersAudience, _), (.leavesAudience, _):
            findings.report(.forEachWithoutEvent(name.text), at: name.range)
        case (.silence(nil, _), _): findings.report(.forEachWithoutEvent(name.text), at: name.range)
        case (_, .events(let events)):
            var property = name.text
            for event in events {
                guard let fields = context.names.fields(of: event) else { continue }
                if let found = fields.find(name.text) {
                    property = found.name
                } else {
                    let suggestion = closest(to: name.text, among: fields.declared)
                    findings.report(
                        .forEachMissing(name.text, event: event, suggestion: suggestion), at: name.range,
                        fix: suggestion.map { Diagnostic.Fix(name.range, Spelling.name($0)) })
                    break
                }
            }
            return property
        default: break
        }
        return context.names.canonicalProperty(name.text)
    }

    private func isSame(_ attribute: Name, _ other: Name) -> Bool {
        func canonical(_ name: Name) -> String { context.names.attributes.find(name.text)?.name ?? name.text }
        return canonical(attribute) == canonical(other)
    }

    private func share(_ share: PercentLiteral, whole: Finding? = nil) -> Int {
        context.checkPrecision(share)
        if let whole, share.micros == 1_000_000 { findings.report(whole, at: share.range) }
        return share.tenThousandths
    }

    /// `3h before expires_on at 10:00` says two times of day.
    func checkWholeDays(_ duration: DurationLiteral, at time: TimeLiteral?) { context.checkWholeDays(duration, at: time) }
}

extension CheckContext {
    func checkWholeDays(_ duration: DurationLiteral, at time: TimeLiteral?) {
        guard time != nil, duration.microseconds % .day != 0 else { return }
        findings.report(.notWholeDays(durationText(duration.microseconds)), at: duration.range)
    }

    /// Draws have ten thousand buckets.
    func checkPrecision(_ share: PercentLiteral) {
        if share.micros % 100 != 0 { findings.report(.shareTooFine(Spelling.percent(micros: share.micros)), at: share.range) }
    }
}
