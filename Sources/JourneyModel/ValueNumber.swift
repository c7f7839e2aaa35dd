extension Value {
    /// A JSON number (`-12`, `12.5`, `1e3`) as an exact value; nil where the bytes are none.
    ///
    /// Whole numbers of 64 bits are integers, however they are written: `10.0` and `1e1` are `10`. Others are rounded half away
    /// from zero to six places. What fits neither is kept as its text. No floating point anywhere.
    public init?(jsonNumber bytes: UnsafeRawBufferPointer) {
        if let whole = Self.shortInteger(bytes) {
            self = .integer(whole)
            return
        }
        guard let number = Digits(bytes) else { return nil }
        self = number.value ?? .text(String(decoding: bytes, as: UTF8.self))
    }

    /// Up to 18 digits and nothing else: what nearly all numbers of events are, instants in milliseconds above all.
    @inline(__always)
    private static func shortInteger(_ bytes: UnsafeRawBufferPointer) -> Int64? {
        let isNegative = bytes.first == UInt8(ascii: "-")
        let start = isNegative ? 1 : 0
        guard bytes.count > start, bytes.count - start <= 18 else { return nil }
        if bytes[start] == UInt8(ascii: "0"), bytes.count - start > 1 { return nil }
        var number: Int64 = 0
        for index in start..<bytes.count {
            let digit = bytes[index] &- UInt8(ascii: "0")
            guard digit <= 9 else { return nil }
            number = number &* 10 &+ Int64(digit)
        }
        return isNegative ? -number : number
    }

    public init?(jsonNumber text: String) {
        var text = text
        guard let value = text.withUTF8({ Value(jsonNumber: UnsafeRawBufferPointer($0)) }) else { return nil }
        self = value
    }

    /// The one form of a number of micros: an integer where it is whole, else a decimal; nil outside both.
    static func normalised(micros: Int128) -> Value? {
        if let short = Int64(exactly: micros) {
            // Dividing 128 bits costs many times as much.
            let (whole, rest) = short.quotientAndRemainder(dividingBy: 1_000_000)
            return rest == 0 ? .integer(whole) : .decimal(micros: short)
        }
        let (whole, rest) = micros.quotientAndRemainder(dividingBy: Value.microsPerUnit)
        return rest == 0 ? Int64(exactly: whole).map { .integer($0) } : nil
    }

    /// The number in millionths, exactly; nil for what is no number.
    public var exactMicros: Int128? { micros }

    /// The number of so many millionths; unknown where it fits neither an integer nor a decimal.
    public init(exactMicros: Int128) { self = Value.normalised(micros: exactMicros) ?? .unknown }

    /// The average of so many numbers with this sum in millionths: six places, rounded half away from zero.
    public init(averageOf sum: Int128, count: Int64) {
        self = count > 0 ? Value.normalised(micros: Value.rounded(sum, by: Int128(count))) ?? .unknown : .unknown
    }

    static let microsPerUnit: Int128 = 1_000_000

    /// The number in micros; nil for what is no number.
    var micros: Int128? {
        switch self {
        case .integer(let number): return Int128(number) * Value.microsPerUnit
        case .decimal(let micros): return Int128(micros)
        default: return nil
        }
    }
}

/// The significant digits of a JSON number around its decimal point.
private struct Digits {
    private let isNegative: Bool
    /// Where the digits lie, the point among them.
    private let bytes: UnsafeRawBufferPointer
    private let start: Int
    private let end: Int
    private let pointAt: Int
    private let exponent: Int

    /// Checks the grammar of RFC 8259: no leading zeros, no `+`, digits on both sides of the point.
    init?(_ bytes: UnsafeRawBufferPointer) {
        var index = 0
        func isDigit(_ index: Int) -> Bool { index < bytes.count && bytes[index] &- UInt8(ascii: "0") <= 9 }
        isNegative = index < bytes.count && bytes[index] == UInt8(ascii: "-")
        if isNegative { index += 1 }
        start = index
        guard isDigit(index) else { return nil }
        if bytes[index] == UInt8(ascii: "0"), isDigit(index + 1) { return nil }
        while isDigit(index) { index += 1 }
        pointAt = index
        if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
            index += 1
            guard isDigit(index) else { return nil }
            while isDigit(index) { index += 1 }
        }
        end = index
        var exponent = 0
        if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
            index += 1
            var isMinus = false
            if index < bytes.count, bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "+") {
                isMinus = bytes[index] == UInt8(ascii: "-")
                index += 1
            }
            guard isDigit(index) else { return nil }
            while isDigit(index) {
                exponent = min(exponent * 10 + Int(bytes[index] - UInt8(ascii: "0")), 1 << 40)
                index += 1
            }
            if isMinus { exponent = -exponent }
        }
        guard index == bytes.count else { return nil }
        self.exponent = exponent
        self.bytes = bytes
    }

    /// Nil where the number fits neither an integer nor a decimal.
    var value: Value? {
        var first = start
        while first < end, bytes[first] == UInt8(ascii: "0") || bytes[first] == UInt8(ascii: ".") { first += 1 }
        if first == end { return .integer(0) }
        // How many digits stand before the point once the exponent is applied; nil micros come of more than 19.
        let before = (first < pointAt ? pointAt - first : pointAt - first + 1) + exponent
        if before > 19 { return nil }
        if before < -6 { return .integer(0) }
        var micros: Int128 = 0
        var left = before + 6
        var index = first
        while left > 0 {
            var digit: UInt8 = 0
            if index < end, bytes[index] == UInt8(ascii: ".") { index += 1 }
            if index < end {
                digit = bytes[index] - UInt8(ascii: "0")
                index += 1
            }
            micros = micros * 10 + Int128(digit)
            left -= 1
        }
        if index < end, bytes[index] == UInt8(ascii: ".") { index += 1 }
        if index < end, bytes[index] >= UInt8(ascii: "5") { micros += 1 }
        return Value.normalised(micros: isNegative ? -micros : micros)
    }
}
