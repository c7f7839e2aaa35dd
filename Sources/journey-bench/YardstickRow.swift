import JourneyModel

/// An event of the log as the columns of a row; every part points into the file's bytes.
struct YardstickRow {
    var id = 0..<0
    var customer = 0..<0
    var event = 0..<0
    /// Microseconds since 1970; 0 where the line has no time.
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
                at = Timestamp(rfc3339: UnsafeRawBufferPointer(rebasing: bytes[value]))?.microseconds ?? 0
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
}
