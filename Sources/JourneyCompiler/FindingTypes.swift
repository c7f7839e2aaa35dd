import JourneyLanguage

/// Types and units.
extension Finding {
    /// - Parameter place: of the other use.
    static func contradictoryUse(_ name: String, _ type: Bilingual, _ other: Bilingual, place: Bilingual) -> Finding {
        Finding(
            "J1071", .warning, "`\(name)` is \(type.english) here and \(other.english) at \(place.english)",
            "`\(name)` 在这里是\(type.chinese)，在 \(place.chinese) 却是\(other.chinese)", label: ("which of the two?", "到底是哪种？"),
            help: ("one of the two never holds; declare `\(name)` to say which", "两处总有一处不成立；声明 `\(name)` 的类型就清楚了"))
    }

    static func notOneOf(_ text: String, of name: String, _ choices: [String], suggestion: String?) -> Finding {
        let mend = didYouMean(suggestion)
        let list = choices.prefix(8).map { "`\($0)`" }
        return Finding(
            "J1072", .error, "`\(name)` is never `\(text)`" + mend.english, "`\(name)` 没有 `\(text)` 这个取值" + mend.chinese,
            label: suggestion.map { ("did you mean `\($0)`?", "是不是 `\($0)`？") } ?? ("not one of its values", "不在取值里"),
            help: (
                "its values are " + list.joined(separator: ", ") + (choices.count > 8 ? ", …" : ""),
                "取值有 " + list.joined(separator: "、") + (choices.count > 8 ? " 等" : "")
            ))
    }

    static func withoutUnit(_ text: String) -> Finding {
        Finding(
            "J1073", .error, "`\(text)` has no unit, and a length of time is needed here", "这里要的是时长，`\(text)` 没有单位",
            label: ("days? hours?", "天？小时？"), help: ("write `\(text)d` for days, `\(text)h` for hours", "天写 `\(text)天`，小时写 `\(text)小时`"))
    }

    static func daysWithUnit(_ text: String) -> Finding {
        Finding(
            "J1074", .error, "`days since` is a number of days, and `\(text)` is a duration", "\(inChinese(.daysSince)) 得到的是天数，`\(text)` 却是时长",
            label: ("a plain number", "只写数字"), help: ("write the number of days alone", "只写天数，不带单位"))
    }

    static func notADay(_ text: String) -> Finding {
        Finding(
            "J1075", .error, "`\(text)` is compared with a date and is none", "这里要和日期比，`\(text)` 不是日期", label: ("not a date", "不是日期"),
            help: ("write a date such as `2026-11-11`, without quotes", "写成 `2026-11-11` 这样的日期，不加引号"))
    }

    static func noOrder(_ sign: String, _ type: Bilingual) -> Finding {
        Finding(
            "J1076", .error, "`\(sign)` asks which is greater, and \(type.english) has no order", "`\(sign)` 比的是大小，\(type.chinese)没有大小",
            label: ("no greater and no less", "没有大小"), help: ("use `is` or `is not`", "改用 \(inChinese(.is)) 或 \(inChinese(.isNot))"))
    }

    static func wrongType(_ name: String, _ type: Bilingual, _ value: Bilingual) -> Finding {
        Finding(
            "J1077", .error, "`\(name)` is \(type.english), and this is \(value.english)", "`\(name)` 应该是\(type.chinese)，这里却是\(value.chinese)",
            label: ("not \(type.english)", "不是\(type.chinese)"), help: ("give a value of its type", "换成同一类型的值"))
    }

    static func noSum(_ measure: String, _ name: String, _ type: Bilingual) -> Finding {
        Finding(
            "J1078", .error, "`\(measure)` needs numbers, and `\(name)` is \(type.english)",
            "统计要用数字，`\(name)` 却是\(type.chinese)", label: ("nothing to count up", "没法统计"),
            help: ("take a property that is a number", "换一个数字类型的属性"))
    }

    static func notDate(_ name: String, _ type: Bilingual) -> Finding {
        Finding(
            "J1079", .error, "`\(name)` is \(type.english), and a date is needed here", "这里要的是日期，`\(name)` 却是\(type.chinese)",
            label: ("not a date", "不是日期"), help: ("take an attribute that is a date", "换一个日期类型的客户属性"))
    }

    static func unknownFormat(_ name: String, _ known: [String], suggestion: String?) -> Finding {
        let mend = didYouMean(suggestion)
        let list = known.map { "`\($0)`" }
        return Finding(
            "J1080", .error, "there is no format `\(name)`" + mend.english, "没有 `\(name)` 这种格式" + mend.chinese,
            label: suggestion.map { ("did you mean `\($0)`?", "是不是 `\($0)`？") } ?? ("unknown format", "不认识的格式"),
            help: ("the formats are " + list.joined(separator: ", "), "可用的格式有 " + list.joined(separator: "、")))
    }

    static func wrongFormat(_ format: String, _ type: Bilingual) -> Finding {
        Finding(
            "J1081", .error, "`as \(format)` cannot write \(type.english)", "\(type.chinese)不能用 `\(format)` 格式", label: ("another type", "类型不对"),
            help: ("leave the format out, or take one for this type", "去掉格式，或换一个合适的"))
    }

    static func goalValueNotNumber(_ name: String, _ type: Bilingual) -> Finding {
        Finding(
            "J1082", .error, "the value of a goal is a number, and `\(name)` is \(type.english)",
            "目标的价值应该是数字，`\(name)` 却是\(type.chinese)", label: ("not a number", "不是数字"),
            help: ("take a property that is a number", "换一个数字类型的属性"))
    }
}
