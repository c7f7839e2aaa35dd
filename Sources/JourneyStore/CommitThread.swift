import Foundation

/// A thread that makes transactions durable beside their owner, in their order: all that wait for it at once.
final class CommitThread: @unchecked Sendable {
    private let write: ([WriteSet]) throws -> Void
    private let condition = NSCondition()
    // Under the condition:
    private var queue: [WriteSet] = []
    /// How many it has in hand.
    private var inHand = 0
    private var done = 0
    private var failure: (any Error)?
    private var hasBegun = false
    private var isStopping = false
    private var hasEnded = false

    /// - Parameter write: makes some of them durable; runs on the thread.
    init(_ write: @escaping ([WriteSet]) throws -> Void) { self.write = write }

    /// Takes one more. What comes after one that failed is not written.
    func add(_ set: WriteSet) {
        condition.withLock {
            queue.append(set)
            if !hasBegun { Thread { self.run() }.start() }
            hasBegun = true
            condition.broadcast()
        }
    }

    /// How many are durable; waits until at most so many are not, if that is said.
    /// - Throws: what went wrong.
    func progress(waitingFor most: Int? = nil) throws -> Int {
        try condition.withLock {
            if let most { while failure == nil, queue.count + inHand > most { condition.wait() } }
            // The connection is not the caller's before the thread has let go of it.
            if failure != nil { while inHand > 0 { condition.wait() } }
            if let failure { throw failure }
            return done
        }
    }

    /// Finishes what it has, and ends.
    func stop() {
        condition.withLock {
            isStopping = true
            condition.broadcast()
            while hasBegun, !hasEnded { condition.wait() }
        }
    }

    private func run() {
        while let sets = waitForWork() {
            var failed: (any Error)?
            do { try write(sets) } catch { failed = error }
            condition.withLock {
                inHand = 0
                if let failed { failure = failed } else { done += sets.count }
                condition.broadcast()
            }
        }
        condition.withLock {
            hasEnded = true
            condition.broadcast()
        }
    }

    /// Nil when it is time to stop.
    private func waitForWork() -> [WriteSet]? {
        condition.withLock {
            while queue.isEmpty || failure != nil {
                if isStopping { return nil }
                condition.wait()
            }
            defer { queue = [] }
            inHand = queue.count
            return queue
        }
    }
}
