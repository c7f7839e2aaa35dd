/// A Swift file with its code and its comments apart, line by line; the content of string literals is in neither.
struct SwiftText: Sendable {
    private(set) var code: [String]
    private(set) var comments: [String]

    init(_ text: String) {
        var scanner = Scanner(Array(text.utf8))
        scanner.scanCode(until: nil)
        code = Self.lines(scanner.code)
        comments = Self.lines(scanner.comments)
    }

    private static func lines(_ bytes: [UInt8]) -> [String] {
        String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }
}

/// Copies each byte to the code or to the comments, and line breaks to both, so that line numbers stay.
private struct Scanner {
    private let bytes: [UInt8]
    private var index = 0
    var code: [UInt8] = []
    var comments: [UInt8] = []

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Scans code to the end, or (inside an interpolation) to the bracket that closes it.
    mutating func scanCode(until closing: UInt8?) {
        var depth = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == closing, depth == 0 { return }
            if byte == UInt8(ascii: "(") { depth += 1 }
            if byte == UInt8(ascii: ")") { depth -= 1 }
            if byte == UInt8(ascii: "/"), at("//") {
                while index < bytes.count, bytes[index] != 0x0A { take(\.comments) }
            } else if byte == UInt8(ascii: "/"), at("/*") {
                scanBlockComment()
            } else if let hashes = literalBegins() {
                scanLiteral(hashes)
            } else {
                take(\.code)
            }
        }
    }

    private mutating func scanBlockComment() {
        var depth = 0
        repeat {
            if at("/*") { depth += 1 } else if at("*/") { depth -= 1 }
            if at("/*") || at("*/") { take(\.comments) }
            take(\.comments)
        } while depth > 0 && index < bytes.count
    }

    /// How many `#` stand before the quote of a literal that begins here; nil where none does.
    private func literalBegins() -> Int? {
        var end = index
        while end < bytes.count, bytes[end] == UInt8(ascii: "#") { end += 1 }
        return end < bytes.count && bytes[end] == UInt8(ascii: "\"") ? end - index : nil
    }

    private mutating func scanLiteral(_ hashes: Int) {
        let fence = String(repeating: "#", count: hashes)
        skip(hashes)
        let quotes = at("\"\"\"") ? "\"\"\"" : "\""
        skip(quotes.utf8.count)
        while index < bytes.count {
            if at(quotes + fence) { return skip(quotes.utf8.count + hashes) }
            if at("\\" + fence) {
                skip(1 + hashes)
                if at("(") {
                    skip(1)
                    scanCode(until: UInt8(ascii: ")"))
                }
            } else if quotes.utf8.count == 1, bytes[index] == 0x0A {
                return
            }
            skip(1)
        }
    }

    private func at(_ text: String) -> Bool { text.utf8.first == bytes[index] && bytes[index...].starts(with: text.utf8) }

    private mutating func take(_ lane: WritableKeyPath<Scanner, [UInt8]>) {
        guard index < bytes.count else { return }
        if bytes[index] == 0x0A {
            skip(1)
        } else {
            self[keyPath: lane].append(bytes[index])
            index += 1
        }
    }

    private mutating func skip(_ count: Int) {
        for _ in 0..<count where index < bytes.count {
            if bytes[index] == 0x0A {
                code.append(0x0A)
                comments.append(0x0A)
            }
            index += 1
        }
    }
}
