import JourneyModel
import Synchronization
import XCTest

@testable import JourneyChannels

/// A receiver of Standard Webhooks that does what the specification asks of one: it looks at signature and age, and takes one id once.
final class WebhookSink: FakeProvider {
    struct State {
        /// Either will do, while one is changed.
        var secrets: [[UInt8]]
        var seen: Set<String> = []
        /// Ids in the order in which they were let in, repetitions too.
        var posts: [String] = []
        /// What was done.
        var effects: [String] = []
    }

    static let window: Microseconds = 5 * .minute

    let state: Mutex<State>
    private let clock: @Sendable () -> Timestamp

    init(secrets: [String], clock: @escaping @Sendable () -> Timestamp) {
        state = Mutex(State(secrets: secrets.map { Array($0.utf8) }))
        self.clock = clock
    }

    var posts: [String] { state.withLock { $0.posts } }
    var effects: [String] { state.withLock { $0.effects } }

    func answer(_ request: HTTPRequest) -> ScriptedTransport.Answer {
        guard let id = request.header("webhook-id"), let second = request.header("webhook-timestamp").flatMap({ Int64($0) }) else {
            return .json("", status: 400)
        }
        let now = clock()
        return state.withLock { state in
            let given = (request.header("webhook-signature") ?? "").split(separator: " ").map(String.init)
            let signed = Array("\(id).\(second).".utf8) + request.body
            let isKnown = state.secrets.contains { given.contains("v1," + Data(HMAC.sha256(signed, key: $0)).base64EncodedString()) }
            guard isKnown else { return .json("", status: 401) }
            guard (now - Timestamp(microseconds: second * .second)).magnitude <= Self.window.magnitude else { return .json("", status: 401) }
            state.posts.append(id)
            if state.seen.insert(id).inserted { state.effects.append(request.json["customer"] as? String ?? "") }
            return .json(#"{"status":"sent","provider_id":"of \#(id)"}"#)
        }
    }
}
