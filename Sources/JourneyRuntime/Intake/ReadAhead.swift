import Dispatch
import JourneyModel
import JourneyStore

/// Reads a source on a thread of its own: while one batch is decided and made durable, the next is parsed.
///
/// It reads ahead only while the source has a backlog, one batch. At the source's end each `read` asks anew, so that nothing is
/// told to be at its end which has grown since.
public final class ReadAhead: EventSource {
    public let name: String
    public private(set) var position: SourcePosition?
    public var context: EventContext {
        didSet { clock = context.now }
    }

    private let worker: Worker
    private let queue = DispatchQueue(label: "journey.intake", qos: .userInitiated)
    private let arrival = DispatchSemaphore(value: 0)
    /// A read was asked for and is not taken yet; until it has arrived, the worker is the other thread's.
    private var isReading = false
    private var hasArrived = false
    /// What the next read is to take for the present.
    private var clock: Timestamp?

    /// What was read and not all given yet.
    private var ahead = EventBatch(names: NameTable())
    private var next = 0
    private var state = SourceState.more
    /// By the worker's number of a name, the number in `table`.
    private var numbers: [UInt32] = []
    private var table: NameTable?

    /// What the other thread works on. It is handed to and fro, never shared.
    private final class Worker: @unchecked Sendable {
        let source: any EventSource
        let names = NameTable()
        var batch: EventBatch
        var rejects: [Rejection] = []
        var state = Result<SourceState, any Error>.success(.more)
        var position: SourcePosition?

        init(_ source: any EventSource) {
            self.source = source
            batch = EventBatch(names: names)
        }

        func read(_ limit: Int) {
            batch.removeAll()
            batch.names = names
            rejects.removeAll()
            state = Result { try source.read(into: &batch, limit: limit, rejects: &rejects) }
            position = source.position
        }
    }

    /// - Parameter source: from now on it is this one's alone.
    public init(_ source: any EventSource) {
        worker = Worker(source)
        name = source.name
        position = source.position
        context = source.context
    }

    deinit { settle() }

    public func read(into batch: inout EventBatch, limit: Int, rejects: inout [Rejection]) throws -> SourceState {
        if next == ahead.events.count {
            if state == .finished { return .finished }
            let wasAhead = isReading
            try take(limit, batch.names, &rejects)
            // What was found to be at its end a while ago may have grown since.
            if wasAhead, ahead.events.isEmpty, state != .more, state != .finished { try take(limit, batch.names, &rejects) }
        }
        give(limit, to: &batch)
        if next < ahead.events.count { return .more }
        position = worker.position
        if state == .more { begin(limit) }
        return state
    }

    /// Brings a batch here that was read already, or is read now.
    private func take(_ limit: Int, _ table: NameTable, _ rejects: inout [Rejection]) throws {
        if !isReading { begin(limit) }
        settle()
        isReading = false
        hasArrived = false
        swap(&ahead, &worker.batch)
        next = 0
        rejects += worker.rejects
        renumber(to: table)
        state = try worker.state.get()
    }

    private func begin(_ limit: Int) {
        if let clock { worker.source.context.setClock(clock) }
        clock = nil
        isReading = true
        queue.async { [worker, arrival] in
            worker.read(limit)
            arrival.signal()
        }
    }

    /// Waits until the worker is free.
    private func settle() {
        guard isReading, !hasArrived else { return }
        arrival.wait()
        hasArrived = true
    }

    /// The other thread numbers names in a table of its own: a table is not for two.
    private func renumber(to table: NameTable) {
        if self.table !== table {
            self.table = table
            numbers = []
        }
        while numbers.count < worker.names.count { numbers.append(table.number(worker.names[UInt32(truncatingIfNeeded: numbers.count)])) }
        ahead.names = table
        for index in ahead.events.indices { ahead.events[index].name = numbers[Int(ahead.events[index].name)] }
    }

    private func give(_ limit: Int, to batch: inout EventBatch) {
        if next == 0, batch.events.isEmpty, batch.bytes.isEmpty, ahead.events.count <= limit {
            swap(&batch, &ahead)
            ahead.removeAll()
            return
        }
        while next < ahead.events.count, batch.events.count < limit {
            let event = ahead.events[next]
            batch.append(event, from: ahead)
            next += 1
            position = worker.position.map { SourcePosition(identity: $0.identity, offset: event.position) }
        }
    }

    // MARK: What goes straight to the source

    public func resume(from position: SourcePosition) throws {
        settle()
        try worker.source.resume(from: position)
        self.position = worker.source.position
    }

    public func acknowledge(through position: SourcePosition) throws {
        settle()
        try worker.source.acknowledge(through: position)
    }

    public func isSorted() throws -> Bool? {
        settle()
        return try worker.source.isSorted()
    }

    public func waitForData(milliseconds: Int32) -> Bool {
        settle()
        return worker.source.waitForData(milliseconds: milliseconds)
    }

    public func close() {
        settle()
        worker.source.close()
    }
}
