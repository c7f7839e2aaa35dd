import Foundation
import JourneyCompiler
import JourneyEngine
import JourneyLanguage
import JourneyModel
import JourneyStore
import XCTest

@testable import JourneyFaults
@testable import JourneyRuntime

/// Programs that take one another's place while customers live on: what the new one knows of before.
final class RedeployTests: XCTestCase {
    private enum Line {
        case deploy(String)
        /// Time, event, properties.
        case event(String, String, String = "{}")
        /// What became of the message that the channel had last.
        case outcome(OutboxMessage.Status)
    }

    // MARK: Best time

    private static let opens = [1, 2, 3, 4, 5].map { Line.event("\($0)d9h15m", "opened") }

    func testTheBestTimeKnowsTheRecordedHistory() throws {
        try check(
            [.deploy("journey a when x tag t end")] + Self.opens + [
                .deploy("journey b when visited send news via sms at best time end"), .event("6d12h", "visited"),
            ],
            [
                "6d12h b enter", "6d12h b send send#1 content=news channel=sms outcome=held reason=\"best time\" until=7d9h",
                "7d9h b send send#1 content=news channel=sms", "7d9h b finish",
            ])
    }

    // MARK: Caps

    private static let twice = "journey a when visited again always send news via sms end"

    func testACapCountsWhatWasQueuedBeforeIt() throws {
        try check(
            [
                .deploy(Self.twice), .event("1h", "visited"), .deploy("policy at most 1 message per 1d end " + Self.twice),
                .event("2h", "visited"), .event("1d1h", "visited"), .event("1d2h", "visited"),
            ],
            [
                "1h a enter", "1h a send send#1 content=news channel=sms", "1h a finish", "2h a enter",
                "2h a send send#1 content=news channel=sms outcome=capped reason=\"at most 1 message per 1d\"", "2h a finish", "1d1h a enter",
                "1d1h a send send#1 content=news channel=sms", "1d1h a finish", "1d2h a enter",
                "1d2h a send send#1 content=news channel=sms outcome=capped reason=\"at most 1 message per 1d\"", "1d2h a finish",
            ])
    }

    func testALongerCapLooksFurtherBack() throws {
        try check(
            [
                .deploy("policy at most 5 messages per 1h end " + Self.twice), .event("1h", "visited"), .event("4h", "visited"),
                .deploy("policy at most 2 messages per 1d end " + Self.twice), .event("5h", "visited"),
                // A shorter one, and the long one again.
                .deploy("policy at most 9 messages per 1h end " + Self.twice), .event("6h", "visited"),
                .deploy("policy at most 3 messages per 1d end " + Self.twice), .event("7h", "visited"), .event("1d2h", "visited"),
            ],
            [
                "1h a enter", "1h a send send#1 content=news channel=sms", "1h a finish", "4h a enter",
                "4h a send send#1 content=news channel=sms", "4h a finish", "5h a enter",
                "5h a send send#1 content=news channel=sms outcome=capped reason=\"at most 2 messages per 1d\"", "5h a finish", "6h a enter",
                "6h a send send#1 content=news channel=sms", "6h a finish", "7h a enter",
                "7h a send send#1 content=news channel=sms outcome=capped reason=\"at most 3 messages per 1d\"", "7h a finish", "1d2h a enter",
                "1d2h a send send#1 content=news channel=sms", "1d2h a finish",
            ])
    }

    func testWhatFailedBeforeTheCapTakesNoPlaceInIt() throws {
        for status in OutboxMessage.Status.allCases {
            let counts: Set<OutboxMessage.Status> = [.pending, .held, .sending, .sent, .uncertain]
            let capped = counts.contains(status) ? " outcome=capped reason=\"at most 1 message per 1d\"" : ""
            try check(
                [
                    .deploy(Self.twice), .event("1h", "visited"), .outcome(status),
                    .deploy("policy at most 1 message per 1d end " + Self.twice), .event("2h", "visited"),
                ],
                [
                    "1h a enter", "1h a send send#1 content=news channel=sms", "1h a finish", "2h a enter",
                    "2h a send send#1 content=news channel=sms\(capped)", "2h a finish",
                ])
        }
    }

    func testServiceMessagesBeforeTheCapTakeNoPlaceInIt() throws {
        try check(
            [
                .deploy("journey a when visited again always class transactional send news via sms end"), .event("1h", "visited"),
                .deploy("policy at most 1 message per 1d end " + Self.twice), .event("2h", "visited"),
            ],
            [
                "1h a enter", "1h a send send#1 content=news channel=sms", "1h a finish", "2h a enter",
                "2h a send send#1 content=news channel=sms", "2h a finish",
            ])
    }

    // MARK: Formerly

    func testUnderItsNewNameAJourneyRemembersEntries() throws {
        try check(
            [
                .deploy("journey old when visited tag t end"), .event("1h", "visited"),
                .deploy("journey new formerly old when visited tag u end"), .event("2h", "visited"),
                // The name before the last counts, too.
                .deploy("journey newest formerly new when visited tag v end"), .event("3h", "visited"),
            ],
            [
                "1h old enter", "1h old tag tag#1 tag=t", "1h old finish", "2h new refuse reason=\"entered before\"",
                "3h newest refuse reason=\"entered before\"",
            ])
    }

    func testThoseInsideGoOnAndAreInside() throws {
        try check(
            [
                .deploy("journey old when visited again always wait 4h tag t end"), .event("1h", "visited"),
                .deploy("journey new formerly old when visited again always wait 1h tag u end"), .event("2h", "visited"),
                .event("6h", "visited"),
            ],
            [
                "1h old enter", "1h old wait wait#1 until=5h", "2h new refuse reason=\"already inside\"", "5h old tag tag#1 tag=t",
                "5h old finish", "6h new enter", "6h new wait wait#1 until=7h", "7h new tag tag#1 tag=u", "7h new finish",
            ])
    }

    func testAWatchGoesOnUnderTheNewName() throws {
        try check(
            [
                .deploy("journey old when visited but not bought within 4h tag t end"), .event("1h", "visited"),
                .deploy("journey new formerly old when visited but not bought within 4h tag u end"), .event("2h", "searched"),
            ], ["1h old watch event=visited until=5h", "5h new enter", "5h new tag tag#1 tag=u", "5h new finish"])
    }

    func testTheTimeSinceTheLastEntryCounts() throws {
        try check(
            [
                .deploy("journey old when visited again after 5h tag t end"), .event("1h", "visited"),
                .deploy("journey new formerly old when visited again after 5h tag u end"), .event("5h", "visited"), .event("6h", "visited"),
            ],
            [
                "1h old enter", "1h old tag tag#1 tag=t", "1h old finish", "5h new refuse reason=\"too soon after the previous entry\"",
                "6h new enter", "6h new tag tag#1 tag=u", "6h new finish",
            ])
    }

    func testLeaveAndStartFindItByItsOldName() throws {
        try check(
            [
                .deploy("journey old when visited wait 4h tag t end journey out when bought leave old end"), .event("1h", "visited"),
                .deploy("journey new formerly old when visited wait 4h tag u end journey out when bought leave new end"),
                .event("2h", "bought"),
            ],
            [
                "1h old enter", "1h old wait wait#1 until=5h", "2h out enter", "2h out leave leave#1 journey=new", "2h out finish",
                "2h old exit wait#1 reason=left",
            ])
    }

    func testANameThatAnotherJourneyBearsNowIsThatOnes() throws {
        try check(
            [
                .deploy("journey old when visited tag t end"), .event("1h", "visited"),
                .deploy("journey new formerly old when visited tag u end journey old when visited tag v end"), .event("2h", "visited"),
            ],
            [
                "1h old enter", "1h old tag tag#1 tag=t", "1h old finish", "2h new enter", "2h new tag tag#1 tag=u", "2h new finish",
                "2h old refuse reason=\"entered before\"",
            ])
    }

    // MARK: Values of `for each`

    func testOneValueTooManyIsRefused() throws {
        let store = MemoryStore()
        let program = "journey j when ordered for each order again always tag t end"
        let deployment = try Deployer.deploy(compiled(program).machines, to: store, at: .distantPast).0
        let engine = Engine(deployment: deployment, isBackfill: false)
        var output = Output(deployment: deployment, nextNumber: 1, keepsDecisions: true)
        var state = CustomerState(id: "c")
        func order(_ number: Int) {
            Array("\"order\":\(number)".utf8).withUnsafeBytes { bytes in
                let event = EventView(name: store.names.number("ordered"), at: Case.epoch, properties: bytes)
                engine.process(event, of: &state, now: Case.epoch, past: { [] }, into: &output)
            }
        }
        order(1)
        let entry = state.entries[0]
        state.entries = (0..<Engine.valueLimit).map { number in
            var other = entry
            other.instance = .integer(Int64(number))
            return other
        }
        output.decisions = []
        order(-1)
        order(77)
        XCTAssertEqual(
            output.decisions.map(\.line),
            [
                "0s c j refuse reason=\"more values of `for each` than are kept apart\" value=-1", "0s c j enter value=77",
                "0s c j tag tag#1 tag=t", "0s c j finish",
            ])
        XCTAssertEqual(state.entries.count, Engine.valueLimit)
    }

    // MARK: Audiences

    /// Each coming leads to a going and each going to a coming: that ends, however the transactions are cut.
    func testComingsAndGoingsThatLeadToOneAnotherEnd() throws {
        let compiled = try compiled(
            """
            audience v = x = 1
            journey up when enters audience v again always set x to 0 end
            journey down when leaves audience v again always set x to 1 end
            """)
        let files = try StoreFiles()
        var runs: [[String]] = []
        for path in [nil, files.new()] {
            let store: any Store = try path.map { try StoreFiles.open($0) } ?? MemoryStore(keepsLog: true)
            defer { store.close() }
            let deployment = try Deployer.deploy(compiled.machines, with: compiled.definitions, to: store, at: .distantPast).0
            let sizes = Stepper.Sizes(customersInMemory: 1, workLimit: 7, timerSlice: 1, timersInMemory: 2)
            let stepper = try Stepper(
                store: store, engine: Engine(deployment: deployment, isBackfill: false), grace: 0, wantsDecisions: true,
                sizes: path == nil ? .init() : sizes)
            var batch = EventBatch(names: NameTable())
            for (time, x) in [(1, 1), (2, 0)] as [(Microseconds, Int)] {
                batch.append(Case.Event(at: Case.epoch + time * .hour, customer: "c", name: "$set", properties: "{\"x\":\(x)}"))
            }
            try stepper.step(batch, now: .distantFuture)
            try Replay.finish(stepper, at: Case.epoch + 2 * .hour)
            runs.append(stepper.takeDecisions().map(\.line))
        }
        let failure = " c up fail reason=\"more than 1000 steps at one instant\""
        XCTAssertEqual(runs[0].filter { $0.contains(" fail ") }, ["1h" + failure, "2h" + failure.replacingOccurrences(of: "up", with: "down")])
        XCTAssertEqual(runs[0], runs[1])
    }

    // MARK: Running them

    private func compiled(_ program: String, line: UInt = #line) throws -> CompiledWorkspace {
        let compiled = compile([(path: "case.journey", parsed: parse(SourceText(name: "case.journey", program)))])
        XCTAssertEqual(
            compiled.diagnostics.filter { $0.diagnostic.severity == .error }.map(\.diagnostic.message), [], line: line)
        return compiled
    }

    /// In memory, and durable with the store opened anew at each deployment.
    private func check(_ lines: [Line], _ expected: [String], line: UInt = #line) throws {
        let files = try StoreFiles()
        for path in [nil, files.new()] {
            var store: any Store = try path.map { try StoreFiles.open($0, foldEvery: 3) } ?? MemoryStore(keepsLog: true)
            let names = NameTable()
            var stepper: Stepper?
            var found: [String] = []
            var last = Case.epoch
            for (index, step) in lines.enumerated() {
                switch step {
                case .deploy(let program):
                    let compiled = try compiled(program, line: line)
                    if let path {
                        store.close()
                        store = try StoreFiles.open(path, foldEvery: 3)
                        stepper = nil
                    }
                    let deployment = try Deployer.deploy(compiled.machines, with: compiled.definitions, to: store, at: .distantPast).0
                    let engine = Engine(deployment: deployment, isBackfill: false, policy: compiled.policy)
                    if let stepper { try stepper.use(engine) } else { stepper = try Stepper(store: store, engine: engine, wantsDecisions: true) }
                case .event(let time, let name, let properties):
                    last = Case.epoch + (try XCTUnwrap(Case.duration(time)))
                    var batch = EventBatch(names: names)
                    batch.append(Case.Event(at: last, customer: "c", name: name, properties: properties == "{}" ? "{\"i\":\(index)}" : properties))
                    try stepper?.step(batch, now: .distantFuture)
                    found += stepper?.takeDecisions().map(\.line) ?? []
                case .outcome(let status):
                    var message = try XCTUnwrap(try store.messages(of: "c").last)
                    message.status = status
                    try store.begin()
                    try store.update(message)
                    try store.commit()
                }
            }
            if let stepper { try Replay.finish(stepper, at: last) }
            found += stepper?.takeDecisions().map(\.line) ?? []
            found = found.map { $0.replacingOccurrences(of: " c ", with: " ") }
            XCTAssertEqual(found.joined(separator: "\n"), expected.joined(separator: "\n"), path ?? "memory", line: line)
            store.close()
        }
    }
}
