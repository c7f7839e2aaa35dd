import Foundation
import JourneyModel

/// Posts each message as JSON to an address, signed so that the receiver can tell who sent it and when.
///
/// The headers are those of Standard Webhooks (github.com/standard-webhooks/standard-webhooks, `spec/standard-webhooks.md`):
/// `webhook-id` is the message's key, `webhook-timestamp` the second of the attempt, `webhook-signature` one `v1,BASE64` for each
/// secret over `id.timestamp.body`; the key is what stands behind `whsec_` as base64, or any other text as it is. A receiver
/// refuses timestamps that are more than five minutes off, and keys that it has seen. While a secret is changed, two are given,
/// and either signature will do. `Idempotency-Key` is the key once more, for servers that know that header.
public final class WebhookChannel: Channel {
    public let isIdempotent: Bool
    private let settings: Settings
    private let transport: any HTTPTransport
    private let clock: @Sendable () -> Timestamp

    public struct Settings: Sendable {
        public var url: String
        /// In the order of the signatures; none: unsigned.
        public var secrets: [[UInt8]] = []
        /// For the whole of one request.
        public var timeout: Microseconds = 10 * .second
        /// Requests under way at once.
        public var concurrency = 128
        /// The receiver takes one key as one message. Without that, a message whose fate is unknown is put aside.
        public var isIdempotent = true

        public init(url: String) { self.url = url }
    }

    public init(_ settings: Settings, transport: any HTTPTransport, clock: @escaping @Sendable () -> Timestamp) {
        self.settings = settings
        self.transport = transport
        self.clock = clock
        isIdempotent = settings.isIdempotent
    }

    public var limits: ChannelLimits { ChannelLimits(batch: 1, concurrency: settings.concurrency) }

    public func send(_ messages: [ChannelMessage]) async -> [ChannelReply] {
        await sendEach(messages, concurrency: settings.concurrency) { await self.post($0) }
    }

    public func close() async { transport.close() }

    private func post(_ message: ChannelMessage) async -> ChannelReply {
        let now = clock()
        let body = MessageJSON.bytes(message)
        var headers = [
            (name: "Content-Type", value: "application/json; charset=utf-8"), (name: "Idempotency-Key", value: message.key),
            (name: "webhook-id", value: message.key), (name: "webhook-timestamp", value: "\(now.microseconds / .second)"),
        ]
        if !settings.secrets.isEmpty { headers.append(("webhook-signature", signature(of: body, id: message.key, at: now))) }
        var request = HTTPRequest("POST", settings.url, headers: headers, body: body)
        request.isRepeatable = isIdempotent
        switch await transport.send(request, deadline: settings.timeout) {
        case .success(let response): return reply(response, now)
        case .failure(.notSent(let reason)): return ChannelReply(.retry, reason: reason)
        case .failure(.unknown(let reason)): return ChannelReply(.uncertain, reason: reason)
        }
    }

    private func signature(of body: [UInt8], id: String, at now: Timestamp) -> String {
        let signed = Array("\(id).\(now.microseconds / .second).".utf8) + body
        return settings.secrets.map { "v1," + Data(HMAC.sha256(signed, key: $0)).base64EncodedString() }.joined(separator: " ")
    }

    /// A receiver may say more than its status does, in the words of an adapter's reply.
    private func reply(_ response: HTTPResponse, _ now: Timestamp) -> ChannelReply {
        if (200..<300).contains(response.status), let told = AnswerJSON(response.body)?.reply { return told }
        return response.reply(now: now, isIdempotent: isIdempotent)
    }
}

/// Sends messages one by one, so many at once; replies in the order of the messages.
func sendEach(
    _ messages: [ChannelMessage], concurrency: Int, _ send: @escaping @Sendable (ChannelMessage) async -> ChannelReply
) async -> [ChannelReply] {
    await withTaskGroup(of: (Int, ChannelReply).self) { group in
        var replies = [ChannelReply](repeating: ChannelReply(.uncertain, reason: "the channel gave no reply"), count: messages.count)
        var next = 0
        func begin() {
            let index = next
            next += 1
            group.addTask { (index, await send(messages[index])) }
        }
        while next < min(max(concurrency, 1), messages.count) { begin() }
        while let (index, reply) = await group.next() {
            replies[index] = reply
            if next < messages.count { begin() }
        }
        return replies
    }
}
