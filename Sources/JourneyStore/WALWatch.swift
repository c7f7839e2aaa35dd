/// Keeps the write-ahead log short: decides after each commit whether to copy it back, and who does it.
///
/// The log can begin anew only when all of it is copied, and a writer that never rests outruns the thread that copies. So once the log is
/// long the thread copies again and again, each time what was written meanwhile; when it has just finished and little is left, the writer
/// does that little itself. It waits for the disk then, and everything waits for it.
final class WALWatch {
    // Pages of 4 KB:
    private static let wakeEvery = 1_000
    private static let inlineAt = 4_000
    private static let restartAt = 8_000
    private static let restartRemainder = 500
    /// Here the writer copies whatever is left.
    private static let restartAnyway = 32_000
    /// So often in a row nothing to do is a pause: each copying waits for the disk, and is not worth it between any two commits.
    private static let restsOfPause = 50

    private let database: Database
    let checkpointer: Checkpointer?
    private var pagesBefore = 0
    private var wokenAt = 0
    /// How often in a row there was nothing to do.
    private var rests = 0

    /// `path`: of the database, for the thread; nil: the writer does it all.
    init(_ database: Database, path: String?) {
        self.database = database
        checkpointer = path.map(Checkpointer.init)
    }

    func stop() { checkpointer?.stop() }

    func afterCommit() throws {
        rests = 0
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
        // Nil while the thread copies.
        let left = checkpointer.progress.map { pages - $0 }
        if pages >= Self.restartAnyway || pages >= Self.restartAt && left.map({ $0 <= Self.restartRemainder }) ?? false {
            try database.checkpoint(.restart, waiting: 20)
        } else if pages - wokenAt >= Self.wakeEvery || pages >= Self.restartAt && left != nil {
            wokenAt = pages
            checkpointer.wake()
        }
    }

    /// There is nothing to do. Once in a pause the thread copies all that is there: the next commit then begins the log anew, and who
    /// opens the store, or copies it, finds it short.
    func rest() {
        guard let checkpointer, rests < Self.restsOfPause else { return }
        rests += 1
        guard rests == Self.restsOfPause, pagesBefore > 0 else { return }
        wokenAt = pagesBefore
        checkpointer.wake()
    }
}
