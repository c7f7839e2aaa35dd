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

/// What is looked at once more when a message leaves, and what its end gives back: stepper and dispatcher side by side, under a
/// virtual clock, over a store in memory and a durable one that is opened anew between any two lines.
final class LeavingTests: XCTestCase {
    enum Happening {
        /// At a time, an event of customer `c`.
        case event(String, String, String = "{}")
        /// Several, in one batch.
        case together([(String, String, String)])
        /// What is in the store's inbox comes in, at a time.
        case inbox(String)
        /// Goals of `c` since the last time, as cases write them from the event on.
        case goals([String], line: UInt = #line)
        /// The dispatcher's turn.
        case turn(String)
        /// What the outbox holds then, in the order of the messages: `STATUS CHANNEL`.
        case expect([String], line: UInt = #line)
    }

    struct Scene {
        var title: String
        var program: String
        /// Of each channel, one after the other, the last again and again.
        var replies: [String: [ChannelReply.Status]] = [:]
        /// Recorded events are run again: the outside is long past.
        var isBackfill = false
        var lines: [Happening]
    }

    private static let scenes = [
        Scene(
            title: "quiet hours that begin hold what is in the outbox",
            program: "policy quiet from 22:00 to 8:00 end journey news when visited send news via sms end",
            lines: [
                .event("21h59m", "visited"), .turn("22h"), .expect(["held sms"]), .turn("1d7h59m"), .expect(["held sms"]),
                .turn("1d8h"), .expect(["sent sms"]),
            ]),
        Scene(
            title: "a retry that falls into quiet hours waits",
            program: "policy quiet from 22:00 to 8:00 end journey news when visited send news via sms end",
            replies: ["sms": [.retry, .sent]],
            lines: [
                .event("21h59m", "visited"), .turn("21h59m59s"), .expect(["pending sms"]), .turn("22h5m"), .expect(["held sms"]),
                .turn("1d8h"), .expect(["sent sms"]),
            ]),
        Scene(
            title: "transactional messages leave at any hour",
            program: "policy quiet from 22:00 to 8:00 end journey news when visited class transactional send news via sms end",
            lines: [.event("21h59m", "visited"), .turn("22h"), .expect(["sent sms"])]),
        Scene(
            title: "a consent withdrawn before it leaves",
            program: "policy require consent marketing end journey news when visited send news via sms end",
            replies: ["sms": [.retry, .sent]],
            lines: [
                .event("0s", "$consent", #"{"granted":true}"#), .event("1h", "visited"), .turn("1h"), .expect(["pending sms"]),
                .event("1h1s", "$consent", #"{"granted":false}"#), .turn("3h"), .expect(["noConsent sms"]),
            ]),
        Scene(
            title: "a consent withdrawn while it is held",
            program: "policy require consent marketing quiet from 22:00 to 8:00 end journey news when visited send news via sms end",
            lines: [
                .event("0s", "$consent", #"{"granted":true}"#), .event("21h59m", "visited"), .turn("22h"), .expect(["held sms"]),
                .event("1d", "$consent", #"{"granted":false}"#), .turn("1d8h"), .expect(["noConsent sms"]),
            ]),
        Scene(
            title: "an unsubscription before it leaves takes the next channel",
            program: "journey news when visited send news via sms or else email end", replies: ["sms": [.retry]],
            lines: [
                .event("1h", "visited"), .turn("1h"), .expect(["pending sms"]),
                .event("1h1s", "$message", #"{"status":"unsubscribed","channel":"sms"}"#), .turn("3h"), .expect(["sent email"]),
            ]),
        Scene(
            title: "an unsubscription from everything",
            program: "journey news when visited send news via sms or else email end", replies: ["sms": [.retry]],
            lines: [
                .event("1h", "visited"), .turn("1h"), .event("1h1s", "$message", #"{"status":"unsubscribed"}"#), .turn("3h"),
                .expect(["suppressed sms"]),
            ]),
        Scene(
            title: "an exit drops what is held",
            program: "policy quiet from 22:00 to 8:00 end journey news when visited exit when bought send news via sms wait 2d end",
            lines: [
                .event("21h59m", "visited"), .turn("22h"), .expect(["held sms"]), .event("1d", "bought"), .expect(["dropped sms"]),
                .turn("1d8h"), .expect(["dropped sms"]),
            ]),
        Scene(
            title: "a goal drops what is held, its steps over or not",
            program: "policy quiet from 22:00 to 8:00 end journey news when visited goal bought within 7d send news via sms end",
            lines: [
                .event("21h59m", "visited"), .turn("22h"), .event("1d", "bought"), .turn("1d8h"), .expect(["dropped sms"]),
            ]),
        Scene(
            title: "what was not held leaves after an exit",
            program: "policy quiet from 22:00 to 8:00 end journey news when visited exit when bought send news via sms wait 2d end",
            replies: ["sms": [.retry, .sent]],
            lines: [.event("10h", "visited"), .turn("10h"), .event("10h1s", "bought"), .turn("12h"), .expect(["sent sms"])]),
        Scene(
            title: "what expires while it is held is dropped",
            program: "policy quiet from 22:00 to 8:00 end journey news when visited expires 2h send news via sms end",
            lines: [.event("21h59m", "visited"), .turn("22h"), .expect(["held sms"]), .turn("1d8h"), .expect(["expired sms"])]),
        Scene(
            title: "a failed message gives its place back",
            program: "policy at most 1 message per 1d end journey news when visited again always send news via sms end",
            replies: ["sms": [.failed]],
            lines: [
                .event("1h", "visited"), .turn("1h"), .expect(["failed sms"]), .event("2h", "visited"), .turn("2h"),
                .expect(["failed sms", "failed sms"]),
            ]),
        Scene(
            title: "an uncertain message keeps it",
            program: "policy at most 1 message per 1d end journey news when visited again always send news via sms end",
            replies: ["sms": [.uncertain]],
            lines: [
                .event("1h", "visited"), .turn("1h"), .turn("2h"), .turn("3h"), .turn("4h"), .turn("5h"), .turn("6h"), .turn("7h"),
                .expect(["uncertain sms"]), .event("8h", "visited"), .turn("9h"), .expect(["uncertain sms"]),
            ]),
        Scene(
            title: "an expired message gives its place back",
            program: "policy at most 1 message per 1d end journey news when visited again always expires 1h send news via sms end",
            replies: ["sms": [.retry, .retry, .sent]],
            lines: [
                .event("1h", "visited"), .turn("1h"), .turn("3h"), .expect(["expired sms"]), .event("4h", "visited"), .turn("4h"),
                .expect(["expired sms", "pending sms"]),
            ]),
        Scene(
            title: "a fallback needs a place in its channel's cap",
            program: """
                policy at most 1 message per 1d via email end
                journey mail when looked again always send mail via email end
                journey news when visited again always send news via sms or else email end
                """,
            replies: ["sms": [.unreachable]],
            lines: [
                .event("1h", "looked"), .turn("1h"), .event("2h", "visited"), .turn("2h"), .expect(["sent email", "capped email"]),
                .event("1d1h", "visited"), .turn("1d1h"), .expect(["sent email", "capped email", "sent email"]),
                .event("1d2h", "looked"), .turn("1d2h"), .expect(["sent email", "capped email", "sent email"]),
            ]),
        Scene(
            title: "a fallback keeps its place over all channels, and leaves that of its first",
            program: """
                policy at most 2 messages per 1d at most 1 message per 1d via sms end
                journey news when visited again always send news via sms or else email end
                journey mail when looked again always send mail via email end
                """,
            replies: ["sms": [.unreachable, .unreachable]],
            lines: [
                .event("1h", "visited"), .turn("1h"), .event("2h", "visited"), .turn("2h"), .expect(["sent email", "sent email"]),
                .event("3h", "looked"), .turn("3h"), .expect(["sent email", "sent email"]),
            ]),
        Scene(
            title: "a capped fallback gives its place over all channels back",
            program: """
                policy at most 2 messages per 1d at most 1 message per 1d via email end
                journey mail when looked again always send mail via email end
                journey news when visited again always send news via sms or else email end
                journey push when pushed again always send push via push end
                """,
            replies: ["sms": [.unreachable]],
            lines: [
                .event("1h", "looked"), .turn("1h"), .event("2h", "visited"), .turn("2h"), .expect(["sent email", "capped email"]),
                .event("3h", "pushed"), .turn("3h"), .expect(["sent email", "capped email", "sent push"]),
            ]),
        Scene(
            title: "a fallback without an address is passed over",
            program: """
                channel sms adapter console end
                channel email adapter console address mail end
                channel push adapter console end
                journey news when visited send news via sms or else email or else push end
                """,
            replies: ["sms": [.unreachable]],
            lines: [.event("1h", "visited"), .turn("1h"), .expect(["sent push"])]),
        Scene(
            title: "what was held is asked for its place again",
            program: """
                policy quiet from 22:00 to 8:00 at most 1 message per 1h end
                journey news when visited send news via sms end
                journey more when looked send more via sms end
                """,
            lines: [
                .event("21h59m", "visited"), .turn("22h"), .expect(["held sms"]), .event("22h30m", "looked"), .event("1d8h", "tick"),
                .event("1d8h1s", "tick"), .turn("1d8h1s"), .expect(["capped sms", "sent sms"]),
            ]),
        Scene(
            title: "a receipt of failure takes the next channel",
            program: "journey news when visited send news via sms or else email end",
            lines: [
                .event("1h", "visited"), .turn("1h"), .expect(["sent sms"]), .event("2h", "$message", receipt("failed")),
                .expect(["pending email"]), .event("2h1s", "$message", receipt("failed")), .turn("3h"), .expect(["sent email"]),
                .event("4h", "$message", receipt("failed")), .expect(["sent email"]),
                .event("5h", "$message", receipt("failed", "email")), .expect(["failed email"]),
            ]),
        Scene(
            title: "a receipt of failure ends where there is no other channel, and gives the place back",
            program: "policy at most 1 message per 1d end journey news when visited again always send news via sms end",
            lines: [
                .event("1h", "visited"), .turn("1h"), .event("2h", "$message", receipt("failed")), .expect(["failed sms"]),
                .event("3h", "visited"), .turn("3h"), .expect(["failed sms", "sent sms"]),
            ]),
        Scene(
            title: "a receipt of failure falls back to where the customer is not suppressed",
            program: "journey news when visited send news via sms or else email or else push end",
            lines: [
                .event("1h", "visited"), .turn("1h"), .event("2h", "$suppress", #"{"channel":"email"}"#),
                .event("3h", "$message", receipt("failed")), .turn("3h"), .expect(["sent push"]),
            ]),
        Scene(
            title: "what arrived is no longer in doubt",
            program: "journey news when visited send news via sms or else email end", replies: ["sms": [.uncertain]],
            lines: [
                .event("1h", "visited"), .turn("1h"), .turn("2h"), .turn("3h"), .turn("4h"), .turn("5h"), .turn("6h"), .turn("7h"),
                .expect(["uncertain sms"]), .event("8h", "$message", receipt("delivered")), .expect(["sent sms"]),
            ]),
        Scene(
            title: "what failed is no longer in doubt",
            program: "journey news when visited send news via sms or else email end", replies: ["sms": [.uncertain]],
            lines: [
                .event("1h", "visited"), .turn("1h"), .turn("2h"), .turn("3h"), .turn("4h"), .turn("5h"), .turn("6h"), .turn("7h"),
                .event("8h", "$message", receipt("failed")), .turn("8h"), .expect(["sent email"]),
            ]),
        Scene(
            title: "a receipt before the answer ends the retries",
            program: "journey news when visited send news via sms end", replies: ["sms": [.retry, .failed]],
            lines: [
                .event("1h", "visited"), .turn("1h"), .expect(["pending sms"]), .event("1h1s", "$message", receipt("delivered")),
                .expect(["sent sms"]), .turn("3h"), .expect(["sent sms"]),
            ]),
        Scene(
            title: "a receipt of what has not left changes nothing",
            program: "journey news when visited send news via sms or else email end",
            lines: [
                .event("1h", "visited"), .event("1h", "$message", receipt("failed")), .expect(["pending sms"]), .turn("1h"),
                .expect(["sent sms"]),
            ]),
        Scene(
            title: "a journey that waits for failures is told of one by the inbox",
            program: """
                journey news when visited send news via sms or else email
                  wait up to 1d for failed where channel is "email" if so send sorry via push end
                end
                """,
            replies: ["sms": [.unreachable], "email": [.failed]],
            lines: [
                .event("1h", "visited"), .turn("1h"), .expect(["failed email"]), .inbox("1h1s"), .turn("2h"),
                .expect(["failed email", "sent push"]), .inbox("3h"), .expect(["failed email", "sent push"]),
            ]),
        Scene(
            title: "a receipt that names the provider's id",
            program: "journey news when visited send news via sms or else email end",
            lines: [
                .event("1h", "visited"), .turn("1h"), .event("2h", "$message", #"{"status":"failed","provider_id":"other"}"#),
                .expect(["sent sms"]), .event("3h", "$message", #"{"status":"failed","provider_id":"p1"}"#), .turn("3h"),
                .expect(["sent email"]),
            ]),
        Scene(
            title: "a receipt that names the provider's id before the channel did",
            program: "journey news when visited send news via sms or else email end",
            lines: [
                .event("1h", "visited"), .event("1h1s", "$message", #"{"status":"failed","provider_id":"other"}"#),
                .event("1h2s", "$message", #"{"status":"failed","provider_id":"p1","reason":"no such number"}"#),
                .event("1h3s", "$message", #"{"status":"failed","provider_id":"p1","channel":"email"}"#), .turn("2h"),
                .expect(["sent sms"]), .inbox("2h1s"), .expect(["pending email"]), .turn("3h"), .expect(["sent email"]), .inbox("4h"),
                .expect(["sent email"]),
            ]),
        Scene(
            title: "a failure for good suppresses, and the fallback leaves",
            program: "journey news when visited again always send news via sms or else email end",
            lines: [
                .event("1h", "visited"), .turn("1h"),
                .event("2h", "$message", #"{"status":"failed","permanent":true,"key":"055f3d83f61a4c7631451f50045494cc-sms"}"#), .turn("2h"),
                .expect(["sent email"]), .event("3h", "visited"), .turn("3h"), .expect(["sent email", "sent email"]),
            ]),
    ]

    /// Of the first message of `news` to `c`.
    static func receipt(_ status: String, _ channel: String = "sms") -> String {
        #"{"status":"\#(status)","key":"055f3d83f61a4c7631451f50045494cc-\#(channel)"}"#
    }

    func testScenes() async throws {
        try await Self.play(Self.scenes)
    }

    static func play(_ scenes: [Scene]) async throws {
        for scene in scenes {
            let memory = MemoryStore(keepsLog: true)
            try await play(scene, store: { memory }, "in memory")
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
                "journey-\(ProcessInfo.processInfo.globallyUniqueString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            try await play(scene, store: { try StoreFiles.open(folder.appendingPathComponent("s.db").path) }, "durable")
        }
    }

    private static func play(_ scene: Scene, store make: () throws -> any Store, _ how: String) async throws {
        let source = SourceText(name: "case.journey", scene.program)
        let compiled = compile([(path: "case.journey", parsed: parse(source))])
        XCTAssertFalse(compiled.hasErrors, "\(scene.title): \(compiled.diagnostics.map(\.diagnostic.message))")
        let line = Line()
        var routes: [String: Dispatcher.Route] = [:]
        for channel in ["sms", "email", "push"] {
            let replies = (scene.replies[channel] ?? [.sent]).map { ChannelReply($0, providerID: channel == "sms" ? "p1" : "") }
            routes[channel] = .init(channel: FakeChannel(line, replies))
        }
        var kept: Stepper?
        var goals: [String] = []
        let names = NameTable()
        for step in scene.lines {
            let store = try make()
            defer { if store.isDurable { store.close() } }
            let (deployment, _) = try Deployer.deploy(compiled.machines, with: compiled.definitions, to: store, at: .distantPast)
            // What nothing outlives is not opened anew.
            let stepper = try kept ?? Stepper(
                store: store, engine: Engine(deployment: deployment, isBackfill: scene.isBackfill, policy: compiled.policy), wantsDecisions: true,
                customersInMemory: 10)
            if !store.isDurable { kept = stepper }
            let dispatcher = Dispatcher(store: store, routes: routes)
            dispatcher.gate = stepper
            switch step {
            case .event(let time, let name, let properties):
                var batch = EventBatch(names: names)
                batch.append(.init(at: try at(time), customer: "c", name: name, properties: properties))
                try stepper.advance(to: try at(time))
                try stepper.step(batch, now: .distantFuture)
            case .together(let events):
                var batch = EventBatch(names: names)
                for (time, name, properties) in events {
                    batch.append(.init(at: try at(time), customer: "c", name: name, properties: properties))
                }
                try stepper.step(batch, now: .distantFuture)
            case .inbox(let time):
                let lines = try store.inbox(after: 0, limit: 10)
                for (row, line) in lines {
                    let object = try XCTUnwrap(JSONSerialization.jsonObject(with: Data(line)) as? [String: String])
                    var batch = EventBatch(names: names)
                    let members = ["status", "key", "reason"].map { "\"\($0)\":\"\(object[$0] ?? "")\"" }.joined(separator: ",")
                    batch.append(.init(at: try at(time), customer: "c", name: object["event"] ?? "", properties: "{\(members)}"))
                    try stepper.step(batch, now: .distantFuture)
                    try store.begin()
                    try store.removeFromInbox(through: row)
                    try store.commit()
                }
            case .goals(let wanted, let place):
                XCTAssertEqual(goals, wanted, "\(scene.title), \(how)", line: place)
                goals = []
            case .turn(let time):
                try stepper.advance(to: try at(time))
                _ = try await dispatcher.runOnce(at: try at(time))
            case .expect(let wanted, let place):
                let found = try store.messages(of: "c").map { "\($0.status) \($0.channels[$0.channel])" }
                XCTAssertEqual(found, wanted, "\(scene.title), \(how)", line: place)
            }
            goals += stepper.takeDecisions().filter { $0.action == .goal }.map { $0.line.split(separator: " ").dropFirst(4).joined(separator: " ") }
        }
    }

    private static func at(_ time: String) throws -> Timestamp { Case.epoch + (try XCTUnwrap(Case.duration(time))) }
}
