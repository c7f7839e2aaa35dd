import JourneyModel

/// The table `version`: the machines that customers are or were in.
final class VersionTable {
    private let read: Statement
    private let write: Statement
    private let mark: Statement

    init(_ database: Database) throws {
        read = try database.prepare(
            "SELECT number, journey, hash, deployed_at, machine, is_current, sum FROM version ORDER BY number",
            doing: "reading versions")
        write = try database.prepareSummed("INSERT OR REPLACE INTO version VALUES (?, ?, ?, ?, ?, ?, ?)", doing: "adding a version")
        mark = try database.prepare(
            """
            UPDATE version SET is_current = ?1, sum = row_sum(number, journey, hash, deployed_at, machine, ?1) WHERE number = ?2
            """, doing: "marking a version")
    }

    func all() throws -> [StoredVersion] {
        var versions: [StoredVersion] = []
        try read.forEach { row in
            try row.checkSum(6, "version \(row.integer(0)) of a journey")
            versions.append(
                StoredVersion(
                    number: UInt32(truncatingIfNeeded: row.integer(0)), journey: row.text(1), hash: row.text(2),
                    deployedAt: Timestamp(microseconds: row.integer(3)), machine: row.bytes(4), isCurrent: row.integer(5) != 0))
        }
        return versions
    }

    func add(_ version: StoredVersion) throws {
        write.bind(1, Int64(version.number))
        write.bind(2, text: version.journey)
        write.bind(3, text: version.hash)
        write.bind(4, version.deployedAt.microseconds)
        write.bind(5, bytes: version.machine)
        write.bind(6, version.isCurrent ? 1 : 0)
        write.bindSum(7)
        try write.run()
    }

    func setCurrent(_ current: Bool, version number: UInt32) throws {
        mark.bind(1, current ? 1 : 0)
        mark.bind(2, Int64(number))
        try mark.run()
    }
}
