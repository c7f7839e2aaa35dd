import JourneyModel

/// The text, or so much of its beginning that it fits with an ellipsis behind it.
public func shortened(_ text: String, to width: Int) -> String {
    guard displayWidth(text) > width else { return text }
    var kept = ""
    var taken = 1
    for character in text {
        taken += displayWidth(character)
        guard taken <= width else { break }
        kept.append(character)
    }
    return width > 0 ? kept + "…" : ""
}

/// The text with spaces behind it up to a width.
func filled(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - displayWidth(text)))
}
