import JourneyModel

/// An instant on a wall clock.
struct LocalTime {
    /// Days since 1970-01-01.
    let day: Int64
    private let second: Int64
    private let fraction: Microseconds

    init(_ instant: Timestamp, offset: Int) {
        let local = instant + Microseconds(offset) * .second
        let seconds = Self.floor(local.microseconds, .second)
        fraction = local.microseconds - seconds * .second
        day = Self.floor(seconds, 86_400)
        second = seconds - day * 86_400
    }

    /// `08:30`.
    var time: String { "\(Self.padded(second / 3_600, 2)):\(Self.padded(second / 60 % 60, 2))" }

    /// With milliseconds, or microseconds where they are not zero: `2026-11-23T08:30:00.000Z`. Made without an offset.
    var rfc3339: String {
        let (year, month, dayOfMonth) = civil
        let digits = fraction % 1_000 == 0 ? Self.padded(fraction / 1_000, 3) : Self.padded(fraction, 6)
        let date = "\(Self.padded(year, 4))-\(Self.padded(Int64(month), 2))-\(Self.padded(dayOfMonth, 2))"
        return "\(date)T\(time):\(Self.padded(second % 60, 2)).\(digits)Z"
    }

    /// `Monday, 23 November 2026`.
    var date: String {
        let (year, month, dayOfMonth) = civil
        let weekday = Int(day - Self.floor(day + 3, 7) * 7 + 3)
        return "\(Self.weekdays[weekday]), \(dayOfMonth) \(Self.months[month - 1]) \(year)"
    }

    /// Howard Hinnant's `civil_from_days`.
    private var civil: (year: Int64, month: Int, day: Int64) {
        let shifted = day + 719_468
        let era = Self.floor(shifted, 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), Int(month), dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    private static func floor(_ value: Int64, _ divisor: Int64) -> Int64 {
        let quotient = value / divisor
        return value % divisor < 0 ? quotient - 1 : quotient
    }

    private static func padded(_ value: Int64, _ width: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
    }

    private static let weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ]
}
