import JourneyEngine
import JourneyModel
import JourneyStore
import XCTest

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
}
