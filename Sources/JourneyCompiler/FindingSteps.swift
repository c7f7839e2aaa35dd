import JourneyLanguage

/// Names of journeys, triggers and steps.
extension Finding {
    static func duplicateJourney(_ name: String, path: String) -> Finding {
        Finding(
            "J1000", .error, "a journey `\(name)` already stands in `\(path)`", "`\(path)` 里已经有旅程 `\(name)`", label: ("the same name again", "重名"),
            help: (
                "give one of the two another name: it is what their customers and reports are kept under",
                "给其中一个换个名称：旅程里的客户和报表都按名称存放"
            ))
    }

    static func collidingRules(_ name: String, path: String) -> Finding {
        Finding(
            "J1001", .error, "this rule would be named `\(name)`, as another in `\(path)` is",
            "这句话会被命名为 `\(name)`，和 `\(path)` 里的另一个重名", label: ("needs a name of its own", "需要自己的名称"),
            help: ("write `journey NAME` before `when`, and `end` after the last step", "把 `旅程 名称` 写在 `当` 前面，最后一个步骤后写 `结束`"))
    }

    static func absenceOfSame(_ name: String, duration: String) -> Finding {
        Finding(
            "J1030", .warning, "`\(name) but not \(name)` waits for a silence after `\(name)`", "`\(name)` 之后又等“未 `\(name)`”，等的是一段沉默",
            label: ("the same event", "同一个事件"),
            help: (
                "if that is meant, `when no \(name) for \(duration)` says it and starts anew with each `\(name)`",
                "如果就是这个意思，可以写成 `当 \(duration) 未 \(name)`，每次 `\(name)` 都会重新计时"
            ))
    }

    static var countOfOne: Finding {
        Finding(
            "J1032", .warning, "`1 times` is the event itself", "`1次` 就是事件本身", label: ("no need to count", "不用数"),
            help: ("leave the count and its `within` out", "去掉次数和期限"))
    }

    static var emptyWait: Finding {
        Finding(
            "J1033", .warning, "this wait is over at once", "这个等待一到就结束", label: ("no length", "时长是 0"),
            help: ("leave it out, or give it a length", "去掉它，或者写一个时长"))
    }

    static func unreachable(_ step: String) -> Finding {
        Finding(
            "J1034", .warning, "`\(step)` is never reached", "永远走不到 `\(step)`", label: ("after a `stop`", "在 `停止` 之后"),
            help: ("remove it, or move it before the `stop`", "删掉它，或挪到 `停止` 前面"))
    }

    static func repeatedChannel(_ name: String) -> Finding {
        Finding(
            "J1035", .warning, "`\(name)` stands here already", "渠道 `\(name)` 前面已经写过", label: ("the same channel again", "同一个渠道"),
            help: ("a fallback is another channel", "备用渠道要换一个"))
    }

    static func repeatedArgument(_ name: String) -> Finding {
        Finding(
            "J1036", .error, "`\(name)` is given twice", "`\(name)` 给了两次", label: ("given before", "前面给过了"),
            help: ("keep one of the two", "留一个就好"))
    }

    static func undeclaredChannel(_ name: String, suggestion: String?) -> Finding {
        let mend = didYouMean(suggestion)
        return Finding(
            "J1037", .warning, "no channel `\(name)` is declared" + mend.english, "没有声明过渠道 `\(name)`" + mend.chinese,
            label: suggestion.map { ("did you mean `\($0)`?", "是不是 `\($0)`？") } ?? ("not declared", "没有声明"),
            help: (
                (suggestion == nil ? "" : "or ") + "declare it: `channel \(name) adapter console end`",
                (suggestion == nil ? "声明它：" : "或者声明它：") + "`渠道 \(name) adapter console 结束`"
            ), isStrictError: true)
    }

    static func unusableLabel(_ name: String) -> Finding {
        Finding(
            "J1038", .error, "`\(name)` cannot be a label here", "`\(name)` 不能用作这里的步骤名", label: ("taken", "已被占用"),
            help: ("give each step of a journey a label of its own, without `#`", "每个步骤取一个不重复的步骤名，不含 `#`"))
    }

    static func labelWithoutStep(_ name: String) -> Finding {
        Finding(
            "J1039", .error, "no step follows the label `\(name)`", "步骤名 `\(name)` 后面没有步骤", label: ("names nothing", "没有对应的步骤"),
            help: ("a label names the step after it", "步骤名写在它所指的步骤前面"))
    }
}
