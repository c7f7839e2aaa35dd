import JourneyLanguage

/// What lints find in a workspace as a whole, and in its schedules and messages.
extension Finding {
    static func noConsent(_ journey: String) -> Finding {
        Finding(
            "J1207", .note, "nothing asks for consent before marketing messages such as those of `\(journey)`", "`\(journey)` 等旅程发送营销消息前没有检查客户是否同意",
            label: ("no `require consent`", "没有 \(inChinese(.requireConsent))"),
            help: (
                "write `require consent marketing` into the policy; a journey for notices alone is `class transactional`",
                "在策略里写 `须同意 营销`；只发通知的旅程写 `类别 服务通知`"
            ))
    }

    static func noCap(_ channels: [String]) -> Finding {
        let shown = channels.prefix(3).map { "`\($0)`" }
        return Finding(
            "J1208", .note, "no cap counts the marketing messages via " + shown.joined(separator: ", "), "没有频次上限管到通过 " + shown.joined(separator: "、") + " 发送的营销消息",
            label: ("as many as there are", "发多少都行"),
            help: ("write a cap into the policy, as in `at most 3 messages per 7d`", "在策略里写上限，例如 `每 7天 最多 3 条消息`"))
    }

    static func quietAlways(_ channel: String?) -> Finding {
        Finding(
            "J1209", .error, channel.map { "the quiet hours leave `\($0)` no time to send" } ?? "the quiet hours leave no time to send",
            channel.map { "免打扰加起来，`\($0)` 没有能发送的时间" } ?? "免打扰加起来，没有能发送的时间", label: ("closes the last gap", "最后的空档也没了"),
            help: ("leave a few hours of the day open", "每天要留出能发送的时段"))
    }

    static func quietSchedule(_ time: String, until: String) -> Finding {
        Finding(
            "J1210", .note, "`\(time)` lies in the quiet hours: the message waits until `\(until)`", "`\(time)` 在免打扰时段内，消息会等到 `\(until)` 才发", label: ("quiet then", "这时免打扰"),
            help: ("write `\(until)` or later, or make the quiet hours shorter", "改成 `\(until)` 或更晚，或者缩短免打扰"))
    }

    static func unknownPlaceholder(_ name: String) -> Finding {
        Finding(
            "J1211", .note, "customers without `\(name)` do not get this message", "没有 `\(name)` 的客户收不到这条消息", label: ("may be unknown", "可能没有值"),
            help: ("say what stands there for them: `{\(name) or \"…\"}`", "写上没有时显示什么：`{\(name) or \"…\"}`"))
    }

    static func sameHour(_ other: String, channel: String, place: Bilingual) -> Finding {
        Finding(
            "J1213", .note, "the same customer can get a message of `\(other)` at \(place.english) within the hour, via `\(channel)` too",
            "同一位客户在一小时内还可能收到旅程 `\(other)`（\(place.chinese)）的消息，也是通过 `\(channel)`", label: ("two at once", "会收到两条"),
            help: (
                "tell them apart by `for customers where`, or let the policy choose: `at most 1 message per 1d via \(channel)`",
                "用 `面向 客户 满足` 把人分开，或者让策略来选：`每 1天 最多 1 条消息 通过 \(channel)`"
            ))
    }

    static func mixedLanguages(_ word: String, isChineseFile: Bool) -> Finding {
        Finding(
            "J1216", .note, isChineseFile ? "`\(word)` is English in a file that is mostly Chinese" : "`\(word)` is Chinese in a file that is mostly English",
            isChineseFile ? "这个文件主要是中文，`\(word)` 却是英文" : "这个文件主要是英文，`\(word)` 却是中文", label: ("two languages", "两种语言混用"),
            help: isChineseFile
                ? ("`journey fmt --language zh` writes all of it in Chinese", "`journey fmt --language zh` 可以统一成中文")
                : ("`journey fmt --language en` writes all of it in English", "`journey fmt --language en` 可以统一成英文"))
    }

    static func guessedName(_ word: String) -> Finding {
        Finding(
            "J0160", .note, "`\(word)` is read as one name, cut out of words without spaces", "没有空格，这里把 `\(word)` 当成了一个名称",
            label: ("declared nowhere", "没有声明过"),
            help: (
                "where that is right, declare it; otherwise put a space or quotes where the name ends",
                "读对了可以在目录里声明它；读错了就在名称前后加空格，或者给名称加引号"
            ))
    }

    static var smsWithoutSignature: Finding {
        Finding(
            "J1218", .note, "a marketing text message in Chinese begins with the sender in 【】", "营销短信要以【】里的签名开头", label: ("no signature", "没有签名"),
            help: ("begin it with the name that is registered with the carrier, as in `【…】`", "开头写上报备过的签名，例如 `【…】`"))
    }

    static func smsWithoutWayOut(isChinese: Bool) -> Finding {
        Finding(
            "J1219", .note, "this marketing text message does not say how to get no more of them", "这条营销短信没有写怎么退订", label: ("no way to unsubscribe", "没有退订方式"),
            help: isChinese ? ("end it with `退订回T`", "结尾写上 `退订回T`") : ("end it with `Reply STOP to opt out`", "结尾写上 `Reply STOP to opt out`"))
    }

    static func onceByDefault(_ event: String) -> Finding {
        Finding(
            "J1220", .note, "each customer enters this once in a lifetime, however often `\(event)` happens", "`\(event)` 会反复发生，而每个客户一生只进入这个旅程一次",
            label: ("`once` where nothing is said", "没写就是 \(inChinese(.once))"),
            help: ("write `again after 30d` or `again always`, or `once` where that is meant", "写 `间隔 30天 可再次进入` 或 \(inChinese(.againAlways))；确实只要一次就写 \(inChinese(.once))"))
    }

    static var midnight: Finding {
        Finding(
            "J1223", .warning, "without a time this sends at midnight", "没有写时间，会在零点发送", label: ("at 0:00", "0:00 发送"),
            help: ("say when, as in `at 10:00`", "写上时间，例如 `10:00`"))
    }

    static var everybody: Finding {
        Finding(
            "J1224", .note, "this sends to every customer there is", "会发给所有客户", label: ("to whom?", "发给谁？"),
            help: ("say whom it is for, as in `for customers where bought within 365d`", "写明面向谁，例如 `面向 客户 满足 365天 内 购买`"))
    }

    static func keptTooShort(_ span: String, kept: String) -> Finding {
        Finding(
            "J1230", .note, "this looks back \(span), and events are kept \(kept)", "这里要看 \(span) 以内，事件只保留 \(kept)",
            label: ("at first only the last \(kept)", "刚上线时只看得到最近 \(kept)"),
            help: (
                "it counts from what is there when it is deployed, and misses nothing from then on; to see all of it at once, keep events as long",
                "上线时从现有的事件算起，之后不会漏；想一上线就看全，就把事件保留得同样久"
            ))
    }

    static func channelsUndeclared(_ channels: [String]) -> Finding {
        let shown = channels.map { "`\($0)`" }
        return Finding(
            "J1228", .note, "none of " + shown.joined(separator: ", ") + " is declared: messages are printed, and the first channel never fails",
            shown.joined(separator: "、") + " 都没有声明：消息只会打印出来，也不会用到备用渠道", label: ("not declared", "没有声明"),
            help: ("declare them, as in `channel \(channels[0]) adapter console end`", "先声明渠道，例如 `渠道 \(channels[0]) adapter console 结束`"))
    }
}
