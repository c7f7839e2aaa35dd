import JourneyCompiler
import JourneyEngine
import JourneyModel
import JourneyRuntime
import JourneyStore

/// What journeys would have done over a recorded past: the reach before launch.
///
/// The engine runs over the store's own log, in the order in which it came, as if the journeys had been deployed so long ago: what is
/// older counts in conditions and lets nobody enter. Nothing of the store changes and nothing is sent.
public struct Reach {
    public var from: Timestamp
    public var until: Timestamp
    /// The totals of the run.
    public private(set) var counters: [Counter: Int64] = [:]
    /// Events of the span that the journeys were run over.
    public private(set) var events = 0

    private static let batchSize = 10_000

    /// - Parameter length: how far back the past goes that counts.
    public init(length: Microseconds, before now: Timestamp) {
        from = now - length
        until = now
    }

    /// - Parameters:
    ///   - machines: all of the workspace: caps and priorities hold among them.
    ///   - store: whose log is read.
    ///   - progress: told how many events were read.
    public mutating func run(
        _ machines: [Machine], _ terms: Deployer.Terms, over store: any Store, progress: (Int) -> Void = { _ in }
    ) async throws {
        let scratch = MemoryStore(salt: store.salt)
        let (deployment, _) = try Deployer.deploy(machines, terms, to: scratch, at: from)
        let stepper = try Stepper(
            store: scratch, engine: Engine(deployment: deployment, isBackfill: false, policy: terms.policy), grace: terms.policy.grace,
            wantsDecisions: false)
        let simulated = Dispatcher.Route(channel: SimulatedChannel())
        let dispatcher = Dispatcher(
            store: scratch, routes: Dictionary(uniqueKeysWithValues: Set(machines.flatMap(\.channels)).map { ($0, simulated) }))
        dispatcher.gate = stepper
        let names = NameTable()
        var batch = EventBatch(names: names)
        var place: Int64 = 0
        repeat {
            let (records, next) = try store.eventsInLog(from: place)
            for record in records where record.at <= until {
                let name = terms.definitions.declaredName(of: store.names[record.name])
                if record.at >= from { events += 1 }
                // What concerns no journey need not be taken in.
                guard deployment.concerns(event: scratch.names.number(name)) else { continue }
                batch.append(record, name: names.number(name))
            }
            progress(records.count)
            if batch.events.count >= Self.batchSize || next == nil {
                try stepper.step(batch, now: .distantFuture)
                _ = try await dispatcher.runOnce(at: stepper.clock, looksAgain: false)
                batch.removeAll()
            }
            place = next ?? -1
        } while place >= 0
        try stepper.advance(to: until, isInclusive: true)
        _ = try await dispatcher.runOnce(at: stepper.clock, looksAgain: false)
        counters = try scratch.counters()
    }
}

extension EventBatch {
    fileprivate mutating func append(_ record: LogRecord, name: UInt32) {
        func run(_ text: some Collection<UInt8>) -> ByteRange {
            let start = bytes.count
            bytes.append(contentsOf: text)
            return ByteRange(start: start, count: bytes.count - start)
        }
        events.append(
            EventRecord(
                at: record.at, name: name, source: 0, customer: run(record.customer.utf8), id: run(record.id.utf8),
                properties: run(record.bytes), position: 0))
    }
}
