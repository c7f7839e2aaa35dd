import Foundation
import JourneyCompiler
import JourneyEngine
import JourneyLanguage
import JourneyModel
import XCTest

@testable import JourneyFaults
@testable import JourneyRuntime
@testable import JourneyStore

/// After `$forget` no byte of the store tells who it was.
final class ForgettingTests: XCTestCase {
    /// What must not be found afterwards.
    private static let secrets = [
        "wang-13800001111", "alias-of-wang", "+86 138 0000 1111", "a very private wish",
    ]

    private static let program = """
        policy unique unionid end
        channel sms
          adapter console
          address phone
        end
        when browsed but not bought within 2h again always send hi with wish: event.wish via sms
        when asked again always wait 3d send later with phone: phone via sms
        """

    private static func events(_ round: Int) -> [Case.Event] {
        var events: [Case.Event] = []
        func add(_ minutes: Int, _ customer: String, _ name: String, _ properties: String = "{}") {
            events.append(
                .init(at: Case.epoch + Microseconds(minutes + round * 600) * .minute, customer: customer, name: name, properties: properties))
        }
        for number in 0..<60 { add(number, "c\(number % 7)", "browsed", "{\"i\":\(number),\"r\":\(round)}") }
        add(60, "wang-13800001111", "$set", "{\"phone\":\"+86 138 0000 1111\",\"unionid\":\"u1\",\"r\":\(round)}")
        add(61, "wang-13800001111", "browsed", "{\"wish\":\"a very private wish\",\"r\":\(round)}")
        add(62, "alias-of-wang", "asked", "{\"wish\":\"a very private wish\",\"r\":\(round)}")
        add(63, "wang-13800001111", "$identify", "{\"same_as\":\"alias-of-wang\",\"r\":\(round)}")
        add(64, "c1", "$set", "{\"unionid\":\"u2\",\"r\":\(round)}")
        add(65, "c1", "$identify", "{\"same_as\":\"alias-of-wang\",\"r\":\(round)}")
        add(66, "wang-13800001111", "asked", "{\"r\":\(round)}")
        // Kept for the message that waits in the outbox, should its provider's id be this.
        add(190, "alias-of-wang", "$message", "{\"status\":\"failed\",\"provider_id\":\"x\",\"reason\":\"a very private wish\",\"r\":\(round)}")
        for number in 0..<60 { add(200 + number, "c\(number % 7)", "asked", "{\"i\":\(number),\"r\":\(round)}") }
        return events
    }

    func testNoByteOfTheStoreTellsWhoItWas() throws {
        for (foldEvery, isOpenedAnew) in [(262_144, false), (8, false), (262_144, true), (8, true)] {
            try withTemporaryFolder { folder in
                let path = folder.appendingPathComponent("store.db").path
                var store = try StoreFiles.open(path, foldEvery: foldEvery)
                var stepper = try Self.stepper(store)
                let names = NameTable()
                for events in [Self.events(0), Self.events(1), Self.events(2)] {
                    for event in events { try Self.take([event], names, stepper) }
                }
                try stepper.advance(to: Case.epoch + 35 * .hour, isInclusive: true)
                _ = try store.put(
                    command: StoredCommand(at: Case.epoch, operatorName: "eve", verb: "merge", arguments: "{\"other\":\"alias-of-wang\"}"), inbox: [])
                XCTAssertEqual(try Self.found(path), Self.secrets, "the secrets are there before")
                let forget = Case.Event(at: Case.epoch + 36 * .hour, customer: "alias-of-wang", name: "$forget", properties: "{}")
                try Self.take([forget], names, stepper)
                XCTAssertEqual(try store.history(of: "wang-13800001111"), [])
                var slices = 0
                while try stepper.eraseSlice() {
                    slices += 1
                    guard isOpenedAnew else { continue }
                    // As after a crash: nothing of what is open is written back.
                    store = try StoreFiles.open(path, foldEvery: foldEvery)
                    stepper = try Self.stepper(store)
                }
                XCTAssertEqual(try Self.found(path), [], "fold every \(foldEvery)")
                XCTAssertEqual(try store.quickCheck(), [])
                // Totals stay; repetitions are known, the rest of the past stays out.
                let before = try store.counters()[Counter(metric: "events")]
                try Self.take(Self.events(1), names, stepper)
                XCTAssertEqual(try store.counters()[Counter(metric: "events")], before)
                XCTAssertEqual(try Self.found(path), [])
                XCTAssertEqual(try store.history(of: "c1").filter { $0.kind == .event }.count, 3 * (9 + 9 + 2))
                store.close()
                XCTAssertEqual(try Self.found(path), [])
            }
        }
    }

    func testARejectFileForgets() throws {
        try withTemporaryFolder { folder in
            let path = folder.appendingPathComponent("rejects.jsonl").path
            let rejects = RejectFile(path: path)
            func reject(_ line: UInt64, _ text: String) throws {
                try rejects.append([Rejection(source: "a.jsonl", line: line, reason: "because of `\(text)`", text: Array(text.utf8))])
            }
            try reject(1, "{\"customer\":\"wang\",\"event\":7}")
            try reject(2, "{\"customer\":\"wang2\",\"event\":7}")
            try reject(3, "x,wang,y")
            try rejects.forget(["wang", "other"])
            try reject(4, "{\"customer\":\"c\",\"event\":7}")
            let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
            let gone = ",\"reason\":\"of a customer who was forgotten\",\"text\":\"\"}"
            XCTAssertEqual(lines[0], "{\"source\":\"a.jsonl\",\"line\":1" + gone)
            XCTAssertTrue(lines[1].contains("wang2"))
            XCTAssertEqual(lines[2], "{\"source\":\"a.jsonl\",\"line\":3" + gone)
            XCTAssertEqual(lines.count, 4)
        }
    }

    // MARK: Runs

    private static func stepper(_ store: any Store) throws -> Stepper {
        let compiled = compile([(path: "case.journey", parsed: parse(SourceText(name: "case.journey", program)))])
        XCTAssertFalse(compiled.hasErrors, "\(compiled.diagnostics.map(\.diagnostic.message))")
        let (deployment, _) = try Deployer.deploy(compiled.machines, with: compiled.definitions, to: store, at: .distantPast)
        return try Stepper(
            store: store, engine: Engine(deployment: deployment, isBackfill: false, policy: compiled.policy), wantsDecisions: false)
    }

    private static func take(_ events: [Case.Event], _ names: NameTable, _ stepper: Stepper) throws {
        var batch = EventBatch(names: names)
        for event in events { batch.append(event) }
        try stepper.step(batch, now: .distantFuture)
    }

    /// The secrets that stand in the store's files.
    private static func found(_ path: String) throws -> [String] {
        let files = [path, path + "-wal", path + "-shm"].filter { FileManager.default.fileExists(atPath: $0) }
        let bytes = try files.map { try Data(contentsOf: URL(fileURLWithPath: $0)) }
        return secrets.filter { secret in bytes.contains { $0.range(of: Data(secret.utf8)) != nil } }
    }
}
