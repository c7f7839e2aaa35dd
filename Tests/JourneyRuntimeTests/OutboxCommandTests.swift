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

/// What operators do to messages, and messages that operators send.
final class OutboxCommandTests: XCTestCase {
    private let now = Case.epoch + .day

    /// Messages 1 to 12, one of each status in the order of the statuses, by turns of two journeys.
    private func store() throws -> MemoryStore {
        let store = MemoryStore(keepsLog: true)
        try store.begin()
        for status in OutboxMessage.Status.allCases {
            let message = OutboxMessage(
                key: "k\(status.rawValue)", customer: "c", journey: status.rawValue % 2 == 0 ? "even" : "odd", step: "send#1", content: "news",
                channels: ["sms", "email"], arguments: "{}", queuedAt: Case.epoch, status: status, channel: 1, attempts: 3,
                nextAttemptAt: Case.epoch)
            _ = try store.enqueue(message)
        }
        try store.commit()
        return store
    }

    private func perform(_ verb: OutboxCommand, _ choice: OutboxCommand.Choice, in store: any Store) throws -> StoredCommand {
        let engine = Engine(deployment: try Deployer.load([], names: store.names), isBackfill: false)
        let stepper = try Stepper(store: store, engine: engine, wantsDecisions: false)
        return try perform(StoredCommand(at: now, operatorName: "ann", verb: verb.verb, arguments: choice.json), by: stepper, in: store)
    }

    private func perform(_ command: StoredCommand, by stepper: Stepper, in store: any Store) throws -> StoredCommand {
        var command = command
        command.number = try store.put(command: command, inbox: [])
        XCTAssertTrue(try stepper.perform(messageCommand: command, at: now))
        return try XCTUnwrap(store.commands(after: command.number - 1, limit: 1).first)
    }

    /// One transaction does so many: what is left is done when it is asked for again.
    func testSoManyAtOnce() throws {
        let most = OutboxCommand.most
        for (count, done, left) in [(most - 1, most - 1, 0), (most, most, 0), (most + 1, most, 1)] {
            let store = MemoryStore(keepsLog: false)
            try store.begin()
            for number in 0..<count {
                _ = try store.enqueue(
                    OutboxMessage(
                        key: "k\(number)", customer: "c", journey: "j", step: "send#1", content: "news", channels: ["sms"], arguments: "{}",
                        queuedAt: Case.epoch, status: .failed, channel: 0, attempts: 3, nextAttemptAt: Case.epoch))
            }
            try store.commit()
            let said = try perform(.retry, .init(), in: store).result
            XCTAssertEqual(said, "\(done) messages will be tried again" + (done == most ? "; there may be more, ask again" : ""), "\(count)")
            XCTAssertEqual(try store.outboxCounts()[.failed] ?? 0, left, "\(count)")
        }
    }

    private func told(_ store: any Store) throws -> [String] { try store.messages(of: "c").map { "\($0.status)\($0.channel)" } }

    func testEachDoesWhatItIsFor() throws {
        let before = OutboxMessage.Status.allCases.map { "\($0)1" }
        let table: [(OutboxCommand, OutboxCommand.Choice, changes: [String: String], result: String)] = [
            (.retry, .init(journey: "even"), ["failed1": "pending0"], "1 message will be tried again"),
            (.retry, .init(status: .uncertain), ["uncertain1": "pending1"], "1 message will be tried again"),
            (.retry, .init(status: .sent), [:], "0 messages will be tried again"),
            (.retry, .init(numbers: [3, 4, 5]), ["failed1": "pending0", "unreachable1": "pending0", "uncertain1": "pending1"], "3 messages will be tried again"),
            (
                .retry, .init(numbers: [2, 99, 3]), ["failed1": "pending0"],
                "1 message will be tried again; 2 not there, or not failed, unreachable, uncertain"
            ),
            (.drop, .init(journey: "even"), ["pending1": "dropped1", "held1": "dropped1", "uncertain1": "dropped1"], "3 messages dropped"),
            (.drop, .init(status: .held), ["held1": "dropped1"], "1 message dropped"),
            (.confirm, .init(numbers: [5]), ["uncertain1": "sent1"], "1 message confirmed as sent"),
            (.confirm, .init(status: .uncertain, journey: "odd"), [:], "0 messages confirmed as sent"),
        ]
        for (verb, choice, changes, result) in table {
            let store = try store()
            XCTAssertEqual(OutboxCommand.Choice(json: choice.json), choice)
            let done = try perform(verb, choice, in: store)
            XCTAssertEqual(done.result, result, "\(verb) \(choice.json)")
            XCTAssertEqual(try told(store), before.map { changes[$0] ?? $0 }, "\(verb) \(choice.json)")
            XCTAssertEqual(try store.commands(after: 0, limit: 9).map { "\($0.verb) \($0.status) \($0.operatorName)" }, ["\(verb.verb) done ann"])
        }
    }

    func testNumbersOfNoSuchMessageAreRefused() throws {
        for (verb, number) in [(OutboxCommand.retry, 99), (.confirm, 2), (.drop, 99)] {
            let store = try store()
            let done = try perform(verb, .init(numbers: [Int64(number)]), in: store)
            XCTAssertEqual(done.status, .refused, done.result)
            XCTAssertEqual(done.result.prefix(12), "1 not there,")
        }
    }

    func testADroppedMessageGivesItsPlaceBack() throws {
        let compiled = compile(
            "policy at most 1 message per 1d quiet from 22:00 to 8:00 end journey news when visited again always send news via sms end")
        try withStore { store in
            let stepper = try run(compiled, store, [("21h", "visited")])
            XCTAssertEqual(try CustomerCache.state(of: "c", in: store)?.capPlaces.count, 1)
            let message = try XCTUnwrap(store.messages(of: "c").first)
            let choice = OutboxCommand.Choice(numbers: [message.number])
            let command = StoredCommand(at: now, operatorName: "ann", verb: "outbox drop", arguments: choice.json)
            XCTAssertEqual(try perform(command, by: stepper, in: store).result, "1 message dropped")
            XCTAssertFalse(try stepper.perform(messageCommand: StoredCommand(at: now, operatorName: "ann", verb: "pause"), at: now))
            XCTAssertEqual(try store.messages(of: "c").map(\.status), [.dropped])
            XCTAssertEqual(try CustomerCache.state(of: "c", in: store)?.capPlaces.count, 0)
        }
    }

    private func withStore(_ body: (SQLiteStore) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("journey-\(ProcessInfo.processInfo.globallyUniqueString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try StoreFiles.open(folder.appendingPathComponent("s.db").path)
        defer { store.close() }
        try body(store)
    }

    // MARK: Messages of operators

    private func compile(_ program: String) -> CompiledWorkspace {
        JourneyCompiler.compile([(path: "case.journey", parsed: parse(SourceText(name: "case.journey", program)))])
    }

    private func stepper(_ compiled: CompiledWorkspace, _ store: any Store) throws -> Stepper {
        let (deployment, _) = try Deployer.deploy(compiled.machines, with: compiled.definitions, to: store, at: .distantPast)
        return try Stepper(
            store: store, engine: Engine(deployment: deployment, isBackfill: false, policy: compiled.policy), wantsDecisions: false)
    }

    private func run(_ compiled: CompiledWorkspace, _ store: any Store, _ events: [(String, String)]) throws -> Stepper {
        let stepper = try stepper(compiled, store)
        let names = NameTable()
        for (time, event) in events {
            var batch = EventBatch(names: names)
            let parts = event.split(separator: " ", maxSplits: 1).map(String.init)
            batch.append(.init(at: Case.epoch + (Case.duration(time) ?? 0), customer: "c", name: parts[0], properties: parts.count > 1 ? parts[1] : "{}"))
            try stepper.step(batch, now: .distantFuture)
        }
        return stepper
    }

    func testAnOperatorsMessage() async throws {
        let compiled = compile(
            """
            channel sms adapter console country 86 end
            customer phone text end
            policy at most 1 message per 1d quiet from 0:00 to 23:00 require consent marketing end
            message news for sms "{name}: {event.product}" for email "mail" end
            journey news when visited send news via sms end
            """)
        XCTAssertFalse(compiled.hasErrors)
        let table: [(test: TestMessage, events: [(String, String)], result: String, text: String?)] = [
            (
                .init(content: "news", customer: "c", values: .init([("name", .text("N")), ("event.product", .text("tea"))])),
                [("0s", #"$set {"phone":"13800000000"}"#)], "queued via sms", "N: tea"
            ),
            (.init(content: "news", customer: "c", values: .init([("name", .text("N"))])), [("0s", #"$set {"phone":"13800000000"}"#)], "`event.product` is not known; give it by `--with`", nil),
            (.init(content: "news", customer: "c"), [("0s", #"$set {"phone":"none"}"#)], "queued via email", "mail"),
            (.init(content: "news", customer: "c", channel: "sms"), [("0s", #"$set {"phone":"none"}"#)], "`c` has no address for sms", nil),
            (.init(content: "news", customer: "c", channel: "push"), [], "the message `news` has no text for `push`; it has some for sms, email", nil),
            (
                .init(content: "news", customer: "c", channel: "email"), [("0s", #"$suppress {"reason":"asked us"}"#)],
                "`c` gets no messages via email: asked us", nil
            ),
            (.init(content: "unheard", customer: "c", channel: "email"), [], "queued via email", ""),
            (.init(content: "unheard", customer: "c"), [], "the message `unheard` has no text that says which channel it is for; name one by `--via`", nil),
        ]
        for (test, events, result, text) in table {
            XCTAssertEqual(TestMessage(json: test.json).json, test.json)
            let store = MemoryStore(keepsLog: true)
            let stepper = try run(compiled, store, events)
            let command = StoredCommand(at: now, operatorName: "ann", verb: "send", arguments: test.json)
            let done = try perform(command, by: stepper, in: store)
            XCTAssertEqual(done.result, result)
            XCTAssertEqual(done.status, text == nil ? .refused : .done, result)
            let messages = try store.messages(of: "c")
            XCTAssertEqual(messages.map { MessageBody(0, of: $0.bodies)["text"] }, text.map { [$0] } ?? [], result)
            // It leaves whatever caps, consent and quiet hours say.
            let line = Line()
            let routes = ["sms": Dispatcher.Route(channel: FakeChannel(line, [ChannelReply(.sent)])), "email": .init(channel: FakeChannel(line, [ChannelReply(.sent)]))]
            let dispatcher = Dispatcher(store: store, routes: routes)
            dispatcher.gate = stepper
            let outcomes = try await dispatcher.runOnce(at: now)
            XCTAssertEqual(outcomes.map(\.status), text == nil ? [] : [.sent], result)
        }
    }

    func testAnOperatorsMessageIsInTheAuditLog() async throws {
        let compiled = compile("message news for sms \"Hi {name or \"you\"}\" end journey news when visited send news via sms end")
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("journey-\(ProcessInfo.processInfo.globallyUniqueString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try StoreFiles.open(folder.appendingPathComponent("s.db").path)
        defer { store.close() }
        let engine = Engine(
            deployment: try Deployer.load([], with: compiled.definitions, names: store.names), isBackfill: false, policy: compiled.policy)
        let line = Line()
        let routes = ["sms": Dispatcher.Route(channel: FakeChannel(line, [ChannelReply(.sent)]), cost: 45_000)]
        for _ in 0..<2 {
            let test = TestMessage(content: "news", customer: "c")
            let (done, outcomes) = try await test.send(
                StoredCommand(at: now, operatorName: "ann", verb: "send", arguments: test.json), with: engine, routes: routes, in: store, at: now)
            XCTAssertEqual(done.status, .done)
            XCTAssertEqual(outcomes.map(\.status), [.sent])
        }
        let messages = try store.messages(of: "c")
        XCTAssertEqual(messages.map(\.status), [.sent, .sent])
        XCTAssertEqual(Set(messages.map(\.key)).count, 2, "each is a message of its own")
        XCTAssertEqual(try store.commands(after: 0, limit: 9).map(\.result), ["queued via sms", "queued via sms"])
        XCTAssertEqual(try store.counters()[Counter(step: "send", metric: "cost: sms")], 90_000)
    }
}
