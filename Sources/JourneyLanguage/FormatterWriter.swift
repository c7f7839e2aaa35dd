import JourneyModel

/// Puts words in the order of a tongue, one space between them, and spells the names as that tongue calls them.
struct Writer: Sendable {
    let language: Language
    let names: NameTranslation
    /// Where names are written as they stand in the text.
    var source: SourceText?
    /// The events whose properties `event.x` is about.
    var triggerEvents: [String] = []
    /// The events whose properties a bare name is about; nil outside of their conditions.
    var conditionEvents: [String]?

    static let english = Writer(language: .english, names: .asWritten)

    /// What of the order and words has no row in the table of keywords.
    enum Word {
        /// The negation of a condition, which is not that of an event.
        case not
        /// `then` between a trigger and its first step.
        case thenFirst
        case every, everyDay, from, setTo, orElseChannel, orElseWait, orElseGive
    }

    subscript(keyword: Keyword) -> String { keyword.spelling(language) }

    subscript(word word: Word) -> String {
        let isChinese = language == .chinese
        switch word {
        case .not: return isChinese ? "非" : "not"
        case .thenFirst: return isChinese ? "就" : ""
        case .every: return isChinese ? "每隔" : "every"
        case .everyDay: return isChinese ? "每天" : "every day"
        case .from: return isChinese ? "来自" : "from"
        case .setTo: return isChinese ? "为" : "to"
        case .orElseChannel: return isChinese ? "其次" : "or else"
        case .orElseWait: return isChinese ? "没等到" : "or else"
        case .orElseGive: return isChinese ? "不成则" : "or else"
        }
    }

    /// The second half of a keyword that stands around its object.
    func closer(_ keyword: Keyword) -> String { Keywords.rowsByKeyword[Int(keyword.rawValue)].chineseCloser ?? "" }

    /// The words of a clause in the order of the tongue.
    func order(_ english: @autoclosure () -> [String], _ chinese: @autoclosure () -> [String]) -> String {
        words(language == .chinese ? chinese() : english())
    }

    /// Joins what is not empty; a piece that begins with a soft break needs no space before it.
    func words(_ pieces: [String]) -> String {
        var text = ""
        for piece in pieces where !piece.isEmpty {
            if !text.isEmpty, piece.utf8.first != 1 { text += " " }
            text += piece
        }
        return text
    }

    func words(_ pieces: String...) -> String { words(pieces) }

    /// A phrase that may begin a new line where the line is too long.
    func broken(_ pieces: String...) -> String { softBreak + words(pieces) }

    // MARK: Literals

    func duration(_ literal: DurationLiteral) -> String { duration(literal.microseconds) }

    func duration(_ microseconds: Int64) -> String {
        let text = durationText(microseconds)
        guard language == .chinese else { return text }
        var out = ""
        for character in text.unicodeScalars {
            guard let unit = Keywords.units.first(where: { $0.letter.unicodeScalars.first == character }) else {
                if ("0"..."9").contains(character), let last = out.unicodeScalars.last, last.value >= 0x80 { out += " " }
                out.unicodeScalars.append(character)
                continue
            }
            out += unit.chinese.first ?? unit.letter
        }
        return out
    }

    func time(_ literal: TimeLiteral) -> String { Value.timeOfDay(seconds: literal.seconds).text }

    func date(_ literal: DateLiteral) -> String { Value.date(days: literal.days).text }

    func percent(_ literal: PercentLiteral) -> String { Spelling.percent(micros: literal.micros) }

    /// `at 10:00`, in Chinese the bare time.
    func at(_ time: TimeLiteral?) -> String {
        time.map { order([self[.at], self.time($0)], [self.time($0)]) } ?? ""
    }

    func times(_ count: Int) -> String { order(["\(count)", self[.times]], ["\(count)" + self[.times]]) }

    func weekday(_ day: Int) -> String {
        let days: [Keyword] = [.monday, .tuesday, .wednesday, .thursday, .friday, .saturday, .sunday]
        return self[days[min(max(day, 1), 7) - 1]]
    }

    func literal(_ value: Value) -> String {
        switch value {
        case .boolean(let holds): self[holds ? .true : .false]
        case .duration(let length): duration(length)
        default: Spelling.literal(value)
        }
    }

    // MARK: Names

    /// A name where a name is expected.
    func name(_ name: Name, _ kind: NameTranslation.Kind = .other) -> String {
        let text = spelled(name) { names.name($0, kind) }
        return Spelling.name(text, isDeclared: names.isDeclared(text))
    }

    func property(_ name: Name, of events: [String]) -> String {
        let text = spelled(name) { names.property($0, of: events) }
        return Spelling.name(text, isDeclared: names.isDeclared(text))
    }

    /// A name of the place: a property inside of an event's condition, an attribute elsewhere.
    func operand(_ name: Name) -> String {
        spelled(name) { text in conditionEvents.map { names.property(text, of: $0) } ?? names.name(text, .attribute) }
    }

    /// The purpose of a consent: two of them are words of the language.
    func purpose(_ name: Name) -> String {
        guard name.text == "marketing" || name.text == "transactional" else { return self.name(name) }
        return spelled(name) { self[$0 == "marketing" ? .marketing : .transactional] }
    }

    func list(_ names: [Name], _ kind: NameTranslation.Kind) -> String {
        names.map { name($0, kind) }.joined(separator: "," + softBreak)
    }

    /// As the text has it where nothing is translated, though the tree holds the declared name.
    func spelled(_ name: Name, translated: (String) -> String) -> String {
        guard names.isAsWritten else { return translated(name.text) }
        guard let source, name.range.end > name.range.start, name.range.end <= source.bytes.count else { return name.text }
        let bytes = source.bytes[name.range.start..<name.range.end]
        guard let first = bytes.first else { return name.text }
        if first < 0x80, first != 0x22 { return name.text.hasBytes(bytes) ? name.text : TextDecoder.name(bytes) }
        if first == 0x22 || bytes.starts(with: [0xE2, 0x80]) || bytes.starts(with: [0xEF, 0xBC, 0x82]) {
            return TextDecoder.text(bytes)
        }
        return TextDecoder.name(bytes)
    }

    /// The same writer inside of the condition of events.
    func inside(_ events: [String]) -> Writer {
        var writer = self
        writer.conditionEvents = events
        return writer
    }

    /// The same writer where bare names are attributes.
    var outside: Writer {
        var writer = self
        writer.conditionEvents = nil
        return writer
    }
}
