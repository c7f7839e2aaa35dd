import JourneyEngine
import JourneyModel
import JourneyStore

/// One version of a journey, as operators see it.
public struct VersionSummary: Equatable, Sendable {
    public var journey: String
    public var number: UInt32
    public var hash: String
    /// When it became current the last time; nil where nobody wrote it down.
    public var since: Timestamp?
    public var isCurrent: Bool
    /// An operator put it back although the file says otherwise.
    public var isRolledBack: Bool
    /// Those inside now.
    public var inside: Int

    /// The versions of a store by journey, the newest first.
    public static func all(in store: any Store) throws -> [VersionSummary] {
        let book = try VersionBook(store)
        var inside: [UInt32: Int] = [:]
        try store.forEachCustomer { _, bytes in
            for enrollment in try CustomerState(encoded: bytes).enrollments where !enrollment.isFinished {
                inside[enrollment.version, default: 0] += 1
            }
        }
        return try store.versions().map { version in
            VersionSummary(
                journey: version.journey, number: version.number, hash: version.hash, since: book.since[version.number],
                isCurrent: version.isCurrent, isRolledBack: version.isCurrent && book.pins[version.journey]?.version == version.number,
                inside: inside[version.number] ?? 0)
        }.sorted { a, b in
            a.journey != b.journey ? a.journey.utf8.lexicographicallyPrecedes(b.journey.utf8) : a.number > b.number
        }
    }
}
