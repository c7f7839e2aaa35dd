import JourneyEngine
import JourneyLanguage
import JourneyModel

/// Where a way stands in a `repeat`.
struct ReferenceLoop {
    var step: Step.Repeat
    var label: String
    /// Index of the body in `rest`.
    var level: Int
    var round = 0
    var startedAt = Timestamp.distantPast
}

/// Splits, loops, calendar waits, and what steps cause.
extension ReferenceModel {
    func performMore(
        _ step: Step, _ way: Way, _ customer: Customer, _ note: (Decision.Action, [Decision.Fact]) -> Void
    ) -> Bool {
        let scope = scope(customer, way)
        switch step.kind {
        case .waitUntil(let moment):
            let due = next(moment, customer)
            if due <= clock { return true }
            way.wait = Way.Wait(since: clock, due: due, moment: moment)
            note(.wait, [.init(.until, .instant(due))])
            return false
        case .split(let split):
            let bucket = draws.split(way.rule.name, split.name, customer.id)
            var end = 0
            let drawn = split.arms.firstIndex { arm in
                end += Int((arm.share?.micros ?? 0) / 100)
                return bucket < end
            }
            let arm = drawn ?? split.arms.count - 1
            note(.branch, [.init(.taken, .text(split.arms[arm].name ?? "\(arm + 1)"))])
            way.rest.append(split.arms[arm].steps[...])
        case .repeats(let loop):
            way.loops.append(ReferenceLoop(step: loop, label: way.place, level: way.rest.count))
            beginRound(of: way, customer)
        case .record(let name, let values):
            let json = ReferenceValues.json(values.map { ($0.name.text, $0.value.value(scope)) })
            note(.record, [.init(.event, .text(name.text)), .init(.with, .text(json))])
            if way.isShadow { return true }
            let properties = Array(json.utf8.dropFirst().dropLast())
            causes.append(.event(Event(at: clock, customer: customer.id, name: name.text, properties: properties)))
        case .start(let journey):
            let isThere = rules.contains { $0.name == journey.text }
            note(
                .start,
                [.init(.journey, .text(journey.text))] + (isThere ? [] : [.init(.reason, .text("no such journey runs"))]))
            if !way.isShadow { causes.append(.start(journey.text, way.trigger)) }
        case .leave(let journey):
            note(.leave, [.init(.journey, .text(journey.text))])
            if !way.isShadow { causes.append(.leave(journey.text)) }
        default: break
        }
        return true
    }

    func see(to cause: Cause, _ customer: Customer) {
        switch cause {
        case .event(let event):
            isOfAStep = true
            deliver(event, customer)
            isOfAStep = false
        case .start(let name, let trigger):
            if let rule = rules.first(where: { $0.name == name }) { begin(rule, trigger, customer, isStarted: true) }
        case .change(let name, let value, let event): follow(name, value, event, customer)
        case .leave(let name):
            for way in customer.ways where way.rule.name == name && !way.isFinished { exit(way, by: "left", customer) }
        }
    }

    /// At most 1,000 steps at one instant.
    func isTooMuch(_ way: Way, _ customer: Customer) -> Bool {
        steps += 1
        if steps <= 1_000 { return false }
        decide(.fail, way, customer, facts: [.init(.reason, .text("more than 1000 steps at one instant"))])
        way.isGone = true
        return true
    }

    // MARK: Loops

    func beginRound(of way: Way, _ customer: Customer) {
        guard let last = way.loops.indices.last else { return }
        way.loops[last].round += 1
        way.loops[last].startedAt = clock
        decide(
            .branch, way, customer, step: way.loops[last].label,
            facts: [.init(.taken, .text("round")), .init(.round, .integer(Int64(way.loops[last].round)))])
        way.rest.append(way.loops[last].step.steps[...])
    }

    /// The body of the innermost loop is done. False where the way stops here for now or for ever.
    func endRound(of way: Way, _ customer: Customer) -> Bool {
        guard let loop = way.loops.last else { return true }
        way.place = loop.label
        if isTooMuch(way, customer) { return false }
        if loop.round >= loop.step.times {
            decide(.branch, way, customer, step: loop.label, facts: [.init(.taken, .text("over"))])
            way.loops.removeLast()
            return true
        }
        let due = loop.startedAt + loop.step.every.microseconds
        if due <= clock {
            beginRound(of: way, customer)
            return true
        }
        way.wait = Way.Wait(since: clock, due: due)
        decide(.wait, way, customer, step: loop.label, facts: [.init(.until, .instant(due))])
        return false
    }

    /// `until` leaves at once, whatever the way waits for.
    func leave(_ loop: ReferenceLoop, _ way: Way, by event: Event, _ customer: Customer) {
        decide(
            .branch, way, customer, step: loop.label,
            facts: [.init(.taken, .text("until")), .init(.event, .text(event.name))])
        way.wait = nil
        way.rest.removeSubrange(min(loop.level, way.rest.count)...)
        way.loops.removeAll { $0.level >= loop.level }
        way.place = ""
        run(way, customer)
    }

    // MARK: Moments

    func zone(of customer: Customer) -> Zone {
        if case .text(let name)? = customer.attributes["timezone"], let own = Zone.named(name) { return own }
        return zone
    }

    func lookAtMoments(_ customer: Customer) {
        for way in customer.ways {
            guard let wait = way.wait, let moment = wait.moment, wait.due > clock else { continue }
            let due = next(moment, customer)
            if due == wait.due { continue }
            way.wait?.due = due
            decide(.wait, way, customer, step: way.place, facts: [.init(.until, .instant(due))])
        }
    }

    private func next(_ moment: Step.Moment, _ customer: Customer) -> Timestamp {
        let zone = zone(of: customer)
        func first(_ time: TimeLiteral?, where isDay: (Int) -> Bool) -> Timestamp {
            let today = zone.local(clock).days
            let all = (today - 2...today + 40).filter(isDay).map { zone.instant(days: $0, seconds: Int(time?.seconds ?? 0)) }
            return all.filter { $0 >= clock }.min() ?? clock
        }
        func day(of name: Name) -> (day: Int, instant: Timestamp)? {
            switch customer.attributes[name.text] {
            case .date(let days)?: return (Int(days), zone.instant(days: Int(days), seconds: 0))
            case .text(let text)?:
                if let date = CivilDate(text) { return (date.days, zone.instant(days: date.days, seconds: 0)) }
                return Timestamp(rfc3339: text).map { (zone.local($0).days, $0) }
            default: return nil
            }
        }
        switch moment {
        case .time(let time): return first(time) { _ in true }
        case .weekday(let weekday, let time): return first(time) { CivilDate.weekday(days: $0) == weekday }
        case .workday(let time): return first(time) { CivilDate.weekday(days: $0) < 6 }
        case .date(let date, let time): return max(clock, zone.instant(days: Int(date.days), seconds: Int(time?.seconds ?? 0)))
        case .attribute(let name, let time):
            guard let found = day(of: name) else { return clock }
            return max(clock, time.map { zone.instant(days: found.day, seconds: Int($0.seconds)) } ?? found.instant)
        case .before(let length, let name, let time):
            guard let found = day(of: name) else { return clock }
            let days = Int((length.microseconds + .day - 1) / .day)
            return max(
                clock, time.map { zone.instant(days: found.day - days, seconds: Int($0.seconds)) } ?? found.instant - length.microseconds)
        }
    }
}
