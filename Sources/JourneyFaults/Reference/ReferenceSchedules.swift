import JourneyEngine
import JourneyLanguage
import JourneyModel

/// Schedules in the reference model: each customer's next occurrence is looked for day by day.
extension ReferenceModel {
    struct Occasion {
        var number: UInt64
        var due: Timestamp?
        /// The day, or what else the occurrence was counted from, that was done last.
        var last: Int?
    }

    /// - Parameter looksAgain: an attribute may have changed.
    func keepSchedules(_ customer: Customer, looksAgain: Bool) {
        for rule in rules where rule.isScheduled {
            let known = customer.occasions[rule.name]
            if known?.due != nil, !looksAgain { continue }
            setNext(of: rule, known?.last, customer)
        }
    }

    private func setNext(of rule: ReferenceRule, _ last: Int?, _ customer: Customer) {
        if let next = next(rule.trigger, after: last, customer) {
            customer.occasions[rule.name, default: Occasion(number: 0)].due = next.due
            if customer.occasions[rule.name]?.number == 0 { customer.occasions[rule.name]?.number = takeNumber() }
        } else if last == nil {
            customer.occasions[rule.name] = nil
        } else {
            customer.occasions[rule.name]?.due = nil
        }
    }

    func fireSchedule(_ rule: ReferenceRule, _ customer: Customer) {
        guard let known = customer.occasions[rule.name] else { return }
        let occurrence = next(rule.trigger, after: known.last, customer)
        guard let occurrence, occurrence.due == known.due else { return setNext(of: rule, known.last, customer) }
        customer.occasions[rule.name]?.last = occurrence.mark
        setNext(of: rule, occurrence.mark, customer)
        begin(rule, Event(at: clock, customer: customer.id, name: "", properties: []), customer, isStarted: true)
    }

    /// The first that is not before the clock and was not done.
    private func next(_ trigger: Trigger, after last: Int?, _ customer: Customer) -> (due: Timestamp, mark: Int)? {
        let zone = zone(of: customer)
        let today = zone.local(clock).days
        func first(_ time: TimeLiteral?, inOrder: Bool = true, where isDay: (Int) -> Bool) -> (due: Timestamp, mark: Int)? {
            for day in today - 1...today + 800 where isDay(day) {
                if inOrder ? last.map({ day <= $0 }) ?? false : day == last { continue }
                let due = zone.instant(days: day, seconds: Int(time?.seconds ?? 0))
                if due >= clock { return (due, day) }
            }
            return nil
        }
        switch trigger.kind {
        case .every(.day, let time): return first(time) { _ in true }
        case .every(.workday, let time): return first(time) { CivilDate.weekday(days: $0) < 6 }
        case .every(.weekday(let weekday), let time): return first(time) { CivilDate.weekday(days: $0) == weekday }
        case .every(.dayOfMonth(let number), let time): return first(time) { Self.isDay($0, number) }
        case .on(let date, let time): return first(time) { $0 == Int(date.days) }
        case .onAttribute(let name, let time):
            guard let day = day(of: name.text, customer, zone)?.day else { return nil }
            let date = CivilDate(days: day)
            return first(time, inOrder: false) { CivilDate(days: $0).month == date.month && Self.isDay($0, date.day) }
        case .before(let length, let name, let time):
            guard let found = day(of: name.text, customer, zone) else { return nil }
            var (due, mark) = (found.instant - length.microseconds, found.mark)
            if let time {
                mark = found.day - Int((length.microseconds + .day - 1) / .day)
                due = zone.instant(days: mark, seconds: Int(time.seconds))
            }
            return due >= clock && mark != last ? (due, mark) : nil
        default: return nil
        }
    }

    /// The day of the month, or the last one of a shorter month.
    private static func isDay(_ days: Int, _ number: Int) -> Bool {
        let date = CivilDate(days: days)
        return date.day == min(number, CivilDate.daysInMonth(date.month, of: date.year))
    }

    private func day(of name: String, _ customer: Customer, _ zone: Zone) -> (day: Int, instant: Timestamp, mark: Int)? {
        switch customer.attributes[name] {
        case .date(let days)?: return (Int(days), zone.instant(days: Int(days), seconds: 0), Int(days))
        case .text(let text)?:
            if let date = CivilDate(text) { return (date.days, zone.instant(days: date.days, seconds: 0), date.days) }
            return Timestamp(rfc3339: text).map { (zone.local($0).days, $0, Int($0.microseconds)) }
        default: return nil
        }
    }
}

extension ReferenceRule {
    var isScheduled: Bool {
        switch trigger.kind {
        case .every, .on, .onAttribute, .before: true
        default: false
        }
    }
}
