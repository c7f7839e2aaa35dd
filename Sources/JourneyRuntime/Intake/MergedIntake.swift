import JourneyModel
import JourneyStore

/// Merges the backlogs of several sources by `at`; of equal instants the source named first goes first.
///
/// Each source reads ahead into a lane of its own; what is given out is what was in order. A single source reads straight into
/// the batch.
public final class MergedIntake: EventIntake {
    private let names: NameTable
    private var lanes: [Lane]

    private struct Lane {
        let source: any EventSource
        /// Read, not all given.
        var batch: EventBatch
        var next = 0
        /// The source's position behind the whole lane, and behind the last event given.
        var end: SourcePosition?
        var given: SourcePosition?
        var lastAt: Timestamp?
        var state = SourceState.more
        /// What the source knows to be durable.
        var durable: SourcePosition?

        var hasEvent: Bool { next < batch.events.count }
        var hasMore: Bool { hasEvent || state == .more }
        var at: Timestamp { batch.events[next].at }
    }

    /// Events that a source reads ahead of the merge.
    private static let readAhead = 4_000

    public init(sources: [any EventSource], names: NameTable) {
        self.names = names
        // Where a source goes on is durable, and the process may have ended before the source heard of it.
        lanes = sources.map { Lane(source: $0, batch: EventBatch(names: names), given: $0.position) }
    }

    public func read(into batch: inout EventBatch, limit: Int, rejects: inout [Rejection]) throws -> IntakeState {
        if lanes.count == 1 { return try readOnly(&batch, limit, &rejects) }
        for index in lanes.indices where !lanes[index].hasEvent && lanes[index].state != .finished {
            try refill(index, &rejects)
        }
        while batch.events.count < limit, batch.bytes.count < IntakeLimits.batchBytes, let first = leastLane() {
            give(first, to: &batch)
            if !lanes[first].hasEvent, lanes[first].state == .more { try refill(first, &rejects) }
        }
        if lanes.contains(where: \.hasMore) { return .more }
        return lanes.allSatisfy { $0.state == .finished } ? .finished : .idle
    }

    private func readOnly(_ batch: inout EventBatch, _ limit: Int, _ rejects: inout [Rejection]) throws -> IntakeState {
        let state = try lanes[0].source.read(into: &batch, limit: limit, rejects: &rejects)
        lanes[0].state = state
        lanes[0].given = lanes[0].source.position
        if let last = batch.events.last { lanes[0].lastAt = last.at }
        switch state {
        case .more: return .more
        case .finished: return .finished
        case .atEnd, .unreadable: return .idle
        }
    }

    private func refill(_ index: Int, _ rejects: inout [Rejection]) throws {
        lanes[index].batch.removeAll()
        lanes[index].next = 0
        lanes[index].state = .more
        // A source may have more and yet give nothing, when lines were rejected.
        while !lanes[index].hasEvent, lanes[index].state == .more {
            lanes[index].state = try lanes[index].source.read(into: &lanes[index].batch, limit: Self.readAhead, rejects: &rejects)
        }
        lanes[index].end = lanes[index].source.position
        if !lanes[index].hasEvent { lanes[index].given = lanes[index].end }
    }

    private func leastLane() -> Int? {
        var least: Int?
        for index in lanes.indices where lanes[index].hasEvent {
            if let found = least, lanes[found].at <= lanes[index].at { continue }
            least = index
        }
        return least
    }

    private func give(_ index: Int, to batch: inout EventBatch) {
        let event = lanes[index].batch.events[lanes[index].next]
        batch.append(event, from: lanes[index].batch)
        lanes[index].next += 1
        lanes[index].lastAt = event.at
        lanes[index].given =
            lanes[index].hasEvent
            ? lanes[index].end.map { SourcePosition(identity: $0.identity, offset: event.position) } : lanes[index].end
    }

    public var positions: [(source: String, position: SourcePosition)] {
        lanes.compactMap { lane in lane.given.map { (lane.source.name, $0) } }
    }

    public var horizon: Timestamp? {
        lanes.filter(\.hasMore).map { $0.lastAt ?? .distantPast }.min()
    }

    public var unreadable: [(source: String, reason: String)] {
        lanes.compactMap { lane in
            if case .unreadable(let reason) = lane.state { return (lane.source.name, reason) }
            return nil
        }
    }

    public func acknowledge(_ positions: [(source: String, position: SourcePosition)]) throws {
        for (name, given) in positions {
            guard let index = lanes.firstIndex(where: { $0.source.name == name }), given != lanes[index].durable else { continue }
            try lanes[index].source.acknowledge(through: given)
            lanes[index].durable = given
        }
    }

    public func setClock(_ now: Timestamp) {
        for lane in lanes { lane.source.context.setClock(now) }
    }

    public func close() {
        for lane in lanes { lane.source.close() }
    }
}

extension EventBatch {
    /// Copies an event with its bytes, which lie side by side as the readers lay them, from another batch that has the same names.
    public mutating func append(_ event: EventRecord, from other: borrowing EventBatch) {
        var event = event
        let (first, last) = (Int(event.properties.start), Int(event.id.start) + Int(event.id.count))
        let start = bytes.count
        // The readers lay an event's bytes side by side: properties, customer, id.
        bytes.append(contentsOf: other.bytes[first..<last])
        event.customer = ByteRange(start: start + Int(event.customer.start) - first, count: Int(event.customer.count))
        event.id = ByteRange(start: start + Int(event.id.start) - first, count: Int(event.id.count))
        event.properties.start = UInt32(truncatingIfNeeded: start)
        events.append(event)
    }
}
