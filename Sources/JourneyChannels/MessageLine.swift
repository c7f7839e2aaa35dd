import JourneyModel

/// A message as one line of JSON, the form that the `file` adapter writes.
enum MessageLine {
    /// Every line begins with these bytes; the key follows as a JSON string.
    static let opening = Array(#"{"key":""#.utf8)

    /// Appends `{"key","customer","channel","to","content","text","subject","html","with","journey","step","at"}` and a newline;
    /// the three in the middle, and other parts of a text under `parts`, stand only where there are such.
    static func append(_ message: ChannelMessage, to out: inout [UInt8]) {
        member("{\"key\":", message.key, to: &out)
        member(",\"customer\":", message.customer, to: &out)
        member(",\"channel\":", message.channel, to: &out)
        member(",\"to\":", message.to, to: &out)
        member(",\"content\":", message.content, to: &out)
        append(message.body, to: &out)
        out += ",\"with\":".utf8
        appendObject(message.with, to: &out)
        member(",\"journey\":", message.journey, to: &out)
        member(",\"step\":", message.step, to: &out)
        member(",\"at\":", message.at.rfc3339, to: &out)
        out += "}\n".utf8
    }

    private static func append(_ body: MessageBody, to out: inout [UInt8]) {
        let known = ["text", "subject", "html"]
        for name in known {
            guard let part = body.parts.first(where: { $0.name == name }) else { continue }
            out += ",\"\(name)\":".utf8
            JSONText.append(part.text, to: &out)
        }
        let others = body.parts.filter { !known.contains($0.name) }
        if others.isEmpty { return }
        out += ",\"parts\":{".utf8
        for (index, part) in others.enumerated() {
            if index > 0 { out.append(UInt8(ascii: ",")) }
            JSONText.append(part.name, to: &out)
            out.append(UInt8(ascii: ":"))
            JSONText.append(part.text, to: &out)
        }
        out.append(UInt8(ascii: "}"))
    }

    /// The bytes of the key as they stand in a line, escapes unresolved; nil where the line is none of ours.
    static func escapedKey(in line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard line.starts(with: opening) else { return nil }
        let start = line.startIndex + opening.count
        var index = start
        while index < line.endIndex {
            switch line[index] {
            case UInt8(ascii: "\""): return line[start..<index]
            case UInt8(ascii: "\\"): index += 2
            default: index += 1
            }
        }
        return nil
    }

    /// The key in the form that `escapedKey(in:)` finds.
    static func escaped(_ key: String) -> [UInt8] {
        var out: [UInt8] = []
        JSONText.append(key, to: &out)
        return Array(out.dropFirst().dropLast())
    }

    private static func member(_ name: StaticString, _ text: String, to out: inout [UInt8]) {
        name.withUTF8Buffer { out += $0 }
        JSONText.append(text, to: &out)
    }

    /// JSON texts hold no raw line breaks outside of its white space, so a space in their place changes nothing but keeps the
    /// object on its line.
    private static func appendObject(_ json: String, to out: inout [UInt8]) {
        guard !json.isEmpty else { return out += "{}".utf8 }
        for byte in json.utf8 { out.append(byte < 0x20 ? 0x20 : byte) }
    }
}
