extension Diagnostic.Severity {
    /// As a heading: `error`, `错误`.
    public var word: Bilingual {
        switch self {
        case .error: Bilingual("error", "错误")
        case .warning: Bilingual("warning", "警告")
        case .note: Bilingual("note", "提示")
        }
    }
}

extension Diagnostic.Fix {
    /// What it does to the text: ``replace `sned` by `send` ``. Empty replacements delete, empty ranges insert.
    public func sentence(in source: SourceText) -> Bilingual {
        let old = Self.shown(source.text(range))
        let new = Self.shown(replacement)
        if old.isEmpty { return Bilingual("insert `\(new)`", "插入 `\(new)`") }
        if replacement.isEmpty { return Bilingual("delete `\(old)`", "删掉 `\(old)`") }
        return Bilingual("replace `\(old)` by `\(new)`", "把 `\(old)` 改成 `\(new)`")
    }

    /// On one line, without spaces around it, cut where it is long.
    private static func shown(_ text: String) -> String {
        var line = text[...]
        while line.last == " " { line.removeLast() }
        while line.first == " " { line.removeFirst() }
        let flat = line.split(omittingEmptySubsequences: false) { $0.isNewline }.joined(separator: "⏎")
        return flat.count > 60 ? flat.prefix(40) + "…" + flat.suffix(19) : flat
    }
}
