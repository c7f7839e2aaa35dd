import JourneyModel

/// Messages of a running scheduler on standard error: a line each, as text or as JSON.
struct Log: Sendable {
    var isJSON: Bool
    /// Lines of text begin with the time.
    var isTimed = true

    /// - Parameter facts: what a program would want to read, in order.
    func write(_ text: String, _ facts: [(String, Value)] = [], at: Timestamp = SystemClock().now()) {
        var out: [UInt8] = []
        if isJSON {
            out.append(contentsOf: "{\"at\":\"\(at.rfc3339)\",\"message\":".utf8)
            JSONText.append(text, to: &out)
            for (name, value) in facts {
                out.append(contentsOf: ",\"\(name)\":".utf8)
                value.appendJSON(to: &out)
            }
            out.append(contentsOf: "}\n".utf8)
        } else {
            let details = facts.map { "\($0.0) \($0.1.text)" }.joined(separator: ", ")
            out.append(contentsOf: ((isTimed ? at.rfc3339 + "  " : "") + text + (details.isEmpty ? "" : ": " + details) + "\n").utf8)
        }
        put(String(decoding: out, as: UTF8.self), to: 2)
    }
}
