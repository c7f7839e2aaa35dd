import JourneyModel
import JourneyStore

extension Dispatcher.Outcome {
    /// `sent via wecom`.
    var metric: String { status.name + " via " + channel }

    public func encoded() -> [UInt8] {
        var out = ByteWriter()
        out.text(key)
        out.text(channel)
        out.unsigned(UInt64(status.rawValue))
        out.text(reason)
        return out.bytes
    }

    /// - Throws: `DecodingFailure` on bytes that no `encoded()` wrote.
    public init(encoded bytes: [UInt8]) throws {
        self = try bytes.withUnsafeBytes { buffer in
            var reader = ByteReader(buffer)
            let (key, channel) = (try reader.text(), try reader.text())
            guard let status = OutboxMessage.Status(rawValue: Int(truncatingIfNeeded: try reader.unsigned())) else {
                throw DecodingFailure(what: "unknown outcome of a message", offset: reader.offset)
            }
            return Self(key: key, channel: channel, status: status, reason: try reader.text())
        }
    }
}
