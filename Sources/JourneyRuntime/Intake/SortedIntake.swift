import JourneyModel
import JourneyStore

/// All events of finite sources in the order (at, source, line): what `simulate` and `run --once` decide on.
///
/// Sources that are in order are streamed and merged, at the cost of one look at every `at` beforehand. Otherwise all events
/// are held in memory while they are sorted: what they keep of their lines, 48 bytes for each record and 16 for its place,
/// about 150 bytes for a line of 130.
public final class SortedIntake: EventIntake {
    private let sources: [any EventSource]
    private let names: NameTable
    private var merged: MergedIntake?
    private var sorted: Sorted?

    private final class Sorted {
        var chunks: [EventBatch] = []
        var order: [Place] = []
        var next = 0
        var lastAt: Timestamp?
        /// Where the sources end: durable only when everything was given.
        var ends: [(source: String, position: SourcePosition)] = []

        func append(_ chunk: EventBatch) {
            if chunk.events.isEmpty { return }
            let number = UInt32(truncatingIfNeeded: chunks.count)
            for (index, event) in chunk.events.enumerated() {
                order.append(Place(at: event.at, chunk: number, index: UInt32(truncatingIfNeeded: index)))
            }
            chunks.append(chunk)
        }
    }

    /// Of an event in the order: 16 bytes, so that sorting stays in the cache.
    private struct Place {
        var at: Timestamp
        var chunk: UInt32
        var index: UInt32
    }

    /// Events held in one piece.
    private static let chunkEvents = 1 << 16

    public init(sources: [any EventSource], names: NameTable) {
        self.sources = sources
        self.names = names
    }

    public func read(into batch: inout EventBatch, limit: Int, rejects: inout [Rejection]) throws -> IntakeState {
        if merged == nil, sorted == nil { try begin(&rejects) }
        if let merged { return try merged.read(into: &batch, limit: limit, rejects: &rejects) }
        return giveSorted(&batch, limit)
    }

    private func begin(_ rejects: inout [Rejection]) throws {
        for source in sources where try source.isSorted() != true {
            sorted = try sortAll(&rejects)
            return
        }
        merged = MergedIntake(sources: sources, names: names)
    }

    private func sortAll(_ rejects: inout [Rejection]) throws -> Sorted {
        let all = Sorted()
        for source in sources {
            while true {
                var chunk = EventBatch(names: names)
                let state = try source.read(into: &chunk, limit: Self.chunkEvents, rejects: &rejects)
                all.append(chunk)
                if state == .finished { break }
                if case .unreadable(let reason) = state { throw IntakeError(source: source.name, reason: reason) }
                if state == .atEnd, !source.waitForData(milliseconds: 1_000) { break }
            }
            if let position = source.position { all.ends.append((source.name, position)) }
        }
        // Chunks are numbered in the order of reading, so (chunk, index) is (source, line).
        all.order.sort { a, b in
            a.at != b.at ? a.at < b.at : a.chunk != b.chunk ? a.chunk < b.chunk : a.index < b.index
        }
        return all
    }

    private func giveSorted(_ batch: inout EventBatch, _ limit: Int) -> IntakeState {
        guard let sorted else { return .finished }
        while sorted.next < sorted.order.count, batch.events.count < limit, batch.bytes.count < IntakeLimits.batchBytes {
            let place = sorted.order[sorted.next]
            let chunk = sorted.chunks[Int(place.chunk)]
            batch.append(chunk.events[Int(place.index)], from: chunk)
            sorted.next += 1
            sorted.lastAt = place.at
        }
        return sorted.next < sorted.order.count ? .more : .finished
    }

    /// Sorted events have no position that a restart could continue from until all are given: it reads everything again, and
    /// what was taken in is dropped by its id.
    public var positions: [(source: String, position: SourcePosition)] {
        if let merged { return merged.positions }
        guard let sorted, sorted.next == sorted.order.count else { return [] }
        return sorted.ends
    }

    public var horizon: Timestamp? {
        if let merged { return merged.horizon }
        guard let sorted, sorted.next < sorted.order.count else { return nil }
        return sorted.lastAt ?? .distantPast
    }

    public var unreadable: [(source: String, reason: String)] { merged?.unreadable ?? [] }

    public func acknowledge(_ positions: [(source: String, position: SourcePosition)]) throws {
        if let merged { return try merged.acknowledge(positions) }
        for (name, position) in positions {
            try sources.first { $0.name == name }?.acknowledge(through: position)
        }
    }

    public func setClock(_ now: Timestamp) {
        for source in sources { source.context.setClock(now) }
    }

    public func close() {
        for source in sources { source.close() }
    }
}
