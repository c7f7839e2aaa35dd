/// The tokens, comments and first complaints of a file.
struct Lexed {
    var tokens: [Token] = []
    var comments: [Comment] = []
    var diagnostics: [Diagnostic] = []
    /// Ends of the tokens whose extent is a guess (texts never closed): complaints beside them say nothing new.
    var brokenEnds: [Int32] = []
    /// Names that nobody knows, cut out of words without spaces: where they end is a guess.
    var guessedNames: [SourceRange] = []
    /// Some word has a character outside ASCII.
    var hasWideWords = false
}

/// The largest file that is read; a program of this size holds some fifty thousand journeys.
let largestFile = 4 << 20

/// Cuts a source into tokens; the last one is always `endOfFile`. Where words are glued together, `names` says where they end.
///
/// - Parameter isValue: the source is what stands in a placeholder, and no program.
func lex(_ source: SourceText, language: Language = .english, names: KnownNames = .builtIn, isValue: Bool = false) -> Lexed {
    var bytes = source.bytes
    var early: [Diagnostic] = []
    if bytes.count > largestFile {
        bytes = []
        early.append(Problem.fileTooLarge.diagnostic(SourceRange(0, 0), fix: nil, in: language))
    }
    for run in bytes.isEmpty ? [] : source.invalidRuns() {
        early.append(Problem.invalidUTF8.diagnostic(run, fix: nil, in: language))
        for offset in run.start..<run.end { bytes[offset] = 0x20 }
    }
    let count = bytes.count
    bytes.append(contentsOf: [0, 0, 0, 0])
    return bytes.withUnsafeBufferPointer { bytes in
        Characters.roles.withUnsafeBufferPointer { roles in
            guard let base = bytes.baseAddress, let roles = roles.baseAddress else { return Lexed() }
            var lexer = Lexer(bytes: base, count: count, roles: roles, language: language, names: names)
            lexer.lexed.diagnostics = early
            lexer.surroundings.isCondition = isValue
            lexer.lexed.tokens.reserveCapacity(count / 5 + 16)
            lexer.run()
            return lexer.lexed
        }
    }
}

/// Walks the bytes once. They are valid UTF-8 and followed by four zeros, so that looking ahead needs no check.
struct Lexer {
    let bytes: UnsafePointer<UInt8>
    let count: Int
    let roles: UnsafePointer<Characters.Role>
    let language: Language
    let index = KeywordIndex.shared
    let names: KnownNames
    /// What the tokens before this place say about the words after it; kept up only where a word is not ASCII.
    var surroundings = Surroundings()
    /// Where the word that was scanned last ends: its parts are cut one by one.
    var wideEnd = 0
    var at = 0
    var lexed = Lexed()
    /// Something other than white space and comments stands on this line so far.
    var lineHasCode = false

    init(
        bytes: UnsafePointer<UInt8>, count: Int, roles: UnsafePointer<Characters.Role>, language: Language, names: KnownNames
    ) {
        self.bytes = bytes
        self.count = count
        self.roles = roles
        self.language = language
        self.names = names
    }

    mutating func run() {
        while at < count {
            switch roles[Int(bytes[at])] {
            case .space: at += 1
            case .newline:
                at += 1
                lineHasCode = false
            case .letter: word()
            case .digit: number()
            case .hash: comment()
            case .quote: text()
            case .sign: sign(bytes[at], length: 1)
            case .wide: wide()
            case .control:
                if isTalkative { report(.controlCharacter(UInt32(bytes[at])), at, at + 1) }
                at += 1
            }
        }
        lexed.tokens.append(Token(.endOfFile, start: count, end: count))
    }

    /// After a hundred complaints no more are made; looked at before a wording is composed where each byte may be wrong.
    private var isTalkative: Bool { lexed.diagnostics.count < 100 }

    mutating func report(_ problem: Problem, _ start: Int, _ end: Int, fix: String? = nil) {
        guard isTalkative else { return }
        let range = SourceRange(start, end)
        lexed.diagnostics.append(problem.diagnostic(range, fix: fix.map { .init(range, $0) }, in: language))
    }

    @inline(__always)
    mutating func emit(
        _ kind: Token.Kind, _ keyword: Keyword = .none, from start: Int, value: Int64 = 0, needsDecoding: Bool = false
    ) {
        lexed.tokens.append(Token(kind, keyword, start: start, end: at, value: value, needsDecoding: needsDecoding))
        lineHasCode = true
    }

    func string(_ start: Int, _ end: Int) -> String {
        String(decoding: UnsafeBufferPointer(start: bytes + start, count: end - start), as: UTF8.self)
    }

    private mutating func comment() {
        let start = at
        while at < count, bytes[at] != 0x0A { at += 1 }
        var end = at
        while end > start, bytes[end - 1] <= 0x20 { end -= 1 }
        lexed.comments.append(Comment(text: string(start, end), range: SourceRange(start, end), isTrailing: lineHasCode))
    }

    private mutating func wide() {
        let (value, length) = Characters.scalar(bytes + at)
        switch Characters.wide(value) {
        case .word: chineseWord()
        case .space: at += length
        case .digit: number()
        case .openQuote: text()
        case .singleQuote: singleQuoted(length)
        case .sign(let sign) where sign == UInt8(ascii: "#"): comment()
        case .sign(let sign): self.sign(sign, length: length)
        case .control:
            if isTalkative { report(.controlCharacter(value), at, at + length) }
            at += length
        case .stray:
            switch value {
            case 0x2260: single(.notEqual, length)
            case 0x2264: single(.lessOrEqual, length)
            case 0x2265: single(.greaterOrEqual, length)
            default: stray(length)
            }
        }
    }

    private mutating func stray(_ length: Int) {
        if isTalkative { report(.strayCharacter(string(at, at + length)), at, at + length) }
        at += length
    }

    private mutating func single(_ kind: Token.Kind, _ length: Int) {
        let start = at
        at += length
        emit(kind, from: start)
    }

    // MARK: Signs

    /// The ASCII sign at an offset, full-width forms included, and its length; 0 for anything else.
    @inline(__always)
    func signAt(_ offset: Int) -> (sign: UInt8, length: Int) {
        let byte = bytes[offset]
        if byte < 0x80 { return (byte, 1) }
        if byte == 0xEF || byte == 0xE2 || byte == 0xE3 {
            let (value, length) = Characters.scalar(bytes + offset)
            if case .sign(let sign) = Characters.wide(value) { return (sign, length) }
        }
        return (0, 0)
    }

    /// A sign that stands for one ASCII character, at `at`.
    private mutating func sign(_ sign: UInt8, length: Int) {
        let next = signAt(at + length)
        switch sign {
        case UInt8(ascii: ","): single(.comma, length)
        case UInt8(ascii: ";"): single(.pause, length)
        case UInt8(ascii: "("): single(.leftParenthesis, length)
        case UInt8(ascii: ")"): single(.rightParenthesis, length)
        case UInt8(ascii: ":"): single(.colon, length)
        case UInt8(ascii: "."): dot(length)
        case UInt8(ascii: "+"): single(.plus, length)
        case UInt8(ascii: "-"): single(.minus, length)
        case UInt8(ascii: "*"): single(.star, length)
        case UInt8(ascii: "/"): single(.slash, length)
        case UInt8(ascii: "="):
            if next.sign == UInt8(ascii: "=") { foreign(.equal, length + next.length, ours: "=") } else { single(.equal, length) }
        case UInt8(ascii: "<"):
            if next.sign == UInt8(ascii: "=") {
                single(.lessOrEqual, length + next.length)
            } else if next.sign == UInt8(ascii: ">") {
                foreign(.notEqual, length + next.length, ours: "!=")
            } else {
                single(.less, length)
            }
        case UInt8(ascii: ">"):
            if next.sign == UInt8(ascii: "=") { single(.greaterOrEqual, length + next.length) } else { single(.greater, length) }
        case UInt8(ascii: "!"):
            if next.sign == UInt8(ascii: "=") {
                single(.notEqual, length + next.length)
            } else {
                foreign(.keyword, length, ours: "not", .not)
            }
        case UInt8(ascii: "&") where next.sign == UInt8(ascii: "&"): foreign(.keyword, length + next.length, ours: "and", .and)
        case UInt8(ascii: "|") where next.sign == UInt8(ascii: "|"): foreign(.keyword, length + next.length, ours: "or", .or)
        case UInt8(ascii: "'"): singleQuoted(length)
        default: stray(length)
        }
    }

    /// An operator of other languages: said, and read as what it means.
    private mutating func foreign(_ kind: Token.Kind, _ length: Int, ours: String, _ keyword: Keyword = .none) {
        let start = at
        let spaced = keyword == .not ? ours + " " : ours
        report(.foreignOperator(string(at, at + length), ours: ours), at, at + length, fix: spaced)
        at += length
        emit(kind, keyword, from: start)
    }

    private mutating func dot(_ length: Int) {
        let next = at + length
        if digit(next) != nil {
            report(.leadingDot, at, next, fix: "0.")
            at += length
            return
        }
        let role = roles[Int(bytes[next])]
        if role == .letter || role == .quote || role == .wide && beginsWord(next) {
            single(.dot, length)
        } else {
            single(.pause, length)
        }
    }

    private func beginsWord(_ offset: Int) -> Bool {
        if case .word = Characters.wide(Characters.scalar(bytes + offset).value) { return true }
        return false
    }
}
