import Foundation
import JourneyModel

/// The forms of text that mail takes: lines of a bounded length, nothing but ASCII.
enum MailText {
    /// RFC 2047: a text as it stands where it is plain, as encoded words of whole characters else. No line breaks, whatever the
    /// text holds.
    ///
    /// - Parameter used: columns that the header's name takes.
    static func header(_ text: String, used: Int) -> String {
        let clean = oneLine(text)
        let isPlain = clean.utf8.allSatisfy { (0x20...0x7E).contains($0) } && !clean.contains("=?")
        return isPlain && clean.utf8.count + used <= 76 ? clean : encodedWords(clean, used: used)
    }

    /// A text of one line as encoded words, also where it is plain: commas and quotes mean nothing in them.
    static func encodedWords(_ text: String, used: Int) -> String {
        var words: [String] = []
        var bytes: [UInt8] = []
        // 75 columns a word, 12 of them for `=?UTF-8?B?` and `?=`, and four for three bytes.
        var room = min(45, max((76 - used - 12) / 4 * 3, 12))
        for character in text.unicodeScalars {
            let piece = Array(String(character).utf8)
            if bytes.count + piece.count > room {
                words.append(word(bytes))
                bytes = []
                room = 45
            }
            bytes += piece
        }
        if !bytes.isEmpty { words.append(word(bytes)) }
        return words.joined(separator: "\r\n ")
    }

    private static func word(_ bytes: [UInt8]) -> String { "=?UTF-8?B?\(Data(bytes).base64EncodedString())?=" }

    /// Without anything that could end a header and begin another.
    static func oneLine(_ text: String) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            let isBreak = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar.value == 0x2028 || scalar.value == 0x2029
            if !isBreak { out.unicodeScalars.append(scalar) } else if out.last != " " { out.append(" ") }
        }
        return out
    }

    /// RFC 2045, section 6.7: lines of at most 76 columns, `=XX` for all that is not plain.
    static func quotedPrintable(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var out: [UInt8] = []
        for (number, line) in lines(text).enumerated() {
            if number > 0 { out += [0x0D, 0x0A] }
            var column = 0
            let bytes = Array(line.utf8)
            for (index, byte) in bytes.enumerated() {
                let isLast = index == bytes.count - 1
                let isPlain = (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "=") || (byte == 0x20 || byte == 0x09) && !isLast
                // A dot or `From ` at the beginning of a line means something to some who pass mail on.
                let isRisky = column == 0 && (byte == UInt8(ascii: ".") || byte == UInt8(ascii: "F"))
                let piece = isPlain && !isRisky ? [byte] : [UInt8(ascii: "="), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
                if column + piece.count > (isLast ? 76 : 75) {
                    out += [UInt8(ascii: "="), 0x0D, 0x0A]
                    column = 0
                }
                out += piece
                column += piece.count
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// RFC 2045, section 6.8: lines of 76 columns.
    static func base64(_ text: String) -> String {
        let bytes = Array(Data(lines(text).joined(separator: "\r\n").utf8).base64EncodedString().utf8)
        return stride(from: 0, to: bytes.count, by: 76)
            .map { String(decoding: bytes[$0..<min($0 + 76, bytes.count)], as: UTF8.self) }.joined(separator: "\r\n")
    }

    /// Whichever is shorter and readable: quoted-printable where most is ASCII.
    static func body(_ text: String) -> (encoding: String, text: String) {
        let strange = text.utf8.lazy.filter { $0 >= 0x80 || $0 == UInt8(ascii: "=") }.count
        return strange * 6 <= text.utf8.count ? ("quoted-printable", quotedPrintable(text)) : ("base64", base64(text))
    }

    private static func lines(_ text: String) -> [Substring] {
        text.replacing("\r\n", with: "\n").split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r" }
    }
}
