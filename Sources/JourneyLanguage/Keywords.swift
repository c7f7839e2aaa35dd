/// One row of the keyword table: the forms are read alike, the first of each is what the formatter writes.
public struct KeywordRow: Sendable {
    public let keyword: Keyword
    /// Words separated by one space; a sign (`>=`) where the other tongue has a word for it.
    public let english: [String]
    public let chinese: [String]
    /// The second half of a Chinese keyword that stands around its object (曾经 … 过); it is one of `chinese`, too.
    public let chineseCloser: String?
    /// Reserved everywhere; other keywords are words only at their place.
    public let isReserved: Bool

    fileprivate init(
        _ keyword: Keyword, _ english: String, _ chinese: String..., closer: String? = nil, reserved: Bool = false
    ) {
        self.keyword = keyword
        self.english = english.split(separator: "|").map(String.init)
        self.chinese = chinese + (closer.map { [$0] } ?? [])
        chineseCloser = closer
        isReserved = reserved
    }
}

/// The one table of keywords: it drives the lexer, the formatter and the documentation.
///
/// A form stands in one row only, in whatever tongue. Where Chinese has one word for two English keywords the token is the one
/// whose row holds it, and the parser takes it at the place of the other, too:
///
/// | word | is | stands for, too |
/// | --- | --- | --- |
/// | 直到, 至 | `until` | `for` after `wait up to D`; `to` between the times of quiet hours; `and` of `between` |
/// | 未, 没有 | `not` | `no`; the `not` of `but not` and `without` where a window stands between (但 2天 内 未) |
/// | 为 | `is` | `to` of `set` |
/// | 其次, 没等到, 不成则 | `or else` | the channel after a channel, the branch of a wait, the branch of a coupon |
/// | 每, 每隔 | `every` | `per` (每 7天 最多 3条, 每秒) |
/// | 每月 | `of month` | `every` before a day of the month (每月 1号) |
/// | 低于 | `<` | `below` of an alert |
/// | 最多 | `at most` | part of `wait up to` and `repeat up to`, which are keywords of their own |
///
/// A keyword that stands around its object is the same keyword twice, `chineseCloser` being the second: 曾经 A 过, 介于 a 至 b
/// 之间, 距上次 A 天数, 遇 A 重新计时, 间隔 D 可再次进入. The closer may be left out, but for 过: 7天 内 购买 过 has it alone.
public enum Keywords {
    public static let rows: [KeywordRow] = items + triggers + headers + steps + conditions + signs + declarations

    private static let items: [KeywordRow] = [
        .init(.journey, "journey", "旅程"),
        .init(.formerly, "formerly", "原名"),
        .init(.channel, "channel", "渠道"),
        .init(.policy, "policy", "策略"),
        .init(.event, "event", "事件"),
        .init(.customer, "customer", "客户"),
        .init(.audience, "audience", "人群"),
        .init(.message, "message|messages", "消息"),
        .init(.coupon, "coupon", "优惠券池"),
        .init(.test, "test", "测试"),
        .init(.end, "end", "结束", reserved: true),
    ]

    private static let triggers: [KeywordRow] = [
        .init(.when, "when", "当", reserved: true),
        .init(.then, "then", "然后", "之后", "就", "则", "随后", "后", reserved: true),
        .init(.but, "but", "但", "但是", reserved: true),
        .init(
            .butNot, "but not", "但 未", "但 没有", "但 没", "但 尚未", "但 还未", "但 还没", "但 还没有", "但是 未", "但是 没有", "但是 没"),
        .init(.and, "and", "且", "并且", reserved: true),
        .init(.or, "or", "或", "或者", reserved: true),
        .init(.not, "not", "未", "没有", "没", "尚未", "还未", "还没", "还没有", "非", "不", reserved: true),
        .init(.within, "within", "内", "之内", "以内", reserved: true),
        .init(.without, "without", "期间 未", "期间 没有", "期间 没", reserved: true),
        .init(.where, "where", "满足", "其中", reserved: true),
        .init(.with, "with", "附带", reserved: true),
        .init(.withSame, "with same", "同一"),
        .init(.same, "same", reserved: true),
        .init(.times, "times", "次"),
        .init(.restartingOn, "restarting on", "遇", "遇到", closer: "重新计时"),
        .init(.no, "no"),
        .init(.silentFor, "silent for", "沉默", "无 任何 行为", "没有 任何 行为"),
        .init(.changes, "changes", "变化"),
        .init(.becomes, "becomes", "变为", "变成"),
        .init(.entersAudience, "enters audience", "进入人群"),
        .init(.leavesAudience, "leaves audience", "离开人群"),
        .init(.every, "every", "每", "每隔"),
        .init(.day, "day", "天"),
        .init(.ofMonth, "of month", "每月"),
        .init(.on, "on", "在"),
        .init(.before, "before", "前", "之前"),
        .init(.at, "at", "于"),
    ]

    private static let headers: [KeywordRow] = [
        .init(.for, "for", "用于", reserved: true),
        .init(.forCustomersWhere, "for customers where", "面向 客户 满足", "面向 客户", "面向 满足"),
        .init(.forEach, "for each", "按 每个"),
        .init(.again, "again", reserved: true),
        .init(.againAfter, "again after", "间隔", "再次进入间隔", closer: "可再次进入"),
        .init(.againAlways, "again always", "可重复进入"),
        .init(.once, "once", "仅进入一次", reserved: true),
        .init(.goal, "goal", "目标", reserved: true),
        .init(.value, "value", "价值", "价值取"),
        .init(.andContinue, "and continue", "达成后继续"),
        .init(.exit, "exit", reserved: true),
        .init(.exitWhen, "exit when", "退出条件"),
        .init(.holdOut, "hold out", "对照组"),
        .init(.rollOutTo, "roll out to", "放量 至", "灰度 至", "放量 到", "灰度 到"),
        .init(.from, "from", "有效期 自", "来自"),
        .init(.until, "until", "直到", "至", reserved: true),
        .init(.priority, "priority", "优先级"),
        .init(.owner, "owner", "负责人"),
        .init(.expires, "expires", "过期不发"),
        .init(.class, "class", "类别"),
        .init(.marketing, "marketing", "营销"),
        .init(.transactional, "transactional", "服务通知", "通知类"),
    ]

    private static let steps: [KeywordRow] = [
        .init(.send, "send", "发送", reserved: true),
        .init(.via, "via", "通过", reserved: true),
        .init(.to, "to", "到", reserved: true),
        .init(.atBestTime, "at best time", "择时", "最佳时间"),
        .init(.orElse, "or else", "其次", "没等到", "不成则", "领完则"),
        .init(.wait, "wait", "等待", reserved: true),
        .init(.waitUntil, "wait until", "等到"),
        .init(.waitUpTo, "wait up to", "最多 等待"),
        .init(.ifSo, "if so", "等到了"),
        .init(.so, "so", reserved: true),
        .init(.if, "if", "如果", "若", reserved: true),
        .init(.elseIf, "else if", "否则如果", "否则 如果", "否则 若"),
        .init(.else, "else", "否则", reserved: true),
        .init(.split, "split", "分流", reserved: true),
        .init(.adaptively, "adaptively", "自动优化"),
        .init(.arm, "arm", "分支"),
        .init(.repeat, "repeat", reserved: true),
        .init(.repeatUpTo, "repeat up to", "最多 重复"),
        .init(.set, "set", "设置", reserved: true),
        .init(.add, "add", "增加", reserved: true),
        .init(.tag, "tag", "打标签", reserved: true),
        .init(.untag, "untag", "去标签", reserved: true),
        .init(.give, "give", "发放", reserved: true),
        .init(.record, "record", "记录", reserved: true),
        .init(.start, "start", "启动旅程", reserved: true),
        .init(.leave, "leave", "离开旅程", reserved: true),
        .init(.stop, "stop", "停止", reserved: true),
        .init(.label, "label", "步骤名", reserved: true),
    ]

    private static let conditions: [KeywordRow] = [
        .init(.is, "is", "是", "为", reserved: true),
        .init(.isNot, "is not", "不是", "不为"),
        .init(.isKnown, "is known", "有值", "不为空"),
        .init(.isUnknown, "is unknown", "无值", "为空"),
        .init(.between, "between", "介于", closer: "之间", reserved: true),
        .init(.in, "in", "属于", reserved: true),
        .init(.notIn, "not in", "不属于"),
        .init(.contains, "contains", "包含", reserved: true),
        .init(.startsWith, "starts with", "开头是"),
        .init(.ever, "ever", "曾经", closer: "过", reserved: true),
        .init(.atLeast, "at least", "至少"),
        .init(.true, "true", "真", reserved: true),
        .init(.false, "false", "假", reserved: true),
        .init(.now, "now", "现在"),
        .init(.numberOf, "number of", "次数"),
        .init(.sumOf, "sum of", "总和", "合计"),
        .init(.averageOf, "average of", "平均值"),
        .init(.maxOf, "max of", "最大值"),
        .init(.minOf, "min of", "最小值"),
        .init(.daysSince, "days since", "距上次", "距离上次", closer: "天数"),
        .init(.hasTag, "has tag", "有标签", "带标签"),
        .init(.inAudience, "in audience", "属于人群"),
        .init(.consentedTo, "consented to", "已同意"),
        .init(.reachableVia, "reachable via", "可触达"),
        .init(.given, "given", "已领取"),
        .init(.weekday, "weekday", "星期"),
        .init(.time, "time", "时间"),
        .init(.monday, "monday", "周一", "星期一"),
        .init(.tuesday, "tuesday", "周二", "星期二"),
        .init(.wednesday, "wednesday", "周三", "星期三"),
        .init(.thursday, "thursday", "周四", "星期四"),
        .init(.friday, "friday", "周五", "星期五"),
        .init(.saturday, "saturday", "周六", "星期六"),
        .init(.sunday, "sunday", "周日", "星期日", "周天", "星期天"),
    ]

    private static let signs: [KeywordRow] = [
        .init(.equal, "=", "等于"),
        .init(.notEqual, "!=", "不等于"),
        .init(.less, "<", "小于", "低于", "少于"),
        .init(.lessOrEqual, "<=", "不超过", "不大于", "不高于", "不多于"),
        .init(.greater, ">", "大于", "超过", "高于", "多于"),
        .init(.greaterOrEqual, ">=", "不少于", "不低于", "不小于"),
        .init(.member, ".", "的"),
    ]

    private static let declarations: [KeywordRow] = [
        .init(.also, "also", "又名"),
        .init(.number, "number", "数字"),
        .init(.text, "text", "文本"),
        .init(.boolean, "boolean", "是否"),
        .init(.date, "date", "日期"),
        .init(.list, "list", "列表"),
        .init(.oneOf, "one of", "取值"),
        .init(.codesFrom, "codes from", "券码 来自"),
        .init(.stock, "stock", "库存"),
        .init(.forEachCustomer, "for each customer", "每人"),
        .init(.valid, "valid", "有效"),
        .init(.env, "env", "环境变量"),
        .init(.limit, "limit", "限速"),
        .init(.per, "per"),
        .init(.retry, "retry", "重试"),
        .init(.timeZone, "time zone", "时区"),
        .init(.grace, "grace", "宽限"),
        .init(.quietFrom, "quiet from", "免打扰 自"),
        .init(.atMost, "at most", "最多"),
        .init(.requireConsent, "require consent", "须同意"),
        .init(.unique, "unique", "唯一"),
        .init(.keepEvents, "keep events", "保留事件", "事件保留"),
        .init(.onlyToTag, "only to tag", "仅发给标签"),
        .init(.stopAfter, "stop after", "熔断"),
        .init(.catchUpAt, "catch up at", "补发速率"),
        .init(.alertWhen, "alert when", "告警条件"),
        .init(.below, "below"),
        .init(.fails, "fails", "连续失败"),
        .init(.rejectedAbove, "rejected above", "无效数据 超过"),
        .init(.lateAbove, "late above", "迟到事件 超过"),
        .init(.paused, "paused", "旅程暂停"),
        .init(.starting, "starting", "开始于"),
        .init(.expect, "expect", "预期"),
        .init(.noMessages, "no messages", "无消息"),
        .init(.inJourney, "in journey", "在旅程中"),
        .init(.answers, "answers", "返回"),
        .init(.that, "that", "条件"),
        .init(.notInJourney, "not in journey", "不在旅程中"),
        .init(.calendar, "calendar", "日历"),
        .init(.holiday, "holiday", "放假"),
        .init(.workday, "workday", "工作日"),
        .init(.as, "as", "格式"),
        .init(.link, "link", "链接"),
    ]

    /// A unit of a duration, with the words that name it.
    public struct Unit: Sendable {
        /// The letter the formatter writes: `s m h d w`.
        public let letter: String
        public let microseconds: Int64
        public let english: [String]
        public let chinese: [String]
    }

    /// From large to small, the order of a composed duration.
    public static let units: [Unit] = [
        Unit(letter: "w", microseconds: 604_800_000_000, english: ["week", "weeks"], chinese: ["周", "星期", "个星期"]),
        Unit(letter: "d", microseconds: 86_400_000_000, english: ["day", "days"], chinese: ["天"]),
        Unit(letter: "h", microseconds: 3_600_000_000, english: ["hour", "hours"], chinese: ["小时", "个小时"]),
        Unit(letter: "m", microseconds: 60_000_000, english: ["minute", "minutes", "min", "mins"], chinese: ["分钟"]),
        Unit(letter: "s", microseconds: 1_000_000, english: ["second", "seconds", "sec", "secs"], chinese: ["秒"]),
    ]

    /// The short forms of the units, one byte each.
    static let unitLetters = units.compactMap(\.letter.utf8.first)

    /// Words that people write for units the language does not have, with the days that stand in for one.
    static let calendarUnits: [(words: [String], days: Int64)] = [
        (["month", "months", "mo", "个月", "月"], 30),
        (["year", "years", "y", "年"], 365),
    ]

    static let rowsByKeyword: [KeywordRow] = {
        var byKeyword = [KeywordRow](repeating: KeywordRow(.none, ""), count: Keyword.allCases.count)
        for row in rows { byKeyword[Int(row.keyword.rawValue)] = row }
        return byKeyword
    }()

    /// The words of each keyword's English spelling.
    static let words: [[String]] = rowsByKeyword.map { ($0.english.first ?? "").split(separator: " ").map(String.init) }

    /// The English words that are no names by themselves.
    static let reservedWords = Set(rows.lazy.filter(\.isReserved).flatMap(\.english))

    static let allowedAsName: [Bool] = rowsByKeyword.map { row in
        guard !row.isReserved, let first = row.english.first ?? row.chinese.first else { return false }
        return first.utf8.allSatisfy { $0 >= 0x80 || ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A }
    }
}
