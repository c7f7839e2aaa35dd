extension Explanation {
    /// What the checker finds in tests.
    static let tests: [Explanation] = [
        Explanation(
            "J1190", ("a test of a journey that does not exist", "测试的旅程不存在"),
            (
                "A test that names a journey looks at that one only, and no journey of the workspace has this name. A rule is named after its file; without `for`, all journeys run in the test.",
                "写了旅程名的测试只看那一个旅程，而工作区里没有叫这个名称的。单句旅程以文件名命名；不写旅程名，就所有旅程一起测试。"
            ),
            wrong: "journey cart when browsed tag warm end\ntest \"a\" for crat at 0m browsed expect no messages end",
            right: "journey cart when browsed tag warm end\ntest \"a\" for cart at 0m browsed expect no messages end"),
        Explanation(
            "J1191", ("a test that expects nothing", "测试没有写预期"),
            (
                "A test that expects nothing can only fail by a message that nobody expected. Say what should happen, be it `expect no messages`.",
                "没写预期的测试检查不出什么。请写上应该发生什么，哪怕是“预期 无消息”。"
            ),
            wrong: "journey cart when browsed tag warm end\ntest \"a\" at 0m browsed end",
            right: "journey cart when browsed tag warm end\ntest \"a\" at 0m browsed expect no messages end"),
        Explanation(
            "J1192", ("a moment before the test begins", "时刻早于测试开始"),
            (
                "The clock of a test begins at its start and only goes forward. Let the test start earlier, or the event happen later.",
                "测试的时钟从开始时间往后走。请让测试早一点开始，或者让事件晚一点发生。"
            ),
            wrong: "journey cart when browsed tag warm end\ntest \"a\" starting 2026-11-02 10:00 at 2026-11-01 9:00 browsed expect no messages end",
            right: "journey cart when browsed tag warm end\ntest \"a\" starting 2026-11-02 10:00 at 2026-11-03 9:00 browsed expect no messages end"),
        Explanation(
            "J1193", ("an answer that no provider gives", "没有这种返回"),
            (
                "In a test a channel answers as a provider would: the message was sent, the customer cannot be reached, it failed for good, it should be tried again, or nobody knows.",
                "测试里渠道会像服务商那样返回：已发送、触达不了、彻底失败、稍后重试，或者结果不明。"
            ),
            wrong: "journey cart when browsed send coupon via sms end\ntest \"a\" channel sms answers unreachabel at 0m browsed expect no messages end",
            right: "journey cart when browsed send coupon via sms end\ntest \"a\" channel sms answers unreachable at 0m browsed expect no messages end"),
        Explanation(
            "J1194", ("a value that a test cannot know", "测试里不知道的值"),
            (
                "Properties and attributes in a test are plain values, for nothing has happened yet from which they could be computed.",
                "测试里的属性要写具体的值：还什么都没发生，没有东西可以拿来计算。"
            ),
            wrong: "journey cart when browsed tag warm end\ntest \"a\" at 0m browsed with price: total expect no messages end",
            right: "journey cart when browsed tag warm end\ntest \"a\" at 0m browsed with price: 199 expect no messages end"),
    ]
}
