/// Several texts in one column: each ends with a newline; a newline or backslash inside has a backslash before it.
enum TextList {
    static func encode(_ texts: [String]) -> String {
        var bytes: [UInt8] = []
        for text in texts {
            for byte in text.utf8 {
                if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\\") { bytes.append(UInt8(ascii: "\\")) }
                bytes.append(byte)
            }
            bytes.append(UInt8(ascii: "\n"))
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    static func decode(_ text: String) -> [String] {
        var texts: [String] = []
        var bytes: [UInt8] = []
        var isEscaped = false
        for byte in text.utf8 {
            if !isEscaped, byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if !isEscaped, byte == UInt8(ascii: "\n") {
                texts.append(String(decoding: bytes, as: UTF8.self))
                bytes.removeAll(keepingCapacity: true)
            } else {
                bytes.append(byte)
                isEscaped = false
            }
        }
        return texts
    }
}
