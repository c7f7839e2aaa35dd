import JourneyModel

/// Two ids that an event said to be one person's and that could not be joined.
public struct RefusedMerge: Sendable, Equatable {
    /// The last time.
    public var at: Timestamp
    public var customer: String
    public var other: String
    public var reason: String
    /// How often it was refused.
    public var count: Int

    public init(at: Timestamp, customer: String, other: String, reason: String, count: Int = 1) {
        self.at = at
        self.customer = customer
        self.other = other
        self.reason = reason
        self.count = count
    }
}

/// A person to be erased from everything that was written up to an instant.
public struct Forgetting: Sendable, Equatable {
    /// All ids of the person.
    public var ids: [String]
    /// Of their states, in the same order.
    public var keys: [UInt64]
    /// What is of this instant or earlier goes.
    public var at: Timestamp

    public init(ids: [String], keys: [UInt64], at: Timestamp) {
        self.ids = ids
        self.keys = keys
        self.at = at
    }
}

/// What an erasure does to a record of the log.
struct RecordEraser {
    private let ids: [[UInt8]]
    /// Others whose records may name the person: merges that were refused.
    private let partners: [[UInt8]]
    private let at: Timestamp
    private let hash: EntryHash

    init(_ forgetting: Forgetting, partners: [String], hash: EntryHash) {
        ids = forgetting.ids.map { Array($0.utf8) }
        self.partners = partners.map { Array($0.utf8) }
        at = forgetting.at
        self.hash = hash
    }

    /// The chunk without the person; nil where it has nothing of the person.
    ///
    /// Of an event its kind, its instant and the hash of its id stay, so that totals stay right and a repetition is known.
    func erase(_ chunk: UnsafeRawBufferPointer) throws -> RecordPacker? {
        var isConcerned = false
        try RecordReader.forEach(in: chunk) { if isOfPerson($0) || names($0) { isConcerned = true } }
        guard isConcerned else { return nil }
        let packer = RecordPacker()
        try RecordReader.forEach(in: chunk) { record in
            let isOfPerson = isOfPerson(record)
            guard isOfPerson || names(record) else { return packer.copy(record) }
            if record.kind != .event { return }
            let entry = record.entry(hash)
            withUnsafeTemporaryAllocation(byteCount: Entry.size, alignment: 8) { bytes in
                if let base = bytes.baseAddress { entry.write(to: base) }
                packer.erased(record, id: UnsafeRawBufferPointer(bytes), keepsCustomer: !isOfPerson)
            }
        }
        return packer
    }

    private func isOfPerson(_ record: PackedRecord) -> Bool {
        record.at <= at && ids.contains { $0.elementsEqual(record.customer) }
    }

    /// A record of somebody else in which one of the ids stands.
    private func names(_ record: PackedRecord) -> Bool {
        guard partners.contains(where: { $0.elementsEqual(record.customer) }) else { return false }
        return ids.contains { record.bytes.holds($0) }
    }
}

extension PackedRecord {
    /// What the index of ids has of an event.
    func entry(_ hash: EntryHash) -> Entry {
        if isHashed, let base = id.baseAddress, id.count == Entry.size { return Entry(at: base) }
        return isUUID ? hash.id(uuid: id) : hash.id(text: id)
    }
}

extension UnsafeRawBufferPointer {
    fileprivate func holds(_ text: [UInt8]) -> Bool {
        guard let first = text.first, text.count <= count else { return false }
        for start in 0...(count - text.count) where self[start] == first {
            if self[start..<start + text.count].elementsEqual(text) { return true }
        }
        return false
    }
}
