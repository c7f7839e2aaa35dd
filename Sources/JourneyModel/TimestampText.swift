/// Why a text is no instant.
public enum TimestampFault: Error, Equatable, Sendable {
    /// It does not read `YYYY-MM-DDThh:mm:ss`.
    case shape
    /// It reads like a time up to a part that does not exist: a 13th month, a 30 February, an hour 24.
    case range
    /// All is well but the zone is missing.
    case zone
}

extension Timestamp {
    /// RFC 3339: `2026-11-21T08:30:00Z`, `2026-11-21T16:30:00.25+08:00`.
    ///
    /// The zone is required, digits past microseconds are dropped, a leap second counts as the last microsecond of its minute.
    public init?(rfc3339 bytes: UnsafeRawBufferPointer) {
        do { self = try Timestamp(parsing: bytes) } catch { return nil }
    }

    public init?(rfc3339 text: String) {
        var text = text
        guard let instant = text.withUTF8({ Timestamp(rfc3339: UnsafeRawBufferPointer($0)) }) else { return nil }
        self = instant
    }

    /// As `init(rfc3339:)`, telling what is wrong.
    public init(parsing bytes: UnsafeRawBufferPointer) throws(TimestampFault) {
        guard bytes.count >= 19, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            bytes[10] | 0x20 == UInt8(ascii: "t") || bytes[10] == UInt8(ascii: " "),
            bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
            let year = decimal(bytes, 0, 4), let month = decimal(bytes, 5, 2), let day = decimal(bytes, 8, 2),
            let hour = decimal(bytes, 11, 2), let minute = decimal(bytes, 14, 2), let second = decimal(bytes, 17, 2)
        else { throw .shape }
        guard month >= 1, month <= 12, day >= 1, day <= 28 || day <= CivilDate.daysInMonth(month, of: year),
            hour <= 23, minute <= 59, second <= 60
        else { throw .range }
        var index = 19
        let fraction = try Self.fraction(bytes, &index)
        let offset = try Self.zone(bytes, &index)
        guard index == bytes.count else { throw .shape }
        let minutes = CivilDate.days(year: year, month: month, day: day) * 1_440 + hour * 60 + minute - offset
        if second == 60 {
            guard (minutes % 1_440 + 1_440) % 1_440 == 1_439 else { throw .range }
            microseconds = Int64(minutes) * Microseconds.minute + 59_999_999
        } else {
            microseconds = Int64(minutes * 60 + second) * Microseconds.second + Int64(fraction)
        }
    }

    @inline(__always)
    private static func fraction(_ bytes: UnsafeRawBufferPointer, _ index: inout Int) throws(TimestampFault) -> Int {
        guard index < bytes.count, bytes[index] == UInt8(ascii: ".") else { return 0 }
        index += 1
        var fraction = 0
        var weight = 100_000
        let start = index
        while index < bytes.count {
            let digit = bytes[index] &- UInt8(ascii: "0")
            if digit > 9 { break }
            fraction += Int(digit) * weight
            weight /= 10
            index += 1
        }
        if index == start { throw .shape }
        return fraction
    }

    /// Minutes east of Greenwich.
    @inline(__always)
    private static func zone(_ bytes: UnsafeRawBufferPointer, _ index: inout Int) throws(TimestampFault) -> Int {
        guard index < bytes.count else { throw .zone }
        let sign = bytes[index]
        if sign | 0x20 == UInt8(ascii: "z") {
            index += 1
            return 0
        }
        guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"), bytes.count >= index + 6,
            bytes[index + 3] == UInt8(ascii: ":"),
            let hours = decimal(bytes, index + 1, 2), let minutes = decimal(bytes, index + 4, 2)
        else { throw .shape }
        guard hours <= 23, minutes <= 59 else { throw .range }
        index += 6
        return (hours * 60 + minutes) * (sign == UInt8(ascii: "-") ? -1 : 1)
    }

    /// `2026-11-21T08:30:00.000Z`: UTC with milliseconds, or microseconds where they are not zero.
    public var rfc3339: String {
        var out: [UInt8] = []
        out.reserveCapacity(28)
        appendRFC3339(to: &out)
        return String(decoding: out, as: UTF8.self)
    }

    public func appendRFC3339(to out: inout [UInt8]) {
        let days = Int(floorDivide(microseconds, Microseconds.day))
        let ofDay = Int(microseconds &- Int64(days) &* Microseconds.day)
        CivilDate(days: days).append(to: &out)
        out.append(UInt8(ascii: "T"))
        appendDecimal(ofDay / 3_600_000_000, digits: 2, to: &out)
        out.append(UInt8(ascii: ":"))
        appendDecimal(ofDay / 60_000_000 % 60, digits: 2, to: &out)
        out.append(UInt8(ascii: ":"))
        appendDecimal(ofDay / 1_000_000 % 60, digits: 2, to: &out)
        out.append(UInt8(ascii: "."))
        let micros = ofDay % 1_000_000
        if micros % 1_000 == 0 {
            appendDecimal(micros / 1_000, digits: 3, to: &out)
        } else {
            appendDecimal(micros, digits: 6, to: &out)
        }
        out.append(UInt8(ascii: "Z"))
    }

    /// Nil where the microseconds do not fit 64 bits.
    public init?(epochMilliseconds: Int64) {
        let (product, overflow) = epochMilliseconds.multipliedReportingOverflow(by: 1_000)
        if overflow { return nil }
        microseconds = product
    }

    /// Rounded toward the past.
    public var epochMilliseconds: Int64 { floorDivide(microseconds, 1_000) }

    /// The UTC day, counted from 1970-01-01.
    public var utcDays: Int { Int(floorDivide(microseconds, Microseconds.day)) }

    /// Midnight UTC of a day.
    public init(utcDays days: Int) {
        let (product, overflow) = Int64(days).multipliedReportingOverflow(by: Microseconds.day)
        microseconds = overflow ? (days > 0 ? .max : .min) : product
    }
}

/// The quotient rounded toward minus infinity; `divisor` is positive.
@inline(__always)
func floorDivide(_ number: Int64, _ divisor: Int64) -> Int64 {
    let quotient = number / divisor
    return number % divisor < 0 ? quotient - 1 : quotient
}
