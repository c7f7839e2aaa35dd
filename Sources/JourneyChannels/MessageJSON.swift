import Foundation
import JourneyModel

/// A message as adapters outside of this program are told of it.
enum MessageJSON {
    /// `{"key","customer","channel","to","content",…,"with","journey","step","at"}`, as in the lines of a file channel.
    static func bytes(_ message: ChannelMessage) -> [UInt8] {
        var out: [UInt8] = []
        MessageLine.append(message, to: &out)
        out.removeLast()
        return out
    }
}

/// An object that a server or a program answered, which may be anything.
struct AnswerJSON {
    private let members: [String: Any]

    /// Nil where the bytes are no object.
    init?(_ bytes: [UInt8]) {
        guard let members = (try? JSONSerialization.jsonObject(with: Data(bytes))) as? [String: Any] else { return nil }
        self.members = members
    }

    private init(_ members: [String: Any]) { self.members = members }

    func text(_ name: String) -> String? { members[name] as? String }

    func integer(_ name: String) -> Int64? { (members[name] as? NSNumber).flatMap { Int64(exactly: $0.doubleValue) } }

    func object(_ name: String) -> AnswerJSON? { (members[name] as? [String: Any]).map(AnswerJSON.init) }

    func objects(_ name: String) -> [AnswerJSON] {
        (members[name] as? [Any])?.compactMap { ($0 as? [String: Any]).map(AnswerJSON.init) } ?? []
    }

    func texts(_ name: String) -> [String] { (members[name] as? [Any])?.compactMap { $0 as? String } ?? [] }

    /// `{"status","provider_id","reason","retry_after_ms"}`, the answer of an adapter outside of this program; nil where the
    /// status is none.
    var reply: ChannelReply? {
        guard let status = text("status").flatMap(ChannelReply.Status.init(rawValue:)) else { return nil }
        let wait = integer("retry_after_ms").map { min(max($0, 0), RetryAfter.most / 1_000) * 1_000 }
        return ChannelReply(status, providerID: text("provider_id", upTo: 200), reason: text("reason", upTo: 500), retryAfter: wait)
    }

    /// Counted in scalars: what is one character to the eye may be a megabyte of accents.
    func text(_ name: String, upTo most: Int) -> String {
        String(String.UnicodeScalarView((text(name) ?? "").unicodeScalars.prefix(most)))
    }
}
