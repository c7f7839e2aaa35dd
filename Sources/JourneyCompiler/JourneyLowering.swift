import JourneyLanguage
import JourneyModel

/// Turns a journey's tree into its machine: trigger and headers here, steps in `StepLowering`.
struct JourneyLowering {
    let context: CheckContext
    var findings: Findings { context.findings }

    func lower(_ written: WrittenJourney) -> CheckedJourney {
        let errors = findings.errorCount
        let name = written.name ?? ""
        context.trigger = triggering(written.syntax.trigger, isStarted: context.names.startedJourneys.contains(name))
        var machine = Machine(
            name: name, formerly: written.syntax.formerly?.text, title: written.syntax.title, trigger: trigger(written.syntax.trigger),
            states: [])
        // Silences, schedules and dates come again and again by themselves: their journeys are for every one of them.
        switch machine.trigger {
        case .silence, .schedule: machine.reentry = .always
        case .pattern, .attributeChanges, .attributeBecomes, .entersAudience, .leavesAudience: break
        }
        for header in written.syntax.headers { apply(header, of: written.syntax.trigger, to: &machine) }
        var steps = StepLowering(context, stepCount: written.steps.count)
        let lowered = steps.states(written.syntax.steps)
        machine.states = lowered.states
        return CheckedJourney(
            written, machine: machine, steps: lowered.steps, unreachable: lowered.unreachable, waited: steps.waited,
            hasErrors: written.name == nil || findings.errorCount != errors)
    }

    // MARK: Trigger

    /// The events that complete the trigger.
    private func triggering(_ trigger: Trigger, isStarted: Bool) -> CheckContext.Trigger {
        if isStarted { return .anything }
        switch trigger.kind {
        case .every, .on, .onAttribute, .before: return .none
        case .changes, .becomes, .entersAudience, .leavesAudience: return .anything
        case .silence(let events, _): return events.map { .events(self.events($0)) } ?? .anything
        case .pattern(let pattern):
            if let last = pattern.follows.last { return .events(events(last.events)) }
            var completing: [String]
            switch pattern.base {
            case .any(let events), .times(let events, _, _): completing = self.events(events)
            case .all(let groups, _): completing = groups.flatMap(events)
            }
            if let restarting = pattern.restartingOn { completing += events(restarting) }
            return .events(completing)
        }
    }

    private func events(_ events: Events) -> [String] {
        events.alternatives.map { context.names.canonical($0.name.text, .event) }
    }

    private func trigger(_ trigger: Trigger) -> Machine.Trigger {
        switch trigger.kind {
        case .silence(let events, let duration):
            if let events { checkFirst(events) }
            return .silence(of: events.map { matchers($0, .trigger) } ?? [], for: duration.microseconds)
        case .pattern(let pattern): return .pattern(self.pattern(pattern, trigger.range))
        case .every(let recurrence, let time): return .schedule(schedule(recurrence, at: time?.seconds ?? 0))
        case .on(let date, let time): return .schedule(.once(days: date.days, at: time?.seconds ?? 0))
        case .onAttribute(let name, let time):
            return .schedule(.yearly(attribute: context.dateAttribute(name), at: time?.seconds ?? 0))
        case .before(let duration, let name, let time):
            checkWholeDays(duration, at: time)
            return .schedule(.before(duration.microseconds, attribute: context.dateAttribute(name), at: time?.seconds))
        case .changes(let name): return .attributeChanges(context.attribute(name))
        case .becomes(let name, let value): return becomes(name, value)
        case .entersAudience(let name): return .entersAudience(context.name(name, .audience))
        case .leavesAudience(let name): return .leavesAudience(context.name(name, .audience))
        }
    }

    private func becomes(_ name: Name, _ value: Expression) -> Machine.Trigger {
        let (attribute, type, use) = context.attribute(name.text, at: name.range)
        let typed = Resolver(context, .customer).value(value)
        Resolver(context, .customer).checkAssigned(typed, value, to: name, type, use)
        guard case .literal(let literal) = typed.formula else { return .attributeChanges(attribute) }
        return .attributeBecomes(attribute, literal)
    }

    private func pattern(_ pattern: Pattern, _ range: SourceRange) -> EventPattern {
        let base = base(pattern.base, range)
        let first = firstEvents(pattern.base)
        let follows = pattern.follows.map { follow in
            EventPattern.Follow(
                events: matchers(follow.events, .trigger), within: follow.within.microseconds,
                without: follow.without.map { matchers($0, .between(first: first)) } ?? [])
        }
        // Only where the trigger is one event does `event` mean what `with same` means.
        var isFirst = pattern.follows.isEmpty && pattern.restartingOn == nil
        if case .any = pattern.base {} else { isFirst = false }
        return EventPattern(
            base: base, restarts: pattern.restartingOn.map { matchers($0, .trigger) } ?? [], follows: follows,
            absence: pattern.absence.map {
                EventPattern.Absence(events: matchers($0.events, .absence(isFirst: isFirst)), within: $0.within.microseconds)
            })
    }

    private func schedule(_ recurrence: Recurrence, at time: Int32) -> Schedule {
        switch recurrence {
        case .day: .daily(at: time)
        case .workday: .workdays(at: time)
        case .weekday(let weekday): .weekly(weekday: weekday, at: time)
        case .dayOfMonth(let day): .monthly(day: day, at: time)
        }
    }

    private func base(_ base: Pattern.Base, _ range: SourceRange) -> EventPattern.Base {
        switch base {
        case .any(let events):
            checkFirst(events)
            return .any(matchers(events, .trigger))
        case .all(let groups, let within):
            if let first = groups.first { checkFirst(first) }
            return .all(groups.map { matchers($0, .trigger) }, within: within.microseconds)
        case .times(let events, let count, let within):
            if count == 1 { findings.report(.countOfOne, at: range) }
            return .times(matchers(events, .trigger), count: count, within: within.microseconds)
        }
    }

    /// With which a pattern begins: of several that belong together those of the first group.
    private func firstEvents(_ base: Pattern.Base) -> [String] {
        switch base {
        case .any(let events), .times(let events, _, _): self.events(events)
        case .all(let groups, _): groups.first.map(events) ?? []
        }
    }

    /// The first event has none before it to be the same as; of several equal ones, each has.
    private func checkFirst(_ events: Events) {
        for term in events.alternatives {
            if let same = term.same { findings.report(.sameOfFirst(term.name.text), at: same.range) }
        }
    }

    func matchers(_ events: Events, _ scope: Resolver.Scope) -> [EventMatcher] { Resolver(context, scope).matchers(events) }
}

extension PercentLiteral {
    /// Draws look at ten-thousandths; a finer share is an error.
    var tenThousandths: Int { Int(micros / 100) }
}
