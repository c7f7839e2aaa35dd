/// An event of the log as the columns of a row; every part points into the file's bytes.
struct YardstickRow {
    var id = 0..<0
    var customer = 0..<0
    var event = 0..<0
    /// Microseconds since 1970; 0 where the line has no time of the generator's form.
    var at: Int64 = 0
    /// From the first member that is not one of these to the end of the object, without its brace.
    var properties = 0..<0

    /// Reads a line whose known members come first, as the generator and the project's logs have them; nil where it is none.
    init?(_ bytes: UnsafeRawBufferPointer, _ line: Range<Int>) {
        guard line.count > 2, bytes[line.lowerBound] == UInt8(ascii: "{"), bytes[line.upperBound - 1] == UInt8(ascii: "}") else {
            return nil
        }
        var index = line.lowerBound + 1
        let end = line.upperBound - 1
        while index < end {
            let start = index
            guard let key = Self.text(bytes, &index, end), index < end, bytes[index] == UInt8(ascii: ":") else { return nil }
            index += 1
            let isID = Self.equal(bytes, key, "id")
            let isCustomer = Self.equal(bytes, key, "customer")
            let isEvent = Self.equal(bytes, key, "event")
            guard isID || isCustomer || isEvent || Self.equal(bytes, key, "at") else {
                properties = start..<end
                return
            }
            guard let value = Self.text(bytes, &index, end) else { return nil }
            if isID { id = value } else if isCustomer { customer = value } else if isEvent { event = value } else {
                at = Self.instant(bytes, value)
            }
            if index < end { index += 1 }
        }
    }

    /// A quoted text without escapes that begins here.
    private static func text(_ bytes: UnsafeRawBufferPointer, _ index: inout Int, _ end: Int) -> Range<Int>? {
        guard index < end, bytes[index] == UInt8(ascii: "\"") else { return nil }
        let start = index + 1
        var close = start
        while close < end, bytes[close] != UInt8(ascii: "\"") { close += 1 }
        guard close < end else { return nil }
        index = close + 1
        return start..<close
    }

    private static func equal(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, _ name: StaticString) -> Bool {
        range.count == name.utf8CodeUnitCount && name.withUTF8Buffer { bytes[range].elementsEqual($0) }
    }

    /// `2026-01-05T08:30:00Z`, with or without milliseconds.
    private static func instant(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> Int64 {
        guard range.count >= 20 else { return 0 }
        func number(_ offset: Int, _ width: Int) -> Int64 {
            (0..<width).reduce(0) { $0 &* 10 &+ Int64(bytes[range.lowerBound + offset + $1] &- 0x30) }
        }
        let (year, month, day) = (number(0, 4), number(5, 2), number(8, 2))
        let shiftedYear = month <= 2 ? year - 1 : year
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let days = shiftedYear * 365 + shiftedYear / 4 - shiftedYear / 100 + shiftedYear / 400 + dayOfYear - 719_468
        let seconds = days * 86_400 + number(11, 2) * 3_600 + number(14, 2) * 60 + number(17, 2)
        return (seconds * 1_000 + (range.count >= 24 ? number(20, 3) : 0)) * 1_000
    }
}
