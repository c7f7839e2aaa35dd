import JourneyModel

/// `1234567` as `1,234,567`.
public func grouped(_ number: Int64) -> String { grouped(String(number)) }

/// A number in digits with its thousands set apart; what follows a `.` stays, and what is no number comes back as it is.
public func grouped(_ number: String) -> String {
    let sign = number.hasPrefix("-") ? "-" : ""
    let unsigned = number.dropFirst(sign.count)
    let whole = unsigned.prefix { $0.isASCII && $0.isNumber }
    let rest = unsigned.dropFirst(whole.count)
    guard !whole.isEmpty, rest.isEmpty || rest.hasPrefix(".") else { return number }
    var text = ""
    for (index, digit) in whole.enumerated() {
        if index > 0 && (whole.count - index) % 3 == 0 { text.append(",") }
        text.append(digit)
    }
    return sign + text + rest
}

/// A share as `12.3%`, `100%`, `0%`; `–` of nothing.
public func percent(_ part: Int64, of whole: Int64) -> String {
    guard whole > 0 else { return "–" }
    let share = (Double(part) / Double(whole) * 1_000).rounded()
    if share == 1_000 && part < whole { return "99.9%" }
    if share == 0 && part > 0 { return "<0.1%" }
    let tenths = Int64(share)
    return tenths % 10 == 0 ? "\(tenths / 10)%" : "\(tenths / 10).\(tenths % 10)%"
}

/// Millionths as a number: `0.27`, `12`.
func costText(_ millionths: Int64) -> String { Value.decimal(micros: millionths).text }

/// `1 message`, `2 messages`.
public func counted(_ count: Int64, _ noun: String, _ plural: String? = nil) -> String {
    "\(grouped(count)) \(count == 1 ? noun : plural ?? noun + "s")"
}

/// A span in the largest unit that holds it wholly: `2 days`, `36 hours`, `90 minutes`.
func spanText(_ span: Microseconds) -> String {
    let (count, unit) = wholeUnits(span)
    return counted(count, unit)
}

/// The same before a noun: `2-day`.
func spanAdjective(_ span: Microseconds) -> String {
    let (count, unit) = wholeUnits(span)
    return "\(grouped(count))-\(unit)"
}

private func wholeUnits(_ span: Microseconds) -> (Int64, String) {
    for (size, unit) in [
        (Microseconds.day, "day"), (.hour, "hour"), (.minute, "minute"), (.second, "second"), (1_000, "millisecond"),
    ]
    where span % size == 0 && (span != 0 || unit == "second") {
        return (span / size, unit)
    }
    return (span, "microsecond")
}
