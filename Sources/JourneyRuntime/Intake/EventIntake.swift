import JourneyModel
import JourneyStore

/// All sources as one: gives batches in the order in which they are to be decided.
public protocol EventIntake: AnyObject {
    /// Fills the batch, which must be empty, with at most `limit` events and about `IntakeLimits.batchBytes`; appends the lines
    /// rejected on the way. Never waits for data.
    func read(into batch: inout EventBatch, limit: Int, rejects: inout [Rejection]) throws -> IntakeState
    /// Where each source stands after the events given so far: to be made durable with them, by the source's name.
    var positions: [(source: String, position: SourcePosition)] { get }
    /// Until when timers may fire because of the sources: the least `at` of the last event given from each source that has more
    /// to give; nil where none has.
    var horizon: Timestamp? { get }
    /// Sources that cannot be read now, and why.
    var unreadable: [(source: String, reason: String)] { get }
    /// These positions, given before, are durable.
    func acknowledge(_ positions: [(source: String, position: SourcePosition)]) throws
    /// Moves the clock of all sources along (the default of `at`, and the limit of the future).
    func setClock(_ now: Timestamp)
    func close()
}

public enum IntakeState: Sendable, Equatable {
    /// Call again at once.
    case more
    /// Nothing now; something may come.
    case idle
    /// Nothing will ever come.
    case finished
}
