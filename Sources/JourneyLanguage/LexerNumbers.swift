extension Lexer {
    /// The digit at an offset, ASCII or full-width, and its length.
    @inline(__always)
    func digit(_ offset: Int) -> (value: Int64, length: Int)? {
        let byte = bytes[offset]
        if byte >= 0x30, byte <= 0x39 { return (Int64(byte - 0x30), 1) }
        if byte == 0xEF, bytes[offset + 1] == 0xBC, bytes[offset + 2] >= 0x90, bytes[offset + 2] <= 0x99 {
            return (Int64(bytes[offset + 2] - 0x90), 3)
        }
        return nil
    }

    /// A run of digits; `_` may stand between two of them.
    private struct Digits {
        var value: Int64 = 0
        var digits = 0
        var overflows = false
        var end: Int
    }

    private func digits(_ start: Int) -> Digits {
        var run = Digits(end: start)
        while true {
            var offset = run.end
            if bytes[offset] == UInt8(ascii: "_"), run.digits > 0 { offset += 1 }
            guard let digit = digit(offset) else { return run }
            let (tens, overflow) = run.value.multipliedReportingOverflow(by: 10)
            let (sum, more) = tens.addingReportingOverflow(digit.value)
            if overflow || more { run.overflows = true } else { run.value = sum }
            run.digits += 1
            run.end = offset + digit.length
        }
    }

    /// A number, percentage, duration, time, date or ordinal.
    mutating func number() {
        let start = at
        if names.hasDigitFirst, knownNameWithDigit() { return }
        let whole = digits(start)
        if date(start, whole) || time(start, whole) { return }
        at = whole.end
        var micros: Int64?
        let dot = signAt(at)
        if dot.sign == UInt8(ascii: "."), digit(at + dot.length) != nil { micros = decimal(start, whole, at + dot.length) }
        if whole.overflows { report(.numberTooLarge, start, at) }
        let percent = signAt(at)
        if percent.sign == UInt8(ascii: "%") {
            at += percent.length
            return percentage(start, whole.value, micros)
        }
        if monthDay(start, whole.value) || duration(start, whole.value, micros) { return }
        if micros == nil { at += measureWord(at) }
        if let micros { emit(.decimal, from: start, value: micros) } else { emit(.integer, from: start, value: whole.value) }
    }

    /// The digits after the point, at `fraction`; the number times 1,000,000.
    private mutating func decimal(_ start: Int, _ whole: Digits, _ fraction: Int) -> Int64 {
        let part = digits(fraction)
        at = part.end
        if part.digits > 6 {
            report(.tooManyDecimals, start, at)
            return 0
        }
        var scaled = part.value
        for _ in part.digits..<6 { scaled *= 10 }
        let (micros, overflow) = whole.value.multipliedReportingOverflow(by: 1_000_000)
        let (sum, more) = micros.addingReportingOverflow(scaled)
        if (overflow || more) && !whole.overflows { report(.numberTooLarge, start, at) }
        return overflow || more ? 0 : sum
    }

    private mutating func percentage(_ start: Int, _ whole: Int64, _ micros: Int64?) {
        let (scaled, overflow) = whole.multipliedReportingOverflow(by: 10_000)
        if let micros {
            if micros % 100 != 0 { report(.tooManyDecimals, start, at) }
            return emit(.percent, from: start, value: micros / 100)
        }
        if overflow { report(.numberTooLarge, start, at) }
        emit(.percent, from: start, value: overflow ? 0 : scaled)
    }

    // MARK: Times and dates

    private mutating func time(_ start: Int, _ hours: Digits) -> Bool {
        let colon = signAt(hours.end)
        guard hours.digits <= 2, colon.sign == UInt8(ascii: ":") else { return false }
        let minutes = digits(hours.end + colon.length)
        guard minutes.digits > 0 else { return false }
        at = minutes.end
        if hours.value > 23 || minutes.value > 59 || minutes.digits != 2 {
            report(.noSuchTime(string(start, at)), start, at)
            emit(.time, from: start)
        } else {
            emit(.time, from: start, value: hours.value * 3600 + minutes.value * 60)
        }
        return true
    }

    private mutating func date(_ start: Int, _ year: Digits) -> Bool {
        let dash = signAt(year.end)
        guard year.digits == 4, dash.sign == UInt8(ascii: "-") else { return false }
        let month = digits(year.end + dash.length)
        let second = signAt(month.end)
        guard month.digits == 1 || month.digits == 2, second.sign == UInt8(ascii: "-") else { return false }
        let day = digits(month.end + second.length)
        guard day.digits == 1 || day.digits == 2 else { return false }
        at = day.end
        let days = Self.daysFromCivil(year.value, month.value, day.value)
        if days == nil { report(.noSuchDate(string(start, at)), start, at) }
        emit(.date, from: start, value: days ?? 0)
        return true
    }

    /// Days since 1970-01-01 of a date in the proleptic Gregorian calendar, nil where there is no such day.
    private static func daysFromCivil(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64? {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths: [Int64] = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard (1...12).contains(month), day >= 1, day <= lengths[Int(month) - 1], year >= 1 else { return nil }
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// 1号, 1日 after 每月.
    private mutating func monthDay(_ start: Int, _ day: Int64) -> Bool {
        guard let last = lexed.tokens.last, last.keyword == .ofMonth, let mark = ["号", "日"].first(where: { begins($0, at) })
        else { return false }
        at += mark.utf8.count
        emit(.ordinal, from: start, value: day)
        return true
    }

    /// The length of 条 or 张 right after a number: 3条 消息 is `3 messages`.
    private func measureWord(_ offset: Int) -> Int {
        bytes[offset] >= 0x80 && (begins("条", offset) || begins("张", offset)) ? 3 : 0
    }

    /// A number begins at this digit inside a glued name: a count (3次), a share, a time, or a window (7天内).
    func numberEndsName(_ offset: Int) -> Bool {
        let end = digits(offset).end
        let sign = signAt(end)
        if sign.sign == UInt8(ascii: "%") { return true }
        if sign.sign == UInt8(ascii: ":") { return digit(end + sign.length) != nil }
        if begins("次", end) { return true }
        guard case .unit(_, let unitEnd, _) = chineseUnit(end) else { return false }
        return wordCharacter(unitEnd) == 0 || ["内", "之内", "以内"].contains { begins($0, unitEnd) }
    }

    // MARK: Durations

    private enum UnitFound {
        case unit(Int, end: Int, isSpelled: Bool)
        case calendar(days: Int64, end: Int)
        case ordinal(end: Int)
        /// Letters stuck to the number that name no unit.
        case unknown(end: Int)
        case none
    }

    /// The rest of a duration after its first number; false where no unit follows.
    private mutating func duration(_ start: Int, _ whole: Int64, _ micros: Int64?) -> Bool {
        switch unit(at) {
        case .none: return false
        case .ordinal(let end):
            at = end
            emit(.ordinal, from: start, value: whole)
        case .unknown(let end):
            let word = string(at, end)
            let suggestion = closest(to: word, among: Keywords.units.flatMap(\.english))
            report(.unknownUnit(word, suggestion: suggestion), at, end, fix: suggestion.map { " " + $0 })
            at = end
            emit(.duration, from: start, value: 1)
            lexed.brokenEnds.append(Int32(truncatingIfNeeded: at))
        case .calendar(let days, let end):
            let (total, overflow) = days.multipliedReportingOverflow(by: whole)
            let instead = overflow ? "30d" : "\(total)d"
            report(.calendarUnit(string(start, end), days: instead), start, end, fix: instead)
            at = end
            emit(.duration, from: start, value: 1)
        case .unit(let unit, let end, let isSpelled):
            at = end
            composed(start, first: length(whole, micros, unit), unit, isSpelled)
        }
        return true
    }

    /// A number of units in microseconds, nil where it is too long.
    private func length(_ whole: Int64, _ micros: Int64?, _ unit: Int) -> Int64? {
        let size = Keywords.units[unit].microseconds
        let (product, overflow) =
            micros.map { $0.multipliedReportingOverflow(by: size / 1_000_000) }
            ?? whole.multipliedReportingOverflow(by: size)
        return overflow ? nil : product
    }

    /// `1d12h`, `1 day 12 hours`: further parts, each of a smaller unit than the one before.
    private mutating func composed(_ start: Int, first: Int64?, _ firstUnit: Int, _ isSpelled: Bool) {
        var total = first
        var last = firstUnit
        var maySpace = isSpelled
        while true {
            var sawComment = false
            let next = maySpace ? skipSpace(at, &sawComment) : at
            let part = digits(next)
            guard part.digits > 0, !sawComment, signAt(part.end).sign != UInt8(ascii: ":") else { break }
            guard case .unit(let unit, let end, let spelled) = unit(part.end) else {
                // 1小时10000条 is two numbers, 1d12 one of which something is missing.
                if next == at, bytes[at - 1] < 0x80 {
                    let end = max(scanWordEnd(part.end), part.end)
                    report(.unknownUnit(string(at, end), suggestion: nil), at, end)
                    at = end
                }
                break
            }
            if unit <= last {
                guard next == at else { break }
                report(.unitOrder, start, end)
                total = 1
            }
            at = end
            (last, maySpace) = (unit, spelled)
            if let sum = total, let more = length(part.value, nil, unit), !part.overflows {
                let (value, overflow) = sum.addingReportingOverflow(more)
                total = overflow ? nil : value
            } else {
                total = nil
            }
        }
        if total == nil { report(.durationTooLong, start, at) }
        emit(.duration, from: start, value: total ?? 1)
    }

    private func unit(_ offset: Int) -> UnitFound {
        let byte = bytes[offset]
        if roles[Int(byte)] == .letter { return spelledUnit(offset, isStuck: true) }
        if byte >= 0x80 { return chineseUnit(offset) }
        guard byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D else { return .none }
        var sawComment = false
        let next = skipSpace(offset, &sawComment)
        if sawComment { return .none }
        if roles[Int(bytes[next])] == .letter { return spelledUnit(next, isStuck: false) }
        return bytes[next] >= 0x80 ? chineseUnit(next) : .none
    }

    private func spelledUnit(_ offset: Int, isStuck: Bool) -> UnitFound {
        var end = offset
        while roles[Int(bytes[end])] == .letter { end += 1 }
        let length = end - offset
        if isStuck, length == 1, let number = Keywords.unitLetters.firstIndex(of: bytes[offset] | 0x20) {
            return .unit(number, end: end, isSpelled: false)
        }
        if isStuck || roles[Int(bytes[end])] != .digit && bytes[end] < 0x80 {
            for (number, unit) in Keywords.units.enumerated() {
                if matches(unit.letter, offset, length) { return .unit(number, end: end, isSpelled: !isStuck) }
                for word in unit.english where matches(word, offset, length) { return .unit(number, end: end, isSpelled: true) }
            }
            for (words, days) in Keywords.calendarUnits {
                for word in words where word.utf8.count >= (isStuck ? 1 : 4) && matches(word, offset, length) {
                    return .calendar(days: days, end: end)
                }
            }
        }
        guard isStuck else { return .none }
        for suffix in ["st", "nd", "rd", "th"] where matches(suffix, offset, length) { return .ordinal(end: end) }
        return .unknown(end: scanWordEnd(offset))
    }

    private func scanWordEnd(_ offset: Int) -> Int {
        var end = offset
        while roles[Int(bytes[end])] == .letter || roles[Int(bytes[end])] == .digit { end += 1 }
        return end
    }

    /// Chinese units need no space after them; 分 alone is none.
    private func chineseUnit(_ offset: Int) -> UnitFound {
        for (number, unit) in Keywords.units.enumerated() {
            for word in unit.chinese where begins(word, offset) {
                return .unit(number, end: offset + word.utf8.count, isSpelled: true)
            }
        }
        for (words, days) in Keywords.calendarUnits {
            for word in words where word.utf8.first ?? 0 >= 0x80 && begins(word, offset) {
                return .calendar(days: days, end: offset + word.utf8.count)
            }
        }
        return .none
    }

    private func matches(_ word: String, _ offset: Int, _ length: Int) -> Bool {
        word.utf8.count == length && word.utf8.enumerated().allSatisfy { bytes[offset + $0.offset] | 0x20 == $0.element }
    }

    private func begins(_ word: String, _ offset: Int) -> Bool {
        word.utf8.enumerated().allSatisfy { bytes[offset + $0.offset] == $0.element }
    }
}
