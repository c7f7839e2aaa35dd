import Foundation
import JourneyCompiler
import JourneyEngine
import JourneyModel
import JourneyStore
import XCTest

@testable import JourneyFaults
@testable import JourneyRuntime

/// Holds pauses, deployments and rollbacks to the cases of Tests/Corpus/operator.
final class OperatorCaseTests: XCTestCase {
    /// With UPDATE_EXPECTED=1 what the cases expect is written anew. Read the difference.
    func testInMemory() async throws {
        if ProcessInfo.processInfo.environment["UPDATE_EXPECTED"] == "1" {
            var found: [String: [String]] = [:]
            let files = try StoreFiles()
            for testCase in try OperatorCase.all() {
                found[testCase.file + testCase.title] = try await lines(of: testCase, in: try StoreFiles.open(files.new(), foldEvery: 3))
            }
            try CaseText.rewrite(try OperatorCase.all(), in: OperatorCase.folder) { found[$0.file + $0.title] ?? [] }
        }
        try await check(isDurable: false) { MemoryStore(salt: Array(0..<16), keepsLog: true) }
    }

    func testDurable() async throws {
        let files = try StoreFiles()
        try await check { try StoreFiles.open(files.new(), foldEvery: 3) }
    }

    func testDurableWithTheStoreOpenedAnewBeforeEachLine() async throws {
        let files = try StoreFiles()
        var path = ""
        try await check {
            path = files.new()
            return try StoreFiles.open(path, foldEvery: 3)
        } reopen: { store in
            store.close()
            let reader = try SQLiteStore(path: path, options: .init(access: .reader))
            defer { reader.close() }
            // Whatever operators do, nobody is stuck.
            XCTAssertEqual(try Doctor(reader).examine { _, _ in nil }, [])
            return try StoreFiles.open(path, foldEvery: 3)
        }
    }

    private static func looksAtTheStore(_ line: String) -> Bool { line.hasPrefix("impact ") || line.contains(" preview ") }

    private func check(
        isDurable: Bool = true, _ store: () throws -> any Store, reopen: ((any Store) throws -> any Store)? = nil
    ) async throws {
        let cases = try OperatorCase.all()
        XCTAssertGreaterThan(cases.count, 20)
        for testCase in cases {
            let found = try await lines(of: testCase, in: try store(), reopen: reopen)
            // A store that ends with the process keeps neither customers nor timers for others to look at.
            let expected = testCase.expected.filter { isDurable || !Self.looksAtTheStore($0) }
            XCTAssertEqual(
                found.filter { isDurable || !Self.looksAtTheStore($0) }.joined(separator: "\n"), expected.joined(separator: "\n"),
                "\(testCase.file): \(testCase.title)")
        }
    }

    private func lines(
        of testCase: OperatorCase, in store: any Store, reopen: ((any Store) throws -> any Store)? = nil
    ) async throws -> [String] {
        do {
            let run = try OperatorRun(testCase, store: store, reopen: reopen)
            try await run.run()
            return run.lines
        } catch {
            XCTFail("\(testCase.file): \(testCase.title): \(error)")
            return []
        }
    }

    /// Deployments of the same journeys, pauses of no length and restarts decide nothing.
    func testWhatChangesNothingDecidesNothing() throws {
        let files = try StoreFiles()
        for testCase in try Case.all(in: CaseTests.folder) {
            let replay = try Replay(testCase)
            // A journey that goes on forgets what its fuse counted.
            if replay.policy.fuse != nil { continue }
            var path: String?
            let calm = try replay.run(Replay.Way(name: "calm", batches: [replay.everything], store: { MemoryStore(salt: Array(0..<16), keepsLog: true) }))
            for isDurable in [false, true] {
                path = isDurable ? files.new() : nil
                let store: any Store = try path.map { try StoreFiles.open($0, foldEvery: 3) } ?? MemoryStore(salt: Array(0..<16), keepsLog: true)
                defer { store.close() }
                var decisions: [String] = []
                let stepper = try replay.stepper(store, Replay.Way(name: "busy", batches: []))
                for index in replay.everything {
                    try stepper.step(replay.batch([index]), now: .distantFuture)
                    try stepper.pause([], holdingEntries: index % 2 == 0, at: stepper.clock)
                    let (deployment, changes) = try Deployer.deploy(
                        replay.machines, Deployer.Terms(definitions: replay.definitions, policy: replay.policy, codes: replay.codes), to: store, at: .distantPast)
                    XCTAssertEqual(changes.told, "")
                    try stepper.use(stepper.engine(with: deployment))
                    try stepper.resume([], at: stepper.clock)
                    while stepper.hasChores { try stepper.doChore() }
                    decisions += stepper.takeDecisions().map(\.numberedLine)
                }
                try Replay.finish(stepper, at: replay.lastAt)
                decisions += stepper.takeDecisions().map(\.numberedLine)
                XCTAssertEqual(decisions.joined(separator: "\n"), calm.decisions.joined(separator: "\n"), "\(testCase.file): \(testCase.title)")
            }
        }
    }
}
