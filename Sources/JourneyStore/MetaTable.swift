import JourneyModel

/// The table `meta`, one row: the clock, the next number, and how far the indexes are folded.
final class MetaTable {
    struct Content: Equatable {
        var progress = Progress()
        var foldedChunk: Int64 = 0
        var foldedMessage: Int64 = 0
    }

    private(set) var salt: [UInt8] = []
    var content = Content()
    private var written = Content()
    private let read: Statement
    private let write: Write

    init(_ database: Database) throws {
        read = try database.prepare(
            "SELECT id, salt, clock, next_number, folded_chunk, folded_message, sum FROM meta", doing: "reading the store")
        write = try database.prepareSummedWrite(
            "UPDATE meta SET clock = ?1, next_number = ?2, folded_chunk = ?3, folded_message = ?4, sum = ?5", doing: "writing the clock")
    }

    func load() throws {
        let found: Void? = try read.first { row in
            try row.checkSum(6, "the store's own row, with its clock,")
            salt = row.bytes(1)
            content = Content(
                progress: Progress(
                    clock: Timestamp(microseconds: row.integer(2)), nextNumber: UInt64(bitPattern: row.integer(3))),
                foldedChunk: try row.count(4, "the last chunk folded"), foldedMessage: try row.count(5, "the last message folded"))
            written = content
        }
        guard found != nil, salt.count == 16 else { throw StoreError.damaged("the store has no salt") }
    }

    func flush() throws {
        guard content != written else { return }
        write.addToSum(1)
        write.addToSum(salt)
        write.bind(1, content.progress.clock.microseconds)
        write.bind(2, Int64(bitPattern: content.progress.nextNumber))
        write.bind(3, content.foldedChunk)
        write.bind(4, content.foldedMessage)
        write.bindSum(5)
        try write.run()
        written = content
    }
}
