import JourneyModel
import JourneyStore
import XCTest

@testable import JourneyEngine
@testable import JourneyFaults
@testable import JourneyRuntime

/// The bounds that a running engine keeps: one below and at the bound all goes on, one above it what is refused is told of.
final class RunningLimitTests: XCTestCase {
    private func run(_ program: String, _ events: [Case.Event]) throws -> [String] {
        var testCase = Case(file: "made up", title: "bounds")
        testCase.program = program
        testCase.events = events
        let run = try CaseRun(testCase, store: MemoryStore(salt: Array(0..<16), keepsLog: true))
        try run.take(events)
        try run.finish()
        return run.lines
    }

    private func event(_ minute: Int, _ customer: String, _ name: String) -> Case.Event {
        Case.Event(at: Case.epoch + Microseconds(minute) * .minute, customer: customer, name: name, properties: "{}")
    }

    func testStepsAtOneInstant() throws {
        for (count, fails) in [(Engine.stepLimit - 1, false), (Engine.stepLimit, false), (Engine.stepLimit + 1, true)] {
            let steps = String(repeating: "tag t ", count: count)
            let lines = try run("journey j when asked \(steps)end", [event(0, "c", "asked")])
            XCTAssertEqual(lines.contains { $0.contains("more than 1000 steps at one instant") }, fails, "\(count)")
        }
        // A wait begins a new instant.
        let half = String(repeating: "tag t ", count: Engine.stepLimit - 1)
        let lines = try run("journey j when asked \(half)wait 1h \(half)end", [event(0, "c", "asked")])
        XCTAssertFalse(lines.contains { $0.contains("steps at one instant") })
    }

    func testHeldEntries() {
        let deployment = Deployment([], names: NameTable())
        for (held, isHeld) in [(Pauses.mostHeldEntries - 2, true), (Pauses.mostHeldEntries - 1, true), (Pauses.mostHeldEntries, false)] {
            var pauses = Pauses()
            pauses.pause(3, Pauses.Pause(since: Case.epoch, holdsEntries: true, heldEntries: held), in: deployment)
            XCTAssertEqual(pauses.paused[3]?.heldEntries, 0, "a pause begins with none")
            pauses = Pauses(
                paused: [3: .init(since: Case.epoch, holdsEntries: true, heldEntries: held)], areAllPaused: false, fuse: nil)
            XCTAssertEqual(pauses.holdsEntry(of: 3, in: deployment), isHeld, "\(held)")
            XCTAssertEqual(pauses.paused[3]?.heldEntries, held + (isHeld ? 1 : 0), "\(held)")
        }
    }

    /// The oldest that a newer one supersedes goes; of one purpose each it is the oldest.
    func testLinesOfConsent() {
        for count in [Consent.limit - 1, Consent.limit, Consent.limit + 1] {
            var state = CustomerState(id: "c")
            for number in 0..<count {
                state.note(Consent(purpose: UInt32(number % 200), isGranted: true, at: Case.epoch + Int64(number), source: ""))
            }
            XCTAssertEqual(state.consents.count, min(count, Consent.limit), "\(count)")
            XCTAssertEqual(Set(state.consents.map(\.purpose)).count, 200, "\(count): no purpose is forgotten")
            XCTAssertEqual(state.consents.first?.at == Case.epoch, count <= Consent.limit, "\(count)")
        }
    }

    func testEventsOfOneSeries() {
        for count in [SeriesMemory.limit - 1, SeriesMemory.limit, SeriesMemory.limit + 1] {
            var series = SeriesMemory(series: 0)
            var wasFull = false
            for number in 0..<count {
                let at = Case.epoch + Int64(number)
                wasFull = !series.add(1, at: at, now: at, keeping: .init(latest: .max, keepsTotals: true))
            }
            XCTAssertEqual(series.moments.count, min(count, SeriesMemory.limit), "\(count)")
            XCTAssertEqual(wasFull, count > SeriesMemory.limit, "\(count)")
            XCTAssertEqual(series.totals.count, Int64(count), "what goes stays counted")
        }
    }

    func testReceiptsThatCameTooEarly() throws {
        func receipt(_ number: Int, _ bytes: Int = 1) -> EarlyReceipts.Receipt {
            .init(customer: "c", providerID: "\(number)", channel: "", at: Case.epoch, properties: [UInt8](repeating: 1, count: bytes))
        }
        for count in [EarlyReceipts.limit - 1, EarlyReceipts.limit, EarlyReceipts.limit + 1] {
            var early = try EarlyReceipts(MemoryStore())
            for number in 0..<count { early.keep(receipt(number), at: Case.epoch) }
            XCTAssertEqual(early.receipts.count, min(count, EarlyReceipts.limit), "\(count)")
            XCTAssertEqual(early.receipts.first?.providerID, count > EarlyReceipts.limit ? "1" : "0", "\(count)")
        }
        // A day by the scheduler's time since it came, however old the provider says it is.
        for (after, isKept) in [(Microseconds(1), true), (.day, true), (.day + 1, false)] {
            var early = try EarlyReceipts(MemoryStore())
            early.keep(receipt(0), at: Case.epoch + 2 * .day)
            early.keep(receipt(1), at: Case.epoch + 2 * .day + after)
            early.keep(receipt(1), at: Case.epoch + 2 * .day + after)
            XCTAssertEqual(early.receipts.map(\.providerID), isKept ? ["0", "1"] : ["1"], "\(after)")
        }
        for (bytes, isKept) in [(EarlyReceipts.bytesLimit - 1, true), (EarlyReceipts.bytesLimit, true), (EarlyReceipts.bytesLimit + 1, false)] {
            var early = try EarlyReceipts(MemoryStore())
            early.keep(receipt(0, bytes), at: Case.epoch)
            XCTAssertEqual(early.receipts.count, isKept ? 1 : 0, "\(bytes) bytes")
        }
    }

    func testIDsOfOnePerson() {
        let engine = Engine(deployment: Deployment([], names: NameTable()), isBackfill: false)
        func person(_ ids: Int) -> CustomerState {
            var state = CustomerState(id: "a\(ids)")
            state.identity.aliases = (1..<ids).map { "\(ids)-\($0)" }
            return state
        }
        for (mine, others, isRefused) in [(1, 254, false), (1, 255, false), (1, 256, true), (128, 128, false), (128, 129, true), (256, 1, true)] {
            let reason = engine.refusal(person(mine), person(others))
            XCTAssertEqual(reason, isRefused ? "more than 256 ids of one person" : nil, "\(mine) and \(others)")
        }
    }

    /// Two ids with too many events together stay two people, and the refusal is told of.
    func testEventsOfAMerge() throws {
        for (count, isRefused) in [(6, false), (7, false), (8, true)] {
            let store = MemoryStore(salt: Array(0..<16), keepsLog: true)
            var testCase = Case(file: "made up", title: "bounds")
            testCase.program = "journey j when visited again always send m via sms end"
            testCase.events = (0..<count).map { event($0, $0 < 3 ? "ann" : "bob", "visited") }
            testCase.events.append(
                Case.Event(at: Case.epoch + .hour, customer: "ann", name: "$identify", properties: #"{"same_as":"bob"}"#))
            testCase.events.append(event(70, "bob", "visited"))
            let replay = try Replay(testCase)
            let stepper = try replay.stepper(store, .init(name: "bounds", batches: []))
            stepper.mostMergedEvents = 7
            try stepper.step(replay.batch(replay.everything), now: .distantFuture)
            let refused = try store.refusedMerges(limit: 9)
            XCTAssertEqual(refused.map(\.reason), isRefused ? ["more than 7 events"] : [], "\(count)")
            XCTAssertEqual(try store.counters()[Counter(metric: "merges refused")] ?? 0, isRefused ? 1 : 0, "\(count)")
            // What happens next happens to one person, or to one of two.
            XCTAssertEqual(stepper.takeDecisions().last?.customer, isRefused ? "bob" : "ann", "\(count)")
        }
    }
}
