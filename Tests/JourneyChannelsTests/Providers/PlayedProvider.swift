import JourneyModel
import XCTest

@testable import JourneyChannels

/// A channel and the provider that a test plays for it.
struct PlayedProvider {
    static let secret = "never-to-be-seen/+="
    static let names = ["webhook", "sms", "wecom", "wecom_group", "wecom_robot"]

    let name: String
    let fake: any FakeProvider
    /// Where messages go, and nothing else does.
    let path: String
    let isIdempotent: Bool
    private let clock: @Sendable () -> Timestamp
    private let takenBy: @Sendable () -> [String]

    /// Receivers of what the provider took, one for each time.
    var taken: [String] { takenBy() }

    init(_ name: String, at clock: HandClock) {
        self.name = name
        let now: @Sendable () -> Timestamp = { clock.now }
        self.clock = now
        isIdempotent = name == "webhook"
        switch name {
        case "webhook":
            let sink = WebhookSink(secrets: [Self.secret], clock: now)
            (fake, path, takenBy) = (sink, "/hook", { sink.posts })
        case "sms":
            let aliyun = FakeAliyun(keys: ["AK": Self.secret], clock: now)
            (fake, path, takenBy) = (aliyun, "/", { aliyun.taken.map(\.number) })
        default:
            let wecom = FakeWeCom(clock: now)
            wecom.state.withLock {
                $0.secrets = [Self.secret]
                $0.robotKey = Self.secret
            }
            fake = wecom
            switch name {
            case "wecom": (path, takenBy) = ("/cgi-bin/message/send", { wecom.state.withLock { $0.delivered } })
            case "wecom_group":
                (path, takenBy) = ("/cgi-bin/externalcontact/add_msg_template", { wecom.state.withLock { $0.tasks.values.flatMap(\.receivers) } })
            default: (path, takenBy) = ("/cgi-bin/webhook/send", { wecom.state.withLock { $0.delivered } })
            }
        }
    }

    /// - Parameter secret: what the channel takes for one.
    func channel(to address: String, timeout: Microseconds = 20 * .second, secret: String = Self.secret) -> any Channel {
        let transport = HTTPSession(connections: 8)
        var account = WeComAccount(corp: "ww1", secret: secret)
        account.host = address
        account.timeout = timeout
        switch name {
        case "webhook":
            var settings = WebhookChannel.Settings(url: address + path)
            settings.secrets = [Array(secret.utf8)]
            settings.timeout = timeout
            return WebhookChannel(settings, transport: transport, clock: clock)
        case "sms":
            var settings = SMSChannel.Settings(accessKeyID: "AK", accessKeySecret: secret, signature: "茶店")
            settings.template = "SMS_1"
            settings.host = address
            settings.timeout = timeout
            return SMSChannel(settings, transport: transport, clock: clock)
        case "wecom": return WeComChannel(.init(account, agent: 7), transport: transport, clock: clock)
        case "wecom_group": return WeComGroupChannel(.init(account), transport: transport, clock: clock)
        default:
            var settings = WeComRobotChannel.Settings(key: secret)
            settings.host = address
            settings.timeout = timeout
            return WeComRobotChannel(settings, transport: transport, clock: clock)
        }
    }

    /// An address that this provider takes.
    func address(_ number: Int) -> String { name == "sms" ? "+8613800\(100_000 + number)" : "wm\(number)" }

    /// As the provider names who got it.
    func receiver(_ number: Int) -> String {
        switch name {
        case "webhook": "key-\(number)"
        case "sms": "8613800\(100_000 + number)"
        case "wecom_robot": "text \(number)"
        default: "wm\(number)"
        }
    }

    func message(_ number: Int) -> ChannelMessage {
        .made("key-\(number)", to: address(number), [("text", name == "wecom_robot" ? "text \(number)" : "你好")])
    }
}
