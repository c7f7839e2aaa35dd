/// Texts in JSON form.
public enum JSONText {
    /// Appends a text in quotes, escaped as little as RFC 8259 asks for.
    public static func append(_ text: String, to out: inout [UInt8]) {
        var text = text
        text.withUTF8 { append(UnsafeRawBufferPointer($0), to: &out) }
    }

    /// As above for bytes that are valid UTF-8.
    public static func append(_ text: UnsafeRawBufferPointer, to out: inout [UInt8]) {
        out.append(UInt8(ascii: "\""))
        appendContent(text, to: &out)
        out.append(UInt8(ascii: "\""))
    }

    /// What stands between the quotes.
    public static func appendContent(_ text: UnsafeRawBufferPointer, to out: inout [UInt8]) {
        var plain = 0
        for (index, byte) in text.enumerated() where byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
            out.append(contentsOf: text[plain..<index])
            plain = index + 1
            out.append(UInt8(ascii: "\\"))
            switch byte {
            case UInt8(ascii: "\n"): out.append(UInt8(ascii: "n"))
            case UInt8(ascii: "\r"): out.append(UInt8(ascii: "r"))
            case UInt8(ascii: "\t"): out.append(UInt8(ascii: "t"))
            case 0x20...: out.append(byte)
            default:
                out.append(contentsOf: "u00".utf8)
                for digit in [byte >> 4, byte & 15] {
                    out.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
                }
            }
        }
        out.append(contentsOf: text[plain...])
    }

    /// A text in quotes.
    public static func quoted(_ text: String) -> String {
        var out: [UInt8] = []
        append(text, to: &out)
        return String(decoding: out, as: UTF8.self)
    }

    /// Appends what stands between the quotes of a JSON text with its escapes resolved. Meant for texts a scanner has passed:
    /// what is malformed anyway is appended as it stands.
    public static func appendResolved(_ content: UnsafeRawBufferPointer, to out: inout [UInt8]) {
        var index = 0
        while index < content.count {
            let byte = content[index]
            index += 1
            guard byte == UInt8(ascii: "\\"), index < content.count else {
                out.append(byte)
                continue
            }
            let escape = content[index]
            index += 1
            switch escape {
            case UInt8(ascii: "n"): out.append(0x0a)
            case UInt8(ascii: "r"): out.append(0x0d)
            case UInt8(ascii: "t"): out.append(0x09)
            case UInt8(ascii: "b"): out.append(0x08)
            case UInt8(ascii: "f"): out.append(0x0c)
            case UInt8(ascii: "u"): appendCodePoint(content, &index, to: &out)
            default: out.append(escape)
            }
        }
    }

    /// `index` stands behind `\u`.
    private static func appendCodePoint(_ content: UnsafeRawBufferPointer, _ index: inout Int, to out: inout [UInt8]) {
        guard var code = hexadecimal(content, index) else { return }
        index += 4
        if code >= 0xd800, code < 0xdc00, index + 1 < content.count, content[index] == UInt8(ascii: "\\"),
            content[index + 1] == UInt8(ascii: "u"), let low = hexadecimal(content, index + 2), low >= 0xdc00, low < 0xe000
        {
            code = 0x10000 + (code - 0xd800) << 10 + (low - 0xdc00)
            index += 6
        }
        out.append(contentsOf: String(Character(Unicode.Scalar(code) ?? "\u{fffd}")).utf8)
    }

    /// Four hexadecimal digits at `index`.
    static func hexadecimal(_ content: UnsafeRawBufferPointer, _ index: Int) -> UInt32? {
        guard index + 4 <= content.count else { return nil }
        var code: UInt32 = 0
        for byte in content[index..<index + 4] {
            let lower = byte | 0x20
            if byte &- UInt8(ascii: "0") <= 9 {
                code = code << 4 | UInt32(byte - UInt8(ascii: "0"))
            } else if lower >= UInt8(ascii: "a"), lower <= UInt8(ascii: "f") {
                code = code << 4 | UInt32(lower - UInt8(ascii: "a") + 10)
            } else {
                return nil
            }
        }
        return code
    }
}
