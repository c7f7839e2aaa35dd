extension Diagnostic {
    /// Fits it to the language that the program is written in: what it quotes and what it puts in are words the author uses.
    ///
    /// Chinese sentences about a program in English quote English keywords and examples and the other way round; what is put into a
    /// Chinese program is Chinese.
    public mutating func adapt(to written: Language?, saidIn language: Language, in source: SourceText) {
        let written = written ?? .english
        if written == .chinese, let fix { self.fix = fix.inChinese(in: source) }
        guard written != language, let wording else { return }
        func quoting(_ text: Bilingual) -> String { text.sentence(in: language, quoting: written) }
        message = quoting(wording.message)
        label = wording.label.map(quoting) ?? label
        help = wording.help.map(quoting) ?? help
        expected = wording.expected.map(quoting)
    }
}

extension Bilingual {
    /// The sentence of one language with what it quotes as that of the other quotes it.
    ///
    /// Quotations that stand in both are the author's own and stay; the others belong together in their order, where there are as many.
    fileprivate func sentence(in language: Language, quoting other: Language) -> String {
        // Every second piece is in backticks.
        var pieces = Self.pieces(self[language])
        let others = Self.pieces(self[other])
        let ours = Self.quotations(pieces, without: others)
        let theirs = Self.quotations(others, without: pieces)
        guard ours.count == theirs.count else { return self[language] }
        for (index, source) in zip(ours, theirs) { pieces[index] = others[source] }
        return pieces.joined(separator: "`")
    }

    private static func pieces(_ sentence: String) -> [String] {
        sentence.split(separator: "`", omittingEmptySubsequences: false).map(String.init)
    }

    private static func quotations(_ pieces: [String], without others: [String]) -> [Int] {
        let known = Set(stride(from: 1, to: others.count, by: 2).map { others[$0] })
        return stride(from: 1, to: pieces.count, by: 2).filter { !known.contains(pieces[$0]) }
    }
}

extension Diagnostic.Fix {
    /// A keyword or a duration that is put in, in Chinese; where it takes the place of an English word it stays.
    fileprivate func inChinese(in source: SourceText) -> Diagnostic.Fix {
        if let first = source.text(range).utf8.first, first < 0x80, first > 0x39 { return self }
        let word = replacement.drop { $0.isWhitespace }
        let before = replacement[..<word.startIndex]
        let core = word.reversed().drop { $0.isWhitespace }.reversed()
        let after = word.dropFirst(core.count)
        guard let chinese = Self.chinese(String(core)) else { return self }
        return Diagnostic.Fix(range, before + chinese + after)
    }

    private static func chinese(_ word: String) -> String? {
        if let row = Keywords.rows.first(where: { $0.english.contains(word) }) { return row.chinese.first }
        let digits = word.prefix { ("0"..."9").contains($0) }
        guard !digits.isEmpty, let unit = Keywords.units.first(where: { $0.letter == word.dropFirst(digits.count) }) else { return nil }
        return unit.chinese.first.map { digits + $0 }
    }
}
