import Foundation
import JourneyCompiler
import JourneyEngine
import JourneyLanguage
import JourneyModel
import XCTest

@testable import JourneyRuntime
@testable import JourneyStore

/// Journeys and a log, to be run in many ways that must all decide the same.
struct Replay {
    var title: String
    var machines: [Machine]
    var policy = Policy()
    var definitions = Definitions()
    var codes: [String: [String]] = [:]
    /// The same journeys for the reference model.
    var rules: [ReferenceRule]
    var log: EventBatch
    /// Of the customers that the log names.
    var customers: [String]

    /// One way to run it.
    struct Way {
        var name: String
        var grace: Microseconds = 0
        /// Indices of the log, in arrival order, in batches.
        var batches: [[Int]]
        var store: () throws -> any Store = { MemoryStore(keepsLog: true) }
        /// Opens the store anew, between batches.
        var reopen: ((any Store) throws -> any Store)?
        var sizes = Stepper.Sizes()
        var isBackfill = false
        /// What is too old goes, as far as it can, after each batch.
        var prunes = false
    }

    /// What a run came to, in a form that any two ways can be compared by.
    struct Result: Equatable {
        /// All decisions in order, with their numbers and keys.
        var decisions: [String]
        /// What the outbox holds of each customer.
        var messages: [String]
        var counters: [String: Int64]
    }

    /// The program's text gives the journeys; the events are those of a case.
    init(_ testCase: Case) throws {
        let compiled = compile([(path: "case.journey", parsed: parse(SourceText(name: "case.journey", testCase.program)))])
        title = testCase.title
        rules = []
        machines = compiled.machines
        policy = compiled.policy
        definitions = compiled.definitions
        codes = testCase.codes
        log = EventBatch(names: NameTable())
        for event in testCase.events { log.append(event) }
        customers = Set(testCase.events.map(\.customer)).sorted()
    }

    /// Journeys that come with the project, over a log that comes with it.
    init(folder: String, log file: String) throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("journeys/" + folder)
        let paths = try FileManager.default.contentsOfDirectory(atPath: root.path).filter { $0.hasSuffix(".journey") }.sorted()
        let files = try paths.map { path in
            let text = try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
            return (path: path, parsed: parse(SourceText(name: path, text)))
        }
        let compiled = compile(files)
        XCTAssertFalse(compiled.hasErrors)
        title = folder
        rules = files.flatMap { ReferenceTests.rules($0.parsed) }
        machines = compiled.machines
        var read = EventBatch(names: NameTable())
        let reader = EventLineReader()
        let context = EventContext(source: 0, identity: file)
        for (number, line) in try Data(contentsOf: root.appendingPathComponent(file)).split(separator: 10).enumerated() {
            try Array(line).withUnsafeBytes {
                try reader.read($0, position: UInt64(number), next: UInt64(number + 1), context: context, into: &read)
            }
        }
        log = read
        customers = Set(read.events.map { [read] in read.text($0.customer) }).sorted()
    }

    var everything: [Int] { Array(log.events.indices) }
    var lastAt: Timestamp { log.events.map(\.at).max() ?? Case.epoch }

    static func batches(_ indices: [Int], of size: Int) -> [[Int]] {
        stride(from: 0, to: indices.count, by: size).map { Array(indices[$0..<min($0 + size, indices.count)]) }
    }

    /// An order of arrival in which no event is later than `grace`; those of one instant keep theirs.
    func shuffled(within grace: Microseconds, _ random: inout Random) -> [Int] {
        var arrivals = log.events.map { $0.at + Microseconds(random.below(Int(grace) + 1)) }
        var start = 0
        let inOrder = everything
        while start < inOrder.count {
            let end = inOrder[start...].firstIndex { log.events[$0].at != log.events[start].at } ?? inOrder.count
            arrivals[start..<end].sort()
            start = end
        }
        return inOrder.sorted { (arrivals[$0], $0) < (arrivals[$1], $1) }
    }

    func batch(_ indices: [Int]) -> EventBatch {
        var batch = log
        batch.events = indices.map { log.events[$0] }
        return batch
    }

    func stepper(_ store: any Store, _ way: Way) throws -> Stepper {
        let (deployment, _) = try Deployer.deploy(machines, with: definitions, codes: codes, to: store, at: .distantPast)
        return try Stepper(
            store: store, engine: Engine(deployment: deployment, isBackfill: way.isBackfill, policy: policy), grace: way.grace, wantsDecisions: true,
            sizes: way.sizes)
    }

    func run(_ way: Way) throws -> Result {
        var store = try way.store()
        var stepper = try stepper(store, way)
        var decisions: [String] = []
        for (number, indices) in way.batches.enumerated() {
            if number > 0, let reopen = way.reopen {
                store = try reopen(store)
                stepper = try self.stepper(store, way)
            }
            try stepper.step(batch(indices), now: .distantFuture)
            decisions += stepper.takeDecisions().map(\.numberedLine)
            if way.prunes { while try stepper.prune() {} }
        }
        try Self.finish(stepper, at: lastAt)
        decisions += stepper.takeDecisions().map(\.numberedLine)
        defer { store.close() }
        return try result(decisions, store)
    }

    /// Until nothing is pending.
    static func finish(_ stepper: Stepper, at last: Timestamp) throws {
        try stepper.advance(to: last, isInclusive: true)
        stepper.endSchedules(at: last)
        while try stepper.nextTimer() != nil { try stepper.fireNext() }
        stepper.endSchedules(at: nil)
    }

    func result(_ decisions: [String], _ store: any Store) throws -> Result {
        var counters: [String: Int64] = [:]
        for (counter, value) in try store.counters() where counter.metric != "duplicates" && counter.metric != "of forgotten customers" {
            counters["\(counter.journey)/\(counter.step)/\(counter.metric)"] = value
        }
        return Result(decisions: decisions, messages: try messages(store), counters: counters)
    }

    func messages(_ store: any Store) throws -> [String] {
        try customers.flatMap { customer in
            try store.messages(of: customer).map { "\($0.customer) \($0.key) \($0.step) \($0.content) \($0.arguments) \($0.queuedAt.microseconds)" }
        }
    }

    /// The journal's decisions, customer by customer.
    func journal(_ store: any Store) throws -> [String] {
        try customers.flatMap { customer in
            try store.history(of: customer).filter { $0.kind == .decision }.map {
                try Decision(encoded: $0.bytes, at: $0.at, customer: $0.customer, names: store.names).numberedLine
            }
        }
    }
}

/// Store files that go with the test.
final class StoreFiles {
    let folder: URL
    private var count = 0

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "journey-replay-\(ProcessInfo.processInfo.globallyUniqueString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func new() -> String {
        count += 1
        return folder.appendingPathComponent("\(count).db").path
    }

    static func open(_ path: String, foldEvery: Int = 262_144) throws -> SQLiteStore {
        var options = SQLiteStore.Options(creationSalt: Array(0..<16), foldEvery: foldEvery, foldStatesEvery: foldEvery)
        options.syncs = false
        options.checkpointsInBackground = false
        return try SQLiteStore(path: path, options: options)
    }
}
