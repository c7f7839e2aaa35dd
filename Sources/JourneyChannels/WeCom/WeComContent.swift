import JourneyModel

/// What a message looks like in WeCom, by the parts that it has.
///
/// https://developer.work.weixin.qq.com/document/path/90236. `appid` makes a mini-program notice: `title`, `page`, `description`,
/// and every other part a line of its own under its name. `title` and `url` make an article, with `description` or `text`, and
/// `picture`.
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
        ChannelReply(
            .failed, reason: "the message `\(message.content)` says nothing on this channel: give it a text `for \(message.channel)`")
    }
}
