/// A JSON object, written member by member in the order in which they come.
public struct JSONObject: Sendable {
    private var members: [UInt8] = []

    public init() {}

    public var bytes: [UInt8] { [UInt8(ascii: "{")] + members + [UInt8(ascii: "}")] }

    public var text: String { String(decoding: bytes, as: UTF8.self) }

    public mutating func add(_ name: String, _ text: String) { add(name) { JSONText.append(text, to: &$0) } }

    public mutating func add(_ name: String, value: Value) { add(name) { value.appendJSON(to: &$0) } }

    public mutating func add(_ name: String, _ number: some BinaryInteger) { add(name) { $0 += "\(number)".utf8 } }

    public mutating func add(_ name: String, _ object: JSONObject) { add(name) { $0 += object.bytes } }

    public mutating func add(_ name: String, _ texts: [String]) {
        add(name) { out in
            out.append(UInt8(ascii: "["))
            for (index, text) in texts.enumerated() {
                if index > 0 { out.append(UInt8(ascii: ",")) }
                JSONText.append(text, to: &out)
            }
            out.append(UInt8(ascii: "]"))
        }
    }

    public mutating func add(_ name: String, _ objects: [JSONObject]) {
        add(name) { $0 += [UInt8(ascii: "[")] + objects.map(\.bytes).joined(separator: [UInt8(ascii: ",")]) + [UInt8(ascii: "]")] }
    }

    /// - Parameter raw: a value that is JSON already.
    public mutating func add(_ name: String, raw: String) { add(name) { $0 += raw.utf8 } }

    private mutating func add(_ name: String, _ value: (inout [UInt8]) -> Void) {
        if !members.isEmpty { members.append(UInt8(ascii: ",")) }
        JSONText.append(name, to: &members)
        members.append(UInt8(ascii: ":"))
        value(&members)
    }
}
