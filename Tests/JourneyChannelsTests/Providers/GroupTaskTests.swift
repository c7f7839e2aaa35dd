import JourneyModel
import JourneyRuntime
import JourneyStore
import XCTest

@testable import JourneyChannels

/// Tasks of employees from their beginning to the word on each customer, asked of WeCom over the wire.
final class GroupTaskTests: XCTestCase {
    private let clock = HandClock(Timestamp(microseconds: 1_795_422_600_000_000))
    private var fake = FakeWeCom()
    private var server: ProviderServer?
    private var store = MemoryStore(keepsLog: true)

    private func begin(_ troubles: [Trouble] = [], on path: String = "") throws {
        fake = FakeWeCom(clock: { [clock] in clock.now })
        server = try ProviderServer(fake, troubles, on: path)
        store = MemoryStore(keepsLog: true)
    }

    private func dispatcher(_ change: (inout WeComGroupChannel.Settings) -> Void = { _ in }) -> Dispatcher {
        var account = WeComAccount(corp: "ww1", secret: "s")
        account.host = server?.address ?? ""
        account.timeout = 700_000
        var settings = WeComGroupChannel.Settings(account)
        settings.reminders = 0
        change(&settings)
        let channel = WeComGroupChannel(settings, transport: HTTPSession(connections: 8), clock: { [clock] in clock.now })
        return Dispatcher(store: store, routes: ["wecom_group": .init(channel: channel)])
    }

    private func enqueue(_ count: Int) throws {
        try store.begin()
        for number in 1...count {
            _ = try store.enqueue(
                OutboxMessage(
                    key: "k\(number)", customer: "c\(number)", journey: "j", step: "send#1", content: "m", channels: ["wecom_group"],
                    arguments: "{}", queuedAt: clock.now, address: "wm\(number)", bodies: #"[{"text":"你好"}]"#, nextAttemptAt: clock.now))
        }
        try store.commit()
    }

    /// Lets the time pass, in steps, with a dispatcher that looks at what is due.
    private func pass(_ length: Microseconds, by step: Microseconds = 30 * .minute, _ dispatcher: Dispatcher) async throws {
        let end = clock.now + length
        while clock.now < end {
            clock.move(by: min(step, end - clock.now))
            _ = try await dispatcher.runOnce(at: clock.now)
        }
    }

    /// What journeys will be told: `KEY STATUS STATE`, in its order.
    private var told: [String] {
        get throws {
            try store.inbox(after: 0, limit: 1_000).map { _, line in
                let event = AnswerJSON(line)
                return [event?.text("key"), event?.text("status"), event?.text("task")].map { $0 ?? "" }.joined(separator: " ")
            }
        }
    }

    func testEachCustomerHasAnEnd() async throws {
        try begin()
        try enqueue(4)
        let dispatcher = dispatcher()
        _ = try await dispatcher.runOnce(at: clock.now)
        XCTAssertEqual(try store.outboxCounts(), [.sent: 4])
        try await pass(.hour, dispatcher)
        XCTAssertEqual(try told, [])
        fake.send("task-1", by: "lin", ["wm1": 1, "wm2": 3, "wm3": 2])
        try await pass(.hour, dispatcher)
        XCTAssertEqual(
            try told, ["k1-wecom_group delivered sent", "k2-wecom_group failed capped", "k3-wecom_group failed unreachable"])
        // Two days after its beginning it is ended, before it is asked for the last time.
        try await pass(46 * .hour, dispatcher)
        XCTAssertEqual(try told.dropFirst(3), ["k4-wecom_group failed declined"])
        XCTAssertEqual(fake.state.withLock { $0.tasks["task-1"]?.isCancelled }, true)
        let asked = fake.requests.count
        try await pass(.day, dispatcher)
        XCTAssertEqual(fake.requests.count, asked, "what is over is not asked for")
        server?.stop()
    }

    func testRemindersAreThreeADayAtMost() async throws {
        for (perDay, most) in [(0, 0), (1, 4), (3, 12)] {
            try begin()
            try enqueue(1)
            let dispatcher = dispatcher {
                $0.reminders = perDay
                $0.patience = 4 * .day
            }
            _ = try await dispatcher.runOnce(at: clock.now)
            try await pass(5 * .day, by: 20 * .minute, dispatcher)
            let task = try XCTUnwrap(fake.state.withLock { $0.tasks["task-1"] })
            XCTAssertLessThanOrEqual(task.reminders.count, most)
            XCTAssertGreaterThanOrEqual(task.reminders.count, most * 3 / 4)
            XCTAssertFalse(task.isRefusingReminders)
            XCTAssertEqual(try told, ["k1-wecom_group failed declined"])
            server?.stop()
        }
    }

    func testSomebodyElseGetsWhatWasDeclined() async throws {
        for isDone in [true, false] {
            try begin()
            try enqueue(3)
            let dispatcher = dispatcher {
                $0.patience = .day
                $0.substitute = "wang"
            }
            _ = try await dispatcher.runOnce(at: clock.now)
            fake.send("task-1", by: "lin", ["wm1": 1])
            try await pass(25 * .hour, dispatcher)
            let tasks = fake.state.withLock { $0.tasks }
            XCTAssertEqual(tasks["task-1"]?.isCancelled, true)
            XCTAssertEqual(tasks["task-2"]?.employees.keys.sorted(), ["wang"])
            XCTAssertEqual(tasks["task-2"]?.receivers.sorted(), ["wm2", "wm3"], "who has it does not get it again")
            XCTAssertEqual(try store.messages(of: "c2").map(\.providerID), ["task-2"])
            if isDone { fake.send("task-2", by: "wang", ["wm2": 1, "wm3": 1]) }
            try await pass(26 * .hour, dispatcher)
            XCTAssertEqual(
                try told.sorted(),
                isDone
                    ? ["k1-wecom_group delivered sent", "k2-wecom_group delivered sent", "k3-wecom_group delivered sent"]
                    : ["k1-wecom_group delivered sent", "k2-wecom_group failed declined", "k3-wecom_group failed declined"])
            XCTAssertEqual(fake.state.withLock { $0.tasks.count }, 2, "no third")
            server?.stop()
        }
    }

    /// Whatever goes wrong on the way, nothing is told twice, nothing is lost, and nobody is asked to send twice.
    func testTroublesWhileItIsAskedFor() async throws {
        let troubles: [Trouble] = [
            .breaksOff, .hangs, .losesTheAnswer, .takesAndHangs, .status(429, ["Retry-After: 7"]), .status(502), .says("<html>"), .says("[]"),
            .says(#"{"errcode":-1}"#), .says(#"{"errcode":41063}"#), .says(#"{"errcode":42001}"#), .says(#"{"errcode":45009}"#),
            .says(#"{"errcode":0,"task_list":"none","send_list":{}}"#),
        ]
        for verb in ["get_groupmsg_task", "get_groupmsg_send_result", "cancel_groupmsg_send"] {
            // What says that a task is ended, and has not ended it, is no trouble that a server has.
            for trouble in verb == "cancel_groupmsg_send" ? troubles.dropLast() : troubles[...] {
                try begin([trouble], on: "/cgi-bin/externalcontact/" + verb)
                try enqueue(2)
                let dispatcher = dispatcher { $0.patience = 2 * .hour }
                _ = try await dispatcher.runOnce(at: clock.now)
                fake.send("task-1", by: "lin", ["wm1": 1])
                try await pass(4 * .hour, dispatcher)
                XCTAssertEqual(try told, ["k1-wecom_group delivered sent", "k2-wecom_group failed declined"], "\(verb) \(trouble)")
                XCTAssertEqual(fake.state.withLock { $0.tasks["task-1"]?.isCancelled }, true, "\(verb) \(trouble)")
                server?.stop()
            }
        }
    }

    func testARestartGoesOn() async throws {
        try begin()
        try enqueue(130)
        _ = try await dispatcher().runOnce(at: clock.now)
        let tasks = fake.state.withLock { $0.tasks.keys.sorted() }
        XCTAssertEqual(tasks, ["task-1"], "all who get the same are one task")
        for task in tasks { fake.send(task, by: "lin", Dictionary(uniqueKeysWithValues: fake.state.withLock { $0.tasks[task]?.receivers ?? [] }.map { ($0, 1) })) }
        // Each look of another process.
        for _ in 0..<3 { try await pass(.hour, by: .hour, dispatcher()) }
        XCTAssertEqual(try told.sorted(), (1...130).map { "k\($0)-wecom_group delivered sent" }.sorted())
        server?.stop()
    }

    /// The process ends while somebody else is given the task: whether there is a second one nobody knows, and none is made.
    func testARestartWhileItIsGivenToSomebodyElse() async throws {
        try begin()
        try enqueue(1)
        func change(_ settings: inout WeComGroupChannel.Settings) {
            settings.patience = .hour
            settings.substitute = "wang"
            settings.account.timeout = 20 * .second
        }
        _ = try await dispatcher(change).runOnce(at: clock.now)
        server?.stop()
        server = try ProviderServer(fake, [.takesAndHangs], on: "/cgi-bin/externalcontact/add_msg_template")
        let second = dispatcher(change)
        clock.move(by: 61 * .minute)
        for _ in 0..<5_000 where fake.state.withLock({ $0.tasks.count }) < 2 {
            _ = try await second.turn(at: clock.now)
            clock.move(by: .second)
            usleep(1_000)
        }
        let third = dispatcher(change)
        try await pass(3 * .hour, third)
        XCTAssertEqual(fake.state.withLock { $0.tasks.count }, 2)
        XCTAssertEqual(try store.outboxCounts(), [.uncertain: 1])
        XCTAssertEqual(try told, [])
        server?.stop()
    }

    /// What a receipt, or an operator, settled first is not settled again.
    func testWhatIsSettledElsewhereIsLeftAlone() async throws {
        try begin()
        try enqueue(2)
        let dispatcher = dispatcher()
        _ = try await dispatcher.runOnce(at: clock.now)
        var row = try XCTUnwrap(store.messages(of: "c1").first)
        row.status = .failed
        try store.begin()
        try store.update(row)
        try store.commit()
        fake.send("task-1", by: "lin", ["wm1": 1, "wm2": 1])
        try await pass(.hour, dispatcher)
        XCTAssertEqual(try told, ["k2-wecom_group delivered sent"])
        server?.stop()
    }
}
