import JourneyModel

extension Value {
    /// Written for people: `money` (two decimals, thousands apart), `number` (thousands apart), `percent`, `date`, `time`; unknown where
    /// the value is nothing of the kind. Any other format leaves it as it is.
    func formatted(_ format: String, in zone: Zone) -> Value {
        switch format {
        case "money": micros.map { .text(Self.grouped(micros: $0, places: 2)) } ?? .unknown
        case "number": micros.map { .text(Self.grouped(micros: $0, places: 0)) } ?? .unknown
        case "percent": micros.flatMap { Self.percent($0) } ?? .unknown
        case "date": localDate(in: zone).map { .text(CivilDate(days: $0).text) } ?? .unknown
        case "time": localTime(in: zone).flatMap { CivilTime(seconds: $0 / 60 * 60) }.map { .text($0.text) } ?? .unknown
        default: self
        }
    }

    private func localDate(in zone: Zone) -> Int? {
        switch calendarMoment {
        case .day(let days): days
        case .instant(let instant): zone.local(instant).days
        case nil: nil
        }
    }

    private func localTime(in zone: Zone) -> Int? {
        if case .timeOfDay(let seconds) = self { return Int(seconds) }
        if case .text(let text) = self, let time = CivilTime(text) { return time.seconds }
        if case .instant(let instant)? = calendarMoment { return Int(zone.local(instant).time / .second) }
        return nil
    }

    private static func percent(_ micros: Int64) -> Value? {
        let (hundred, overflow) = micros.multipliedReportingOverflow(by: 100)
        return overflow ? nil : .text(Value.decimal(micros: hundred).text + "%")
    }

    /// Rounded half away from zero.
    private static func grouped(micros: Int64, places: Int) -> String {
        let unit: UInt64 = places == 2 ? 10_000 : 1_000_000
        let (quotient, rest) = micros.magnitude.quotientAndRemainder(dividingBy: unit)
        let parts = quotient + (rest * 2 >= unit ? 1 : 0)
        let (whole, cents) = places == 2 ? parts.quotientAndRemainder(dividingBy: 100) : (parts, 0)
        var text = ""
        let digits = String(whole)
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text += "," }
            text.append(digit)
        }
        if places == 2 { text += cents < 10 ? ".0\(cents)" : ".\(cents)" }
        return (micros < 0 && parts > 0 ? "-" : "") + text
    }
}
