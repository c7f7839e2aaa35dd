extension Lexer {
    /// A bare name or a keyword; phrases of several words are matched longest first, whatever stands between them.
    mutating func word() {
        let start = at
        let (end, hash, isWide) = scanWord(start)
        if isWide {
            wideEnd = end
            return chineseWord()
        }
        at = end
        if let number = index.find(bytes + start, count: end - start, hash: hash) {
            let afterDot = lexed.tokens.last.map { $0.kind == .dot && Int($0.end) == start } ?? false
            let keyword = afterDot ? index.words[number].keyword : keyword(number)
            if keyword != .none { return emitKeyword(keyword, from: start) }
        }
        emit(.name, from: start)
    }

    mutating func emitKeyword(_ keyword: Keyword, from start: Int, closes: Bool = false) {
        switch keyword {
        case .equal: emit(.equal, from: start)
        case .notEqual: emit(.notEqual, from: start)
        case .less: emit(.less, from: start)
        case .lessOrEqual: emit(.lessOrEqual, from: start)
        case .greater: emit(.greater, from: start)
        case .greaterOrEqual: emit(.greaterOrEqual, from: start)
        case .member: emit(.dot, from: start)
        default: emit(.keyword, keyword, from: start, value: closes ? 1 : 0)
        }
    }

    /// Where the word that begins here ends, its hash, and whether it has characters outside ASCII.
    @inline(__always)
    func scanWord(_ start: Int) -> (end: Int, hash: Int, isWide: Bool) {
        var offset = start
        var hash = KeywordIndex.seed
        var isWide = false
        while true {
            let byte = bytes[offset]
            switch roles[Int(byte)] {
            case .letter, .digit:
                hash = KeywordIndex.mix(hash, byte)
                offset += 1
            case .wide:
                let length = wordCharacter(offset)
                if length == 0 { return (offset, hash, isWide) }
                isWide = true
                for i in 0..<length { hash = KeywordIndex.mix(hash, bytes[offset + i]) }
                offset += length
            default: return (offset, hash, isWide)
            }
        }
    }

    /// The length of the character outside ASCII that may stand inside a word here, else 0.
    func wordCharacter(_ offset: Int) -> Int {
        let (value, length) = Characters.scalar(bytes + offset)
        switch Characters.wide(value) {
        case .word, .digit: return length
        default: return 0
        }
    }

    func hasWideDigit(_ start: Int, _ end: Int) -> Bool {
        (start..<end).contains { bytes[$0] == 0xEF && digit($0) != nil }
    }

    /// The keyword that begins with this word, `at` being after it; moves on over the rest of a phrase.
    @inline(__always)
    private mutating func keyword(_ number: Int) -> Keyword {
        if index.words[number].phrases.isEmpty { return index.words[number].keyword }
        return phrase(number)
    }

    private mutating func phrase(_ number: Int) -> Keyword {
        for phrase in index.words[number].phrases {
            var offset = at
            var sawComment = false
            var matches = true
            for word in phrase.rest {
                offset = skipSpace(offset, &sawComment)
                guard offset < count, KeywordIndex.equal(word, bytes + offset, count: word.count), endsWord(offset + word.count)
                else {
                    matches = false
                    break
                }
                offset += word.count
            }
            if matches {
                if sawComment { collectComments(to: offset) }
                at = offset
                return phrase.keyword
            }
        }
        return index.words[number].keyword
    }

    private func endsWord(_ offset: Int) -> Bool {
        switch roles[Int(bytes[offset])] {
        case .letter, .digit: false
        case .wide: wordCharacter(offset) == 0
        default: true
        }
    }

    /// The next offset that is neither white space nor comment.
    func skipSpace(_ start: Int, _ sawComment: inout Bool) -> Int {
        var offset = start
        while offset < count {
            switch roles[Int(bytes[offset])] {
            case .space, .newline: offset += 1
            case .hash:
                sawComment = true
                while offset < count, bytes[offset] != 0x0A { offset += 1 }
            case .wide:
                let (value, length) = Characters.scalar(bytes + offset)
                guard case .space = Characters.wide(value) else { return offset }
                offset += length
            default: return offset
            }
        }
        return offset
    }

    /// Keeps the comments between the words of a phrase.
    mutating func collectComments(to end: Int) {
        lineHasCode = true
        var offset = at
        while offset < end {
            if bytes[offset] == 0x0A { lineHasCode = false }
            if bytes[offset] == UInt8(ascii: "#") {
                let start = offset
                while offset < end, bytes[offset] != 0x0A { offset += 1 }
                var last = offset
                while bytes[last - 1] <= 0x20 { last -= 1 }
                lexed.comments.append(
                    Comment(text: string(start, last), range: SourceRange(start, last), isTrailing: lineHasCode))
            } else {
                if bytes[offset] > 0x20 { lineHasCode = true }
                offset += 1
            }
        }
    }
}
