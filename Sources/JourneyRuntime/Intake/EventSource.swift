import JourneyModel
import JourneyStore

/// Where events come from: a file, a directory, a pipe, the inbox.
///
/// One owner on one thread. `read` never waits for data.
public protocol EventSource: AnyObject {
    /// As the user named it; positions are kept under it.
    var name: String { get }
    /// What stands in for what lines do not say; the runtime moves its clock along.
    var context: EventContext { get set }
    /// Continues behind what a store has taken in; before the first `read`.
    func resume(from position: SourcePosition) throws
    /// Appends at most `limit` events, and never so many that the batch outgrows `IntakeLimits.batchBytes` by more than a line.
    func read(into batch: inout EventBatch, limit: Int, rejects: inout [Rejection]) throws -> SourceState
    /// Where to continue after all that `read` has given; nil before anything was read. The events of one `read` have one
    /// identity.
    var position: SourcePosition? { get }
    /// Everything up to `position` is durable: files may be moved away, rows removed.
    func acknowledge(through position: SourcePosition) throws
    /// Whether all that there is comes in order of `at`, found out without consuming it; nil where that cannot be told.
    func isSorted() throws -> Bool?
    /// Waits until there may be something to read; false at once where waiting brings nothing.
    func waitForData(milliseconds: Int32) -> Bool
    func close()
}

extension EventSource {
    public func waitForData(milliseconds: Int32) -> Bool { false }
    public func acknowledge(through position: SourcePosition) throws {}
    public func isSorted() throws -> Bool? { nil }
}

/// What a source has to say after a `read`.
public enum SourceState: Sendable, Equatable {
    /// There is a backlog: call again at once.
    case more
    /// Nothing now; something may come.
    case atEnd
    /// Nothing will ever come.
    case finished
    /// Missing or unreadable, and why; it may come back.
    case unreadable(String)
}

/// A line that became no event.
public struct Rejection: Sendable, Equatable {
    public var source: String
    /// From 1; for the inbox the row.
    public var line: UInt64
    public var reason: String
    /// The first bytes of the line.
    public var text: [UInt8]

    public init(source: String, line: UInt64, reason: String, text: [UInt8]) {
        self.source = source
        self.line = line
        self.reason = reason
        self.text = text
    }
}

/// How a source's bytes are to be read.
public enum EventFormat: Sendable, Equatable {
    case lines
    case csv(ColumnMap)

    /// By the end of the name: `.csv`, also before `.gz`.
    public init(name: String, map: ColumnMap = ColumnMap()) {
        let name = name.lowercased()
        self = name.hasSuffix(".csv") || name.hasSuffix(".csv.gz") ? .csv(map) : .lines
    }
}

public enum IntakeLimits {
    /// Bytes asked of the system at once.
    public static let block = 1 << 20
    /// Bytes of events after which a batch takes no more.
    public static let batchBytes = 8 << 20
}

/// What went wrong with a source as a whole.
public struct IntakeError: Error, Equatable, CustomStringConvertible {
    public var source: String
    public var reason: String

    public init(source: String, reason: String) {
        self.source = source
        self.reason = reason
    }

    public var description: String { "`\(source)`: \(reason)" }
}
