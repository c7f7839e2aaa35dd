import JourneyModel

/// Texts and instants as they stand on a wire.
enum WireText {
    /// The content of a JSON string, without its quotes.
    static func appendEscaped(_ text: String, to out: inout [UInt8]) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): out += [UInt8(ascii: "\\"), byte]
            case UInt8(ascii: "\\"): out += [UInt8(ascii: "\\"), byte]
            case 0x0A: out += "\\n".utf8
            case 0x0D: out += "\\r".utf8
            case 0x09: out += "\\t".utf8
            case 0..<0x20, 0x7F: out += [0x5C, 0x75, 0x30, 0x30, hexadecimal(byte >> 4), hexadecimal(byte & 15)]
            default: out.append(byte)
            }
        }
    }

    /// UTC with milliseconds, or microseconds where they are not zero: `2026-11-23T08:30:00.000Z`.
    static func rfc3339(_ instant: Timestamp) -> String {
        let (date, time) = parts(instant)
        let fraction = instant.microseconds - floor(instant.microseconds, .second) * .second
        let digits = fraction % 1_000 == 0 ? padded(fraction / 1_000, 3) : padded(fraction, 6)
        return "\(date)T\(time).\(digits)Z"
    }

    /// UTC to the second: `2026-11-23 08:30:00`.
    static func readable(_ instant: Timestamp) -> String {
        let (date, time) = parts(instant)
        return "\(date) \(time)"
    }

    private static func parts(_ instant: Timestamp) -> (date: String, time: String) {
        let seconds = floor(instant.microseconds, .second)
        let days = floor(seconds, 86_400)
        let second = seconds - days * 86_400
        let (year, month, day) = civil(days)
        return (
            "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))",
            "\(padded(second / 3_600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))"
        )
    }

    /// Howard Hinnant's `civil_from_days`.
    private static func civil(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = floor(shifted, 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    private static func floor(_ value: Int64, _ divisor: Int64) -> Int64 {
        let quotient = value / divisor
        return value % divisor < 0 ? quotient - 1 : quotient
    }

    private static func padded(_ value: Int64, _ width: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
    }

    private static func hexadecimal(_ digit: UInt8) -> UInt8 { digit < 10 ? 0x30 + digit : 0x57 + digit }
}
