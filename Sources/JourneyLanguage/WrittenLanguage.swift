/// The language that most keywords of a program are written in, nil where it has none of either.
///
/// Without any keyword it is Chinese where a bare name is: a sentence whose keywords are not understood, too, is answered in its language.
public func writtenLanguage(of source: SourceText) -> Language? {
    source.bytes.contains { $0 >= 0x80 } ? writtenLanguage(lex(source).tokens, in: source) : nil
}

/// The same of a source that has been cut into tokens.
func writtenLanguage(_ tokens: [Token], in source: SourceText) -> Language? {
    var english = 0
    var chinese = 0
    var hasChineseName = false
    for token in tokens where token.kind != .text && token.kind != .endOfFile {
        let first = source.bytes[Int(token.start)]
        if token.keyword != .none {
            if first >= 0x80 { chinese += 1 } else { english += 1 }
        } else if token.kind == .name, (0xE3...0xE9).contains(first) {
            hasChineseName = true
        }
    }
    if english == 0, chinese == 0 { return hasChineseName ? .chinese : nil }
    return chinese > english ? .chinese : english > chinese ? .english : nil
}

/// The first keyword of another language than that of most; nil where there is none.
///
/// Only reserved words count, for all others may be names, and only those that have a form in both languages. Before a colon a word
/// is the name of a value, reserved or not: `tag: "vip"`.
func foreignKeyword(_ tokens: [Token], in source: SourceText, written: Language?) -> SourceRange? {
    guard let written else { return nil }
    for (token, next) in zip(tokens, tokens.dropFirst()) where token.kind == .keyword && next.kind != .colon {
        let isChinese = source.bytes[Int(token.start)] >= 0x80
        guard isChinese != (written == .chinese) else { continue }
        let row = Keywords.rowsByKeyword[Int(token.keyword.rawValue)]
        if row.isReserved, !row.chinese.isEmpty { return token.range }
    }
    return nil
}
