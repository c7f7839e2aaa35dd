extension Value {
    /// As JSON: instants RFC 3339, days `"2026-11-21"`, durations and times of day as the language writes them, unknown `null`.
    public var json: String {
        var out: [UInt8] = []
        appendJSON(to: &out)
        return String(decoding: out, as: UTF8.self)
    }

    /// For people and templates: without quotes, `12.5` and not `12.500000`, unknown the empty text, lists with `, `.
    public var text: String {
        if case .text(let text) = self { return text }
        var out: [UInt8] = []
        appendPlain(to: &out)
        return String(decoding: out, as: UTF8.self)
    }

    public func appendJSON(to out: inout [UInt8]) {
        switch self {
        case .unknown: out.append(contentsOf: "null".utf8)
        case .boolean, .integer, .decimal: appendPlain(to: &out)
        case .text(let text): JSONText.append(text, to: &out)
        case .list(let values):
            out.append(UInt8(ascii: "["))
            for (index, value) in values.enumerated() {
                if index > 0 { out.append(UInt8(ascii: ",")) }
                value.appendJSON(to: &out)
            }
            out.append(UInt8(ascii: "]"))
        case .date, .instant, .duration, .timeOfDay:
            out.append(UInt8(ascii: "\""))
            appendPlain(to: &out)
            out.append(UInt8(ascii: "\""))
        }
    }

    private func appendPlain(to out: inout [UInt8]) {
        switch self {
        case .unknown: break
        case .boolean(let flag): out.append(contentsOf: (flag ? "true" : "false").utf8)
        case .integer(let number): out.append(contentsOf: String(number).utf8)
        case .decimal(let micros): Value.append(micros: micros, to: &out)
        case .text(let text): out.append(contentsOf: text.utf8)
        case .list(let values):
            for (index, value) in values.enumerated() {
                if index > 0 { out.append(contentsOf: ", ".utf8) }
                value.appendPlain(to: &out)
            }
        case .date(let days): CivilDate(days: Int(days)).append(to: &out)
        case .instant(let instant): instant.appendRFC3339(to: &out)
        case .duration(let duration): out.append(contentsOf: durationText(duration).utf8)
        case .timeOfDay(let seconds): out.append(contentsOf: (CivilTime(seconds: Int(seconds))?.text ?? "").utf8)
        }
    }

    private static func append(micros: Int64, to out: inout [UInt8]) {
        if micros < 0 { out.append(UInt8(ascii: "-")) }
        let (whole, rest) = micros.magnitude.quotientAndRemainder(dividingBy: 1_000_000)
        appendDecimal(Int(whole), digits: 1, to: &out)
        if rest == 0 { return }
        out.append(UInt8(ascii: "."))
        appendDecimal(Int(rest), digits: 6, to: &out)
        while out.last == UInt8(ascii: "0") { out.removeLast() }
    }
}
