import JourneyLanguage

/// What lints find in conditions.
extension Finding {
    static func alwaysTrue(_ text: String, beside other: String?) -> Finding {
        Finding(
            "J1202", .warning, other.map { "one of `\($0)` and `\(text)` always holds" } ?? "`\(text)` always holds",
            other.map { "`\($0)` 和 `\(text)` 总有一个成立" } ?? "`\(text)` 永远成立", label: ("true of everybody", "对谁都成立"),
            help: other == nil
                ? ("leave the condition out, or correct it", "去掉这个条件，或者改正它") : ("if both are meant, join them with `and`", "如果两个都要满足，用 \(inChinese(.and)) 连接"))
    }

    static func neverTrue(_ text: String, beside other: String?) -> Finding {
        Finding(
            "J1203", .warning, other.map { "`\(text)` cannot hold beside `\($0)`" } ?? "`\(text)` can never hold",
            other.map { "`\(text)` 和 `\($0)` 不可能同时成立" } ?? "`\(text)` 永远不成立", label: ("true of nobody", "对谁都不成立"),
            help: other == nil
                ? ("correct it", "请改正这个条件") : ("if either is enough, join them with `or`", "如果满足一个就行，用 \(inChinese(.or)) 连接"))
    }

    static func neverAsked(_ text: String, above other: String?) -> Finding {
        Finding(
            "J1229", .warning, other.map { "`\(text)` cannot hold where `\($0)` above did not" } ?? "`\(text)` cannot hold where nothing above did",
            other.map { "前面 `\($0)` 不成立时，`\(text)` 也不可能成立" } ?? "前面都不成立时，`\(text)` 也不可能成立", label: ("already decided above", "前面已经判断过"),
            help: ("put the narrower condition first, or correct it", "把更窄的条件写在前面，或者改正它"))
    }

    static func reactionWindow(_ window: String, waited: String) -> Finding {
        Finding(
            "J1204", .warning, "this looks back `\(window)`, and the message left `\(waited)` before", "这里只看最近 `\(window)`，而消息是 `\(waited)` 之前发出的",
            label: ("misses who reacted at once", "看不到当时就有反应的客户"),
            help: ("look back as long as was waited: `within \(waited)`", "等了多久就看多久：`\(waited) 内`"))
    }

    static func bareWord(_ word: String, beside value: String) -> Finding {
        Finding(
            "J1217", .warning, "`\(word)` without quotes is a value to be looked up, and nothing knows it; did you mean `\"\(word)\"`?",
            "`\(word)` 没有引号，会被当成属性去查，而没有这个属性，是不是 `\"\(word)\"`？", label: ("a text stands in quotes", "文字要加引号"),
            help: ("compare `\(value)` with a text in quotes", "`\(value)` 要和加了引号的文字比较"), isStrictError: true)
    }
}
