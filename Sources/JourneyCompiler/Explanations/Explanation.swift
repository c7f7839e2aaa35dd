import JourneyLanguage

/// The long text about a diagnostic: what it means, a program that has it, and the same program put right.
///
/// Entries stand in the tables beside this file, one for each code; a test says which are missing and tries every example.
public struct Explanation: Sendable {
    public let code: String
    /// One line: what is wrong, whatever the program.
    public let title: Bilingual
    /// What it means and why it is so; sentences, one line.
    public let meaning: Bilingual
    /// A program that has it and the same put right; nil where none can be shown.
    public let example: Example?
    /// The same in Chinese; where it is missing, the English one serves.
    public let chineseExample: Example?

    public struct Example: Sendable {
        public let wrong: String
        public let right: String
    }

    init(
        _ code: String, _ title: (String, String), _ meaning: (String, String), wrong: String? = nil, right: String? = nil,
        chinese: (wrong: String, right: String)? = nil
    ) {
        self.code = code
        self.title = Bilingual(title.0, title.1)
        self.meaning = Bilingual(meaning.0, meaning.1)
        example = wrong.flatMap { wrong in right.map { Example(wrong: wrong, right: $0) } }
        chineseExample = chinese.map { Example(wrong: $0.wrong, right: $0.right) }
    }

    /// All of them, by code.
    public static let all: [Explanation] = [
        characters, numbers, structure, clauses, slips, conditions, steps, declarations, names, types, catalogue, blocks,
        tests, messages, lintConditions, lintSteps, lintWorkspace, spoken, prose,
    ].flatMap(\.self).sorted { $0.code < $1.code }

    /// Of a code as people write it: `J0104`, `j0104`, `0104`, `104`.
    public static func of(_ written: String) -> Explanation? {
        let code = normalized(written)
        return all.first { $0.code == code }
    }

    /// The codes nearest to one that does not exist, the nearest first.
    public static func nearest(to written: String) -> [String] {
        let number = Int(normalized(written).dropFirst()) ?? 0
        let nearest = all.sorted { a, b in
            let (left, right) = (distance(a.code, number), distance(b.code, number))
            return left != right ? left < right : a.code < b.code
        }
        return nearest.prefix(3).map(\.code)
    }

    private static func distance(_ code: String, _ number: Int) -> Int { abs((Int(code.dropFirst()) ?? 0) - number) }

    private static func normalized(_ written: String) -> String {
        let digits = written.hasPrefix("J") || written.hasPrefix("j") ? written.dropFirst() : written[...]
        guard (1...4).contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return written }
        return "J" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
    }
}
