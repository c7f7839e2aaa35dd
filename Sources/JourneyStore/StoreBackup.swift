import CSQLite

/// Copies a store while a scheduler writes to it: the store as it was at one moment, between two commits.
public final class StoreBackup {
    /// Pages at a time: 4 MB.
    private static let pagesAtOnce: Int32 = 1_024

    private let source: Database
    private let target: Database
    private let targetPath: String
    private var handle: OpaquePointer?

    /// Begins a copy of the store at `path` into a new file.
    /// - Parameter target: nothing may be there.
    public init(of path: String, to target: String) throws {
        let doing = "backing up the store `\(path)`"
        source = try Database(path: path, access: .readOnly)
        targetPath = target
        do {
            // A store of an older schema is worth a copy too: before it is brought up to date.
            guard try source.integer("PRAGMA application_id", doing: doing) == Schema.applicationID else {
                throw StoreError.damaged("`\(path)` is no store of journey")
            }
            // One snapshot for the whole copy: without it each commit of the scheduler would begin the copy anew.
            try source.execute("BEGIN; SELECT count(*) FROM sqlite_schema", doing: doing)
            self.target = try Database(path: target, access: .create)
        } catch {
            source.close()
            throw error
        }
        handle = sqlite3_backup_init(self.target.handle, "main", source.handle, "main")
        guard handle != nil else {
            let failure = self.target.error(sqlite3_errcode(self.target.handle), doing: doing)
            close()
            throw failure
        }
    }

    /// Copies the next few megabytes; false once all are there.
    public func step() throws -> Bool {
        guard let handle else { return false }
        let code = sqlite3_backup_step(handle, Self.pagesAtOnce)
        switch code {
        case SQLITE_OK: return true
        case SQLITE_DONE:
            sqlite3_backup_finish(handle)
            self.handle = nil
            return false
        default: throw target.error(code, doing: "writing the copy `\(targetPath)`")
        }
    }

    /// Looks at the finished copy as a store of its own; gives what is wrong with it, nothing where it is sound.
    public func check() throws -> [String] { try target.quickCheck() }

    public func close() {
        if let handle { sqlite3_backup_finish(handle) }
        handle = nil
        target.close()
        source.close()
    }

    deinit { close() }
}

extension SQLiteStore {
    /// What SQLite finds wrong with a file, before anything of it is read as a store; nothing where it is sound.
    public static func quickCheck(path: String, isWhole: Bool = false) throws -> [String] {
        let database = try Database(path: path, access: .readOnly)
        defer { database.close() }
        return try database.quickCheck(isWhole: isWhole)
    }
}
