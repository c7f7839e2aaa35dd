/// Numbers, durations, times and shares.
extension Problem {
    static var numberTooLarge: Problem {
        Problem(
            "J0008", "this number is too large", "这个数字太大了", label: ("too large", "太大"),
            help: (
                "numbers go up to 9223372036854775807, decimals to about nine million millions",
                "整数最大到 9223372036854775807，小数最大约九万亿"
            ))
    }

    static var tooManyDecimals: Problem {
        Problem(
            "J0009", "this number has more decimal places than are kept", "小数位数太多，存不下", label: ("too many decimals", "位数太多"),
            help: ("numbers have at most six decimal places, percentages four", "数字最多六位小数，百分数最多四位"))
    }

    static func unknownUnit(_ unit: String, suggestion: String?) -> Problem {
        Problem(
            "J0010", "`\(unit)` is no unit of time", "`\(unit)` 不是时间单位",
            label: suggestion.map { ("did you mean `\($0)`?", "是不是 `\($0)`？") } ?? ("unknown unit", "不认识的单位"),
            help: (
                "the units are `s` `m` `h` `d` `w`; a name that begins with a digit stands in quotes",
                "时间单位有 `秒` `分钟` `小时` `天` `周`（也可写 `s` `m` `h` `d` `w`）；以数字开头的名称要加引号"
            ))
    }

    static func calendarUnit(_ written: String, days: String) -> Problem {
        let chinese = days.hasSuffix("d") ? days.dropLast() + "天" : days[...]
        return Problem(
            "J0011", "`\(written)` has no fixed length", "`\(written)` 的长短不固定", label: ("write `\(days)`", "写 `\(chinese)`"),
            help: (
                "months and years differ in length, durations do not: count in days or weeks, such as `\(days)`",
                "月有大小、年有平闰，时长要用天或周来数，例如 `\(chinese)`"
            ))
    }

    static var durationTooLong: Problem {
        Problem(
            "J0012", "this duration is too long", "这个时长太长了", label: ("too long", "太长"),
            help: ("durations go up to 292,000 years", "时长最多约 29 万年"))
    }

    static func noSuchTime(_ time: String) -> Problem {
        Problem(
            "J0013", "there is no time `\(time)`", "没有 `\(time)` 这个钟点", label: ("0:00 to 23:59", "应在 0:00 到 23:59 之间"),
            help: ("write hours and two digits of minutes, such as `9:00` or `21:30`", "写小时和两位分钟，例如 `9:00`、`21:30`"))
    }

    static func noSuchDate(_ date: String) -> Problem {
        Problem(
            "J0014", "there is no date `\(date)`", "日历上没有 `\(date)` 这一天", label: ("no such day", "没有这一天"),
            help: ("write year, month and day, such as `2026-11-11`", "按年-月-日写，例如 `2026-11-11`"))
    }

    static var unitOrder: Problem {
        Problem(
            "J0018", "the parts of a duration go from large to small, each once", "时长要从大单位写到小单位，每个单位只写一次",
            label: ("out of order", "顺序不对"), help: ("write it such as `1d12h30m`", "例如 `1天12小时30分钟`"))
    }

    static func zeroDuration(_ what: String) -> Problem {
        Problem(
            "J0118", "\(what) of no length can never be met", "\(inChinese(what))的时长是 0，永远等不到",
            label: ("longer than zero", "要大于 0"), help: ("give it a length, such as `1h`", "写一个时长，例如 `1小时`"))
    }

    static var percentOutOfRange: Problem {
        Problem(
            "J0119", "a share is between 0% and 100%", "比例要写成 0% 到 100% 之间的百分数", label: ("out of range", "超出范围"),
            help: ("write it with its `%`, such as `10%`", "带上百分号，例如 `10%`"))
    }

    static func countOutOfRange(_ what: String) -> Problem {
        Problem(
            "J0125", "\(what) out of range", "\(inChinese(what))超出范围", label: ("out of range", "超出范围"),
            help: ("write a whole number from 1 to 1000", "写 1 到 1000 之间的整数"))
    }

    static func missingUnit(_ number: String) -> Problem {
        Problem(
            "J0152", "`\(number)` says no unit of time", "`\(number)` 后面没有时间单位", label: ("\(number) what?", "\(number) 什么？"),
            help: ("add the unit, such as `\(number)h` or `\(number)d`", "补上单位，例如 `\(number)小时`、`\(number)天`"),
            expected: [.duration])
    }
}
