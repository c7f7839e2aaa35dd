/// The table `setting`: small facts of the caller's, read and written seldom.
final class SettingTable {
    private let read: Statement
    private let write: Write

    init(_ database: Database) throws {
        read = try database.prepare("SELECT name, value, sum FROM setting WHERE name = ?", doing: "reading a setting")
        write = try database.prepareSummedWrite("INSERT OR REPLACE INTO setting VALUES (?, ?, ?)", doing: "writing a setting")
    }

    func value(_ name: String) throws -> [UInt8]? {
        read.bind(1, text: name)
        return try read.first { row in
            try row.checkSum(2, "the setting `\(name)`")
            return row.bytes(1)
        }
    }

    func set(_ name: String, to value: [UInt8]) throws {
        write.bind(1, text: name)
        write.bind(2, bytes: value)
        write.bindSum(3)
        try write.run()
    }
}
