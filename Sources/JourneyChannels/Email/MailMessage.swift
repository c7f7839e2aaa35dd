import JourneyModel

/// A message as mail: RFC 5322 with MIME, lines that end with CR and LF, nothing but ASCII.
struct MailMessage {
    var from: MailAddress
    var replyTo: MailAddress?
    /// Where people leave by one click; `{key}` and `{to}` are put in.
    var unsubscribe = ""
    /// When it leaves.
    var at: Timestamp

    func text(_ message: ChannelMessage, to: MailAddress) -> String {
        let identity = SHA256.hash(message.key.utf8).hex.prefix(32)
        var lines = [
            "From: \(from.header(used: 6))", "To: \(to.header(used: 4))", "Subject: \(MailText.header(message.subject, used: 9))",
            "Date: \(MailDate.text(at))", "Message-ID: <\(identity)@\(domain)>",
        ]
        if let replyTo { lines.append("Reply-To: \(replyTo.header(used: 10))") }
        lines += unsubscribeLines(message, to)
        lines += ["Auto-Submitted: auto-generated", "MIME-Version: 1.0"]
        let parts = [("plain", message.text), ("html", message.html)].filter { !$0.1.isEmpty }
        if parts.count < 2 {
            let (kind, text) = parts.first ?? ("plain", "")
            lines += part(kind, text)
        } else {
            // Of the key, so that the same message is the same text; no text holds it by chance.
            let boundary = "=_" + SHA256.hash("boundary \(message.key)".utf8).hex.prefix(40)
            lines += ["Content-Type: multipart/alternative;", " boundary=\"\(boundary)\"", ""]
            for (kind, text) in parts { lines += ["--\(boundary)"] + part(kind, text) }
            lines += ["--\(boundary)--"]
        }
        return lines.joined(separator: "\r\n") + "\r\n"
    }

    private var domain: Substring { from.address.split(separator: "@").last ?? "localhost" }

    private func part(_ kind: String, _ text: String) -> [String] {
        let (encoding, encoded) = MailText.body(text)
        return ["Content-Type: text/\(kind); charset=utf-8", "Content-Transfer-Encoding: \(encoding)", "", encoded]
    }

    /// RFC 2369, and RFC 8058 for the one click, which goes over HTTPS only.
    private func unsubscribeLines(_ message: ChannelMessage, _ to: MailAddress) -> [String] {
        if unsubscribe.isEmpty { return [] }
        let link = unsubscribe.replacing("{key}", with: PercentCode.encoded(message.key))
            .replacing("{to}", with: PercentCode.encoded(to.address))
        return ["List-Unsubscribe: <\(link)>"] + (link.hasPrefix("https://") ? ["List-Unsubscribe-Post: List-Unsubscribe=One-Click"] : [])
    }
}

/// `Mon, 23 Nov 2026 08:30:00 +0000` (RFC 5322, section 3.3).
enum MailDate {
    static func text(_ instant: Timestamp) -> String {
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        // `2026-11-23T08:30:00.000Z`
        let parts = instant.rfc3339.split { "-T:.Z".contains($0) }
        let since = instant.microseconds / .day - (instant.microseconds % .day < 0 ? 1 : 0)
        guard parts.count >= 6, let month = Int(parts[1]), months.indices.contains(month - 1) else { return "" }
        let weekday = days[Int((since % 7 + 7) % 7)]
        return "\(weekday), \(parts[2]) \(months[month - 1]) \(parts[0]) \(parts[3]):\(parts[4]):\(parts[5]) +0000"
    }
}
