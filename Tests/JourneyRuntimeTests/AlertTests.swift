import Foundation
import JourneyChannels
import JourneyCompiler
import JourneyEngine
import JourneyLanguage
import JourneyModel
import JourneyStore
import XCTest

@testable import JourneyFaults
@testable import JourneyRuntime

/// `policy alert when …`: told once for each time that it comes about.
final class AlertTests: XCTestCase {
    /// A store with its stepper and alerts, and a clock that the test moves.
    private final class Watch {
        let store: MemoryStore
        let stepper: Stepper
        var alerts: Alerts
        var now = Case.epoch
        private let names = NameTable()

        init(_ program: String) throws {
            let compiled = compile([(path: "case.journey", parsed: parse(SourceText(name: "case.journey", program)))])
            XCTAssertEqual(compiled.diagnostics.filter { $0.diagnostic.severity == .error }.map(\.diagnostic.message), [])
            store = MemoryStore(keepsLog: true)
            let deployment = try Deployer.deploy(compiled.machines, with: compiled.definitions, to: store, at: .distantPast).0
            stepper = try Stepper(
                store: store, engine: Engine(deployment: deployment, isBackfill: false, policy: compiled.policy), wantsDecisions: false)
            alerts = try Alerts(store: store, stepper: stepper)
            try alerts.begin(at: now)
        }

        /// Lets time pass, and looks; gives the texts of the messages that this brought about.
        @discardableResult
        func pass(_ span: Microseconds) throws -> [String] {
            let before = try sent.count
            now = now + span
            try alerts.look(at: now)
            return try sent.dropFirst(before).map { MessageBody(0, of: $0.bodies)["text"] }
        }

        var sent: [OutboxMessage] { get throws { try store.messages(of: Alerts.recipient) } }
        var standing: [String] { get throws { try Alerts.standing(in: store).map(\.condition) } }

        func take(_ name: String, _ count: Int = 1) throws {
            var batch = EventBatch(names: names)
            for number in 0..<count { batch.append(Case.Event(at: now, customer: "c\(number)", name: name, properties: "{}")) }
            try stepper.step(batch, now: now)
            alerts.noteEvents(at: now)
        }

        func count(_ metric: String, _ amount: Int64) throws {
            try store.begin()
            store.count(Counter(metric: metric), by: amount)
            try store.commit()
        }

        func restart() throws {
            alerts = try Alerts(store: store, stepper: stepper)
            try alerts.begin(at: now)
        }
    }

    func testSilenceIsToldOnceAndAgainAfterAnEvent() throws {
        let watch = try Watch("policy alert when silent for 2h via ops end")
        XCTAssertEqual(try watch.pass(2 * .hour - 1), [])
        XCTAssertEqual(
            try watch.pass(.second), ["alert: silent for 2h: no event came since 2026-01-05T00:00:00.000Z"])
        XCTAssertEqual(try watch.pass(.hour), [])
        XCTAssertEqual(try watch.standing, ["silent for 2h"])
        try watch.restart()
        XCTAssertEqual(try watch.pass(.hour), [])
        try watch.take("visited")
        XCTAssertEqual(try watch.pass(.minute), [])
        XCTAssertEqual(try watch.standing, [])
        XCTAssertEqual(try watch.pass(2 * .hour).count, 1)
        let keys = try watch.sent.map(\.key)
        XCTAssertEqual(Set(keys).count, 2)
    }

    func testCouponsThatRunLow() throws {
        let watch = try Watch(
            """
            coupon ten stock 5 1 for each customer end
            policy alert when coupon ten below 4 via ops end
            journey gift when visited give ten or else stop end end
            """)
        try watch.take("visited")
        XCTAssertEqual(try watch.pass(.second), [])
        try watch.take("visited", 3)
        XCTAssertEqual(try watch.pass(.second), ["alert: coupon ten below 4: the coupon `ten` has 2 codes left"])
        XCTAssertEqual(try watch.pass(.second), [])
    }

    func testAChannelThatFails() throws {
        let watch = try Watch("policy alert when channel wecom fails 3 times via ops end")
        func fail(_ times: Int64) throws {
            try watch.store.begin()
            try Health.write(["wecom": ChannelHealth(failuresInARow: times, outcome: "failed", reason: "no route")], to: watch.store)
            try watch.store.commit()
        }
        try fail(2)
        XCTAssertEqual(try watch.pass(.second), [])
        try fail(3)
        XCTAssertEqual(
            try watch.pass(.second), ["alert: channel wecom fails 3 times: the channel `wecom` failed 3 times in a row: no route"])
        try fail(4)
        XCTAssertEqual(try watch.pass(.second), [])
        try fail(0)
        XCTAssertEqual(try watch.pass(.second), [])
        XCTAssertEqual(try watch.standing, [])
        try fail(3)
        XCTAssertEqual(try watch.pass(.second).count, 1)
    }

    func testRatesLookBackOverTheirSpan() throws {
        let watch = try Watch("policy alert when rejected above 10 per 1h via ops alert when late above 10 per 1m via ops end")
        try watch.count("rejected", 10)
        XCTAssertEqual(try watch.pass(30 * .minute), [])
        try watch.count("rejected", 1)
        try watch.count("late", 11)
        XCTAssertEqual(
            try watch.pass(20 * .second),
            [
                "alert: rejected above 10 per 1h: of the lines of the last 1h 11 were no events",
                "alert: late above 10 per 1m: of the events of the last 1m 11 came after their time was decided",
            ])
        try watch.pass(2 * .minute)
        XCTAssertEqual(try watch.standing, ["rejected above 10 per 1h"])
        // What was counted before a restart counts after it.
        try watch.restart()
        try watch.pass(20 * .minute)
        XCTAssertEqual(try watch.standing, ["rejected above 10 per 1h"])
        try watch.pass(2 * .hour)
        XCTAssertEqual(try watch.standing, [])
        XCTAssertEqual(try watch.sent.count, 2)
    }

    func testEachBlownFuseIsTold() throws {
        let watch = try Watch(
            """
            policy stop after 2 messages per 1h alert when paused via ops end
            journey first when visited again always send a via sms end
            journey second when bought again always send b via sms end
            """)
        try watch.take("visited", 3)
        let told = try watch.pass(.second)
        XCTAssertEqual(told.count, 1)
        XCTAssertTrue(told.first?.hasPrefix("alert: paused: first, since") ?? false, "\(told)")
        try watch.take("bought", 3)
        XCTAssertEqual(try watch.pass(.second).count, 1)
        XCTAssertEqual(try watch.pass(.hour), [])
        try watch.stepper.resume(["first"], at: watch.now)
        try watch.pass(.second)
        XCTAssertEqual(try Alerts.standing(in: watch.store).map(\.subject), ["second"])
        // An operator who pauses a journey knows of it.
        try watch.stepper.pause(["first"], at: watch.now)
        XCTAssertEqual(try watch.pass(.second), [])
    }

    func testAnAlertIsNoCustomersMessageAndStandsInTheAuditLog() throws {
        let watch = try Watch(
            """
            policy quiet from 0:00 to 23:00 only to tag staff require consent marketing
              alert when silent for 1h via ops
            end
            """)
        try watch.pass(.hour)
        let message = try XCTUnwrap(try watch.sent.first)
        XCTAssertEqual([message.content, message.journey, message.channels[0]], ["alert", "", "ops"])
        XCTAssertNil(try watch.stepper.look(at: message, at: watch.now), "it leaves, whatever holds of customers")
        let audit = try watch.store.commands(after: 0, limit: 10)
        XCTAssertEqual(audit.map(\.verb), ["alert"])
        XCTAssertEqual(audit.map(\.status), [.done])
        XCTAssertEqual(audit.first?.arguments, "{\"when\":\"silent for 1h\",\"via\":\"ops\"}")
        try watch.take("visited")
        try watch.pass(.second)
        let end = try XCTUnwrap(try watch.store.commands(after: 0, limit: 10).last)
        XCTAssertEqual([end.verb, end.arguments], ["alert over", audit[0].arguments])
        XCTAssertTrue(end.result.hasPrefix("it was on since "), end.result)
        try watch.pass(.minute)
        XCTAssertEqual(try watch.store.commands(after: 0, limit: 10).count, 2)
    }

    func testItLooksAtMostOnceASecondAndWritesAtMostOnceAMinute() throws {
        let watch = try Watch("policy alert when silent for 1h via ops end")
        try watch.pass(.hour - 1)
        XCTAssertEqual(try watch.pass(.second / 2), [])
        XCTAssertEqual(try watch.pass(.second / 2).count, 1)
        try watch.take("visited")
        try watch.pass(.second)
        let noted = try XCTUnwrap(watch.store.setting("alerts"))
        try watch.take("visited")
        try watch.pass(30 * .second)
        XCTAssertEqual(try watch.store.setting("alerts"), noted)
        try watch.pass(30 * .second)
        XCTAssertNotEqual(try watch.store.setting("alerts"), noted)
    }

    func testAPolicyWithoutAlertsWritesNothing() throws {
        let watch = try Watch("policy grace 0m end")
        try watch.take("visited")
        try watch.pass(.day)
        XCTAssertNil(try watch.store.setting("alerts"))
    }

    /// A scheduler on a store that lasts: what it rejects is told through the channel before it ends.
    func testASchedulerTellsBeforeItEnds() async throws {
        let (texts, standing) = try await schedule("policy alert when rejected above 2 per 1h via ops end") { scheduler, _ in
            try await scheduler.runOnce(until: .now, longest: .day)
        }
        XCTAssertEqual(texts, ["alert: rejected above 2 per 1h: of the lines of the last 1h 3 were no events"])
        XCTAssertEqual(standing, ["rejected above 2 per 1h"])
    }

    func testARunningSchedulerTellsOnce() async throws {
        let (texts, standing) = try await schedule("policy alert when silent for 1m via ops end") { scheduler, clock in
            try await scheduler.run { Scheduler.Requests(stops: clock.now() >= Case.epoch + 5 * .minute) }
        }
        XCTAssertEqual(texts, ["alert: silent for 1m: no event came since 2026-01-05T00:00:00.000Z"])
        XCTAssertEqual(standing, ["silent for 1m"])
    }

    /// Gives what left through the channel, and what is on at the end.
    private func schedule(
        _ program: String, _ run: (Scheduler, SteppingClock) async throws -> Void
    ) async throws -> (texts: [String], standing: [String]) {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("journey-\(ProcessInfo.processInfo.globallyUniqueString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let compiled = compile([(path: "case.journey", parsed: parse(SourceText(name: "case.journey", program)))])
        let store = try SQLiteStore(path: folder.appendingPathComponent("shop.db").path, options: .init(creationSalt: Array(0..<16)))
        defer { store.close() }
        let deployment = try Deployer.deploy(compiled.machines, with: compiled.definitions, to: store, at: .distantPast).0
        let stepper = try Stepper(
            store: store, engine: Engine(deployment: deployment, isBackfill: false, policy: compiled.policy), wantsDecisions: false)
        let channel = Kept()
        let clock = SteppingClock()
        let scheduler = Scheduler(
            store: store, stepper: stepper, dispatcher: Dispatcher(store: store, routes: ["ops": .init(channel: channel)]),
            intake: ThreeRejects(), names: NameTable(), clock: clock)
        try await run(scheduler, clock)
        return (await channel.texts, try Alerts.standing(in: store).map(\.condition))
    }

    /// Whoever sleeps, sleeps a second.
    private final class SteppingClock: WallClock, @unchecked Sendable {
        private var instant = Case.epoch

        func now() -> Timestamp { instant }
        func sleep(for length: Microseconds) async { instant = instant + .second }
    }

    private actor Kept: Channel {
        nonisolated let isIdempotent = true
        var texts: [String] = []

        func send(_ messages: [ChannelMessage]) async -> [ChannelReply] {
            texts += messages.map { $0.body["text"] }
            return messages.map { _ in ChannelReply(.sent) }
        }
        func close() async {}
    }

    private final class ThreeRejects: EventIntake {
        var positions: [(source: String, position: SourcePosition)] = []
        var horizon: Timestamp?
        var unreadable: [(source: String, reason: String)] = []
        private var isRead = false

        func read(into batch: inout EventBatch, limit: Int, rejects: inout [Rejection]) throws -> IntakeState {
            if isRead { return .finished }
            isRead = true
            rejects += (1...3).map { Rejection(source: "a.jsonl", line: $0, reason: "no event", text: []) }
            return .finished
        }
        func acknowledge(_ positions: [(source: String, position: SourcePosition)]) throws {}
        func setClock(_ now: Timestamp) {}
        func close() {}
    }
}
