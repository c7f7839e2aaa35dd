import JourneyModel

/// Who may write a store: the one that began to last.
///
/// The scheduler's lock keeps a second one away as long as its file is left alone. Where somebody removed it, or the disk knows no
/// locks, an earlier owner that still runs holds in memory what is no longer so, and must not write it over what the later one wrote.
struct Ownership {
    private static let setting = "owner"
    /// Counts owners; nil until the first transaction, which makes it known.
    private var number: UInt64?
    private var isNew = false

    /// - Precondition: a transaction is open: nobody else writes.
    /// - Throws: `StoreError.takenOver`.
    mutating func keep(in settings: SettingTable) throws {
        let last = try Self.last(in: settings)
        if let number {
            #if FaultInjection
                if PlantedBug.chosen == .ownerUnasked { return }
            #endif
            if number != last { throw StoreError.takenOver }
            return
        }
        var out = ByteWriter()
        out.unsigned(last &+ 1)
        try settings.set(Self.setting, to: out.bytes)
        number = last &+ 1
        isNew = true
    }

    private static func last(in settings: SettingTable) throws -> UInt64 {
        guard let bytes = try settings.value(setting) else { return 0 }
        do {
            return try bytes.withUnsafeBytes { (buffer: UnsafeRawBufferPointer) throws -> UInt64 in
                var reader = ByteReader(buffer)
                return try reader.unsigned()
            }
        } catch {
            throw StoreError.damaged("what the store says of its owner does not decode: \(error)")
        }
    }

    mutating func commit() { isNew = false }

    mutating func rollback() {
        if isNew { number = nil }
        isNew = false
    }
}
