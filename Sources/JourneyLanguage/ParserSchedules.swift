/// Triggers that no event begins: schedules, dates, and changes of the customer.
extension Parser {
    /// `every` and `on` are words of the language where something follows that no event of that name could be followed by.
    var beginsSchedule: Bool {
        let next = peek()
        switch keyword {
        case .every:
            switch next.kind {
            case .name, .integer, .ordinal, .duration: return true
            default: return next.keyword == .day || next.keyword == .weekday || next.keyword == .workday || next.keyword.isWeekday
            }
        case .on:
            switch next.kind {
            case .date, .integer, .decimal: return true
            default: return beginsName(next)
            }
        case .ofMonth: return next.kind == .ordinal
        default:
            if beginsName(current), next.keyword == .before, peek(2).kind == .duration { return true }
            return current.kind == .duration && next.keyword == .before
        }
    }

    var beginsChange: Bool {
        switch keyword {
        case .entersAudience, .leavesAudience: true
        default:
            beginsName(current)
                && (peek().keyword == .changes || peek().keyword == .becomes || nearest(at + 1, among: [.changes, .becomes]) != nil)
        }
    }

    /// `"every" recurrence [atTime] | "on" (date | name) [atTime] | DURATION "before" name [atTime]`
    mutating func schedule() throws(Panic) -> Trigger.Kind {
        if let (attribute, before) = try leadingAttribute() { return .before(before, attribute, at: try atTime()) }
        if keyword == .ofMonth {
            advance()
            return .every(try dayOfMonth(), at: try atTime())
        }
        if accept(.every) {
            let recurrence = try recurrence()
            return .every(recurrence, at: try atTime())
        }
        if accept(.on) {
            if keyword == .workday {
                report(.foreignOperator("on workday", ours: "every workday"), range(at - 1, at), fix: "every workday")
                advance()
                return .every(.workday, at: try atTime())
            }
            guard beginsName(current) else {
                let date = try date()
                return .on(date, at: try atTime())
            }
            let attribute = try name(.attributeName)
            return .onAttribute(attribute, at: try atTime())
        }
        let before = try span(of: "the time before a date")
        try expect(.before)
        let attribute = try name(.attributeName)
        return .before(before, attribute, at: try atTime())
    }

    /// `"day" | "workday" | WEEKDAY | ORDINAL "of month"`
    mutating func recurrence() throws(Panic) -> Recurrence {
        let token = current
        if let day = token.keyword.dayOfWeek {
            advance()
            return .weekday(day)
        }
        switch token.keyword {
        case .day:
            advance()
            return .day
        case .workday:
            advance()
            return .workday
        case .weekday:
            report(.foreignOperator("every weekday", ours: "every workday"), token.range, fix: "workday")
            advance()
            return .workday
        default: break
        }
        if current.kind == .ordinal {
            let day = try dayOfMonth()
            try expect(.ofMonth)
            return day
        }
        if let day = mendWeekdayWithTime() { return day }
        if mend(among: [.day, .workday] + Self.weekdays) { return try recurrence() }
        if current.kind == .name, text(current).lowercased() == "week", peek().keyword == .on, peek(2).keyword.isWeekday {
            let day = peek(2)
            let range = range(at, at + 2)
            let written = source.text(day.range)
            report(.foreignOperator("every " + source.text(range), ours: "every " + written), range, fix: written)
            at += 3
            return .weekday(day.keyword.dayOfWeek ?? 1)
        }
        throw fail(.noSuchRecurrence(shown(token) ?? ""), token.range)
    }

    private mutating func dayOfMonth() throws(Panic) -> Recurrence {
        let token = current
        guard acceptToken(.ordinal) else { throw failExpecting(.number) }
        if token.value < 1 || token.value > 31 { report(.numberOutOfRange("the day of the month is", 1...31), token.range) }
        return .dayOfMonth(Int(min(max(token.value, 1), 31)))
    }

    static let weekdays: [Keyword] = [.monday, .tuesday, .wednesday, .thursday, .friday, .saturday, .sunday]

    /// `name "changes" | name "becomes" literal | "enters audience" name | "leaves audience" name`
    mutating func change() throws(Panic) -> Trigger.Kind {
        if accept(.entersAudience) { return .entersAudience(try name(.audienceName)) }
        if accept(.leavesAudience) { return .leavesAudience(try name(.audienceName)) }
        let attribute = try name(.attributeName)
        _ = mend(among: [.changes, .becomes])
        if accept(.changes) { return .changes(attribute) }
        try expect(.becomes)
        return .becomes(attribute, try literal())
    }

    // MARK: Times and dates

    /// `["at"] TIME`, or nothing
    mutating func atTime() throws(Panic) -> TimeLiteral? {
        if keyword == .at, isLikeTime(at + 1) {
            advance()
        } else if !isLikeTime(at) || current.kind == .integer && (peek().kind != .name || isFirstOnLine(peek())) {
            return nil
        }
        return try time()
    }

    /// `TIME`; ways in which other clocks are read are reported and taken for what they mean.
    mutating func time() throws(Panic) -> TimeLiteral {
        let token = current
        if let time = chineseTime() { return time }
        if let (ours, last) = clockTime(at) {
            let range = SourceRange(Int(token.start), Int(tokens[last].end))
            reportInstead(.clockTime(source.text(range), ours: ours), range, fix: ours)
            at = last + 1
            return TimeLiteral(seconds: 0, range: range)
        }
        guard acceptToken(.time) else { throw failExpecting(.time) }
        return TimeLiteral(seconds: Int32(truncatingIfNeeded: token.value), range: token.range)
    }

    func isLikeTime(_ index: Int) -> Bool { tokens[index].kind == .time || clockTime(index) != nil }

    /// `10am`, `10:30 pm`, `20`, `noon`: how the language writes it, nil for anything else, and the last token of it.
    func clockTime(_ index: Int) -> (ours: String, last: Int)? {
        let token = tokens[index]
        let next = tokens[min(index + 1, tokens.count - 1)]
        if token.kind == .name, isWide(token) { return ChineseNumerals.clock(source.text(token.range)[...]).map { ($0.ours, index) } }
        let half = next.kind == .name ? source.text(next.range).lowercased() : ""
        let isHalf = half == "am" || half == "pm"
        switch token.kind {
        case .time:
            guard isHalf else { return nil }
            return clock(Int(token.value) / 3600, Int(token.value) / 60 % 60, half).map { ($0, index + 1) }
        case .integer:
            guard token.value >= 0, token.value < 24 else { return nil }
            return clock(Int(token.value), 0, isHalf ? half : "").map { ($0, isHalf ? index + 1 : index) }
        case .duration:
            let written = source.text(token.range).lowercased()
            guard written.hasSuffix("am") || written.hasSuffix("pm"), let hour = Int(written.dropLast(2)), hour < 24 else { return nil }
            return clock(hour, 0, String(written.suffix(2))).map { ($0, index) }
        case .name:
            switch text(token).lowercased() {
            case "noon": return ("12:00", index)
            case "midnight": return ("0:00", index)
            default: return nil
            }
        default: return nil
        }
    }

    private func clock(_ hour: Int, _ minute: Int, _ half: String) -> String? {
        if !half.isEmpty, hour < 1 || hour > 12 { return "\(hour):\(minute < 10 ? "0" : "")\(minute)" }
        let hour = half == "pm" ? hour % 12 + 12 : half == "am" ? hour % 12 : hour
        return "\(hour):\(minute < 10 ? "0" : "")\(minute)"
    }

    /// `DATE`; other orders of day, month and year are reported and taken for what they mean.
    mutating func date() throws(Panic) -> DateLiteral {
        let token = current
        if acceptToken(.date) { return DateLiteral(days: Int32(truncatingIfNeeded: token.value), range: token.range) }
        guard let last = endOfForeignDate() else { throw failExpecting(.date) }
        let range = SourceRange(Int(token.start), Int(tokens[last].end))
        let ours = Self.isoDate(source.text(range))
        reportInstead(.foreignDate(source.text(range), ours: ours), range, fix: ours)
        at = last + 1
        return DateLiteral(days: 0, range: range)
    }

    /// The last token of `2026/11/11`, `11.11.2026`, `11-11-2026`; nil where nothing like it stands here.
    private func endOfForeignDate() -> Int? {
        let separator = peek().kind
        if current.kind == .integer, separator == .slash || separator == .minus, peek(2).kind == .integer, peek(3).kind == separator,
            peek(4).kind == .integer
        {
            return at + 4
        }
        if current.kind == .decimal, peek().kind == .integer, peek().start == current.end + 1 { return at + 1 }
        return nil
    }

    /// Year, month and day of a date in another order, nil where day and month could be either.
    private static func isoDate(_ written: String) -> String? {
        let parts = written.split(whereSeparator: { !$0.isNumber }).compactMap { Int($0) }
        guard parts.count == 3 else { return nil }
        var (year, month, day) = (parts[0], parts[1], parts[2])
        if year < 1000 {
            (year, month, day) = (parts[2], parts[1], parts[0])
            guard day > 12 || month > 12 || day == month else { return nil }
            if month > 12 { (month, day) = (day, month) }
        }
        guard (1000...9999).contains(year), (1...12).contains(month), (1...31).contains(day) else { return nil }
        return "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
    }
}
