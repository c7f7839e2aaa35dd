/// Keeps the write-ahead log short: decides after each commit whether to copy it back, and who does it.
///
/// The log can begin anew only when all of it is copied, and a writer that never rests outruns the thread that copies. So when
/// the thread has just finished and little is left, the writer does that little itself.
final class WALWatch {
    // Pages of 4 KB:
    private static let wakeEvery = 1_000
    private static let inlineAt = 4_000
    private static let restartAt = 8_000
    private static let restartRemainder = 2_000
    /// Here the writer copies whatever is left.
    private static let restartAnyway = 20_000

    private let database: Database
    private let checkpointer: Checkpointer?
    private var pagesBefore = 0
    private var wokenAt = 0

    /// `path`: of the database, for the thread; nil: the writer does it all.
    init(_ database: Database, path: String?) {
        self.database = database
        checkpointer = path.map(Checkpointer.init)
    }

    func stop() { checkpointer?.stop() }

    func afterCommit() throws {
        let pages = database.pagesInWAL
        if pages < pagesBefore {
            wokenAt = 0
            checkpointer?.forgetProgress()
        }
        pagesBefore = pages
        guard let checkpointer else {
            if pages >= Self.inlineAt { try database.checkpoint(.passive) }
            return
        }
        if pages >= Self.restartAnyway || pages >= Self.restartAt && isNearlyDone(checkpointer, pages) {
            try database.checkpoint(.restart, waiting: 20)
        } else if pages - wokenAt >= Self.wakeEvery {
            wokenAt = pages
            checkpointer.wake()
        }
    }

    private func isNearlyDone(_ checkpointer: Checkpointer, _ pages: Int) -> Bool {
        guard let done = checkpointer.progress else { return false }
        return pages - done <= Self.restartRemainder
    }
}
