import JourneyModel

/// Which values a property or an attribute may have: those that the journeys compare it with, and others beside them.
///
/// All properties and attributes of one name share a palette, and so do those that are compared with or set to one another: then what is
/// asked of two of them is now true, now false.
struct Palette: Sendable {
    enum Kind: Sendable { case number, text, boolean, date, time, list }

    var name: String
    /// Nil: nothing tells; a text.
    var kind: Kind?
    /// Declared: nothing else may come.
    var choices: [String] = []
    /// What the journeys compare it with, each once.
    var literals: [Value] = []
    /// What texts contain or begin with.
    var fragments: [String] = []
    /// A day of the year counts: a birthday.
    var isYearly = false
    /// Days that something waits for lie ahead, by so much at most.
    var lead: Microseconds?

    mutating func add(_ value: Value) {
        if value != .unknown, !literals.contains(value) { literals.append(value) }
    }

    /// Takes over what another one knows.
    mutating func merge(_ other: Palette) {
        kind = kind ?? other.kind
        if choices.isEmpty { choices = other.choices }
        for literal in other.literals { add(literal) }
        fragments += other.fragments.filter { !fragments.contains($0) }
        isYearly = isYearly || other.isYearly
        lead = lead.map { max($0, other.lead ?? 0) } ?? other.lead
    }

    /// A value.
    /// - Parameters:
    ///   - today: days since 1970-01-01.
    ///   - span: how many days are made up after it, at most.
    func draw(_ numbers: inout SeededNumbers, today: Int, span: Int) -> Value {
        switch kind ?? .text {
        case .number: number(&numbers)
        case .text: .text(text(&numbers))
        case .boolean: .boolean(numbers.chance(50))
        case .date: .date(days: Int32(clamping: day(&numbers, today, span)))
        case .time: .timeOfDay(seconds: Int32(8 * 3_600 + numbers.below(27) * 1_800))
        case .list: .list((0...numbers.below(2)).map { _ in .text(text(&numbers)) })
        }
    }

    // MARK: Kinds

    private func number(_ numbers: inout SeededNumbers) -> Value {
        let known = literals.filter { $0.exactMicros != nil }
        guard numbers.chance(known.isEmpty ? 0 : 90), let literal = numbers.pick(known) else {
            let magnitude = Int64(5) << Int64(numbers.below(6))
            return .integer(magnitude + numbers.below(magnitude))
        }
        switch numbers.below(10) {
        case 0...3: return near(literal, .less, &numbers)
        case 4: return literal
        default: return near(literal, .greater, &numbers)
        }
    }

    /// A number a little below or above another: whole where that is whole.
    func near(_ value: Value, _ side: ThreeWay, _ numbers: inout SeededNumbers) -> Value {
        guard let exact = value.exactMicros, let micros = Int64(exactly: exact), micros.magnitude < 1 << 60 else { return value }
        let isWhole = if case .integer = value { true } else { false }
        let unit: Int64 = isWhole ? 1_000_000 : 10_000
        let most = max(Int64(micros.magnitude / 2), unit * 2) / unit
        let step = (1 + numbers.below(most)) * unit
        // What is counted and paid is seldom below nothing.
        let moved = side == .less ? (micros > 0 ? max(micros - step, 0) : micros - step) : micros + step
        return isWhole ? .integer(moved / unit) : .decimal(micros: moved)
    }

    private static let firstNames = ["Ana", "Ben", "Chloe", "David", "Elif", "Farid", "Grace", "Hugo", "小雨", "志强", "Ines", "Jonas", "美玲", "Kofi"]

    private func text(_ numbers: inout SeededNumbers) -> String {
        let known = literals.compactMap { if case .text(let text) = $0 { text } else { nil } }
        if let text = choices.isEmpty ? nil : numbers.chance(known.isEmpty ? 0 : 50) ? numbers.pick(known) : numbers.pick(choices) { return text }
        if !fragments.isEmpty, numbers.chance(50), let fragment = numbers.pick(fragments) { return fragment + " \(1 + numbers.below(9))" }
        if !known.isEmpty, numbers.chance(70), let text = numbers.pick(known) { return text }
        if name == "name" || name == "first_name", let text = numbers.pick(Self.firstNames) { return text }
        return "\(name)-\(1 + numbers.below(40))"
    }

    private func day(_ numbers: inout SeededNumbers, _ today: Int, _ span: Int) -> Int {
        if isYearly { return (CivilDate(year: 1950 + numbers.below(56), month: 1, day: 1)?.days ?? 0) + numbers.below(365) }
        if let lead { return today - 2 + numbers.below(span + Int(lead / .day) + 14) }
        let known = literals.compactMap { literal -> Int? in
            switch literal {
            case .date(let days): Int(days)
            case .instant(let instant): Int(instant.microseconds / .day)
            default: nil
            }
        }
        if numbers.chance(60), let literal = numbers.pick(known) { return literal - 20 + numbers.below(41) }
        return numbers.chance(50) ? today - numbers.below(400) : today + 1 + numbers.below(45)
    }
}
