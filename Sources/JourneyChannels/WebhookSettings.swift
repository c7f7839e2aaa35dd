import Foundation
import JourneyModel

extension WebhookChannel.Settings {
    static let names = ["url", "secret", "second_secret", "timeout", "concurrency", "idempotent"]

    /// As a declaration says: `url "https://…" secret env NAME second_secret env NAME timeout 10s concurrency 128 idempotent
    /// true`.
    init(channel: String, _ settings: [String: Value]) throws(ChannelError) {
        guard let url = settings["url"] else {
            throw .missingSetting(
                channel: channel, adapter: "webhook", setting: "url", example: #"url "https://example.com/messages""#)
        }
        guard case .text(let text) = url, ["http://", "https://"].contains(where: { text.hasPrefix($0) && text.count > $0.count }) else {
            throw .wrongSetting(
                channel: channel, setting: "url", expected: #"an address in quotes that begins with "https://" or "http://""#)
        }
        self.init(url: text)
        for name in ["secret", "second_secret"] {
            guard let value = settings[name] else { continue }
            guard case .text(let secret) = value, !secret.isEmpty else {
                throw .wrongSetting(channel: channel, setting: name, expected: "`env NAME`")
            }
            guard let key = Self.key(of: secret) else {
                throw .wrongSetting(
                channel: channel, setting: name, expected: "`env NAME`, whose value holds base64 where it begins with `whsec_`")
            }
            secrets.append(key)
        }
        if let value = settings["timeout"] {
            guard case .duration(let length) = value, (.second...(5 * .minute)).contains(length) else {
                throw .wrongSetting(channel: channel, setting: "timeout", expected: "from 1s to 5m")
            }
            timeout = length
        }
        if let value = settings["concurrency"] {
            guard case .integer(let number) = value, (1...1_000).contains(number) else {
                throw .wrongSetting(channel: channel, setting: "concurrency", expected: "a number from 1 to 1000")
            }
            concurrency = Int(number)
        }
        if let value = settings["idempotent"] {
            guard case .boolean(let holds) = value else {
                throw .wrongSetting(channel: channel, setting: "idempotent", expected: "`true` or `false`")
            }
            isIdempotent = holds
        }
    }

    /// Standard Webhooks writes the bytes of a secret as `whsec_` and base64, and its libraries take nothing else; other texts
    /// are their own bytes.
    private static func key(of secret: String) -> [UInt8]? {
        let mark = "whsec_"
        guard secret.hasPrefix(mark) else { return Array(secret.utf8) }
        guard let key = Data(base64Encoded: String(secret.dropFirst(mark.utf8.count))), !key.isEmpty else { return nil }
        return Array(key)
    }
}
