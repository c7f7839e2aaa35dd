import JourneyLanguage

/// Conditions and values.
extension Finding {
    static func bareCondition(_ text: String) -> Finding {
        bare(text, label: ("true or false?", "要和什么比？"), help: ("write `\(text) is true`", "写成 `\(text) 是 真`"))
    }

    /// `city is "Berlin" or "Paris"`.
    static func bareLiteral(_ text: String) -> Finding {
        bare(
            text, label: ("what is it compared with?", "要和什么比？"),
            help: (
                "say the whole comparison, such as `city is \(text)`, or put several values in a list, `city in (\(text), …)`",
                "把比较写完整，例如 `城市 是 \(text)`；几个值写成列表 `城市 属于 (\(text), …)`"
            ))
    }

    private static func bare(_ text: String, label: Wording.Both, help: Wording.Both) -> Finding {
        Finding("J1010", .error, "`\(text)` is a value, not a condition", "`\(text)` 只是一个值，不是条件", label: label, help: help)
    }

    /// - Parameter ours: the condition that says it, where it is compared with `true` or `false`.
    static func conditionAsValue(_ ours: String? = nil) -> Finding {
        Finding(
            "J1011", .error, "a condition stands where a value is expected", "这里要的是值，写的却是条件", label: ("a condition", "这是条件"),
            help: ours.map { ("a condition is true or false by itself: write `\($0)`", "条件本身就有真假，直接写 `\($0)`") } ?? ("use `if … else … end` around the step", "用 `如果 … 否则 … 结束` 把步骤包起来"))
    }

    static func incomparable(_ sign: String, _ left: Bilingual, _ right: Bilingual) -> Finding {
        Finding(
            "J1012", .error, "`\(sign)` compares \(left.english) with \(right.english), which is never true",
            "`\(sign)` 一边是\(left.chinese)、一边是\(right.chinese)，永远不成立", label: ("two kinds of values", "两边类型不同"),
            help: ("compare values of one kind", "两边要用同一种类型的值"))
    }

    static func noArithmetic(_ sign: String, _ kind: Bilingual) -> Finding {
        Finding(
            "J1013", .error, "`\(sign)` cannot calculate with \(kind.english)", "`\(sign)` 不能用来计算\(kind.chinese)",
            label: ("nothing to calculate with", "不能计算"), help: ("numbers and durations can be calculated with", "能计算的只有数字和时长"))
    }

    static func emptyRange(_ low: String, _ high: String) -> Finding {
        Finding(
            "J1014", .warning, "nothing lies between \(low) and \(high)", "\(low) 到 \(high) 之间什么也没有", label: ("an empty range", "空的区间"),
            help: ("write `between \(high) and \(low)`", "写成 `介于 \(high) 至 \(low)`"))
    }

    static func notText(_ sign: String, _ kind: Bilingual, isWritten: Bool = true) -> Finding {
        Finding(
            "J1015", .error, "`\(sign)` looks for a text, and this is \(kind.english)", "`\(sign)` 找的是文字，这里却是\(kind.chinese)",
            label: ("not a text", "不是文字"), help: isWritten
                ? ("put it in quotes", "给它加上引号") : ("compare it with `=`, `<` or `>`", "改用 `等于`、`大于`、`小于` 来比较"))
    }

    /// - Parameter isCertain: the events are declared, or it is misspelt; else the engine would just find none.
    static func eventHistory(_ name: String, suggestion: String?, isCertain: Bool) -> Finding {
        let mend = didYouMean(suggestion)
        return Finding(
            "J1016", isCertain ? .error : .warning, "no journey looks at an event `\(name)`" + mend.english, "没有旅程关注过事件 `\(name)`" + mend.chinese,
            label: suggestion.map { ("did you mean `\($0)`?", "是不是 `\($0)`？") } ?? ("of what?", "谁的属性？"),
            help: (
                "`event.NAME` is a property of the triggering event, `customer.NAME` an attribute of the customer",
                "`event.名称` 是触发事件的属性，`customer.名称` 是客户的属性"
            ))
    }

    static func comparedWithItself(_ text: String) -> Finding {
        Finding(
            "J1018", .warning, "`\(text)` is compared with itself", "`\(text)` 在和自己比", label: ("the same on both sides", "两边一样"),
            help: ("in the `where` of a triggering event, `event` is that event", "在触发事件的条件里，`event` 就是这个事件本身"))
    }
}
