import JourneyModel

/// The table `source`: how far each source has been read.
final class SourceTable {
    private let read: Statement
    private let readAll: Statement
    private let write: Statement

    init(_ database: Database) throws {
        readAll = try database.prepare("SELECT name, identity, offset FROM source ORDER BY name", doing: "reading the sources")
        read = try database.prepare("SELECT identity, offset FROM source WHERE name = ?", doing: "reading a source's position")
        write = try database.prepare("INSERT OR REPLACE INTO source VALUES (?, ?, ?)", doing: "writing a source's position")
    }

    func position(of source: String) throws -> SourcePosition? {
        read.bind(1, text: source)
        return try read.first { SourcePosition(identity: $0.text(0), offset: UInt64(bitPattern: $0.integer(1))) }
    }

    func all() throws -> [(source: String, position: SourcePosition)] {
        var found: [(source: String, position: SourcePosition)] = []
        try readAll.forEach {
            let position = SourcePosition(identity: $0.text(1), offset: UInt64(bitPattern: $0.integer(2)))
            found.append(($0.text(0), position))
        }
        return found
    }

    func set(_ position: SourcePosition, of source: String) throws {
        write.bind(1, text: source)
        write.bind(2, text: position.identity)
        write.bind(3, Int64(bitPattern: position.offset))
        try write.run()
    }
}
