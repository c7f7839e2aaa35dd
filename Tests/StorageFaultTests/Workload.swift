import Foundation
import JourneyCompiler
import JourneyEngine
import JourneyLanguage
import JourneyModel
import XCTest

@testable import JourneyRuntime
@testable import JourneyStore

/// A fixed piece of work on a store: events in batches, timers, messages that leave, lines for the inbox, somebody who is forgotten, folds
/// and checkpoints in between, and old events that go. It goes on from wherever the store stands, so that it can be broken off anywhere.
final class Workload {
    struct Event {
        var at: Timestamp
        var customer: String
        var name: String
        var properties = ""
    }

    /// What the outside was told is safe.
    struct Acknowledged {
        var batches = 0
        var lines = 0
    }

    static let epoch = Timestamp(rfc3339: "2026-01-05T00:00:00Z") ?? .distantPast
    /// What is older may go. The log goes a chunk at a time, and where chunks end hangs on how far a fold had come: how much of it is gone
    /// is not the same on every way.
    private static let keptFrom = epoch + 5 * .hour
    private static let source = "log"
    private static let forgotten = "c3"

    /// What every schema has tables for.
    static let oldest = """
        when browsed but not bought within 2h again always send hi with wish: event.wish via sms
        journey ask when asked again always wait 3h send later via sms end
        """

    static let everything = """
        policy at most 5 messages per 1d end
        coupon spring codes from "spring.csv" 2 for each customer end
        when browsed but not bought within 2h again always send hi with wish: event.wish via sms
        journey ask when asked again always wait 3h give spring send gift with code: spring.code via sms or else send sorry via sms end
        journey daily when every day at 10:00 send morning via sms end
        """

    private let compiled: CompiledWorkspace
    private let customers = (0..<5).map { "c\($0)" }
    let batches: [[Event]]
    private(set) var acknowledged = Acknowledged()

    init(_ program: String = Workload.everything) {
        compiled = JourneyCompiler.compile([(path: "case.journey", parsed: parse(SourceText(name: "case.journey", program)))])
        var events: [Event] = []
        for number in 0..<40 {
            let name = ["browsed", "asked", "browsed", "bought", "looked"][number * 7 % 5]
            events.append(
                Event(
                    at: Self.epoch + Microseconds(number * 17) * .minute, customer: "c\(number * 3 % 5)", name: name,
                    properties: #""wish":"wish \#(number)","n":\#(number)"#))
        }
        let forgetting = Event(at: Self.epoch + Microseconds(30 * 17) * .minute + 1, customer: Self.forgotten, name: "$forget")
        func pieces(_ events: ArraySlice<Event>) -> [[Event]] {
            stride(from: events.startIndex, to: events.endIndex, by: 5).map { Array(events[$0..<min($0 + 5, events.endIndex)]) }
        }
        batches = pieces(events[..<31]) + [[forgetting]] + pieces(events[31...])
    }

    static func options(isFull: Bool) -> SQLiteStore.Options {
        var options = SQLiteStore.Options(
            creationSalt: Array(0..<16), isSynchronousFull: isFull, foldEvery: 4, foldStatesEvery: 5)
        options.checkpointsInBackground = false
        // Folds and merges stretch over several commits.
        options.leastEntries = 8
        options.leastStates = 2
        options.entriesPerID = 1
        options.statesPerState = 1
        return options
    }

    /// How many batches are in the store.
    static func reached(_ store: SQLiteStore) throws -> Int { Int(try store.position(of: source)?.offset ?? 0) }

    /// Does what is left to do, and closes the store.
    func run(_ path: String, isFull: Bool) throws { try run(path, Self.options(isFull: isFull)) }

    func run(_ path: String, _ options: SQLiteStore.Options) throws {
        acknowledged = Acknowledged()
        let store = try SQLiteStore(path: path, options: options)
        defer { store.close() }
        try run(on: store)
    }

    /// - Parameter end: so many batches, and no finish; nil: all of it.
    func run(on store: SQLiteStore, upTo end: Int? = nil) throws {
        let (deployment, _) = try Deployer.deploy(
            compiled.machines, with: compiled.definitions, codes: ["spring": ["A", "B", "C", "D"]], to: store, at: .distantPast)
        let stepper = try Stepper(
            store: store, engine: Engine(deployment: deployment, isBackfill: false, policy: compiled.policy), grace: 0, wantsDecisions: false,
            sizes: .init(customersInMemory: 3, workLimit: 4, timerSlice: 2, timersInMemory: 4))
        let names = NameTable()
        for number in try Self.reached(store)..<(end ?? batches.count) {
            try beforeBatch(number, store, stepper)
            // Some become durable later, with what is asked of the store next.
            let isDurable = number % 3 != 1
            try stepper.step(
                Self.batch(batches[number], names), now: .distantFuture,
                positions: [(source: Self.source, position: SourcePosition(identity: "1", offset: UInt64(number + 1)))],
                isDurable: isDurable)
            if isDurable { acknowledged.batches = number + 1 }
        }
        if end == nil { try finish(store, stepper) }
    }

    /// What is done between batches comes before one, so that whoever goes on from there does it, too.
    private func beforeBatch(_ number: Int, _ store: SQLiteStore, _ stepper: Stepper) throws {
        switch number % 4 {
        case 0: try sendAll(store)
        case 1: try putLines(upTo: number, store)
        case 2: try store.database.checkpoint(.passive)
        default:
            _ = try store.maintain()
            try store.database.checkpoint(.restart)
        }
        if let event = batches[number].first, event.name == "$forget" {
            // What waits in the outbox when somebody is forgotten is dropped: it must be the same on every way.
            try stepper.advance(to: event.at)
            try sendAll(store)
        }
        while try stepper.eraseSlice() {}
    }

    private func putLines(upTo number: Int, _ store: SQLiteStore) throws {
        let there = Set(try store.inbox(after: 0, limit: 100).map { String(decoding: $0.line, as: UTF8.self) })
        for index in 0...number {
            if !there.contains("line \(index)") { try store.putInInbox([Array("line \(index)".utf8)]) }
            acknowledged.lines = max(acknowledged.lines, index + 1)
        }
    }

    /// Every message is handed to its channel, and is sent.
    private func sendAll(_ store: SQLiteStore) throws {
        for status in [OutboxMessage.Status.sending, .sent] {
            try store.begin()
            for customer in customers {
                for var message in try store.messages(of: customer) where message.status.isWaiting || message.status == .sending {
                    message.status = status
                    try store.update(message)
                    if status == .sent { store.count(Counter(journey: message.journey, step: message.step, metric: "sent via sms"), by: 1) }
                }
            }
            try store.commit()
        }
    }

    private func finish(_ store: SQLiteStore, _ stepper: Stepper) throws {
        let last = batches.last?.last?.at ?? Self.epoch
        try stepper.advance(to: last, isInclusive: true)
        stepper.endSchedules(at: last)
        while try stepper.nextTimer() != nil { try stepper.fireNext() }
        stepper.endSchedules(at: nil)
        try sendAll(store)
        try putLines(upTo: batches.count, store)
        while try stepper.eraseSlice() {}
        try prune(store)
        while try store.maintain() {}
    }

    /// Lets the older half of the log go.
    private func prune(_ store: SQLiteStore) throws {
        var isMoreLeft = true
        while isMoreLeft {
            try store.begin()
            let slice = try store.prune(before: Self.keptFrom, watching: []) { _ in }
            if slice.messages > 0 { try Prune.note(messagesBefore: Self.keptFrom, in: store) }
            isMoreLeft = slice.isMoreLeft
            try store.commit()
        }
    }

    /// What it came to, in a form that any two runs can be compared by: everything in the log of each customer, byte for byte, messages,
    /// counters, lines of the inbox.
    func outcome(_ path: String) throws -> [String] {
        let store = try SQLiteStore(path: path, options: .init(access: .reader))
        defer { store.close() }
        var lines: [String] = []
        for customer in customers {
            // What is taken in again may stand before a decision that it came after.
            let records = try store.history(of: customer).filter { $0.at >= Self.keptFrom }
            lines += (records.filter { $0.kind == .event } + records.filter { $0.kind != .event }).map {
                "\(customer) \($0.kind) \($0.at.microseconds) \($0.name) \($0.id) \(String(decoding: $0.bytes, as: UTF8.self))"
            }
            lines += try store.messages(of: customer).map {
                "\($0.customer) \($0.key) \($0.step) \($0.status) \($0.bodies) \($0.arguments) \($0.queuedAt.microseconds)"
            }
        }
        // A long batch is several transactions; what was in the first ones comes again with the batch.
        lines += try store.counters().filter { $0.key.metric != "duplicates" }.map { "\($0.journey)/\($0.step)/\($0.metric): \($1)" }.sorted()
        lines += try store.inbox(after: 0, limit: 100).map { String(decoding: $0.line, as: UTF8.self) }
        return lines + ["\(try store.forgotten().count) forgotten"]
    }

    static func batch(_ events: [Event], _ names: NameTable) -> EventBatch {
        var batch = EventBatch(names: names)
        func run(_ text: String) -> ByteRange {
            let start = batch.bytes.count
            batch.bytes.append(contentsOf: text.utf8)
            return ByteRange(start: start, count: batch.bytes.count - start)
        }
        for event in events {
            let id = "\(event.at.microseconds)/\(event.customer)/\(event.name)"
            batch.events.append(
                EventRecord(
                    at: event.at, name: batch.names.number(event.name), source: 0, customer: run(event.customer), id: run(id),
                    properties: run(event.properties), position: 0))
        }
        return batch
    }
}
