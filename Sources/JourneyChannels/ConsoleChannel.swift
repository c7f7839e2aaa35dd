import Glibc
import JourneyModel

/// Prints each message as one readable line.
///
/// Counts as idempotent: after a crash a line may be printed twice, which a reader of the console can bear. The process must ignore
/// `SIGPIPE`, so that a reader gone away is a reply and not its end.
public actor ConsoleChannel: Channel {
    public nonisolated let isIdempotent = true
    private let descriptor: Int32

    /// - Parameter descriptor: an open file to print to, 1 for standard output; it stays open.
    public init(descriptor: Int32 = 1) { self.descriptor = descriptor }

    public func send(_ messages: [ChannelMessage]) async -> [ChannelReply] {
        var bytes: [UInt8] = []
        var ends: [Int] = []
        for message in messages {
            bytes += Self.line(message).utf8
            ends.append(bytes.count)
        }
        let (written, failure) = writeAll(bytes, to: descriptor, with: systemWrite)
        guard let failure else { return messages.map { _ in ChannelReply(.sent) } }
        let reason = "cannot print: \(systemText(failure))"
        return ends.map { $0 <= written ? ChannelReply(.sent) : ChannelReply(.retry, reason: reason) }
    }

    public func close() async {}

    /// `2026-11-23 08:30:00  wecom → c42  coupon {"code":"A1"}  (cart_rescue, send#1)`.
    ///
    /// Texts of strangers neither break the line nor talk to the terminal.
    static func line(_ message: ChannelMessage) -> String {
        var text = "\(readable(message.at))  \(message.channel) → \(message.customer)"
        if !message.to.isEmpty { text += " <\(message.to)>" }
        text += "  \(message.content)"
        if !message.with.isEmpty && message.with != "{}" { text += " \(message.with)" }
        return printable(text + "  (\(message.journey), \(message.step))") + "\n"
    }

    /// UTC to the second: `2026-11-23 08:30:00`.
    private static func readable(_ instant: Timestamp) -> String {
        String(instant.rfc3339.prefix { $0 != "." }.replacing("T", with: " "))
    }
}
