import JourneyLanguage
import JourneyModel

/// Turns a journey's tree into its machine: trigger and headers here, steps in `StepLowering`.
struct JourneyLowering {
    let findings: Findings
    /// The names of the declared channels; with none declared every name will do.
    let channels: [String]

    func machine(_ journey: Journey, name: String) -> Machine {
        var machine = Machine(
            name: name, formerly: journey.formerly?.text, title: journey.title, trigger: trigger(journey.trigger), states: [])
        // Silences, schedules and dates come again and again by themselves: their journeys are for every one of them.
        switch machine.trigger {
        case .silence, .schedule: machine.reentry = .always
        case .pattern, .attributeChanges, .attributeBecomes, .entersAudience, .leavesAudience: break
        }
        for header in journey.headers { apply(header, to: &machine) }
        var steps = StepLowering(findings: findings, channels: channels)
        machine.states = steps.states(journey.steps)
        return machine
    }

    private func trigger(_ trigger: Trigger) -> Machine.Trigger {
        switch trigger.kind {
        case .silence(let events, let duration):
            return .silence(of: events.map { matchers($0, .trigger) } ?? [], for: duration.microseconds)
        case .pattern(let pattern):
            let absence = pattern.absence.map {
                EventPattern.Absence(events: matchers($0.events, .absence), within: $0.within.microseconds)
            }
            let result = EventPattern(
                base: base(pattern.base, trigger.range), restarts: pattern.restartingOn.map { matchers($0, .event) } ?? [], follows: pattern.follows.map(follow), absence: absence)
            checkAbsence(result, trigger.range)
            return .pattern(result)
        case .every(let recurrence, let time): return .schedule(schedule(recurrence, at: time?.seconds ?? 0))
        case .on(let date, let time): return .schedule(.once(days: date.days, at: time?.seconds ?? 0))
        case .onAttribute(let name, let time): return .schedule(.yearly(attribute: name.text, at: time?.seconds ?? 0))
        case .before(let duration, let name, let time):
            return .schedule(.before(duration.microseconds, attribute: name.text, at: time?.seconds))
        case .changes(let name): return .attributeChanges(name.text)
        case .becomes(let name, let value):
            guard case .literal(let literal) = Resolver(findings: findings, scope: .customer).value(value).formula else {
                return .attributeChanges(name.text)
            }
            return .attributeBecomes(name.text, literal)
        case .entersAudience(let name): return .entersAudience(name.text)
        case .leavesAudience(let name): return .leavesAudience(name.text)
        }
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
        case .any(let events): return .any(matchers(events, .trigger))
        case .all(let groups, let within): return .all(groups.map { matchers($0, .trigger) }, within: within.microseconds)
        case .times(let events, let count, let within):
            if count == 1 { findings.report(.countOfOne, at: range) }
            return .times(matchers(events, .trigger), count: count, within: within.microseconds)
        }
    }

    private func follow(_ follow: Pattern.Follow) -> EventPattern.Follow {
        EventPattern.Follow(
            events: matchers(follow.events, .trigger), within: follow.within.microseconds,
            without: follow.without.map { matchers($0, .absence) } ?? [])
    }

    /// `A but not A within D` is most often meant as a silence after the latest A.
    private func checkAbsence(_ pattern: EventPattern, _ range: SourceRange) {
        guard case .any(let events) = pattern.base, pattern.follows.isEmpty, let absence = pattern.absence,
            (events + absence.events).allSatisfy({ $0.condition == nil }),
            Set(events.map(\.event)) == Set(absence.events.map(\.event))
        else { return }
        let names = events.map { Spelling.name($0.event) }.joined(separator: " or ")
        findings.report(.absenceOfSame(names, duration: durationText(absence.within)), at: range)
    }

    private func apply(_ header: Header, to machine: inout Machine) {
        let resolver = Resolver(findings: findings, scope: .customer)
        switch header.kind {
        case .audience(let condition): machine.audience = resolver.condition(condition)
        case .again(.once): machine.reentry = .once
        case .again(.always): machine.reentry = .always
        case .again(.after(let duration)): machine.reentry = .after(duration.microseconds)
        case .goal(let events, let within, let value, let continues):
            machine.goal = Machine.Goal(
                events: matchers(events, .event), within: within.microseconds, value: value?.text, continues: continues)
        case .exit(let exits):
            machine.exits += exits.map { exit in
                switch exit {
                case .event(let term): .event(matcher(term, .event))
                case .condition(let condition): .condition(resolver.condition(condition))
                }
            }
        case .priority(let number): machine.priority = number
        case .owner(let name): machine.owner = name
        case .forEach(let name): machine.forEach = name.text
        case .holdOut(let share): machine.holdOut = share.tenThousandths
        case .rollOut(let share): machine.rollOut = share.tenThousandths
        case .dates(let from, let until): machine.dates = Machine.Dates(from: from.days, until: until?.days)
        case .expires(let duration): machine.expires = duration.microseconds
        case .messageClass(let isTransactional): machine.isTransactional = isTransactional
        }
    }

    private func matchers(_ events: Events, _ scope: Resolver.Scope) -> [EventMatcher] {
        events.alternatives.map { matcher($0, scope) }
    }

    private func matcher(_ term: EventTerm, _ scope: Resolver.Scope) -> EventMatcher {
        let resolver = Resolver(findings: findings, scope: scope)
        return EventMatcher(event: term.name.text, condition: term.condition.map(resolver.condition), same: term.same?.text)
    }
}

extension PercentLiteral {
    /// Draws look at ten-thousandths; a finer share is rounded down.
    var tenThousandths: Int { Int(micros / 100) }
}
