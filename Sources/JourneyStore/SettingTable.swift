/// The table `setting`: small facts of the caller's, read and written seldom.
final class SettingTable {
    private let read: Statement
    private let write: Statement

    init(_ database: Database) throws {
        read = try database.prepare("SELECT value FROM setting WHERE name = ?", doing: "reading a setting")
        write = try database.prepare("INSERT OR REPLACE INTO setting VALUES (?, ?)", doing: "writing a setting")
    }

    func value(_ name: String) throws -> [UInt8]? {
        read.bind(1, text: name)
        return try read.first { $0.bytes(0) }
    }

    func set(_ name: String, to value: [UInt8]) throws {
        write.bind(1, text: name)
        write.bind(2, bytes: value)
        try write.run()
    }
}
