import Foundation
import JourneyChannels
import JourneyModel

/// What channels answered, as a file has it: JSON Lines such as `{"channel":"wecom","customer":"c42","status":"unreachable"}`.
///
/// `status` is `sent`, `failed` or `unreachable`; `reason` says why. The other members say which messages get the answer: `key`,
/// `customer`, `channel`, `journey`, `step`, `content`; a line without one of them takes any. Of several lines that fit a message the
/// first counts, and where none fits the answer is `sent`.
public struct RecordedAnswers: Sendable {
    /// A line that is no answer.
    public struct Fault: Error, Equatable, CustomStringConvertible {
        public var line: Int
        public var reason: String

        public var description: String { "line \(line): \(reason)" }
    }

    private struct Answer {
        /// Member and what it must be.
        var fits: [(member: String, text: String)] = []
        var reply: ChannelReply
    }

    public static let selectors = ["key", "customer", "channel", "journey", "step", "content"]
    public static let statuses = ["sent", "failed", "unreachable"]

    private var answers: [Answer] = []
    /// Those that name a message's key or a customer, so that a long file is not gone through for each message; and the others.
    private var byName: [String: [Int]] = [:]
    private var general: [Int] = []

    /// - Throws: `Fault` at the first line that is no answer. Empty lines are passed over.
    public init(_ text: [UInt8]) throws(Fault) {
        var number = 0
        for line in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            number += 1
            if line.allSatisfy({ $0 <= 0x20 }) { continue }
            do throws(Invalid) { add(try Self.answer(Array(line))) } catch { throw Fault(line: number, reason: error.reason) }
        }
    }

    private struct Invalid: Error {
        var reason: String
    }

    private static func answer(_ line: [UInt8]) throws(Invalid) -> Answer {
        guard let members = try? JSONDecoder().decode([String: String].self, from: Data(line)) else {
            throw Invalid(reason: "this is no JSON object of texts, such as `{\"channel\":\"sms\",\"status\":\"unreachable\"}`")
        }
        var answer = Answer(reply: ChannelReply(.sent, reason: members["reason"] ?? ""))
        for (member, text) in members.sorted(by: { $0.key < $1.key }) where member != "status" && member != "reason" {
            guard selectors.contains(member) else {
                throw Invalid(
                    reason: "`\(member)` is no member of an answer; there are \(selectors.joined(separator: ", ")), status and reason")
            }
            answer.fits.append((member, text))
        }
        guard let text = members["status"], statuses.contains(text), let status = ChannelReply.Status(rawValue: text) else {
            throw Invalid(
                reason: (members["status"].map { "`\($0)` is no answer" } ?? "`status` is missing")
                    + "; there are \(statuses.joined(separator: ", "))")
        }
        answer.reply.status = status
        return answer
    }

    private mutating func add(_ answer: Answer) {
        let named = answer.fits.first { $0.member == "key" } ?? answer.fits.first { $0.member == "customer" }
        if let named {
            byName[named.member + " " + named.text, default: []].append(answers.count)
        } else {
            general.append(answers.count)
        }
        answers.append(answer)
    }

    /// What the channel says to a message.
    func reply(to message: ChannelMessage) -> ChannelReply {
        func fits(_ index: Int) -> Bool { answers[index].fits.allSatisfy { Self.text($0.member, of: message) == $0.text } }
        let first = [byName["key " + message.key] ?? [], byName["customer " + message.customer] ?? [], general]
            .compactMap { $0.first(where: fits) }.min()
        return first.map { answers[$0].reply } ?? ChannelReply(.sent)
    }

    private static func text(_ member: String, of message: ChannelMessage) -> String {
        switch member {
        case "key": message.key
        case "customer": message.customer
        case "channel": message.channel
        case "journey": message.journey
        case "step": message.step
        default: message.content
        }
    }
}

/// Gives recorded answers and sends nothing.
final class AnsweringChannel: Channel {
    private let answers: RecordedAnswers

    init(_ answers: RecordedAnswers) { self.answers = answers }

    var isIdempotent: Bool { true }
    var isImmediate: Bool { true }

    func send(_ messages: [ChannelMessage]) async -> [ChannelReply] { messages.map(answers.reply) }
    func close() async {}
}
