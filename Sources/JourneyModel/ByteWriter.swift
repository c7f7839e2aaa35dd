/// Writes the compact binary form of states and records: what `ByteReader` reads back.
public struct ByteWriter: Sendable {
    public var bytes: [UInt8]

    public init(reserving capacity: Int = 0) {
        bytes = []
        bytes.reserveCapacity(capacity)
    }

    /// Seven bits a byte, the lowest first, the top bit on all but the last.
    @inline(__always)
    public mutating func unsigned(_ number: UInt64) {
        var number = number
        while number >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: number) | 0x80)
            number >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: number))
    }

    /// Zig-zag, so that small negative numbers stay short.
    @inline(__always)
    public mutating func signed(_ number: Int64) { unsigned(UInt64(bitPattern: (number << 1) ^ (number >> 63))) }

    public mutating func count(_ count: Int) { unsigned(UInt64(max(count, 0))) }

    public mutating func byte(_ byte: UInt8) { bytes.append(byte) }

    public mutating func flag(_ flag: Bool) { bytes.append(flag ? 1 : 0) }

    /// Eight bytes, the lowest first.
    public mutating func fixed(_ number: UInt64) {
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }

    /// Eight bytes: instants are large, a varint would be longer.
    public mutating func timestamp(_ instant: Timestamp) { fixed(UInt64(bitPattern: instant.microseconds)) }

    public mutating func text(_ text: String) {
        var text = text
        text.withUTF8 { blob(UnsafeRawBufferPointer($0)) }
    }

    public mutating func blob(_ content: UnsafeRawBufferPointer) {
        count(content.count)
        bytes.append(contentsOf: content)
    }

    public mutating func blob(_ content: [UInt8]) { content.withUnsafeBytes { blob($0) } }

    /// A tag byte and the content. Lists deeper than `Limits.valueNesting` end as unknown.
    public mutating func value(_ value: Value) { self.value(value, depth: 0) }

    private mutating func value(_ value: Value, depth: Int) {
        switch value {
        case .unknown: byte(ValueTag.unknown)
        case .boolean(let flag): byte(flag ? ValueTag.true : ValueTag.false)
        case .integer(let number):
            byte(ValueTag.integer)
            signed(number)
        case .decimal(let micros):
            byte(ValueTag.decimal)
            signed(micros)
        case .text(let text):
            byte(ValueTag.text)
            self.text(text)
        case .list(let values):
            guard depth < Limits.valueNesting else { return byte(ValueTag.unknown) }
            byte(ValueTag.list)
            count(values.count)
            for value in values { self.value(value, depth: depth + 1) }
        case .date(let days):
            byte(ValueTag.date)
            signed(Int64(days))
        case .instant(let instant):
            byte(ValueTag.instant)
            timestamp(instant)
        case .duration(let duration):
            byte(ValueTag.duration)
            signed(duration)
        case .timeOfDay(let seconds):
            byte(ValueTag.timeOfDay)
            signed(Int64(seconds))
        }
    }
}

/// First bytes of encoded values: never renumber, stores hold them.
enum ValueTag {
    static let unknown: UInt8 = 0
    static let `false`: UInt8 = 1
    static let `true`: UInt8 = 2
    static let integer: UInt8 = 3
    static let decimal: UInt8 = 4
    static let text: UInt8 = 5
    static let list: UInt8 = 6
    static let date: UInt8 = 7
    static let instant: UInt8 = 8
    static let duration: UInt8 = 9
    static let timeOfDay: UInt8 = 10
}
