import JourneyCompiler
import JourneyModel

/// When a schedule's occurrences are due, in the customer's zone.
extension Schedule {
    struct Occurrence: Equatable {
        var due: Timestamp
        /// Tells it from the schedule's other occurrences, whatever the zone: its local day, or what it is counted from.
        var mark: Int64
    }

    /// Days looked through for a working day.
    private static let daysAhead = 400
    /// No mark of a day is later.
    private static let lastDay = Int64(Int32.max)

    /// The first occurrence that is not before an instant and not done yet; nil where none is to come.
    /// - Parameters:
    ///   - last: the mark of the last one that was done.
    ///   - date: what the attribute holds that the schedule goes by.
    func next(from now: Timestamp, after last: Int64?, in zone: Zone, date: Value, isWorkday: (_ days: Int) -> Bool) -> Occurrence? {
        // Begins a day early: a gap of the clocks moves yesterday's last hour into today. A day that was done, in whatever zone, does
        // not come again, nor do those before it.
        let yesterday = zone.local(now).days - 1
        let first = last.map { max(yesterday, Int(clamping: min($0, Self.lastDay) + 1)) } ?? yesterday
        func on(_ days: some Sequence<Int>, _ time: Int32, where isDay: (Int) -> Bool = { _ in true }) -> Occurrence? {
            for day in days where isDay(day) {
                let due = zone.instant(days: day, seconds: Int(time))
                if due >= now { return Occurrence(due: due, mark: Int64(day)) }
            }
            return nil
        }
        switch self {
        case .daily(let time): return on(first...first + 3, time)
        case .workdays(let time): return on(first...first + Self.daysAhead, time, where: isWorkday)
        case .weekly(let weekday, let time): return on(first...first + 10, time) { CivilDate.weekday(days: $0) == weekday }
        case .monthly(let day, let time):
            return on(Self.monthly(day, from: first), time) { $0 >= first }
        case .once(let days, let time): return on([Int(days)], time) { $0 >= first }
        case .yearly(_, let time):
            guard let day = date.calendarMoment?.day(in: zone) else { return nil }
            return on(Self.yearly(CivilDate(days: day), from: yesterday), time) { Int64($0) != last }
        case .before(let length, _, let time):
            guard let found = Self.before(length, date.calendarMoment, at: time, in: zone), found.due >= now, found.mark != last
            else { return nil }
            return found
        }
    }

    /// The 31st of a shorter month is its last day.
    private static func monthly(_ day: Int, from first: Int) -> [Int] {
        let month = CivilDate(days: first)
        return (0...3).compactMap { ahead in
            let number = month.month - 1 + ahead
            let (year, month) = (month.year + number / 12, number % 12 + 1)
            return CivilDate(year: year, month: month, day: min(day, CivilDate.daysInMonth(month, of: year)))?.days
        }
    }

    /// 29 February is the 28th in other years.
    private static func yearly(_ date: CivilDate, from first: Int) -> [Int] {
        let year = CivilDate(days: first).year
        return (year...year + 2).compactMap { year in
            CivilDate(year: year, month: date.month, day: min(date.day, CivilDate.daysInMonth(date.month, of: year)))?.days
        }
    }

    /// With a time of day: so many days before, a part of a day counting whole.
    private static func before(_ length: Microseconds, _ moment: Value.CalendarMoment?, at time: Int32?, in zone: Zone) -> Occurrence? {
        guard let moment else { return nil }
        if let time {
            let day = moment.day(in: zone) - Int(length / .day + (length % .day > 0 ? 1 : 0))
            return Occurrence(due: zone.instant(days: day, seconds: Int(time)), mark: Int64(day))
        }
        switch moment {
        case .day(let day): return Occurrence(due: zone.instant(days: day, seconds: 0) - length, mark: Int64(day))
        case .instant(let instant): return Occurrence(due: instant - length, mark: instant.microseconds)
        }
    }

    /// The attribute it goes by.
    var attribute: String? {
        switch self {
        case .yearly(let name, _), .before(_, let name, _): name
        case .daily, .workdays, .weekly, .monthly, .once: nil
        }
    }
}

extension Value.CalendarMoment {
    /// Since 1970-01-01, as the customer's clock shows it.
    func day(in zone: Zone) -> Int {
        switch self {
        case .day(let day): day
        case .instant(let instant): zone.local(instant).days
        }
    }
}

/// Monday to Friday, but for the days that the workspace's calendars name.
struct Workdays: Sendable {
    private let days: [Catalogue.WorkCalendar.Days]

    init(_ days: [Catalogue.WorkCalendar.Days]) { self.days = days }

    /// Where two calendars speak of a day, the later holds.
    func contains(_ day: Int) -> Bool {
        for span in days.reversed() where day >= span.first && day <= span.last { return span.isWorkday }
        return CivilDate.weekday(days: day) <= 5
    }
}
