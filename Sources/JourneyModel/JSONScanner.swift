/// Checks JSON strictly while it walks over raw bytes: RFC 8259 without duplicate names, lone surrogates, invalid UTF-8 or
/// nesting past `Limits.nesting`.
///
/// Holds pointers: use it while the bytes and the `JSONNames` live.
struct JSONScanner {
    let base: UnsafePointer<UInt8>
    let end: Int
    var index = 0
    /// Names of the objects that are open, the innermost last; `nameCount` of them are in use.
    let names: JSONNames
    private(set) var nameCount = 0
    /// Members of all objects so far, and how many of them are no properties.
    private(set) var memberCount = 0
    var exemptCount = 0

    /// A text by its content: what stands between the quotes.
    struct Text {
        var start: Int
        var end: Int
        var hasEscapes: Bool

        @inline(__always) var count: Int { end - start }
    }

    @inline(__always)
    init(base: UnsafePointer<UInt8>, count: Int, names: JSONNames) {
        self.base = base
        self.end = count
        self.names = names
    }

    @inline(__always)
    mutating func skipSpace() {
        while index < end, base[index] <= 0x20,
            base[index] == 0x20 || base[index] == 0x09 || base[index] == 0x0a || base[index] == 0x0d
        {
            index += 1
        }
    }

    @inline(__always)
    func fault(_ kind: JSONFault.Kind) -> JSONFault { JSONFault(index < end ? kind : .cutOff, at: index) }

    /// At the opening quote; ends behind the closing one.
    @inline(__always)
    mutating func text() throws(JSONFault) -> Text {
        index += 1
        let start = index
        var hasEscapes = false
        while true {
            skipPlain()
            guard index < end else { throw JSONFault(.cutOff, at: end) }
            let byte = base[index]
            if byte == UInt8(ascii: "\"") {
                index += 1
                return Text(start: start, end: index - 1, hasEscapes: hasEscapes)
            }
            if byte == UInt8(ascii: "\\") {
                hasEscapes = true
                try escape()
            } else if byte < 0x20 {
                throw JSONFault(.controlCharacter, at: index)
            } else {
                try multibyte()
            }
        }
    }

    /// Over ASCII that means only itself, eight bytes at a time.
    @inline(__always)
    private mutating func skipPlain() {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let tops: UInt64 = 0x8080_8080_8080_8080
        while end - index >= 8 {
            let word = UInt64(littleEndian: UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self))
            let quote = word ^ (ones &* UInt64(UInt8(ascii: "\"")))
            let slash = word ^ (ones &* UInt64(UInt8(ascii: "\\")))
            let special = ((quote &- ones) & ~quote) | ((slash &- ones) & ~slash) | ((word &- ones &* 0x20) & ~word) | word
            let found = special & tops
            if found != 0 {
                // The lowest mark is exact; borrows can only set marks above it.
                index += found.trailingZeroBitCount >> 3
                return
            }
            index += 8
        }
        while index < end {
            let byte = base[index]
            if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte >= 0x80 { return }
            index += 1
        }
    }

    private mutating func escape() throws(JSONFault) {
        let start = index
        guard index + 1 < end else { throw JSONFault(.cutOff, at: end) }
        switch base[index + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"),
            UInt8(ascii: "r"), UInt8(ascii: "t"):
            index += 2
        case UInt8(ascii: "u"):
            let code = try codeUnit()
            if code >= 0xdc00, code < 0xe000 { throw JSONFault(.loneSurrogate, at: start) }
            guard code >= 0xd800, code < 0xdc00 else { return }
            guard index + 1 < end, base[index] == UInt8(ascii: "\\"), base[index + 1] == UInt8(ascii: "u") else {
                throw JSONFault(.loneSurrogate, at: start)
            }
            let low = try codeUnit()
            guard low >= 0xdc00, low < 0xe000 else { throw JSONFault(.loneSurrogate, at: start) }
        default: throw JSONFault(.badEscape, at: start)
        }
    }

    /// At the backslash of `\uXXXX`; ends behind it.
    private mutating func codeUnit() throws(JSONFault) -> UInt32 {
        guard index + 6 <= end else { throw JSONFault(.cutOff, at: end) }
        guard let code = JSONText.hexadecimal(UnsafeRawBufferPointer(start: base, count: end), index + 2) else {
            throw JSONFault(.badEscape, at: index)
        }
        index += 6
        return code
    }

    /// One character of two to four bytes, by the table of well-formed UTF-8 (Unicode, table 3-7).
    private mutating func multibyte() throws(JSONFault) {
        let length = UTF8Check.length(UnsafeRawBufferPointer(start: base, count: end), index)
        if length == 0 { throw JSONFault(.notUTF8, at: index) }
        index += length
    }

    @inline(__always)
    mutating func number() throws(JSONFault) {
        let start = index
        if base[index] == UInt8(ascii: "-") { index += 1 }
        let firstDigit = index
        skipDigits()
        if index == firstDigit { throw JSONFault(.badNumber, at: start) }
        if base[firstDigit] == UInt8(ascii: "0"), index > firstDigit + 1 { throw JSONFault(.badNumber, at: start) }
        if index < end, base[index] == UInt8(ascii: ".") {
            index += 1
            let fraction = index
            skipDigits()
            if index == fraction { throw JSONFault(.badNumber, at: start) }
        }
        if index < end, base[index] | 0x20 == UInt8(ascii: "e") {
            index += 1
            if index < end, base[index] == UInt8(ascii: "-") || base[index] == UInt8(ascii: "+") { index += 1 }
            let exponent = index
            skipDigits()
            if index == exponent { throw JSONFault(.badNumber, at: start) }
        }
        // `1.2.3`, `0x10`, `12abc`: one malformed number, not a missing comma.
        if index < end, base[index] == UInt8(ascii: ".") || (base[index] | 0x20) &- UInt8(ascii: "a") < 26 {
            throw JSONFault(.badNumber, at: start)
        }
    }

    @inline(__always)
    private mutating func skipDigits() {
        while index < end, base[index] &- UInt8(ascii: "0") <= 9 { index += 1 }
    }

    /// Any value; `depth` counts the brackets around it. Recursion ends at `Limits.nesting`.
    @inline(__always)
    mutating func value(depth: Int) throws(JSONFault) {
        guard index < end else { throw JSONFault(.cutOff, at: end) }
        switch base[index] {
        case UInt8(ascii: "\""): _ = try text()
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try number()
        case UInt8(ascii: "t"): try word("true")
        case UInt8(ascii: "f"): try word("false")
        case UInt8(ascii: "n"): try word("null")
        case UInt8(ascii: "{"): try object(depth: depth + 1)
        case UInt8(ascii: "["): try list(depth: depth + 1)
        default: throw JSONFault(.noValue, at: index)
        }
    }

    @inline(__always)
    private mutating func word(_ word: StaticString) throws(JSONFault) {
        let count = word.utf8CodeUnitCount
        var matched = 0
        while matched < count, index + matched < end, base[index + matched] == word.utf8Start[matched] { matched += 1 }
        guard matched == count else {
            throw index + matched == end ? JSONFault(.cutOff, at: end) : JSONFault(.noValue, at: index)
        }
        index += count
    }

    @inline(never)
    mutating func object(depth: Int) throws(JSONFault) {
        if depth > Limits.nesting { throw JSONFault(.tooDeep, at: index) }
        let outer = nameCount
        index += 1
        skipSpace()
        if index < end, base[index] == UInt8(ascii: "}") {
            index += 1
            return
        }
        while true {
            guard index < end, base[index] == UInt8(ascii: "\"") else { throw fault(.noName) }
            try take(name: try text(), since: outer)
            try checkCount()
            try colon()
            try value(depth: depth)
            if try isLast(UInt8(ascii: "}")) { break }
        }
        nameCount = outer
    }

    /// Remembers a name of the object whose names begin at `first`, unless it is there already.
    @inline(__always)
    mutating func take(name: Text, since first: Int) throws(JSONFault) {
        let key = JSONNames.Name(base: base, text: name)
        var other = first
        while other < nameCount {
            if names.slots[other].mark == key.mark, JSONNames.areEqual(names.slots[other], key, base) {
                throw JSONFault(.duplicateName, at: name.start - 1)
            }
            other += 1
        }
        if nameCount >= JSONNames.capacity { throw JSONFault(.tooManyProperties, at: name.start - 1) }
        names.slots[nameCount] = key
        nameCount += 1
        memberCount += 1
    }

    @inline(__always)
    func checkCount() throws(JSONFault) {
        if memberCount - exemptCount > Limits.properties { throw JSONFault(.tooManyProperties, at: index) }
    }

    @inline(never)
    private mutating func list(depth: Int) throws(JSONFault) {
        if depth > Limits.nesting { throw JSONFault(.tooDeep, at: index) }
        index += 1
        skipSpace()
        if index < end, base[index] == UInt8(ascii: "]") {
            index += 1
            return
        }
        repeat { try value(depth: depth) } while try !isLast(UInt8(ascii: "]"))
    }

    @inline(__always)
    mutating func colon() throws(JSONFault) {
        skipSpace()
        guard index < end, base[index] == UInt8(ascii: ":") else { throw fault(.noColon) }
        index += 1
        skipSpace()
    }

    /// Behind a member or an item: over the comma and to the next, or over the closing bracket.
    @inline(__always)
    mutating func isLast(_ close: UInt8) throws(JSONFault) -> Bool {
        skipSpace()
        guard index < end else { throw JSONFault(.cutOff, at: end) }
        if base[index] == close {
            index += 1
            return true
        }
        guard base[index] == UInt8(ascii: ",") else { throw JSONFault(.noComma, at: index) }
        index += 1
        skipSpace()
        return false
    }
}
