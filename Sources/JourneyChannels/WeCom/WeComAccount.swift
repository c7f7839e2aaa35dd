import JourneyModel

/// Who asks WeCom's server interface, and how.
public struct WeComAccount: Sendable {
    public var corp: String
    public var secret: String
    public var host = "https://qyapi.weixin.qq.com"
    /// For one request.
    public var timeout: Microseconds = 10 * .second
    /// Requests under way at once.
    public var concurrency = 8

    public init(corp: String, secret: String) {
        self.corp = corp
        self.secret = secret
    }

    /// Many at once, so that those who get the same are found.
    var limits: ChannelLimits { ChannelLimits(batch: WeComBatch.most) }

    func client(_ transport: any HTTPTransport, _ clock: @escaping @Sendable () -> Timestamp) -> WeComClient {
        WeComClient(self, transport: transport, clock: clock)
    }
}

extension WeComAccount {
    static let names = ["corp", "secret", "host", "timeout", "concurrency"]

    init(_ settings: ChannelSettings) throws(ChannelError) {
        self.init(
            corp: try settings.text("corp", example: #""ww1234567890abcdef""#),
            secret: try settings.text("secret", example: "env WECOM_SECRET"))
        host = try settings.address("host", or: host)
        timeout = try settings.duration("timeout", or: timeout)
        concurrency = try settings.whole("concurrency", or: concurrency, 1...100)
    }
}
