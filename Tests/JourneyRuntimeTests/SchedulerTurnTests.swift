import JourneyChannels
import JourneyCompiler
import JourneyEngine
import JourneyLanguage
import JourneyModel
import JourneyStore
import Synchronization
import XCTest

@testable import JourneyFaults
@testable import JourneyRuntime

/// A scheduler that goes on: neither a slow channel nor a burst of timers keeps it from its events, its messages, or its end.
final class SchedulerTurnTests: XCTestCase {
    private static let programs = """
        journey absence when added but not bought within 2h send reminder via sms end
        journey greeting when visited again always send hello via sms end
        """

    // MARK: Slow channels

    func testEventsAreDecidedBesideAChannelThatHangs() async throws {
        let scene = try Scene(Self.programs, channel: Hanging())
        var turns: [[Case.Event]] = (0..<50).map { turn in
            (0..<100).map { Self.event("c\(turn * 100 + $0)", "visited", Case.epoch + Int64(turn) * .second) }
        }
        scene.intake.next = { turns.isEmpty ? [] : turns.removeFirst() }
        scene.clock.instant = Case.epoch + .minute
        try await scene.scheduler.run { Scheduler.Requests(stops: scene.intake.reads == 60) }
        XCTAssertEqual(scene.decided.filter { $0.action == .enter }.count, 5_000)
        // It came to rest within its time; what hangs is in doubt, the rest waits.
        XCTAssertLessThanOrEqual(scene.clock.instant - Case.epoch, .minute + 9 * .second)
        XCTAssertEqual(try scene.store.outboxCounts(), [.sending: 3, .pending: 4_997])
    }

    // MARK: Bursts

    /// Two thousand reminders are due at once. Events are taken in and messages leave while they fire, and what is decided, and in which
    /// order, is what one uninterrupted turn decides.
    func testABurstOfTimersKeepsNeitherEventsNorMessagesWaiting() async throws {
        for grace in [Microseconds(0), 10 * .second] {
            let crowd = (0..<2_000).map { Self.event("c\($0)", "added", Case.epoch) }
            let due = Case.epoch + 2 * .hour
            // New ones come, and some of the crowd come back, too late.
            let later = (0..<40).map { turn in
                [
                    Self.event("m\(turn)", "visited", due + Int64(turn) * .second + 2),
                    Self.event("c\(turn * 7)", "bought", due + Int64(turn) * .second + .second),
                    Self.event("n\(turn)", "visited", due + Int64(turn) * .second + .second),
                ]
            }
            var sizes = Stepper.Sizes()
            sizes.workLimit = 100
            let line = Line()
            let scene = try Scene(Self.programs, channel: FakeChannel(line, [.init(.sent)]), grace: grace, sizes: sizes)
            var turn = -1
            var takenIn: [Int] = []
            scene.intake.next = {
                turn += 1
                // The clock is past all of them: what comes is from the backlog of a source.
                scene.clock.instant = due + .hour
                let fired = scene.decided.count { $0.sends("reminder") }
                if turn > 0, fired < 2_000, turn <= later.count { takenIn.append(fired) }
                return turn == 0 ? crowd : turn <= later.count ? later[turn - 1] : []
            }
            try await scene.scheduler.run { Scheduler.Requests(stops: turn > 80) }
            XCTAssertGreaterThan(takenIn.count, 15, "events are taken in within the burst")
            XCTAssertLessThanOrEqual(zip(takenIn, takenIn.dropFirst()).map { $1 - $0 }.max() ?? 0, 200)
            XCTAssertNil(scene.stepper.owedTo)
            XCTAssertEqual(line.messages.count, 2_080)

            let whole = try Scene(Self.programs, channel: FakeChannel(Line(), [.init(.sent)]), grace: grace)
            var all = [crowd] + later
            whole.intake.next = { all.isEmpty ? [] : all.removeFirst() }
            whole.clock.instant = due + .hour
            try await whole.scheduler.runOnce(until: .now, longest: .day)
            XCTAssertEqual(scene.decided.map(Self.told), whole.decided.map(Self.told))
            XCTAssertEqual(scene.decided.count { $0.sends("reminder") }, 2_000)
        }
    }

    /// The process ends in the midst of a burst, with events taken in that wait for their turn.
    func testWhatWaitsForItsTurnOutlivesTheProcess() throws {
        let files = try StoreFiles()
        let path = files.new()
        let names = NameTable()
        let due = Case.epoch + 2 * .hour
        var sizes = Stepper.Sizes()
        sizes.workLimit = 100
        func batch(_ events: [Case.Event]) -> EventBatch {
            var batch = EventBatch(names: names)
            for event in events { batch.append(event) }
            return batch
        }
        var store = try StoreFiles.open(path)
        var stepper = try Scene.stepper(Self.programs, store, sizes: sizes)
        stepper.isInterrupted = { true }
        try stepper.step(batch((0..<500).map { Self.event("c\($0)", "added", Case.epoch) }), now: due + .hour)
        try stepper.step(batch((0..<50).map { Self.event("n\($0)", "visited", due + .minute) }), now: due + .hour)
        XCTAssertEqual(stepper.owedCount, 50)
        XCTAssertEqual(stepper.owedTo, due + .minute)
        let before = stepper.takeDecisions()
        store.close()
        store = try StoreFiles.open(path)
        stepper = try Scene.stepper(Self.programs, store, sizes: sizes)
        XCTAssertEqual(stepper.heldCount, 50)
        try stepper.advance(to: due + .hour)
        let decided = before + stepper.takeDecisions()
        XCTAssertEqual(decided.count { $0.sends("reminder") }, 500)
        XCTAssertEqual(decided.count { $0.sends("hello") }, 50)
        XCTAssertEqual(decided.lastIndex { $0.sends("reminder") }.map { $0 < (decided.firstIndex { $0.sends("hello") } ?? 0) }, true)
        store.close()
    }

    /// A run to an end tells of what it decided before there is too much of it.
    func testDecisionsOfABurstAreToldInPortions() async throws {
        var sizes = Stepper.Sizes()
        sizes.workLimit = 100
        let scene = try Scene(Self.programs, channel: FakeChannel(Line(), [.init(.sent)]), sizes: sizes)
        scene.scheduler.mostDecisions = 500
        var all = [
            (0..<800).map { Self.event("c\($0)", "added", Case.epoch) },
            (800..<1_600).map { Self.event("c\($0)", "added", Case.epoch) },
            (0..<50).map { Self.event("n\($0)", "visited", Case.epoch + 3 * .hour) },
            (1_600..<2_400).map { Self.event("c\($0)", "added", Case.epoch + 4 * .hour) },
        ]
        scene.intake.next = { all.isEmpty ? [] : all.removeFirst() }
        scene.clock.instant = Case.epoch + .day
        try await scene.scheduler.runOnce(until: .done, longest: .day)
        XCTAssertEqual(scene.decided.count { $0.sends("reminder") }, 2_400)
        XCTAssertEqual(scene.decided.count { $0.sends("hello") }, 50)
        // Three decisions a reminder: entry, message, end.
        XCTAssertLessThanOrEqual(scene.portions.max() ?? 0, 1_000)
    }

    // MARK: Nothing to do

    /// What a store has left to tidy up is done where nothing comes, and an event that comes meanwhile is decided in the very next turn.
    func testAnIdleSchedulerTidiesUp() async throws {
        let files = try StoreFiles()
        var options = SQLiteStore.Options(creationSalt: Array(0..<16), foldEvery: 4)
        (options.leastEntries, options.entriesPerID) = (1, 0)
        (options.syncs, options.checkpointsInBackground) = (false, false)
        let store = try SQLiteStore(path: files.new(), options: options)
        defer { store.close() }
        let scene = try Scene(Self.programs, channel: FakeChannel(Line(), [.init(.sent)]), store: store)
        var leftBehind = 0
        var waited = 0
        scene.intake.next = {
            let turn = scene.intake.reads
            if turn <= 60 { return [Self.event("c\(turn)", "added", Case.epoch + Int64(turn))] }
            if store.hasUpkeep { leftBehind += 1 }
            guard turn == 63 else { return [] }
            waited = scene.decided.count
            return [Self.event("late", "visited", Case.epoch + .second)]
        }
        scene.clock.instant = Case.epoch + .minute
        try await scene.scheduler.run {
            if scene.intake.reads == 63 { waited = scene.decided.count - waited }
            return Scheduler.Requests(stops: scene.intake.reads > 62 && !store.hasUpkeep || scene.intake.reads > 500)
        }
        XCTAssertGreaterThan(leftBehind, 0, "there was something to do")
        XCTAssertFalse(store.hasUpkeep)
        XCTAssertGreaterThan(waited, 0, "the event was decided within its turn")
    }

    // MARK: The end

    func testAnAlarmEndsASleepOnce() async {
        let alarm = Alarm()
        let rung = Mutex(0)
        alarm.set { rung.withLock { $0 += 1 } }
        alarm.ring()
        alarm.ring()
        XCTAssertEqual(rung.withLock { $0 }, 2)
        alarm.rest()
        alarm.ring()
        XCTAssertEqual(rung.withLock { $0 }, 2)
        // What rang between two sleeps ends the next one.
        alarm.set { rung.withLock { $0 += 1 } }
        XCTAssertEqual(rung.withLock { $0 }, 3)
    }

    /// A channel that could do with more wakes whoever sleeps.
    func testAChannelThatRunsDryRings() async throws {
        let store = MemoryStore(keepsLog: true)
        try store.begin()
        _ = try store.enqueue(
            OutboxMessage(
                key: "k", customer: "c", journey: "j", step: "send#1", content: "m", channels: ["a"], arguments: "{}",
                queuedAt: Case.epoch, nextAttemptAt: Case.epoch))
        try store.commit()
        let dispatcher = Dispatcher(store: store, routes: ["a": .init(channel: FakeChannel(Line(), [.init(.sent)]))])
        _ = try await dispatcher.turn(at: Case.epoch)
        let waiter = Mutex<CheckedContinuation<Void, Never>?>(nil)
        await withCheckedContinuation { continuation in
            waiter.withLock { $0 = continuation }
            dispatcher.alarm.set {
                let continuation = waiter.withLock { waiter in
                    defer { waiter = nil }
                    return waiter
                }
                continuation?.resume()
            }
        }
        _ = try await dispatcher.turn(at: Case.epoch)
        XCTAssertEqual(try store.outboxCounts(), [.sent: 1])
    }

    private static func event(_ customer: String, _ name: String, _ at: Timestamp) -> Case.Event {
        .init(at: at, customer: customer, name: name, properties: "{}")
    }

    private static func told(_ decision: Decision) -> String {
        "\(decision.at) \(decision.customer) \(decision.journey) \(decision.step) \(decision.action) \(decision.facts)"
    }
}

extension Decision {
    fileprivate func sends(_ content: String) -> Bool { action == .send && self[.content] == .text(content) }
}

/// A scheduler with everything about it in memory, and a clock that goes on where somebody sleeps.
private final class Scene {
    let store: any Store
    let stepper: Stepper
    let scheduler: Scheduler
    let intake = Turns()
    let clock = Sleepy()
    private let heard = Heard()

    final class Heard {
        var decided: [Decision] = []
        var portions: [Int] = []
    }

    var decided: [Decision] { heard.decided }
    /// How many decisions were told of at once.
    var portions: [Int] { heard.portions }

    init(
        _ program: String, channel: any Channel, grace: Microseconds = 0, sizes: Stepper.Sizes = .init(),
        store: any Store = MemoryStore(keepsLog: true)
    ) throws {
        self.store = store
        stepper = try Self.stepper(program, store, grace: grace, sizes: sizes)
        var observer = Scheduler.Observer()
        observer.decided = { [heard] decisions, _ in
            heard.decided += decisions
            heard.portions.append(decisions.count)
        }
        scheduler = Scheduler(
            store: store, stepper: stepper, dispatcher: Dispatcher(store: store, routes: ["sms": .init(channel: channel)]), intake: intake,
            names: NameTable(), clock: clock, observer: observer)
    }

    static func stepper(_ program: String, _ store: any Store, grace: Microseconds = 0, sizes: Stepper.Sizes) throws -> Stepper {
        let compiled = compile([(path: "case.journey", parsed: parse(SourceText(name: "case.journey", program)))])
        let deployment = try Deployer.deploy(compiled.machines, with: compiled.definitions, to: store, at: .distantPast).0
        return try Stepper(
            store: store, engine: Engine(deployment: deployment, isBackfill: false, policy: compiled.policy), grace: grace,
            wantsDecisions: true, sizes: sizes)
    }

    /// A batch each time it is read.
    final class Turns: EventIntake {
        var next: () -> [Case.Event] = { [] }
        private(set) var reads = 0
        var positions: [(source: String, position: SourcePosition)] = []
        var horizon: Timestamp?
        var unreadable: [(source: String, reason: String)] = []

        func read(into batch: inout EventBatch, limit: Int, rejects: inout [Rejection]) throws -> IntakeState {
            reads += 1
            let events = next()
            for event in events { batch.append(event) }
            return events.isEmpty ? .finished : .more
        }
        func acknowledge(_ positions: [(source: String, position: SourcePosition)]) throws {}
        func setClock(_ now: Timestamp) {}
        func close() {}
    }

    final class Sleepy: WallClock, @unchecked Sendable {
        var instant = Case.epoch

        func now() -> Timestamp { instant }
        func sleep(for length: Microseconds) async { instant = instant + length }
    }
}

/// Takes three at once and never answers.
private final class Hanging: Channel {
    let isIdempotent = false
    let limits = ChannelLimits(batch: 1, concurrency: 3)
    private let held = Mutex<[CheckedContinuation<Void, Never>]>([])

    func send(_ messages: [ChannelMessage]) async -> [ChannelReply] {
        await withCheckedContinuation { continuation in held.withLock { $0.append(continuation) } }
        return []
    }
    func close() async {}
}
