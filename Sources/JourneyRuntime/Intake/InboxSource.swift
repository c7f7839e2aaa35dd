import JourneyModel
import JourneyStore

/// The store's inbox: lines that `ingest` put there. The row is the position.
public final class InboxSource: EventSource {
    public let name: String
    public var context: EventContext
    private let fetch: (_ after: Int64, _ limit: Int) throws -> [(row: Int64, line: [UInt8])]
    private let remove: (_ through: Int64) throws -> Void
    private let reader = EventLineReader()
    private let isOnce: Bool
    private var row: Int64 = 0

    public init(
        name: String = "inbox", source: UInt32, isOnce: Bool,
        fetch: @escaping (_ after: Int64, _ limit: Int) throws -> [(row: Int64, line: [UInt8])],
        remove: @escaping (_ through: Int64) throws -> Void
    ) {
        self.name = name
        self.isOnce = isOnce
        self.fetch = fetch
        self.remove = remove
        context = EventContext(source: source, identity: name)
    }

    public convenience init(source: UInt32, isOnce: Bool, store: any Store) {
        self.init(
            source: source, isOnce: isOnce, fetch: { try store.inbox(after: $0, limit: $1) },
            remove: { try store.removeFromInbox(through: $0) })
    }

    public var position: SourcePosition? { SourcePosition(identity: "", offset: UInt64(clamping: row)) }

    /// What was taken in and not removed when the process ended is removed now: nothing else would, until another line comes.
    public func resume(from position: SourcePosition) throws {
        row = Int64(clamping: position.offset)
        try remove(row)
    }

    public func close() {}

    public func read(into batch: inout EventBatch, limit: Int, rejects: inout [Rejection]) throws -> SourceState {
        while batch.events.count < limit, batch.bytes.count < IntakeLimits.batchBytes {
            let wanted = min(limit - batch.events.count, 1_000)
            let rows = try fetch(row, wanted)
            for (number, line) in rows {
                row = number
                let position = UInt64(clamping: number)
                do throws(EventFault) { try take(line, position, &batch) } catch {
                    let text = Array(line.prefix(Limits.rejectedTextBytes))
                    rejects.append(Rejection(source: name, line: position, reason: error.reason, text: text))
                }
                if batch.bytes.count >= IntakeLimits.batchBytes { return .more }
            }
            if rows.count < wanted { return isOnce ? .finished : .atEnd }
        }
        return .more
    }

    private func take(_ line: [UInt8], _ position: UInt64, _ batch: inout EventBatch) throws(EventFault) {
        let result: Result<Void, EventFault> = line.withUnsafeBytes { bytes in
            do throws(EventFault) {
                return .success(try reader.read(bytes, position: position, next: position, context: context, into: &batch))
            } catch {
                return .failure(error)
            }
        }
        try result.get()
    }

    public func acknowledge(through position: SourcePosition) throws { try remove(Int64(clamping: position.offset)) }
}
