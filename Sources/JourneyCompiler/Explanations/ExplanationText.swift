import JourneyLanguage
import JourneyModel

extension Explanation {
    /// All of it, as a page for a terminal.
    public func text(in language: Language, isColoured: Bool = false) -> String {
        func bold(_ text: String) -> String { isColoured ? "\u{1B}[1m\(text)\u{1B}[0m" : text }
        var text = bold("\(code)" + Bilingual(": ", "：")[language] + title[language]) + "\n\n"
        text += wrapped(meaning[language], to: 78)
        let shown = language == .chinese ? chineseExample ?? example : example
        guard let shown else { return text }
        for (program, heading) in [(shown.wrong, Bilingual("Wrong", "错误写法")), (shown.right, Bilingual("Right", "正确写法"))] {
            text += "\n" + bold(heading[language]) + "\n\n"
            for line in program.split(separator: "\n", omittingEmptySubsequences: false) { text += line.isEmpty ? "\n" : "    \(line)\n" }
        }
        return text
    }

    /// Every code with its title, one a line.
    public static func list(in language: Language) -> String {
        all.map { "\($0.code)  \($0.title[language])\n" }.joined()
    }
}

/// Lines up to a width of columns. Chinese breaks between any two characters but not before a closing mark, all else at spaces.
func wrapped(_ text: String, to width: Int) -> String {
    var lines: [String] = []
    var line = ""
    var columns = 0
    for piece in pieces(text) {
        let size = displayWidth(piece)
        if columns + size > width, columns > 0, piece != " " {
            lines.append(line.last == " " ? String(line.dropLast()) : line)
            line = ""
            columns = 0
        }
        if piece == " ", columns == 0 { continue }
        line += piece
        columns += size
    }
    return (lines + [line]).map { $0 + "\n" }.joined()
}

/// What stays together on a line: words with what is in backticks, single Chinese characters with the mark that follows.
private func pieces(_ text: String) -> [String] {
    var pieces: [String] = []
    var word = ""
    var isQuoted = false
    for character in text {
        let isMark = "，。、；：？！）”》".contains(character)
        if character == "`" { isQuoted.toggle() }
        if isMark, !isQuoted {
            word.append(character)
        } else if !isQuoted, character == " " || displayWidth(character) == 2 {
            if !word.isEmpty { pieces.append(word) }
            word = String(character)
            if character == " " {
                pieces.append(word)
                word = ""
            }
        } else if !isQuoted, word.count == 1, let first = word.first, displayWidth(first) == 2, !"（“《".contains(first) {
            pieces.append(word)
            word = String(character)
        } else {
            word.append(character)
        }
    }
    return word.isEmpty ? pieces : pieces + [word]
}
