/// A text in both languages that diagnostics are read in; neither can be forgotten.
public struct Bilingual: Sendable, Hashable {
    public var english: String
    public var chinese: String

    public init(_ english: String, _ chinese: String) {
        self.english = english
        self.chinese = chinese
    }

    public subscript(_ language: Language) -> String {
        switch language {
        case .english: english
        case .chinese: chinese
        }
    }
}

/// A keyword as a Chinese diagnostic shows it: its spelling of the keyword table, in backticks.
public func inChinese(_ keyword: Keyword) -> String { "`\(keyword.spelling(.chinese))`" }

/// `a, b or c`, in Chinese `a、b 或 c`.
func choice(_ words: [Bilingual]) -> Bilingual {
    func joined(_ words: [String], _ comma: String, _ or: String) -> String {
        guard let last = words.last, words.count > 1 else { return words.first ?? "" }
        return words.dropLast().joined(separator: comma) + or + last
    }
    return Bilingual(joined(words.map(\.english), ", ", " or "), joined(words.map(\.chinese), "、", " 或 "))
}
