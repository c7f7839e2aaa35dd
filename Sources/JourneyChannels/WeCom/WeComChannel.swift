import JourneyModel

/// Messages of a WeCom application to members of the corp.
///
/// https://developer.work.weixin.qq.com/document/path/90236. Up to 1,000 who get the same are one request; whom WeCom calls
/// invalid is unreachable, the others have it. WeCom knows no idempotency key: an answer that never came leaves the message in
/// doubt.
public final class WeComChannel: Channel {
    public struct Settings: Sendable {
        public var account: WeComAccount
        public var agent: Int

        public init(_ account: WeComAccount, agent: Int) {
            self.account = account
            self.agent = agent
        }
    }

    public let isIdempotent = false
    private let settings: Settings
    private let client: WeComClient

    public init(_ settings: Settings, transport: any HTTPTransport, clock: @escaping @Sendable () -> Timestamp) {
        self.settings = settings
        client = settings.account.client(transport, clock)
    }

    public var limits: ChannelLimits { settings.account.limits }

    public func send(_ messages: [ChannelMessage]) async -> [ChannelReply] {
        await sendBatches(messages, concurrency: settings.account.concurrency, Self.refusal) { batch in
            await batch.send({ await self.request(batch.body, $0) }, Self.reply)
        }
    }

    public func close() async { client.close() }

    /// `|` divides receivers, and `@all` is everybody.
    private static func refusal(_ message: ChannelMessage) -> ChannelReply? {
        if message.to.isEmpty || message.to.contains("|") || message.to.hasPrefix("@") {
            return ChannelReply(.unreachable, reason: "the address is no user of WeCom")
        }
        return WeComContent.members(message.body) == nil ? WeComContent.missing(message) : nil
    }

    private func request(_ body: MessageBody, _ receivers: [WeComBatch.Receiver]) async -> WeComClient.Answer {
        guard let (kind, content) = WeComContent.members(body) else {
            return .unanswered(ChannelReply(.failed, reason: "the message says nothing"))
        }
        var request = JSONObject()
        request.add("touser", receivers.map(\.to).joined(separator: "|"))
        request.add("msgtype", kind)
        request.add("agentid", settings.agent)
        request.add(kind, content)
        return await client.post("/cgi-bin/message/send", request)
    }

    static func reply(_ answer: AnswerJSON) -> (WeComBatch.Receiver) -> ChannelReply {
        // Names come back in small letters.
        let invalid = Set((answer.text("invaliduser") ?? "").lowercased().split(separator: "|"))
        let unlicensed = Set((answer.text("unlicenseduser") ?? "").lowercased().split(separator: "|"))
        let sent = ChannelReply(.sent, providerID: answer.text("msgid", upTo: 200))
        return { receiver in
            let name = Substring(receiver.to.lowercased())
            if invalid.contains(name) {
                return ChannelReply(.unreachable, reason: "the user does not see the application (invaliduser)")
            }
            if unlicensed.contains(name) { return ChannelReply(.unreachable, reason: "the user has no licence (unlicenseduser)") }
            return sent
        }
    }
}

extension WeComChannel.Settings {
    static let names = ["corp", "agent", "secret", "host", "timeout", "concurrency"]

    init(_ settings: ChannelSettings) throws(ChannelError) {
        let account = try WeComAccount(settings)
        guard try settings.whole("agent", or: -1, 0...Int(Int32.max)) >= 0 else {
            throw .missingSetting(channel: settings.channel, adapter: settings.adapter, setting: "agent", example: "agent 1000002")
        }
        self.init(account, agent: try settings.whole("agent", or: 0, 0...Int(Int32.max)))
    }
}
