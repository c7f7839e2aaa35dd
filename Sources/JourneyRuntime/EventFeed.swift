import JourneyModel
import JourneyStore

/// Where the scheduler gets its events from: one source or several, merged.
public protocol EventFeed: AnyObject {
    /// Appends the next events in the order in which they are to be taken, at most `limit`.
    /// - Returns: what may follow.
    func next(into batch: inout EventBatch, limit: Int, now: Timestamp) throws -> FeedState
    /// Where each source goes on after what `next` has given.
    var positions: [(source: String, position: SourcePosition)] { get }
    /// What was given is durable: files may be moved, rows removed.
    func acknowledge() throws
    func close()
}

public enum FeedState: Sendable, Equatable {
    /// There is more to read right now.
    case more
    /// Everything that is there has been read; more may come.
    case idle
    /// Nothing will ever come again.
    case finished
}

/// Where the clock stops in a run that ends.
public enum Until: Sendable, Equatable {
    case now
    /// The last event.
    case last
    /// When nothing is pending any more, at most the longest way through a journey after the last event.
    case done
    case at(Timestamp)
}
