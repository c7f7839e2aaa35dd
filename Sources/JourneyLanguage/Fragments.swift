/// Parts of sentences that the parser and the checker hand to their wordings, in Chinese; unknown ones stay as they are.
///
/// The key is the English wording, for it stands where the part is named. A test finds every part that is handed over and not here.
public func inChinese(_ fragment: String) -> String {
    if let known = fragments[fragment] { return known }
    // `3 times`, `the journey `x``: a frame around what the author wrote.
    for (frame, chinese) in frames where fragment.hasPrefix(frame.before) && fragment.hasSuffix(frame.after) {
        let inner = fragment.dropFirst(frame.before.count).dropLast(frame.after.count)
        return chinese.before + inner + chinese.after
    }
    return fragment
}

private let fragments: [String: String] = [
    // What has a length
    "a silence": "沉默期", "a wait": "等待", "a round": "每一轮", "a window": "期限", "an expiry": "有效期",
    "a period": "周期", "a validity": "有效期", "the time before a date": "提前量", "this time": "保留时间",
    // What is counted
    "this number of codes is": "张数", "this limit is": "限速", "this cap is": "上限", "this fuse is": "熔断值", "this rate is": "速率", "this threshold is": "阈值",
    "this stock is": "库存", "the day of the month is": "每月几号",
    "this number of times is": "次数", "this number of rounds is": "轮数", "this number of retries is": "重试次数",
    // Clauses
    "`and`": "`且` 连接的事件", "`then`": "`然后` 连接的事件", "`but not`": "`但 未` ", "the goal": "目标", "a single event": "单个事件",
    "the trigger": "触发条件", "this `when`": "这个 `当` ",
    // Phrases in full
    "but not": "但 未", "exit when": "退出条件", "for customers where": "面向 客户 满足", "within": "内",
    "again after 14d": "间隔 14天 可再次进入", "again always": "可重复进入", "once": "仅进入一次",
    "wait up to 1d for …": "最多 等待 1天 直到 …", "repeat up to 3 times every 2d": "最多 重复 3次 每隔 2天",
    // Kinds of values
    "a number": "数字", "a text": "文字", "true or false": "真或假", "a duration": "时长", "a date": "日期", "an instant": "时刻",
    "a time of day": "钟点", "a value": "值", "a list": "列表",
]

private typealias Frame = (before: String, after: String)

private let frames: [(Frame, Frame)] = [
    (("the journey ", ""), ("旅程 ", " ")),
    (("`", " times`"), ("`", "次` ")),
]
