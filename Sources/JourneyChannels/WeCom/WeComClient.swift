import JourneyModel

/// Asks WeCom's server interface, with a token that is renewed when it is refused.
final class WeComClient: Sendable {
    enum Answer {
        case taken(AnswerJSON)
        case refused(code: Int64)
        /// Nobody can say more of any of the messages.
        case unanswered(ChannelReply)
    }

    private let account: WeComAccount
    private let transport: any HTTPTransport
    private let clock: @Sendable () -> Timestamp
    private let tokens: WeComTokens

    init(_ account: WeComAccount, transport: any HTTPTransport, clock: @escaping @Sendable () -> Timestamp) {
        self.account = account
        self.transport = transport
        self.clock = clock
        tokens = WeComTokens(
            host: account.host, corp: account.corp, secret: account.secret, timeout: account.timeout, transport: transport, clock: clock)
    }

    func close() { transport.close() }

    func post(_ path: String, _ body: JSONObject) async -> Answer {
        var refused: String?
        // A second refusal in a row is no longer a matter of age.
        for attempt in 1...2 {
            let token: String
            switch await tokens.token(not: refused) {
            case .token(let text): token = text
            case .refused(let reply): return .unanswered(reply)
            }
            let answer = await Self.post(
                "\(account.host)\(path)?access_token=\(PercentCode.encoded(token))", body, transport, account.timeout, clock)
            guard attempt == 1, case .refused(let code) = answer, WeComFault.staleToken.contains(code) else { return answer }
            refused = token
        }
        return .unanswered(WeComFault.reply(40014))
    }

    static func post(
        _ url: String, _ body: JSONObject, _ transport: any HTTPTransport, _ timeout: Microseconds, _ clock: @Sendable () -> Timestamp
    ) async -> Answer {
        let headers = [(name: "Content-Type", value: "application/json; charset=utf-8")]
        let request = HTTPRequest("POST", url, headers: headers, body: body.bytes)
        switch await transport.send(request, deadline: timeout) {
        case .failure(let fault): return .unanswered(fault.reply)
        case .success(let response): return answer(response, now: clock())
        }
    }

    static func answer(_ response: HTTPResponse, now: Timestamp) -> Answer {
        guard let told = AnswerJSON(response.body), let code = told.integer("errcode") else {
            if (200..<300).contains(response.status) {
                return .unanswered(ChannelReply(.uncertain, reason: "WeCom's answer is not readable"))
            }
            return .unanswered(response.reply(now: now, isIdempotent: false))
        }
        return code == 0 ? .taken(told) : .refused(code: code)
    }
}
