import JourneyModel

/// The table `source`: how far each source has been read.
final class SourceTable {
    private let read: Statement
    private let readAll: Statement
    private let write: Write

    init(_ database: Database) throws {
        readAll = try database.prepare("SELECT name, identity, offset, sum FROM source ORDER BY name", doing: "reading the sources")
        read = try database.prepare("SELECT name, identity, offset, sum FROM source WHERE name = ?", doing: "reading a source's position")
        write = try database.prepareSummedWrite("INSERT OR REPLACE INTO source VALUES (?, ?, ?, ?)", doing: "writing a source's position")
    }

    func position(of source: String) throws -> SourcePosition? {
        read.bind(1, text: source)
        return try read.first { try Self.position($0) }
    }

    func all() throws -> [(source: String, position: SourcePosition)] {
        var found: [(source: String, position: SourcePosition)] = []
        try readAll.forEach {
            found.append(($0.text(0), try Self.position($0)))
        }
        return found
    }

    private static func position(_ row: Statement) throws -> SourcePosition {
        try row.checkSum(3, "the position of the source `\(row.text(0))`")
        return SourcePosition(identity: row.text(1), offset: UInt64(bitPattern: row.integer(2)))
    }

    func set(_ position: SourcePosition, of source: String) throws {
        write.bind(1, text: source)
        write.bind(2, text: position.identity)
        write.bind(3, Int64(bitPattern: position.offset))
        write.bindSum(4)
        try write.run()
    }
}
