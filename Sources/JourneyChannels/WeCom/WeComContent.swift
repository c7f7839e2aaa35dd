import JourneyModel

/// What a message looks like in WeCom, by the parts that it has.
///
/// https://developer.work.weixin.qq.com/document/path/90236. `appid` makes a mini-program notice: `title`, `page`, `description`, and
/// every other part a line of its own under its name. `title` and `url` make an article, with `description` or `text`, and `picture`.
/// `markdown` is Markdown; `text` alone a text.
enum WeComContent {
    /// `msgtype` and the member of that name; nil where the message says nothing here.
    static func members(_ body: MessageBody) -> (kind: String, content: JSONObject)? {
        func has(_ name: String) -> Bool { !body[name].isEmpty }
        if has("appid") { return ("miniprogram_notice", notice(body)) }
        var content = JSONObject()
        if has("title"), has("url") {
            content.add("articles", [article(body)])
            return ("news", content)
        }
        for kind in ["markdown", "text"] where has(kind) {
            content.add("content", body[kind])
            return (kind, content)
        }
        return nil
    }

    static func article(_ body: MessageBody) -> JSONObject {
        var article = JSONObject()
        article.add("title", body["title"])
        let description = body["description"].isEmpty ? body["text"] : body["description"]
        if !description.isEmpty { article.add("description", description) }
        article.add("url", body["url"])
        if !body["picture"].isEmpty { article.add("picurl", body["picture"]) }
        return article
    }

    private static func notice(_ body: MessageBody) -> JSONObject {
        var notice = JSONObject()
        notice.add("appid", body["appid"])
        for name in ["page", "title", "description"] where !body[name].isEmpty { notice.add(name, body[name]) }
        let own: Set = ["appid", "page", "title", "description", "text"]
        // No more are shown.
        let lines = body.parts.filter { !own.contains($0.name) && !$0.text.isEmpty }.prefix(10).map { part in
            var line = JSONObject()
            line.add("key", part.name)
            line.add("value", part.text)
            return line
        }
        if !lines.isEmpty { notice.add("content_item", Array(lines)) }
        return notice
    }

    static func missing(_ message: ChannelMessage) -> ChannelReply {
        ChannelReply(.failed, reason: "the message `\(message.content)` says nothing on this channel: give it a text `for \(message.channel)`")
    }
}

/// Messages that say the same to different people, to be sent at once.
struct WeComBatch {
    /// Of one request.
    static let most = 1_000

    var body: MessageBody
    /// Places in what was handed over.
    var places: [Int]

    /// In the order of their first messages. The same receiver twice is never in one batch: it would get one message for two.
    static func cut(_ messages: [ChannelMessage], _ places: [Int]) -> [WeComBatch] {
        var batches: [WeComBatch] = []
        var receivers: [Set<String>] = []
        var open: [String: [Int]] = [:]
        for place in places {
            let message = messages[place]
            let name = message.body.parts.map { "\($0.name.utf8.count):\($0.name)\($0.text.utf8.count):\($0.text)" }.joined()
            let receiver = message.to.lowercased()
            if let batch = open[name]?.first(where: { batches[$0].places.count < most && !receivers[$0].contains(receiver) }) {
                batches[batch].places.append(place)
                receivers[batch].insert(receiver)
            } else {
                open[name, default: []].append(batches.count)
                batches.append(WeComBatch(body: message.body, places: [place]))
                receivers.append([receiver])
            }
        }
        return batches
    }
}

/// Sends batches, some at once, and puts the replies in the places of their messages.
func sendBatches(
    _ messages: [ChannelMessage], concurrency: Int, _ isSendable: (ChannelMessage) -> ChannelReply?,
    _ send: @escaping @Sendable (WeComBatch) async -> [(place: Int, reply: ChannelReply)]
) async -> [ChannelReply] {
    var replies = messages.map { isSendable($0) ?? ChannelReply(.uncertain, reason: "the channel gave no reply") }
    let batches = WeComBatch.cut(messages, messages.indices.filter { isSendable(messages[$0]) == nil })
    await withTaskGroup(of: [(place: Int, reply: ChannelReply)].self) { group in
        var next = 0
        func begin() {
            let batch = batches[next]
            next += 1
            group.addTask { await send(batch) }
        }
        while next < min(max(concurrency, 1), batches.count) { begin() }
        while let answered = await group.next() {
            for (place, reply) in answered { replies[place] = reply }
            if next < batches.count { begin() }
        }
    }
    return replies
}
