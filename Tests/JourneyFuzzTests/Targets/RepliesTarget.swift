import JourneyModel

@testable import JourneyChannels

/// Answers of providers and adapters: whatever they are, there is one meaning of them, and it is within bounds.
///
/// Where nobody knows whether a message was taken, no answer may make it leave again.
enum RepliesTarget {
    private static let now = Timestamp(microseconds: 1_795_422_600_000_000)

    static func check(_ input: [UInt8]) throws {
        let response = response(input)
        let readable = AnswerJSON(response.body)
        let isFine = (200..<300).contains(response.status)
        if let reply = readable?.reply { try check(reply, "an adapter's line") }
        for isIdempotent in [true, false] {
            let reply = response.reply(now: now, isIdempotent: isIdempotent)
            try check(reply, "a status")
            try require(isFine == (reply.status == .sent), "status \(response.status) is \(reply.status)")
        }
        let sms = SMSAnswer.reply(response, now: now)
        try check(sms, "SendSms")
        try require((sms.status == .sent) == (readable?.text("Code") == "OK"), "SendSms says `sent` of something else")
        if isFine, readable?.text("Code") == nil { try require(sms.status == .uncertain, "an unreadable answer of SendSms is \(sms.status)") }
        try checkWeCom(WeComClient.answer(response, now: now), isFine, readable?.integer("errcode"))
    }

    private static func checkWeCom(_ answer: WeComClient.Answer, _ isFine: Bool, _ code: Int64?) throws {
        switch answer {
        case .unanswered(let reply):
            try check(reply, "WeCom")
            try require(code == nil && reply.status != .sent, "WeCom's unreadable answer is \(reply.status)")
            if isFine { try require(reply.status == .uncertain, "WeCom's unreadable answer is \(reply.status)") }
        case .refused(let code):
            let reply = WeComFault.reply(code)
            try check(reply, "WeCom's \(code)")
            try require(reply.status != .sent && reply.status != .uncertain && reply.reason.contains("\(code)"), "WeCom's \(code) is \(reply)")
        case .taken(let told):
            try require(code == 0, "WeCom took it with \(code.map(String.init) ?? "nothing")")
            for reply in [WeComChannel.reply(told), WeComGroupChannel.reply(told)] {
                for to in ["lin", "wm1", ""] { try check(reply((place: 0, to: to)), "WeCom's receivers") }
            }
            var states: [String: TaskReport.State] = [:]
            for list in ["task_list", "send_list"] { WeComTasks.add(told.objects(list), to: &states) }
            let first = states
            WeComTasks.add(told.objects("send_list"), to: &states)
            try require(states == first || told.objects("task_list").contains { $0.text("external_userid") != nil }, "a second look finds another end")
        }
    }

    private static func check(_ reply: ChannelReply, _ what: String) throws {
        try require(reply.providerID.unicodeScalars.count <= 200 * 64 && reply.providerID.count <= 200, "\(what): a long provider id")
        try require(reply.reason.count <= 700, "\(what): a long reason")
        if let wait = reply.retryAfter { try require((0...Microseconds.day).contains(wait), "\(what): a wait of \(wait)") }
    }

    /// `429 7` and the body behind the line.
    private static func response(_ input: [UInt8]) -> HTTPResponse {
        let end = input.firstIndex(of: UInt8(ascii: "\n")) ?? input.count
        let words = String(decoding: input[..<end], as: UTF8.self).split(separator: " ", maxSplits: 1)
        let status = words.first.flatMap { Int($0) } ?? 200
        let headers = words.count > 1 ? [(name: "Retry-After", value: String(words[1]))] : []
        return HTTPResponse(status: status, headers: headers, body: Array(input.dropFirst(end + 1)))
    }
}
