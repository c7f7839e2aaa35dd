import Foundation

/// A thread that makes transactions durable beside their owner, one at a time.
final class CommitThread: @unchecked Sendable {
    private let condition = NSCondition()
    // Under the condition:
    private var job: (() throws -> Void)?
    private var isBusy = false
    private var failure: (any Error)?
    private var hasBegun = false
    private var isStopping = false
    private var hasEnded = false

    /// - Precondition: nothing is under way.
    func begin(_ job: @escaping () throws -> Void) {
        condition.withLock {
            self.job = job
            isBusy = true
            if !hasBegun { Thread { self.run() }.start() }
            hasBegun = true
            condition.broadcast()
        }
    }

    /// Nothing is under way, and what was did not fail.
    var isDone: Bool { condition.withLock { !isBusy && failure == nil } }

    /// Waits until nothing is under way; throws what the last one threw, once.
    func wait() throws {
        condition.lock()
        defer { condition.unlock() }
        while isBusy { condition.wait() }
        guard let failed = failure else { return }
        failure = nil
        throw failed
    }

    /// Finishes what is under way, and ends.
    func stop() {
        condition.withLock {
            isStopping = true
            condition.broadcast()
            while hasBegun, !hasEnded { condition.wait() }
        }
    }

    private func run() {
        while let job = waitForJob() {
            var failed: (any Error)?
            do { try job() } catch { failed = error }
            condition.withLock {
                failure = failed
                isBusy = false
                condition.broadcast()
            }
        }
        condition.withLock {
            hasEnded = true
            condition.broadcast()
        }
    }

    /// Nil when it is time to stop.
    private func waitForJob() -> (() throws -> Void)? {
        condition.withLock {
            while job == nil, !isStopping { condition.wait() }
            defer { job = nil }
            return job
        }
    }
}
