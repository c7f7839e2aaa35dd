import Foundation
import JourneyModel

/// Notices that journey files changed, and waits until they have been quiet.
struct WorkspaceWatch {
    private static let pause: Microseconds = 500_000
    private static let quiet: Microseconds = 2 * .second

    private let paths: [String]
    private var accepted: [String]
    private var seen: [String]
    private var seenAt: Timestamp
    private var lookedAt: Timestamp

    init(paths: [String], at now: Timestamp) {
        self.paths = paths
        accepted = Self.look(paths)
        seen = accepted
        seenAt = now
        lookedAt = now
    }

    /// True once when the files differ from those accepted and have been quiet for two seconds.
    mutating func hasSettledChange(at now: Timestamp) -> Bool {
        guard now - lookedAt >= Self.pause else { return false }
        lookedAt = now
        let present = Self.look(paths)
        if present != seen {
            seen = present
            seenAt = now
        }
        return seen != accepted && now - seenAt >= Self.quiet
    }

    /// What stands there now runs, or was refused: only another change counts.
    mutating func accept() {
        accepted = Self.look(paths)
        seen = accepted
    }

    /// Name, size and time of change of every file.
    private static func look(_ paths: [String]) -> [String] {
        ((try? WorkspaceFolder.all(in: paths)) ?? []).flatMap(\.allFiles).map { path in
            var status = stat()
            guard stat(path, &status) == 0 else { return path }
            return "\(path) \(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec) \(status.st_ino)"
        }
    }
}
