import Foundation
import JourneyStore

extension SQLiteStore {
    struct Unusable: Error, CustomStringConvertible {
        var description: String
    }

    /// The store of a command that does not make one: it must be there and be one, and where it is not the message says so.
    /// - Throws: `Unusable`, `StoreError`.
    static func existing(at path: String, access: Options.Access) throws -> SQLiteStore {
        try look(at: path, mayBeMissing: false)
        return try SQLiteStore(path: path, options: .init(access: access, isSynchronousFull: access == .inbox))
    }

    /// Refuses what cannot be a store, before anything is made beside it.
    /// - Throws: `Unusable`.
    static func look(at path: String, mayBeMissing: Bool) throws {
        var status = stat()
        guard stat(path, &status) == 0 else {
            let reason = errno
            if reason == ENOENT {
                if mayBeMissing { return }
                throw Unusable(description: "there is no store `\(path)`; `journey run` and `journey ingest` make one")
            }
            throw Unusable(description: "the store `\(path)` cannot be looked at: \(String(cString: strerror(reason)))")
        }
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: throw Unusable(description: "`\(path)` is a folder; name the store's file in it")
        default: throw Unusable(description: "`\(path)` is no file, so no store of journey")
        }
        guard let file = fopen(path, "r") else {
            throw Unusable(description: "the store `\(path)` cannot be read: \(String(cString: strerror(errno)))")
        }
        defer { fclose(file) }
        var opening = [UInt8](repeating: 0, count: 16)
        let count = fread(&opening, 1, opening.count, file)
        // Every SQLite file begins so; an empty one is a store that is being made.
        if count > 0, Array(opening.prefix(count)) != Array("SQLite format 3\0".utf8) {
            throw Unusable(description: "`\(path)` is no store of journey; name another file")
        }
    }
}
