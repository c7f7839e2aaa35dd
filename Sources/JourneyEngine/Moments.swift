import JourneyCompiler
import JourneyModel

/// Waits for a moment of the calendar, in the customer's zone.
extension Transition.Moment {
    /// Working days looked through for the next one.
    private static let daysAhead = 400

    /// The next such moment, now included; what is past, and a date that nobody knows, is now: nobody waits for ever.
    func next(from now: Timestamp, in zone: Zone, _ attribute: (String) -> Value, isWorkday: (_ days: Int) -> Bool) -> Timestamp {
        switch self {
        case .time(let time): Self.next(from: now, in: zone, at: time, within: 3) { _ in true }
        case .weekday(let weekday, let time):
            Self.next(from: now, in: zone, at: time, within: 10) { CivilDate.weekday(days: $0) == weekday }
        case .workday(let time): Self.next(from: now, in: zone, at: time, within: Self.daysAhead, where: isWorkday)
        case .date(let days, let time): max(now, zone.instant(days: Int(days), seconds: Int(time)))
        case .attribute(let name, let time): max(now, Self.moment(attribute(name), at: time, in: zone) ?? now)
        case .before(let length, let name, let time):
            max(now, Self.before(length, attribute(name), at: time, in: zone) ?? now)
        }
    }

    /// Begins a day early: a gap of the clocks moves yesterday's last hour into today.
    private static func next(
        from now: Timestamp, in zone: Zone, at time: Int32, within days: Int, where isDay: (Int) -> Bool
    ) -> Timestamp {
        let today = zone.local(now).days
        for day in today - 1..<today + days where isDay(day) {
            let instant = zone.instant(days: day, seconds: Int(time))
            if instant >= now { return instant }
        }
        return now
    }

    private static func moment(_ value: Value, at time: Int32?, in zone: Zone) -> Timestamp? {
        switch value.calendarMoment {
        case .day(let days): zone.instant(days: days, seconds: Int(time ?? 0))
        case .instant(let instant): time.map { zone.instant(days: zone.local(instant).days, seconds: Int($0)) } ?? instant
        case nil: nil
        }
    }

    /// With a time of day: so many days before, a part of a day counting whole.
    private static func before(_ length: Microseconds, _ value: Value, at time: Int32?, in zone: Zone) -> Timestamp? {
        guard let time else { return moment(value, at: nil, in: zone).map { $0 - length } }
        let days = Int(length / .day + (length % .day > 0 ? 1 : 0))
        switch value.calendarMoment {
        case .day(let day): return zone.instant(days: day - days, seconds: Int(time))
        case .instant(let instant): return zone.instant(days: zone.local(instant).days - days, seconds: Int(time))
        case nil: return nil
        }
    }
}

extension Value {
    enum CalendarMoment {
        case day(Int)
        case instant(Timestamp)
    }

    /// What a value or its text says of the calendar: a day, or an instant.
    var calendarMoment: CalendarMoment? {
        switch self {
        case .date(let days): .day(Int(days))
        case .instant(let instant): .instant(instant)
        case .text(let text): CivilDate(text).map { .day($0.days) } ?? Timestamp(rfc3339: text).map { .instant($0) }
        default: nil
        }
    }
}

extension Engine {
    func next(_ moment: Transition.Moment, from now: Timestamp, _ state: CustomerState) -> Timestamp {
        moment.next(
            from: now, in: zone(of: state), { state.attribute(deployment.names.number($0)) },
            isWorkday: deployment.workdays.contains)
    }

    /// A change of the customer's zone, or of the attribute that a wait reads, moves the waits for it: each looks for its moment
    /// again, from now on.
    func lookAgainAtMoments(_ state: inout CustomerState, _ now: Timestamp, _ output: inout Output) {
        for index in state.enrollments.indices {
            let enrollment = state.enrollments[index]
            guard let due = enrollment.due, due > now, let version = deployment.version(enrollment.version),
                let (moment, _) = version.states[Int(enrollment.state)].moment
            else { continue }
            let moved = next(moment, from: now, state)
            guard moved != due else { continue }
            state.enrollments[index].due = moved
            output.timers.append(Timer(due: moved, number: enrollment.number))
            output.isChanged = true
            output.decide(
                .wait, version, state.id, enrollment, step: version.states[Int(enrollment.state)].label, at: now,
                [.init(.until, .instant(moved))])
        }
    }
}
