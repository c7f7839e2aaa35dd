/// Triggers told as one speaks: found where a production cannot go on, and answered by what the language says instead.
extension Parser {
    /// What stands at the beginning of a trigger and is none; nothing where a trigger may follow.
    mutating func rejectSpokenTrigger() throws(Panic) {
        let next = peek()
        switch current.kind {
        case .date:
            let written = source.text(current.range)
            throw fail(.foreignOperator(written, ours: "on \(written)"), current.range, fix: .init(current.range, "on \(written)"))
        case .integer, .name:
            if let (last, ours) = dateWithMonth() {
                let range = range(at, last)
                throw fail(.foreignDate(source.text(range), ours: ours), range, fix: .init(range, "on " + ours))
            }
        case .keyword where keyword == .tag:
            report(.tagAsTrigger, current.range)
            repeat { advance() } while current.kind == .name && !isFirstOnLine(current)
            throw Panic()
        default: break
        }
        guard beginsName(current), current.kind != .text else { return }
        if let (time, last) = timeAfterName(next) { throw timeOfEvent(time, last) }
        if isComparison(next) || next.keyword == .is || next.keyword == .isNot { throw comparisonAsTrigger(1) }
        if next.kind == .minus, peek(2).kind == .duration {
            let range = range(at, at + 2)
            let ours = "\(source.text(peek(2).range)) before \(source.text(current.range))"
            throw fail(.foreignOperator(source.text(range), ours: ours), range, fix: .init(range, ours))
        }
        let mayBeStory = next.kind == .name || next.keyword == .for || next.keyword == .customer
        guard mayBeStory || keyword == .every || keyword == .customer else { return }
        if next.keyword == .for, peek(2).kind == .duration, Self.silences.contains(text(current).lowercased()) {
            let range = range(at, at + 1)
            report(.foreignOperator(source.text(range), ours: "silent for"), range, fix: "silent for")
            at += 3
            throw Panic()
        }
        if next.kind == .name, isComparison(peek(2)), !isWide(next) { throw conditionWithoutWhere() }
        if next.kind == .name, peek(2).kind == .integer, peek(3).keyword != .times {
            if let sign = Self.comparisonsInWords[text(next).lowercased()] { throw comparisonAsTrigger(1, sign: sign) }
        }
        try rejectProse(from: at)
    }

    private static let silences: Set = ["inactive", "idle", "dormant", "asleep", "passive", "absent", "gone"]

    static let comparisonsInWords = [
        "reach": ">=", "reaches": ">=", "reached": ">=", "hits": ">=", "over": ">", "above": ">", "exceeds": ">", "exceed": ">",
        "under": "<", "below": "<",
    ]

    private func isComparison(_ token: Token) -> Bool {
        switch token.kind {
        case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: true
        default: false
        }
    }

    // MARK: Times and values

    /// The time of day after the name here, as the language writes it, and its last token.
    private func timeAfterName(_ next: Token) -> (ours: String, last: Int)? {
        guard next.kind == .time || next.keyword == .at else { return nil }
        let first = next.keyword == .at ? at + 2 : at + 1
        guard first < tokens.count else { return nil }
        return clockTime(first) ?? (tokens[first].kind == .time ? (source.text(tokens[first].range), first) : nil)
    }

    private mutating func timeOfEvent(_ time: String, _ last: Int) -> Panic {
        let name = current
        let word = text(name)
        if Self.namesDate(word) {
            let place = SourceRange(Int(name.start), Int(name.start))
            return fail(.dateWithoutOn(word), name.range, fix: .init(place, isWide(name) ? "在 " : "on "))
        }
        let phrase = range(at + 1, last)
        let goesOn = tokens[min(last + 1, tokens.count - 1)]
        let isStep = goesOn.keyword.beginsStep || goesOn.keyword == .then || goesOn.keyword == .via && isWide(goesOn)
        reportInstead(.timeOfEvent(word, time: time), phrase, fix: isStep ? (isWide(name) ? "等到 " : "wait until ") + time : nil)
        return Panic()
    }

    /// Named as a date is.
    private static func namesDate(_ word: String) -> Bool {
        let word = word.lowercased()
        let endings = ["birthday", "anniversary", "_on", "_date", "_day", "deadline", "生日", "日期", "纪念日", "到期日", "周年日"]
        return endings.contains { word.hasSuffix($0) }
    }

    private mutating func comparisonAsTrigger(_ distance: Int, sign: String? = nil) -> Panic {
        let name = source.text(current.range)
        let value = peek(distance + 1)
        let operation = peek(distance)
        let isEqual = operation.kind == .equal || operation.keyword == .is
        let isLiteral = value.kind == .text || value.kind == .integer || value.keyword == .true || value.keyword == .false
        // `contact is created`
        if operation.keyword == .is, value.kind == .name {
            let range = range(at, at + 2)
            let joined = "\(name)_\(source.text(value.range))"
            return fail(.eventOfSeveralWords(source.text(range), joined: joined, isKnown: false), range, fix: .init(range, joined))
        }
        let whole = range(at, at + distance + 1)
        let comparison = sign.map { "\(name) \($0) \(source.text(value.range))" } ?? source.text(whole)
        let fix = isEqual && isLiteral && sign == nil ? Diagnostic.Fix(operation.range, "becomes") : nil
        return fail(.comparisonAsTrigger(name, comparison: comparison), whole, fix: fix)
    }

    /// `bought total > 100`
    private mutating func conditionWithoutWhere() -> Panic {
        let end = Int(current.end)
        let ours = "\(source.text(current.range)) where \(source.text(peek().range))"
        let range = range(at, at + 1)
        return fail(.foreignOperator(source.text(range), ours: ours), range, fix: .init(SourceRange(end, end), " where"))
    }

    // MARK: Dates

    private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

    /// `11 Nov 2026`, `November 11, 2026`: its last token, and how the language writes it.
    func dateWithMonth() -> (last: Int, ours: String)? {
        let monthIsFirst = current.kind == .name
        let word = monthIsFirst ? current : peek()
        let day = monthIsFirst ? peek() : current
        guard word.kind == .name, day.kind == .integer || day.kind == .ordinal, (1...31).contains(day.value) else { return nil }
        let written = text(word).lowercased()
        guard written.utf8.count >= 3, let month = Self.months.firstIndex(where: { written.hasPrefix($0) }) else { return nil }
        let year = peek(2).kind == .comma ? at + 3 : at + 2
        guard year < tokens.count, tokens[year].kind == .integer, (1000...9999).contains(tokens[year].value) else { return nil }
        func padded(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
        return (year, "\(tokens[year].value)-\(padded(month + 1))-\(padded(Int(day.value)))")
    }
}
