/// A text with what looks like a phone number or an e-mail address made unreadable: of a number the last two digits stay, of an
/// address the first letter and the domain.
public func masked(_ text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    var out = String.UnicodeScalarView()
    var index = 0
    while index < scalars.count {
        if let end = addressEnd(scalars, index) {
            out.append(scalars[index])
            out.append(contentsOf: "***".unicodeScalars)
            if let at = scalars[index..<end].firstIndex(of: "@") { out.append(contentsOf: scalars[at..<end]) }
            index = end
        } else if let end = numberEnd(scalars, index) {
            out.append(contentsOf: String(repeating: "*", count: 6).unicodeScalars)
            out.append(contentsOf: scalars[(end - 2)..<end])
            index = end
        } else {
            // A whole word goes over, so that nothing begins in its middle.
            repeat {
                out.append(scalars[index])
                index += 1
            } while index < scalars.count && isWord(scalars[index - 1]) && isWord(scalars[index])
        }
    }
    return String(out)
}

/// The texts of a JSON value masked; its numbers stay, so that it is still one.
public func maskedJSON(_ json: String) -> String {
    var out = ""
    var part = ""
    var isInside = false
    var isEscaped = false
    for scalar in json.unicodeScalars {
        if scalar == "\"", !isEscaped {
            out += isInside ? masked(part) : part
            out.unicodeScalars.append(scalar)
            part = ""
            isInside.toggle()
        } else {
            part.unicodeScalars.append(scalar)
        }
        isEscaped = scalar == "\\" && !isEscaped
    }
    return out + part
}

private func isWord(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isAlphabetic || isDigit(scalar) || scalar == "_" }

private func isDigit(_ scalar: Unicode.Scalar) -> Bool { scalar.value >= 0x30 && scalar.value <= 0x39 }

/// `name@example.com` from an index on.
private func addressEnd(_ text: [Unicode.Scalar], _ start: Int) -> Int? {
    func isPart(_ scalar: Unicode.Scalar) -> Bool { isWord(scalar) || "._%+-".unicodeScalars.contains(scalar) }
    var index = start
    while index < text.count, isPart(text[index]) { index += 1 }
    guard index > start, index < text.count, text[index] == "@" else { return nil }
    let domain = index + 1
    index = domain
    while index < text.count, isWord(text[index]) || text[index] == "." || text[index] == "-" { index += 1 }
    while index > domain, text[index - 1] == "." { index -= 1 }
    return index > domain ? index : nil
}

/// Seven digits or more in a run, with `+` before and blanks, hyphens or parentheses between; a date and a time are none.
private func numberEnd(_ text: [Unicode.Scalar], _ start: Int) -> Int? {
    var index = start
    if text[index] == "+" { index += 1 }
    var digits = 0
    var end = index
    while index < text.count {
        if isDigit(text[index]) {
            digits += 1
            index += 1
            end = index
        } else if digits > 0, let next = digitAfterGap(text, index) {
            index = next
        } else {
            break
        }
    }
    guard digits >= 7, end == text.count || !isWord(text[end]) else { return nil }
    let isDate = end - start == 10 && text[start + 4] == "-" && text[start + 7] == "-"
    return isDate ? nil : end
}

/// Where a number goes on after what stands between its digits: at most two signs, as in `(021) 555`.
private func digitAfterGap(_ text: [Unicode.Scalar], _ start: Int) -> Int? {
    var index = start
    while index < text.count, index - start < 2, " -()".unicodeScalars.contains(text[index]) { index += 1 }
    return index > start && index < text.count && isDigit(text[index]) ? index : nil
}
