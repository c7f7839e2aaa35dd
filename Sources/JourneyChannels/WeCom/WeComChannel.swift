import JourneyModel

/// Messages of a WeCom application to members of the corp.
///
/// https://developer.work.weixin.qq.com/document/path/90236. Up to 1,000 who get the same are one request; whom WeCom calls invalid is
/// unreachable, the others have it. WeCom knows no idempotency key: an answer that never came leaves the message in doubt.
public final class WeComChannel: Channel {
    public struct Settings: Sendable {
        public var corp: String
        public var agent: Int
        public var secret: String
        public var host = "https://qyapi.weixin.qq.com"
        public var timeout: Microseconds = 10 * .second
        /// Requests under way at once.
        public var concurrency = 8

        public init(corp: String, agent: Int, secret: String) {
            self.corp = corp
            self.agent = agent
            self.secret = secret
        }
    }

    public let isIdempotent = false
    private let settings: Settings
    private let client: WeComClient

    public init(_ settings: Settings, transport: any HTTPTransport, clock: @escaping @Sendable () -> Timestamp) {
        self.settings = settings
        client = WeComClient(
            .init(host: settings.host, corp: settings.corp, secret: settings.secret, timeout: settings.timeout), transport: transport,
            clock: clock)
    }

    /// Many at once, so that those who get the same are found.
    public var limits: ChannelLimits { ChannelLimits(batch: WeComBatch.most) }

    public func send(_ messages: [ChannelMessage]) async -> [ChannelReply] {
        await sendBatches(messages, concurrency: settings.concurrency, Self.refusal) { batch in
            await self.send(batch.body, batch.places.map { (place: $0, to: messages[$0].to) })
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

    private func send(_ body: MessageBody, _ receivers: [(place: Int, to: String)]) async -> [(place: Int, reply: ChannelReply)] {
        guard let (kind, content) = WeComContent.members(body) else { return [] }
        var request = JSONObject()
        request.add("touser", receivers.map(\.to).joined(separator: "|"))
        request.add("msgtype", kind)
        request.add("agentid", settings.agent)
        request.add(kind, content)
        switch await client.post("/cgi-bin/message/send", request) {
        case .unanswered(let reply): return receivers.map { ($0.place, reply) }
        case .refused(let code) where receivers.count > 1 && WeComFault.oneOfMany.contains(code):
            let half = receivers.count / 2
            return await send(body, Array(receivers[..<half])) + send(body, Array(receivers[half...]))
        case .refused(let code): return receivers.map { ($0.place, WeComFault.reply(code)) }
        case .taken(let answer):
            // Names come back in small letters.
            let invalid = Set((answer.text("invaliduser") ?? "").lowercased().split(separator: "|"))
            let unlicensed = Set((answer.text("unlicenseduser") ?? "").lowercased().split(separator: "|"))
            let sent = ChannelReply(.sent, providerID: String((answer.text("msgid") ?? "").prefix(200)))
            return receivers.map { place, to in
                let name = Substring(to.lowercased())
                if invalid.contains(name) { return (place, ChannelReply(.unreachable, reason: "the user does not see the application (invaliduser)")) }
                if unlicensed.contains(name) { return (place, ChannelReply(.unreachable, reason: "the user has no licence (unlicenseduser)")) }
                return (place, sent)
            }
        }
    }
}

extension WeComChannel.Settings {
    static let names = ["corp", "agent", "secret", "host", "timeout", "concurrency"]

    init(_ settings: ChannelSettings) throws(ChannelError) {
        let corp = try settings.text("corp", example: #""ww1234567890abcdef""#)
        guard try settings.whole("agent", or: -1, 0...Int(Int32.max)) >= 0 else {
            throw .missingSetting(channel: settings.channel, adapter: settings.adapter, setting: "agent", example: "agent 1000002")
        }
        self.init(
            corp: corp, agent: try settings.whole("agent", or: 0, 0...Int(Int32.max)),
            secret: try settings.text("secret", example: "env WECOM_SECRET"))
        host = try settings.address("host", or: host)
        timeout = try settings.duration("timeout", or: timeout)
        concurrency = try settings.whole("concurrency", or: concurrency, 1...100)
    }
}
