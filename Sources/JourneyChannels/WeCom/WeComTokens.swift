import JourneyModel

/// The access token of one WeCom application, asked for once however many wait for it.
///
/// https://developer.work.weixin.qq.com/document/path/91039: `gettoken` gives a token for two hours, may give another before, and
/// refuses who asks too often. So everybody waits for one request; a refusal holds for some seconds.
actor WeComTokens {
    enum Answer: Sendable, Equatable {
        case token(String)
        /// What to say of the messages that needed one.
        case refused(ChannelReply)
    }

    /// A token is not used in its last minutes.
    private static let margin: Microseconds = 5 * .minute
    private static let pause: Microseconds = 5 * .second

    private let url: String
    private let timeout: Microseconds
    private let transport: any HTTPTransport
    private let clock: @Sendable () -> Timestamp
    private var current: (token: String, until: Timestamp)?
    private var refusal: (reply: ChannelReply, until: Timestamp)?
    private var refreshing: Task<Answer, Never>?

    init(
        host: String, corp: String, secret: String, timeout: Microseconds, transport: any HTTPTransport,
        clock: @escaping @Sendable () -> Timestamp
    ) {
        url = "\(host)/cgi-bin/gettoken?corpid=\(PercentCode.encoded(corp))&corpsecret=\(PercentCode.encoded(secret))"
        self.timeout = timeout
        self.transport = transport
        self.clock = clock
    }

    /// - Parameter refused: a token that WeCom does not take any more.
    func token(not refused: String? = nil) async -> Answer {
        let now = clock()
        if let refused, current?.token == refused { current = nil }
        if let current, now < current.until { return .token(current.token) }
        if let refusal, now < refusal.until { return .refused(refusal.reply) }
        if let refreshing { return await refreshing.value }
        let task = Task { await refresh() }
        refreshing = task
        return await task.value
    }

    private func refresh() async -> Answer {
        let answer = await transport.send(HTTPRequest("GET", url), deadline: timeout)
        refreshing = nil
        let now = clock()
        let reply: ChannelReply
        switch answer {
        case .failure(let fault):
            // No message has left, whatever became of this request.
            reply = ChannelReply(.retry, reason: "no access token: \(fault.reasonWithoutAddress)")
        case .success(let response):
            guard let told = AnswerJSON(response.body), let code = told.integer("errcode") else {
                reply = ChannelReply(
                    .retry, reason: "no access token: the answer is not readable (status \(response.status))",
                    retryAfter: RetryAfter.wait(response.header("retry-after"), now: now))
                break
            }
            if code == 0, let token = told.text("access_token"), !token.isEmpty {
                let lasts = min(max(told.integer("expires_in") ?? 7_200, 0), 86_400) * .second
                refusal = nil
                current = (token, now + max(lasts - Self.margin, lasts / 2))
                return .token(token)
            }
            var refused = WeComFault.reply(code)
            refused.reason = "no access token: \(refused.reason)"
            // The message is not at fault.
            if refused.status != .retry { (refused.status, refused.retryAfter) = (.retry, 10 * .minute) }
            reply = refused
        }
        refusal = (reply, now + Self.pause)
        return .refused(reply)
    }
}
