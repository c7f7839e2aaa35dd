/// One file, read: what of it could be understood, and all that is wrong with it.
public struct ParsedFile: Sendable {
    /// Items that could not be understood are missing; it is complete where `hasErrors` is false.
    public var program: Program
    /// In the order of the text.
    public var comments: [Comment]
    /// In the order of the text.
    public var diagnostics: [Diagnostic]
    public var source: SourceText

    public init(program: Program, comments: [Comment], diagnostics: [Diagnostic], source: SourceText) {
        self.program = program
        self.comments = comments
        self.diagnostics = diagnostics
        self.source = source
    }

    public var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
}

/// Reads a program; any bytes give a result, in time linear in their number.
public func parse(_ source: SourceText) -> ParsedFile {
    let lexed = lex(source)
    return ParsedFile(program: Program(items: []), comments: lexed.comments, diagnostics: [], source: source)
}
