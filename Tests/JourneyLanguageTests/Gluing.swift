@testable import JourneyLanguage

/// Takes the spaces out that a Chinese writer leaves out: between Chinese words, and between them and numbers.
enum Gluing {
    /// - Parameter isKept: says of each such space whether it stays all the same.
    static func glued(_ text: String, _ names: KnownNames, keeping isKept: () -> Bool = { false }) -> String {
        let source = SourceText(name: "test", text)
        var out = ""
        var end = 0
        var last: Token?
        for token in lex(source, names: names).tokens {
            let gap = source.text(SourceRange(end, Int(token.start)))
            out += gap == " " && last.map({ joins($0, token, source) }) == true && !isKept() ? "" : gap
            out += source.text(token.range)
            end = Int(token.end)
            last = token
        }
        return out
    }

    private static func joins(_ left: Token, _ right: Token, _ source: SourceText) -> Bool {
        // Names side by side, such as a channel and a part of its message, stand apart.
        if left.kind == .name, right.kind == .name { return false }
        let ends = isChinese(source.text(left.range).unicodeScalars.last) && left.kind != .text
        let begins = isChinese(source.text(right.range).unicodeScalars.first) && right.kind != .text
        return ends && (begins || isNumber(right)) || begins && isNumber(left)
    }

    private static func isNumber(_ token: Token) -> Bool { token.kind == .duration || token.kind == .integer }

    private static func isChinese(_ scalar: Unicode.Scalar?) -> Bool {
        scalar.map { (0x3400...0x9FFF).contains($0.value) } ?? false
    }
}
