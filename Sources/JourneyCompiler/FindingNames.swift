import JourneyLanguage

/// Names that nothing declares, or that are declared twice.
extension Finding {
    static func undeclared(_ name: String, _ kind: NameKind, suggestion: String?) -> Finding {
        let mend = didYouMean(suggestion)
        let what = kind.words
        return Finding(
            "J1062", .note, "no \(what.english) `\(name)` is declared" + mend.english, "没有声明过\(what.chinese) `\(name)`" + mend.chinese,
            label: label(suggestion), help: kind.declaration(name, isSecond: suggestion != nil), isStrictError: true)
    }

    static func undeclaredProperty(_ name: String, event: String, suggestion: String?) -> Finding {
        let mend = didYouMean(suggestion)
        return Finding(
            "J1063", .note, "the event `\(event)` declares no property `\(name)`" + mend.english,
            "事件 `\(event)` 没有声明属性 `\(name)`" + mend.chinese, label: label(suggestion),
            help: (
                "declare it: add a line such as `\(name) text` to `event \(event)`",
                "声明它：加一行，例如 `\(name) 文本`，写在 `事件 \(event)` 里"
            ), isStrictError: true)
    }

    private static func label(_ suggestion: String?) -> Wording.Both {
        suggestion.map { ("did you mean `\($0)`?", "是不是 `\($0)`？") } ?? ("not declared", "没有声明")
    }

    /// - Parameter place: of the first.
    static func declaredTwice(_ name: String, place: Bilingual) -> Finding {
        Finding(
            "J1064", .error, "`\(name)` is already declared at \(place.english)", "\(place.chinese) 已经声明过 `\(name)`",
            label: ("declared again", "重复声明"), help: ("keep one of the two, or give one another name", "留一个，或者给其中一个换个名称"))
    }

    static func choiceTwice(_ choice: String, of name: String) -> Finding {
        Finding(
            "J1065", .warning, "`\(choice)` stands twice among the values of `\(name)`", "`\(name)` 的取值里 `\(choice)` 写了两次",
            label: ("the same value again", "取值重复"), help: ("keep one of the two", "留一个就好"))
    }

    static func noTriggeringEvent(_ name: String) -> Finding {
        Finding(
            "J1066", .warning, "no event starts this journey, so `event.\(name)` is always unknown",
            "这个旅程不是由事件触发的，`event.\(name)` 永远没有值", label: ("of which event?", "哪个事件？"),
            help: (
                "use an attribute of the customer, or the last such event: `bought.\(name)`",
                "改用客户属性，或最近一次某事件的属性，如 `购买.\(name)`"
            ))
    }

    static func couponMember(_ name: String) -> Finding {
        Finding(
            "J1067", .error, "a coupon has no `\(name)`; did you mean `coupon.code`?", "优惠券没有 `\(name)`，是不是 `coupon.code`？",
            label: ("did you mean `code`?", "是不是 `code`？"),
            help: ("`coupon.code` is the code that was given last", "`coupon.code` 是最近发放的券码"))
    }

    static func notInAudience(_ word: String) -> Finding {
        Finding(
            "J1068", .error, "an audience cannot look at `\(word)`", "人群条件里不能用 `\(word)`", label: ("not in an audience", "人群里不能用"),
            help: (
                "who is in an audience follows from attributes, tags and past events; ask for `\(word)` in the journey",
                "人群由客户属性、标签和历史事件决定；`\(word)` 请写在旅程的条件里"
            ))
    }

    static func audienceCycle(_ cycle: String) -> Finding {
        Finding(
            "J1069", .error, "this audience depends on itself: \(cycle)", "人群互相依赖，绕成了圈：\(cycle)", label: ("a circle", "循环"),
            help: ("leave `in audience` out of one of them", "去掉其中一个的 \(inChinese(.inAudience))"))
    }

    static func audienceTooLarge(_ name: String, _ deepest: Int, _ largest: Int) -> Finding {
        Finding(
            "J1109", .error, "there is too much inside the audience `\(name)`", "人群 `\(name)` 里套得太多", label: ("too large", "太大"),
            help: (
                "audiences go \(deepest) deep, and with those inside them to \(largest) conditions; put what they share into an attribute or a tag",
                "人群最多套 \(deepest) 层，连同里面的人群最多 \(largest) 个条件；把共用的部分写进客户属性或标签"
            ))
    }

    static func sameOfFirst(_ event: String) -> Finding {
        Finding(
            "J1070", .error, "there is no event before `\(event)` that it could be the same as", "`\(event)` 前面没有别的事件，谈不上“同一”",
            label: ("the same as what?", "和谁相同？"),
            help: (
                "`with same` stands behind a later event, as in `ordered but not paid with same order within 30m`",
                "\(inChinese(.withSame)) 写在后面的事件上，例如 `下单 但 30分钟 内 未 付款 同一 订单`"
            ))
    }
}

extension NameKind {
    var words: Bilingual {
        switch self {
        case .event: .init("event", "事件")
        case .attribute: .init("attribute", "客户属性")
        case .message: .init("message", "消息")
        case .channel: .init("channel", "渠道")
        case .audience: .init("audience", "人群")
        case .coupon: .init("coupon", "优惠券池")
        case .journey: .init("journey", "旅程")
        }
    }

    /// How to declare one.
    fileprivate func declaration(_ written: String, isSecond: Bool) -> Wording.Both {
        let name = Spelling.name(written)
        let example = example(name)
        if self == .journey { return example }
        return isSecond
            ? ("or declare it: " + example.english, "或者声明它：" + example.chinese)
            : ("declare it: " + example.english, "声明它：" + example.chinese)
    }

    private func example(_ name: String) -> Wording.Both {
        switch self {
        case .event: ("`event \(name) end`", "`事件 \(name) 结束`")
        case .attribute: ("`customer \(name) text end`", "`客户 \(name) 文本 结束`")
        case .message: ("`message \(name) for sms \"…\" end`", "`消息 \(name) for 短信 \"…\" 结束`")
        case .channel: ("`channel \(name) adapter console end`", "`渠道 \(name) adapter console 结束`")
        case .audience: ("`audience \(name) = …` and a condition", "`人群 \(name) =` 后面写条件")
        case .coupon: ("`coupon \(name) stock 500 end`", "`优惠券池 \(name) 库存 500 结束`")
        case .journey: ("a journey of this workspace bears its name: `journey \(name) when …`", "工作区里要有这个旅程：`旅程 \(name) 当 …`")
        }
    }
}
