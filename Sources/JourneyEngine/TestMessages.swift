import JourneyCompiler
import JourneyModel

/// A message that an operator sends to one customer, outside of any journey: as real as any, but outside caps and quiet hours.
public struct TestMessage: Sendable {
    public var content: String
    public var customer: String
    /// Nil: the first that the message has a text for and the customer can be reached on.
    public var channel: String?
    public var values: PreviewValues

    public init(content: String, customer: String, channel: String? = nil, values: PreviewValues = PreviewValues()) {
        self.content = content
        self.customer = customer
        self.channel = channel
        self.values = values
    }
}

extension Engine {
    /// A message is not sent, and why.
    public struct Refused: Error, Equatable, CustomStringConvertible {
        public var description: String

        public init(_ description: String) { self.description = description }
    }

    /// The message, ready to be queued: never to somebody who is suppressed, whatever an operator wants.
    /// - Parameter number: no other message of an operator has it; the message's key is made from it.
    /// - Throws: `Refused`.
    public func message(_ test: TestMessage, number: Int64, of state: CustomerState, at now: Timestamp) throws(Refused) -> Message {
        let known = channels(of: test.content)
        let channels = test.channel.map { [$0] } ?? known ?? []
        if channels.isEmpty { throw Refused("the message `\(test.content)` has no text that says which channel it is for; name one by `--via`") }
        if let channel = test.channel, let known, !known.contains(channel) {
            throw Refused("the message `\(test.content)` has no text for `\(channel)`; it has some for " + known.joined(separator: ", "))
        }
        let reach = reach(channels, to: nil, state)
        guard let index = reach.channel else {
            throw Refused(
                reach.outcome == .suppressed
                    ? "`\(test.customer)` gets no messages via \(channels.joined(separator: ", ")): \(suppressionReason(state))"
                    : "`\(test.customer)` has no address for \(channels.joined(separator: ", "))")
        }
        let channel = channels[index]
        let key = messageKey("", test.customer, .integer(number), 0, "send " + test.content, visit: 0)
        var bodies = ""
        switch fill(test.content, via: channel, of: state, with: test.values, link: .init(key: key, journey: "test", step: "send"), at: now) {
        case nil: break
        case .bodies(let filled): bodies = filled
        case .missing(let name): throw Refused("`\(name)` is not known; give it by `--with`")
        case .tooLong(let reason): throw Refused(reason)
        }
        return Message(
            key: key, customer: test.customer, journey: "", step: "send", content: test.content, channels: [channel],
            arguments: argumentsJSON(test.values.values.map { ($0.name, $0.value) }), address: address(of: state, via: channel), at: now,
            isTransactional: true, enrollment: 0, bodies: bodies)
    }

    private func suppressionReason(_ state: CustomerState) -> String { state.suppressions.first?.reason ?? "suppressed" }
}

extension CustomerState {
    /// A message that did not reach its customer counts for no cap. False where it had no place.
    public mutating func giveBackPlace(ofMessage key: String) -> Bool {
        let key = CapPlace.key(of: key)
        guard capPlaces.contains(where: { $0.key == key }) else { return false }
        giveBackCapPlace(of: key)
        return true
    }
}
