import Foundation
import JourneyModel

/// At most one scheduler works on a store: an advisory lock on a file beside it, which the system lets go of when the process
/// ends, however it ends.
public final class SchedulerLock {
    /// Another scheduler runs on the store.
    public struct Held: Error, CustomStringConvertible {
        public var store: String
        /// Of the scheduler that holds the lock; empty where it could not be read.
        public var pid: String

        public var description: String {
            "a scheduler runs on `\(store)` already" + (pid.isEmpty ? "" : ", pid \(pid)") + "; stop it first"
        }
    }

    /// The file of the lock cannot be made.
    public struct Failure: Error, CustomStringConvertible {
        public var description: String
    }

    private let descriptor: Int32

    /// - Throws: `Held` where another scheduler runs on the store, `Failure` where the file cannot be made.
    public init(store path: String) throws {
        descriptor = open(path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            let reason = String(cString: strerror(errno))
            throw Failure(description: "the store `\(path)` needs a file `\(path).lock` beside it, which cannot be made: \(reason)")
        }
        #if FaultInjection
            if PlantedBug.chosen == .lockUnasked { return }
        #endif
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            // All is initialised, so that `deinit` runs, and closes: twice would close what another thread has opened meanwhile.
            throw Held(store: path, pid: Self.read(descriptor))
        }
        let pid = Array("\(getpid())\n".utf8)
        if ftruncate(descriptor, 0) == 0 { _ = pwrite(descriptor, pid, pid.count, 0) }
    }

    deinit { close(descriptor) }

    /// The pid of the scheduler now running on a store, nil where none is.
    public static func holder(ofStore path: String) -> String? {
        let descriptor = open(path + ".lock", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        if flock(descriptor, LOCK_SH | LOCK_NB) == 0 {
            flock(descriptor, LOCK_UN)
            return nil
        }
        return read(descriptor)
    }

    private static func read(_ descriptor: Int32) -> String {
        var bytes = [UInt8](repeating: 0, count: 32)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        return String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
