/// Arithmetic on values. Numbers are computed exactly in 128 bits and rounded half away from zero to six places; what overflows,
/// divides by zero or mixes types that have no sum is unknown.
///
/// Besides numbers: an instant or a day ± a duration, instants and days subtracted, durations added, scaled and divided.
extension Value {
    public static func plus(_ a: Value, _ b: Value) -> Value {
        if let x = a.micros, let y = b.micros { return normalised(micros: x + y) ?? .unknown }
        switch (a, b) {
        case (.duration(let x), .duration(let y)): return duration(x.addingReportingOverflow(y))
        case (.instant(let x), .duration(let y)), (.duration(let y), .instant(let x)):
            return instant(x.microseconds.addingReportingOverflow(y))
        case (.date(let x), .duration(let y)), (.duration(let y), .date(let x)): return date(x, plus: y)
        default: return .unknown
        }
    }

    public static func minus(_ a: Value, _ b: Value) -> Value {
        if let x = a.micros, let y = b.micros { return normalised(micros: x - y) ?? .unknown }
        switch (a, b) {
        case (.duration(let x), .duration(let y)): return duration(x.subtractingReportingOverflow(y))
        case (.instant(let x), .duration(let y)): return instant(x.microseconds.subtractingReportingOverflow(y))
        case (.instant(let x), .instant(let y)):
            return duration(x.microseconds.subtractingReportingOverflow(y.microseconds))
        case (.date(let x), .duration(let y)): return y == .min ? .unknown : date(x, plus: -y)
        case (.date(let x), .date(let y)):
            return duration((Int64(x) - Int64(y)).multipliedReportingOverflow(by: Microseconds.day))
        default: return .unknown
        }
    }

    public static func times(_ a: Value, _ b: Value) -> Value {
        switch (a, b) {
        case (.integer(let x), .integer(let y)):
            let (product, overflow) = x.multipliedReportingOverflow(by: y)
            return overflow ? .unknown : .integer(product)
        case (.integer(let x), .decimal(let y)), (.decimal(let y), .integer(let x)):
            return normalised(micros: Int128(x) * Int128(y)) ?? .unknown
        case (.decimal(let x), .decimal(let y)):
            return normalised(micros: rounded(Int128(x) * Int128(y), by: microsPerUnit)) ?? .unknown
        case (.duration(let x), .integer(let y)), (.integer(let y), .duration(let x)):
            return duration(x.multipliedReportingOverflow(by: y))
        case (.duration(let x), .decimal(let y)), (.decimal(let y), .duration(let x)):
            return Int64(exactly: rounded(Int128(x) * Int128(y), by: microsPerUnit)).map { .duration($0) } ?? .unknown
        default: return .unknown
        }
    }

    public static func divided(_ a: Value, by b: Value) -> Value {
        if let x = a.micros, let y = b.micros {
            return y == 0 ? .unknown : normalised(micros: rounded(x * microsPerUnit, by: y)) ?? .unknown
        }
        switch (a, b) {
        case (.duration(let x), .duration(let y)):
            return y == 0 ? .unknown : normalised(micros: rounded(Int128(x) * microsPerUnit, by: Int128(y))) ?? .unknown
        case (.duration(let x), _):
            guard let y = b.micros, y != 0 else { return .unknown }
            return Int64(exactly: rounded(Int128(x) * microsPerUnit, by: y)).map { .duration($0) } ?? .unknown
        default: return .unknown
        }
    }

    public static func negative(_ a: Value) -> Value {
        if case .duration(let x) = a { return x == .min ? .unknown : .duration(-x) }
        return a.micros.flatMap { normalised(micros: -$0) } ?? .unknown
    }

    /// The quotient, rounded half away from zero.
    static func rounded(_ number: Int128, by divisor: Int128) -> Int128 {
        let (quotient, rest) = number.quotientAndRemainder(dividingBy: divisor)
        if rest.magnitude * 2 < divisor.magnitude { return quotient }
        return (number < 0) == (divisor < 0) ? quotient + 1 : quotient - 1
    }

    private static func duration(_ result: (partialValue: Int64, overflow: Bool)) -> Value {
        result.overflow ? .unknown : .duration(result.partialValue)
    }

    private static func instant(_ result: (partialValue: Int64, overflow: Bool)) -> Value {
        result.overflow ? .unknown : .instant(Timestamp(microseconds: result.partialValue))
    }

    /// Whole days only: a part of a day would need a zone.
    private static func date(_ days: Int32, plus duration: Microseconds) -> Value {
        guard duration % Microseconds.day == 0, let sum = Int32(exactly: Int64(days) + duration / Microseconds.day)
        else { return .unknown }
        return .date(days: sum)
    }
}
