import JourneyModel

/// An instant on a wall clock.
struct LocalTime {
    private let local: Timestamp

    /// - Parameter offset: seconds east of UTC.
    init(_ instant: Timestamp, offset: Int) { local = instant + Microseconds(offset) * .second }

    /// Days since 1970-01-01.
    var day: Int { local.utcDays }

    /// `08:30`.
    var time: String { String(local.rfc3339.drop { $0 != "T" }.dropFirst().prefix(5)) }

    /// `Monday, 23 November 2026`.
    var date: String {
        let date = CivilDate(days: day)
        return "\(Self.weekdays[date.weekday - 1]), \(date.day) \(Self.months[date.month - 1]) \(date.year)"
    }

    private static let weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ]
}
