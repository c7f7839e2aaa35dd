import JourneyModel

/// Who may write a store: the one that began to last.
///
/// The scheduler's lock keeps a second one away as long as its file is left alone. Where somebody removed it, or the disk knows no
/// locks, an earlier owner that still runs holds in memory what is no longer so, and must not write it over what the later one wrote.
final class Ownership {
    private static let setting = "owner"
    /// Counts owners; nil until the first transaction, which makes it known.
    private var number: UInt64?
    private var isNew = false
    private let read: Statement
    private let write: Statement

    init(_ database: Database) throws {
        read = try Statement(
            database, "SELECT name, value, sum FROM setting WHERE name = ?", doing: "reading who writes the store", isDirect: true)
        write = try Statement(
            database, "INSERT OR REPLACE INTO setting VALUES (?, ?, ?)", doing: "noting who writes the store", isSummed: true, isDirect: true)
    }

    /// - Precondition: a transaction is open: nobody else writes.
    /// - Throws: `StoreError.takenOver`.
    func keep() throws {
        let last = try last()
        if let number {
            #if FaultInjection
                if PlantedBug.chosen == .ownerUnasked { return }
            #endif
            if number != last { throw StoreError.takenOver }
            return
        }
        var out = ByteWriter()
        out.unsigned(last &+ 1)
        write.bind(1, text: Self.setting)
        write.bind(2, bytes: out.bytes)
        write.bindSum(3)
        try write.run()
        number = last &+ 1
        isNew = true
    }

    private func last() throws -> UInt64 {
        read.bind(1, text: Self.setting)
        let found: [UInt8]? = try read.first { row in
            try row.checkSum(2, "the setting `\(Self.setting)`")
            return row.bytes(1)
        }
        guard let bytes = found else { return 0 }
        do {
            return try bytes.withUnsafeBytes { (buffer: UnsafeRawBufferPointer) throws -> UInt64 in
                var reader = ByteReader(buffer)
                return try reader.unsigned()
            }
        } catch {
            throw StoreError.damaged("what the store says of its owner does not decode: \(error)")
        }
    }

    func commit() { isNew = false }

    func rollback() {
        if isNew { number = nil }
        isNew = false
    }
}
