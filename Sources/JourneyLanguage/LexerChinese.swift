/// Words that are not ASCII: a run of them may be several, glued together.
///
/// Each call cuts off one token, told from the token before it (`ChinesePlace`); the parser sees the same tokens as of a text
/// with spaces. Looking ahead is bounded by the longest keyword and the longest known name.
extension Lexer {
    /// What of the tokens so far decides how a word is read.
    struct Surroundings {
        var scanned = 0
        /// 且 and 或 join conditions here, and else events.
        var isCondition = false
        /// `isCondition` around each open parenthesis, the innermost lowest.
        var outer: UInt64 = 0
        var depth = 0
    }

    /// One token of the word at `at`, which ends at `wideEnd` or has not been scanned.
    mutating func chineseWord() {
        lexed.hasWideWords = true
        let start = at
        if wideEnd <= start { wideEnd = scanWord(start).end }
        let isAfterSpace = isSpaceBefore(start)
        let isWhole = isAfterSpace && isSpace(wideEnd) && !holdsNumber(start)
        let place = place(isAfterSpace: isAfterSpace)
        let known = names.trie.isEmpty ? nil : longest(names.trie, start)
        if isWhole, place.name != .member, let whole = keyword(start, among: ChinesePlace.all, .stands), whole.end >= wideEnd {
            let isPlain = whole.keyword.isAllowedAsName && !place.openers.contains(whole.keyword)
            if place.needsName, isPlain || known == whole.end { return emitName(start, min(whole.end, wideEnd)) }
            return emit(whole, from: start)
        }
        if isWhole, isAfterEnglish { return emitName(start, wideEnd) }
        let opener = keyword(start, among: place.openers, .opens)
        if let known, endsWell(known) {
            let beats = known > (opener?.end ?? start) || place.needsName && known == opener?.end
            if beats, !(place.prefersKeyword && opener != nil) { return emitName(start, known) }
        }
        if let opener, place.prefersKeyword || opener.end >= longest(ChineseWords.trie, start) ?? 0 {
            return emit(opener, from: start)
        }
        if isWhole { return emitName(start, wideEnd) }
        emitName(start, endOfName(start, ChinesePlace.enders(place.name)))
    }

    private mutating func emit(_ found: Found, from start: Int) {
        if found.end > wideEnd, at < found.end {
            at = wideEnd
            collectComments(to: found.end)
        }
        at = found.end
        emitKeyword(found.keyword, from: start, closes: found.closes)
    }

    private mutating func emitName(_ start: Int, _ end: Int) {
        at = end
        emit(.name, from: start, needsDecoding: hasWideDigit(start, end))
    }

    /// A known name that begins with the digit at `at`, where a name is expected.
    mutating func knownNameWithDigit() -> Bool {
        let start = at
        let end = scanWord(start).end
        guard end > start, place(isAfterSpace: isSpaceBefore(start)).needsName else { return false }
        let before = wideEnd
        wideEnd = end
        guard let known = longest(names.trie, start), endsWell(known) else {
            wideEnd = before
            return false
        }
        emitName(start, known)
        return true
    }

    /// Among English words a name is never glued to a keyword.
    private var isAfterEnglish: Bool {
        guard let last = lexed.tokens.last, last.kind == .keyword else { return false }
        return bytes[Int(last.start)] < 0x80
    }

    /// A number with its unit, or after a keyword that takes one, stands inside of the word: no name as a whole.
    private func holdsNumber(_ start: Int) -> Bool {
        var offset = start
        while offset < wideEnd {
            if let digit = digit(offset) {
                if numberEndsName(offset) { return true }
                while offset < wideEnd, self.digit(offset) != nil { offset += digit.length }
            } else if let taker = keyword(offset, among: ChinesePlace.numberTakers, .stands), taker.end < wideEnd,
                digit(taker.end) != nil
            {
                return true
            } else {
                offset += bytes[offset] < 0x80 ? 1 : Characters.scalar(bytes + offset).count
            }
        }
        return false
    }

    // MARK: Names

    /// Where a name that nobody knows ends: at least two characters on, before a keyword that can follow it, or with the word.
    private func endOfName(_ start: Int, _ enders: KeywordSet) -> Int {
        var offset = start
        var characters = 0
        var isAfterLetter = false
        while offset < wideEnd {
            let whole = longest(ChineseWords.trie, offset)
            if characters >= 2, let ender = keyword(offset, among: enders, .ends), ender.end >= whole ?? 0 { return offset }
            if let whole {
                offset = whole
                characters += 2
                isAfterLetter = false
                continue
            }
            let role = roles[Int(bytes[offset])]
            if let digit = digit(offset) {
                if characters > 0, !isAfterLetter, numberEndsName(offset) { return offset }
                while offset < wideEnd, self.digit(offset) != nil { offset += digit.length }
                characters += 1
                isAfterLetter = true
                continue
            }
            offset += role == .wide ? Characters.scalar(bytes + offset).count : 1
            characters += 1
            isAfterLetter = role != .wide
        }
        return min(offset, wideEnd)
    }

    /// What follows lets a known name end here: the word's end, a number, or a keyword.
    private func endsWell(_ offset: Int) -> Bool {
        offset >= wideEnd || digit(offset) != nil || keyword(offset, among: ChinesePlace.following, .stands) != nil
    }

    /// The end of the longest word of a trie that begins here, inside of the run.
    private func longest(_ trie: WordTrie, _ start: Int) -> Int? {
        var node: Int32 = 0
        var offset = start
        var end: Int?
        while offset < wideEnd {
            let (scalar, length) = Characters.scalarOrByte(bytes + offset)
            guard let next = trie.child(node, scalar) else { break }
            offset += length
            node = next
            if trie.values[Int(node)] >= 0 { end = offset }
        }
        return end
    }

    // MARK: Keywords

    struct Found {
        var keyword: Keyword
        var end: Int
        var closes: Bool
    }

    /// Why a keyword is looked for: each asks something else of what follows it.
    private enum Role { case stands, opens, ends }

    /// The longest keyword of a set that begins here.
    private func keyword(_ start: Int, among set: KeywordSet, _ role: Role) -> Found? {
        var found: Found?
        walk(0, start, from: start, among: set, role, &found)
        return found
    }

    private func walk(
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
    private func fits(_ found: Found, _ start: Int, _ role: Role) -> Bool {
        let isOneCharacter = found.end - start == 3
        if isOneCharacter, found.keyword == .then, bytes[start] == 0xE5, bytes[start + 1] == 0x90 {  // 后
            return role == .stands || role == .opens && lexed.tokens.last?.kind == .duration
        }
        if role == .stands { return true }
        if isOneCharacter, found.keyword == .not, isNegation(start) { return wordCharacter(found.end) == 0 }
        if role == .opens {
            return !ChinesePlace.valueWords.contains(found.keyword) || endsWell(found.end)
        }
        return endsName(found, isOneCharacter)
    }

    /// 非 and 不, which negate only what stands in parentheses: 非会员 and 不满 are names.
    private func isNegation(_ start: Int) -> Bool {
        bytes[start] == 0xE9 && bytes[start + 1] == 0x9D || bytes[start] == 0xE4 && bytes[start + 1] == 0xB8
    }

    /// A keyword after a glued name is meant as one, and is not a part of it: 审核通过就 has a name with 通过 in it.
    private func endsName(_ found: Found, _ isOneCharacter: Bool) -> Bool {
        switch found.keyword {
        case .before, .add, .wait, .waitUpTo, .repeatUpTo, .atLeast, .priority, .holdOut, .rollOutTo, .expires:
            return isDigitAfter(found.end)
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

    private func isDigitAfter(_ offset: Int) -> Bool {
        var sawComment = false
        return digit(skipSpace(offset, &sawComment)) != nil
    }

    /// Something follows that is neither a sign of punctuation nor what joins clauses.
    private func hasObject(_ offset: Int) -> Bool {
        if offset < wideEnd { return keyword(offset, among: ChinesePlace.joins, .stands) == nil }
        if isSpace(offset) { return offset < count }
        let sign = signAt(offset).sign
        return sign == 0 || sign == UInt8(ascii: "\"") || sign == UInt8(ascii: "(")
    }

    // MARK: Places

    private mutating func place(isAfterSpace: Bool) -> ChinesePlace {
        lookBack()
        return place(after: lexed.tokens.count - 1, isAfterSpace: isAfterSpace)
    }

    private func place(after index: Int, isAfterSpace: Bool) -> ChinesePlace {
        guard index >= 0 else { return .clause }
        let tokens = lexed.tokens
        let token = tokens[index]
        switch token.kind {
        case .keyword:
            switch token.keyword {
            case .and, .or: return surroundings.isCondition ? .operand : .patternJoined
            case .message where index >= 1 && tokens[index - 1].kind == .integer: return .clause
            case .within where index >= 2 && tokens[index - 2].keyword == .but: return .negated
            case _ where token.value == 1: return isAfterSpace ? .afterWhole : .afterGlued
            default: return .after(token.keyword)
            }
        case .comma, .pause: return surroundings.depth > 0 ? .operand : .clause
        case .dot: return .member
        case .leftParenthesis:
            var before = index - 1
            while before >= 0, tokens[before].kind == .leftParenthesis { before -= 1 }
            if before >= 0, tokens[before].keyword == .not, surroundings.isCondition { return .operand }
            let outside = place(after: before, isAfterSpace: isAfterSpace)
            return outside.needsName ? outside : surroundings.isCondition ? .operand : .patternJoined
        case .colon, .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .plus, .minus, .star, .slash:
            return .operand
        case .duration: return .afterDuration
        case .text where isAfterSpace: return .clause
        default: return isAfterSpace ? .afterWhole : .afterGlued
        }
    }

    /// Reads what the tokens since the last word have changed.
    private mutating func lookBack() {
        while surroundings.scanned < lexed.tokens.count {
            let token = lexed.tokens[surroundings.scanned]
            surroundings.scanned += 1
            switch token.kind {
            case .keyword:
                switch token.keyword {
                case .where, .forCustomersWhere, .if, .elseIf, .exitWhen, .that, .audience: surroundings.isCondition = true
                case .when, .goal, .until, .waitUpTo, .but, .butNot, .record: surroundings.isCondition = false
                default: break
                }
            case .leftParenthesis:
                surroundings.outer = surroundings.outer << 1 | (surroundings.isCondition ? 1 : 0)
                surroundings.depth += 1
            case .rightParenthesis where surroundings.depth > 0:
                surroundings.isCondition = surroundings.outer & 1 == 1
                surroundings.outer >>= 1
                surroundings.depth -= 1
            default: break
            }
        }
    }

    // MARK: White space

    private func isSpace(_ offset: Int) -> Bool {
        guard offset < count else { return true }
        if bytes[offset] < 0x80 { return bytes[offset] <= 0x20 || bytes[offset] == UInt8(ascii: "#") }
        if case .space = Characters.wide(Characters.scalar(bytes + offset).value) { return true }
        return false
    }

    private func isSpaceBefore(_ offset: Int) -> Bool {
        guard offset > 0 else { return true }
        if bytes[offset - 1] < 0x80 { return bytes[offset - 1] <= 0x20 }
        guard offset >= 2 else { return false }
        if bytes[offset - 2] >= 0xC0 { return isSpace(offset - 2) }
        return offset >= 3 && bytes[offset - 3] >= 0xC0 && isSpace(offset - 3)
    }
}
