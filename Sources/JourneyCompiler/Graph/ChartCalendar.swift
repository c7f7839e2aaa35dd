import JourneyLanguage
import JourneyModel

/// Days, times and schedules in words.
extension ChartWords {
    func text(_ schedule: Schedule) -> String {
        switch schedule {
        case .daily(let time): (isChinese ? "每天" : "every day") + at(time)
        case .workdays(let time): (isChinese ? "每个工作日" : "every workday") + at(time)
        case .weekly(let day, let time): (isChinese ? "每" : "every ") + weekday(day) + at(time)
        case .monthly(let day, let time): isChinese ? "每月\(day)号" + at(time) : schedule.text
        case .once(let days, let time): (isChinese ? "在 " : "on ") + date(days) + at(time)
        case .yearly(let attribute, let time): (isChinese ? "在 " : "on ") + attribute + at(time)
        case .before(let duration, let attribute, let time): before(duration, attribute, time)
        }
    }

    func text(_ moment: Transition.Moment) -> String {
        switch moment {
        case .time(let time): clock(time)
        case .weekday(let day, let time): weekday(day) + at(time)
        case .workday(let time): (isChinese ? "工作日" : "the next workday") + at(time)
        case .date(let days, let time): date(days) + at(time)
        case .attribute(let name, let time): name + (time.map(at) ?? "")
        case .before(let duration, let attribute, let time): before(duration, attribute, time)
        }
    }

    func text(_ dates: Machine.Dates) -> String {
        guard let until = dates.until else { return (isChinese ? "自 " : "from ") + date(dates.from) }
        return isChinese ? "自 \(date(dates.from)) 至 \(date(until))" : "from \(date(dates.from)) until \(date(until))"
    }

    /// Of ten-thousandths.
    func share(_ share: Int) -> String { Spelling.percent(micros: Int64(share) * 100) }

    private func before(_ duration: Microseconds, _ attribute: String, _ time: Int32?) -> String {
        let text = self.duration(duration)
        return (isChinese ? "\(attribute) 前 \(text)" : "\(text) before \(attribute)") + (time.map(at) ?? "")
    }

    private func date(_ days: Int32) -> String { Spelling.literal(.date(days: days)) }

    private func clock(_ seconds: Int32) -> String { Spelling.literal(.timeOfDay(seconds: seconds)) }

    private func at(_ seconds: Int32) -> String { (isChinese ? " " : " at ") + clock(seconds) }

    private func weekday(_ number: Int) -> String {
        let names: [Keyword] = [.monday, .tuesday, .wednesday, .thursday, .friday, .saturday, .sunday]
        return names.indices.contains(number - 1) ? word(names[number - 1]) : String(number)
    }
}
