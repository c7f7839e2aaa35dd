/// Finds English keywords by their words: the table, arranged for the lexer.
///
/// A word is looked up once by its hash; it may be a keyword, begin phrases, or both.
struct KeywordIndex: Sendable {
    struct Word: Sendable {
        var bytes: [UInt8]
        /// The keyword this word is by itself.
        var keyword = Keyword.none
        /// Longest first.
        var phrases: [Phrase] = []
    }

    struct Phrase: Sendable {
        var keyword: Keyword
        /// The words after the first.
        var rest: [[UInt8]]
    }

    static let shared = KeywordIndex(Keywords.rows)

    private(set) var words: [Word] = []
    private var slots: [Int16]
    private let mask: Int
    let longestWord: Int

    init(_ rows: [KeywordRow]) {
        var words: [[UInt8]: Word] = [:]
        var order: [[UInt8]] = []
        for row in rows {
            for form in row.english {
                let parts = form.split(separator: " ").map { Array($0.utf8) }
                guard let first = parts.first, Self.isWord(first) else { continue }
                if words[first] == nil { order.append(first) }
                var word = words[first] ?? Word(bytes: first)
                if parts.count == 1 {
                    word.keyword = row.keyword
                } else {
                    word.phrases.append(Phrase(keyword: row.keyword, rest: Array(parts.dropFirst())))
                }
                words[first] = word
            }
        }
        var size = 256
        while size < order.count * 3 { size *= 2 }
        mask = size - 1
        slots = [Int16](repeating: -1, count: size)
        longestWord = order.reduce(0) { max($0, $1.count) }
        for bytes in order {
            guard var word = words[bytes] else { continue }
            word.phrases.sort { $0.rest.count > $1.rest.count }
            var slot = bytes.reduce(Self.seed) { Self.mix($0, $1) } & mask
            while slots[slot] >= 0 { slot = (slot + 1) & mask }
            slots[slot] = Int16(self.words.count)
            self.words.append(word)
        }
    }

    static let seed = 5381

    /// Folds one more byte into a hash; ASCII letters of both cases give the same.
    @inline(__always)
    static func mix(_ hash: Int, _ byte: UInt8) -> Int { (hash &* 33) ^ Int(byte | 0x20) }

    /// The number of a word in `words`, nil where no keyword begins with it.
    @inline(__always)
    func find(_ bytes: UnsafePointer<UInt8>, count: Int, hash: Int) -> Int? {
        if count > longestWord { return nil }
        var slot = hash & mask
        while slots[slot] >= 0 {
            let number = Int(slots[slot])
            if Self.equal(words[number].bytes, bytes, count: count) { return number }
            slot = (slot + 1) & mask
        }
        return nil
    }

    /// Compares with a word of the table, which is in lower case.
    @inline(__always)
    static func equal(_ word: [UInt8], _ bytes: UnsafePointer<UInt8>, count: Int) -> Bool {
        guard word.count == count else { return false }
        for i in 0..<count {
            let byte = bytes[i]
            if byte != word[i], byte < 0x41 || byte > 0x5A || byte | 0x20 != word[i] { return false }
        }
        return true
    }

    /// Signs (`>=`) are not words: the lexer knows them by itself.
    private static func isWord(_ form: [UInt8]) -> Bool {
        guard let first = form.first else { return false }
        return first >= 0x61 && first <= 0x7A
    }
}
