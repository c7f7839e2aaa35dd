extension Explanation {
    /// Numbers, durations, times and shares.
    static let numbers: [Explanation] = [
        Explanation(
            "J0008", ("a number that is too large", "数字太大"),
            (
                "Whole numbers are exact up to about nine million million million. A longer row of digits is an identifier or a telephone number: those are texts and stand in quotes.",
                "整数在约九百亿亿以内都是精确的。再长的一串数字一般是编号或手机号，应该当文字写在引号里。"
            ),
            wrong: "when bought where order_id = 99999999999999999999 send thanks via sms",
            right: "when bought where order_id = \"99999999999999999999\" send thanks via sms",
            chinese: ("当 购买 满足 订单号 等于 99999999999999999999 打标签 找到", "当 购买 满足 订单号 等于 “99999999999999999999” 打标签 找到")),
        Explanation(
            "J0009", ("more decimal places than are kept", "小数位数太多"),
            (
                "Decimals are kept exactly, to six places, so that sums of money come out right. What is finer is not kept, and a program must not pretend it is.",
                "小数精确保存到六位，金额加总才不会出错。更细的存不下，所以不能写。"
            ),
            wrong: "when bought where rate > 0.12345678 send thanks via sms", right: "when bought where rate > 0.123456 send thanks via sms",
            chinese: ("当 购买 满足 折扣 大于 0.12345678 发送 感谢 通过 短信", "当 购买 满足 折扣 大于 0.123456 发送 感谢 通过 短信")),
        Explanation(
            "J0010", ("a unit of time that does not exist", "不认识的时间单位"),
            (
                "A number and a word stuck to it are a duration. The units are seconds, minutes, hours, days and weeks, as letters (`30s 15m 2h 2d 1w`) or spelled (`2 days`). A name that begins with a digit stands in quotes.",
                "数字后面紧跟一个词会被读成时长。单位有秒、分钟、小时、天、周（单独的“分”不是单位，写“分钟”）。以数字开头的名称要加引号。"
            ),
            wrong: "when browsed wait 2dya then send coupon via wecom", right: "when browsed wait 2d then send coupon via wecom"),
        Explanation(
            "J0011", ("months and years are no durations", "月和年不是时长"),
            (
                "Months and years differ in length, so `1 month` after 31 January has no one answer. Durations are elapsed time, and `1d` is 24 hours exactly: count in days or weeks.",
                "月有大小、年有平闰，1 月 31 日之后“一个月”是哪天说不清。时长是实际经过的时间，1 天就是 24 小时，请用天或周来数。"
            ),
            wrong: "when bought wait 1 month then send tips via email", right: "when bought wait 30d then send tips via email",
            chinese: ("当 购买 等待 1个月 发送 提示 通过 邮件", "当 购买 等待 30天 发送 提示 通过 邮件")),
        Explanation(
            "J0012", ("a duration that is too long", "时长太长"),
            (
                "Instants are counted in microseconds in 64 bits, which lasts for 292,000 years. Most likely a unit is wrong.",
                "时刻用 64 位微秒计数，最多约 29 万年。多半是单位写错了。"
            ),
            wrong: "when bought wait 99999999999w then send tips via email", right: "when bought wait 52w then send tips via email",
            chinese: ("当 购买 等待 99999999999周 发送 提示 通过 邮件", "当 购买 等待 52周 发送 提示 通过 邮件")),
        Explanation(
            "J0013", ("a time of day that does not exist", "没有这个钟点"),
            (
                "Times run from 0:00 to 23:59, with two digits for the minutes; midnight at the end of a day is `0:00` of the next.",
                "钟点从 0:00 到 23:59，分钟写两位；一天结束的半夜十二点是第二天的 `0:00`。"
            ),
            wrong: "when bought where pickup > 24:00 send thanks via sms", right: "when bought where pickup > 23:59 send thanks via sms",
            chinese: ("当 购买 满足 自提时间 大于 24:00 发送 感谢 通过 短信", "当 购买 满足 自提时间 大于 23:59 发送 感谢 通过 短信")),
        Explanation(
            "J0014", ("a date that does not exist", "日历上没有这一天"),
            (
                "Dates are written year, month, day. The calendar is looked at: there is no 31 November, and 29 February only in leap years.",
                "日期按年-月-日写，并且要在日历上存在：11 月没有 31 日，2 月 29 日只在闰年有。"
            ),
            wrong: "when bought where delivery > 2026-11-31 send thanks via sms",
            right: "when bought where delivery > 2026-11-30 send thanks via sms",
            chinese: ("当 购买 满足 送达日 大于 2026-11-31 发送 感谢 通过 短信", "当 购买 满足 送达日 大于 2026-11-30 发送 感谢 通过 短信")),
        Explanation(
            "J0018", ("the parts of a duration out of order", "时长的单位顺序不对"),
            (
                "A duration of several parts goes from the large unit to the small one, each once, as it is said: one day and twelve hours.",
                "由几部分组成的时长从大单位写到小单位，每个只写一次，跟平时说话一样：一天十二小时。"
            ),
            wrong: "when bought wait 12h1d then send tips via email", right: "when bought wait 1d12h then send tips via email",
            chinese: ("当 购买 等待 12小时1天 发送 提示 通过 邮件", "当 购买 等待 1天12小时 发送 提示 通过 邮件")),
        Explanation(
            "J0118", ("a window of no length", "期限是 0"),
            (
                "Nothing can happen within no time, and what must not happen within no time never does: the journey would never start, or always. Give the window a length.",
                "0 时间之内什么也不会发生，这样的旅程要么永远不开始，要么次次都开始。请写一个大于 0 的期限。"
            ),
            wrong: "when browsed but not bought within 0d send coupon via wecom",
            right: "when browsed but not bought within 2d send coupon via wecom",
            chinese: ("当 浏览 但 0天 内 未 购买 发送 优惠券 通过 企业微信", "当 浏览 但 2天 内 未 购买 发送 优惠券 通过 企业微信")),
        Explanation(
            "J0119", ("a share that is not between 0% and 100%", "比例超出 0% 到 100%"),
            (
                "Hold-outs, roll-outs and arms are shares of the customers, written with a percent sign, from 0% to 100%.",
                "对照组、放量和分流写的都是客户的比例，要带百分号，在 0% 到 100% 之间。"
            ),
            wrong: "when browsed hold out 110% send coupon via wecom", right: "when browsed hold out 10% send coupon via wecom",
            chinese: ("当 浏览 对照组 110% 发送 优惠券 通过 企业微信", "当 浏览 对照组 10% 发送 优惠券 通过 企业微信")),
        Explanation(
            "J0125", ("a count that is out of range", "次数超出范围"),
            (
                "Counts of events, rounds and retries are whole numbers from 1 to 1000: the engine remembers each of them for each customer.",
                "事件次数、轮数、重试次数是 1 到 1000 的整数：系统要为每位客户逐次记住。"
            ),
            wrong: "when browsed 0 times within 7d tag warm", right: "when browsed 3 times within 7d tag warm",
            chinese: ("当 7天 内 浏览 0次 打标签 高意向", "当 7天 内 浏览 3次 打标签 高意向")),
        Explanation(
            "J0152", ("a number without a unit of time", "数字后面没有时间单位"),
            (
                "A duration is a number and its unit; without one nobody knows whether two minutes or two days are meant.",
                "时长是数字加单位；不写单位，谁也不知道是两分钟还是两天。"
            ),
            wrong: "when browsed wait 2 then send coupon via wecom", right: "when browsed wait 2d then send coupon via wecom",
            chinese: ("当 浏览 等待 2 然后 发送 优惠券 通过 企业微信", "当 浏览 等待 2天 然后 发送 优惠券 通过 企业微信")),
    ]
}
