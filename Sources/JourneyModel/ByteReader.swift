/// What is wrong with encoded bytes, and where.
public struct DecodingFailure: Error, Equatable, CustomStringConvertible {
    public var what: String
    public var offset: Int

    public init(what: String, offset: Int) {
        self.what = what
        self.offset = offset
    }

    public var description: String { "\(what) at byte \(offset)" }
}

/// Reads what `ByteWriter` wrote. Any bytes at all give values or a `DecodingFailure`, never a trap.
///
/// Holds a pointer: use it inside `withUnsafeBytes`.
public struct ByteReader {
    private let bytes: UnsafeRawBufferPointer
    public private(set) var offset = 0

    public init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    public var isAtEnd: Bool { offset == bytes.count }
    public var remaining: Int { bytes.count - offset }

    @inline(__always)
    public mutating func byte() throws(DecodingFailure) -> UInt8 {
        guard offset < bytes.count else { throw failure("the bytes end too early") }
        defer { offset += 1 }
        return bytes[offset]
    }

    @inline(__always)
    public mutating func unsigned() throws(DecodingFailure) -> UInt64 {
        var number: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let next = try byte()
            if shift == 63, next > 1 { throw failure("a number is longer than 64 bits") }
            number |= UInt64(next & 0x7f) << shift
            if next & 0x80 == 0 { return number }
            shift += 7
        }
    }

    @inline(__always)
    public mutating func signed() throws(DecodingFailure) -> Int64 {
        let number = try unsigned()
        return Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1)
    }

    /// A number of things that each take at least one byte: never more than there are bytes left.
    public mutating func count() throws(DecodingFailure) -> Int {
        let number = try unsigned()
        guard number <= UInt64(remaining) else { throw failure("a count of \(number) is more than the bytes left") }
        return Int(number)
    }

    public mutating func flag() throws(DecodingFailure) -> Bool {
        switch try byte() {
        case 0: return false
        case 1: return true
        default: throw failure("a flag is neither 0 nor 1")
        }
    }

    public mutating func fixed() throws(DecodingFailure) -> UInt64 {
        guard remaining >= 8 else { throw failure("the bytes end too early") }
        defer { offset += 8 }
        return UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    public mutating func timestamp() throws(DecodingFailure) -> Timestamp {
        Timestamp(microseconds: Int64(bitPattern: try fixed()))
    }

    /// A run of the reader's own bytes.
    public mutating func blob() throws(DecodingFailure) -> UnsafeRawBufferPointer {
        let count = try count()
        defer { offset += count }
        return UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + count])
    }

    /// Bytes that are no UTF-8 are repaired, not refused: texts are checked where they come in.
    public mutating func text() throws(DecodingFailure) -> String { String(decoding: try blob(), as: UTF8.self) }

    public mutating func value() throws(DecodingFailure) -> Value { try value(depth: 0) }

    private mutating func value(depth: Int) throws(DecodingFailure) -> Value {
        let tag = try byte()
        switch tag {
        case ValueTag.unknown: return .unknown
        case ValueTag.false: return .boolean(false)
        case ValueTag.true: return .boolean(true)
        case ValueTag.integer: return .integer(try signed())
        case ValueTag.decimal: return .decimal(micros: try signed())
        case ValueTag.text: return .text(try text())
        case ValueTag.list:
            guard depth < Limits.valueNesting else { throw failure("a list nests too deep") }
            var values: [Value] = []
            for _ in 0..<(try count()) { values.append(try value(depth: depth + 1)) }
            return .list(values)
        case ValueTag.date: return .date(days: try narrow("a date"))
        case ValueTag.instant: return .instant(try timestamp())
        case ValueTag.duration: return .duration(try signed())
        case ValueTag.timeOfDay: return .timeOfDay(seconds: try narrow("a time of day"))
        default: throw failure("unknown kind of value \(tag)")
        }
    }

    private mutating func narrow(_ what: String) throws(DecodingFailure) -> Int32 {
        guard let number = Int32(exactly: try signed()) else { throw failure("\(what) is out of range") }
        return number
    }

    private func failure(_ what: String) -> DecodingFailure { DecodingFailure(what: what, offset: offset) }
}
