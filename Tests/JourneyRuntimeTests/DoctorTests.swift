import Foundation
import JourneyCompiler
import JourneyEngine
import JourneyModel
import XCTest

@testable import JourneyFaults
@testable import JourneyRuntime
@testable import JourneyStore

/// The doctor finds nothing on a store that is sound, at any commit, and finds each thing that was broken.
final class DoctorTests: XCTestCase {
    private let files = Swift.Result { try StoreFiles() }

    private func findings(_ path: String, sizes: [String: UInt64] = [:]) throws -> [DoctorFinding] {
        let store = try SQLiteStore(path: path, options: .init(access: .reader))
        defer { store.close() }
        return try Doctor(store).examine { source, _ in sizes[source] }
    }

    // MARK: Sound stores

    /// Every case at its end, and some at every commit.
    func testTheCasesAreSound() throws {
        for (number, testCase) in try Case.all(in: CaseTests.folder).enumerated() {
            let path = try files.get().new()
            let store = try StoreFiles.open(path, foldEvery: 3)
            defer { store.close() }
            let run = try CaseRun(testCase, store: store)
            for event in testCase.events {
                try run.take([event])
                if number % 6 == 0 { XCTAssertEqual(try findings(path), [], "\(testCase.file): \(testCase.title), after \(event.name)") }
            }
            try run.finish()
            XCTAssertEqual(try findings(path), [], "\(testCase.file): \(testCase.title)")
        }
    }

    func testRandomProgramsAreSoundAtEveryCommit() throws {
        for seed in UInt64(0)..<16 {
            let replay = try ReplayTests.madeUp(seed &+ 900, most: 40)
            let path = try files.get().new()
            var random = Random(seed)
            let grace: Microseconds = seed % 2 == 0 ? 0 : 2 * .hour
            let order = grace == 0 ? replay.everything : replay.shuffled(within: grace, &random)
            let way = Replay.Way(name: "doctored", grace: grace, batches: Replay.batches(order, of: 1 + random.below(12)))
            let store = try StoreFiles.open(path, foldEvery: seed % 2 == 0 ? 5 : 262_144)
            defer { store.close() }
            let stepper = try replay.stepper(store, way)
            for batch in way.batches {
                try stepper.step(replay.batch(batch), now: .distantFuture)
                XCTAssertEqual(try findings(path), [], replay.title)
            }
            try Replay.finish(stepper, at: replay.lastAt)
            XCTAssertEqual(try findings(path), [], replay.title)
        }
    }

    // MARK: Broken ones

    /// Somebody waits for a timer, somebody for an event; somebody is watched, holds a code and a place in a cap.
    private func patient() throws -> String {
        var testCase = Case(file: "doctor", title: "a patient")
        testCase.program = """
            policy at most 2 messages per 1d end
            coupon spring codes from "spring.csv" end
            journey first when visited wait up to 3d for clicked send a via sms end
            journey second when bought give spring send b via sms send c via email wait 9d send d via sms end
            journey third when looked but not bought within 5d send e via sms end
            """
        testCase.codes = ["spring": ["S1", "S2", "S3"]]
        let names = ["visited", "bought", "looked"]
        for number in 0..<9 {
            testCase.events.append(
                .init(at: Case.epoch + Microseconds(number) * .minute, customer: "c\(number % 3)", name: names[number % 3], properties: "{}"))
        }
        let path = try files.get().new()
        let store = try StoreFiles.open(path, foldEvery: 2)
        let run = try CaseRun(testCase, store: store)
        for event in testCase.events { try run.take([event]) }
        try store.begin()
        try store.set(position: SourcePosition(identity: "1:2", offset: 900), of: "log.jsonl")
        try store.commit()
        while try store.maintain() {}
        store.close()
        return path
    }

    private func sql(_ text: String) -> (String) throws -> Void {
        return { path in
            let database = try Database(path: path, access: .mustExist)
            try database.execute(text + ";" + Schema.clearingSums, doing: "breaking the store")
            database.close()
        }
    }

    /// As a disk would: without a word to the row's checksum.
    private func altered(_ text: String) -> (String) throws -> Void {
        return { path in
            let database = try Database(path: path, access: .mustExist)
            try database.execute(text, doing: "breaking the store")
            database.close()
        }
    }

    private func inStore(_ body: @escaping (SQLiteStore) throws -> Void) -> (String) throws -> Void {
        return { path in
            let store = try StoreFiles.open(path)
            try store.begin()
            try body(store)
            try store.commit()
            store.close()
        }
    }

    /// Changes the states that a condition picks.
    private func states(_ change: @escaping (inout CustomerState) -> Void) -> (String) throws -> Void {
        inStore { store in
            var found: [(UInt64, CustomerState)] = []
            try store.forEachCustomer { found.append(($0, try CustomerState(encoded: $1))) }
            for (key, before) in found {
                var state = before
                change(&state)
                if state != before { try store.put(customer: key, state: state.encoded()) }
            }
        }
    }

    private func enrollments(_ change: @escaping (inout Enrollment) -> Void) -> (String) throws -> Void {
        states { state in
            for index in state.enrollments.indices { change(&state.enrollments[index]) }
        }
    }

    func testEachBreakIsFound() throws {
        let breaks: [(String, DoctorCheck, (String) throws -> Void)] = [
            ("an altered text", .altered, altered("UPDATE outbox SET bodies = bodies || 'x' WHERE number = 1")),
            ("an altered code", .altered, altered("UPDATE code SET code = 'S9' WHERE place = 1")),
            ("a chunk of noise", .log, sql("UPDATE log SET data = x'ffff00' WHERE chunk = 1")),
            ("a chunk whose row lies", .log, sql("UPDATE log SET n = n + 1 WHERE chunk = 2")),
            ("a chunk gone", .gap, sql("DELETE FROM log WHERE chunk = 2")),
            ("an index gone", .index, sql("DELETE FROM segment_page")),
            ("an index that forgot", .index, sql("DELETE FROM segment; DELETE FROM segment_page")),
            ("an index of zeros", .index, sql("UPDATE segment_page SET data = zeroblob(length(data)) WHERE id & 8388608 = 0")),
            ("an unknown status", .message, sql("UPDATE outbox SET status = 99 WHERE number = 1")),
            ("a channel that is none", .message, sql("UPDATE outbox SET channel = 7 WHERE number = 1")),
            ("a key twice", .duplicateKey, sql("UPDATE outbox SET key = (SELECT key FROM outbox WHERE number = 1) WHERE number = 2")),
            ("a wrong count", .statusCount, sql("UPDATE outbox_count SET n = n + 1")),
            ("a code gone", .codes, sql("DELETE FROM code WHERE place = 1")),
            ("more given than there are", .codes, sql("UPDATE pool SET given = 4")),
            ("a code given to nobody", .given, sql("UPDATE pool SET given = 2")),
            ("a code that a customer lost", .given, states { $0.coupons = [] }),
            ("a decision of noise", .decision, inStore { try $0.append(.decision, customer: "c1", at: Case.epoch, bytes: [0xff]) }),
            ("a reply of noise", .reply, inStore { try $0.append(.reply, customer: "c1", at: Case.epoch, bytes: [0xff]) }),
            ("a version of noise", .version, sql("UPDATE version SET machine = x'7b' WHERE number = 1")),
            ("a state of noise", .customer, inStore { store in
                var key: UInt64?
                try store.forEachCustomer { found, _ in key = found }
                try store.put(customer: try XCTUnwrap(key), state: [9, 9])
            }),
            ("a state under another's key", .customerKey, inStore { store in
                var found: (UInt64, [UInt8])?
                try store.forEachCustomer { found = ($0, $1) }
                let (key, state) = try XCTUnwrap(found)
                try store.put(customer: key &+ 1_000_000, state: state)
            }),
            ("pauses of noise", .setting, inStore { try $0.set(setting: "pauses", to: [99]) }),
            ("schedules of noise", .setting, inStore { try $0.set(setting: "schedules", to: [99]) }),
            ("channels of noise", .setting, inStore { try $0.set(setting: "channel health", to: [99]) }),
            ("a version that is not there", .unknownVersion, enrollments { $0.version = 77 }),
            ("a step that is not there", .unknownStep, enrollments { $0.state = 99 }),
            ("a wait without an end", .stuck, enrollments { $0.due = nil }),
            ("a wait for another instant", .timer, enrollments { $0.due = $0.due.map { $0 + 1 } }),
            ("all timers gone", .timer, sql("DELETE FROM timer")),
            ("a watch whose timer comes too late", .timer, states { state in
                for index in state.triggers.indices { state.triggers[index].watch?.due = Case.epoch }
            }),
            ("timers that did not fire", .overdue, inStore { $0.progress.clock = Case.epoch + 30 * .day }),
            ("a clock set back", .clock, inStore { $0.progress.clock = Case.epoch - .day }),
            ("numbers that come again", .number, inStore { $0.progress.nextNumber = 1 }),
            ("a place of no message", .capPlace, states { state in
                for index in state.capPlaces.indices { state.capPlaces[index].key ^= 1 }
            }),
            ("a place of a failed message", .capPlace, sql("UPDATE outbox SET status = 2 WHERE number = 1")),
            ("messages sent that nobody counted", .sent, sql("UPDATE outbox SET status = 1")),
            ("messages in doubt", .uncertain, sql("UPDATE outbox SET status = 4")),
            ("messages with a channel", .sending, sql("UPDATE outbox SET status = 7")),
        ]
        let sound = try patient()
        XCTAssertEqual(try findings(sound, sizes: ["log.jsonl": 900]), [])
        XCTAssertEqual(try findings(sound, sizes: ["log.jsonl": 899]).map(\.check), [.source])
        for (title, check, destroy) in breaks {
            let path = try files.get().new()
            try FileManager.default.copyItem(atPath: sound, toPath: path)
            try destroy(path)
            let found = try findings(path)
            XCTAssertTrue(found.contains { $0.check == check }, "\(title): \(found.map { ($0.check.rawValue, $0.places) })")
        }
        let held = Set(breaks.map(\.1))
        XCTAssertEqual(DoctorCheck.allCases.filter { !held.contains($0) }, [.file, .frozen, .source], "checks that no break shows")
    }

    /// With it no scheduler starts; the doctor says what it is, once, and what to do.
    func testAnAlteredMessageThatWaitsIsToldOfOnce() throws {
        let path = try patient()
        try altered("UPDATE outbox SET status = 30, customer = 'somebody' WHERE number = 2")(path)
        XCTAssertThrowsError(try StoreFiles.open(path)) { error in
            XCTAssertTrue("\(error)".hasPrefix("message 2 does not agree with its checksum"), "\(error)")
            XCTAssertTrue("\(error)".contains("`journey doctor`"), "\(error)")
        }
        let found = try findings(path)
        XCTAssertEqual(found.map(\.check), [.altered])
        XCTAssertEqual(found.first?.places, ["`2` in the table `outbox`"])
    }

    /// A pause lets timers go by: nobody is stuck for that.
    func testAPausedJourneyIsSound() throws {
        var testCase = Case(file: "doctor", title: "paused")
        testCase.program = "journey first when visited wait 1d send a via sms end"
        testCase.events = [.init(at: Case.epoch, customer: "c", name: "visited", properties: "{}")]
        let path = try files.get().new()
        let store = try StoreFiles.open(path)
        defer { store.close() }
        let replay = try Replay(testCase)
        let stepper = try replay.stepper(store, Replay.Way(name: "paused", batches: []))
        try stepper.step(replay.batch([0]), now: .distantFuture)
        try stepper.pause(["first"], holdingEntries: true, at: Case.epoch)
        try stepper.advance(to: Case.epoch + 3 * .day, isInclusive: true)
        XCTAssertEqual(try findings(path), [])
        // A pause that nobody knows of any more holds what was in it for ever.
        let copy = try files.get().new()
        let backup = try StoreBackup(of: path, to: copy)
        while try backup.step() {}
        backup.close()
        try sql("DELETE FROM setting WHERE name = 'pauses'")(copy)
        XCTAssertEqual(try findings(copy).map(\.check), [.frozen])
        try stepper.resume(["first"], at: Case.epoch + 3 * .day)
        XCTAssertEqual(try findings(path), [])
        while stepper.hasChores {
            try stepper.doChore()
            XCTAssertEqual(try findings(path), [])
        }
    }
}
