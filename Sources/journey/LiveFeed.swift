import JourneyModel
import JourneyRuntime
import JourneyStore

/// What a scheduler that follows its sources reads, and how it goes on when the store could not be written for a while: a full disk or a
/// file that cannot be read does not end it. The store is opened anew, as after a crash, and what was read and not durable is taken first.
final class LiveFeed {
    let names = NameTable()
    let intake: MergedIntake
    let rejects: RejectFile
    let rejectPath: String
    /// Sources, but for the inbox.
    let count: Int
    private let inbox: Inbox

    /// The inbox of the store that is open now.
    private final class Inbox {
        var store: SQLiteStore

        init(_ store: SQLiteStore) { self.store = store }
    }

    init(_ sources: [any EventSource], of process: SchedulerProcess, rejects path: String) throws {
        count = sources.count
        rejectPath = path
        rejects = RejectFile(path: path)
        let inbox = Inbox(process.store)
        self.inbox = inbox
        let source = InboxSource(
            source: UInt32(sources.count), isOnce: false, fetch: { try inbox.store.inbox(after: $0, limit: $1) },
            remove: { try inbox.store.emptyInbox(through: $0) })
        intake = MergedIntake(sources: try process.resumed(sources + [source]), names: names)
    }

    private static let shortestPause: Microseconds = .second
    private static let longestPause: Microseconds = 30 * .second
    /// A run as long as this was no failed attempt.
    private static let longRun: Microseconds = .minute

    /// Until asked to stop.
    /// - Parameter reopen: a process on the same store, for one that broke off.
    func run(_ first: SchedulerProcess, reopen: (SchedulerProcess) throws -> SchedulerProcess) async throws {
        defer { intake.close() }
        var process = first
        var unfinished: Scheduler.Unfinished?
        var pause = Self.shortestPause
        while true {
            let beganAt = process.clock.now()
            do {
                defer { process.close() }
                return try await process.run(self, &unfinished)
            } catch where Self.mayPass(error) {
                if process.clock.now() - beganAt > Self.longRun { pause = Self.shortestPause }
                tell(error, pause, process)
            }
            while true {
                guard await wait(pause, process.clock) else { return process.log.write("stopped") }
                pause = min(pause * 2, Self.longestPause)
                do {
                    process = try reopen(process)
                    inbox.store = process.store
                    break
                } catch where Self.mayPass(error) { tell(error, pause, process) }
            }
        }
    }

    private static func mayPass(_ error: any Error) -> Bool { (error as? StoreError)?.mayPass ?? (error is IntakeError) }

    private func tell(_ error: any Error, _ pause: Microseconds, _ process: SchedulerProcess) {
        process.log.write("nothing is taken in: \(error); the next try is in \(pause / .second) s, what was accepted is safe")
    }

    /// False where it is to stop.
    private func wait(_ pause: Microseconds, _ clock: SystemClock) async -> Bool {
        var left = pause
        while left > 0, !Signals.stops {
            await clock.sleep(for: min(left, 100_000))
            left -= 100_000
        }
        return !Signals.stops
    }
}

extension SQLiteStore {
    /// In a transaction of its own.
    func emptyInbox(through row: Int64) throws {
        try begin()
        try removeFromInbox(through: row)
        try commit()
    }
}
