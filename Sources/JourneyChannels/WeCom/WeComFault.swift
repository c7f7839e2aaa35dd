import JourneyModel

/// What the error codes of WeCom mean.
///
/// https://developer.work.weixin.qq.com/document/path/90313. Its `errmsg` repeats addresses and what was asked, and is not shown.
enum WeComFault {
    /// Another token will do.
    static let staleToken: Set<Int64> = [40014, 41001, 42001]
    /// One receiver of many makes the whole request invalid, and nobody got it.
    static let oneOfMany: Set<Int64> = [40003, 40031, 40096, 46004, 60111, 84061]

    static func reply(_ code: Int64) -> ChannelReply {
        guard let (status, wait, words) = meanings[code] else { return ChannelReply(.failed, reason: "WeCom refuses it with \(code)") }
        return ChannelReply(status, reason: "\(words) (\(code))", retryAfter: wait)
    }

    /// What waits for an administrator is tried again: the messages are not at fault.
    private static let meanings: [Int64: (ChannelReply.Status, Microseconds?, String)] = [
        -1: (.retry, nil, "WeCom is busy"), 45009: (.retry, .minute, "WeCom has been asked too often"),
        45033: (.retry, 10 * .second, "WeCom has been asked too often at once"), 40014: (.retry, nil, "WeCom does not take the access token"),
        41001: (.retry, nil, "WeCom does not take the access token"), 42001: (.retry, nil, "WeCom does not take the access token"),
        40001: (.retry, 10 * .minute, "the secret is not right"), 40013: (.retry, 10 * .minute, "there is no such corp"),
        40056: (.retry, 10 * .minute, "there is no such agent"), 48002: (.retry, 10 * .minute, "the application may not do this"),
        60011: (.retry, 10 * .minute, "the application may not do this"), 60020: (.retry, 10 * .minute, "this machine's address is not allowed"),
        301002: (.retry, 10 * .minute, "the secret belongs to another agent"), 93000: (.retry, 10 * .minute, "there is no such robot"),
        40003: (.unreachable, nil, "there is no such user"), 40031: (.unreachable, nil, "there is no such user"),
        46004: (.unreachable, nil, "there is no such user"), 60111: (.unreachable, nil, "there is no such user"),
        81013: (.unreachable, nil, "the user does not see the application"), 82001: (.unreachable, nil, "the user does not see the application"),
        40096: (.unreachable, nil, "there is no such customer"), 84061: (.unreachable, nil, "no employee has this customer"),
        41048: (.unreachable, nil, "no employee has this customer"), 41063: (.retry, .minute, "another such task is being handed out"),
        40008: (.failed, nil, "WeCom does not take this kind of message"), 40058: (.failed, nil, "WeCom does not take a part of the message"),
        44004: (.failed, nil, "the message is empty"), 45002: (.failed, nil, "the message is too long"),
        45008: (.failed, nil, "the message has too many articles"), 90500: (.failed, nil, "the mini program is not tied to the application"),
    ]
}
