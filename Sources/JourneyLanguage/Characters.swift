/// What a byte or character means outside texts and comments.
enum Characters {
    /// The role of an ASCII byte; all others are `.wide`.
    enum Role: UInt8 {
        case control, space, newline, letter, digit, quote, hash, sign, wide
    }

    /// What a character outside ASCII is.
    enum Wide {
        case word
        case space
        case digit
        /// Full-width punctuation: equal to this ASCII character.
        case sign(UInt8)
        case openQuote
        /// `‘` and its like, which open no text.
        case singleQuote
        /// Invisible and without a meaning here.
        case control
        case stray
    }

    static let roles: [Role] = (0..<256).map { byte in
        switch UInt8(byte) {
        case 0x80...: .wide
        case 0x0A: .newline
        case 0x20, 0x09, 0x0D, 0x0B, 0x0C: .space
        case 0x00..<0x20, 0x7F: .control
        case 0x30...0x39: .digit
        case 0x41...0x5A, 0x61...0x7A, 0x5F: .letter
        case 0x22: .quote
        case 0x23: .hash
        default: .sign
        }
    }

    /// The character at a place of valid UTF-8 whose first byte is 0x80 or more, and its length in bytes.
    static func scalar(_ bytes: UnsafePointer<UInt8>) -> (value: UInt32, count: Int) {
        let first = UInt32(bytes[0])
        if first < 0xE0 { return ((first & 0x1F) << 6 | UInt32(bytes[1] & 0x3F), 2) }
        if first < 0xF0 {
            return ((first & 0x0F) << 12 | UInt32(bytes[1] & 0x3F) << 6 | UInt32(bytes[2] & 0x3F), 3)
        }
        let high = (first & 0x07) << 18 | UInt32(bytes[1] & 0x3F) << 12
        return (high | UInt32(bytes[2] & 0x3F) << 6 | UInt32(bytes[3] & 0x3F), 4)
    }

    /// The same at any place, ASCII included.
    @inline(__always)
    static func scalarOrByte(_ bytes: UnsafePointer<UInt8>) -> (value: UInt32, count: Int) {
        bytes[0] < 0x80 ? (UInt32(bytes[0]), 1) : scalar(bytes)
    }

    static func wide(_ scalar: UInt32) -> Wide {
        switch scalar {
        case 0x3400...0x9FFF: return .word
        case 0xFF10...0xFF19: return .digit
        case 0xFF02: return .openQuote
        case 0xFF07: return .singleQuote
        case 0xFF01...0xFF0F, 0xFF1A...0xFF20, 0xFF3B...0xFF3E, 0xFF40, 0xFF5B...0xFF5E: return .sign(UInt8(scalar - 0xFEE0))
        case 0x3001: return .sign(UInt8(ascii: ","))
        case 0x3002, 0xFF61: return .sign(UInt8(ascii: ";"))
        case 0xFF64: return .sign(UInt8(ascii: ","))
        case 0x2212: return .sign(UInt8(ascii: "-"))
        case 0x201C, 0x201D: return .openQuote
        case 0x2018, 0x2019: return .singleQuote
        case 0xA0, 0x1680, 0x2000...0x200D, 0x2028, 0x2029, 0x202F, 0x205F, 0x2060, 0x3000, 0xFEFF: return .space
        case 0x80...0x9F, 0x202A...0x202E, 0x2066...0x2069, 0xFFF0...0xFFFF: return .control
        case 0xB7, 0x3005...0x3007: return .word
        case 0xA1...0xA9, 0xAB...0xB4, 0xB6, 0xB8, 0xB9, 0xBB...0xBF, 0xD7, 0xF7: return .stray
        case 0x2010...0x205E, 0x2190...0x23FF, 0x3003...0x303F: return .stray
        default: return .word
        }
    }
}

extension SourceText {
    /// The runs of bytes that are no UTF-8, in order, neighbours joined.
    func invalidRuns() -> [SourceRange] {
        var runs: [SourceRange] = []
        bytes.withUnsafeBufferPointer { bytes in
            let raw = UnsafeRawBufferPointer(bytes)
            var at = 0
            while at < bytes.count {
                if bytes[at] < 0x80 {
                    at += 1
                    // Most programs are ASCII for the most part: eight at once.
                    while at + 8 <= raw.count, raw.loadUnaligned(fromByteOffset: at, as: UInt64.self) & Self.highBits == 0 { at += 8 }
                    continue
                }
                let count = Self.lengthOfCharacter(bytes, at)
                if count > 0 {
                    at += count
                } else if let last = runs.last, last.end == at {
                    runs[runs.count - 1].end = at + 1
                    at += 1
                } else {
                    runs.append(SourceRange(at, at + 1))
                    at += 1
                }
            }
        }
        return runs
    }

    private static let highBits: UInt64 = 0x8080_8080_8080_8080

    /// The length of the well-formed sequence of two to four bytes that begins here, 0 where there is none.
    private static func lengthOfCharacter(_ bytes: UnsafeBufferPointer<UInt8>, _ at: Int) -> Int {
        func follows(_ offset: Int, _ low: UInt8 = 0x80, _ high: UInt8 = 0xBF) -> Bool {
            at + offset < bytes.count && bytes[at + offset] >= low && bytes[at + offset] <= high
        }
        switch bytes[at] {
        case 0xC2...0xDF: return follows(1) ? 2 : 0
        case 0xE0: return follows(1, 0xA0) && follows(2) ? 3 : 0
        case 0xED: return follows(1, 0x80, 0x9F) && follows(2) ? 3 : 0
        case 0xE1...0xEF: return follows(1) && follows(2) ? 3 : 0
        case 0xF0: return follows(1, 0x90) && follows(2) && follows(3) ? 4 : 0
        case 0xF4: return follows(1, 0x80, 0x8F) && follows(2) && follows(3) ? 4 : 0
        case 0xF1...0xF3: return follows(1) && follows(2) && follows(3) ? 4 : 0
        default: return 0
        }
    }
}
