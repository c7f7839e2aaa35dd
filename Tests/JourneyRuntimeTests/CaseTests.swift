import Foundation
import JourneyCompiler
import JourneyEngine
import JourneyLanguage
import JourneyModel
import JourneyStore
import XCTest

@testable import JourneyFaults
@testable import JourneyRuntime

/// Holds the engine to the cases of Tests/Corpus/cases.
final class CaseTests: XCTestCase {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Corpus/cases")

    /// With UPDATE_EXPECTED=1 what the cases expect is written anew.
    func testInMemoryInOneBatch() throws {
        if ProcessInfo.processInfo.environment["UPDATE_EXPECTED"] == "1" { try CaseText.rewrite(try Case.all(in: Self.folder), in: Self.folder, run: Self.inOneBatch) }
        try forEachCase(Self.inOneBatch)
    }

    private static func inOneBatch(_ testCase: Case) throws -> [String] {
        let run = try CaseRun(testCase, store: MemoryStore(salt: Array(0..<16), keepsLog: true))
        try run.take(testCase.events)
        try run.finish()
        return run.lines
    }

    func testDurableInOneBatch() throws {
        try forEachCase { testCase in
            try withTemporaryFolder { folder in
                let store = try openStore(folder)
                defer { store.close() }
                let run = try CaseRun(testCase, store: store)
                try run.take(testCase.events)
                try run.finish()
                return run.lines
            }
        }
    }

    func testEventByEventWithTheStoreOpenedAnewBetween() throws {
        try forEachCase { testCase in
            try withTemporaryFolder { folder in
                var lines: [String] = []
                for event in testCase.events {
                    let store = try openStore(folder)
                    let run = try CaseRun(testCase, store: store)
                    try run.take([event])
                    lines += run.lines
                    store.close()
                }
                let store = try openStore(folder)
                defer { store.close() }
                let run = try CaseRun(testCase, store: store)
                try run.finish()
                return lines + run.lines
            }
        }
    }

    func testTheSameEventsTwiceAreOneEffect() throws {
        try forEachCase { testCase in
            let run = try CaseRun(testCase, store: MemoryStore(salt: Array(0..<16), keepsLog: true))
            try run.take(testCase.events)
            try run.take(testCase.events)
            try run.finish()
            return run.lines
        }
    }

    private func forEachCase(_ body: (Case) throws -> [String]) throws {
        let cases = try Case.all(in: Self.folder)
        XCTAssertGreaterThan(cases.count, 40)
        for testCase in cases {
            if Self.isRecording { continue }
            XCTAssertEqual(
                try body(testCase).joined(separator: "\n"), testCase.expected.joined(separator: "\n"),
                "\(testCase.file): \(testCase.title)")
        }
    }

    private static var isRecording: Bool { ProcessInfo.processInfo.environment["JOURNEY_RECORD"] != nil }

    /// With JOURNEY_RECORD=1: writes what the engine decides into the cases. Read the difference.
    func testRecording() throws {
        guard Self.isRecording else { return }
        let files = Dictionary(grouping: try Case.all(in: Self.folder), by: \.file)
        for (file, cases) in files {
            let texts = try cases.map { testCase in
                let run = try CaseRun(testCase, store: MemoryStore(keepsLog: true))
                try run.take(testCase.events)
                try run.finish()
                return testCase.text(expecting: run.lines)
            }
            try texts.joined(separator: "\n").write(to: Self.folder.appendingPathComponent(file), atomically: true, encoding: .utf8)
        }
    }

    private func openStore(_ folder: URL) throws -> SQLiteStore {
        try SQLiteStore(path: folder.appendingPathComponent("store.db").path, options: .init(creationSalt: Array(0..<16), foldEvery: 2))
    }
}

/// One case on one store.
final class CaseRun {
    private(set) var decisions: [Decision] = []
    var lines: [String] { decisions.map(\.line) }
    private let testCase: Case
    private let stepper: Stepper
    private let names = NameTable()

    convenience init(_ testCase: Case, store: any Store) throws {
        let compiled = compile([(path: "case.journey", parsed: parse(SourceText(name: "case.journey", testCase.program)))])
        XCTAssertEqual(compiled.diagnostics.filter { $0.diagnostic.severity == .error }.map(\.diagnostic.message), [], testCase.title)
        try self.init(testCase, store: store, compiled: compiled)
    }

    init(_ testCase: Case, store: any Store, compiled: CompiledWorkspace) throws {
        self.testCase = testCase
        let (deployment, _) = try Deployer.deploy(
            compiled.machines, with: compiled.definitions, codes: testCase.codes, to: store, at: .distantPast)
        stepper = try Stepper(
            store: store, engine: Engine(deployment: deployment, isBackfill: false, policy: compiled.policy), grace: compiled.policy.grace,
            wantsDecisions: true)
    }

    func take(_ events: [Case.Event]) throws {
        var batch = EventBatch(names: names)
        for event in events { batch.append(event) }
        try stepper.step(batch, now: .distantFuture)
        note()
    }

    func finish() throws {
        let last = testCase.events.map(\.at).max() ?? Case.epoch
        switch testCase.until {
        case "last": try stepper.advance(to: last, isInclusive: true)
        case "done":
            try stepper.advance(to: last, isInclusive: true)
            stepper.endSchedules(at: last)
            while try stepper.nextTimer() != nil { try stepper.fireNext() }
        default: try stepper.advance(to: Case.epoch + (Case.duration(testCase.until) ?? 0), isInclusive: true)
        }
        note()
    }

    private func note() { decisions += stepper.takeDecisions() }
}

func withTemporaryFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("journey-\(ProcessInfo.processInfo.globallyUniqueString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder)
}
