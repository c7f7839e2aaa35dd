import JourneyModel

/// The robot of a WeCom group: everything goes to that group, whomever it is about.
///
/// https://developer.work.weixin.qq.com/document/path/91770. It takes 20 messages a minute; more are refused and come again
/// later. Where a message has an address, that member is mentioned. The robot knows no idempotency key.
public final class WeComRobotChannel: Channel {
    public struct Settings: Sendable {
        public var key: String
        public var host = "https://qyapi.weixin.qq.com"
        public var timeout: Microseconds = 10 * .second

        public init(key: String) { self.key = key }
    }

    public let isIdempotent = false
    private let settings: Settings
    private let transport: any HTTPTransport
    private let clock: @Sendable () -> Timestamp

    public init(_ settings: Settings, transport: any HTTPTransport, clock: @escaping @Sendable () -> Timestamp) {
        self.settings = settings
        self.transport = transport
        self.clock = clock
    }

    public var limits: ChannelLimits { ChannelLimits(batch: 20) }

    /// One after the other, so that they stand in the group in their order. After a refusal for their number the rest is not
    /// tried.
    public func send(_ messages: [ChannelMessage]) async -> [ChannelReply] {
        var replies: [ChannelReply] = []
        var throttled: ChannelReply?
        for message in messages {
            if let throttled {
                replies.append(throttled)
                continue
            }
            let (reply, isThrottled) = await post(message)
            if isThrottled { throttled = reply }
            replies.append(reply)
        }
        return replies
    }

    public func close() async { transport.close() }

    private func post(_ message: ChannelMessage) async -> (ChannelReply, isThrottled: Bool) {
        guard let (kind, content) = WeComContent.members(message.body), kind != "miniprogram_notice" else {
            return (WeComContent.missing(message), false)
        }
        var told = content
        if kind == "text", !message.to.isEmpty, !message.to.hasPrefix("@") { told.add("mentioned_list", [message.to]) }
        var request = JSONObject()
        request.add("msgtype", kind)
        request.add(kind, told)
        let url = "\(settings.host)/cgi-bin/webhook/send?key=\(PercentCode.encoded(settings.key))"
        switch await WeComClient.post(url, request, transport, settings.timeout, clock) {
        case .taken: return (ChannelReply(.sent), false)
        case .refused(let code): return (WeComFault.reply(code), code == WeComFault.tooOften)
        case .unanswered(let reply): return (reply, false)
        }
    }
}

extension WeComRobotChannel.Settings {
    static let names = ["key", "host", "timeout"]

    init(_ settings: ChannelSettings) throws(ChannelError) {
        self.init(key: try settings.text("key", example: "env ROBOT_KEY"))
        host = try settings.address("host", or: host)
        timeout = try settings.duration("timeout", or: timeout)
    }
}
