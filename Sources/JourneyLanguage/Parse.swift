/// One file, read: what of it could be understood, and all that is wrong with it.
public struct ParsedFile: Sendable {
    /// Items that could not be understood are missing; it is complete where `hasErrors` is false.
    public var program: Program
    /// In the order of the text.
    public var comments: [Comment]
    /// In the order of the text.
    public var diagnostics: [Diagnostic]
    public var source: SourceText
    /// What its diagnostics are said in, the checker's too.
    public var language: Language
    /// What its keywords mostly are, nil where it has none.
    public var writtenLanguage: Language?
    /// The first keyword of the other language; nil where all are of one.
    public var foreignKeyword: SourceRange?
    /// Names that stand glued to other words and that nothing declares or quotes: where they end is a guess.
    public var guessedNames: [SourceRange]
    /// What its words were told apart by: the names it was read with, and its own.
    public var names: KnownNames

    public init(
        program: Program, comments: [Comment], diagnostics: [Diagnostic], source: SourceText, language: Language = .english,
        writtenLanguage: Language? = nil, foreignKeyword: SourceRange? = nil,
        guessedNames: [SourceRange] = [], names: KnownNames = .builtIn
    ) {
        self.program = program
        self.comments = comments
        self.diagnostics = diagnostics
        self.source = source
        self.language = language
        self.writtenLanguage = writtenLanguage
        self.foreignKeyword = foreignKeyword
        self.guessedNames = guessedNames
        self.names = names
    }

    public var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
}

/// Reads a program; any bytes give a result, in time linear in their number.
///
/// - Parameters:
///   - language: what diagnostics are said in; the program itself may be written in any language.
///   - names: those of the workspace; the file's own need not be among them.
public func parse(_ source: SourceText, language: Language = .english, names: KnownNames = .builtIn) -> ParsedFile {
    var names = names
    var lexed = lex(source, language: language, names: names)
    if lexed.hasWideWords, names.collect(from: lexed.tokens, of: source) {
        lexed = lex(source, language: language, names: names)
    }
    var parser = Parser(lexed, source: source, language: language, names: names)
    let program = parser.file()
    if !lexed.guessedNames.isEmpty { parser.checkGuessedNames(lexed.guessedNames) }
    let written = writtenLanguage(lexed.tokens, in: source)
    let foreign = lexed.hasWideWords ? foreignKeyword(lexed.tokens, in: source, written: written) : nil
    var diagnostics = inOrder(parser.diagnostics, language)
    for index in diagnostics.indices { diagnostics[index].adapt(to: written, saidIn: language, in: source) }
    return ParsedFile(
        program: program, comments: lexed.comments, diagnostics: diagnostics, source: source, language: language,
        writtenLanguage: written, foreignKeyword: foreign, guessedNames: lexed.guessedNames, names: names)
}

/// By place, at most a hundred: who has more mends these first.
private func inOrder(_ diagnostics: [Diagnostic], _ language: Language) -> [Diagnostic] {
    var sorted = diagnostics.enumerated().sorted { ($0.element.range.start, $0.offset) < ($1.element.range.start, $1.offset) }
        .map(\.element)
    if sorted.count > 100, let last = sorted.last {
        sorted.removeSubrange(99...)
        sorted.append(Problem.tooManyErrors.diagnostic(last.range, fix: nil, in: language))
    }
    return sorted
}
