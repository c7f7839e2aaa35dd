import JourneyLanguage

/// Tests of the language.
extension Finding {
    static func unknownTestedJourney(_ name: String, suggestion: String?) -> Finding {
        let mend = didYouMean(suggestion)
        return Finding(
            "J1190", .error, "there is no journey `\(name)` to test" + mend.english, "没有可以测试的旅程 `\(name)`" + mend.chinese,
            label: ("unknown journey", "未知的旅程"),
            help: ("a rule is named after its file; leave `for` out to test all journeys", "单句旅程以文件名命名；去掉旅程名就测试全部旅程"))
    }

    static var testWithoutExpectation: Finding {
        Finding(
            "J1191", .warning, "this test expects nothing", "这个测试没有写预期", label: ("no `expect`", "没有 \(inChinese(.expect))"),
            help: ("write what should happen, such as `expect no messages`", "写上应该发生什么，例如 `预期 无消息`"))
    }

    static var momentBeforeStart: Finding {
        Finding(
            "J1192", .error, "this is before the test's start", "早于测试的开始时间", label: ("before time 0", "早于 0 时刻"),
            help: ("let the test start earlier, with `starting DATE TIME`", "用 `开始于 日期 时间` 让测试早一点开始"))
    }

    static func unknownAnswer(_ answer: String, suggestion: String?) -> Finding {
        let mend = didYouMean(suggestion)
        return Finding(
            "J1193", .error, "no provider answers `\(answer)`" + mend.english, "服务商不会返回 `\(answer)`" + mend.chinese,
            label: ("unknown answer", "未知的返回"),
            help: (
                "write one of " + TestPlan.knownAnswers.map { "`\($0)`" }.joined(separator: ", "),
                "可以写 " + TestPlan.knownAnswers.map { "`\($0)`" }.joined(separator: "、")
            ))
    }

    static func testValueNotConstant(_ name: String) -> Finding {
        Finding(
            "J1194", .error, "the value of `\(name)` is not known in a test", "测试里不知道 `\(name)` 的值", label: ("write the value itself", "直接写值"),
            help: ("a test gives plain values: `\(name): 199`, `\(name): \"gold\"`", "测试里只写具体的值：`\(name): 199`、`\(name): \"gold\"`"))
    }
}
