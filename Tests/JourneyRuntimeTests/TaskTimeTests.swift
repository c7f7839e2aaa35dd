import JourneyChannels
import JourneyEngine
import JourneyLanguage
import JourneyModel
import JourneyStore
import Synchronization
import XCTest

@testable import JourneyCompiler
@testable import JourneyFaults
@testable import JourneyRuntime

/// Tasks live by the time of the people who have them, and what providers tell of them finds its message however early it comes.
final class TaskTimeTests: XCTestCase {
    private final class StoppedClock: WallClock, @unchecked Sendable {
        var instant = Case.epoch + .minute
        func now() -> Timestamp { instant }
        func sleep(for length: Microseconds) async { instant = instant + length }
    }

    private final class Tasks: TaskChannel {
        struct State {
            var oldest: Microseconds = 0
            var looks = 0
            var isAsked = false
            var isReleased = false
        }

        let isIdempotent = false
        let reassigns: Bool
        let patience: Microseconds
        let state = Mutex(State())

        init(reassigns: Bool, patience: Microseconds) {
            self.reassigns = reassigns
            self.patience = patience
        }

        func send(_ messages: [ChannelMessage]) async -> [ChannelReply] { messages.map { _ in ChannelReply(.sent, providerID: "t1") } }
        func close() async {}

        func look(at task: ChannelTask, now: Timestamp) async -> TaskReport {
            var report = TaskReport(pause: 10 * .minute)
            report.isOver = now - task.createdAt >= patience
            state.withLock {
                $0.oldest = max($0.oldest, now - task.createdAt)
                $0.looks += 1
            }
            return report
        }

        func reassign(_ messages: [ChannelMessage]) async -> [ChannelReply] {
            state.withLock { $0.isAsked = true }
            while !state.withLock({ $0.isReleased }) { await Task.yield() }
            return messages.map { _ in ChannelReply(.sent, providerID: "t2") }
        }
    }

    private final class NoIntake: EventIntake {
        var events: [Case.Event]
        var positions: [(source: String, position: SourcePosition)] = []
        var horizon: Timestamp?
        var unreadable: [(source: String, reason: String)] = []

        init(_ events: [Case.Event]) { self.events = events }

        func read(into batch: inout EventBatch, limit: Int, rejects: inout [Rejection]) throws -> IntakeState {
            for event in events { batch.append(event) }
            events = []
            return .finished
        }
        func acknowledge(_ positions: [(source: String, position: SourcePosition)]) throws {}
        func setClock(_ now: Timestamp) {}
        func close() {}
    }

    private func stepper(_ program: String, _ store: any Store) throws -> Stepper {
        let compiled = compile([(path: "case.journey", parsed: parse(SourceText(name: "case.journey", program)))])
        let deployment = try Deployer.deploy(compiled.machines, with: compiled.definitions, to: store, at: .distantPast).0
        return try Stepper(
            store: store, engine: Engine(deployment: deployment, isBackfill: false, policy: compiled.policy), wantsDecisions: false)
    }

    /// `--until done` lets a month pass at once; the employee has had the task for no time at all.
    func testTimeThatRunsAheadMakesNobodyImpatient() async throws {
        let store = MemoryStore(keepsLog: true)
        let stepper = try stepper(
            "journey ask when visited again always send offer via clerk wait 30d send thanks via clerk end", store)
        let tasks = Tasks(reassigns: false, patience: 2 * .day)
        let clock = StoppedClock()
        let scheduler = Scheduler(
            store: store, stepper: stepper, dispatcher: Dispatcher(store: store, routes: ["clerk": .init(channel: tasks)]),
            intake: NoIntake([.init(at: Case.epoch, customer: "lin", name: "visited", properties: "{}")]), names: NameTable(), clock: clock)
        try await scheduler.runOnce(until: .done, longest: 40 * .day)
        XCTAssertEqual(try store.messages(of: "lin").map(\.status), [.sent, .sent])
        XCTAssertLessThan(tasks.state.withLock { $0.oldest }, .hour)
        XCTAssertEqual(try store.inbox(after: 0, limit: 10).count, 0, "nobody declined")
        XCTAssertEqual(try OpenTasks.read(from: store).map(\.messages), [2])
        XCTAssertLessThan(try XCTUnwrap(OpenTasks.read(from: store).first).nextLookAt, clock.instant + .hour)
    }

    /// Somebody else has sent it before the channel has told the new task's id.
    func testAReceiptBeforeTheNewTasksIDIsTied() async throws {
        let store = MemoryStore(keepsLog: true)
        let stepper = try stepper("journey ask when visited again always send offer via clerk wait up to 3d for delivered end end", store)
        let tasks = Tasks(reassigns: true, patience: .hour)
        let dispatcher = Dispatcher(store: store, routes: ["clerk": .init(channel: tasks)])
        dispatcher.gate = stepper
        let names = NameTable()
        var now = Case.epoch + .minute
        func take(_ name: String, _ properties: String = "{}") throws {
            var batch = EventBatch(names: names)
            batch.append(Case.Event(at: now, customer: "lin", name: name, properties: properties))
            try stepper.step(batch, now: now)
        }
        try take("visited")
        _ = try await dispatcher.runOnce(at: now)
        XCTAssertEqual(try store.messages(of: "lin").map(\.providerID), ["t1"])
        try take("$message", #"{"status":"delivered","provider_id":"t2"}"#)
        XCTAssertEqual(stepper.earlyReceipts.receipts.count, 0, "nobody expects another id yet")
        now = now + 2 * .hour
        for _ in 0..<100_000 where !tasks.state.withLock({ $0.isAsked }) {
            _ = try await dispatcher.turn(at: now)
            await Task.yield()
        }
        try take("$message", #"{"status":"delivered","provider_id":"t2"}"#)
        XCTAssertEqual(stepper.earlyReceipts.receipts.map(\.providerID), ["t2"])
        tasks.state.withLock { $0.isReleased = true }
        for _ in 0..<100_000 where try store.messages(of: "lin").first?.providerID != "t2" {
            _ = try await dispatcher.turn(at: now)
            await Task.yield()
        }
        let lines = try store.inbox(after: 0, limit: 10).map { _, line in String(decoding: line, as: UTF8.self) }
        XCTAssertEqual(lines.count, 1)
        XCTAssertTrue(lines.first?.contains("tied-delivered") == true, "\(lines)")
        XCTAssertEqual(stepper.earlyReceipts.receipts.count, 0)
    }
}
