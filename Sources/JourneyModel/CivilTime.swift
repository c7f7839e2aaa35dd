/// A day of the proleptic Gregorian calendar.
public struct CivilDate: Hashable, Comparable, Sendable {
    public let year: Int
    public let month: Int
    public let day: Int

    /// Nil unless the day exists; years run from -300,000 to 300,000.
    public init?(year: Int, month: Int, day: Int) {
        guard (-300_000...300_000).contains(year), (1...12).contains(month), day >= 1,
            day <= Self.daysInMonth(month, of: year)
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// The day so many days after 1970-01-01; days past the years of `init(year:month:day:)` are held at the edge.
    ///
    /// Formula: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`.
    public init(days: Int) {
        let shifted = min(max(days, -109_000_000), 109_000_000) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// Days since 1970-01-01 (`days_from_civil` of the same paper).
    public var days: Int { Self.days(year: year, month: month, day: day) }

    /// ISO 8601: 1 is Monday, 7 Sunday.
    public var weekday: Int { Self.weekday(days: days) }

    public static func weekday(days: Int) -> Int {
        let sinceMonday = (days % 7 + 10) % 7
        return sinceMonday + 1
    }

    public static func daysInMonth(_ month: Int, of year: Int) -> Int {
        switch month {
        case 2: return isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: return 30
        default: return 31
        }
    }

    public static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    public static func < (a: CivilDate, b: CivilDate) -> Bool {
        (a.year, a.month, a.day) < (b.year, b.month, b.day)
    }

    @inline(__always)
    static func days(year: Int, month: Int, day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }
}

extension CivilDate {
    /// `2026-11-21`, exactly.
    public init?(text bytes: UnsafeRawBufferPointer) {
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            let year = decimal(bytes, 0, 4), let month = decimal(bytes, 5, 2), let day = decimal(bytes, 8, 2)
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    public init?(_ text: String) {
        var text = text
        guard let date = text.withUTF8({ CivilDate(text: UnsafeRawBufferPointer($0)) }) else { return nil }
        self = date
    }

    /// `2026-11-21`; years outside 0 to 9999 with as many digits as they need.
    public var text: String {
        var out: [UInt8] = []
        append(to: &out)
        return String(decoding: out, as: UTF8.self)
    }

    func append(to out: inout [UInt8]) {
        if year < 0 { out.append(UInt8(ascii: "-")) }
        appendDecimal(abs(year), digits: 4, to: &out)
        out.append(UInt8(ascii: "-"))
        appendDecimal(month, digits: 2, to: &out)
        out.append(UInt8(ascii: "-"))
        appendDecimal(day, digits: 2, to: &out)
    }
}

/// A time of day, as clocks on the wall show it.
public struct CivilTime: Hashable, Comparable, Sendable {
    /// Since local midnight; 0 to 86,399.
    public let seconds: Int

    public init?(hour: Int, minute: Int, second: Int = 0) {
        guard (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second) else { return nil }
        seconds = hour * 3_600 + minute * 60 + second
    }

    public init?(seconds: Int) {
        guard (0..<86_400).contains(seconds) else { return nil }
        self.seconds = seconds
    }

    public var hour: Int { seconds / 3_600 }
    public var minute: Int { seconds / 60 % 60 }
    public var second: Int { seconds % 60 }

    public static func < (a: CivilTime, b: CivilTime) -> Bool { a.seconds < b.seconds }

    /// `9:00`, `09:00` or `09:00:30`.
    public init?(text bytes: UnsafeRawBufferPointer) {
        let hourDigits = bytes.count == 4 || bytes.count == 7 ? 1 : 2
        guard bytes.count >= 4, bytes.count <= 8, let hour = decimal(bytes, 0, hourDigits),
            bytes[hourDigits] == UInt8(ascii: ":"), let minute = decimal(bytes, hourDigits + 1, 2)
        else { return nil }
        var second = 0
        if bytes.count > hourDigits + 3 {
            guard bytes[hourDigits + 3] == UInt8(ascii: ":"), let read = decimal(bytes, hourDigits + 4, 2) else { return nil }
            second = read
        }
        self.init(hour: hour, minute: minute, second: second)
    }

    public init?(_ text: String) {
        var text = text
        guard let time = text.withUTF8({ CivilTime(text: UnsafeRawBufferPointer($0)) }) else { return nil }
        self = time
    }

    /// `9:00`, or `9:00:30` where the seconds are not zero: as the language writes times.
    public var text: String {
        var out: [UInt8] = []
        appendDecimal(hour, digits: 1, to: &out)
        out.append(UInt8(ascii: ":"))
        appendDecimal(minute, digits: 2, to: &out)
        if second != 0 {
            out.append(UInt8(ascii: ":"))
            appendDecimal(second, digits: 2, to: &out)
        }
        return String(decoding: out, as: UTF8.self)
    }
}

/// `count` ASCII digits at `start` as a number; nil where they are not all there. At most 18 digits.
@inline(__always)
func decimal(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ count: Int) -> Int? {
    guard start >= 0, start + count <= bytes.count else { return nil }
    var number = 0
    for index in start..<start + count {
        let digit = bytes[index] &- UInt8(ascii: "0")
        if digit > 9 { return nil }
        number = number &* 10 &+ Int(digit)
    }
    return number
}

/// Appends a number that is not negative with at least so many digits.
func appendDecimal(_ number: Int, digits: Int, to out: inout [UInt8]) {
    var power = 1
    for _ in 1..<max(digits, 1) { power *= 10 }
    while power <= number / 10 { power *= 10 }
    while power > 0 {
        out.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / power % 10))
        power /= 10
    }
}
