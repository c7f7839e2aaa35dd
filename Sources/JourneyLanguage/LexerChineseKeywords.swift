/// Which Chinese keyword begins at a place, and whether what follows lets it be one.
extension Lexer {
    struct Found {
        var keyword: Keyword
        var end: Int
        var closes: Bool
    }

    /// Why a keyword is looked for: each asks something else of what follows it.
    enum Role { case stands, opens, ends }

    /// The longest keyword of a set that begins here.
    func keyword(_ start: Int, among set: KeywordSet, _ role: Role) -> Found? {
        var found: Found?
        walk(0, start, from: start, among: set, role, &found)
        return found
    }

    func walk(
        _ first: Int32, _ begin: Int, from start: Int, among set: KeywordSet, _ role: Role, _ found: inout Found?
    ) {
        let trie = ChineseWords.keywords
        var node = first
        var offset = begin
        while true {
            if let gap = trie.child(node, WordTrie.gap) {
                var sawComment = false
                walk(gap, skipSpace(offset, &sawComment), from: start, among: set, role, &found)
            }
            guard offset < count, bytes[offset] >= 0x80 else { return }
            let (scalar, length) = Characters.scalar(bytes + offset)
            guard let next = trie.child(node, scalar) else { return }
            offset += length
            node = next
            let value = trie.values[Int(node)]
            guard value >= 0, offset > found?.end ?? 0, let keyword = Keyword(rawValue: UInt8(truncatingIfNeeded: value)),
                set.contains(keyword)
            else { continue }
            let candidate = Found(keyword: keyword, end: offset, closes: value & ChineseWords.closer != 0)
            if fits(candidate, start, role) { found = candidate }
        }
    }

    /// What follows a keyword, and what it is written as, let it stand in this role.
    func fits(_ found: Found, _ start: Int, _ role: Role) -> Bool {
        let isOneCharacter = found.end - start == 3
        if isOneCharacter, found.keyword == .then, bytes[start] == 0xE5, bytes[start + 1] == 0x90 {  // 后
            return role == .stands || role == .opens && lexed.tokens.last?.kind == .duration
        }
        if role == .stands { return true }
        if isOneCharacter, found.keyword == .not, isNegation(start) {
            return !isInsideWord(found.end) || role == .opens && beginsQuestion(found.end)
        }
        if role == .opens {
            return !ChinesePlace.valueWords.contains(found.keyword) || endsWell(found.end) || isLastTo(found.end)
        }
        return endsName(found, isOneCharacter)
    }

    /// What 非 and 不 negate without parentheses: 非属于人群, 非时间介于, 非30天内.
    private func beginsQuestion(_ start: Int) -> Bool {
        var offset = start
        while offset < wideEnd, isNegation(offset) { offset += 3 }
        if offset > start, offset >= wideEnd { return true }
        if digit(offset) != nil { return numberEndsName(offset) }
        if keyword(offset, among: ChinesePlace.questions, .stands) != nil { return true }
        return keyword(offset, among: ChinesePlace.valueWords, .opens) != nil
    }

    private func isInsideWord(_ offset: Int) -> Bool {
        switch roles[Int(bytes[offset])] {
        case .letter, .digit: true
        case .wide: wordCharacter(offset) > 0
        default: false
        }
    }

    /// 非 and 不, which negate only what stands in parentheses or asks of the customer: 非会员 and 不满 are names.
    func isNegation(_ start: Int) -> Bool {
        bytes[start] == 0xE9 && bytes[start + 1] == 0x9D || bytes[start] == 0xE4 && bytes[start + 1] == 0xB8
    }

    /// A keyword after a glued name is meant as one, and is not a part of it: 审核通过就 has a name with 通过 in it.
    func endsName(_ found: Found, _ isOneCharacter: Bool) -> Bool {
        switch found.keyword {
        case .at, .before, .add, .wait, .waitUpTo, .repeatUpTo, .atLeast, .priority, .holdOut, .rollOutTo, .expires:
            return isDigitAfter(found.end)
        case .to:
            if surroundings.isAdding { return hasObject(found.end) }
            return lexed.tokens.last?.keyword == .send && beginsReceiver(found.end)
        case .againAfter: return found.closes || isDigitAfter(found.end)
        case .if where isOneCharacter: return false
        case .via, .send, .give, .tag, .untag, .set, .start, .leave, .label, .goal, .value, .withSame, .forEach, .with, .exitWhen,
            .orElse:
            return hasObject(found.end)
        case .restartingOn: return found.closes || hasObject(found.end)
        case .member: return found.end < wideEnd
        case .ever, .numberOf, .sumOf, .averageOf, .maxOf, .minOf, .daysSince, .isKnown, .isUnknown, .changes:
            return endsWell(found.end)
        case .end, .stop:
            guard found.end < wideEnd else { return true }
            return keyword(found.end, among: ChinesePlace.afterEnd, .stands) != nil
        default: return true
        }
    }

    /// 到 and nothing more in this word, or a known name: 现在到 "text", 时间到手机.
    private func isLastTo(_ offset: Int) -> Bool {
        guard let to = keyword(offset, among: ChinesePlace.aims, .stands) else { return false }
        return to.end == wideEnd || longest(names.trie, to.end) != nil
    }

    /// To whom a message is sent: 发送优惠券到手机, where 手机 is known or quoted.
    private func beginsReceiver(_ offset: Int) -> Bool {
        if offset < wideEnd { return longest(names.trie, offset) != nil }
        var sawComment = false
        let next = skipSpace(offset, &sawComment)
        guard next < count else { return false }
        switch roles[Int(bytes[next])] {
        case .quote, .letter: return true
        case .wide: return wordCharacter(next) > 0 && keyword(next, among: ChinesePlace.all, .stands) == nil
        default: return false
        }
    }

    func isDigitAfter(_ offset: Int) -> Bool {
        var sawComment = false
        return digit(skipSpace(offset, &sawComment)) != nil
    }

    /// Something follows that is neither a sign of punctuation nor what joins clauses.
    func hasObject(_ offset: Int) -> Bool {
        if offset < wideEnd { return keyword(offset, among: ChinesePlace.joins, .stands) == nil }
        if isSpace(offset) { return offset < count }
        let sign = signAt(offset).sign
        return sign == 0 || sign == UInt8(ascii: "\"") || sign == UInt8(ascii: "(")
    }
}
