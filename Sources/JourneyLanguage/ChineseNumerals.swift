/// Durations and times of day in Chinese numerals and words: 三天, 半小时, 早上九点.
enum ChineseNumerals {
    private static let digits: [Character: Int] = [
        "零": 0, "一": 1, "二": 2, "两": 2, "俩": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10,
    ]

    /// The number that a text begins with, in Chinese numerals up to 99 or in digits, and its length.
    static func number(_ text: Substring) -> (value: Int, length: Int)? {
        let latin = text.prefix { ("0"..."9").contains($0) }
        if !latin.isEmpty { return Int(latin).map { ($0, latin.count) } }
        var value = 0
        var length = 0
        for character in text.prefix(3) {
            guard let digit = digits[character] else { break }
            if digit == 10 {
                value = max(value, 1) * 10
            } else {
                guard length == 0 || value % 10 == 0 && value > 0 else { break }
                value += digit
            }
            length += 1
        }
        return length > 0 ? (value, length) : nil
    }

    /// `三天`, `两个小时`, `半小时`, `一个月` at the beginning of a text: how the language writes it, and its length. Digits with a
    /// unit of the language are what it writes already.
    static func duration(_ text: Substring) -> (ours: String, length: Int)? {
        if text.hasPrefix("半") {
            for (word, ours) in [("半个小时", "30分钟"), ("半小时", "30分钟"), ("半天", "12小时"), ("半个月", "15天"), ("半年", "180天")] where text.hasPrefix(word) {
                return (ours, word.count)
            }
            return nil
        }
        guard let (value, length) = number(text), let first = text.first, !first.isASCII, value > 0 else { return nil }
        let rest = text.dropFirst(length)
        for (word, unit, factor) in units where rest.hasPrefix(word) { return ("\(value * factor)\(unit)", length + word.count) }
        return nil
    }

    private static let units: [(word: String, unit: String, factor: Int)] = [
        ("个星期", "周", 1), ("星期", "周", 1), ("周", "周", 1), ("天", "天", 1), ("日", "天", 1), ("个小时", "小时", 1), ("小时", "小时", 1),
        ("分钟", "分钟", 1), ("秒钟", "秒", 1), ("秒", "秒", 1), ("个月", "天", 30), ("年", "天", 365),
    ]

    private static let halves: [(word: String, isAfternoon: Bool)] = [
        ("凌晨", false), ("清晨", false), ("早晨", false), ("早上", false), ("上午", false), ("早", false), ("中午", true), ("下午", true), ("傍晚", true),
        ("晚上", true), ("夜里", true), ("晚", true),
    ]

    /// `早上9点`, `晚上八点半`, `9点` at the beginning of a text: how the language writes it, and its length.
    static func clock(_ text: Substring) -> (ours: String, length: Int)? {
        let half = halves.first { text.hasPrefix($0.word) }
        var rest = text.dropFirst(half?.word.count ?? 0)
        var taken = half?.word.count ?? 0
        guard let (value, length) = number(rest), value < 24 else { return nil }
        rest = rest.dropFirst(length)
        guard let sign = ["点钟", "点整", "点", "时"].first(where: rest.hasPrefix) else { return nil }
        rest = rest.dropFirst(sign.count)
        taken += length + sign.count
        var minute = 0
        if rest.hasPrefix("半") {
            (minute, taken) = (30, taken + 1)
        } else if let (minutes, length) = number(rest), minutes < 60, rest.dropFirst(length).hasPrefix("分") {
            (minute, taken) = (minutes, taken + length + 1)
        }
        let hour = half?.isAfternoon == true && value < 12 ? value + 12 : value
        return ("\(hour):\(minute < 10 ? "0" : "")\(minute)", taken)
    }
}
