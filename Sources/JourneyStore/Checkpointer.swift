import CSQLite
import Foundation

/// Copies the write-ahead log back into the database on a thread and a connection of its own, so that no commit waits for
/// the disk.
///
/// It only ever makes passive checkpoints, which wait for nobody and which nobody waits for. As the writer goes on meanwhile, the
/// log is seldom copied to its very end; the writer does that last piece where the log grew too long.
final class Checkpointer: @unchecked Sendable {
    private let path: String
    private let condition = NSCondition()
    // Under the condition:
    private var isWanted = false
    private var isRunning = false
    private var pagesDone = 0
    private var isStopping = false
    private var hasEnded = false

    init(path: String) {
        self.path = path
        Thread { self.run() }.start()
    }

    /// Asks for a checkpoint and does not wait for it.
    func wake() {
        condition.withLock {
            isWanted = true
            condition.signal()
        }
    }

    /// How many pages of the log the last checkpoint left copied; nil while one is under way.
    var progress: Int? { condition.withLock { isRunning || isWanted ? nil : pagesDone } }

    /// The log began anew.
    func forgetProgress() { condition.withLock { pagesDone = 0 } }

    /// Waits until the thread has let go of the file.
    func stop() {
        condition.lock()
        isStopping = true
        condition.broadcast()
        while !hasEnded { condition.wait() }
        condition.unlock()
    }

    private func run() {
        // What fails here fails again where the writer makes its own checkpoint, and is reported there.
        if let database = try? Database(path: path, access: .mustExist) {
            // A connection that has read nothing does not know of the log yet, and its checkpoints do nothing.
            _ = try? database.integer("SELECT count(*) FROM sqlite_schema", doing: "looking at the store")
            while waitForWork() {
                let done = try? database.checkpoint(.passive)
                condition.withLock {
                    isRunning = false
                    pagesDone = max(done ?? 0, 0)
                }
            }
            database.close()
        }
        condition.withLock {
            hasEnded = true
            condition.broadcast()
        }
    }

    /// False when it is time to stop.
    private func waitForWork() -> Bool {
        condition.lock()
        defer { condition.unlock() }
        while !isWanted, !isStopping { condition.wait() }
        isWanted = false
        isRunning = !isStopping
        return !isStopping
    }
}
