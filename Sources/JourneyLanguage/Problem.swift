/// Something that the lexer or the parser finds wrong, with its code and what it says in both languages.
///
/// Each problem is one static member in a file `Problems….swift`, so that its code, severity and wordings stand in one place;
/// `journey check --explain` tells more about it, from an entry of the same code in JourneyCompiler/Explanations.
struct Problem {
    /// Stable for ever: `J0101`; a code is never used again for something else.
    let code: String
    let severity: Diagnostic.Severity
    var wording: Wording

    init(
        _ code: String, _ english: String, _ chinese: String, label: Wording.Both? = nil, help: Wording.Both? = nil,
        expected: [Expectation] = [], severity: Diagnostic.Severity = .error
    ) {
        self.code = code
        self.severity = severity
        wording = Wording(english, chinese, label: label, help: help, expected: expected.map(\.words))
    }

    func diagnostic(_ range: SourceRange, fix: Diagnostic.Fix?, in language: Language) -> Diagnostic {
        wording.diagnostic(code, severity, at: range, fix: fix, in: language)
    }
}

/// What could stand at a place of a program.
enum Expectation: Hashable {
    case keyword(Keyword)
    case sign(String)
    case eventName, attributeName, contentName, channelName, tagName, propertyName, journeyName, name
    case duration, number, text, value, condition, trigger, step, header, setting, policyRule, date
    case audienceName, time, percent, type, unit, part, couponRule, testLine, expectation

    var words: Bilingual {
        switch self {
        case .keyword(let keyword): .init("`\(keyword.spelling())`", inChinese(keyword))
        case .sign(let sign): .init("`\(sign)`", "`\(sign)`")
        case .eventName: .init("the name of an event", "事件名")
        case .attributeName: .init("the name of an attribute", "客户属性名")
        case .contentName: .init("the name of a message", "消息名")
        case .channelName: .init("the name of a channel", "渠道名")
        case .tagName: .init("the name of a tag", "标签名")
        case .propertyName: .init("the name of a property", "事件属性名")
        case .journeyName: .init("the name of the journey", "旅程名")
        case .name: .init("a name", "名称")
        case .duration: .init("a duration such as `2d`", "时长（如 `2天`）")
        case .number: .init("a number", "数字")
        case .text: .init("a text in quotes", "引号里的文字")
        case .value: .init("a value", "值")
        case .condition: .init("a condition", "条件")
        case .trigger: .init("an event", "事件")
        case .step: .init("a step", "步骤")
        case .header: .init("a header", "旅程设置")
        case .setting: .init("a setting", "设置项")
        case .policyRule: .init("a rule of the policy", "策略规则")
        case .date: .init("a date such as `2026-11-11`", "日期（如 `2026-11-11`）")
        case .audienceName: .init("the name of an audience", "人群名")
        case .time: .init("a time such as `9:00`", "钟点（如 `9:00`）")
        case .percent: .init("a share such as `10%`", "比例（如 `10%`）")
        case .type: .init("a type: number, text, boolean, date, time, list or one of", "类型：数字、文本、是否、日期、时间、列表 或 取值")
        case .unit: .init("second, minute, hour or day", "秒、分钟、小时 或 天")
        case .part: .init("a text in quotes, or a part such as `subject`", "引号里的文字，或 `subject` 这样的部分")
        case .couponRule: .init("a rule of the coupon", "券的规则")
        case .testLine: .init("a line of the test", "测试的一行")
        case .expectation: .init("what is expected", "预期的内容")
        }
    }
}
