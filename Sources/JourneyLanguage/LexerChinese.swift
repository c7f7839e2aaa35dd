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
        /// Some keyword so far was Chinese.
        var isChinese = false
        /// Between 增加 and its 到.
        var isAdding = false
    }

    /// One token of the word at `at`, which ends at `wideEnd` or has not been scanned.
    mutating func chineseWord() {
        lexed.hasWideWords = true
        let start = at
        if wideEnd <= start { wideEnd = scanWord(start).end }
        let isAfterSpace = isSpaceBefore(start)
        let isWhole = isAfterSpace && isSpace(wideEnd) && !holdsNumber(start)
        let place = place(isAfterSpace: isAfterSpace)
        if let unit = unitOfRate(start) { return emitName(start, unit) }
        let known = names.trie.isEmpty ? nil : knownName(start)
        if isWhole, place.name != .member, let whole = keyword(start, among: ChinesePlace.all, .stands), whole.end >= wideEnd {
            // After an English word that may be a name itself, what this one is the parser tells.
            let isPlain = whole.keyword.isAllowedAsName && !place.openers.contains(whole.keyword) && !isAfterEnglishName
            if place.needsName, isPlain || known == whole.end { return emitName(start, min(whole.end, wideEnd)) }
            return emit(whole, from: start)
        }
        if isWhole, isAfterEnglish, keyword(start, among: ChinesePlace.alsoWords, .stands) == nil { return emitName(start, wideEnd) }
        let openers = isAfterEnglishName ? place.openers.union(ChinesePlace.fieldWords) : place.openers
        let opener = keyword(start, among: openers, .opens)
        if let known {
            let beats = known > (opener?.end ?? start) || place.needsName && known == opener?.end
            if beats, !(place.prefersKeyword && opener != nil) { return emitName(start, known) }
        }
        if let opener, place.prefersKeyword || opener.end >= longest(ChineseWords.trie, start) ?? 0 {
            return emit(opener, from: start)
        }
        if isWhole { return emitName(start, wideEnd) }
        let end = endOfName(start, ChinesePlace.enders(place.name))
        let isGlued = end < wideEnd || lexed.tokens.last.map { Int($0.end) == start && ($0.kind == .keyword || $0.kind == .duration) } ?? false
        if isGlued, place.needsName { lexed.guessedNames.append(SourceRange(start, end)) }
        emitName(start, end)
    }

    mutating func emit(_ found: Found, from start: Int) {
        if found.end > wideEnd, at < found.end {
            at = wideEnd
            collectComments(to: found.end)
        }
        at = found.end
        emitKeyword(found.keyword, from: start, closes: found.closes)
    }

    mutating func emitName(_ start: Int, _ end: Int) {
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
        guard let known = knownName(start) else {
            wideEnd = before
            return false
        }
        emitName(start, known)
        return true
    }

    /// After an English keyword that may stand as a name: `value 文本` declares a field, `sms number` is a setting.
    private var isAfterEnglishName: Bool {
        guard let last = lexed.tokens.last, last.keyword.isAllowedAsName else { return false }
        return bytes[Int(last.start)] < 0x80
    }

    /// Among English words a name is never glued to a keyword.
    var isAfterEnglish: Bool {
        guard let last = lexed.tokens.last, last.kind == .keyword, !isName(lexed.tokens.count - 1) else { return false }
        return bytes[Int(last.start)] < 0x80
    }

    /// A number with its unit, or after a keyword that takes one, stands inside of the word: no name as a whole.
    func holdsNumber(_ start: Int) -> Bool {
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

    /// Where the unit of `每秒 20` ends, whose number may be glued to it.
    private func unitOfRate(_ start: Int) -> Int? {
        guard lexed.tokens.last?.keyword == .every, keyword(start, among: ChinesePlace.all, .stands) == nil else { return nil }
        for unit in Keywords.units {
            for word in unit.chinese where word.utf8.enumerated().allSatisfy({ bytes[start + $0.offset] == $0.element }) {
                let end = start + word.utf8.count
                return end < wideEnd && digit(end) != nil ? end : nil
            }
        }
        return nil
    }

    // MARK: Names

    /// Where a name that nobody knows ends: at least two characters on, before a keyword that can follow it, or with the word.
    func endOfName(_ start: Int, _ enders: KeywordSet) -> Int {
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
    func endsWell(_ offset: Int) -> Bool {
        offset >= wideEnd || digit(offset) != nil || keyword(offset, among: ChinesePlace.following, .stands) != nil
            || keyword(offset, among: ChinesePlace.aims, .ends) != nil
    }

    /// The end of the longest known name that begins here and may end there.
    private func knownName(_ start: Int) -> Int? {
        var node: Int32 = 0
        var offset = start
        var end: Int?
        while offset < wideEnd {
            let (scalar, length) = Characters.scalarOrByte(bytes + offset)
            guard let next = names.trie.child(node, scalar) else { break }
            offset += length
            node = next
            if names.trie.values[Int(node)] >= 0, endsWell(offset) { end = offset }
        }
        return end
    }

    /// The end of the longest word of a trie that begins here, inside of the run.
    func longest(_ trie: WordTrie, _ start: Int) -> Int? {
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
}
