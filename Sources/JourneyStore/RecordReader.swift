import JourneyModel

/// Reads varints and runs of bytes that this module packed; any bytes at all give values or `StoreError.damaged`.
struct PackedReader {
    let bytes: UnsafeRawBufferPointer
    private(set) var offset = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    var isAtEnd: Bool { offset == bytes.count }

    @inline(__always)
    mutating func byte() throws -> UInt8 {
        guard offset < bytes.count else { throw Self.tooShort }
        defer { offset += 1 }
        return bytes[offset]
    }

    @inline(__always)
    mutating func varint() throws -> UInt64 {
        var number: UInt64 = 0
        var shift: UInt64 = 0
        while shift < 64 {
            let byte = try byte()
            number |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { return number }
            shift += 7
        }
        throw StoreError.damaged("a packed number is longer than 64 bits")
    }

    @inline(__always)
    mutating func run(_ count: UInt64) throws -> UnsafeRawBufferPointer {
        guard count <= UInt64(bytes.count - offset) else { throw Self.tooShort }
        defer { offset += Int(count) }
        return UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + Int(count)])
    }

    @inline(__always)
    mutating func text() throws -> UnsafeRawBufferPointer { try run(try varint()) }

    mutating func fixed() throws -> UInt64 {
        UInt64(littleEndian: try run(8).loadUnaligned(as: UInt64.self))
    }

    private static var tooShort: StoreError { .damaged("packed bytes end too early") }
}

/// A record where it lies in its chunk.
struct PackedRecord {
    var kind: LogRecord.Kind
    var at: Timestamp
    var name: UInt32
    var isUUID: Bool
    /// Of an erased event only the entry of its id is left.
    var isHashed: Bool
    var id: UnsafeRawBufferPointer
    var customer: UnsafeRawBufferPointer
    var bytes: UnsafeRawBufferPointer

    var record: LogRecord {
        LogRecord(
            kind: kind, at: at, customer: String(decoding: customer, as: UTF8.self), name: name,
            id: isHashed ? "" : isUUID ? UUIDText.unpack(id) : String(decoding: id, as: UTF8.self), bytes: [UInt8](bytes))
    }
}

/// Reads the records of a chunk (`RecordPacker` says how they lie there).
struct RecordReader {
    private var reader: PackedReader
    private(set) var previous = Timestamp(microseconds: 0)

    init(_ chunk: UnsafeRawBufferPointer) { reader = PackedReader(chunk) }

    mutating func next() throws -> PackedRecord? {
        guard !reader.isAtEnd else { return nil }
        let first = try reader.byte()
        guard let kind = LogRecord.Kind(rawValue: first & 7), first < 32 else {
            throw StoreError.damaged("a log record has the unknown kind \(first)")
        }
        let zigzag = try reader.varint()
        let difference = Int64(bitPattern: zigzag >> 1) ^ -Int64(bitPattern: zigzag & 1)
        previous = Timestamp(microseconds: previous.microseconds &+ difference)
        let isUUID = first & RecordPacker.uuidFlag != 0
        let isHashed = first & RecordPacker.hashFlag != 0
        var name: UInt64 = 0
        var id = UnsafeRawBufferPointer(start: nil, count: 0)
        if kind == .event {
            name = try reader.varint()
            id = try isHashed ? reader.run(UInt64(Entry.size)) : isUUID ? reader.run(UInt64(UUIDText.packedLength)) : reader.text()
        }
        let customer = try reader.text()
        return PackedRecord(
            kind: kind, at: previous, name: UInt32(truncatingIfNeeded: name), isUUID: isUUID, isHashed: isHashed, id: id, customer: customer,
            bytes: try reader.text())
    }

    /// Calls `body` with each record of a chunk.
    static func forEach(in chunk: UnsafeRawBufferPointer, _ body: (PackedRecord) throws -> Void) throws {
        var reader = RecordReader(chunk)
        while let record = try reader.next() { try body(record) }
    }
}

extension UnsafeRawBufferPointer {
    /// Byte for byte, as SQLite compares; Swift's texts would compare by canonical equivalence.
    func equals(_ other: UnsafeRawBufferPointer) -> Bool { count == other.count && elementsEqual(other) }
}
