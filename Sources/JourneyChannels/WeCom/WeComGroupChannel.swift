import JourneyModel

/// Messages to customers through the employee who knows them: a task that the employee confirms.
///
/// https://developer.work.weixin.qq.com/document/path/92135. `sent` says that the task is there; its number is the provider id.
/// What becomes of it is asked for (`WeComTasks`): `delivered` when the employee has sent it, `failed` when not, or when the
/// customer has had as many as WeCom lets through. Without `sender` the task goes to whoever spoke with the customer last. Those
/// who get the same are one task. `text` is the text; `title` and `url` attach a link, with `description` and `picture`; `appid`
/// with `page`, `title` and `picture_id` a mini program; `sender` names the employee.
public final class WeComGroupChannel: Channel {
    public struct Settings: Sendable {
        public var account: WeComAccount
        /// The employee; empty: whoever has the customer.
        public var sender = ""
        /// How often a day an employee who has not sent it yet is reminded, three times at most.
        public var reminders = 1
        /// After so long the task is ended, and counts as declined.
        public var patience: Microseconds = 2 * .day
        /// Who gets a task that the first employee declined; empty: nobody.
        public var substitute = ""

        public init(_ account: WeComAccount) { self.account = account }
    }

    public let isIdempotent = false
    let settings: Settings
    let tasks: WeComTasks
    private let client: WeComClient

    public init(_ settings: Settings, transport: any HTTPTransport, clock: @escaping @Sendable () -> Timestamp) {
        self.settings = settings
        client = settings.account.client(transport, clock)
        tasks = WeComTasks(client: client)
    }

    public var limits: ChannelLimits { settings.account.limits }

    public func send(_ messages: [ChannelMessage]) async -> [ChannelReply] {
        await sendBatches(messages, concurrency: settings.account.concurrency, Self.refusal) { batch in
            await batch.send({ await self.create(batch.body, $0) }, Self.reply)
        }
    }

    public func close() async { client.close() }

    private static func refusal(_ message: ChannelMessage) -> ChannelReply? {
        if message.to.isEmpty { return ChannelReply(.unreachable, reason: "the address is no customer of WeCom") }
        return message.text.isEmpty && attachment(message.body) == nil ? WeComContent.missing(message) : nil
    }

    private func create(_ body: MessageBody, _ receivers: [WeComBatch.Receiver]) async -> WeComClient.Answer {
        var request = JSONObject()
        request.add("chat_type", "single")
        request.add("external_userid", receivers.map(\.to))
        let sender = body["sender"].isEmpty ? settings.sender : body["sender"]
        if !sender.isEmpty { request.add("sender", sender) }
        if !body["text"].isEmpty {
            var text = JSONObject()
            text.add("content", body["text"])
            request.add("text", text)
        }
        if let attachment = Self.attachment(body) { request.add("attachments", [attachment]) }
        return await client.post("/cgi-bin/externalcontact/add_msg_template", request)
    }

    static func reply(_ answer: AnswerJSON) -> (WeComBatch.Receiver) -> ChannelReply {
        let failed = Set(answer.texts("fail_list"))
        let sent = ChannelReply(.sent, providerID: answer.text("msgid", upTo: 200))
        let refused = ChannelReply(.unreachable, reason: "no employee's customer, or has had as many as WeCom lets through (fail_list)")
        return { failed.contains($0.to) ? refused : sent }
    }

    private static func attachment(_ body: MessageBody) -> JSONObject? {
        var content = JSONObject()
        let kind: String
        if !body["appid"].isEmpty {
            kind = "miniprogram"
            for (name, part) in [("title", "title"), ("pic_media_id", "picture_id"), ("appid", "appid"), ("page", "page")] {
                content.add(name, body[part])
            }
        } else if !body["title"].isEmpty, !body["url"].isEmpty {
            kind = "link"
            content.add("title", body["title"])
            if !body["picture"].isEmpty { content.add("picurl", body["picture"]) }
            if !body["description"].isEmpty { content.add("desc", body["description"]) }
            content.add("url", body["url"])
        } else {
            return nil
        }
        var attachment = JSONObject()
        attachment.add("msgtype", kind)
        attachment.add(kind, content)
        return attachment
    }
}

extension WeComGroupChannel.Settings {
    static let names = ["corp", "secret", "sender", "reminders", "patience", "substitute", "host", "timeout", "concurrency"]

    init(_ settings: ChannelSettings) throws(ChannelError) {
        self.init(try WeComAccount(settings))
        sender = try settings.text("sender", or: sender)
        reminders = try settings.whole("reminders", or: reminders, 0...3)
        patience = try settings.duration("patience", or: patience, .hour...30 * .day, "from 1h to 30d")
        substitute = try settings.text("substitute", or: substitute)
    }
}
