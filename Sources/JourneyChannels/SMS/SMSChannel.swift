import JourneyModel
import Synchronization

/// Text messages through Alibaba Cloud's `SendSms`.
///
/// https://help.aliyun.com/en/sms/developer-reference/api-dysmsapi-2017-05-25-sendsms. The provider sends templates that it has
/// approved: the part `template` of a message, else the channel's `template`, names one, and its variables are what `with` hands
/// over together with the message's other parts; a message's `text` is the variable `text`. The provider says that it knows no
/// idempotency: an answer that never came leaves the message in doubt. `OutId` is the key, so that receipts name it.
public final class SMSChannel: Channel {
    public struct Settings: Sendable {
        public var accessKeyID: String
        public var accessKeySecret: String
        /// As approved: 阿里云.
        public var signature: String
        /// For messages that name none.
        public var template = ""
        /// A name, or `http://…` for a machine's own server.
        public var host = "dysmsapi.aliyuncs.com"
        public var timeout: Microseconds = 10 * .second
        public var concurrency = 32

        public init(accessKeyID: String, accessKeySecret: String, signature: String) {
            self.accessKeyID = accessKeyID
            self.accessKeySecret = accessKeySecret
            self.signature = signature
        }
    }

    public let isIdempotent = false
    private let settings: Settings
    private let transport: any HTTPTransport
    private let clock: @Sendable () -> Timestamp
    private let requests = Mutex<UInt64>(0)

    public init(_ settings: Settings, transport: any HTTPTransport, clock: @escaping @Sendable () -> Timestamp) {
        self.settings = settings
        self.transport = transport
        self.clock = clock
    }

    public var limits: ChannelLimits { ChannelLimits(batch: 1, concurrency: settings.concurrency) }

    public func send(_ messages: [ChannelMessage]) async -> [ChannelReply] {
        await sendEach(messages, concurrency: settings.concurrency) { await self.post($0) }
    }

    public func close() async { transport.close() }

    private func post(_ message: ChannelMessage) async -> ChannelReply {
        guard let number = Self.number(message.to) else {
            return ChannelReply(.unreachable, reason: "the address is no phone number")
        }
        let template = message.body["template"].isEmpty ? settings.template : message.body["template"]
        guard !template.isEmpty else {
            return ChannelReply(
                .failed,
                reason: "the message `\(message.content)` names no approved template: give it a part `template`, or the channel one")
        }
        let now = clock()
        let request = ACS3Signature(
            accessKeyID: settings.accessKeyID, accessKeySecret: settings.accessKeySecret, server: settings.host, version: "2017-05-25"
        ).request(
            "SendSms",
            [
                ("PhoneNumbers", number), ("SignName", settings.signature), ("TemplateCode", template),
                ("TemplateParam", TemplateParameters.json(message)), ("OutId", message.key),
            ], nonce: nonce(message.key, now), at: now)
        switch await transport.send(request, deadline: settings.timeout) {
        case .success(let response): return SMSAnswer.reply(response, now: now)
        case .failure(let fault): return fault.reply
        }
    }

    /// The provider refuses a nonce that it has seen. Key, instant and count never come together twice.
    private func nonce(_ key: String, _ now: Timestamp) -> String {
        let count = requests.withLock { count in
            count &+= 1
            return count
        }
        return String(SHA256.hash("\(key) \(now.microseconds) \(count)".utf8).hex.prefix(32))
    }

    /// `+86138…` is `86138…` to the provider, and a national number stays as it is.
    private static func number(_ address: String) -> String? {
        let digits = address.hasPrefix("+") ? address.dropFirst() : address[...]
        let isNumber = (5...20).contains(digits.utf8.count) && digits.utf8.allSatisfy { (0x30...0x39).contains($0) }
        return isNumber ? String(digits) : nil
    }
}

/// The variables of a template: a JSON object whose values are texts, since the provider takes no others.
enum TemplateParameters {
    static func json(_ message: ChannelMessage) -> String {
        var values: [(name: String, text: String)] = []
        var with = message.with
        with.withUTF8 { bytes in
            guard let members = JSONMembers.object(at: 0, ofArray: UnsafeRawBufferPointer(bytes)) else { return }
            JSONMembers.forEach(in: members) { name, value in values.append((name, value.text)) }
        }
        for part in message.body.parts where part.name != "template" {
            values.removeAll { $0.name == part.name }
            values.append(part)
        }
        var out: [UInt8] = [UInt8(ascii: "{")]
        for (index, value) in values.enumerated() {
            if index > 0 { out.append(UInt8(ascii: ",")) }
            JSONText.append(value.name, to: &out)
            out.append(UInt8(ascii: ":"))
            JSONText.append(value.text, to: &out)
        }
        out.append(UInt8(ascii: "}"))
        return String(decoding: out, as: UTF8.self)
    }
}

extension SMSChannel.Settings {
    static let names = ["access_key_id", "secret", "signature", "template", "host", "timeout", "concurrency"]

    init(_ settings: ChannelSettings) throws(ChannelError) {
        self.init(
            accessKeyID: try settings.text("access_key_id", example: "env SMS_KEY_ID"),
            accessKeySecret: try settings.text("secret", example: "env SMS_SECRET"),
            signature: try settings.text("signature", example: #""茶店""#))
        template = try settings.text("template", or: template)
        host = try settings.text("host", or: host)
        timeout = try settings.duration("timeout", or: timeout)
        concurrency = try settings.whole("concurrency", or: concurrency, 1...1_000)
        let name = host.hasPrefix("http://") ? host.dropFirst("http://".utf8.count) : host[...]
        guard !name.isEmpty, name.utf8.allSatisfy({ $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: " ") }) else {
            throw settings.wrong("host", "the name of a server, such as `dysmsapi.aliyuncs.com`")
        }
    }
}
