import JourneyModel

/// What the error codes of WeCom mean, as its table of them says: https://developer.work.weixin.qq.com/document/path/90313.
///
/// Its `errmsg` repeats addresses and what was asked, and is not shown.
enum WeComFault {
    /// Another token will do.
    static let staleToken: Set<Int64> = [40014, 41001, 42001]
    /// One receiver of many makes the whole request invalid, and nobody got it.
    static let oneOfMany: Set<Int64> = [40003, 40031, 40096, 41056, 46004, 60021, 60111, 84061, 84084]
    /// A robot, or an interface, was asked too often.
    static let tooOften: Int64 = 45009
    static let noTask: Int64 = 41047
    /// The task was cancelled before.
    static let cancelledTask: Int64 = 41093
    /// The three reminders of a task's day are used up.
    static let tooManyReminders: Int64 = 41094

    static func reply(_ code: Int64) -> ChannelReply {
        guard let (status, wait, words) = meanings[code] else { return ChannelReply(.failed, reason: "WeCom refuses it with \(code)") }
        return ChannelReply(status, reason: "\(words) (\(code))", retryAfter: wait)
    }

    private typealias Meaning = (ChannelReply.Status, Microseconds?, String)

    private static let meanings: [Int64: Meaning] = {
        var all: [Int64: Meaning] = [:]
        for (codes, meaning) in table { for code in codes { all[code] = meaning } }
        return all
    }()

    private static let table: [(codes: [Int64], Meaning)] = passing + forAnAdministrator + aboutTheReceiver + aboutTheMessage

    private static let passing: [(codes: [Int64], Meaning)] = [
        ([-1, 6000], (.retry, nil, "WeCom is busy")), ([45033], (.retry, 10 * .second, "WeCom has been asked too often at once")),
        // What is refused for a minute's number is let through after a minute, and so on for hours and days.
        ([45009], (.retry, .minute, "WeCom has been asked too often")),
        ([41063], (.retry, .minute, "the task is still being handed out")),
        ([40014, 41001, 42001], (.retry, nil, "WeCom does not take the access token")),
        ([81026], (.retry, 10 * .minute, "WeCom is being maintained")),
    ]

    /// The messages are not at fault, so they are tried again. Seldom: who gives a wrong secret too often is shut out for an
    /// hour.
    private static let forAnAdministrator: [(codes: [Int64], Meaning)] = [
        ([40001, 40091, 41004, 45031], (.retry, 10 * .minute, "the secret is not right")),
        ([40013, 41002], (.retry, 10 * .minute, "there is no such corp")),
        ([40056, 41011], (.retry, 10 * .minute, "there is no such agent")),
        ([301002], (.retry, 10 * .minute, "the secret belongs to another agent")),
        ([48001, 48002, 48004, 48006, 60011, 84074], (.retry, 10 * .minute, "the application may not do this")),
        ([50003], (.retry, 10 * .minute, "the application is switched off")),
        ([60020], (.retry, 10 * .minute, "this machine's address is not allowed")),
        ([93000, 93004, 93008], (.retry, 10 * .minute, "there is no such robot, or it is switched off or not in the group")),
    ]

    private static let aboutTheReceiver: [(codes: [Int64], Meaning)] = [
        ([40003, 40031, 46004, 60111], (.unreachable, nil, "there is no such user")),
        ([60021, 81013], (.unreachable, nil, "the user does not see the application")),
        ([40096, 41056], (.unreachable, nil, "there is no such customer")),
        ([41048, 84061, 84084], (.unreachable, nil, "no employee has this customer")),
    ]

    private static let aboutTheMessage: [(codes: [Int64], Meaning)] = [
        ([40007, 41006], (.failed, nil, "the picture is not known, or older than three days")),
        ([40008], (.failed, nil, "WeCom does not take this kind of message")),
        ([40035, 40058, 40063], (.failed, nil, "WeCom does not take a part of the message")),
        ([40039, 40094, 45034], (.failed, nil, "WeCom does not take the link")),
        ([40201, 82004], (.failed, nil, "WeCom refuses the content")),
        ([41016, 41033], (.failed, nil, "the message lacks a title or a description")),
        ([41064, 41065], (.failed, nil, "WeCom does not take the attachment")),
        ([41047], (.failed, nil, "there is no such task")),
        ([41093], (.failed, nil, "the task was cancelled")), ([41094], (.retry, .day, "the day's reminders are used up")),
        ([44004, 82001], (.failed, nil, "the message is empty, or names nobody")),
        ([45002], (.failed, nil, "the message is too long")),
        ([45008], (.failed, nil, "the message has too many articles")),
    ]
}
