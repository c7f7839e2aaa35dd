import JourneyModel

/// How the language writes names, texts, numbers and other literals: the one place for whoever prints them.
public enum Spelling {
    /// A name where a name is expected: bare where the lexer reads it back as one, else in quotes.
    public static func name(_ name: String) -> String { isBare(name) ? name : text(name) }

    /// A name after a dot, where every word is one.
    public static func member(_ name: String) -> String { isWord(name) ? name : text(name) }

    /// A name that is quoted, too, where a keyword inside of it could cut it in two; the lexer knows those that are declared.
    static func name(_ name: String, isDeclared: Bool) -> String {
        isDeclared || !holdsKeyword(name) ? Self.name(name) : text(name)
    }

    static func member(_ name: String, isDeclared: Bool) -> String {
        isDeclared || !holdsKeyword(name) ? member(name) : text(name)
    }

    /// A text in quotes, on one line.
    public static func text(_ text: String) -> String {
        "\"" + inside(text) + "\""
    }

    /// What stands between the quotes of a text on one line.
    static func inside(_ text: String) -> String {
        if !text.containsByte(where: mayNeedEscape) { return text }
        var out = ""
        out.reserveCapacity(text.utf8.count + 2)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "{": out += "\\{"
            case "\n": out += "\\n"
            case "\t": out += "\\t"
            case _ where isControl(scalar):
                out += "\\u{" + String(scalar.value, radix: 16) + "}"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }

    /// True of every byte that begins something to escape, and of few others.
    private static func mayNeedEscape(_ byte: UInt8) -> Bool {
        switch byte {
        case 0..<0x20, 0x7F, UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "{"): true
        // U+0080 to U+00BF, U+2000 to U+2FFF.
        case 0xC2, 0xE2: true
        default: false
        }
    }

    /// The same of a text over several lines: `hardBreak` between them.
    static func lines(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let escaped = inside(String(line))
            let bare = escaped.split(separator: "\\\"", omittingEmptySubsequences: false).joined(separator: "\"")
            return bare.contains("\"\"\"") ? escaped : bare
        }.joined(separator: hardBreak)
    }

    public static func literal(_ value: Value) -> String {
        switch value {
        case .decimal(let micros): decimal(micros: micros)
        case .text(let text): Spelling.text(text)
        case .list(let values): "(" + values.map(literal).joined(separator: ", ") + ")"
        case .unknown, .boolean, .integer, .date, .instant, .duration, .timeOfDay: value.text
        }
    }

    /// A condition or value on one line, with the parentheses it needs.
    public static func expression(_ expression: Expression) -> String {
        unbroken(Writer.english.value(expression))
    }

    /// A number with up to six places, none of them a trailing zero; a whole one keeps `.0`, which tells it from an integer.
    public static func decimal(micros: Int64) -> String {
        let magnitude = micros.magnitude
        var fraction = String(magnitude % 1_000_000 + 1_000_000).dropFirst()
        while fraction.count > 1, fraction.last == "0" { fraction.removeLast() }
        return (micros < 0 ? "-" : "") + String(magnitude / 1_000_000) + "." + fraction
    }

    /// `50%`, `12.5%` of a fraction in millionths.
    public static func percent(micros: Int64) -> String {
        let magnitude = micros.magnitude
        var text = String(magnitude / 10_000)
        if magnitude % 10_000 != 0 {
            var fraction = String(magnitude % 10_000 + 10_000).dropFirst()
            while fraction.last == "0" { fraction.removeLast() }
            text += "." + fraction
        }
        return (micros < 0 ? "-" : "") + text + "%"
    }

    /// Letters, digits and `_`, a letter or `_` first, in any script.
    static func isWord(_ name: String) -> Bool {
        if !name.containsByte(where: { !isWordByte($0) }), let first = name.utf8.first { return first > UInt8(ascii: "9") }
        guard let first = name.unicodeScalars.first, !isDigit(first) else { return false }
        return name.unicodeScalars.allSatisfy { scalar in
            scalar.isASCII ? isDigit(scalar) || isLetter(scalar) || scalar == "_" : isNameScalar(scalar)
        }
    }

    private static func isBare(_ name: String) -> Bool {
        guard isWord(name) else { return false }
        // No such word in Latin letters has any other character.
        if name.containsByte(where: { $0 == UInt8(ascii: "_") || $0 <= UInt8(ascii: "9") }) { return true }
        return !words.contains(name.utf8.contains { $0 >= 0x80 } ? name : name.lowercased())
    }

    /// Words that are, where a name is expected, a keyword or part of one: reserved words, those that begin a trigger, and those
    /// that make a phrase with a reserved word behind them (`starts` with) or before them (and `continue`).
    private static let words: Set<String> = {
        var reserved: Set<String> = ["no"]
        var words: Set<String> = []
        for row in Keywords.rows where row.isReserved { reserved.formUnion(row.english + row.chinese) }
        for row in Keywords.rows {
            for form in row.english + row.chinese {
                let parts = form.split(separator: " ").map(String.init)
                if parts.count > 1, reserved.contains(parts[1]) { words.insert(parts[0]) }
                if parts.count > 1, reserved.contains(parts[0]) { words.insert(parts[1]) }
                if parts.count > 0, startsTrigger.contains(row.keyword) { words.insert(parts[0]) }
            }
        }
        return words.union(reserved)
    }()

    private static let startsTrigger: Set<Keyword> = [.no, .silentFor, .every, .on, .entersAudience, .leavesAudience]

    /// A Chinese keyword stands inside of the name, and could be taken for one.
    private static func holdsKeyword(_ name: String) -> Bool {
        guard name.containsByte(where: { $0 >= 0x80 }) else { return false }
        let scalars = Array(name.unicodeScalars)
        var at = 0
        while at < scalars.count {
            let whole = longest(ChineseWords.trie, scalars, at)
            if whole == 0, longest(ChineseWords.keywords, scalars, at) > 0 { return true }
            at += max(1, whole)
        }
        return false
    }

    /// The length of the longest word of a trie at a place.
    private static func longest(_ trie: WordTrie, _ scalars: [Unicode.Scalar], _ start: Int) -> Int {
        var node: Int32 = 0
        var length = 0
        for at in start..<scalars.count {
            guard let next = trie.child(node, scalars[at].value) else { break }
            node = next
            if trie.values[Int(node)] >= 0 { length = at + 1 - start }
        }
        return length
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "_"):
            true
        default: false
        }
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }
    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
    }

    private static func isNameScalar(_ scalar: Unicode.Scalar) -> Bool {
        // Full-width forms equal their ASCII signs outside texts.
        if (0xFF00...0xFFEF).contains(scalar.value) { return false }
        return scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar.properties.isIDContinue
    }

    /// What could not be written bare between quotes on one line.
    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}
