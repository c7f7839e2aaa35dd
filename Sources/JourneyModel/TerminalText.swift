/// How many columns of a terminal a text takes: Chinese, Japanese and Korean letters and most emoji take two, marks none.
public func displayWidth(_ text: String) -> Int {
    text.utf8.allSatisfy { (0x20..<0x7F).contains($0) } ? text.utf8.count : text.reduce(0) { $0 + displayWidth($1) }
}

/// The columns of one character as people see it: a letter with its marks, a flag, a family of emoji joined to one.
///
/// After Unicode's East Asian Width (UAX #11), classes W and F; ambiguous ones take one.
public func displayWidth(_ character: Character) -> Int {
    var widest = 0
    var flags = 0
    for scalar in character.unicodeScalars {
        if scalar.value == 0xFE0F { return 2 }
        if (0x1F1E6...0x1F1FF).contains(scalar.value) { flags += 1 }
        widest = max(widest, columns(scalar))
    }
    return flags > 1 ? 2 : widest
}

/// The text without characters that would break a line or talk to the terminal; each becomes U+FFFD.
public func printable(_ text: String) -> String {
    guard !text.unicodeScalars.allSatisfy(isPrintable) else { return text }
    var scalars = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { scalars.append(isPrintable(scalar) ? scalar : "\u{FFFD}") }
    return String(scalars)
}

/// Neither a control character nor one that breaks lines or turns their direction.
public func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x2069: false
    default: true
    }
}

private func columns(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0x20..<0x7F, 0xA0..<0x300: return scalar.value == 0xAD ? 0 : 1
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
        0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F200...0x1F265, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F7E0...0x1F7EB,
        0x1F900...0x1F9FF, 0x1FA70...0x1FAFF, 0x20000...0x3FFFD:
        return 2
    case 0x2300...0x2BFF, 0x1F004...0x1F19A: return scalar.properties.isEmojiPresentation ? 2 : 1
    default:
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control: return 0
        default: return 1
        }
    }
}
