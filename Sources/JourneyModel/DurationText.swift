/// A duration as the language writes it: `2d`, `1d12h`, `90s`, `90m`, `1h1m1s`.
///
/// Days, hours, minutes and seconds from the largest down; below two of a unit, minutes and seconds stay whole as people say
/// them (`90s`, not `1m30s`). What is below a second is dropped.
public func durationText(_ duration: Microseconds) -> String {
    var out: [UInt8] = []
    if duration < 0 { out.append(UInt8(ascii: "-")) }
    let total = (duration / Microseconds.second).magnitude
    if total == 0 { return "0s" }
    if total < 120, total % 60 != 0 {
        append(total, "s", to: &out)
    } else if total < 7_200, total % 60 == 0, total % 3_600 != 0 {
        append(total / 60, "m", to: &out)
    } else {
        append(total / 86_400, "d", to: &out)
        append(total / 3_600 % 24, "h", to: &out)
        append(total / 60 % 60, "m", to: &out)
        append(total % 60, "s", to: &out)
    }
    return String(decoding: out, as: UTF8.self)
}

private func append(_ count: UInt64, _ unit: Unicode.Scalar, to out: inout [UInt8]) {
    if count == 0 { return }
    appendDecimal(Int(count), digits: 1, to: &out)
    out.append(UInt8(ascii: unit))
}
