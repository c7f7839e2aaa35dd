/// What a message carries on one channel: parts with a name each, `text`, `subject`, `html`, as a JSON object.
///
/// A message's bodies are kept as a JSON array, one object for each of its channels in their order.
public struct MessageBody: Equatable, Sendable {
    /// In the order of the text.
    public var parts: [(name: String, text: String)] = []

    public init() {}

    /// The body for the channel at an index of a message's `bodies`; empty where they hold none.
    public init(_ index: Int, of bodies: String) {
        var bodies = bodies
        bodies.withUTF8 { bytes in
            guard let object = JSONMembers.object(at: index, ofArray: UnsafeRawBufferPointer(bytes)) else { return }
            JSONMembers.forEach(in: object) { name, value in
                if case .text(let text) = value { parts.append((name, text)) }
            }
        }
    }

    /// The part of a name; empty where it has none.
    public subscript(name: String) -> String { parts.first { $0.name == name }?.text ?? "" }

    public var isEmpty: Bool { parts.isEmpty }

    public static func == (a: MessageBody, b: MessageBody) -> Bool {
        a.parts.elementsEqual(b.parts) { $0.name == $1.name && $0.text == $1.text }
    }
}
