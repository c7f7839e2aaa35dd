/// Colours of a report, or none.
public struct Ink: Sendable, Equatable {
    public enum Tone: String, Sendable {
        case bold = "1"
        case dim = "2"
        case red = "31"
        case green = "32"
        case yellow = "33"
        case blue = "34"
        case cyan = "36"
    }

    /// Escape sequences are written.
    public var isOn: Bool

    public init(isOn: Bool) { self.isOn = isOn }

    public static let none = Ink(isOn: false)

    public func callAsFunction(_ tone: Tone?, _ text: String) -> String {
        guard isOn, let tone, !text.isEmpty else { return text }
        return "\u{1B}[\(tone.rawValue)m\(text)\u{1B}[0m"
    }
}
