import JourneyLanguage

/// Channels and policies.
extension Finding {
    static func unknownAdapter(_ name: String, suggestion: String?) -> Finding {
        let mend = didYouMean(suggestion)
        return Finding(
            "J1050", .error, "there is no adapter `\(name)`" + mend.english, "没有 `\(name)` 这种适配器" + mend.chinese,
            label: suggestion.map { ("did you mean `\($0)`?", "是不是 `\($0)`？") } ?? ("unknown adapter", "不认识的适配器"),
            help: ("there are \(ChannelCheck.adapterList.english)", "可用的有 \(ChannelCheck.adapterList.chinese)"))
    }

    static func missingAdapter(_ name: String) -> Finding {
        Finding(
            "J1052", .error, "the channel `\(name)` has no adapter", "渠道 `\(name)` 没有写适配器", label: ("which adapter?", "用哪个适配器？"),
            help: ("write `adapter console` or `adapter file` into it", "在里面写 `adapter console` 或 `adapter file`"))
    }

    static func missingSetting(_ setting: AdapterSettings.Setting, _ adapter: String, of channel: String) -> Finding {
        Finding(
            "J1053", .error, "the channel `\(channel)` lacks the setting `\(setting.name)` that the adapter `\(adapter)` needs",
            "渠道 `\(channel)` 缺少适配器 `\(adapter)` 需要的设置 `\(setting.name)`", label: ("`\(setting.name)` is missing", "缺少 `\(setting.name)`"),
            help: ("write `\(setting.name) \(setting.example)` into it", "在里面写 `\(setting.name) \(setting.example)`"))
    }

    static func wrongSetting(_ setting: AdapterSettings.Setting) -> Finding {
        let (english, chinese) = setting.kind.words
        return Finding(
            "J1054", .error, "`\(setting.name)` is \(english)", "`\(setting.name)` 的值应该是\(chinese)", label: ("not \(english)", "不是\(chinese)"),
            help: ("write it as in `\(setting.name) \(setting.example)`", "例如写 `\(setting.name) \(setting.example)`"))
    }

    static func unknownSetting(_ key: String, _ adapter: String, known: [String]) -> Finding {
        let names = known.map { "`\($0)`" }
        return Finding(
            "J1055", .error, "the adapter `\(adapter)` knows no setting `\(key)`", "适配器 `\(adapter)` 没有 `\(key)` 这个设置",
            label: ("unknown setting", "不认识的设置"), help: ("it takes \(names.joined(separator: ", "))", "可以写 \(names.joined(separator: "、"))"))
    }

    static func misspeltSetting(_ key: String, suggestion: String) -> Finding {
        Finding(
            "J1056", .warning, "`\(key)` is no setting of this adapter; did you mean `\(suggestion)`?",
            "这个适配器没有 `\(key)` 这个设置，是不是 `\(suggestion)`？", label: ("did you mean `\(suggestion)`?", "是不是 `\(suggestion)`？"))
    }

    static func duplicateChannel(_ name: String, path: String) -> Finding {
        Finding(
            "J1057", .error, "a channel `\(name)` is already declared in `\(path)`", "`\(path)` 里已经声明过渠道 `\(name)`",
            label: ("declared again", "重复声明"), help: ("give one of the two another name", "给其中一个换个名称"))
    }

    static func literalSecret(_ key: String) -> Finding {
        Finding(
            "J1058", .error, "`\(key)` is a secret and must not stand in a file", "`\(key)` 是密钥，不能写在文件里",
            label: ("readable by everybody", "谁都能看到"),
            help: (
                "write `\(key) env NAME` and set the environment variable where the scheduler runs",
                "写成 `\(key) 环境变量 变量名`，在运行旅程的机器上设置这个环境变量"
            ))
    }

    static func contradiction(_ rule: String, _ other: String, path: String) -> Finding {
        Finding(
            "J1060", .error, "`\(rule)` contradicts `\(other)` in `\(path)`", "`\(rule)` 和 `\(path)` 里的 `\(other)` 冲突", label: ("which of the two?", "以哪个为准？"),
            help: ("a workspace has one policy: keep one of the two", "一个工作区只有一套策略，留一个就好"))
    }

    static func unknownTimeZone(_ name: String, suggestion: String?) -> Finding {
        let mend = didYouMean(suggestion)
        return Finding(
            "J1061", .error, "there is no time zone `\(name)`" + mend.english, "没有 `\(name)` 这个时区" + mend.chinese,
            label: suggestion.map { ("did you mean `\($0)`?", "是不是 `\($0)`？") } ?? ("unknown time zone", "不认识的时区"),
            help: ("write it as in `Asia/Shanghai`", "写法如 `Asia/Shanghai`"))
    }

    static func alertViaItself(_ channel: String) -> Finding {
        Finding(
            "J1099", .error, "the alert that `\(channel)` fails would leave through `\(channel)`", "渠道 `\(channel)` 失败的告警，又要从 `\(channel)` 发出去",
            label: ("this is the channel that fails", "失败的正是这个渠道"),
            help: ("name another channel", "换一个渠道"))
    }

    static func alertFromTheStart(_ coupon: String, stock: Int) -> Finding {
        Finding(
            "J1094", .error, "the coupon `\(coupon)` has only \(stock) codes, so this alert is on from the start",
            "优惠券池 `\(coupon)` 总共只有 \(stock) 张，这条告警一开始就会触发", label: ("never off", "一直在告警"),
            help: ("write a number up to \(stock)", "写一个不超过 \(stock) 的数"))
    }
}
