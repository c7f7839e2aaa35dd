import Glibc
import JourneyModel

/// Prints each message as one readable line.
///
/// Counts as idempotent: after a crash a line may be printed twice, which a reader of the console can bear. The process must
/// ignore `SIGPIPE`, so that a reader gone away is a reply and not its end.
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

    /// `2026-11-23 08:30:00  wecom → c42  coupon {"code":"A1"}  “Your 10 off: A1”  (cart_rescue, send#1)`.
    ///
    /// An e-mail's subject stands before its text; the source of an HTML part is shown only where there is no other.
    /// Texts of strangers neither break the line nor talk to the terminal.
    static func line(_ message: ChannelMessage) -> String {
        var text = "\(readable(message.at))  \(message.channel) → \(message.customer)"
        if !message.to.isEmpty { text += " <\(message.to)>" }
        text += "  \(message.content)"
        if !message.with.isEmpty && message.with != "{}" { text += " \(message.with)" }
        for name in ["subject", "text", "html"] where !message.body[name].isEmpty && (name != "html" || message.text.isEmpty) {
            text += "  “\(onOneLine(message.body[name]))”"
        }
        return printable(text + "  (\(message.journey.isEmpty ? "" : message.journey + ", ")\(message.step))") + "\n"
    }

    /// The lines of a text one after the other, blanks at their ends and empty ones left out.
    private static func onOneLine(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).lazy.map { $0.drop(while: \.isWhitespace) }.filter { !$0.isEmpty }
            .joined(separator: " ")
    }

    /// UTC to the second: `2026-11-23 08:30:00`.
    private static func readable(_ instant: Timestamp) -> String {
        String(instant.rfc3339.prefix { $0 != "." }.replacing("T", with: " "))
    }
}
