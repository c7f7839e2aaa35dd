import JourneyCompiler
import JourneyModel

/// The texts of messages, ready to be filled in: what is the same for everybody stands there in the form in which it goes out.
final class MessageTexts: Sendable {
    struct Body: Sendable {
        var limit: TextLimit?
        var parts: [Part]
    }

    struct Part: Sendable {
        var name: String
        /// Values are escaped, the author's text is HTML already.
        var isHTML: Bool
        var pieces: [Piece]
    }

    enum Piece: Sendable {
        /// Escaped for JSON, and its length in the unit of the body's limit.
        case literal(json: [UInt8], length: Int)
        case value(Formula)
        /// An address that is to carry the message's key.
        case link(Formula)
    }

    /// By the name of the message, then of the channel.
    private let bodies: [String: [String: Body]]
    /// Some text has a link: what a shop tells of it must be listened to.
    let hasLinks: Bool

    var isEmpty: Bool { bodies.isEmpty }

    init(_ templates: [MessageTemplate]) {
        bodies = Dictionary(
            templates.map { template in
                (template.name, Dictionary(template.bodies.map { ($0.channel, Body($0)) }, uniquingKeysWith: { first, _ in first }))
            }, uniquingKeysWith: { first, _ in first })
        hasLinks = bodies.values.joined().contains { $0.value.parts.contains { $0.pieces.contains { $0.isLink } } }
    }

    func bodies(of content: String) -> [String: Body]? { bodies[content] }
}

extension MessageTexts.Body {
    fileprivate init(_ body: MessageTemplate.Body) {
        limit = body.limit
        parts = body.parts.map { part in
            MessageTexts.Part(
                name: part.name, isHTML: part.name == "html",
                pieces: part.pieces.map { piece in
                    switch piece {
                    case .literal(.text(let text)):
                        .literal(json: Array(JSONText.quoted(text).utf8.dropFirst().dropLast()), length: body.limit?.length(of: text) ?? 0)
                    case .link(let address): .link(address)
                    default: .value(piece)
                    }
                })
        }
    }
}

extension MessageTexts.Piece {
    fileprivate var isLink: Bool { if case .link = self { true } else { false } }
}

/// What a link in a message says of where it stood.
public struct MessageLink: Sendable {
    public var key: String
    public var journey: String
    public var step: String

    public init(key: String, journey: String, step: String) {
        self.key = key
        self.journey = journey
        self.step = step
    }
}

/// Fills texts in: one object for each channel of a send.
struct MessageFilling {
    enum Result: Equatable {
        /// A JSON array, in the order of the channels.
        case bodies(String)
        /// The value that is not known, as the author wrote it.
        case missing(String)
        case tooLong(String)
    }

    /// Where a value of a text came from, for who previews it.
    struct Note {
        var formula: Formula
        var value: Value
    }

    let texts: MessageTexts
    let link: MessageLink
    /// Told of every value; nil: nobody asks.
    var notes: ((Note) -> Void)?

    /// - Parameters:
    ///   - first: the channel that the message begins with: those before it are left empty.
    ///   - scope: of the send, with its arguments.
    /// - Returns: nil where the content is known by its name alone.
    func fill(_ content: String, _ channels: [String], from first: Int, _ scope: borrowing Scope) -> Result? {
        guard let bodies = texts.bodies(of: content) else { return nil }
        var out: [UInt8] = []
        out.reserveCapacity(512)
        out.append(UInt8(ascii: "["))
        for (index, channel) in channels.enumerated() {
            if index > 0 { out.append(UInt8(ascii: ",")) }
            out.append(UInt8(ascii: "{"))
            if index >= first, let body = bodies[channel], let fault = fill(body, channel, scope, &out) { return fault }
            out.append(UInt8(ascii: "}"))
        }
        out.append(UInt8(ascii: "]"))
        return .bodies(String(decoding: out, as: UTF8.self))
    }

    private func fill(_ body: MessageTexts.Body, _ channel: String, _ scope: borrowing Scope, _ out: inout [UInt8]) -> Result? {
        for (index, part) in body.parts.enumerated() {
            if index > 0 { out.append(UInt8(ascii: ",")) }
            JSONText.append(part.name, to: &out)
            out.append(contentsOf: ":\"".utf8)
            var length = 0
            for piece in part.pieces {
                switch piece {
                case .literal(let json, let size):
                    out.append(contentsOf: json)
                    length += size
                case .value(let formula), .link(let formula):
                    let value = formula.shown(scope)
                    notes?(Note(formula: piece.isLink ? .link(formula) : formula, value: value))
                    if value == .unknown {
                        guard notes != nil else { return .missing(formula.text) }
                        Self.append("{" + formula.text + "}", isHTML: part.isHTML, to: &out)
                        continue
                    }
                    var text = value.text
                    if piece.isLink { text = link.address(text, channel: channel) }
                    length += body.limit?.length(of: text) ?? 0
                    Self.append(text, isHTML: part.isHTML, to: &out)
                }
            }
            out.append(UInt8(ascii: "\""))
            if let limit = body.limit, part.name == "text", length > limit.most, notes == nil {
                return .tooLong("the text for \(channel) has \(length) \(limit.unit.rawValue), of \(limit.most) at most")
            }
        }
        return nil
    }

    /// Appends a value inside a JSON text.
    private static func append(_ text: String, isHTML: Bool, to out: inout [UInt8]) {
        var text = isHTML ? escapedForHTML(text) : text
        text.withUTF8 { JSONText.appendContent(UnsafeRawBufferPointer($0), to: &out) }
    }

    private static func escapedForHTML(_ text: String) -> String {
        guard text.utf8.contains(where: { htmlEscape($0) != nil }) else { return text }
        var escaped: [UInt8] = []
        escaped.reserveCapacity(text.utf8.count + 16)
        for byte in text.utf8 {
            if let escape = htmlEscape(byte) { escaped.append(contentsOf: escape.utf8) } else { escaped.append(byte) }
        }
        return String(decoding: escaped, as: UTF8.self)
    }

    /// What would be read as a tag, an entity or the end of an attribute.
    private static func htmlEscape(_ byte: UInt8) -> String? {
        switch byte {
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        default: nil
        }
    }
}

extension Formula {
    /// As `value`, but that in a text an empty one counts as unknown where something is given to stand for it.
    func shown(_ scope: borrowing Scope) -> Value {
        guard case .fallback(let first, let other) = self else { return value(scope) }
        switch first.shown(scope) {
        case .unknown, .text(""): return other.shown(scope)
        case let known: return known
        }
    }
}

extension MessageLink {
    /// The address with the message's key and where it was sent from. What the author wrote into it goes before.
    func address(_ address: String, channel: String) -> String {
        let bytes = Array(address.utf8)
        let fragment = bytes.firstIndex(of: UInt8(ascii: "#")) ?? bytes.count
        var out = Array(bytes[..<fragment])
        let query = out.firstIndex(of: UInt8(ascii: "?")).map { String(decoding: out[($0 + 1)...], as: UTF8.self) }
        let written = (query ?? "").split(separator: "&").map { $0.prefix { $0 != "=" } }
        var separator = query == nil ? UInt8(ascii: "?") : UInt8(ascii: "&")
        if query?.isEmpty == true || query?.hasSuffix("&") == true { separator = 0 }
        for (name, value) in [("utm_source", journey), ("utm_medium", channel), ("utm_campaign", step), ("jk", key + "-" + channel)]
        where !written.contains(name[...]) {
            if separator != 0 { out.append(separator) }
            out.append(contentsOf: name.utf8)
            out.append(UInt8(ascii: "="))
            Self.appendEncoded(value, to: &out)
            separator = UInt8(ascii: "&")
        }
        return String(decoding: out + bytes[fragment...], as: UTF8.self)
    }

    /// RFC 3986, 2.3: all but the unreserved characters as `%XX`.
    private static func appendEncoded(_ text: String, to out: inout [UInt8]) {
        let digits = Array("0123456789ABCDEF".utf8)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
                out.append(byte)
            default: out += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
    }
}

extension Scope {
    /// No property has such a name.
    private static let mark = "\u{0}with\u{0}"

    /// With the arguments of a send, for the texts of its message.
    consuming func with(_ arguments: [(String, Value)]) -> Scope {
        for (name, value) in arguments {
            capturedNames.append(Self.mark + name)
            captured.append(value)
        }
        return self
    }

    /// Nil where the send has none of this name.
    func argument(_ name: String) -> Value? {
        guard let place = capturedNames.lastIndex(of: Self.mark + name), place < captured.count else { return nil }
        return captured[place]
    }
}
