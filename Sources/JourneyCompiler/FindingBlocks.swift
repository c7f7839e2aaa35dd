import JourneyLanguage

/// Shares, blocks, headers and tests.
extension Finding {
    /// - Parameter mended: the last share that would make them whole; nil where none does.
    static func sharesDoNotSum(_ sum: String, lastArm: String, _ mended: String?) -> Finding {
        Finding(
            "J1095", .error, "the shares of this split sum to \(sum)", "分流比例加起来是 \(sum)", label: ("100% is needed", "应该是 100%"),
            help: mended.map { ("give `\(lastArm)` \($0)", "把 `\(lastArm)` 改成 \($0)") }
                ?? ("lower the other shares", "把其他比例调低"))
    }

    static var singleArm: Finding {
        Finding(
            "J1096", .error, "a split needs two arms at least", "分流至少要有两个分支", label: ("the only arm", "只有一个分支"),
            help: ("add an arm, which may be empty: `50% \"nothing\"`", "再加一个分支，可以是空的：`50% \"不发\"`"))
    }

    static func armTwice(_ name: String) -> Finding {
        Finding(
            "J1097", .error, "two arms of this split are called `\(name)`", "分流里有两个分支都叫 `\(name)`", label: ("the same name again", "重名"),
            help: ("reports tell arms apart by their names", "报表靠名称区分分支，请改一个"))
    }

    static func shareTooFine(_ share: String) -> Finding {
        Finding(
            "J1098", .error, "`\(share)` is finer than a hundredth of a percent", "`\(share)` 太细，最小到 0.01%", label: ("too fine", "太细"),
            help: ("round it to two places", "保留两位小数"))
    }

    static var holdsOutEverybody: Finding {
        Finding(
            "J1100", .warning, "with everybody held out nobody gets a message", "对照组是 100%，谁也收不到消息", label: ("everybody", "所有人"),
            help: ("hold out a smaller share, as in `hold out 10%`", "对照组小一些，例如 `对照组 10%`"))
    }

    static func notWholeDays(_ duration: String) -> Finding {
        Finding(
            "J1101", .error, "`\(duration)` before a day, at a time, is not a day", "某一天的某个钟点，不能再提前 `\(duration)`",
            label: ("whole days only", "只能是整天"), help: ("write whole days before a time, as in `3d before … at 10:00`", "提前整天再写钟点，例如 `… 前 3天 10:00`"))
    }

    static var emptyRepeat: Finding {
        Finding(
            "J1102", .warning, "this `repeat` repeats nothing", "这个重复里什么也没有", label: ("no step in it", "没有步骤"),
            help: ("put a step into it, or use `wait up to … for …`", "在里面写步骤，或改用 `最多 等待 … 直到 …`"))
    }

    static func forEachWithoutEvent(_ name: String) -> Finding {
        Finding(
            "J1103", .error, "this trigger is no event and has no `\(name)`", "这个触发条件不是事件，没有 `\(name)`", label: ("each of what?", "每个什么？"),
            help: (
                "`for each` needs an event that carries the property; where an attribute changes, it can be that attribute",
                "\(inChinese(.forEach)) 需要带有这个属性的事件来触发；属性变化触发时，可以写这个客户属性本身"
            ))
    }

    static func forEachMissing(_ name: String, event: String, suggestion: String?) -> Finding {
        let mend = didYouMean(suggestion)
        return Finding(
            "J1104", .error, "`\(event)` has no `\(name)`, so nobody could enter" + mend.english,
            "事件 `\(event)` 没有 `\(name)`，谁也进不了旅程" + mend.chinese,
            label: suggestion.map { ("did you mean `\($0)`?", "是不是 `\($0)`？") } ?? ("not a property of the trigger", "触发事件没有这个属性"),
            help: ("declare `\(name)` in `event \(event)`, or take a property that it has", "在 `事件 \(event)` 里声明 `\(name)`，或换一个已有的属性"))
    }

    static func startLoop(_ ring: String) -> Finding {
        Finding(
            "J1105", .warning, "these journeys start each other without a wait: \(ring)", "这些旅程互相启动，中间没有等待：\(ring)",
            label: ("closes the ring", "在这里绕回来了"),
            help: ("put a `wait` before one of the `start` steps", "用 \(inChinese(.wait)) 隔开其中一个 \(inChinese(.start))"))
    }

    static func neverSent(_ name: String, suggestion: String?) -> Finding {
        let mend = didYouMean(suggestion)
        return Finding(
            "J1107", .error, "no journey sends `\(name)`" + mend.english, "没有旅程发送 `\(name)`" + mend.chinese,
            label: suggestion.map { ("did you mean `\($0)`?", "是不是 `\($0)`？") } ?? ("never sent", "从不发送"),
            help: ("expect a message that some journey sends", "预期的消息要有旅程会发送"))
    }
}
