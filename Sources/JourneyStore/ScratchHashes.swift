import JourneyModel

/// The hashes of a batch's ids, worked out before any is looked up, so that the lookups can ask for their memory in groups.
final class ScratchHashes {
    private(set) var entries: UnsafeMutablePointer<Entry>
    /// 16 bytes an event: the id where it is a UUID.
    private(set) var packed: UnsafeMutableRawPointer
    private(set) var isUUID: UnsafeMutablePointer<Bool>
    private var capacity = 0
    private let packer = UUIDText.Packer()

    init() {
        entries = .allocate(capacity: 1)
        packed = .allocate(byteCount: UUIDText.packedLength, alignment: 16)
        isUUID = .allocate(capacity: 1)
    }

    deinit { deallocate() }

    /// The packed bytes of an id that is a UUID.
    @inline(__always)
    func uuid(_ index: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: packed + index * UUIDText.packedLength, count: UUIDText.packedLength)
    }

    private func deallocate() {
        entries.deallocate()
        packed.deallocate()
        isUUID.deallocate()
    }

    private func reserve(_ count: Int) {
        guard count > capacity else { return }
        deallocate()
        capacity = count
        entries = .allocate(capacity: count)
        packed = .allocate(byteCount: count * UUIDText.packedLength, alignment: 16)
        isUUID = .allocate(capacity: count)
    }

    /// Hashes the ids as they are written, for a store that packs nothing.
    func fillFromText(_ events: UnsafeBufferPointer<EventRecord>, bytes: UnsafeRawBufferPointer, hash: EntryHash) {
        reserve(events.count)
        for index in 0..<events.count { entries[index] = hash.id(text: bytes.run(events[index].id)) }
    }

    func fill(_ events: UnsafeBufferPointer<EventRecord>, bytes: UnsafeRawBufferPointer, hash: EntryHash) {
        reserve(events.count)
        for index in 0..<events.count {
            let id = bytes.run(events[index].id)
            let target = packed + index * UUIDText.packedLength
            let packs = packer.pack(id, to: target)
            isUUID[index] = packs
            entries[index] =
                packs ? hash.id(uuid: UnsafeRawBufferPointer(start: target, count: UUIDText.packedLength)) : hash.id(text: id)
        }
    }
}

extension UnsafeRawBufferPointer {
    @inline(__always)
    func run(_ range: ByteRange) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: self[Int(range.start)..<Int(range.start) + Int(range.count)])
    }
}
