/// Texts and names in XML.
public enum XMLText {
    /// For content and for attributes in double quotes; what XML 1.0 has no place for becomes U+FFFD.
    public static func escaped(_ text: String) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            case "\t", "\n", "\r": out += "&#\(scalar.value);"
            default: out.unicodeScalars.append(scalar.value < 0x20 || scalar.value & 0xFFFE == 0xFFFE ? "\u{FFFD}" : scalar)
            }
        }
        return out
    }

    /// A name that XML takes as an id, by which different texts stay different: letters and digits as they are, all else as `_x2d_`.
    static func name(_ text: String) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            let isLetter = scalar.isASCII ? ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) : isNameStart(scalar)
            if isLetter || ("0"..."9").contains(scalar) && !out.isEmpty {
                out.unicodeScalars.append(scalar)
            } else if scalar == "_", !text.contains("_x") {
                out += "_"
            } else {
                out += "_x" + String(scalar.value, radix: 16) + "_"
            }
        }
        return out.isEmpty ? "_" : out
    }

    /// Of the production NameStartChar, the ranges of the scripts that names are written in.
    private static func isNameStart(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x2FF, 0x370...0x37D, 0x37F...0x1FFF, 0x3001...0xD7FF, 0xF900...0xFDCF,
            0xFDF0...0xFFFD, 0x10000...0xEFFFF:
            scalar.properties.isAlphabetic
        default: false
        }
    }
}
