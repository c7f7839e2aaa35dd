import Foundation
import JourneyModel
import Synchronization

/// Mail through a program that takes it as `sendmail -t -i` does: one process a message, no shell, the mail on its input.
///
/// `sent` says that the program has taken it into its queue. The `Message-ID` comes of the key, so that receivers and bounces
/// name the message; most mail programs do not look for repetitions, so a program that ended without a word leaves the message in
/// doubt.
/// Nothing of a message becomes an argument.
public final class EmailChannel: Channel {
    public struct Settings: Sendable {
        /// `shop@shop.example`, or `The shop <shop@shop.example>`.
        public var from: String
        public var replyTo = ""
        public var program = "/usr/sbin/sendmail"
        /// A link for leaving: `https://shop.example/leave?m={key}`.
        public var unsubscribe = ""
        /// For one message.
        public var timeout: Microseconds = 30 * .second
        /// Programs at once.
        public var concurrency = 4

        public init(from: String) { self.from = from }
    }

    /// What a program says in these tells of its end.
    private static let mostLines = 20

    public let isIdempotent = false
    private let settings: Settings
    private let from: MailAddress?
    private let clock: @Sendable () -> Timestamp
    private let log: @Sendable (String) -> Void
    private let alarms = DispatchQueue(label: "journey.email")

    public init(_ settings: Settings, clock: @escaping @Sendable () -> Timestamp, log: @escaping @Sendable (String) -> Void) {
        self.settings = settings
        self.clock = clock
        self.log = log
        from = MailAddress(settings.from)
    }

    public var limits: ChannelLimits { ChannelLimits(batch: 1, concurrency: settings.concurrency) }

    public func send(_ messages: [ChannelMessage]) async -> [ChannelReply] {
        await sendEach(messages, concurrency: settings.concurrency) { await self.post($0) }
    }

    public func close() async {}

    private func post(_ message: ChannelMessage) async -> ChannelReply {
        guard let from else { return ChannelReply(.failed, reason: "the setting `from` is no address") }
        guard let to = MailAddress(message.to) else { return ChannelReply(.unreachable, reason: "the address is no e-mail address") }
        guard !message.text.isEmpty || !message.html.isEmpty else {
            return ChannelReply(
                .failed,
                reason: "the message `\(message.content)` says nothing on this channel: give it a `body` for `\(message.channel)`")
        }
        let mail = MailMessage(from: from, replyTo: MailAddress(settings.replyTo), unsubscribe: settings.unsubscribe, at: clock())
        return await hand(Array(mail.text(message, to: to).replacing("\r\n", with: "\n").utf8))
    }

    /// The program's input is a text of this system: its lines end with a line feed.
    private func hand(_ mail: [UInt8]) async -> ChannelReply {
        let said = Mutex(LineCutter())
        let lines = Mutex<[String]>([])
        let isLate = Mutex(false)
        let keep: @Sendable (ArraySlice<UInt8>) -> Void = { line in
            lines.withLock { $0 = $0.suffix(Self.mostLines - 1) + [String(decoding: line.prefix(300), as: UTF8.self)] }
        }
        let hear: @Sendable (ArraySlice<UInt8>) -> Void = { bytes in said.withLock { said in said.take(bytes) { keep($0[...]) } } }
        let log = log
        let program = settings.program
        return await withCheckedContinuation { continuation in
            let listener = ChildProcess.Listener(output: hear, errors: hear) { end in
                said.withLock { said in said.finish { keep($0[...]) } }
                let lines = lines.withLock { $0 }
                let words = printable(lines.last ?? "")
                if !words.isEmpty { log("\(program): \(words)") }
                let late = ChannelReply(.uncertain, reason: "`\(program)` did not end in time")
                continuation.resume(returning: isLate.withLock { $0 } ? late : SendmailStatus.reply(end, said: lines))
            }
            do throws(ChannelError) {
                let child = try ChildProcess(program, ["-t", "-i"], listener)
                child.write(mail)
                child.closeInput()
                alarms.asyncAfter(deadline: .now() + .microseconds(Int(clamping: settings.timeout))) { [weak child] in
                    guard let child else { return }
                    isLate.withLock { $0 = true }
                    child.kill()
                }
            } catch {
                continuation.resume(returning: ChannelReply(.retry, reason: error.description))
            }
        }
    }
}

/// What the ends of a mail program mean: `sysexits.h` (man.freebsd.org/sysexits), which sendmail, Postfix, Exim, msmtp and their
/// like keep to.
enum SendmailStatus {
    static func reply(_ end: ChildProcess.End, said lines: [String] = []) -> ChannelReply {
        guard case .exited(let code) = end else {
            return ChannelReply(.uncertain, reason: "the mail program ended by force: \(end.text)")
        }
        switch code {
        case 0: return ChannelReply(.sent)
        case 67: return ChannelReply(.unreachable, reason: "there is no such user (67)")
        case 68: return ChannelReply(.unreachable, reason: "there is no such host (68)")
        // What delivers without a queue passes the server's word on, and calls a mailbox that is none bad data.
        case _ where (code == 65 || code == 69) && lines.contains(where: namesNoMailbox):
            return ChannelReply(.unreachable, reason: "the server knows no such mailbox (\(code))")
        case 65: return ChannelReply(.failed, reason: "the mail program does not take the message (65)")
        case 64: return ChannelReply(.failed, reason: "the mail program does not take `-t -i` (64)")
        // Somewhere on the way a connection was lost, perhaps only with the server's last word.
        case 74, 76: return ChannelReply(.uncertain, reason: "the mail program does not know what became of it (\(code))")
        case 69, 70, 71, 72, 73, 75: return ChannelReply(.retry, reason: "the mail program is in trouble (\(code))")
        case 77: return ChannelReply(.retry, reason: "the mail program may not do it (77)", retryAfter: 10 * .minute)
        case 78: return ChannelReply(.retry, reason: "the mail program is not set up right (78)", retryAfter: 10 * .minute)
        case 126, 127: return ChannelReply(.retry, reason: "the mail program cannot be run (\(code))", retryAfter: 10 * .minute)
        default: return ChannelReply(.uncertain, reason: "the mail program ended with \(code)")
        }
    }

    /// RFC 3463, sections 3.2 and 3.3: permanent faults of the receiver's address or mailbox.
    private static func namesNoMailbox(_ line: String) -> Bool {
        let codes = line.split { !($0 == "." || $0.isASCII && $0.isNumber) }
        return codes.contains { ["5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"].contains($0) }
    }
}

extension EmailChannel.Settings {
    static let names = ["from", "reply_to", "program", "unsubscribe", "timeout", "concurrency"]

    init(_ settings: ChannelSettings, _ surroundings: ChannelSurroundings) throws(ChannelError) {
        self.init(from: try settings.text("from", example: #""shop@shop.example""#))
        guard MailAddress(from) != nil else { throw settings.wrong("from", "an address such as `shop@shop.example`") }
        replyTo = try settings.text("reply_to", or: replyTo)
        guard replyTo.isEmpty || MailAddress(replyTo) != nil else {
            throw settings.wrong("reply_to", "an address such as `help@shop.example`")
        }
        let program = try settings.text("program", or: program)
        self.program = program.utf8.contains(UInt8(ascii: "/")) ? surroundings.path(program) : program
        guard ProgramPath.exists(self.program) else {
            throw .cannotStart(
                program: self.program,
                reason: "\(ProgramPath.absence(of: self.program)); install a mail program, or name one with `program`")
        }
        unsubscribe = try settings.text("unsubscribe", or: unsubscribe)
        let isLink = ["https://", "http://", "mailto:"].contains { unsubscribe.hasPrefix($0) }
            && unsubscribe.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: ">") }
        guard unsubscribe.isEmpty || isLink else {
            throw settings.wrong("unsubscribe", "a link such as `https://shop.example/leave?m={key}`")
        }
        timeout = try settings.duration("timeout", or: timeout)
        concurrency = try settings.whole("concurrency", or: concurrency, 1...100)
    }
}
