/// How long a text is as a text message, and how many it takes.
///
/// 3GPP TS 23.038: a text of the GSM alphabet has 160 places in one message and 153 in each of several, any other 70 and 67 places of
/// UCS-2. What takes two places is not cut in two.
public struct SMSLength: Equatable, Sendable {
    /// All of it is in the GSM alphabet.
    public let isGSM: Bool
    /// Places of the alphabet that it is sent in.
    public let places: Int
    public let messages: Int

    public init(_ text: String) {
        let isGSM = text.unicodeScalars.allSatisfy { Self.gsmPlaces($0) > 0 }
        let (single, part) = isGSM ? (160, 153) : (70, 67)
        var places = 0
        var messages = 1
        var room = part
        for scalar in text.unicodeScalars {
            let width = isGSM ? Self.gsmPlaces(scalar) : scalar.value > 0xffff ? 2 : 1
            places += width
            if width > room {
                messages += 1
                room = part
            }
            room -= width
        }
        self.isGSM = isGSM
        self.places = places
        self.messages = text.isEmpty ? 0 : places <= single ? 1 : messages
    }

    /// 0 where the alphabet does not have it.
    private static func gsmPlaces(_ scalar: Unicode.Scalar) -> Int {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", " "..."#", "%"..."?": 1
        case "@", "£", "$", "¥", "è", "é", "ù", "ì", "ò", "Ç", "\n", "Ø", "ø", "\r", "Å", "å", "Δ", "_", "Φ", "Γ", "Λ", "Ω", "Π", "Ψ", "Σ", "Θ",
            "Ξ", "Æ", "æ", "ß", "É", "¤", "¡", "Ä", "Ö", "Ñ", "Ü", "§", "¿", "ä", "ö", "ñ", "ü", "à":
            1
        case "^", "{", "}", "\\", "[", "~", "]", "|", "€", "\u{0c}": 2
        default: 0
        }
    }
}
