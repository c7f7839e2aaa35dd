import JourneyModel
import JourneyRuntime

/// The time of a simulation, and who waits for it. It stands still while anybody has something to do.
///
/// What the scheduler reads is a clock on the wall, which may be set back and forth; calls of channels last by the true time.
final class VirtualTime: WallClock, @unchecked Sendable {
    private struct Sleeper {
        var wakesAt: Timestamp
        var continuation: UnsafeContinuation<Void, Never>
    }

    /// The true time.
    private(set) var instant: Timestamp
    private let begin: Timestamp
    /// How far the clock on the wall is ahead of it.
    var wallOffset: Microseconds = 0
    private let thread: OneThread
    /// Calls under way, in the order in which they began.
    private var calls: [Sleeper] = []
    /// The idle scheduler; `wakesAt` is the earliest.
    private var idle: Sleeper?
    /// Times in a row that the scheduler was woken for something that was due already.
    private var stalls = 0

    static let longestStall: Microseconds = 30 * .second

    init(from start: Timestamp, on thread: OneThread) {
        instant = start
        begin = start
        self.thread = thread
    }

    func now() -> Timestamp { instant + wallOffset }

    /// Never 0: it passes.
    func uptime() -> Microseconds { 1 + (instant - begin) }

    /// The scheduler has nothing to do for a while.
    func sleep(for length: Microseconds) async {
        await withUnsafeContinuation { idle = Sleeper(wakesAt: instant + max(length, 1), continuation: $0) }
    }

    /// A call lasts so long.
    func pass(_ length: Microseconds) async {
        if length <= 0 { return }
        await withUnsafeContinuation { calls.append(Sleeper(wakesAt: instant + length, continuation: $0)) }
    }

    var hasCalls: Bool { !calls.isEmpty }
    var isIdle: Bool { idle != nil }

    /// Runs until nobody has anything to do at this instant, then goes on to the next one.
    /// - Parameter due: when there is something for the scheduler to do, by the true time; nil: never.
    /// - Returns: false where nobody waits any more.
    func step(due: () throws -> Timestamp?) rethrows -> Bool {
        thread.drain()
        guard idle != nil || !calls.isEmpty else { return false }
        let call = calls.indices.min { (calls[$0].wakesAt, $0) < (calls[$1].wakesAt, $1) }
        let callEndsAt = call.map { calls[$0].wakesAt } ?? .distantFuture
        if let idle, try wake(idle, due: due()) <= callEndsAt {
            instant = try max(instant, wake(idle, due: due()))
            self.idle = nil
            idle.continuation.resume()
            return true
        }
        guard let call else { return false }
        instant = max(instant, callEndsAt)
        let ended = calls.remove(at: call)
        // A scheduler that looks every few milliseconds finds the answer soon.
        if let idle { self.idle?.wakesAt = max(idle.wakesAt, instant) }
        hasAnswer = true
        ended.continuation.resume()
        return true
    }

    private var hasAnswer = false

    private func wake(_ idle: Sleeper, due: Timestamp?) -> Timestamp {
        if hasAnswer { return idle.wakesAt }
        guard let due else { return calls.isEmpty ? idle.wakesAt : .distantFuture }
        if due > idle.wakesAt { return due }
        return idle.wakesAt + min(Microseconds(20_000) << Int64(min(stalls, 20)), Self.longestStall)
    }

    /// The scheduler was woken: by something that was due (again), or by news.
    func noteWaking(isStalled: Bool) {
        hasAnswer = false
        stalls = isStalled ? stalls + 1 : 0
    }

    /// The scheduler waits no more; calls go on.
    func endIdle() {
        guard let waiting = idle else { return }
        idle = nil
        waiting.continuation.resume()
        thread.drain()
    }

    /// Nobody waits any more: what was under way ends now, unheard.
    func endAll() {
        while idle != nil || !calls.isEmpty {
            let waiting = calls + [idle].compactMap { $0 }
            calls.removeAll()
            idle = nil
            for sleeper in waiting { sleeper.continuation.resume() }
            thread.drain()
        }
    }
}
