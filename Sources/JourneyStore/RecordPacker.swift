import JourneyModel

/// A chunk of the log being filled: packed records one after another.
///
/// A record: a byte of kind (low three bits) and form of the id (bit 3: packed UUID, bit 4: only the entry that the index has of it);
/// `at` as the zigzag difference from the record before it; for events the number of the name and the id; the customer; the bytes.
/// Numbers are varints, texts have their length before them, a packed UUID is 16 bytes bare, an entry 12.
final class RecordPacker {
    /// A chunk is closed before it passes this; a single record may be longer.
    static let limit = 24_576
    static let uuidFlag: UInt8 = 8
    static let hashFlag: UInt8 = 16

    private(set) var count = 0
    private(set) var records = 0
    /// Of what has the engine's time. Replies have the outside's, which may be years from it where a recorded log is run: they go with
    /// what stands about them.
    private(set) var lo = Timestamp.distantFuture
    private(set) var hi = Timestamp.distantPast
    private var previous: Int64 = 0
    private var capacity: Int
    private var buffer: UnsafeMutableRawPointer

    init() {
        capacity = Self.limit
        buffer = .allocate(byteCount: capacity, alignment: 64)
    }

    deinit { buffer.deallocate() }

    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: buffer, count: count) }

    func removeAll() {
        count = 0
        records = 0
        lo = .distantFuture
        hi = .distantPast
        previous = 0
    }

    /// Goes on with a chunk that was stored partly filled.
    func resume(_ data: UnsafeRawBufferPointer) throws {
        removeAll()
        var reader = RecordReader(data)
        while let record = try reader.next() { note(record.at, isTimed: record.kind != .reply) }
        reserve(data.count)
        if let base = data.baseAddress { buffer.copyMemory(from: base, byteCount: data.count) }
        count = data.count
    }

    @inline(__always)
    private func note(_ at: Timestamp, isTimed: Bool) {
        previous = at.microseconds
        records += 1
        guard isTimed else { return }
        if at < lo { lo = at }
        if at > hi { hi = at }
    }

    /// False where the record does not fit any more; always true for an empty chunk.
    @inline(__always)
    func fits(_ texts: Int) -> Bool { count == 0 || count + texts + 40 <= Self.limit }

    @inline(__always)
    private func reserve(_ more: Int) {
        if count + more > capacity { grow(more) }
    }

    private func grow(_ more: Int) {
        let larger = UnsafeMutableRawPointer.allocate(byteCount: count + more, alignment: 64)
        larger.copyMemory(from: buffer, byteCount: count)
        buffer.deallocate()
        buffer = larger
        capacity = count + more
    }

    /// Appends an event. `id` is the text, or the 16 packed bytes where `isUUID`.
    @inline(__always)
    func event(
        at: Timestamp, name: UInt32, id: UnsafeRawBufferPointer, isUUID: Bool, customer: UnsafeRawBufferPointer,
        properties: UnsafeRawBufferPointer
    ) {
        reserve(id.count + customer.count + properties.count + 48)
        head(LogRecord.Kind.event.rawValue | (isUUID ? Self.uuidFlag : 0), at)
        varint(UInt64(name))
        if isUUID { copy(id) } else { text(id) }
        text(customer)
        text(properties)
    }

    /// Appends a record that is not an event.
    func other(_ kind: LogRecord.Kind, at: Timestamp, customer: UnsafeRawBufferPointer, bytes: UnsafeRawBufferPointer) {
        reserve(customer.count + bytes.count + 48)
        head(kind.rawValue, at, isTimed: kind != .reply)
        text(customer)
        text(bytes)
    }

    /// Appends a record as it is.
    func copy(_ record: PackedRecord) {
        if record.isHashed { return erased(record, id: record.id, keepsCustomer: true) }
        if record.kind != .event { return other(record.kind, at: record.at, customer: record.customer, bytes: record.bytes) }
        event(
            at: record.at, name: record.name, id: record.id, isUUID: record.isUUID, customer: record.customer,
            properties: record.bytes)
    }

    /// Appends what is left of an event: no properties, of its id only the entry of the index.
    func erased(_ record: PackedRecord, id: UnsafeRawBufferPointer, keepsCustomer: Bool) {
        let nothing = UnsafeRawBufferPointer(start: nil, count: 0)
        reserve(id.count + record.customer.count + 48)
        head(LogRecord.Kind.event.rawValue | Self.hashFlag, record.at)
        varint(UInt64(record.name))
        copy(id)
        text(keepsCustomer ? record.customer : nothing)
        text(nothing)
    }

    @inline(__always)
    private func head(_ first: UInt8, _ at: Timestamp, isTimed: Bool = true) {
        buffer.storeBytes(of: first, toByteOffset: count, as: UInt8.self)
        count += 1
        let difference = at.microseconds &- previous
        varint(UInt64(bitPattern: (difference << 1) ^ (difference >> 63)))
        note(at, isTimed: isTimed)
    }

    @inline(__always)
    private func varint(_ number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            buffer.storeBytes(of: UInt8(truncatingIfNeeded: rest) | 0x80, toByteOffset: count, as: UInt8.self)
            count += 1
            rest >>= 7
        }
        buffer.storeBytes(of: UInt8(truncatingIfNeeded: rest), toByteOffset: count, as: UInt8.self)
        count += 1
    }

    @inline(__always)
    private func text(_ bytes: UnsafeRawBufferPointer) {
        varint(UInt64(bytes.count))
        copy(bytes)
    }

    @inline(__always)
    private func copy(_ bytes: UnsafeRawBufferPointer) {
        guard let base = bytes.baseAddress else { return }
        (buffer + count).copyMemory(from: base, byteCount: bytes.count)
        count += bytes.count
    }
}
