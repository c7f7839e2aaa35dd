import JourneyModel

/// The log of a store in memory: chunks packed as those on disk.
struct MemoryLog {
    private var chunks: [[UInt8]] = []
    private let packer = RecordPacker()
    /// What to go back to.
    private var chunksBefore = 0
    private var packedBefore = 0

    private mutating func makeRoom(_ bytes: Int) {
        guard !packer.fits(bytes) else { return }
        chunks.append([UInt8](packer.bytes))
        packer.removeAll()
    }

    mutating func append(
        _ event: EventRecord, name: UInt32, bytes: UnsafeRawBufferPointer, scratch: ScratchHashes, at index: Int
    ) {
        makeRoom(Int(event.id.count) + Int(event.customer.count) + Int(event.properties.count))
        let isUUID = scratch.isUUID[index]
        packer.event(
            at: event.at, name: name, id: isUUID ? scratch.uuid(index) : bytes.run(event.id), isUUID: isUUID,
            customer: bytes.run(event.customer), properties: bytes.run(event.properties))
    }

    mutating func append(_ kind: LogRecord.Kind, customer: String, at: Timestamp, bytes: [UInt8]) {
        var customer = customer
        customer.withUTF8 { name in
            bytes.withUnsafeBytes { bytes in
                makeRoom(name.count + bytes.count)
                packer.other(kind, at: at, customer: UnsafeRawBufferPointer(name), bytes: bytes)
            }
        }
    }

    func forEach(_ body: (PackedRecord) throws -> Void) throws {
        for chunk in chunks { try chunk.withUnsafeBytes { try RecordReader.forEach(in: $0, body) } }
        try RecordReader.forEach(in: packer.bytes, body)
    }

    /// Writes every chunk anew that an erasure concerns; outside of transactions.
    mutating func rewrite(_ body: (UnsafeRawBufferPointer) throws -> RecordPacker?) throws {
        for index in chunks.indices {
            if let changed = try chunks[index].withUnsafeBytes(body) { chunks[index] = [UInt8](changed.bytes) }
        }
        if let changed = try body(packer.bytes) { try packer.resume(changed.bytes) }
        commit()
    }

    mutating func commit() {
        chunksBefore = chunks.count
        packedBefore = packer.count
    }

    mutating func rollback() throws {
        // The chunk that was being filled when the transaction began is the packer's, or became the first of the new ones.
        let filled = chunks.count > chunksBefore ? chunks[chunksBefore] : [UInt8](packer.bytes)
        chunks.removeSubrange(chunksBefore...)
        try filled.withUnsafeBytes { try packer.resume(UnsafeRawBufferPointer(rebasing: $0[..<packedBefore])) }
    }
}
