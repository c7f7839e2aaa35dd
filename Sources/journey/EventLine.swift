import JourneyModel

/// Events that commands make.
enum EventLine {
    private static let hash = SipHash(k0: 0x6a6f_7572_6e65_7969, k1: 0x6d70_6f72_7473_0000)

    /// A line of JSON whose id is derived from all that stands in it.
    /// - Parameters:
    ///   - at: not part of the id: the moment of a command that brings the same again.
    ///   - salt: what else makes it an event of its own.
    static func text(customer: String, event: String, at: Timestamp, properties: [(name: String, value: Value)], salt: String = "") -> [UInt8] {
        var content: [UInt8] = Array("\"customer\":".utf8)
        JSONText.append(customer, to: &content)
        content += Array(",\"event\":".utf8)
        JSONText.append(event, to: &content)
        for (name, value) in properties {
            content.append(UInt8(ascii: ","))
            JSONText.append(name, to: &content)
            content.append(UInt8(ascii: ":"))
            value.appendJSON(to: &content)
        }
        let (low, high) = (content + Array(salt.utf8)).withUnsafeBytes { hash.hash128($0) }
        var line: [UInt8] = Array("{\"id\":\"".utf8) + StableHash.hex(low: low, high: high) + Array("\",\"at\":\"".utf8)
        at.appendRFC3339(to: &line)
        return line + Array("\",".utf8) + content + [UInt8(ascii: "}")]
    }
}
