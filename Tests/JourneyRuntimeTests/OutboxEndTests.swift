import JourneyChannels
import JourneyCompiler
import JourneyEngine
import JourneyLanguage
import JourneyModel
import JourneyStore
import XCTest

@testable import JourneyFaults
@testable import JourneyRuntime

/// A run to an end waits for what a channel put off, not for what quiet hours hold.
final class OutboxEndTests: XCTestCase {
    private final class StoppedClock: WallClock, @unchecked Sendable {
        var instant: Timestamp
        var slept: Microseconds = 0

        init(_ instant: Timestamp) { self.instant = instant }

        func now() -> Timestamp { instant }
        func sleep(for length: Microseconds) async {
            instant = instant + length
            slept += length
        }
    }

    private final class OneBatch: EventIntake {
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

    private actor Answers: Channel {
        nonisolated let isIdempotent = true
        private var replies: [ChannelReply.Status]

        init(_ replies: [ChannelReply.Status]) { self.replies = replies }

        func send(_ messages: [ChannelMessage]) async -> [ChannelReply] {
            messages.map { _ in ChannelReply(replies.isEmpty ? .sent : replies.removeFirst()) }
        }
        func close() async {}
    }

    private let program = """
        policy quiet from 22:00 to 8:00 end
        journey news when visited again always send news via sms end
        journey receipt when bought again always class transactional send receipt via sms end
        """

    /// Runs with the wall clock at a time; gives what became of the messages, and how long the run slept.
    private func run(
        _ events: [(String, String)], at time: String, until: Until, replies: [ChannelReply.Status] = []
    ) async throws -> (statuses: [OutboxMessage.Status], slept: Microseconds) {
        let compiled = compile([(path: "case.journey", parsed: parse(SourceText(name: "case.journey", program)))])
        let store = MemoryStore(keepsLog: true)
        let deployment = try Deployer.deploy(compiled.machines, with: compiled.definitions, to: store, at: .distantPast).0
        let stepper = try Stepper(
            store: store, engine: Engine(deployment: deployment, isBackfill: false, policy: compiled.policy), wantsDecisions: false)
        let names = NameTable()
        let clock = StoppedClock(Case.epoch + (try XCTUnwrap(Case.duration(time))))
        let scheduler = Scheduler(
            store: store, stepper: stepper, dispatcher: Dispatcher(store: store, routes: ["sms": .init(channel: Answers(replies))]),
            intake: OneBatch(
                try events.map { .init(at: Case.epoch + (try XCTUnwrap(Case.duration($0.0))), customer: "c", name: $0.1, properties: "{}") }),
            names: names, clock: clock)
        try await scheduler.runOnce(until: until, longest: .day)
        return (try store.messages(of: "c").map(\.status), clock.slept)
    }

    func testWhatQuietHoursHoldStays() async throws {
        // Queued at noon, found in the outbox at night.
        for until in [Until.now, .last, .done, .at(Case.epoch + 22 * .hour)] {
            let (statuses, slept) = try await run([("12h", "visited")], at: "23h", until: until)
            XCTAssertEqual(statuses, [.held], "\(until)")
            XCTAssertEqual(slept, 0, "\(until)")
        }
    }

    func testATimeAfterTheQuietHoursSendsIt() async throws {
        let (statuses, slept) = try await run([("12h", "visited")], at: "23h", until: .at(Case.epoch + 33 * .hour))
        XCTAssertEqual(statuses, [.sent])
        XCTAssertEqual(slept, 0)
        // What leaves anyway needs no wait.
        let day = try await run([("12h", "visited")], at: "13h", until: .now)
        XCTAssertEqual(day.statuses, [.sent])
    }

    func testARetryIsWaitedForBesideWhatIsHeld() async throws {
        let (statuses, slept) = try await run([("12h", "visited"), ("13h", "bought")], at: "23h", until: .now, replies: [.retry])
        XCTAssertEqual(statuses, [.held, .sent])
        XCTAssertGreaterThan(slept, 0)
        XCTAssertLessThan(slept, 2 * .second)
    }
}
