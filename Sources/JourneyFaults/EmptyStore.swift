import Foundation
import JourneyStore

/// The bytes of a store that was just made: every simulation begins with the same one, and making it takes as long as a short life.
enum EmptyStore {
    static let salt: [UInt8] = Array(0..<16)

    private static let bytes: Data? = {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("journey-empty-\(ProcessInfo.processInfo.globallyUniqueString)")
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("0.db")
        var options = SQLiteStore.Options(creationSalt: salt)
        options.checkpointsInBackground = false
        guard let store = try? SQLiteStore(path: file.path, options: options) else { return nil }
        store.close()
        return try? Data(contentsOf: file)
    }()

    /// Puts it where there is nothing yet. Where it cannot, the store is made as usual.
    static func put(at path: String) {
        guard !FileManager.default.fileExists(atPath: path), let bytes else { return }
        try? bytes.write(to: URL(fileURLWithPath: path))
    }
}
