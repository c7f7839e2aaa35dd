import Glibc
import JourneyModel
import JourneyStore

/// Standard input or a named pipe: bytes that come once.
///
/// Never waits: a stream without data is at its end for now. A named pipe stays open when its writer goes away, so that nothing
/// the next one writes can be lost, and is opened again where another stands under its name.
public final class StreamSource: EventSource {
    public let name: String
    public var context: EventContext {
        get { feed.context }
        set {
            feed.context = newValue
            feed.context.isStream = true
        }
    }
    private let feed: LineFeed
    private var input: Descriptor?
    /// Of a named pipe, which can be opened again.
    private let path: String?
    private let isOnce: Bool
    private var hasGotData = false
    private var isFinished = false

    /// Standard input.
    public init(standardInput name: String = "-", source: UInt32, format: EventFormat = .lines) {
        self.name = name
        path = nil
        isOnce = true
        input = Descriptor(0)
        feed = LineFeed(name: name, context: EventContext(source: source, identity: name), format: format)
        feed.context.isStream = true
    }

    /// A named pipe. `isOnce`: what its first writer writes is all.
    public init(name: String, pipe path: String, source: UInt32, isOnce: Bool, format: EventFormat = .lines) {
        self.name = name
        self.path = path
        self.isOnce = isOnce
        feed = LineFeed(name: name, context: EventContext(source: source, identity: name), format: format)
        feed.context.isStream = true
    }

    public var position: SourcePosition? { SourcePosition(identity: "", offset: feed.offset) }

    /// What was taken in is gone from the stream; positions go on from there, so that ids made of them stay different.
    public func resume(from position: SourcePosition) throws { feed.restart(offset: position.offset, lineCount: 0) }

    public func close() { input = nil }

    public func waitForData(milliseconds: Int32) -> Bool {
        if isFinished { return false }
        guard let input else { return path != nil }
        _ = input.isReadable(within: milliseconds)
        return true
    }

    public func read(into batch: inout EventBatch, limit: Int, rejects: inout [Rejection]) throws -> SourceState {
        if isFinished { return .finished }
        while true {
            if try feed.parse(into: &batch, limit: limit, rejects: &rejects) { return .more }
            if input == nil, let path {
                do { input = try Descriptor.open(path) } catch { return .unreadable(error.description) }
            }
            guard let input, input.isReadable(within: 0) else { return .atEnd }
            let count: Int?
            do { count = try input.read(into: feed.room()) } catch { return .unreadable(error.description) }
            guard let count else { return .atEnd }
            if count > 0 {
                hasGotData = true
                feed.filled(count)
                continue
            }
            return try writerIsGone(input, &batch, &rejects)
        }
    }

    private func writerIsGone(
        _ input: Descriptor, _ batch: inout EventBatch, _ rejects: inout [Rejection]
    ) throws -> SourceState {
        if let path, !hasGotData {
            if let status = FileStatus.of(path), let opened = try? input.status(), status.identity != opened.identity {
                self.input = nil
            }
            return .atEnd
        }
        try feed.parseLast(into: &batch, keepsBroken: false, rejects: &rejects)
        hasGotData = false
        isFinished = isOnce
        return isOnce ? .finished : .atEnd
    }
}
