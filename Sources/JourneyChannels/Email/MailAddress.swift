/// One address of a person: `lin@shop.example`, or `林 <lin@shop.example>`.
///
/// Only what every mail program takes: no comments, no groups, no quoted names before the `@`. So nothing of it can end a header,
/// name a second receiver, or look like an option to a program.
struct MailAddress: Equatable {
    var name: String
    var address: String

    /// Nil where it is none.
    init?(_ text: String) {
        var address = text[...]
        name = ""
        if text.hasSuffix(">"), let bracket = text.lastIndex(of: "<") {
            address = text[text.index(after: bracket)...].dropLast()
            var words = text[..<bracket]
            while words.last == " " { words.removeLast() }
            if words.count >= 2, words.first == "\"", words.last == "\"" { words = words.dropFirst().dropLast() }
            guard !words.contains("<"), !words.contains(">") else { return nil }
            name = MailText.oneLine(String(words))
        }
        guard Self.isPlain(address) else { return nil }
        self.address = String(address)
    }

    /// As it stands in a header.
    func header(used: Int) -> String {
        if name.isEmpty { return address }
        let isPlain = name.utf8.allSatisfy { (0x20...0x7E).contains($0) && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
        let shown = isPlain && !name.contains("=?") && name.utf8.count < 60 ? "\"\(name)\"" : MailText.encodedWords(name, used: used)
        return shown + (used + shown.utf8.count + address.utf8.count > 74 ? "\r\n <" : " <") + address + ">"
    }

    /// RFC 5321: at most 64 bytes before the `@`, 254 in all; letters beyond ASCII need a server that takes them, which nobody
    /// can rely on.
    private static func isPlain(_ text: Substring) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, text.utf8.count <= 254, (1...64).contains(parts[0].utf8.count), !parts[1].isEmpty else { return false }
        let marks = Set("!#$%&'*+-/=?^_`{|}~.".utf8)
        let isName = parts[0].utf8.allSatisfy { isWordByte($0) || marks.contains($0) }
        let isDomain = parts[1].utf8.allSatisfy { isWordByte($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") }
        let hasDots = parts.contains { $0.hasPrefix(".") || $0.hasSuffix(".") || $0.contains("..") }
        return isName && isDomain && !hasDots && !parts[0].hasPrefix("-") && !parts[1].hasPrefix("-")
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: false
        }
    }
}
