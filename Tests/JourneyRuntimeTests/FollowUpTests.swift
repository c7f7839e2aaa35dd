import JourneyChannels
import JourneyCompiler
import JourneyEngine
import JourneyLanguage
import JourneyModel
import JourneyStore
import Synchronization
import XCTest

@testable import JourneyRuntime

/// What becomes of a task reaches the journey that waits for it, through the inbox and so into the log.
final class FollowUpTests: XCTestCase {
    private final class StoppedClock: WallClock, @unchecked Sendable {
        var instant = Case.epoch + .minute
        func now() -> Timestamp { instant }
        func sleep(for length: Microseconds) async { instant = instant + length }
    }

    /// Somebody who does what the test says, an hour later.
    private final class Tasks: TaskChannel {
        let isIdempotent = false
        let reassigns = false
        let state: TaskReport.State
        let looks = Mutex(0)

        init(_ state: TaskReport.State) { self.state = state }

        func send(_ messages: [ChannelMessage]) async -> [ChannelReply] { messages.map { ChannelReply(.sent, providerID: "t-" + $0.key) } }
        func close() async {}
        func reassign(_ messages: [ChannelMessage]) async -> [ChannelReply] { [] }
        func look(at task: ChannelTask, now: Timestamp) async -> TaskReport {
            looks.withLock { $0 += 1 }
            var report = TaskReport(pause: 10 * .minute)
            if now - task.createdAt >= .hour { for receiver in task.receivers { report.states[receiver] = state } }
            return report
        }
    }

    private final class Sent: Channel {
        let isIdempotent = true
        let customers = Mutex<[String]>([])
        func send(_ messages: [ChannelMessage]) async -> [ChannelReply] {
            customers.withLock { $0 += messages.map(\.customer) }
            return messages.map { _ in ChannelReply(.sent) }
        }
        func close() async {}
    }

    private let program = """
        journey ask when visited again always
          send offer via wecom_group or else sms
          wait up to 3d for delivered
            if so record asked
            else record unasked
          end
        end
        channel wecom_group adapter wecom_group corp "ww1" secret env S address wecom_id end
        channel sms adapter console end
        """

    private func run(_ state: TaskReport.State, restarts: Bool) async throws -> (events: [String], sms: [String]) {
        let files = try StoreFiles()
        let path = files.new()
        var store = try StoreFiles.open(path)
        let compiled = compile([(path: "case.journey", parsed: parse(SourceText(name: "case.journey", program)))])
        let (tasks, sms) = (Tasks(state), Sent())
        let clock = StoppedClock()
        func visit(_ line: String) throws {
            try store.begin()
            try store.putInInbox([Array(line.utf8)])
            try store.commit()
        }
        try visit(#"{"customer":"lin","event":"$set","at":"2026-01-05T00:00:00Z","wecom_id":"wm1"}"#)
        try visit(#"{"customer":"lin","event":"visited","at":"2026-01-05T00:00:00Z"}"#)
        var deployment = try Deployer.deploy(compiled.machines, with: compiled.definitions, to: store, at: .distantPast).0
        for step in 0..<8 {
            if restarts, step > 0 {
                store.close()
                store = try StoreFiles.open(path)
                deployment = try Deployer.deploy(compiled.machines, with: compiled.definitions, to: store, at: .distantPast).0
            }
            let stepper = try Stepper(
                store: store, engine: Engine(deployment: deployment, isBackfill: false, policy: compiled.policy), wantsDecisions: false)
            let names = NameTable()
            let open = store
            let inbox = InboxSource(source: 0, isOnce: true, fetch: { try open.inbox(after: $0, limit: $1) }) { row in
                try open.begin()
                try open.removeFromInbox(through: row)
                try open.commit()
            }
            let intake = MergedIntake(sources: [inbox], names: names)
            let scheduler = Scheduler(
                store: store, stepper: stepper,
                dispatcher: Dispatcher(store: store, routes: ["wecom_group": .init(channel: tasks), "sms": .init(channel: sms)]), intake: intake,
                names: names, clock: clock)
            try await scheduler.runOnce(until: .now, longest: .day)
            intake.close()
            clock.instant = clock.instant + (step < 6 ? 15 * .minute : 4 * .day)
        }
        let log = try store.history(of: "lin").filter { $0.kind == .event }.map { String(decoding: $0.bytes, as: UTF8.self) }
        store.close()
        let found = ["asked", "unasked", "delivered", "failed", "declined", "capped"].filter { name in log.contains { $0.contains(name) } }
        return (found, sms.customers.withLock { $0 })
    }

    func testJourneysHearOfIt() async throws {
        for restarts in [false, true] {
            let sent = try await run(.sent, restarts: restarts)
            XCTAssertTrue(sent.events.contains("delivered"), "\(sent.events)")
            XCTAssertEqual(sent.sms, [])
            let declined = try await run(.declined, restarts: restarts)
            XCTAssertTrue(declined.events.contains("declined"), "\(declined.events)")
            XCTAssertEqual(declined.sms, ["lin"], "the next channel")
            let capped = try await run(.capped, restarts: restarts)
            XCTAssertTrue(capped.events.contains("capped"), "\(capped.events)")
            XCTAssertEqual(capped.sms, ["lin"], "the next channel")
        }
    }
}
